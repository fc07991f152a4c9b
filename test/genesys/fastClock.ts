import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../src/http/clock';

const timesFaster = 12;

/** A clock on which a minute is five seconds, the same in all processes that are told the same epoch (milliseconds since 1970). */
export function fastClock(epoch: number): Clock {
  return {
    now: () => epoch + (Date.now() - epoch) * timesFaster,
    sleep: async (milliseconds, signal) => {
      await delay(Math.ceil(milliseconds / timesFaster), undefined, signal === undefined ? {} : { signal });
    },
  };
}
