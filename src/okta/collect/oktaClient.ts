import { systemClock, type Clock } from '../../http/clock';
import { type HttpAnswer, HttpSender } from '../../http/http';
import { RequestError } from '../../http/requestError';
import { withRetries } from '../../http/retry';
import type { JsonValue } from '../../input/problem';
import { CollectError, type OktaAccess } from './collect';
import { nextLink } from './nextLink';
import { checkedOktaAnswer, oktaAnswerError, type OktaTask } from './oktaAnswer';
import { OktaPace } from './oktaPace';

/** One answer of Okta, as it came and as it reads. */
export interface OktaPage {
  /** The body, byte for byte. */
  readonly bytes: Buffer;
  readonly value: JsonValue;
  /** Path and query of the next page, on the same server; null on the last one. */
  readonly next: string | null;
}

export interface OktaRequest extends OktaTask {
  /** Path and query behind the origin. */
  readonly query: string;
  readonly shape: 'list' | 'object';
  /** Okta counts requests by endpoint, whatever the ids in its path. */
  readonly rate: string;
}

/**
 * Reads from Okta's Management API, and does nothing else: GET alone, to one origin, within Okta's rate limits, tried again where that can
 * help, cancellable. All methods throw RequestError, and the signal's own reason when it fires.
 */
export class OktaClient {
  private readonly sender: HttpSender;
  private readonly pace: OktaPace;
  private readonly clock: Clock;
  private readonly token: string;
  private readonly counts = { requests: 0, retries: 0 };

  /** @throws CollectError `badToken`. */
  constructor(
    private readonly access: OktaAccess,
    onWait: (milliseconds: number) => void = () => undefined,
  ) {
    this.clock = access.clock ?? systemClock;
    this.token = checkedToken(access.token);
    this.pace = new OktaPace(this.clock, onWait);
    this.sender = new HttpSender({ fetch: access.fetch, clock: access.clock, log: access.log, addressName: 'the Okta domain' });
  }

  get statistics(): { readonly requests: number; readonly retries: number; readonly waitedMs: number } {
    return { ...this.counts, waitedMs: this.pace.waitedMs };
  }

  /** One page of a list, or one object. */
  async read(request: OktaRequest, signal?: AbortSignal): Promise<OktaPage> {
    return withRetries(
      () => this.readOnce(request, signal),
      {
        clock: { now: () => this.clock.now(), sleep: (milliseconds, stop) => this.pace.wait(milliseconds, stop) },
        random: this.access.random ?? Math.random,
        deadlineMs: 20 * 60_000,
        maxTries: 10,
        shouldRetry: (error) => error.retriable,
        onRetry: (error, waitMs) => {
          this.counts.retries++;
          this.access.log?.warn(`${request.endpoint}: ${error.reason}, again in ${waitMs} ms`);
        },
      },
      signal,
    );
  }

  /** Every record of a list, page by page. */
  async readAll(request: OktaRequest, signal?: AbortSignal): Promise<readonly JsonValue[]> {
    const records: JsonValue[] = [];
    const seen = new Set<string>();
    for (let query: string | null = request.query; query !== null;) {
      if (seen.has(query)) throw circleError(request);
      seen.add(query);
      const page: OktaPage = await this.read({ ...request, query }, signal);
      records.push(...(page.value as readonly JsonValue[]));
      query = page.next;
    }
    return records;
  }

  /** Closes idle connections. */
  close(): void {
    this.sender.close();
  }

  private async readOnce(request: OktaRequest, signal: AbortSignal | undefined): Promise<OktaPage> {
    const answered = await this.pace.take(request.rate, signal);
    let answer: HttpAnswer | null = null;
    try {
      this.counts.requests++;
      answer = await this.sender.send(
        {
          method: 'GET',
          url: `${this.access.origin}${request.query}`,
          headers: { authorization: `SSWS ${this.token}`, accept: 'application/json' },
        },
        signal,
      );
    } finally {
      answered(answer);
    }
    const link = request.shape === 'list' ? nextLink(answer.header('link')) : null;
    if (answer.status < 400 && this.isMirrored(answer, link)) throw mirrorError(answer, request);
    if (answer.status !== 200) throw oktaAnswerError(answer, request, this.pace.serverTime);
    const value = checkedOktaAnswer(answer, request.shape, request);
    return { bytes: answer.bytes, value, next: link === null ? null : this.onSameServer(link, request) };
  }

  /** Whether an answer would bring the token into a file or a message; errors have been cleaned of it. */
  private isMirrored(answer: HttpAnswer, link: string | null): boolean {
    return (
      answer.bytes.includes(this.token) ||
      decoded(link ?? '')
        .toLowerCase()
        .includes(this.token.toLowerCase())
    );
  }

  /** @throws RequestError `redirect` for a link that leads elsewhere: the token would go there with the next request. */
  private onSameServer(link: string, request: OktaRequest): string {
    const here = `${this.access.origin}${request.query}`;
    const target = URL.canParse(link, here) ? new URL(link, here) : null;
    if (target?.origin === new URL(here).origin) return `${target.pathname}${target.search}`;
    throw new RequestError({
      reason: 'redirect',
      status: 200,
      message:
        `The next page of ${request.title} is said to be at ${target?.host ?? 'an address that is no URL'}, not at ${new URL(here).host}; that is ` +
        'not followed, so that the token does not leave the Okta domain. Check the domain: the one that the Admin Console shows without -admin.',
    });
  }
}

function mirrorError({ host, status }: HttpAnswer, { title }: OktaTask): RequestError {
  return new RequestError({
    reason: 'notOkta',
    status,
    message: `${host} sent the API token back when asked for ${title}, as Okta never does. Nothing of the answer was kept. Check the Okta domain.`,
  });
}

/** A list whose next pages lead back to one that was read. */
export function circleError(task: OktaTask): RequestError {
  return new RequestError({
    reason: 'badAnswer',
    message: `The pages of ${task.title} lead back to one that was read already (GET ${task.endpoint}), so the list has no end. Try again later.`,
  });
}

/** @throws CollectError `badToken`. The text itself is in no message. */
function checkedToken(text: string): string {
  const token = text.trim().replace(/^SSWS\s+/i, '');
  if (/^[\x21-\x7e]{8,}$/.test(token)) return token;
  throw new CollectError(
    'badToken',
    token === ''
      ? "No API token was given. Make one in Okta's Admin Console (Security > API > Tokens) as a Read-only Administrator."
      : 'The API token is too short, or holds spaces or characters that no token has. Copy it again.',
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
