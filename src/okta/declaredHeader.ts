import {
  appIdNames,
  appNames,
  appUserNames,
  emailNames,
  groupNames,
  headerKey,
  loginNames,
  plainGroupNames,
  userIdNames,
} from './columnNames';

/** Names by which a column would be found that the manifest calls otherwise. */
const namesOf: ReadonlyMap<string, readonly string[]> = new Map([
  ['id', userIdNames],
  ['login', loginNames],
  ['email', emailNames],
  ['group', [...groupNames, ...plainGroupNames]],
  ['groupName', [...groupNames, ...plainGroupNames]],
  ['app', [...appIdNames, ...appNames]],
  ['userName', appUserNames],
]);

/** Meanings that are columns of their own; every other one is an attribute of the profile. */
const ownColumns: ReadonlySet<string> = new Set(
  'id status lastUpdated group groupName usersCount externalId userName syncState app'.split(' '),
);

/**
 * The header as the rows are read: what the manifest says of a column (`columns`, by its header in the file) stands in place of its header,
 * and columns that would be taken for the same are not read.
 */
export function declaredHeader(header: readonly string[], declared: ReadonlyMap<string, string>): readonly string[] {
  if (declared.size === 0) return header;
  const byKey = new Map([...declared].map(([name, meaning]) => [headerKey(name), meaning]));
  const told = header.map((cell) => declared.get(cell) ?? byKey.get(headerKey(cell)) ?? null);
  const taken = new Set(told.flatMap((meaning) => (meaning === null ? [] : (namesOf.get(meaning) ?? [headerKey(meaning)]))));
  return header.map((cell, index) => {
    const meaning = told[index] ?? null;
    if (meaning === null) return taken.has(headerKey(cell)) ? '' : cell;
    if (meaning === 'ignore') return '';
    return ownColumns.has(meaning) || meaning.startsWith('profile.') ? meaning : `profile.${meaning}`;
  });
}
