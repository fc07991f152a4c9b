import { type Problem, problem } from '../input/problem';

/** A page of a listing as it came. */
export interface ReadPage<Resource> {
  /** From 1 on. */
  readonly startIndex: number;
  readonly resources: readonly Resource[];
  readonly total: number;
}

export interface JoinedPages<Resource> {
  /** In the order of the listing, each id once. */
  readonly resources: ReadonlyMap<string, Resource>;
  /** Places in that order at which two pages do not fit together. */
  readonly seams: readonly number[];
  readonly faults: readonly Problem[];
  /** What the first page said. */
  readonly total: number;
}

/**
 * Puts the pages of a listing together. Offsets shift when somebody is added or deleted meanwhile, so a row can slip through between two
 * pages though every count agrees: the last row of a page must be the first of the next one, which begins there.
 */
export function joinPages<Resource extends { readonly id: string }>(
  name: string,
  pages: readonly ReadPage<Resource>[],
): JoinedPages<Resource> {
  const total = pages[0]?.total ?? 0;
  const resources = new Map<string, Resource>();
  const seams: number[] = [];
  const doubles: string[] = [];
  let slipped = 0;
  let before: ReadPage<Resource> | null = null;
  for (const page of pages.filter(({ resources: rows }) => rows.length > 0).sort((a, b) => a.startIndex - b.startIndex)) {
    const seam = before === null ? 'fits' : seamBetween(before, page);
    if (seam !== 'fits') seams.push(resources.size);
    if (seam === 'slipped') slipped++;
    const shared = before !== null && seam !== 'slipped' && page.startIndex === endOf(before) ? 1 : 0;
    for (const resource of page.resources.slice(shared)) {
      if (resources.has(resource.id)) {
        doubles.push(resource.id);
        seams.push(resources.size);
      } else resources.set(resource.id, resource);
    }
    before = page;
  }
  return { resources, seams: [...new Set(seams)], faults: faultsOf(name, pages, { resources, doubles, slipped, total }), total };
}

/** `moved`: no row contradicts, but the total is another one, or nothing came between the two. */
function seamBetween<Resource extends { readonly id: string }>(
  before: ReadPage<Resource>,
  page: ReadPage<Resource>,
): 'fits' | 'moved' | 'slipped' {
  const end = endOf(before);
  if (page.startIndex > end + 1) return 'moved';
  if (page.startIndex === end && page.resources[0]?.id !== before.resources.at(-1)?.id) return 'slipped';
  return page.total === before.total ? 'fits' : 'moved';
}

/** The place of the last row. */
function endOf(page: ReadPage<unknown>): number {
  return page.startIndex + page.resources.length - 1;
}

function faultsOf<Resource>(
  name: string,
  pages: readonly ReadPage<Resource>[],
  found: { resources: ReadonlyMap<string, Resource>; doubles: readonly string[]; slipped: number; total: number },
): Problem[] {
  const { resources, doubles, slipped, total } = found;
  const faults: Problem[] = [];
  const moved = pages.find((page) => page.total !== total);
  if (moved !== undefined) {
    faults.push(problem('listing-moved', `${name} changed while it was read: it had ${total} records, then ${moved.total}.`));
  } else if (slipped > 0) {
    const message = `${name} changed while it was read: at ${slipped} of its pages the rows had moved, and some may have been missed.`;
    faults.push(problem('listing-moved', message));
  }
  if (doubles.length > 0) {
    const message = `${name} holds ${doubles.length} records twice, for instance ${doubles[0] ?? ''}; others may be missing.`;
    faults.push(problem('duplicate-resource', message));
  }
  if (resources.size !== total) {
    faults.push(problem('listing-short', `${name} should hold ${total} records, but ${resources.size} different ones came.`));
  }
  return faults;
}
