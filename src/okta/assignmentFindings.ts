import type { AppData } from './buildSource';
import type { ChosenApp } from './chooseApp';
import { isCopy } from './conflictingLists';
import { isAsDeclared } from './declaredFile';
import type { ExportData } from './exportData';
import type { Section } from './exportFile';
import { pageOfList } from './pagesOfList';

/** The assignments files of one name but for the page number. */
interface AssignmentList {
  readonly sections: Set<Section>;
  records: number;
  /** Some record tells which account Okta holds. */
  holdsAccounts: boolean;
}

/**
 * Adds what shows when the assignments files of the chosen app are seen together. Both make the plan partial, for both would plan removals
 * that Okta never sends:
 * - `missing-column`: people whom only a list without accounts names, while another list has accounts. They would look as if Okta held none.
 * - `conflicting-lists`: two lists that share most people and differ, as exports of two days do. Who was unassigned would still look assigned.
 *   Likewise pages of one list that repeat each other: one was saved twice, so another is missing.
 */
export function addAssignmentFindings(data: ExportData, chosen: ChosenApp, { assignments }: AppData): void {
  const lists = [...assignmentLists(data, chosen).values()];
  if (assignments === null || lists.length === 0) return;
  if (lists.every(({ sections }) => [...sections].every((section) => isAsDeclared(section, data.manifest)))) return;
  const people = assignments.byUser.size;
  for (const list of lists) addRepeatedPages(list, people);
  if (lists.length === 1) return;
  const withAccounts = lists.filter(({ holdsAccounts }) => holdsAccounts);
  const known = withAccounts.reduce((sum, { records }) => sum + records, 0);
  if (withAccounts.length > 0 && withAccounts.length < lists.length && people > known) {
    const words = `${people - known} people are assigned by this file alone, and it does not tell which account Okta holds for them, as others do.`;
    for (const { sections, holdsAccounts } of lists) {
      const [section] = sections;
      if (!holdsAccounts) section?.add('missing-column', words);
    }
    return;
  }
  const sizes = lists.map(({ records }) => records).filter((records) => records > 0);
  const repeated = sizes.reduce((sum, size) => sum + size, 0) - people;
  if (repeated * 2 < Math.min(...sizes) || people <= Math.max(...sizes)) return;
  const paths = lists.map(({ sections }) => [...sections][0]?.file.path ?? '');
  const [section] = lists.at(-1)?.sections ?? [];
  section?.add('conflicting-lists', `${paths.join(', ')} assign other people, ${people} together: which holds?`);
}

/** `people`: whom all lists assign; a list that has more records than those repeats some. */
function addRepeatedPages({ sections, records }: AssignmentList, people: number): void {
  const pages = [...sections].filter((section) => section.records > 0);
  const smallest = Math.min(...pages.map((section) => section.records));
  const last = pages.at(-1);
  if (!last || pages.length < 2 || (records - people) * 2 < smallest) return;
  const words = `These ${pages.length} pages repeat ${records - people} assignments: one page was saved twice, so another is missing.`;
  last.add('conflicting-lists', words);
}

function assignmentLists(data: ExportData, chosen: ChosenApp): ReadonlyMap<string, AssignmentList> {
  const lists = new Map<string, AssignmentList>();
  for (const { section, appId, holdsAccounts } of data.buckets) {
    if (section.kind !== 'appUsers' || !chosen.owns(appId, section.file.path)) continue;
    const { list } = pageOfList(section, data.groups);
    const known = lists.get(list) ?? { sections: new Set<Section>(), records: 0, holdsAccounts: false };
    // Of a file of several apps it is not known how many records are of which.
    const counts = section.appIds.size < 2 && ![...known.sections].some((other) => isCopy(section, other));
    if (counts && !known.sections.has(section)) known.records += section.records;
    if (counts) known.sections.add(section);
    known.holdsAccounts ||= holdsAccounts;
    lists.set(list, known);
  }
  return lists;
}
