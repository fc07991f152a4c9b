import type { Clock } from '../../http/clock';
import type { HttpAnswer } from '../../http/http';
import { waitOf } from './oktaAnswer';

/** The rest of a window is left to everybody else: Okta's limits are the org's, and its sign-ins and other integrations share them. */
const leftToOthers = 0.1;

interface Window {
  readonly limit: number;
  readonly remaining: number;
  /** Epoch seconds, as Okta says it. */
  readonly reset: number;
  /** By our clock, in milliseconds since 1970. */
  readonly endsAt: number;
}

/**
 * Keeps requests within Okta's rate limits, by what every answer says of them (`X-Rate-Limit-Limit`, `-Remaining`, `-Reset`; facts/okta.md,
 * section 4). Windows are counted by endpoint. The server's clock is learnt from `Date`, since `Reset` is a time of day.
 */
export class OktaPace {
  private readonly windows = new Map<string, Window>();
  private readonly flying = new Map<string, number>();
  private readonly waiters = new Set<{ until: number }>();
  private skewMs = 0;
  private waitingSince = 0;
  private waitedBefore = 0;

  /** @param onWait how long until requests go on, once a second while none is under way; 0 when they go on. */
  constructor(
    private readonly clock: Clock,
    private readonly onWait: (milliseconds: number) => void,
  ) {}

  /** Time that went by while something waited. */
  get waitedMs(): number {
    return this.waitedBefore + (this.waiters.size > 0 ? this.clock.now() - this.waitingSince : 0);
  }

  /** The server's time, in milliseconds since 1970. */
  get serverTime(): number {
    return this.clock.now() + this.skewMs;
  }

  /** Waits until a request to the endpoint may be sent; the returned function takes the answer, or null where none came. */
  async take(endpoint: string, signal?: AbortSignal): Promise<(answer: HttpAnswer | null) => void> {
    for (let wait = this.waitFor(endpoint); wait > 0; wait = this.waitFor(endpoint)) await this.wait(wait, signal);
    signal?.throwIfAborted();
    this.fly(endpoint, 1);
    const sent = this.clock.now();
    return (answer) => {
      this.fly(endpoint, -1);
      if (answer) this.learn(endpoint, answer, sent);
    };
  }

  /** Sleeps, and reports each second how long is left. */
  async wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
    const waiter = { until: this.clock.now() + milliseconds };
    if (this.waiters.size === 0) this.waitingSince = this.clock.now();
    this.waiters.add(waiter);
    try {
      for (let rest = milliseconds; rest > 0; rest = waiter.until - this.clock.now()) {
        this.report();
        await this.clock.sleep(Math.min(rest, 1000), signal);
      }
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      this.waiters.delete(waiter);
      if (this.waiters.size === 0) this.waitedBefore += this.clock.now() - this.waitingSince;
    }
  }

  /** Only where nothing goes on at all: a single reader that waits is nothing to show. */
  private report(): void {
    if ([...this.flying.values()].some((count) => count > 0)) return;
    const next = Math.min(...[...this.waiters].map(({ until }) => until));
    this.onWait(Math.max(0, next - this.clock.now()));
  }

  private waitFor(endpoint: string): number {
    const window = this.windows.get(endpoint);
    if (!window || window.endsAt <= this.clock.now()) return 0;
    const free = window.remaining - (this.flying.get(endpoint) ?? 0);
    return free > Math.floor(window.limit * leftToOthers) ? 0 : window.endsAt - this.clock.now();
  }

  private fly(endpoint: string, count: number): void {
    this.flying.set(endpoint, (this.flying.get(endpoint) ?? 0) + count);
    if (count > 0) this.onWait(0);
  }

  private learn(endpoint: string, answer: HttpAnswer, sent: number): void {
    const date = Date.parse(answer.header('date') ?? '');
    if (!Number.isNaN(date)) this.skewMs = date - (sent + this.clock.now()) / 2;
    const [limit = null, remaining = null, reset = null] = ['limit', 'remaining', 'reset'].map((name) =>
      numberIn(answer.header(`x-rate-limit-${name}`)),
    );
    const wait = waitOf(answer, this.serverTime);
    if (limit === null || remaining === null || reset === null || wait === null) return;
    const known = this.windows.get(endpoint);
    // Answers can overtake each other: within a window there is never more left than before.
    if (known && (known.reset > reset || (known.reset === reset && known.remaining <= remaining))) return;
    this.windows.set(endpoint, { limit, remaining, reset, endsAt: this.clock.now() + wait });
  }
}

function numberIn(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text.trim()) ? Number(text) : null;
}
