import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { castOrg } from './castOrg';
import type { FaultRule } from './faultRules';
import { GenesysSide, type DeniableRead } from './genesysSide';
import { OktaSide, type OktaIntercept } from './oktaSide';
import { readRequest, sendReply, type SandboxRequest } from './httpMessages';
import { OrgState, type OrgSource } from './orgState';
import { guids, secretText } from './random';
import { gatewayError, Refusal, type Reply } from './reply';
import { emptyCast, sampleCast } from './sampleCast';
import { snapshotOrg } from './snapshotOrg';
import { fieldsOf } from './scimFilter';
import { defaultSwitches, type SandboxSwitches } from './switches';
import { TokenDesk, type SandboxClient } from './tokens';

export interface SandboxOptions {
  /** 0 or absent: any free one. */
  readonly port?: number;
  /** Genesys users of a generated org; absent: the sample story. */
  readonly users?: number;
  /** Groups of a generated org. */
  readonly groups?: number;
  /** A snapshot file that is the org instead of a generated one; its Okta side is empty. */
  readonly seed?: string;
  /** Per token, in any 60 seconds; 300 as Genesys has it, 0 for no limit. */
  readonly requestsPerMinute?: number;
  readonly switches?: Partial<SandboxSwitches>;
  /** Life of a token in seconds; 86,400 as Genesys has it. */
  readonly tokenSeconds?: number;
  /** Of the Okta side; 600, 0 for no limit. */
  readonly oktaRequestsPerMinute?: number;
  /** For tests: takes the place of the Okta side's answers, or changes them. */
  readonly oktaIntercept?: OktaIntercept;
  /** Reads that the OAuth client lacks the permission for. */
  readonly denied?: readonly DeniableRead[];
  /** What goes wrong with requests to its Genesys side, and when. */
  readonly faults?: readonly FaultRule[];
  /** For tests: the time by which tokens run out and rates are counted. */
  readonly now?: () => Date;
}

/** A running sandbox. URLs without trailing slash. */
export interface Sandbox {
  readonly baseUrl: string;
  readonly loginUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the Management API of the Okta org is (`<oktaUrl>/api/v1/users`); the same server. */
  readonly oktaUrl: string;
  readonly oktaToken: string;
  readonly orgName: string;
  readonly orgId: string;
  close(): Promise<void>;
}

/**
 * Starts an embedded Genesys Cloud org on loopback (product.md, section 12). The same options make the same org with the same ids and
 * credentials.
 *
 * @throws RangeError for a size that is none; SeedError for a file that is no snapshot; the error of the system where the port cannot be had.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const now = options.now ?? (() => new Date());
  const cast = options.seed === undefined ? sampleCast(options) : emptyCast;
  const source = options.seed === undefined ? castOrg(cast) : await snapshotOrg(options.seed);
  const client = clientOf(source);
  const switches = { ...defaultSwitches, ...options.switches };
  const genesys = new GenesysSide({
    org: new OrgState(source, fieldsOf, now),
    tokens: new TokenDesk(client, options.tokenSeconds ?? 86_400, now),
    switches,
    requestsPerMinute: options.requestsPerMinute ?? 300,
    denied: options.denied ?? [],
    faults: options.faults ?? [],
    now,
  });
  const oktaToken = secretText(`okta/${source.orgId}`, 42);
  const okta = new OktaSide({
    cast,
    token: oktaToken,
    requestsPerMinute: options.oktaRequestsPerMinute ?? 600,
    cursorSeconds: switches.oktaCursorSeconds,
    intercept: options.oktaIntercept ?? null,
    now,
  });
  const answer: Answer = (request) =>
    request.path.startsWith('/api/v1/') ? Promise.resolve(request).then((one) => okta.answer(one)) : genesys.answer(request);
  const { server, port } = await listen(options.port ?? 0, answer);
  const baseUrl = `http://127.0.0.1:${port}`;
  return {
    baseUrl,
    loginUrl: baseUrl,
    clientId: client.id,
    clientSecret: client.secret,
    oktaUrl: baseUrl,
    oktaToken,
    orgName: source.orgName,
    orgId: source.orgId,
    close: () => close(server),
  };
}

function clientOf(source: OrgSource): SandboxClient {
  return { id: guids(`client/${source.orgId}`)(0), secret: secretText(source.orgId, 43) };
}

type Answer = (request: SandboxRequest) => Promise<Reply>;

async function listen(wanted: number, answer: Answer): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((message, response) => {
    const { port } = server.address() as AddressInfo;
    void replyTo(answer, message, port).then((reply) => sendReply(response, reply, 'application/json'));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(wanted, '127.0.0.1', resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
}

async function replyTo(answer: Answer, message: IncomingMessage, port: number): Promise<Reply> {
  try {
    return await answer(readRequest(message, port));
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return gatewayError(500, 'internal.server.error', `The sandbox failed: ${text}`).reply;
  }
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.close((error) => {
      if (error) reject(error);
      else resolve();
    });
    server.closeAllConnections();
  });
}
