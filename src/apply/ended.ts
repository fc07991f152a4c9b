import type { GroupEnd } from './journal';
import type { ReadBack } from './readBack';

/** Ends the work on a group; never leaves the writer. */
export class Ended extends Error {
  constructor(
    readonly end: GroupEnd,
    message: string,
    /** No other group can be written either. */
    readonly isFatal = false,
  ) {
    super(message);
  }
}

/** Nothing more may be sent: somebody cancelled, or the lock of the org was lost (then the signal says so). */
export function cancelled(signal: AbortSignal | undefined): Ended {
  const reason: unknown = signal?.reason;
  const words = reason instanceof Error && reason.name !== 'AbortError' ? reason.message : 'It was cancelled between two batches.';
  return new Ended('cancelled', words);
}

export const groupIsGone = (): Ended => new Ended('stopped', 'The group is not in Genesys Cloud any more.');

/** What another hand moved meanwhile, in words. */
export function otherHandWords(count: number): string {
  return `${count} other ${count === 1 ? 'member' : 'members'} came or went meanwhile, by another hand. Make a new plan for the rest.`;
}

/** Where everything that moved is what we had asked for in an earlier batch, it is no other hand: Genesys was late. */
export function movedWords(foreign: readonly string[], asked: { has(id: string): boolean }): string {
  if (!foreign.every((id) => asked.has(id))) return otherHandWords(foreign.length);
  return `${foreign.length} earlier changes, which Genesys did not show in time, show now. Make a new plan for the rest.`;
}

/** A batch may have been done, and shows in part: whether that is our work is not known, so nothing of it is claimed. */
export const partWords = ({ done, open }: ReadBack): string =>
  `Of a batch whose outcome is not known, ${done.length} of ${done.length + open.length} are as asked; whether it was this batch or another hand is not known. Make a new plan for the rest; a restore of the before-image takes it back.`;

export const cutListWords = ({ now }: ReadBack): string =>
  `Genesys lists ${now?.members.size ?? 0} members, and others than ours are missing: the list may be cut, so it is not known what came of the last batch.`;
