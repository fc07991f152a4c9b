import type { Clock } from '../../src/http/clock';

interface Sleeper {
  readonly at: number;
  readonly resolve: () => void;
}

/** A clock on which no test waits: whoever sleeps is woken at the next turn of the event loop, the earliest first, and then that time has come. */
export class FakeClock implements Clock {
  readonly sleeps: number[] = [];
  private sleepers: Sleeper[] = [];
  private stills = 0;

  constructor(private time = Date.parse('2026-11-23T10:00:00Z')) {}

  now(): number {
    return this.time;
  }

  /** Time goes by without anybody sleeping. */
  pass(milliseconds: number): void {
    this.time += milliseconds;
  }

  /** Time stands still during work that takes none: the file system's, for instance. */
  async still<Result>(work: () => Promise<Result>): Promise<Result> {
    this.stills++;
    try {
      return await work();
    } finally {
      this.stills--;
    }
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.sleeps.push(milliseconds);
    return new Promise((resolve, reject) => {
      const stop = () => {
        this.sleepers = this.sleepers.filter((other) => other !== sleeper);
        reject(signal?.reason as Error);
      };
      const sleeper: Sleeper = {
        at: this.time + milliseconds,
        resolve: () => {
          signal?.removeEventListener('abort', stop);
          resolve();
        },
      };
      this.sleepers.push(sleeper);
      signal?.addEventListener('abort', stop, { once: true });
      setImmediate(() => {
        this.wakeEarliest();
      });
    });
  }

  private wakeEarliest(): void {
    if (this.stills > 0) {
      setImmediate(() => {
        this.wakeEarliest();
      });
      return;
    }
    const [earliest] = this.sleepers.sort((a, b) => a.at - b.at);
    if (earliest === undefined) return;
    this.sleepers.shift();
    this.time = Math.max(this.time, earliest.at);
    earliest.resolve();
  }
}
