import { setImmediate } from 'node:timers/promises';

const turnMs = 8;

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
  for (const turns = new TimedTurns(); ;) {
    const next = steps.next();
    const isTurn = turns.due();
    if (isTurn) await turns.next();
    // Behind the turn: who goes on with the result, as VS Code with a text of a megabyte, begins another one. What is done is not given up.
    if (next.done === true) return next.value;
    if (isTurn) signal?.throwIfAborted();
  }
}

/** Cuts work that is no iterator's: `if (turns.due()) await turns.next();` */
export class TimedTurns {
  private end = performance.now() + turnMs;

  due(): boolean {
    return performance.now() >= this.end;
  }

  async next(): Promise<void> {
    await setImmediate();
    this.end = performance.now() + turnMs;
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
