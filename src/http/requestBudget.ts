import type { Clock } from './clock';
import { RequestError } from './requestError';

const minute = 60_000;
const smallestLimit = 10;
const recoveryMs = 10 * minute;
/** `Retry-After` counts whole seconds, and we see an answer later than the server saw its request. */
const slackMs = 2_000;

/** A token that was used, until a minute after its answer. */
interface UsedToken {
  readonly at: number;
  readonly sent: number;
}

/** Leave to send one request. */
export interface RequestLeave {
  readonly waitedMs: number;
  /** Must be called once: whether the request counts against the limit; one that was refused for the rate does not. */
  readonly answered: (counts: boolean) => void;
}

/**
 * The token bucket of section 7 for a server that counts requests in a sliding minute: a token comes back one minute after its request was
 * *answered*, so whatever the latency no minute at the server sees more than the limit. A bucket that refills steadily would allow twice the
 * limit in its first minute.
 *
 * What a 429 teaches: where it comes when our own requests of the last minute explain it, they are the limit. Where they do not (others share
 * the limit, or the server counts otherwise), requests are spaced evenly, and further apart at each further 429. Ten minutes without one, and
 * the setting is tried again. `Retry-After` is obeyed exactly: nobody asks before, and one request goes when it has passed.
 */
export class RequestBudget {
  private limit: number;
  private inFlight = 0;
  /** In the order in which they come back. */
  private readonly used: UsedToken[] = [];
  private pausedUntil = 0;
  /** The server said that a request will be taken at `pausedUntil`, whatever we have counted. */
  private promised = false;
  private learntAt = -Infinity;
  private spacingMs = 0;
  private lastSent = -Infinity;
  private wake: (() => void)[] = [];

  constructor(
    private readonly perMinute: number,
    private readonly clock: Clock,
  ) {
    this.limit = perMinute;
  }

  /** Requests a minute that are believed to be allowed now. */
  get current(): number {
    return this.spacingMs === 0 ? this.limit : Math.min(this.limit, Math.floor(minute / this.spacingMs));
  }

  /** Waits for a token. Throws RequestError `rateLimited` where the server asks to wait beyond `latest` (milliseconds since 1970). */
  async take(signal?: AbortSignal, latest = Infinity): Promise<RequestLeave> {
    const started = this.clock.now();
    for (;;) {
      signal?.throwIfAborted();
      if (this.pausedUntil > latest) throw this.tooLong();
      const waitMs = this.waitMs();
      if (waitMs === 0) break;
      if (waitMs === null) await this.nextAnswer(signal);
      else await this.clock.sleep(waitMs, signal);
    }
    const sent = this.clock.now();
    this.inFlight++;
    this.lastSent = sent;
    this.promised = false;
    return { waitedMs: sent - started, answered: (counts) => this.giveBack(sent, counts) };
  }

  /** Whether our own requests of the last minute are why the server asks to wait so long. */
  explains(retryAfterMs: number | null): boolean {
    if (retryAfterMs === null) return this.used.length >= this.limit / 2;
    if (this.used.length < Math.min(smallestLimit, this.perMinute)) return false;
    const now = this.clock.now();
    const oldest = this.used.find((token) => token.at > now);
    return oldest !== undefined && Math.abs(oldest.at - (now + retryAfterMs)) <= slackMs;
  }

  /** The server said 429 and asks to wait so long; null: it did not say. */
  refused(retryAfterMs: number | null): void {
    const now = this.clock.now();
    // Of several that were under way together, one teaches.
    if (now >= this.pausedUntil && now > this.learntAt) this.learn(retryAfterMs, now);
    this.pausedUntil = Math.max(this.pausedUntil, now + (retryAfterMs ?? 1000));
    this.promised = true;
  }

  private learn(retryAfterMs: number | null, now: number): void {
    if (this.explains(retryAfterMs)) {
      this.limit = Math.min(this.limit, Math.max(Math.min(smallestLimit, this.perMinute), this.used.length));
    } else {
      const even = minute / this.limit;
      this.spacingMs = Math.max(even, Math.min(minute / smallestLimit, this.spacingMs * 1.5));
    }
    this.learntAt = now;
  }

  /** 0: a token is free; null: only an answer frees one. */
  private waitMs(): number | null {
    const now = this.clock.now();
    while (this.used[0] !== undefined && this.used[0].at <= now) this.used.shift();
    if (now - this.learntAt >= recoveryMs) {
      this.limit = this.perMinute;
      this.spacingMs = 0;
    }
    if (this.pausedUntil > now) return this.pausedUntil - now;
    if (this.promised) return 0;
    if (this.inFlight + this.used.length < this.limit) return Math.max(0, Math.ceil(this.lastSent + this.spacingMs - now));
    // With a limit that has just been lowered, several have to come back before one is free.
    const next = this.used[this.inFlight + this.used.length - this.limit];
    return next === undefined ? null : Math.max(1, next.at - now);
  }

  private giveBack(sent: number, counts: boolean): void {
    this.inFlight--;
    const now = this.clock.now();
    if (counts) {
      this.used.push({ at: now + minute, sent });
      // It was under way, and taken, when another was refused: the server takes one more than was learnt.
      if (sent <= this.learntAt && this.limit < this.perMinute && now < this.pausedUntil) this.limit++;
    }
    const waiting = this.wake;
    this.wake = [];
    waiting.forEach((resume) => resume());
  }

  private tooLong(): RequestError {
    const seconds = Math.ceil((this.pausedUntil - this.clock.now()) / 1000);
    return new RequestError({
      reason: 'rateLimited',
      status: 429,
      retryAfterMs: this.pausedUntil - this.clock.now(),
      message: `No request may be sent for another ${seconds.toLocaleString('en-US')} seconds, which is longer than this program waits. Try again then.`,
    });
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
