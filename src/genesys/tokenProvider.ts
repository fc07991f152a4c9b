import { answerError } from './answerError';
import { type Clock, systemClock } from '../http/clock';
import { type HttpOptions, HttpSender } from '../http/http';
import type { Connection } from './regions';
import { type Credentials, requestToken, type Token } from './token';

export interface TokenProviderOptions extends HttpOptions {
  /** A token kept from before. */
  readonly initial?: Token | undefined;
  /** Called with each new token, so that it can be kept with its expiry. */
  readonly onToken?: ((token: Token) => void) | undefined;
}

const longestMarginMs = 60_000;

/**
 * The token of an OAuth client (product.md, section 2): kept with its expiry, renewed a minute (or a tenth of its life) before it runs out;
 * concurrent needs share one request, which goes on while anybody still waits for it.
 */
export class TokenProvider {
  private readonly clock: Clock;
  private token: Token | null;
  private pending: { readonly promise: Promise<Token>; readonly controller: AbortController; waiting: number } | null = null;

  /** `credentials` may be a function, so that a secret is fetched from its store only when it is needed. */
  constructor(
    readonly connection: Connection,
    private readonly credentials: Credentials | (() => Promise<Credentials>),
    private readonly options: TokenProviderOptions = {},
  ) {
    this.clock = options.clock ?? systemClock;
    this.token = options.initial ?? null;
  }

  /** The token that is held now, without asking for one. */
  get current(): Token | null {
    return this.token;
  }

  /** A token that is valid for a while yet. Throws RequestError. */
  async get(signal?: AbortSignal): Promise<Token> {
    if (this.token !== null && this.isFresh(this.token)) return this.token;
    return this.request(signal);
  }

  /** A token other than `stale`, which was refused. Throws RequestError. */
  async renew(stale: Token, signal?: AbortSignal): Promise<Token> {
    if (this.token?.accessToken === stale.accessToken) this.token = null;
    return this.get(signal);
  }

  /**
   * Makes the held token worthless at Genesys (`DELETE /api/v2/tokens/me`) and forgets it. One that is not accepted any more counts as done.
   * Throws RequestError where Genesys does not confirm it.
   */
  async revoke(signal?: AbortSignal): Promise<void> {
    const { token } = this;
    this.token = null;
    if (token === null || Date.parse(token.expiresAt) <= this.clock.now()) return;
    const sender = new HttpSender(this.options);
    try {
      const answer = await sender.send(
        { method: 'DELETE', url: `${this.connection.apiUrl}/api/v2/tokens/me`, headers: { authorization: `Bearer ${token.accessToken}` } },
        signal,
      );
      if (![200, 202, 204, 401, 404].includes(answer.status))
        throw answerError(answer, { doing: 'revoke the access token' }, this.clock.now());
    } finally {
      sender.close();
    }
  }

  private isFresh(token: Token): boolean {
    const expires = Date.parse(token.expiresAt);
    const margin = Math.min(longestMarginMs, (expires - Date.parse(token.issuedAt)) / 10);
    return this.clock.now() < expires - margin;
  }

  private async request(signal: AbortSignal | undefined): Promise<Token> {
    signal?.throwIfAborted();
    const pending = (this.pending ??= this.start());
    pending.waiting++;
    try {
      return await orAborted(pending.promise, signal);
    } finally {
      if (--pending.waiting === 0) {
        pending.controller.abort();
        if (this.pending === pending) this.pending = null;
      }
    }
  }

  private start(): NonNullable<typeof this.pending> {
    const controller = new AbortController();
    const promise = this.fetchToken(controller.signal).finally(() => {
      if (this.pending?.controller === controller) this.pending = null;
    });
    // Whoever waits sees the failure; when all of them have gone, nobody needs to.
    promise.catch(() => undefined);
    return { promise, controller, waiting: 0 };
  }

  private async fetchToken(signal: AbortSignal): Promise<Token> {
    const credentials = typeof this.credentials === 'function' ? await this.credentials() : this.credentials;
    const token = await requestToken(this.connection, credentials, { ...this.options, signal });
    this.token = token;
    this.options.onToken?.(token);
    return token;
  }
}

async function orAborted<Result>(promise: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (signal === undefined) return promise;
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => {
      reject(signal.reason instanceof Error ? signal.reason : new DOMException('This operation was aborted', 'AbortError'));
    };
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
