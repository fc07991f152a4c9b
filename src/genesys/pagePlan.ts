import { ladder, largestPageSize, safePageSize, type PageSize } from './pageSize';

/** Below this a page that begins with the last row of the one before would cost too much. */
const smallestOverlapping = 10;

/**
 * The sizes of the first pages of a listing: from the largest that this org has taken upward, so that no server is asked for much
 * more than it has just given (facts/genesys-scim.md, section 1.2). The last one is the size of all that follow.
 */
export function* pageSteps(size: Pick<PageSize, 'proved' | 'current'>, most: number): Generator<number, void, undefined> {
  const ceiling = (): number => Math.min(most, size.current);
  let count = Math.min(ceiling(), Math.max(safePageSize, size.proved));
  for (;;) {
    yield count;
    const larger = ladder.findLast((size) => size > count) ?? count;
    const next = Math.min(ceiling(), larger);
    if (next <= count) return;
    count = next;
  }
}

/**
 * Where the page behind one begins: with its last row, so that rows that moved between the two requests show. `end` is the place of that
 * row, from 1 on, `length` how many rows came with it.
 */
export function startBehind(end: number, length: number): number {
  return length >= smallestOverlapping ? end : end + 1;
}

/** The rest of a listing in ranges of one size; `from` is where the first begins, `covered` the last row that is known. */
export function rangesBehind(covered: number, size: number, total: number): { readonly from: number; readonly to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  for (let end = covered; end < total;) {
    const from = startBehind(end, size);
    end = Math.min(total, from + size - 1);
    ranges.push({ from, to: end });
  }
  return ranges;
}

/** How many requests a listing of so many rows takes. At least one page is asked for, even of nothing. */
export function plannedPages(total: number, size: Pick<PageSize, 'proved' | 'current'>, most: number = largestPageSize): number {
  let pages = 0;
  let covered = 0;
  let last = safePageSize;
  for (const count of pageSteps(size, most)) {
    pages++;
    covered = (covered === 0 ? 0 : startBehind(covered, last) - 1) + count;
    last = count;
    if (covered >= total) return pages;
  }
  return pages + rangesBehind(covered, last, total).length;
}
