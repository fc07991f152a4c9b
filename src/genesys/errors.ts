/** What a caller can react to. */
export type GenesysErrorReason =
  /** The login refused client id and secret. */
  | 'badCredentials'
  /** The API refused even a fresh token. */
  | 'unauthorized'
  /** The OAuth client lacks a permission. */
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
  /** Genesys answered with something that its documentation does not allow. */
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

export interface GenesysErrorInit {
  readonly reason: GenesysErrorReason;
  readonly message: string;
  readonly status?: number | null;
  /** What Genesys itself said: `401 invalid_client`; null where it said nothing. */
  readonly detail?: string | null;
  /** Of `forbidden`: the permission that the OAuth client lacks, where it is known. */
  readonly permission?: string | null;
  /** What Genesys' support asks for (`ININ-Correlation-Id`, `contextId`). */
  readonly correlationId?: string | null;
  readonly retryAfterMs?: number | null;
  /** The answer has one of the two documented error shapes. */
  readonly fromGenesys?: boolean;
  readonly cause?: unknown;
}

/** A request that failed. The message is in an admin's words, says what to do, and ends with Genesys' own answer in brackets. */
export class GenesysError extends Error {
  readonly reason: GenesysErrorReason;
  readonly status: number | null;
  readonly detail: string | null;
  readonly permission: string | null;
  readonly correlationId: string | null;
  readonly retryAfterMs: number | null;
  readonly fromGenesys: boolean;

  constructor(init: GenesysErrorInit) {
    super(init.message, init.cause === undefined ? {} : { cause: init.cause });
    this.name = 'GenesysError';
    this.reason = init.reason;
    this.status = init.status ?? null;
    this.detail = init.detail ?? null;
    this.permission = init.permission ?? null;
    this.correlationId = init.correlationId ?? null;
    this.retryAfterMs = init.retryAfterMs ?? null;
    this.fromGenesys = init.fromGenesys ?? false;
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
