import { type Problem, problem } from '../input/problem';
import { inParallel } from '../http/inParallel';
import type { ListResponse } from './scim';

/** One listing of the server: all active users, all inactive ones, or all groups. */
export interface Listing<Resource> {
  /** In words, for problems and progress: "the listing of active users". */
  readonly name: string;
  readonly page: (startIndex: number, count: number, signal: AbortSignal) => Promise<ListResponse<Resource>>;
}

/** A listing as read once. It is proved when `faults` is empty. */
export interface ListingRead<Resource> {
  readonly resources: ReadonlyMap<string, Resource>;
  /** The `totalResults` that the first page gave. */
  readonly total: number;
  readonly faults: readonly Problem[];
}

/**
 * Reads a listing from the first page to the last and says whether it is whole (product.md, section 7): its records equal its
 * `totalResults`, which does not move while paging, and no id comes twice. Throws what a page throws.
 */
export async function readListing<Resource extends { readonly id: string }>(
  listing: Listing<Resource>,
  options: { readonly pageSize: number; readonly signal: AbortSignal; readonly onRecords: (read: number, total: number) => void },
): Promise<ListingRead<Resource>> {
  const first = await listing.page(1, options.pageSize, options.signal);
  const total = first.totalResults;
  const pages: Page<Resource>[] = [{ startIndex: 1, resources: first.Resources ?? [], total }];
  let read = pages[0]?.resources.length ?? 0;
  options.onRecords(read, total);
  await inParallel(
    rangesBehind(read, total),
    async ({ from, to }, signal) => {
      // The server may give less than was asked for, but an empty page before the end would go on for ever.
      for (let startIndex = from; startIndex <= to;) {
        const page = await listing.page(startIndex, to - startIndex + 1, signal);
        const resources = page.Resources ?? [];
        pages.push({ startIndex, resources, total: page.totalResults });
        if (resources.length === 0) break;
        startIndex += resources.length;
        read += resources.length;
        options.onRecords(read, total);
      }
    },
    options.signal,
  );
  return judged(listing.name, pages, total);
}

interface Page<Resource> {
  readonly startIndex: number;
  readonly resources: readonly Resource[];
  readonly total: number;
}

/** The rest of a listing in pieces as large as the page that the server gave first. */
function rangesBehind(firstPage: number, total: number): { from: number; to: number }[] {
  if (firstPage === 0) return [];
  const ranges: { from: number; to: number }[] = [];
  for (let from = firstPage + 1; from <= total; from += firstPage) ranges.push({ from, to: Math.min(total, from + firstPage - 1) });
  return ranges;
}

function judged<Resource extends { readonly id: string }>(
  name: string,
  pages: readonly Page<Resource>[],
  total: number,
): ListingRead<Resource> {
  const resources = new Map<string, Resource>();
  let twice = 0;
  let example = '';
  for (const page of [...pages].sort((a, b) => a.startIndex - b.startIndex)) {
    for (const resource of page.resources) {
      if (resources.has(resource.id)) {
        twice++;
        example = resource.id;
      }
      resources.set(resource.id, resource);
    }
  }
  const faults: Problem[] = [];
  const moved = pages.find((page) => page.total !== total);
  if (moved !== undefined) {
    faults.push(problem('listing-moved', `${name} changed while it was read: it had ${total} records, then ${moved.total}.`));
  }
  if (twice > 0)
    faults.push(problem('duplicate-resource', `${name} holds ${twice} records twice, for instance ${example}; others may be missing.`));
  if (resources.size !== total) {
    const message = `${name} should hold ${total} records, but ${resources.size} different ones came.`;
    faults.push(problem('listing-short', message));
  }
  return { resources, total, faults };
}
