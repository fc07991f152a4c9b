import { createHash } from 'node:crypto';
import { problem, type Problem } from '../input/problem';
import type { ExportFile } from './exportFile';
import { holdsData } from './fileTimes';
import { sorted, type ImportCounts, type LastImport } from './lastImports';
import type { MemberList } from './memberships';
import type { OktaGroup } from './source';

export interface Comparison {
  /** Of the whole export; those of a group's members stand in their file. */
  readonly problems: readonly Problem[];
  /** The assignments are among what is fewer. */
  readonly fewerAssignments: boolean;
  /** The last import, if it decided anything, with the memberships that did. */
  readonly decided: LastImport | null;
}

/**
 * Doubts `fewer-than-last-time` (product.md, section 3): what the export holds of something is by more than `percent` fewer than in the
 * last import of the same paths. Of a group's members it is a doubt of that group alone.
 */
export function compareWithLastImport(
  counts: ImportCounts,
  last: LastImport | null,
  percent: number,
  lists: ReadonlyMap<string, MemberList>,
  groups: ReadonlyMap<string, OktaGroup>,
): Comparison {
  if (last === null) return { problems: [], fewerAssignments: false, decided: null };
  const isFewer = (now: number, before: number): boolean => (before - now) * 100 > percent * before;
  const words = (now: number, before: number, what: string): string =>
    `${now} ${what}, and ${before} in the last import (${last.at}): more than ${percent} % fewer.`;
  let fewerAssignments = false;
  const problems = kinds.flatMap(({ key, what, file }) => {
    const [now, before] = [counts[key], last.counts[key]];
    if (before === null || !isFewer(now ?? 0, before)) return [];
    fewerAssignments ||= key === 'assignments';
    const said =
      now === null ? `The export has no ${file} file; the last import (${last.at}) had ${before} ${what}.` : words(now, before, what);
    return [problem('fewer-than-last-time', said)];
  });
  const deciding: [string, number][] = [];
  for (const [groupId, now] of Object.entries(counts.memberships)) {
    const before = Object.hasOwn(last.counts.memberships, groupId) ? (last.counts.memberships[groupId] ?? 0) : 0;
    if (!isFewer(now, before)) continue;
    const [section] = lists.get(groupId)?.sections ?? [];
    section?.add('fewer-than-last-time', words(now, before, `members of ${groups.get(groupId)?.name ?? groupId}`), { groupId });
    deciding.push([groupId, before]);
  }
  if (problems.length === 0 && deciding.length === 0) return { problems, fewerAssignments, decided: null };
  return { problems, fewerAssignments, decided: { at: last.at, counts: { ...last.counts, memberships: sorted(deciding) } } };
}

const kinds = [
  { key: 'users', what: 'users', file: 'users' },
  { key: 'groups', what: 'groups', file: 'groups' },
  { key: 'assignments', what: 'assignments', file: 'assignments' },
  { key: 'pushMappings', what: 'push mappings', file: 'push mappings' },
] as const;

/** SHA-256 in hex of the paths and hashes of the files that hold data: the same files again have the same. */
export function fingerprintOf(files: readonly ExportFile[]): string {
  const lines = files.filter(holdsData).map(({ path, sha256 }) => JSON.stringify([path, sha256]));
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}

/** What an import is remembered by. `isIncomplete`: lists of which something is missing are no measure for the next. */
export function countsOf(
  parts: Omit<ImportCounts, 'memberships'>,
  lists: ReadonlyMap<string, MemberList>,
  isIncomplete: (groupId: string) => boolean,
): ImportCounts {
  const { users, groups, assignments, pushMappings } = parts;
  const memberships = [...lists].flatMap(([id, { userIds }]): [string, number][] => (isIncomplete(id) ? [] : [[id, userIds.size]]));
  return { users, groups, assignments, pushMappings, memberships: sorted(memberships) };
}
