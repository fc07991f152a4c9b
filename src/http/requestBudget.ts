import type { Clock } from './clock';

const minute = 60_000;
const smallestLimit = 10;
const recoveryMs = 10 * minute;

/**
 * The token bucket of section 7 for a server that counts requests in a sliding minute: a token comes back one minute after its request was
 * *answered*, so whatever the latency no minute at the server sees more than the limit. A bucket that refills steadily would allow twice the
 * limit in its first minute. After a 429 the limit is what the server had just taken in a minute; ten minutes later it is tried again.
 */
export class RequestBudget {
  private limit: number;
  private inFlight = 0;
  /** When each used token comes back, in order. */
  private readonly returns: { at: number; accepted: boolean }[] = [];
  private pausedUntil = 0;
  private learntAt = 0;
  private wake: (() => void)[] = [];

  constructor(
    private readonly perMinute: number,
    private readonly clock: Clock,
  ) {
    this.limit = perMinute;
  }

  /** Requests a minute that are believed to be allowed now. */
  get current(): number {
    return this.limit;
  }

  /** Waits for a token; the returned function says that the request was answered. Gives the milliseconds waited, too. */
  async take(signal?: AbortSignal): Promise<{ waitedMs: number; answered: (accepted: boolean) => void }> {
    const started = this.clock.now();
    for (;;) {
      signal?.throwIfAborted();
      const waitMs = this.waitMs();
      if (waitMs === 0) break;
      if (waitMs === null) await this.nextAnswer(signal);
      else await this.clock.sleep(waitMs, signal);
    }
    this.inFlight++;
    return { waitedMs: this.clock.now() - started, answered: (accepted) => this.giveBack(accepted) };
  }

  /** The server said 429 and asks to wait so long: nobody asks before, and the limit is learnt. */
  refused(retryAfterMs: number): void {
    const now = this.clock.now();
    if (now >= this.pausedUntil) {
      const accepted = this.returns.filter((token) => token.accepted && token.at > now).length;
      this.limit = Math.min(this.limit, Math.max(Math.min(smallestLimit, this.perMinute), accepted));
      this.learntAt = now;
    }
    this.pausedUntil = Math.max(this.pausedUntil, now + retryAfterMs);
  }

  /** 0: a token is free; null: only an answer frees one. */
  private waitMs(): number | null {
    const now = this.clock.now();
    while (this.returns[0] !== undefined && this.returns[0].at <= now) this.returns.shift();
    if (this.limit < this.perMinute && now - this.learntAt >= recoveryMs) this.limit = this.perMinute;
    if (this.pausedUntil > now) return this.pausedUntil - now;
    if (this.inFlight + this.returns.length < this.limit) return 0;
    // With a limit that has just been lowered, several have to come back before one is free.
    const next = this.returns[this.inFlight + this.returns.length - this.limit];
    return next === undefined ? null : Math.max(1, next.at - now);
  }

  private giveBack(accepted: boolean): void {
    this.inFlight--;
    this.returns.push({ at: this.clock.now() + minute, accepted });
    const waiting = this.wake;
    this.wake = [];
    waiting.forEach((resume) => resume());
  }

  private async nextAnswer(signal: AbortSignal | undefined): Promise<void> {
    let resume: () => void = () => undefined;
    const woken = new Promise<void>((resolve) => (resume = resolve));
    this.wake.push(resume);
    signal?.addEventListener('abort', resume, { once: true });
    await woken;
    signal?.removeEventListener('abort', resume);
  }
}
