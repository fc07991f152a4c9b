import { isDeepStrictEqual } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long something may take to appear, on a machine that does much else, before it is called broken. */
export const patienceMs = 60_000;

/** Reads again and again until what was read will do, and gives it back. Throws with the last reading when it never does. */
export async function waitUntil<Value>(
  read: () => Promise<Value>,
  enough: (value: Value) => boolean,
  timeoutMs = patienceMs,
): Promise<Value> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (enough(value)) return value;
    if (Date.now() > deadline) throw new Error(`Waited in vain; the last reading was ${JSON.stringify(value)}`);
    await sleep(50);
  }
}

/** Reads until three readings in a row are alike, and gives that back: what is still being drawn is neither read nor clicked. */
export async function untilStill<Value>(read: () => Promise<Value>): Promise<Value> {
  let [last, alike] = [await read(), 1];
  return waitUntil(
    async () => {
      await sleep(50);
      const next = await read();
      alike = isDeepStrictEqual(next, last) ? alike + 1 : 1;
      last = next;
      return next;
    },
    () => alike === 3,
  );
}

/**
 * Acts as a person does: looks whether it is done, else acts, and where nothing came of it, acts once more. VS Code draws anew what it shows and
 * takes the focus where it likes, so any single click may get lost. An act that fails is one of which nothing came.
 * @param act gives up by itself after a moment: `clickTimeout`
 * @param isDone tells it by what is on screen
 * @param graceMs how long an act may take until something is to be seen of it; long where a second one would do harm
 */
export async function actUntil(act: () => Promise<unknown>, isDone: () => Promise<boolean>, graceMs = 2000): Promise<void> {
  const deadline = Date.now() + patienceMs;
  let failure: unknown;
  while (!(await isDone())) {
    if (Date.now() > deadline) throw new Error('Acted in vain, again and again', { cause: failure });
    try {
      await act();
    } catch (error) {
      failure = error;
      await sleep(50);
      continue;
    }
    await waitUntil(isDone, Boolean, graceMs).catch(() => undefined);
  }
}

/** For what is acted upon again if need be: longer than any click takes that is not lost. */
export const clickTimeout = { timeout: 2000 } as const;
