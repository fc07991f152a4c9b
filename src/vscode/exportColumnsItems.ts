import type { EntryChange } from '../okta/manifestFile';
import type { InputKind } from '../input/problem';
import type { ColumnMeaning } from '../okta/columnMeanings';
import type { CsvPreview } from '../okta/csvPreview';
import type { DeclaredFile } from '../okta/manifestFile';
import { displayName, joinWords } from '../report/words';

/** What somebody can say the rows of a CSV are. */
export type RowsKind = 'users' | 'oneGroup' | 'manyGroups' | 'groups' | 'appUsers' | 'notNeeded';

export interface RowsChoice {
  readonly rows: RowsKind;
  readonly label: string;
  readonly detail: string;
}

export const rowsChoices: readonly RowsChoice[] = [
  { rows: 'users', label: 'Users', detail: 'Each row is an Okta user.' },
  { rows: 'oneGroup', label: 'Members of one group', detail: 'Each row is a member; which group, is asked next.' },
  { rows: 'manyGroups', label: 'Memberships of many groups', detail: 'Each row is a user in a group; a column names the group.' },
  { rows: 'appUsers', label: 'Assignments to the app', detail: 'Each row is a user who is assigned to the Okta app.' },
  { rows: 'groups', label: 'Groups', detail: 'Each row is an Okta group.' },
  { rows: 'notNeeded', label: 'Not needed', detail: 'The file is listed and not read, and not asked about again.' },
];

const kindOfRows: Readonly<Record<RowsKind, InputKind>> = {
  users: 'users',
  oneGroup: 'groupMembers',
  manyGroups: 'groupMembers',
  groups: 'groups',
  appUsers: 'appUsers',
  notNeeded: 'unknown',
};

/** What the rows are most likely, from what was said before, else from the header. */
export function likelyRows(preview: CsvPreview, declared: DeclaredFile | null, isNamedAfterGroup: boolean): RowsKind {
  const said = declared?.kind ?? null;
  const meanings: readonly (string | null)[] = declared && declared.columns.size > 0 ? [...declared.columns.values()] : preview.guesses;
  const namesGroup = meanings.includes('group') || meanings.includes('groupName');
  const kind = said ?? preview.kind;
  if (kind === 'unknown') return 'notNeeded';
  if (kind === 'groupMembers') return namesGroup && (declared?.group ?? null) === null ? 'manyGroups' : 'oneGroup';
  if (kind === 'users' || kind === 'groups' || kind === 'appUsers') return kind;
  if (meanings.includes('userName') || meanings.includes('externalId') || meanings.includes('app')) return 'appUsers';
  if (isNamedAfterGroup) return 'oneGroup';
  return namesGroup ? 'manyGroups' : 'users';
}

/** A column of the file, and what it is said to hold. */
export interface ColumnDraft {
  /** As it stands in the file. */
  readonly header: string;
  /** Of the rows of the preview, those that are not empty. */
  readonly samples: readonly string[];
  readonly meaning: string;
}

/** The meanings that a column of such rows can have, none first; those of one group's members name no group. */
export function meaningsFor(rows: RowsKind, all: readonly ColumnMeaning[]): readonly ColumnMeaning[] {
  const kind = kindOfRows[rows];
  const fits = ({ meaning, kinds }: ColumnMeaning): boolean =>
    kinds.includes(kind) && !(rows === 'oneGroup' && (meaning === 'group' || meaning === 'groupName'));
  const isIgnore = ({ meaning }: ColumnMeaning): boolean => meaning === 'ignore';
  return [...all.filter(isIgnore), ...all.filter((each) => !isIgnore(each) && fits(each))];
}

/** The columns with what was said of them before, else with what their headers say. A title that stands there twice is one column. */
export function draftColumns(
  preview: CsvPreview,
  declared: DeclaredFile | null,
  rows: RowsKind,
  all: readonly ColumnMeaning[],
): readonly ColumnDraft[] {
  const allowed = new Set(meaningsFor(rows, all).map(({ meaning }) => familyOf(meaning)));
  const seen = new Set<string>();
  const taken = new Set<string>();
  return preview.header.flatMap((header, index) => {
    if (header === '' || seen.has(header)) return [];
    seen.add(header);
    const likely = declared?.columns.get(header) ?? fitted(preview.guesses[index] ?? null, rows) ?? 'ignore';
    const isFree = allowed.has(familyOf(likely)) && (likely === 'ignore' || !taken.has(likely));
    const meaning = isFree ? likely : 'ignore';
    taken.add(meaning);
    return [{ header, samples: samplesOf(preview, index), meaning }];
  });
}

/** A guess was made for what the header looks like; other rows have other words for the same. */
function fitted(guess: string | null, rows: RowsKind): string | null {
  if (rows === 'groups' && guess === 'id') return 'group';
  if (rows !== 'groups' && guess === 'profile.login') return 'login';
  return guess;
}

/** Every attribute of the profile is one entry of the list. */
export const familyOf = (meaning: string): string => (meaning.startsWith('profile.') ? 'profile.' : meaning);

const longestSample = 40;

function samplesOf({ rows }: CsvPreview, index: number): readonly string[] {
  return rows.flatMap((row) => {
    const cell = displayName((row[index] ?? '').trim());
    if (cell === '') return [];
    return [cell.length > longestSample ? `${cell.slice(0, longestSample - 1)}…` : cell];
  });
}

/** The samples of a column in a line. */
export const sampleWords = (samples: readonly string[]): string =>
  samples.length === 0 ? 'empty in the first rows' : samples.join('  ·  ');

/** A column's new meaning; another that had it has none any more. */
export function withMeaning(columns: readonly ColumnDraft[], header: string, meaning: string): readonly ColumnDraft[] {
  return columns.map((column) => {
    if (column.header === header) return { ...column, meaning };
    return meaning !== 'ignore' && column.meaning === meaning ? { ...column, meaning: 'ignore' } : column;
  });
}

/** What such rows cannot do without, in words; null where the columns have it all. */
export function missingWords(columns: readonly ColumnDraft[], rows: RowsKind): string | null {
  const has = (...meanings: readonly string[]): boolean => columns.some(({ meaning }) => meanings.includes(meaning));
  const missing: string[] = [];
  if (rows !== 'groups' && rows !== 'notNeeded' && !has('id', 'login', 'email')) missing.push('the user (Okta user id, username or email)');
  if (rows === 'manyGroups' && !has('group', 'groupName')) missing.push('the group');
  if (rows === 'groups' && !has('group')) missing.push("the group's id");
  if (rows === 'groups' && !has('groupName')) missing.push("the group's name");
  return missing.length === 0 ? null : `Still needed: the column with ${joinWords(missing)}`;
}

/** What was said of a file, ready for its manifest. */
export interface ColumnsAnswer {
  readonly rows: RowsKind;
  /** Id or name of the one group; null where the file's name tells it, and for all other rows. */
  readonly group: string | null;
  readonly columns: readonly ColumnDraft[];
}

/** The manifest's entry for a file of which this was said. What else it says of the file stays. */
export function entryOf(path: string, { rows, group, columns }: ColumnsAnswer): EntryChange {
  const kind = kindOfRows[rows];
  if (rows === 'notNeeded') return { path, kind, group: null, columns: null };
  return {
    path,
    kind,
    group: rows === 'oneGroup' ? group : null,
    columns: Object.fromEntries(columns.map(({ header, meaning }) => [header, meaning])),
  };
}

/** What to call a file, with others that have the same columns. */
export function filesWords(name: string, others: number): string {
  const shown = displayName(name);
  return others === 0 ? shown : `${shown} and ${others} more with the same columns`;
}
