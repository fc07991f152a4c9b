import type { Clock } from './clock';
import { LearntRate, smallestLimit } from './learntRate';
import { claimMs, heartbeatMs, OthersBudget, type OwnNote } from './othersBudget';
import { RequestError } from './requestError';
import type { Wait, Waits } from './waits';

const minute = 60_000;
/** `Retry-After` counts whole seconds, and we see an answer later than the server saw its request. */
const slackMs = 2_000;
/** Where a budget is shared, one client leaves this part of it to whoever comes, so that an apply does not wait behind a snapshot's minute. */
const reservePart = 1 / 50;
/** At most this part of a minute is claimed at once; a crash strands it for a time. */
const claimPart = 1 / 10;
/** Between two claims while others are at work; up to twice as long, by chance. */
const shortestRestMs = 150;
/** Times are told to others in steps of so much. */
const stepMs = 100;

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
 * limit in its first minute. What a 429 teaches is `LearntRate`'s.
 *
 * With `others` the limit is that of all windows and command lines of this user together: tokens are claimed before them, some at a time.
 */
export class RequestBudget {
  private readonly rate: LearntRate;
  private inFlight = 0;
  /** In the order in which they come back. */
  private readonly used: UsedToken[] = [];
  private lastSent = -Infinity;
  private wake: (() => void)[] = [];
  /** Requests that wait, since when; the oldest first. */
  private readonly waiting = new Set<{ readonly since: number }>();
  private exchanging: Promise<void> | null = null;
  private claimed = 0;
  private granted = 0;
  private nextClaim = -Infinity;
  private settling = false;
  private readonly closed = new AbortController();

  /** @param random 0 to 1: so that two do not claim at the same times for ever. */
  constructor(
    perMinute: number,
    private readonly clock: Clock,
    private readonly others = new OthersBudget(),
    private readonly random: () => number = Math.random,
  ) {
    this.rate = new LearntRate(perMinute);
  }

  /** Requests a minute that are believed to be allowed now, to all together. */
  get current(): number {
    const { spacingMs } = this.rate;
    const limit = this.limit(this.clock.now());
    return spacingMs === 0 ? limit : Math.min(limit, Math.floor(minute / spacingMs));
  }

  /** Waits for a token. Throws RequestError `rateLimited` where the server asks to wait beyond `latest` (milliseconds since 1970). */
  async take(signal?: AbortSignal, latest = Infinity, waits?: Waits): Promise<RequestLeave> {
    const started = this.clock.now();
    const waiting = { since: started };
    this.waiting.add(waiting);
    const show = waits === undefined ? () => undefined : shownIn(waits);
    try {
      for (;;) {
        if (this.others.isStale(this.clock.now())) await this.exchange();
        signal?.throwIfAborted();
        if (this.rate.pausedUntil > latest) throw this.tooLong();
        const waitMs = this.waitMs();
        if (waitMs === 0 && this.others.spend(this.clock.now())) break;
        if (waitMs === 0) await this.claim(signal);
        else if (waitMs === null) await this.nextAnswer(signal, show);
        else await this.sleep(waitMs, signal, show);
      }
    } catch (error) {
      void this.settle();
      throw error;
    } finally {
      this.waiting.delete(waiting);
      show(null);
    }
    const sent = this.clock.now();
    this.inFlight++;
    this.lastSent = sent;
    this.rate.promised = false;
    return { waitedMs: sent - started, answered: (counts) => this.giveBack(sent, counts) };
  }

  /** Whether the requests of the last minute are why the server asks to wait so long. */
  explains(retryAfterMs: number | null): boolean {
    const now = this.clock.now();
    const times = this.times(now);
    if (retryAfterMs === null) return times.length >= this.limit(now) / 2;
    if (times.length < Math.min(smallestLimit, this.rate.perMinute)) return false;
    const oldest = times.find((at) => at > now);
    return oldest !== undefined && Math.abs(oldest - (now + retryAfterMs)) <= slackMs;
  }

  /** The server said 429 and asks to wait so long; null: it did not say. */
  refused(retryAfterMs: number | null): void {
    const now = this.clock.now();
    this.rate.refused(retryAfterMs, this.explains(retryAfterMs) ? this.times(now).length : null, now);
    this.others.drop();
    if (!this.others.isAlone) void this.exchange();
  }

  /** The others are told no more; what they were told lapses by itself. */
  close(): void {
    this.closed.abort();
  }

  /** 0: a token is free; null: only an answer frees one. */
  private waitMs(): number | null {
    const now = this.clock.now();
    this.forget(now);
    const { pausedUntil, promised, spacingMs } = this.rate;
    if (pausedUntil > now) return pausedUntil - now;
    if (promised) return 0;
    if (this.free(now) > 0) return Math.max(0, Math.ceil(this.lastSent + spacingMs * (1 + this.others.active(now)) - now));
    // With a limit that has just been lowered, several have to come back before one is free.
    const held = this.others.held(now);
    const times = this.times(now);
    const over = this.inFlight + held + times.length - this.limit(now);
    const ownOver = this.inFlight + this.used.length - this.ownLimit(now);
    const next = Math.max(over < 0 ? now : (times[over] ?? Infinity), ownOver < 0 ? now : (this.used[ownOver]?.at ?? Infinity));
    if (next !== Infinity) return Math.max(1, next - now);
    return held > 0 ? heartbeatMs : null;
  }

  private free(now: number): number {
    const own = this.inFlight + this.used.length;
    const others = this.others.held(now) + this.others.used(now).length;
    return Math.min(this.limit(now) - own - others, this.ownLimit(now) - own);
  }

  /** Of the free ones those that are not for others that wait. */
  private share(now: number): number {
    return this.others.share(this.free(now), this.oldest ?? now, now);
  }

  private limit(now: number): number {
    return Math.min(this.rate.limit, this.others.perMinute(now));
  }

  private ownLimit(now: number): number {
    const limit = this.limit(now);
    return this.others.isAlone ? limit : limit - Math.floor(limit * reservePart);
  }

  /** When tokens come back, whoever used them; in order. */
  private times(now: number): readonly number[] {
    const own = this.used.map(({ at }) => at);
    const others = this.others.used(now);
    return others.length === 0 ? own : [...own, ...others].sort((a, b) => a - b);
  }

  private forget(now: number): void {
    while (this.used[0] !== undefined && this.used[0].at <= now) this.used.shift();
    this.rate.recover(now);
  }

  private async claim(signal: AbortSignal | undefined): Promise<void> {
    const restMs = this.nextClaim - this.clock.now();
    if (restMs > 0) await this.clock.sleep(restMs, signal);
    else await this.exchange();
  }

  /** One at a time; whoever comes meanwhile waits for it. */
  private exchange(): Promise<void> {
    return (this.exchanging ??= this.tellOthers().finally(() => (this.exchanging = null)));
  }

  private async tellOthers(): Promise<void> {
    const told = this.clock.now();
    this.forget(told);
    this.claimed = this.wanted(told);
    this.granted = 0;
    if (!(await this.others.exchange(this.inFlight, this.claimed, this.note(told), told))) return;
    const now = this.clock.now();
    for (const one of this.others.told) this.rate.adopt(one);
    if (this.rate.promised && this.others.hasPromise(this.rate.pausedUntil)) this.rate.promised = false;
    this.granted = Math.min(this.claimed, this.rate.promised ? 1 : this.share(now));
    this.others.grant(this.granted, now);
    // Others were there first: they must not meet again at once, and tokens that come back one by one are claimed some at a time.
    if (this.granted < this.claimed || this.others.anybody(now)) this.nextClaim = now + Math.ceil(shortestRestMs * (1 + this.random()));
  }

  /** As many as wait; and where all of a claim was sent at once, more of them, since others will come. */
  private wanted(now: number): number {
    const { pausedUntil, promised, spacingMs } = this.rate;
    if (this.waiting.size === 0 || pausedUntil > now) return 0;
    if (promised) return 1;
    const most = spacingMs > 0 ? 1 : Math.max(this.waiting.size, Math.ceil(this.limit(now) * claimPart));
    const busy = this.others.isSpent ? 2 * this.granted : this.granted;
    return Math.min(this.share(now), most, Math.max(this.waiting.size, busy));
  }

  private note(now: number): OwnNote {
    const used = new Map<number, number>();
    for (const { at } of this.used) {
      const step = Math.ceil(at / stepMs) * stepMs;
      used.set(step, (used.get(step) ?? 0) + 1);
    }
    const { perMinute, pausedUntil, promised } = this.rate;
    return { used: [...used], perMinute, waitingSince: this.oldest, learnt: this.rate.note(now), pausedUntil, promised };
  }

  /** Since when a request waits. */
  private get oldest(): number | null {
    const [first] = this.waiting;
    return first?.since ?? null;
  }

  private giveBack(sent: number, counts: boolean): void {
    this.inFlight--;
    const now = this.clock.now();
    if (counts) {
      this.used.push({ at: now + minute, sent });
      this.rate.takenToo(sent, now);
    }
    const waiting = this.wake;
    this.wake = [];
    waiting.forEach((resume) => resume());
    if (this.isIdle) void this.settle();
  }

  private get isIdle(): boolean {
    return this.inFlight === 0 && this.waiting.size === 0;
  }

  /** Tells what has become of the last claim, once nothing follows it: until then it counts as held. */
  private async settle(): Promise<void> {
    if (this.settling || this.others.isAlone) return;
    this.settling = true;
    const passed = await this.clock.sleep(claimMs, this.closed.signal).then(
      () => true,
      () => false,
    );
    this.settling = false;
    if (passed && this.isIdle) await this.exchange();
  }

  private async sleep(waitMs: number, signal: AbortSignal | undefined, show: (wait: Wait) => void): Promise<void> {
    const now = this.clock.now();
    show({ reason: this.rate.pausedUntil > now ? 'asked' : 'rate', until: now + waitMs });
    await this.clock.sleep(this.others.anybody(now) ? Math.min(waitMs, heartbeatMs) : waitMs, signal);
  }

  private tooLong(): RequestError {
    const ms = this.rate.pausedUntil - this.clock.now();
    const seconds = Math.ceil(ms / 1000).toLocaleString('en-US');
    return new RequestError({
      reason: 'rateLimited',
      status: 429,
      retryAfterMs: ms,
      message: `No request may be sent for another ${seconds} seconds, which is longer than this program waits. Try again then.`,
    });
  }

  private async nextAnswer(signal: AbortSignal | undefined, show: (wait: null) => void): Promise<void> {
    show(null);
    let resume: () => void = () => undefined;
    const woken = new Promise<void>((resolve) => (resume = resolve));
    this.wake.push(resume);
    signal?.addEventListener('abort', resume, { once: true });
    await woken;
    signal?.removeEventListener('abort', resume);
  }
}

/** Shows one wait in the place of the one before. */
function shownIn(waits: Waits): (wait: Wait | null) => void {
  let over: (() => void) | null = null;
  return (wait) => {
    const before = over;
    over = wait && waits.begin(wait);
    before?.();
  };
}
