import { gatewayError, type Refusal } from './reply';

const minute = 60_000;

/** At most so many requests in any 60 seconds, per token (`client.credentials.token.rate.per.minute`). */
export class SlidingMinute {
  private readonly windows = new Map<string, Window>();

  /** @param perMinute 0: no limit. */
  constructor(
    private readonly perMinute: number,
    private readonly now: () => Date,
  ) {}

  /** Counts a request. Returns the seconds to wait where it is one too many; such a request does not count. */
  count(token: string): number | null {
    if (this.perMinute === 0) return null;
    const now = this.now().getTime();
    const window = this.windows.get(token) ?? { times: [], first: 0 };
    this.windows.set(token, window);
    dropOld(window, now - minute);
    const oldest = window.times[window.first];
    if (oldest !== undefined && window.times.length - window.first >= this.perMinute) {
      return Math.max(1, Math.ceil((oldest + minute - now) / 1000));
    }
    window.times.push(now);
    return null;
  }
}

/** Times of requests, ascending; those before `first` are of no interest any more. */
interface Window {
  times: number[];
  first: number;
}

function dropOld(window: Window, until: number): void {
  while ((window.times[window.first] ?? Infinity) <= until) window.first += 1;
  if (window.first > 1000 && window.first * 2 > window.times.length) {
    window.times = window.times.slice(window.first);
    window.first = 0;
  }
}

/** The body is that of all Genesys APIs since 2021-11-10 (facts/genesys-scim.md, section 3). */
export function tooManyRequests(seconds: number): Refusal {
  const message = `Rate limit exceeded the maximum. Retry the request in [${seconds}] seconds`;
  return gatewayError(429, 'too.many.requests.retry.after', message, { 'Retry-After': String(seconds) });
}
