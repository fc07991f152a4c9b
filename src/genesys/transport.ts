import type { BudgetBoard } from '../http/budgetBoard';
import { CircuitBreaker } from '../http/circuitBreaker';
import { OthersBudget } from '../http/othersBudget';
import { RequestBudget } from '../http/requestBudget';
import { RequestError } from '../http/requestError';
import { type Clock, systemClock } from '../http/clock';
import { defaultTimeoutMs, type HttpAnswer, type HttpOptions, HttpSender } from '../http/http';
import { withRetries } from '../http/retry';
import { type WaitListener, Waits } from '../http/waits';
import { answerError, isWebPage, notGenesysError, type Task } from './answerError';
import { checkedAnswer } from './checkedAnswer';
import type { Connection } from './regions';
import type { Check } from './resourceCheck';
import type { Token } from './token';
import type { TokenProvider } from './tokenProvider';

/** How requests to Genesys Cloud are sent. */
export interface TransportOptions extends HttpOptions {
  /** 300 unless told: Genesys' default limit of one token. */
  readonly requestsPerMinute?: number | undefined;
  /** Where the rate is shared with whoever else sends to this org; absent: this client goes by its own. */
  readonly sharedBudget?: BudgetBoard | undefined;
  /** From the first try of a request to its last; 5 minutes unless told. */
  readonly deadlineMs?: number | undefined;
  /** 0 to 1, for the jitter of waits. */
  readonly random?: (() => number) | undefined;
}

export interface RequestStatistics {
  readonly requests: number;
  readonly retries: number;
  readonly waitedMs: number;
}

export interface Manner {
  /** What the server objects to is handed back at once, to be asked for in smaller pieces. */
  readonly isLarge?: boolean;
  readonly onRetry?: () => void;
  /** What is known of the document, and its version for `If-None-Match`: what a 304 stands for. */
  readonly known?: { readonly version: string; readonly value: unknown };
}

/** A request that changes something. */
export interface Write {
  readonly method: 'PATCH';
  /** Behind the host; begins with a slash. */
  readonly path: string;
  readonly body: unknown;
  readonly ifMatch: string | null;
}

interface Sent {
  readonly method: 'GET' | 'PATCH';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Which failures are tried again. */
interface Again {
  readonly maxTries: number;
  readonly shouldRetry: (error: RequestError) => boolean;
  readonly onRetry?: (() => void) | undefined;
}

/** Sends requests to one org: with its token, within its rate, reads tried again, writes sent once. Throws RequestError. */
export class Transport {
  private readonly counts = { requests: 0, retries: 0, waitedMs: 0 };
  private readonly sender: HttpSender;
  private readonly budget: RequestBudget;
  private readonly clock: Clock;
  private readonly breaker: CircuitBreaker;
  private readonly waits = new Waits();
  private readonly deadlineMs: number;
  private skewMs: number | null = null;

  constructor(
    private readonly connection: Connection,
    private readonly tokens: TokenProvider,
    private readonly options: TransportOptions,
  ) {
    this.clock = options.clock ?? systemClock;
    this.sender = new HttpSender(options);
    this.breaker = new CircuitBreaker(connection.host, this.clock);
    this.deadlineMs = options.deadlineMs ?? 300_000;
    const others = new OthersBudget(options.sharedBudget, {
      timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
      onLost: (why) => options.log?.warn(`the rate is not shared with other windows and command lines: ${why}`),
    });
    this.budget = new RequestBudget(options.requestsPerMinute ?? 300, this.clock, others, options.random);
  }

  get statistics(): RequestStatistics {
    return this.counts;
  }

  now(): number {
    return this.clock.now();
  }

  /** Requests a minute that the server is believed to allow. */
  get requestsPerMinute(): number {
    return this.budget.current;
  }

  get clockSkewMs(): number | null {
    return this.skewMs;
  }

  /** Tells when nothing is sent for a time, and why; null when it goes on. What is returned ends it. */
  onWait(listener: WaitListener): () => void {
    return this.waits.listen(listener);
  }

  /** Closes idle connections. */
  close(): void {
    this.budget.close();
    this.sender.close();
  }

  /** Reads a document with retries. */
  async read<Result>(path: string, check: Check, task: Task, signal?: AbortSignal, manner: Manner = {}): Promise<Result> {
    const isLarge = manner.isLarge ?? false;
    const large = { doubted: false, failed: false };
    const policy: Again = {
      maxTries: 8,
      shouldRetry: (error) => error.retriable && !large.doubted,
      onRetry: manner.onRetry,
    };
    this.breaker.check();
    try {
      const value = await this.retrying(path, policy, signal, async () => {
        try {
          const headers = manner.known && { 'if-none-match': manner.known.version };
          const answer = await this.withToken({ method: 'GET', path, ...(headers && { headers }) }, signal);
          if (answer.status === 304 && manner.known) return manner.known.value;
          if (answer.status !== 200) throw this.refusal(answer, task, isLarge);
          return checkedAnswer(answer, check, task);
        } catch (error) {
          // A large page is asked for in smaller pieces before it is asked for later, unless it is plain that the rate was meant.
          const rate = error instanceof RequestError && error.reason === 'rateLimited';
          large.doubted = isLarge && (rate ? !this.budget.explains(error.retryAfterMs) : large.failed);
          large.failed ||= !rate;
          throw error;
        }
      });
      this.breaker.succeeded();
      return value as Result;
    } catch (error) {
      // Of a large page that was refused the smaller ones will tell.
      if (error instanceof RequestError && !large.doubted) this.breaker.gaveUp(error);
      throw error;
    }
  }

  /**
   * Sends a change once. Only what certainly did nothing is sent again: an answer 429 after its wait, and an expired token with a fresh one.
   * After any other error whoever asked has to find out what came of it. The signal ends the waiting before a request is sent; an answer
   * that is under way is always waited for, since nobody would know what came of it.
   */
  async write({ method, path, body, ifMatch }: Write, task: Task, signal?: AbortSignal): Promise<void> {
    const sent: Sent = {
      method,
      path,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/scim+json', ...(ifMatch === null ? {} : { 'if-match': ifMatch }) },
    };
    await this.retrying(path, { shouldRetry: (error) => error.reason === 'rateLimited', maxTries: 8 }, signal, async () => {
      signal?.throwIfAborted();
      const answer = await this.withToken(sent, signal);
      // A page with status 200 is a proxy's: Genesys may never have seen the request.
      if (answer.status === 200 && isWebPage(answer)) throw notGenesysError(answer, task);
      if (answer.status === 200 || answer.status === 204) {
        this.breaker.succeeded();
        return;
      }
      throw this.refusal(answer, task, false);
    });
  }

  private retrying<Result>(path: string, again: Again, signal: AbortSignal | undefined, attempt: () => Promise<Result>): Promise<Result> {
    let waited: () => void = () => undefined;
    return withRetries(
      () => {
        waited();
        return attempt();
      },
      {
        clock: this.clock,
        random: this.options.random ?? Math.random,
        deadlineMs: this.deadlineMs,
        maxTries: again.maxTries,
        shouldRetry: again.shouldRetry,
        onRetry: (error, waitMs) => {
          again.onRetry?.();
          this.counts.retries++;
          this.counts.waitedMs += waitMs;
          waited = this.waits.begin({ reason: error.retryAfterMs === null ? 'failed' : 'asked', until: this.clock.now() + waitMs });
          this.options.log?.warn(`${path.split('?')[0] ?? path}: ${error.reason}, again in ${waitMs} ms`);
        },
      },
      signal,
    ).finally(() => waited());
  }

  private refusal(answer: HttpAnswer, task: Task, isLarge: boolean): RequestError {
    const error = answerError(answer, task, this.clock.now());
    if (error.reason === 'rateLimited' && (!isLarge || this.budget.explains(error.retryAfterMs))) this.budget.refused(error.retryAfterMs);
    return error;
  }

  /** A request that the token was refused for was not carried out: it is sent once more with a fresh one. */
  private async withToken(sent: Sent, signal: AbortSignal | undefined): Promise<HttpAnswer> {
    const token = await this.tokens.get(signal);
    const answer = await this.authorized(sent, token, signal);
    return answer.status === 401 ? await this.authorized(sent, await this.tokens.renew(token, signal), signal) : answer;
  }

  private async authorized({ method, path, headers, body }: Sent, token: Token, signal: AbortSignal | undefined): Promise<HttpAnswer> {
    const { waitedMs, answered } = await this.budget.take(signal, this.clock.now() + this.deadlineMs, this.waits);
    this.counts.waitedMs += waitedMs;
    this.counts.requests++;
    const started = this.clock.now();
    let counts = true;
    try {
      const answer = await this.waits.sending(() =>
        this.sender.send(
          {
            method,
            url: `${this.connection.apiUrl}${path}`,
            headers: { ...headers, authorization: `Bearer ${token.accessToken}`, accept: 'application/scim+json, application/json' },
            ...(body === undefined ? {} : { body }),
          },
          method === 'GET' ? signal : undefined,
        ),
      );
      counts = answer.status !== 429;
      this.learnSkew(answer.header('date'), started);
      return answer;
    } finally {
      answered(counts);
    }
  }

  private learnSkew(date: string | null, sent: number): void {
    const server = date === null ? NaN : Date.parse(date);
    if (!Number.isNaN(server)) this.skewMs = server - (sent + this.clock.now()) / 2;
  }
}
