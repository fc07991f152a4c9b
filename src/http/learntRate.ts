import type { LearntNote } from './budgetBoard';

const minute = 60_000;
export const smallestLimit = 10;
const recoveryMs = 10 * minute;

/**
 * What 429s teach (product.md, section 7). Where one comes when the requests of the last minute explain it, they are the limit. Where they do
 * not (others share the limit, or the server counts otherwise), requests are spaced evenly, and further apart at each further 429. Ten minutes
 * without one, and the setting is tried again. `Retry-After` is obeyed exactly: nobody asks before, and one request goes when it has passed.
 */
export class LearntRate {
  private learntLimit: number;
  private spacing = 0;
  private learntAt = -Infinity;
  private pause = 0;
  /** The server said that a request will be taken at `pausedUntil`, whatever we have counted. */
  promised = false;

  constructor(readonly perMinute: number) {
    this.learntLimit = perMinute;
  }

  /** Requests a minute. */
  get limit(): number {
    return this.learntLimit;
  }

  /** Between two requests, in milliseconds; 0: none is needed. */
  get spacingMs(): number {
    return this.spacing;
  }

  /** Milliseconds since 1970. */
  get pausedUntil(): number {
    return this.pause;
  }

  /** The server said 429 and asks to wait so long. @param used requests of the last minute where they explain it; null: they do not. */
  refused(retryAfterMs: number | null, used: number | null, now: number): void {
    // Of several that were under way together, one teaches.
    if (now >= this.pause && now > this.learntAt) this.learn(used, now);
    this.pause = Math.max(this.pause, now + (retryAfterMs ?? 1000));
    this.promised = true;
  }

  /** A request that was under way when another was refused was taken: so the server takes one more than was learnt. */
  takenToo(sent: number, now: number): void {
    if (sent <= this.learntAt && this.learntLimit < this.perMinute && now < this.pause) this.learntLimit++;
  }

  recover(now: number): void {
    if (now - this.learntAt < recoveryMs) return;
    this.learntLimit = this.perMinute;
    this.spacing = 0;
  }

  note(now: number): LearntNote | null {
    return now - this.learntAt < recoveryMs ? { limit: this.learntLimit, spacingMs: this.spacing, at: this.learntAt } : null;
  }

  /** What another client of the same org was told. */
  adopt({ learnt, pausedUntil }: { readonly learnt: LearntNote | null; readonly pausedUntil: number }): void {
    this.pause = Math.max(this.pause, pausedUntil);
    if (learnt === null || learnt.at <= this.learntAt) return;
    this.learntAt = learnt.at;
    this.learntLimit = Math.min(this.perMinute, learnt.limit);
    this.spacing = learnt.spacingMs;
  }

  private learn(used: number | null, now: number): void {
    if (used !== null) {
      this.learntLimit = Math.min(this.learntLimit, Math.max(Math.min(smallestLimit, this.perMinute), used));
    } else {
      const even = minute / this.learntLimit;
      this.spacing = Math.max(even, Math.min(minute / smallestLimit, this.spacing * 1.5));
    }
    this.learntAt = now;
  }
}
