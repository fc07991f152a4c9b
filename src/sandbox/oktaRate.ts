import { oktaError } from './oktaReply';

const minute = 60_000;

/** Okta counts by the clock minute and says so in every answer (facts/okta.md, section 4). */
export class OktaRate {
  private used = 0;
  private window = 0;

  /** @param perMinute 0: no limit. */
  constructor(
    private readonly perMinute: number,
    private readonly now: () => Date,
  ) {}

  /** Counts a request and gives the headers of its answer. @throws Refusal 429. */
  count(): Readonly<Record<string, string>> {
    if (this.perMinute === 0) return {};
    const window = Math.floor(this.now().getTime() / minute);
    if (window !== this.window) this.used = 0;
    this.window = window;
    const refused = this.used >= this.perMinute;
    if (!refused) this.used += 1;
    const headers = {
      'X-Rate-Limit-Limit': String(this.perMinute),
      'X-Rate-Limit-Remaining': String(this.perMinute - this.used),
      'X-Rate-Limit-Reset': String(((window + 1) * minute) / 1000),
    };
    if (refused) throw oktaError(429, 'E0000047', 'API call exceeded rate limit due to too many requests.', headers);
    return headers;
  }
}
