import type { JsonObject, JsonValue } from '../../input/problem';
import type { HttpAnswer } from '../../http/http';
import { oneLine } from '../../http/oneLine';
import { RequestError, type RequestErrorReason } from '../../http/requestError';
import { retryAfterMs } from '../../http/retry';
import { isList, isObject } from '../recordKinds';

/** What was being read, for messages. */
export interface OktaTask {
  /** Behind "read": `the users`. */
  readonly title: string;
  /** Path, for the admin who looks it up. */
  readonly endpoint: string;
  /** The permission that it takes. */
  readonly permission: string;
}

/** The JSON of a good answer. Throws RequestError: a page for people, a broken text, the shape of another product. */
export function checkedOktaAnswer(answer: HttpAnswer, shape: 'list' | 'object', task: OktaTask): JsonValue {
  if (isWebPage(answer)) throw notOktaError(answer, task);
  let value: JsonValue;
  try {
    value = JSON.parse(answer.text) as JsonValue;
  } catch (cause) {
    const message = `The answer of ${answer.host} broke off or is no JSON, so ${task.title} could not be read.`;
    throw new RequestError({ reason: 'connectionLost', message, status: answer.status, cause });
  }
  const fits =
    shape === 'object' ? isObject(value) : isList(value) && value.every((record) => isObject(record) && typeof record.id === 'string');
  if (!fits) throw notOktaError(answer, task);
  return value;
}

/** The error for an answer whose status is not 200. `serverTime` is the server's own time, in milliseconds since 1970. */
export function oktaAnswerError(answer: HttpAnswer, task: OktaTask, serverTime: number): RequestError {
  const body = errorBody(answer.text);
  const reason = reasonOf(answer.status);
  const ofItsOwn = reason === 'rateLimited' || reason === 'serverError' || reason === 'timeout' || reason === 'proxy';
  if (body === null && !ofItsOwn) return notOktaError(answer, task);
  const detail = body === null ? null : `${answer.status} ${body.code}`;
  const bracket = body === null ? `(the answer was ${answer.status})` : `(Okta answered ${detail ?? ''}: ${body.summary})`;
  return new RequestError({
    reason,
    message: `${messageOf(reason, answer, task)} ${bracket}`,
    status: answer.status,
    detail,
    permission: reason === 'forbidden' ? task.permission : null,
    correlationId: answer.header('x-okta-request-id'),
    retryAfterMs: reason === 'rateLimited' || answer.status === 503 ? waitOf(answer, serverTime) : null,
    fromService: body !== null,
  });
}

/** The error for an answer that is none of Okta's Management API: a sign-in page, another product. */
export function notOktaError(answer: HttpAnswer, task: OktaTask): RequestError {
  const title = isWebPage(answer) ? /<title[^>]*>([^<]{1,200})/i.exec(answer.text)?.[1]?.trim() : undefined;
  const what = isWebPage(answer)
    ? 'a web page, as sign-ins and proxies show them'
    : 'something that is not Okta’s Management API, as another product does';
  return new RequestError({
    reason: 'notOkta',
    status: answer.status,
    message:
      `${answer.host} answered with ${what}, when asked for ${task.title}. Check the Okta domain; where a proxy stands between, sign in there ` +
      `or set http.proxy (the answer was ${answer.status}${title ? `, "${oneLine(title)}"` : ''}).`,
  });
}

const longestReset = 15 * 60_000;

/** Until Okta's next window begins (`X-Rate-Limit-Reset`: UTC epoch seconds), or as `Retry-After` says; null where neither makes sense. */
export function waitOf(answer: HttpAnswer, serverTime: number): number | null {
  const reset = Number(answer.header('x-rate-limit-reset') ?? NaN) * 1000;
  const wait = reset - serverTime;
  // At a reset that is long past or far away a clock is wrong, and nobody knows which.
  if (wait > -60_000 && wait < longestReset) return Math.max(1000, wait);
  return retryAfterMs(answer.header('retry-after'), serverTime);
}

function reasonOf(status: number): RequestErrorReason {
  const byStatus: Readonly<Record<number, RequestErrorReason>> = {
    401: 'unauthorized',
    403: 'forbidden',
    404: 'notFound',
    407: 'proxy',
    408: 'timeout',
    413: 'tooLarge',
    429: 'rateLimited',
  };
  return byStatus[status] ?? (status >= 500 ? 'serverError' : 'refused');
}

function messageOf(reason: RequestErrorReason, { host }: HttpAnswer, { title, endpoint, permission }: OktaTask): string {
  switch (reason) {
    case 'unauthorized':
      return (
        `${host} does not accept the API token, so ${title} could not be read. It may be mistyped, revoked, expired after 30 days without ` +
        'use, of another org, or not allowed from this network (Security > API > Tokens).'
      );
    case 'forbidden':
      return (
        `The admin who made the API token may not read ${title} (GET ${endpoint}). Make the token as a Read-only Administrator, or with a ` +
        `custom role that has "${permission}" for all of them.`
      );
    case 'notFound':
      return `Okta does not have, or does not show, ${title} (GET ${endpoint}).`;
    case 'rateLimited':
      return `${host} allows no more requests for now, so ${title} could not be read. Go on later: what has been read stays.`;
    case 'proxy':
      return 'The proxy asks for its own user name and password. Set http.proxy with them, or http.proxyAuthorization.';
    case 'serverError':
    case 'timeout':
      return `${host} failed to give ${title}. It is on Okta's side: go on later, what has been read stays.`;
    default:
      return `${host} refused to give ${title} (GET ${endpoint}).`;
  }
}

interface ErrorBody {
  readonly code: string;
  readonly summary: string;
}

/** Okta's own shape of an error (facts/okta.md, section 4). */
function errorBody(text: string): ErrorBody | null {
  const body = parsed(text);
  if (typeof body?.errorCode !== 'string') return null;
  return { code: oneLine(body.errorCode), summary: oneLine(typeof body.errorSummary === 'string' ? body.errorSummary : 'no reason given') };
}

function parsed(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isWebPage(answer: HttpAnswer): boolean {
  return /\bhtml\b/i.test(answer.header('content-type') ?? '') || /^\s*</.test(answer.text);
}
