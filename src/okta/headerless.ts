import { oktaStatus } from './oktaStatus';

/** Okta's ids: of a user, a group, an app. */
export const oktaIdPattern = /^(?:00[ug]|0oa)[0-9A-Za-z]{17}$/;

const titleById: ReadonlyMap<string, string> = new Map([
  ['00u', 'userId'],
  ['00g', 'groupId'],
  ['0oa', 'appId'],
]);

/**
 * Titles for a CSV that has none (`jq -r '.[] | [.id, .profile.login] | @csv'`, a list of ids): told by the first row, which then holds an
 * id of Okta. What cannot be told has no title. Null for a header.
 */
export function titlesOfRow(cells: readonly string[]): readonly string[] | null {
  if (!cells.some((cell) => oktaIdPattern.test(cell))) return null;
  const taken = new Set<string>();
  return cells.map((cell) => {
    const title = titleOf(cell, taken);
    taken.add(title);
    return title;
  });
}

function titleOf(cell: string, taken: ReadonlySet<string>): string {
  const candidates = oktaIdPattern.test(cell)
    ? [titleById.get(cell.slice(0, 3)) ?? '']
    : /^[^\s@]+@[^\s@]+$/.test(cell)
      ? ['login', 'email']
      : oktaStatus(cell) === null
        ? []
        : ['status'];
  return candidates.find((title) => !taken.has(title)) ?? '';
}
