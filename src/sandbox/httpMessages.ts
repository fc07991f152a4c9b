import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import { gatewayError, scimError, type Reply } from './reply';

/** A request, split up. */
export interface SandboxRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  /** Scheme, host and port that the client used. */
  readonly origin: string;
  /** @throws Refusal 413 above the limit. */
  readonly body: () => Promise<string>;
}

/** `request.bytes.max` of Genesys Cloud (facts/genesys-scim.md, section 3). */
export const maximumBytes = 512_000;

/** @throws Refusal 400 for a target that is no path. */
export function readRequest(message: IncomingMessage, port: number): SandboxRequest {
  const origin = `http://${message.headers.host ?? `127.0.0.1:${port}`}`;
  const target = `${origin}${message.url ?? '/'}`;
  if (!URL.canParse(target))
    throw gatewayError(400, 'bad.request', 'The request could not be understood by the server due to malformed syntax.');
  const url = new URL(target);
  return {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: message.headers,
    origin,
    body: () => readBody(message),
  };
}

/** The JSON of a request, which must be an object. @throws Refusal 413, 415, or 400 for what is no JSON object. */
export async function readJson(request: SandboxRequest): Promise<Readonly<Record<string, unknown>>> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/(?:scim\+)?json\b/i.test(type)) {
    const text = 'Unsupported Media Type - Unsupported or incorrect media type, such as an incorrect Content-Type value in the header.';
    throw gatewayError(415, 'unsupported.media.type', text);
  }
  const text = await request.body();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw scimError(400, 'invalidSyntax', 'The request body is not valid JSON.');
  }
  if (!isRecord(value)) throw scimError(400, 'invalidSyntax', 'The request body is not a JSON object.');
  return value;
}

/** The text of an id in a path. @throws Refusal 400 for broken percent signs. */
export function decodeId(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw gatewayError(400, 'bad.request', 'The request could not be understood by the server due to malformed syntax.');
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function sendReply(response: ServerResponse, reply: Reply, contentType: string): void {
  if (reply.broken === 'reset') {
    response.destroy();
    return;
  }
  const headers: Record<string, string | string[]> = { 'ININ-Correlation-Id': randomUUID() };
  for (const [name, value] of Object.entries(reply.headers ?? {})) headers[name] = typeof value === 'string' ? value : [...value];
  if (reply.body === undefined) {
    response.writeHead(reply.status, headers).end();
    return;
  }
  const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
  response.writeHead(reply.status, { 'Content-Type': contentType, ...headers, 'Content-Length': Buffer.byteLength(text) });
  if (reply.broken === 'truncate') response.write(text.slice(0, Math.ceil(text.length / 2)), () => response.destroy());
  else response.end(text);
}

async function readBody(message: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  // The rest is read to its end, so that the client gets the answer and not a broken connection.
  for await (const piece of message as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes <= maximumBytes) pieces.push(piece);
  }
  if (bytes > maximumBytes) {
    throw gatewayError(413, 'request.entity.too.large', `The request is over the size limit. Maximum bytes: ${maximumBytes}`);
  }
  return Buffer.concat(pieces).toString('utf8');
}
