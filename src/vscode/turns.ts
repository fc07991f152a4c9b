import { setImmediate } from 'node:timers/promises';

const turnMs = 8;

/**
 * Runs work that comes in steps without holding the event loop for long: others have their turn every few milliseconds. Undefined: cancelled.
 */
export async function inTurns<Result>(steps: Iterator<unknown, Result>, signal?: AbortSignal): Promise<Result | undefined> {
  for (let end = performance.now() + turnMs; ;) {
    const next = steps.next();
    if (next.done === true) return next.value;
    if (performance.now() < end) continue;
    await setImmediate();
    if (signal?.aborted === true) return undefined;
    end = performance.now() + turnMs;
  }
}
