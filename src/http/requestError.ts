/** What a caller can react to. */
export type RequestErrorReason =
  /** Genesys' login refused client id and secret. */
  | 'badCredentials'
  /** The API refused the token; of Genesys even a fresh one. */
  | 'unauthorized'
  /** The OAuth client or the API token's admin lacks a permission. */
  | 'forbidden'
  | 'notFound'
  | 'rateLimited'
  /** Somebody else changed the resource, or a value is taken (409, 412, 400 invalidVers). */
  | 'conflict'
  /** Any other 4xx. */
  | 'refused'
  | 'serverError'
  /** The host answers, but not as Genesys Cloud does: a web page, an unknown JSON. */
  | 'notGenesys'
  /** The host answers, but not as Okta's Management API does: a sign-in page, an unknown JSON. */
  | 'notOkta'
  /** The service answered with something that its documentation does not allow. */
  | 'badAnswer'
  | 'tooLarge'
  /** A redirect that is not followed. */
  | 'redirect'
  | 'proxy'
  | 'tls'
  | 'timeout'
  /** The answer stopped in the middle, or the connection was reset. */
  | 'connectionLost'
  /** No connection at all. */
  | 'network';

export interface RequestErrorInit {
  readonly reason: RequestErrorReason;
  readonly message: string;
  readonly status?: number | null;
  /** What the service itself said: `401 invalid_client`, `403 E0000006`; null where it said nothing. */
  readonly detail?: string | null;
  /** Of `forbidden`: the permission that the OAuth client lacks, where it is known. */
  readonly permission?: string | null;
  /** What Genesys' support asks for (`ININ-Correlation-Id`, `contextId`). */
  readonly correlationId?: string | null;
  readonly retryAfterMs?: number | null;
  /** The answer has one of the error shapes that the service documents. */
  readonly fromService?: boolean;
  readonly cause?: unknown;
}

/**
 * A request to Genesys Cloud or Okta that failed. The message is in an admin's words, says what to do, and ends with the service's own
 * answer in brackets.
 */
export class RequestError extends Error {
  readonly reason: RequestErrorReason;
  readonly status: number | null;
  readonly detail: string | null;
  readonly permission: string | null;
  readonly correlationId: string | null;
  readonly retryAfterMs: number | null;
  readonly fromService: boolean;

  constructor(init: RequestErrorInit) {
    super(init.message, init.cause === undefined ? {} : { cause: init.cause });
    this.name = 'RequestError';
    this.reason = init.reason;
    this.status = init.status ?? null;
    this.detail = init.detail ?? null;
    this.permission = init.permission ?? null;
    this.correlationId = init.correlationId ?? null;
    this.retryAfterMs = init.retryAfterMs ?? null;
    this.fromService = init.fromService ?? false;
  }

  /** Whether asking once more can help (product.md, section 7: 429, 408, 5xx and connection loss). */
  get retriable(): boolean {
    switch (this.reason) {
      case 'rateLimited':
      case 'serverError':
      case 'timeout':
      case 'connectionLost':
        return true;
      default:
        return false;
    }
  }
}

/** Whether somebody cancelled: such errors are passed on, never reported as failures. */
export function isAbortError(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
