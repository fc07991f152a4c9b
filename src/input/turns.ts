import { setImmediate } from 'node:timers/promises';

/** So many steps of some hundred nanoseconds are taken at a time: a few milliseconds. */
const stepsATurn = 1 << 14;

/** Cuts long work into pieces between which the event loop is free and a cancel is met: `if (turns.due()) await turns.next();` */
export class Turns {
  private steps = 0;

  constructor(private readonly signal?: AbortSignal) {}

  /** Counts steps that were taken; true where it is time to let others work. */
  due(steps = 1): boolean {
    this.steps += steps;
    return this.steps >= stepsATurn;
  }

  /** Throws the signal's reason. */
  async next(): Promise<void> {
    this.steps = 0;
    await setImmediate();
    this.signal?.throwIfAborted();
  }
}
