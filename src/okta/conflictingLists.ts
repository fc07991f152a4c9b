import type { ExportData } from './exportData';
import type { Section } from './exportFile';
import type { JudgedExport } from './judgeExport';
import type { MemberList, ProvedList } from './memberships';
import { pageOfList } from './pagesOfList';

/** Members that the files with one name but for the page number tell of. */
interface Pages {
  readonly sections: Section[];
  readonly userIds: Set<string>;
}

/**
 * Adds `conflicting-lists` to groups whose files are no pages of one list: pages that repeat each other (one was saved twice, so another is
 * missing), and lists that share most members and differ (exports of two days, a part beside the whole). A count that proves what they hold
 * together settles it.
 */
export function addConflictingMembers(data: ExportData, judged: JudgedExport, proved: ReadonlyMap<string, ProvedList>): void {
  const several = [...judged.members.values()].filter(({ groupId, sections }) => sections.size > 1 && proved.get(groupId)?.proved !== true);
  if (several.length === 0) return;
  const idsOf = memberReader(data);
  for (const list of several) {
    const told = [...list.sections].map((section) => ({ section, userIds: idsOf(section, list.groupId) }));
    // Nearly always no page repeats anybody, which their lengths tell.
    if (told.reduce((sum, { userIds }) => sum + userIds.length, 0) === list.userIds.size) continue;
    const parts = told.map(({ section, userIds }) => ({ section, userIds: new Set(userIds) }));
    const name = data.groups.get(list.groupId)?.name ?? list.groupId;
    const lists = joinPages(parts, list, data, name);
    compareLists(lists, list.groupId, name);
  }
}

function joinPages(
  parts: readonly { readonly section: Section; readonly userIds: ReadonlySet<string> }[],
  { groupId }: MemberList,
  data: ExportData,
  name: string,
): readonly Pages[] {
  const lists = new Map<string, Pages>();
  for (const { section, userIds } of parts) {
    const { list } = pageOfList(section, data.groups);
    const pages = lists.get(list) ?? { sections: [], userIds: new Set<string>() };
    lists.set(list, pages);
    if (isMostlyIn(userIds, pages.userIds) && !pages.sections.some((other) => isCopy(section, other))) {
      const words = `Most members of ${name} in this page stand in another page, too: one page was saved twice, or these are two exports.`;
      section.add('conflicting-lists', words, { groupId });
    }
    pages.sections.push(section);
    for (const id of userIds) pages.userIds.add(id);
  }
  return [...lists.values()];
}

function compareLists(lists: readonly Pages[], groupId: string, name: string): void {
  for (const [index, { sections, userIds }] of lists.entries()) {
    const [section] = sections;
    const other = lists.slice(0, index).find((before) => isConflict(userIds, before.userIds));
    if (!section || !other) continue;
    const words = `This and ${other.sections[0]?.file.path ?? ''} list other members of ${name} (${userIds.size}, ${other.userIds.size}): which holds?`;
    section.add('conflicting-lists', words, { groupId });
  }
}

/** Browsers name a second download of a file so: `Agents (1).csv`. */
export function isCopy(section: Section, other: Section): boolean {
  const isNamedSo = [section, other].some(({ file }) => /\(\d+\)\.\w+$/.test(file.path));
  return isNamedSo && section.file.sha256 !== null && section.file.sha256 === other.file.sha256;
}

function isMostlyIn(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return some.size > 0 && shared(some, others) * 2 >= Math.min(some.size, others.size) && others.size > 0;
}

function isConflict(first: ReadonlySet<string>, second: ReadonlySet<string>): boolean {
  const both = shared(first, second);
  const isSame = both === first.size && both === second.size;
  return !isSame && isMostlyIn(first, second);
}

function shared(first: ReadonlySet<string>, second: ReadonlySet<string>): number {
  let count = 0;
  for (const id of first) if (second.has(id)) count += 1;
  return count;
}

/** The members that a section tells of one group, perhaps more than once. */
function memberReader(data: ExportData): (section: Section, groupId: string) => readonly string[] {
  const lists = new Map(data.userLists.map(({ section, userIds }) => [section, userIds]));
  const tables = new Map(data.membershipTables.map(({ section, byGroup }) => [section, byGroup]));
  return (section, groupId) => tables.get(section)?.get(groupId) ?? lists.get(section) ?? [];
}
