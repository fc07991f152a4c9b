import type { JsonObject, JsonValue } from '../input/problem';
import { RequestError, type RequestErrorReason } from '../http/requestError';
import type { HttpAnswer } from '../http/http';
import { retryAfterMs } from '../http/retry';
import { oneLine } from '../http/oneLine';

/** What was being done, for the message: "read the groups", with the permission that it takes in Genesys Cloud. */
export interface Task {
  readonly doing: string;
  readonly permission?: string;
}

/** What Genesys says in one of its error shapes (facts/genesys-scim.md, section 1.6), or the login in OAuth's. */
export interface ErrorBody {
  readonly code: string | null;
  readonly text: string | null;
  readonly correlationId: string | null;
}

/** What these say holds, whoever says it and with whatever page. */
const ofItsOwn = new Set([407, 408, 429]);

/** The error for an answer whose status is not 2xx. `now` is in milliseconds since 1970. */
export function answerError(answer: HttpAnswer, task: Task, now: number): RequestError {
  const body = parseErrorBody(answer.text);
  if (body === null && isWebPage(answer) && !ofItsOwn.has(answer.status) && answer.status < 500) return notGenesysError(answer, task);
  const correlationId = answer.header('inin-correlation-id') ?? body?.correlationId ?? null;
  const said = [String(answer.status), body?.code].filter(Boolean).join(' ');
  const support = correlationId === null ? '' : `; correlation id ${correlationId}`;
  const bracket =
    body === null
      ? `(the answer was ${said}${support})`
      : `(Genesys answered ${said}${body.text === null ? '' : `: ${body.text}`}${support})`;
  const reason = reasonOf(answer.status, body?.code ?? null);
  const wait = answer.status === 429 || answer.status === 503 ? retryAfterMs(answer.header('retry-after'), now) : null;
  return new RequestError({
    reason,
    message: `${messageOf(reason, answer, body, task)} ${bracket}`,
    status: answer.status,
    detail: body === null ? null : said,
    permission: reason === 'forbidden' && body?.code !== 'ip.not.authorized' ? (task.permission ?? null) : null,
    correlationId,
    retryAfterMs: wait,
    fromService: body !== null,
  });
}

/** The error for an answer that is no answer of Genesys Cloud: mostly the page of a proxy, or of another product at that address. */
export function notGenesysError(answer: HttpAnswer, task: Task): RequestError {
  const page = isWebPage(answer);
  const title = page ? /<title[^>]*>([^<]{1,200})/i.exec(answer.text)?.[1]?.trim() : undefined;
  const what = page ? 'a web page' : 'something that is not the Genesys Cloud API';
  const cause = page
    ? 'It is usually the page of a proxy or of a sign-in that stands between: sign in there or set http.proxy'
    : 'It may be another product';
  return new RequestError({
    reason: 'notGenesys',
    status: answer.status,
    message:
      `${answer.host} answered with ${what} when asked to ${task.doing}. ${cause}, and check the region or base URL ` +
      `(the answer was ${answer.status}${title ? `, "${oneLine(title)}"` : ''}).`,
  });
}

/** Whether an answer is a page for people. */
export function isWebPage(answer: HttpAnswer): boolean {
  return /\bhtml\b/i.test(answer.header('content-type') ?? '') || /^\s*</.test(answer.text);
}

/** Null where the text has none of the known error shapes. */
export function parseErrorBody(text: string): ErrorBody | null {
  const body = parseObject(text);
  if (body === null) return null;
  const scim = Array.isArray(body.schemas) && body.schemas.includes('urn:ietf:params:scim:api:messages:2.0:Error');
  if (scim) return { code: word(body.scimType), text: word(body.detail), correlationId: null };
  if (typeof body.error === 'string') {
    return { code: oneLine(body.error), text: word(body.error_description) ?? word(body.description), correlationId: null };
  }
  if (typeof body.message === 'string' && (typeof body.code === 'string' || typeof body.status === 'number')) {
    return { code: word(body.code), text: oneLine(body.message), correlationId: word(body.contextId) };
  }
  return null;
}

function reasonOf(status: number, code: string | null): RequestErrorReason {
  if (status === 407) return 'proxy';
  if (status === 409 || status === 412 || code === 'invalidVers') return 'conflict';
  if (status === 413 || code === 'response.entity.too.large') return 'tooLarge';
  if (status >= 500) return 'serverError';
  const byStatus: Readonly<Record<number, RequestErrorReason>> = {
    401: 'unauthorized',
    403: 'forbidden',
    404: 'notFound',
    408: 'timeout',
    429: 'rateLimited',
  };
  return byStatus[status] ?? 'refused';
}

function messageOf(reason: RequestErrorReason, answer: HttpAnswer, body: ErrorBody | null, task: Task): string {
  switch (reason) {
    case 'unauthorized':
      return (
        `Genesys Cloud accepts no token of this OAuth client, so it was not possible to ${task.doing}. Check that the client still exists ` +
        'and is enabled (Admin > Integrations > OAuth), and that this org belongs to the chosen region.'
      );
    case 'forbidden':
      if (body?.code === 'ip.not.authorized') {
        return `Genesys Cloud does not accept requests from this machine's address. Add it to the org's allowed addresses to ${task.doing}.`;
      }
      return task.permission === undefined
        ? `The OAuth client may not ${task.doing}. Give one of its roles the permission that the answer names.`
        : `The OAuth client may not ${task.doing}: it lacks ${task.permission}. Give one of its roles this permission; the role "SCIM Integration" has it.`;
    case 'notFound':
      return `Genesys Cloud does not know what was asked for (to ${task.doing}).`;
    case 'rateLimited':
      return `Genesys Cloud allows no more requests for now, so it was not possible to ${task.doing}. Wait, or lower the number of requests a minute.`;
    case 'conflict':
      return `Somebody else changed it meanwhile, or the value is taken, so it was not possible to ${task.doing}. Read it again, then decide.`;
    case 'tooLarge':
      return `The request or its answer is over Genesys Cloud's size limit, so it was not possible to ${task.doing}. Ask for less at once.`;
    case 'proxy':
      return `The proxy asks for its own user name and password before it lets us ${task.doing}. Set http.proxy with them, or http.proxyAuthorization; on the command line put them into HTTPS_PROXY.`;
    case 'serverError':
    case 'timeout':
      return `${answer.host} failed to ${task.doing}. It is on Genesys' side: try again later.`;
    default:
      return `Genesys Cloud refused to ${task.doing}.`;
  }
}

function parseObject(text: string): JsonObject | null {
  try {
    const value = JSON.parse(text) as JsonValue;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
  } catch {
    return null;
  }
}

function word(value: JsonValue | undefined): string | null {
  return typeof value === 'string' && value !== '' ? oneLine(value) : null;
}
