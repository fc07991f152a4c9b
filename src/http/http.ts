import { randomUUID } from 'node:crypto';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import nodeFetch, { type RequestInit, type Response } from 'node-fetch';
import { type Clock, systemClock } from './clock';
import { RequestError } from './requestError';
import { transportError } from './transportError';

/** What sends a request: node-fetch, or something of its shape. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Where requests are logged: a line each, without secrets and without the values of filters. */
export interface RequestLog {
  info(message: string): void;
  warn(message: string): void;
}

/** In bytes. It took a while to be put together; it is read in another turn of the event loop. */
const largeAnswer = 1 << 20;

export interface HttpOptions {
  readonly fetch?: Fetch | undefined;
  readonly clock?: Clock | undefined;
  readonly log?: RequestLog | undefined;
  /** For one request with its whole answer; 60 seconds unless told. */
  readonly timeoutMs?: number | undefined;
  /** Longer answers are refused; 64 MiB unless told. */
  readonly maxBodyBytes?: number | undefined;
  /** What an admin would have set wrong where the host cannot be reached: `the region or base URL` unless told. */
  readonly addressName?: string | undefined;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly host: string;
  /** The body as it came, behind its content coding. */
  readonly bytes: Buffer;
  /** The body as UTF-8 text, without secrets where it is an error. */
  readonly text: string;
  header(name: string): string | null;
}

export const defaultTimeoutMs = 60_000;
const maxRedirects = 3;

/**
 * Sends one request over a kept-alive connection and reads the whole answer, whatever its status. Redirects are followed on the same
 * origin only, so that a token never reaches another host. Throws RequestError for everything that keeps an answer away, and the
 * signal's own reason when it fires.
 */
export class HttpSender {
  private readonly fetch: Fetch;
  private readonly clock: Clock;
  private readonly session = randomUUID().slice(0, 8);
  private readonly agents = {
    http: new HttpAgent({ keepAlive: true, maxSockets: 16 }),
    https: new HttpsAgent({ keepAlive: true, maxSockets: 16 }),
  };
  private readonly addressName: string;
  private count = 0;

  constructor(private readonly options: HttpOptions = {}) {
    this.fetch = options.fetch ?? nodeFetch;
    this.clock = options.clock ?? systemClock;
    this.addressName = options.addressName ?? 'the region or base URL';
  }

  async send(request: HttpRequest, signal?: AbortSignal): Promise<HttpAnswer> {
    const id = `${this.session}-${++this.count}`;
    const line = `${id} ${request.method} ${loggedUrl(request.url)}`;
    const started = this.clock.now();
    try {
      const answer = await this.sendFollowing({ ...request, headers: { ...request.headers, 'x-request-id': id } }, signal);
      this.options.log?.info(`${line} → ${answer.status}, ${answer.text.length} characters, ${this.clock.now() - started} ms`);
      return answer;
    } catch (error) {
      this.options.log?.warn(`${line} → ${error instanceof RequestError ? error.reason : 'cancelled'}, ${this.clock.now() - started} ms`);
      throw error;
    }
  }

  /** Closes the idle connections. */
  close(): void {
    this.agents.http.destroy();
    this.agents.https.destroy();
  }

  private async sendFollowing(request: HttpRequest, signal: AbortSignal | undefined): Promise<HttpAnswer> {
    let url = new URL(request.url);
    for (let redirects = 0; redirects <= maxRedirects; redirects++) {
      const { answer, location } = await this.sendOnce({ ...request, url: url.href }, signal);
      if (location === null) return answer;
      url = this.redirectTarget(url, location, answer.status, request);
    }
    throw new RequestError({
      reason: 'redirect',
      message: `${url.host} redirects in a circle. Check ${this.addressName} and, where a proxy stands between, its sign-in (setting http.proxy).`,
    });
  }

  private redirectTarget(from: URL, location: string, status: number, { method, headers }: HttpRequest): URL {
    const target = URL.canParse(location, from.href) ? new URL(location, from.href) : null;
    if (target?.origin === from.origin && (method === 'GET' || status === 307 || status === 308)) return target;
    const elsewhere = target === null ? 'an address that is no URL' : target.origin === from.origin ? 'another page' : target.host;
    throw new RequestError({
      reason: 'redirect',
      status,
      message:
        `${from.host} redirects to ${withoutSecrets(elsewhere, headers.authorization)}; that is not followed, so that no credentials leave it. It ` +
        `is usually a proxy or a sign-in page that stands between: sign in there or set http.proxy, and check ${this.addressName} (the answer ` +
        `was ${status}).`,
    });
  }

  private async sendOnce(request: HttpRequest, signal: AbortSignal | undefined): Promise<{ answer: HttpAnswer; location: string | null }> {
    signal?.throwIfAborted();
    const url = new URL(request.url);
    const timeoutMs = this.options.timeoutMs ?? defaultTimeoutMs;
    const { controller, release } = timedController(timeoutMs, signal);
    try {
      const response = await this.fetch(request.url, {
        method: request.method,
        headers: { ...request.headers, 'user-agent': 'scim-preflight' },
        body: request.body ?? null,
        redirect: 'manual',
        size: this.options.maxBodyBytes ?? 64 * 1024 * 1024,
        signal: controller.signal,
        agent: url.protocol === 'https:' ? this.agents.https : this.agents.http,
      });
      const bytes = Buffer.from(await response.arrayBuffer());
      if (bytes.length > largeAnswer) await sleep(0);
      const clean = (said: string) => (response.status < 400 ? said : withoutSecrets(said, request.headers.authorization));
      const text = clean(new TextDecoder().decode(bytes));
      const header = (name: string) => {
        const said = response.headers.get(name);
        return said === null ? null : clean(said);
      };
      const isRedirect = [301, 302, 303, 307, 308].includes(response.status);
      const answer = { status: response.status, host: url.host, bytes, text, header };
      return { answer, location: isRedirect ? response.headers.get('location') : null };
    } catch (error) {
      signal?.throwIfAborted();
      throw transportError(error, url.host, controller.signal.aborted ? timeoutMs : null, this.addressName);
    } finally {
      release();
    }
  }
}

/** One controller for time limit and cancel. Not AbortSignal.any: on Node 20 that keeps every request alive as long as the signal. */
function timedController(timeoutMs: number, signal: AbortSignal | undefined): { controller: AbortController; release: () => void } {
  const controller = new AbortController();
  const abort = () => {
    controller.abort();
  };
  const timer = setTimeout(abort, timeoutMs);
  signal?.addEventListener('abort', abort, { once: true });
  return {
    controller,
    release: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    },
  };
}

/** A server that echoes credentials in an error must not bring them into messages and logs. */
function withoutSecrets(text: string, authorization: string | undefined): string {
  if (authorization === undefined) return text;
  const [scheme, credentials = ''] = authorization.split(' ');
  const decoded = scheme === 'Basic' ? Buffer.from(credentials, 'base64').toString() : '';
  const secrets = [credentials, decoded.slice(decoded.indexOf(':') + 1)].filter((secret) => secret.length > 3);
  // Without case: a secret in the name of a host has lost its own. The longest first, for one may begin another.
  const anyOf = secrets
    .flatMap(writtenForms)
    .sort((a, b) => b.length - a.length)
    .map((secret) => secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|');
  return anyOf === '' ? text : text.replace(new RegExp(anyOf, 'gi'), '[redacted]');
}

/** As a server would write it in JSON, a URL or a page. */
function writtenForms(secret: string): readonly string[] {
  const inPage = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), inPage];
}

/** Path and query; the value of a filter can be a person's address and stays out of logs, a list of attributes is only long. */
function loggedUrl(text: string): string {
  const url = new URL(text);
  url.searchParams.delete('attributes');
  if (url.searchParams.has('filter')) url.searchParams.set('filter', url.searchParams.get('filter')?.replace(/ eq .*/, ' eq …') ?? '');
  return decodeURIComponent(`${url.pathname}${url.search.replaceAll('+', ' ')}`);
}
