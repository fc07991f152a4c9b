import { type Problem, problem } from '../input/problem';
import { type Listing, type ListingRead, readListing } from './readListing';

const readsAtMost = 3;

/** What has been read of a listing so far. */
interface State<Resource> {
  readonly listing: Listing<Resource>;
  reads: number;
  last: ListingRead<Resource> | null;
  /** Found by asking for the total once more at the end. */
  movedTo: number | null;
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
  const states = listings.map((listing): State<Resource> => ({ listing, reads: 0, last: null, movedTo: null }));
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
      const { totalResults } = await state.listing.page(1, 0, options.signal);
      state.movedTo = totalResults === state.last?.total ? null : totalResults;
    }
  }
  return states.map((state) => ({ resources: state.last?.resources ?? new Map<string, Resource>(), problems: problemsOf(state) }));
}

function isSettled(state: State<unknown>): boolean {
  return state.last?.faults.length === 0 && state.movedTo === null;
}

function problemsOf(state: State<unknown>): Problem[] {
  const faults = [...(state.last?.faults ?? [])];
  if (state.movedTo !== null && !faults.some((fault) => fault.code === 'listing-moved')) {
    const message = `${state.listing.name} changed while the org was read: it had ${state.last?.total ?? 0} records, then ${state.movedTo}.`;
    faults.push(problem('listing-moved', message));
  }
  return faults.map((fault) => ({
    ...fault,
    message: `${fault.message} It was read ${state.reads} times. Take the snapshot again when less is going on.`,
  }));
}
