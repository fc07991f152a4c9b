import type { InputKind } from '../input/problem';
import type { ExportFile, Section } from './exportFile';
import { pageNumber, withoutPage } from './filePlace';
import { missingPage, pageOfList } from './pagesOfList';
import type { OktaGroup } from './source';

/** Records on a full page of the endpoint, by default (facts/okta.md, section 1.1); larger limits are multiples of it. */
const pageSizes: ReadonlyMap<InputKind, number> = new Map<InputKind, number>([
  ['users', 200],
  ['groups', 10_000],
  ['groupMembers', 1000],
  ['appUsers', 50],
  ['appGroups', 20],
  ['pushMappings', 100],
  ['profileMappingList', 20],
]);

/** Limits that people ask for; several pages of one such size, the last as full as the others, look like an export that stopped. */
const usualLimits: ReadonlySet<number> = new Set([100, 200, 250, 300, 500, 1000, 2000, 5000, 10_000]);

/** Rows below a header that Excel keeps when it saves a longer table: what it cut off is gone without a word. */
const excelRows: ReadonlySet<number> = new Set([65_535, 1_048_575]);

/**
 * Whether the last page is full, so that a next one may be missing: the body of an answer does not tell (doubt `page-size-count`).
 * Pages of one list are files of one name but for their page number. `isProved`: counts or a manifest prove the list, page sizes say nothing.
 */
export function addPageSizeDoubts(
  files: readonly ExportFile[],
  isPaged: (section: Section) => boolean,
  isProved: (section: Section) => boolean,
): void {
  const series = new Map<string, Section[]>();
  for (const section of files.flatMap((file) => file.sections)) {
    if (!pageSizes.has(section.kind)) continue;
    if (!isPaged(section)) {
      if (excelRows.has(section.records) && !isProved(section)) addDoubt(section);
      continue;
    }
    const key = `${section.kind} ${[...section.groupIds].join()} ${withoutPage(section.file.path)}`;
    const known = series.get(key);
    if (known) known.push(section);
    else series.set(key, [section]);
  }
  for (const sections of series.values()) {
    sections.sort((a, b) => pageNumber(a.file.path) - pageNumber(b.file.path));
    const last = sections.at(-1);
    if (last && isFull(last, sections) && !sections.every(isProved)) addDoubt(last);
  }
}

/** Adds `missing-page` where the numbers in the names of pages have a gap. `isProved`: counts or a manifest prove the list. */
export function addMissingPages(
  files: readonly ExportFile[],
  groups: ReadonlyMap<string, OktaGroup>,
  isProved: (section: Section) => boolean,
): void {
  const lists = new Map<string, { page: number | null; section: Section }[]>();
  for (const { sections } of files) {
    const [section] = sections;
    if (!section) continue;
    const { list, page } = pageOfList(section, groups);
    const known = lists.get(list);
    if (known) known.push({ page, section });
    else lists.set(list, [{ page, section }]);
  }
  for (const pages of lists.values()) {
    const missing = missingPage(pages.map(({ page }) => page));
    const behind = pages.filter(({ page }) => missing !== null && (page ?? 0) > missing).sort((a, b) => (a.page ?? 0) - (b.page ?? 0));
    const [first] = behind;
    // A single file with a number may be a second attempt; named by its group's id it is a page.
    const isPage = pages.length > 1 || first?.section.groupIds.size === 1;
    if (!first || !isPage || !pageSizes.has(first.section.kind) || pages.every(({ section }) => isProved(section))) continue;
    first.section.add('missing-page', `By its name this is page ${first.page ?? 0} of a list, and page ${missing ?? 0} is not there.`);
  }
}

function isFull(last: Section, sections: readonly Section[]): boolean {
  const size = pageSizes.get(last.kind) ?? 0;
  const records = last.lastPageRecords || last.records;
  if (records === 0) return false;
  if (records % size === 0 || excelRows.has(records)) return true;
  return sections.length > 1 && usualLimits.has(records) && sections.every((section) => section.records === records);
}

function addDoubt(section: Section): void {
  const records = section.lastPageRecords || section.records;
  const words = excelRows.has(records)
    ? `The file has ${records} rows, as many as Excel keeps of a longer table: more may be missing.`
    : `The last page has ${records} records, a full page: the next page may be missing.`;
  section.add('page-size-count', words);
}
