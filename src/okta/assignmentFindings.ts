import type { AppData } from './buildSource';
import type { ChosenApp } from './chooseApp';
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
 */
export function addAssignmentFindings(data: ExportData, chosen: ChosenApp, { assignments }: AppData): void {
  const lists = [...assignmentLists(data, chosen).values()];
  if (assignments === null || lists.length < 2) return;
  if (lists.every(({ sections }) => [...sections].every((section) => isAsDeclared(section, data.manifest)))) return;
  const people = assignments.byUser.size;
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

function assignmentLists(data: ExportData, chosen: ChosenApp): ReadonlyMap<string, AssignmentList> {
  const lists = new Map<string, AssignmentList>();
  for (const { section, appId, holdsAccounts } of data.buckets) {
    if (section.kind !== 'appUsers' || !chosen.owns(appId, section.file.path)) continue;
    const { list } = pageOfList(section, data.groups);
    const known = lists.get(list) ?? { sections: new Set<Section>(), records: 0, holdsAccounts: false };
    // A file of several apps tells how many records are of none of them alone.
    if (!known.sections.has(section) && section.appIds.size < 2) known.records += section.records;
    known.sections.add(section);
    known.holdsAccounts ||= holdsAccounts;
    lists.set(list, known);
  }
  return lists;
}
