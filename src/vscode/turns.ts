import { setImmediate as atEndOfTurn } from 'node:timers';
import { setImmediate } from 'node:timers/promises';

const turnMs = 8;

/** When those who work in this turn of the event loop have to let others work; null: nobody has worked in it yet. */
let end: number | null = null;
/** Ends when the last of those who wait for a turn has it. */
let waiting = Promise.resolve();

/**
 * Cuts work into turns of the event loop: `if (isTurnOver()) await nextTurn();` A turn's few milliseconds are for all who work in it: ten
 * documents that are checked at once hold the event loop no longer than one.
 */
export function isTurnOver(): boolean {
  if (end === null) {
    end = performance.now() + turnMs;
    atEndOfTurn(() => (end = null));
  }
  return performance.now() >= end;
}

/** A turn of the event loop that nobody else who waits here has, in the order of asking. */
export function nextTurn(): Promise<void> {
  waiting = waiting.then(() => setImmediate());
  return waiting;
}

/**
 * Runs work that comes in steps without holding the event loop for long: others have their turn every few milliseconds. Undefined: cancelled.
 */
export async function inTurns<Result>(steps: Iterator<unknown, Result>, signal?: AbortSignal): Promise<Result | undefined> {
  try {
    return await resultInTurns(steps, signal);
  } catch (error) {
    if (signal?.aborted === true && error === signal.reason) return undefined;
    throw error;
  }
}

/** The same for who cannot go on without the result: throws the signal's reason. */
export async function resultInTurns<Result>(steps: Iterator<unknown, Result>, signal?: AbortSignal): Promise<Result> {
  if (isTurnOver()) {
    await nextTurn();
    signal?.throwIfAborted();
  }
  for (;;) {
    const next = steps.next();
    const isOver = isTurnOver();
    if (isOver) await nextTurn();
    // Behind the turn: who goes on with the result, as VS Code with a text of a megabyte, begins another one. What is done is not given up.
    if (next.done === true) return next.value;
    if (isOver) signal?.throwIfAborted();
  }
}

/** A text that comes in pieces, put together in turns. */
export async function textInTurns(pieces: Iterable<string>): Promise<string> {
  const text: string[] = [];
  await inTurns(collecting(pieces, text));
  return text.join('');
}

function* collecting<Item>(items: Iterable<Item>, into: Item[]): Generator<undefined, void> {
  for (const item of items) {
    into.push(item);
    yield;
  }
}
