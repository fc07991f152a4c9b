import { type Problem, problem } from '../input/problem';
import { inParallel } from '../http/inParallel';
import { RequestError } from '../http/requestError';
import { joinPages, type ReadPage } from './joinPages';
import { pageSteps, rangesBehind, startBehind } from './pagePlan';
import { anySize, type PageSize } from './pageSize';
import type { ListResponse } from './scim';

/** One listing of the server: all active users, all inactive ones, or all groups. */
export interface Listing<Resource> {
  /** In words, for problems and progress: "the listing of active users". */
  readonly name: string;
  /** What is known of the pages that the server takes; absent: the largest are tried at once. */
  readonly size?: Pick<PageSize, 'proved' | 'current'>;
  readonly page: (startIndex: number, count: number, signal: AbortSignal) => Promise<ListResponse<Resource>>;
}

/** A listing as read once. It is proved when `faults` is empty. */
export interface ListingRead<Resource> {
  readonly resources: ReadonlyMap<string, Resource>;
  /** The `totalResults` that the first page gave. */
  readonly total: number;
  readonly faults: readonly Problem[];
  /** Places in the order of `resources` at which two pages do not fit together: there rows may be missing. */
  readonly seams: readonly number[];
  /** It was given up before its end: the server failed. */
  readonly brokenOff: boolean;
}

export interface ListingOptions {
  /** The largest page to ask for. */
  readonly pageSize: number;
  readonly signal: AbortSignal;
  readonly onRecords: (read: number, total: number) => void;
}

/**
 * Reads a listing from the first page to the last and says whether it is whole (product.md, section 7): its records equal its
 * `totalResults`, which does not move while paging, no id comes twice, and each page begins with the row that the one before ended with.
 * Throws what the first page throws; a later one that cannot be read is a fault.
 */
export async function readListing<Resource extends { readonly id: string }>(
  listing: Listing<Resource>,
  options: ListingOptions,
): Promise<ListingRead<Resource>> {
  const pages: ReadPage<Resource>[] = [];
  let failure: RequestError | null = null;
  try {
    await readPages(listing, options, pages);
  } catch (error) {
    if (!(error instanceof RequestError) || pages.length === 0) throw error;
    failure = error;
  }
  const { resources, seams, faults, total } = joinPages(listing.name, pages);
  if (failure === null) return { resources, seams, faults, total, brokenOff: false };
  const message = `${listing.name} could not be read to its end: ${resources.size} of ${total} records came. ${failure.message}`;
  return { resources, seams, faults: [problem('not-read', message), ...faults], total, brokenOff: true };
}

async function readPages<Resource>(listing: Listing<Resource>, options: ListingOptions, pages: ReadPage<Resource>[]): Promise<void> {
  let total = 0;
  let rows = 0;
  const read = async (startIndex: number, count: number, shared: number, signal: AbortSignal): Promise<number> => {
    const page = await listing.page(startIndex, count, signal);
    const resources = page.Resources ?? [];
    if (pages.length === 0) total = page.totalResults;
    pages.push({ startIndex, resources, total: page.totalResults });
    rows += Math.max(0, resources.length - shared);
    options.onRecords(rows, total);
    return resources.length;
  };
  // One after the other while they grow; several at once from then on.
  let covered = 0;
  let length = 0;
  for (const count of pageSteps(listing.size ?? anySize, options.pageSize)) {
    const startIndex = covered === 0 ? 1 : startBehind(covered, length);
    length = await read(startIndex, count, covered - startIndex + 1, options.signal);
    if (length === 0) return;
    covered = startIndex + length - 1;
    if (covered >= total) return;
    if (length < count) break;
  }
  await inParallel(
    rangesBehind(covered, length, total),
    async ({ from, to }, signal) => {
      // The server may give less than was asked for, but an empty page before the end would go on for ever.
      let shared = 1 - startBehind(0, length);
      for (let startIndex = from; ;) {
        const came = await read(startIndex, to - startIndex + 1, shared, signal);
        const end = startIndex + came - 1;
        if (came === 0 || end >= to) return;
        startIndex = startBehind(end, came);
        shared = end - startIndex + 1;
      }
    },
    options.signal,
  );
}
