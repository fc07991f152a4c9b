import type { Clock } from './clock';
import { RequestError, type RequestErrorReason } from './requestError';

/** What says something of the service or the way to it, and not of one request. */
const counted: ReadonlySet<RequestErrorReason> = new Set<RequestErrorReason>([
  'serverError',
  'timeout',
  'connectionLost',
  'network',
  'tls',
  'proxy',
  'rateLimited',
  'notGenesys',
]);

const failuresToOpen = 4;
const restMs = 60_000;

/**
 * Stops a run of requests that would all fail, each after all of its tries: after four in a row that were given up, nothing is sent for a
 * minute, and whoever asks hears why. Then one may try; its success closes the breaker.
 */
export class CircuitBreaker {
  private failures = 0;
  private openUntil = -Infinity;
  private last: RequestError | null = null;

  constructor(
    private readonly host: string,
    private readonly clock: Clock,
  ) {}

  /** Throws RequestError while it is open: the reason of the last failure, in words that say why nothing was sent. */
  check(): void {
    const now = this.clock.now();
    if (this.last === null || this.failures < failuresToOpen) return;
    // One tries after the rest; the others go on hearing of it until that one is back.
    if (now >= this.openUntil) {
      this.openUntil = now + restMs;
      return;
    }
    const { reason, status, detail, correlationId, message } = this.last;
    throw new RequestError({
      reason,
      status,
      detail,
      correlationId,
      message: `${this.failures} requests to ${this.host} failed one after the other, so no more are sent for now. The last one: ${message}`,
    });
  }

  succeeded(): void {
    this.failures = 0;
    this.last = null;
  }

  /** A request was given up. */
  gaveUp(error: RequestError): void {
    // A page in the place of an answer is a proxy's; one that says that there is no such thing is the service's own.
    if (!counted.has(error.reason) || (error.reason === 'notGenesys' && error.status !== 200)) {
      if (error.status !== null) this.succeeded();
      return;
    }
    this.failures++;
    this.last = error;
    if (this.failures >= failuresToOpen) this.openUntil = this.clock.now() + restMs;
  }
}
