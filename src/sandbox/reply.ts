import { randomUUID } from 'node:crypto';
import { scimErrorSchema } from '../genesys/scim';

/** An answer before it goes on the wire. `body` is sent as JSON; undefined: no body. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: unknown;
  /** The connection is broken off: without an answer, or in the middle of it. */
  readonly broken?: 'reset' | 'truncate';
}

/** An answer that ends a request early; thrown by whoever finds the fault. */
export class Refusal extends Error {
  constructor(readonly reply: Reply) {
    super(`answered ${reply.status}`);
    this.name = 'Refusal';
  }
}

export type ScimType =
  'invalidFilter' | 'tooMany' | 'uniqueness' | 'mutability' | 'invalidSyntax' | 'invalidPath' | 'noTarget' | 'invalidValue' | 'invalidVers';

/** The SCIM shape of an error (facts/genesys-scim.md, section 1.6). */
export function scimError(status: number, scimType: ScimType | null, detail: string): Refusal {
  return new Refusal({
    status,
    body: { schemas: [scimErrorSchema], status: String(status), ...(scimType === null ? {} : { scimType }), detail },
  });
}

/** The gateway's shape of an error (`ErrorBody`). */
export function gatewayError(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}): Refusal {
  const contextId = randomUUID();
  return new Refusal({
    status,
    headers: { ...headers, 'ININ-Correlation-Id': contextId },
    body: { message, code, status, contextId, details: [], errors: [] },
  });
}

export function notFound(message = 'The requested resource was not found.'): Refusal {
  return gatewayError(404, 'not.found', message);
}

export function methodNotAllowed(allowed: readonly string[]): Refusal {
  return gatewayError(405, 'method.not.allowed', 'HTTP 405 Method Not Allowed', { Allow: allowed.join(', ') });
}

export function badParameter(name: string, value: string, allowable: string): Refusal {
  const message = `Value [${value}] is not valid for parameter [${name}]. Allowable values are: ${allowable}`;
  return gatewayError(400, 'invalid.query.param.value', message);
}
