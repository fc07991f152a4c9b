import type { Clock } from './clock';
import { RequestError } from './requestError';

/**
 * How idempotent requests are tried again (product.md, section 7). Own code and not p-retry: that one knows neither `Retry-After` nor full
 * jitter, and its waits cannot be taken over by a clock.
 */
export interface RetryPolicy {
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random: () => number;
  /** From the first try; no wait reaches beyond it. */
  readonly deadlineMs: number;
  readonly maxTries: number;
  readonly shouldRetry: (error: RequestError) => boolean;
  readonly onRetry: (error: RequestError, waitMs: number) => void;
}

const firstWaitMs = 500;
const longestWaitMs = 20_000;

/** Runs `attempt` until it succeeds, may not be tried again, or the deadline is reached; then its last error is thrown. */
export async function withRetries<Result>(attempt: () => Promise<Result>, policy: RetryPolicy, signal?: AbortSignal): Promise<Result> {
  const started = policy.clock.now();
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof RequestError) || !policy.shouldRetry(error) || tries >= policy.maxTries) throw error;
      const waitMs = waitBefore(error, tries, policy.random);
      if (policy.clock.now() - started + waitMs > policy.deadlineMs) throw error;
      policy.onRetry(error, waitMs);
      await policy.clock.sleep(waitMs, signal);
    }
  }
}

/** Full jitter; where the service says how long, exactly that: the budget sees to it that not all come back at once. */
function waitBefore(error: RequestError, tries: number, random: () => number): number {
  if (error.retryAfterMs !== null) return error.retryAfterMs;
  return Math.ceil(random() * Math.min(longestWaitMs, firstWaitMs * 2 ** tries));
}

/** `Retry-After` in milliseconds from now: seconds or an HTTP date (RFC 9110, section 10.2.3). Null where absent or not understood. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = /[a-z]/i.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
