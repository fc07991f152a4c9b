import type { JsonValue } from '../input/problem';
import { answerError, notGenesysError, parseErrorBody } from './answerError';
import { systemClock } from '../http/clock';
import { RequestError } from '../http/requestError';
import { type HttpAnswer, type HttpOptions, HttpSender } from '../http/http';
import type { Connection } from './regions';
import { withRetries } from '../http/retry';

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** An access token with its times (ISO 8601, by this machine's clock). */
export interface Token {
  readonly accessToken: string;
  readonly expiresAt: string;
  readonly issuedAt: string;
}

export interface TokenOptions extends HttpOptions {
  readonly signal?: AbortSignal | undefined;
}

const task = { doing: 'get an access token' };

/**
 * Asks for a token by the client-credentials grant with Basic authentication (product.md, section 2). Throws RequestError; `badCredentials`
 * where the login refuses client id or secret.
 */
export async function requestToken(connection: Connection, credentials: Credentials, options: TokenOptions = {}): Promise<Token> {
  const sender = new HttpSender(options);
  const clock = options.clock ?? systemClock;
  try {
    return await withRetries(
      () => requestTokenOnce(sender, connection, credentials, options),
      {
        clock,
        random: Math.random,
        deadlineMs: 60_000,
        maxTries: 4,
        shouldRetry: (error) => error.retriable,
        onRetry: (error, waitMs) => options.log?.warn(`token: ${error.reason}, again in ${waitMs} ms`),
      },
      options.signal,
    );
  } finally {
    sender.close();
  }
}

async function requestTokenOnce(
  sender: HttpSender,
  connection: Connection,
  credentials: Credentials,
  options: TokenOptions,
): Promise<Token> {
  const clock = options.clock ?? systemClock;
  const issued = clock.now();
  const answer = await sender.send(
    {
      method: 'POST',
      url: `${connection.loginUrl}/oauth/token`,
      headers: {
        authorization: `Basic ${Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: 'grant_type=client_credentials',
    },
    options.signal,
  );
  if (answer.status !== 200) throw tokenError(answer, clock.now());
  const { access_token: accessToken, expires_in: seconds } = parseRecord(answer.text);
  if (typeof accessToken !== 'string' || accessToken === '' || typeof seconds !== 'number' || !(seconds > 0))
    throw notGenesysError(answer, task);
  return { accessToken, issuedAt: new Date(issued).toISOString(), expiresAt: new Date(issued + seconds * 1000).toISOString() };
}

function tokenError(answer: HttpAnswer, now: number): RequestError {
  const body = parseErrorBody(answer.text);
  const general = answerError(answer, task, now);
  const foreign =
    answer.status === 404 || (body === null && general.reason === 'refused') || (body === null && general.reason === 'unauthorized');
  if (foreign) return notGenesysError(answer, task);
  const refused = answer.status === 400 || answer.status === 401;
  if (!refused || body === null) return general;
  return new RequestError({
    reason: 'badCredentials',
    status: answer.status,
    detail: general.detail,
    correlationId: general.correlationId,
    fromService: true,
    message:
      `${answer.host} does not accept this client id and secret. Compare both with the OAuth client in Genesys Cloud (Admin > Integrations > ` +
      'OAuth): it must be of grant type "Client Credentials" and enabled, and its org must belong to the chosen region ' +
      `(Genesys answered ${general.detail ?? answer.status}${body.text === null ? '' : `: ${body.text}`}).`,
  });
}

function parseRecord(text: string): Readonly<Record<string, JsonValue | undefined>> {
  try {
    const value = JSON.parse(text) as JsonValue;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, JsonValue>>) : {};
  } catch {
    return {};
  }
}
