import { performance } from 'node:perf_hooks';

/**
 * How long the event loop is held between two ticks of a timer. Of wall time and processor time the smaller: on a busy machine the former
 * counts waiting for a processor, and the latter what other threads do.
 */
export class Stretches {
  private longest = 0;
  private wall = performance.now();
  private cpu = process.cpuUsage();
  private readonly timer = setInterval(() => this.tick(), 1);

  private tick(): void {
    const { user, system } = process.cpuUsage(this.cpu);
    this.longest = Math.max(this.longest, Math.min(performance.now() - this.wall, (user + system) / 1000));
    this.wall = performance.now();
    this.cpu = process.cpuUsage();
  }

  /** In milliseconds. */
  stop(): number {
    this.tick();
    clearInterval(this.timer);
    return this.longest;
  }
}
