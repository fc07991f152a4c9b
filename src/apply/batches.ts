import { genesysRemovalLimit } from '../plan/guards';
import type { GroupWork } from './work';

/** How many ids go into a request (product.md, section 9). */
export interface BatchSizes {
  readonly usual: number;
  /** The first batch of removals, so that a mistake is small. */
  readonly firstRemovals: number;
}

/** The sizes of section 9; `usual` is a setting, and never over what Genesys takes at once. */
export function batchSizes(usual = 250): BatchSizes {
  const bounded = Math.min(Math.max(1, Math.floor(usual)), genesysRemovalLimit);
  return { usual: bounded, firstRemovals: Math.min(25, bounded) };
}

/** One request: ids that are added, or ids that are removed. */
export interface Batch {
  readonly op: 'add' | 'remove';
  readonly ids: readonly string[];
}

/** Genesys takes 512,000 bytes at most (facts/genesys-scim.md, section 3); this stays well below. */
const mostBytes = 500_000;
/** Of an operation around its id, in JSON. */
const operationBytes = 60;

/** Ids in batches, in order, never more than Genesys takes, whatever is asked. @param first the size of the first one. */
export function inBatches(op: Batch['op'], ids: readonly string[], first: number, usual: number): Batch[] {
  const batches: Batch[] = [];
  let from = 0;
  while (from < ids.length) {
    const most = Math.min(Math.max(1, batches.length === 0 ? first : usual), genesysRemovalLimit);
    let bytes = 0;
    let to = from;
    while (to < ids.length && to - from < most) {
      bytes += Buffer.byteLength(ids[to] ?? '') + operationBytes;
      if (bytes > mostBytes && to > from) break;
      to += 1;
    }
    batches.push({ op, ids: ids.slice(from, to) });
    from = to;
  }
  return batches;
}

/** A group's work in its order: adds first, then removals. */
export function batchesOf({ adds, removals }: Pick<GroupWork, 'adds' | 'removals'>, sizes: BatchSizes): readonly Batch[] {
  return [...inBatches('add', adds, sizes.usual, sizes.usual), ...inBatches('remove', removals, sizes.firstRemovals, sizes.usual)];
}

/** Requests that the work takes, without those that read back. */
export const batchCount = (work: Pick<GroupWork, 'adds' | 'removals'>, sizes: BatchSizes): number => batchesOf(work, sizes).length;

/** Two halves of a batch whose request was refused: the id that makes it fail is found by halving. */
export function halves({ op, ids }: Batch): readonly [Batch, Batch] {
  const middle = Math.ceil(ids.length / 2);
  return [
    { op, ids: ids.slice(0, middle) },
    { op, ids: ids.slice(middle) },
  ];
}
