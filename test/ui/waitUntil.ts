import { setTimeout as sleep } from 'node:timers/promises';

/** Reads again and again until what was read will do, and gives it back. Throws with the last reading when it never does. */
export async function waitUntil<Value>(read: () => Promise<Value>, enough: (value: Value) => boolean, patienceMs = 20_000): Promise<Value> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const value = await read();
    if (enough(value)) return value;
    if (Date.now() > deadline) throw new Error(`Waited in vain; the last reading was ${JSON.stringify(value)}`);
    await sleep(50);
  }
}
