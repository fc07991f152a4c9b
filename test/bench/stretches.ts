import { performance } from 'node:perf_hooks';

/** A time that the event loop was held, on the clock of `performance.now`. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  /** In milliseconds, of this process. */
  readonly held: number;
}

/** Shorter ones are the longest of none. */
const noticeableMs = 10;

/**
 * How long the event loop is held between two ticks of a timer. Of wall time and processor time the smaller: on a busy machine the former
 * counts waiting for a processor, and the latter what other threads do.
 */
export class Stretches {
  private readonly stretches: Stretch[] = [];
  private longest = 0;
  private wall = performance.now();
  private cpu = process.cpuUsage();
  private readonly timer = setInterval(() => this.tick(), 1);

  private tick(): void {
    const { user, system } = process.cpuUsage(this.cpu);
    const now = performance.now();
    const held = Math.min(now - this.wall, (user + system) / 1000);
    this.longest = Math.max(this.longest, held);
    if (held > noticeableMs) this.stretches.push({ from: this.wall, to: now, held });
    this.wall = performance.now();
    this.cpu = process.cpuUsage();
  }

  /** In milliseconds. */
  stop(): number {
    this.tick();
    clearInterval(this.timer);
    return this.longest;
  }

  /** The longest of the stretches without the time that these took in it: V8's own collections, which no turns can cut. In milliseconds. */
  without(others: readonly { readonly startTime: number; readonly duration: number }[]): number {
    return this.stretches.reduce((longest, { from, to, held }) => {
      const within = others.map(({ startTime, duration }) => Math.min(to, startTime + duration) - Math.max(from, startTime));
      return Math.max(longest, held - within.reduce((sum, ms) => sum + Math.max(0, ms), 0));
    }, 0);
  }
}
