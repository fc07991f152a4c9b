import { type Problem, problem } from '../input/problem';
import { RequestError } from '../http/requestError';
import { type Listing, type ListingRead, readListing } from './readListing';
import type { ListResponse } from './scim';

const readsAtMost = 3;

/** What has been read of a listing so far. */
interface State<Resource> {
  readonly listing: Listing<Resource>;
  reads: number;
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
  const states = listings.map((listing): State<Resource> => ({ listing, reads: 0, last: null, late: null }));
  for (let open = states; open.length > 0; open = states.filter((state) => !isSettled(state) && state.reads < readsAtMost)) {
    for (const state of open) {
      state.last = await readListing(state.listing, {
        pageSize: options.pageSize,
        signal: options.signal,
        onRecords: (read, total) => {
          options.onRecords(state.listing, read, total);
        },
      });
      state.reads++;
    }
    for (const state of states) {
      state.late = state.last && (await lookBehind(state.listing, state.last, options.signal));
    }
  }
  return states.map((state) => ({ resources: state.last?.resources ?? new Map<string, Resource>(), problems: problemsOf(state) }));
}

function isSettled(state: State<unknown>): boolean {
  return state.last?.faults.length === 0 && state.late === null;
}

/** Behind the last record there must be none, and the total must still be what it was. */
async function lookBehind<Resource extends { readonly id: string }>(
  listing: Listing<Resource>,
  { total, resources }: ListingRead<Resource>,
  signal: AbortSignal,
): Promise<Problem | null> {
  const page = await pageBehind(listing, total, signal);
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
    message: `${fault.message} It was read ${state.reads} times. Take the snapshot again when less is going on.`,
  }));
}
