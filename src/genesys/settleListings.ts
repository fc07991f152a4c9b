import { type Problem, problem } from '../input/problem';
import { RequestError } from '../http/requestError';
import { type Listing, type ListingOptions, type ListingRead, readListing } from './readListing';
import { repairListing, usualPage } from './repairListing';
import type { ListResponse } from './scim';

const readsAtMost = 3;
/** Of one reading; a listing of a few pages is read again instead. */
const repairsAtMost = 4;
const fewPages = 4;

/** What has been read of a listing so far. */
interface State<Resource> {
  readonly listing: Listing<Resource>;
  reads: number;
  repairs: number;
  last: ListingRead<Resource> | null;
  /** What asking once more at the end found; null: nothing. */
  late: Problem | null;
}

export interface SettledListing<Resource> {
  readonly resources: ReadonlyMap<string, Resource>;
  readonly problems: readonly Problem[];
}

/**
 * Reads listings that belong together, and again (three times at most) the ones that moved. Each total is asked for once more when all have
 * been read: somebody who is reactivated between two listings would otherwise stand in neither.
 */
export async function settleListings<Resource extends { readonly id: string }>(
  listings: readonly Listing<Resource>[],
  options: {
    readonly pageSize: number;
    readonly signal: AbortSignal;
    readonly onRecords: (listing: Listing<Resource>, read: number, total: number) => void;
  },
): Promise<readonly SettledListing<Resource>[]> {
  const states = listings.map((listing): State<Resource> => ({ listing, reads: 0, repairs: 0, last: null, late: null }));
  for (let open = states; open.length > 0; open = states.filter(mayImprove)) {
    for (const state of open) {
      await improve(state, {
        pageSize: options.pageSize,
        signal: options.signal,
        onRecords: (read, total) => {
          options.onRecords(state.listing, read, total);
        },
      });
    }
    for (const state of states) {
      state.late = state.last && (await lookBehind(state.listing, state.last, options.signal));
      // Whoever could not be asked whether it moved will not be asked to no end.
      if (state.late?.code === 'not-read') state.reads = readsAtMost;
    }
  }
  return states.map((state) => ({ resources: state.last?.resources ?? new Map<string, Resource>(), problems: problemsOf(state) }));
}

/** What the server failed to give it will not give to whoever asks for all of it once more. */
function mayImprove({ last, late, reads }: State<unknown>): boolean {
  return last === null || (!last.brokenOff && (last.faults.length > 0 || late !== null) && reads < readsAtMost);
}

/** Reads a listing, or what moved in it: a repair that does not lead to a whole listing is followed by reading everything again. */
async function improve<Resource extends { readonly id: string }>(state: State<Resource>, options: ListingOptions): Promise<void> {
  const { listing, last } = state;
  if (last !== null && state.repairs < repairsAtMost && last.resources.size > fewPages * usualPage(listing, options.pageSize)) {
    state.repairs++;
    const repaired = await repairListing(listing, last, options);
    if (repaired !== null) {
      state.last = repaired;
      return;
    }
  }
  state.last = await readListing(listing, options);
  state.reads++;
  state.repairs = 0;
}

/** Behind the last record there must be none, and the total must still be what it was. */
async function lookBehind<Resource extends { readonly id: string }>(
  listing: Listing<Resource>,
  { total, resources, brokenOff }: ListingRead<Resource>,
  signal: AbortSignal,
): Promise<Problem | null> {
  if (brokenOff) return null;
  let page: ListResponse<Resource>;
  try {
    page = await pageBehind(listing, total, signal);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return problem('not-read', `Whether ${listing.name.toLowerCase()} changed while the org was read could not be asked. ${error.message}`);
  }
  if (page.totalResults !== total) {
    return problem('listing-moved', `${listing.name} changed while the org was read: it had ${total} records, then ${page.totalResults}.`);
  }
  // A server without paging gives what is known already.
  if (page.Resources?.every((resource) => resources.has(resource.id)) ?? true) return null;
  return problem('listing-short', `${listing.name} says that it has ${total} records, but there are more.`);
}

async function pageBehind<Resource>(listing: Listing<Resource>, total: number, signal: AbortSignal): Promise<ListResponse<Resource>> {
  try {
    return await listing.page(total + 1, 1, signal);
  } catch (error) {
    // Whether Genesys answers such a page or refuses it is not documented.
    if (error instanceof RequestError && error.reason === 'refused') return await listing.page(1, 0, signal);
    throw error;
  }
}

function problemsOf(state: State<unknown>): Problem[] {
  const faults = [...(state.last?.faults ?? [])];
  const { late } = state;
  if (late !== null && !faults.some((fault) => fault.code === late.code)) faults.push(late);
  return faults.map((fault) => ({
    ...fault,
    message:
      fault.code === 'not-read'
        ? fault.message
        : `${fault.message} It was read ${state.reads} times. Take the snapshot again when less is going on.`,
  }));
}
