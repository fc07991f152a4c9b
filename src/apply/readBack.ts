import { systemClock, type Clock } from '../http/clock';
import { RequestError } from '../http/requestError';
import type { Batch } from './batches';
import type { GroupDoor, GroupNow } from './groupDoor';

/** A group after a request, compared with what it was and with what was asked. */
export interface ReadBack {
  /** Null: the group is gone. */
  readonly now: GroupNow | null;
  /** Ids of the batch that are as asked. */
  readonly done: readonly string[];
  /** Ids of the batch that are not. */
  readonly open: readonly string[];
  /** Ids that came or went and are not of the batch: another hand. */
  readonly foreign: readonly string[];
}

/** Compares a group with the members that were expected before the batch. */
export function compareBack(now: GroupNow | null, expected: ReadonlySet<string>, batch: Batch): ReadBack {
  const members = now?.members ?? new Set<string>();
  const wanted = batch.op === 'add';
  const ours = new Set(batch.ids);
  const foreign: string[] = [];
  for (const id of members) if (!expected.has(id) && !ours.has(id)) foreign.push(id);
  for (const id of expected) if (!members.has(id) && !ours.has(id)) foreign.push(id);
  return {
    now,
    done: batch.ids.filter((id) => members.has(id) === wanted),
    open: batch.ids.filter((id) => members.has(id) !== wanted),
    foreign,
  };
}

/** Whether only a part of a batch is as asked, and not just since Genesys holds the others by ownership or rule (`derived`). */
export const isPart = ({ done, open }: ReadBack, derived: { has(id: string): boolean }): boolean =>
  done.length > 0 && !open.every((id) => derived.has(id));

/**
 * Whether a list can tell what came of a batch. Where members are missing whom we did not touch, another hand took them out or the list is
 * cut; then that somebody is not in it proves nothing, unless Genesys' own count agrees with it.
 */
export async function isListWhole(
  door: Pick<GroupDoor, 'memberCount'>,
  groupId: string,
  op: Batch['op'],
  { now, foreign, open }: ReadBack,
): Promise<boolean> {
  // An empty list could be a cut one, for there is nobody in it whom we know to be a member.
  const isEmptied = op === 'remove' && now?.members.size === 0;
  if (now === null || (!isEmptied && foreign.every((id) => now.members.has(id)))) return true;
  // Who is to be a member and is listed is one, whoever else is missing.
  if (op === 'add' && open.length === 0) return true;
  try {
    const count = await door.memberCount(groupId);
    return count === now.members.size || (isEmptied && count === null);
  } catch (error) {
    if (error instanceof RequestError) return false;
    throw error;
  }
}

const firstWaitMs = 250;
const longestWaitMs = 4000;

/**
 * Reads a group again and again until the batch is as asked, for `lagMs` at most: Genesys may show a change late. What another hand seems
 * to have moved is looked at twice, so that one answer from an older copy is not taken for it. `enough` ends the waiting early.
 */
export async function readUntilDone(
  door: GroupDoor,
  groupId: string,
  expected: ReadonlySet<string>,
  batch: Batch,
  options: { readonly clock: Clock; readonly lagMs: number; readonly enough?: (back: ReadBack) => boolean },
): Promise<ReadBack> {
  const started = options.clock.now();
  let foreignLooks = 0;
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(longestWaitMs, waitMs * 2)) {
    const back = compareBack(await door.readGroup(groupId), expected, batch);
    foreignLooks = back.foreign.length > 0 ? foreignLooks + 1 : 0;
    if (foreignLooks > 1 || (foreignLooks === 0 && (back.open.length === 0 || options.enough?.(back) === true))) return back;
    if (options.clock.now() - started + waitMs > options.lagMs) return back;
    await options.clock.sleep(waitMs);
  }
}

/** How a batch is read of which a journal does not say what came. */
export interface OpenBatchOptions {
  readonly clock?: Clock | undefined;
  /** How long a change may take to show, in milliseconds; 15 seconds unless told. */
  readonly lagMs?: number | undefined;
}

/** How long a change in Genesys Cloud may take to show before it counts as kept or dropped. */
export const usualLagMs = 15_000;

/** Reads what came of a batch that was begun before a crash: what was sent just now may show only in a while. @param since ISO 8601. */
export async function readOpenBatch(
  door: GroupDoor,
  groupId: string,
  expected: ReadonlySet<string>,
  batch: Batch,
  since: string,
  { clock = systemClock, lagMs = usualLagMs }: OpenBatchOptions,
): Promise<ReadBack> {
  const left = Date.parse(since) + lagMs - clock.now();
  return readUntilDone(door, groupId, expected, batch, { clock, lagMs: Math.max(0, Math.min(lagMs, left)) });
}
