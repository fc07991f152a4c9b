import { GenesysClient, type ClientOptions } from '../../src/genesys/client';
import { connectionForUrl } from '../../src/genesys/regions';
import type { ScimGroup, ScimUser } from '../../src/genesys/scim';
import type { SnapshotOrg } from '../../src/genesys/snapshot';
import { TokenProvider } from '../../src/genesys/tokenProvider';
import { FakeClock } from '../http/fakeClock';
import { type Loopback, type Received, type Reply, startLoopback } from '../http/loopback';

export const credentials = { clientId: 'client-1', clientSecret: 'correct horse battery staple' };
export const org: SnapshotOrg = { name: 'Contoso CX', host: 'api.example', orgId: null, clientId: 'client-1' };

export function user(number: number, more: Partial<ScimUser> = {}): ScimUser {
  return {
    id: `user-${String(number).padStart(4, '0')}`,
    userName: `user${number}@contoso.example`,
    active: true,
    displayName: `User ${number}`,
    ...more,
  };
}

export function users(count: number, from = 1, more: Partial<ScimUser> = {}): ScimUser[] {
  return Array.from({ length: count }, (_, index) => user(from + index, more));
}

export function group(number: number, memberIds: readonly string[]): ScimGroup {
  return { id: `group-${number}`, displayName: `Group ${number}`, members: memberIds.map((value) => ({ value })) };
}

export function scimError(status: number, scimType: string, detail: string): Reply {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:Error'];
  return { status, json: { schemas, status: String(status), scimType, detail } };
}

export function errorBody(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers, json: { message, code, status, contextId: 'context-1', details: [], errors: [] } };
}

/**
 * A small org of the test's own, with the few things that the client reads. It is not the product's sandbox: tests bend it with `intercept`,
 * which answers before the org does, and with the switches.
 */
export class TestOrg {
  active: ScimUser[] = [];
  inactive: ScimUser[] = [];
  groups: ScimGroup[] = [];
  memberCounts: ReadonlyMap<string, number> | null = null;
  ignoresFilter = false;
  pagesWithMembers = true;
  largestPage = Number.POSITIVE_INFINITY;
  intercept: (request: Received, index: number) => Reply | undefined = () => undefined;
  private requests = 0;

  answer(request: Received): Reply {
    return this.intercept(request, this.requests++) ?? this.answerPlain(request);
  }

  /** What the org says where nothing bends it. */
  answerPlain(request: Received): Reply {
    if (request.path === '/oauth/token') return { json: { access_token: 'token-abcdef', token_type: 'bearer', expires_in: 86_400 } };
    const [collection, id] = request.path.replace(/^\/api\/v2\/scim(\/v2)?\//, '').split('/');
    if (collection === 'users') return id === undefined ? this.listUsers(request) : found([...this.active, ...this.inactive], id);
    if (collection === 'groups') return id === undefined ? this.listGroups(request) : found(this.groups, id);
    if (request.path.startsWith('/api/v2/groups/')) return this.directoryGroup(request.path.slice('/api/v2/groups/'.length));
    return errorBody(404, 'not.found', 'no such path');
  }

  private listUsers(request: Received): Reply {
    const filter = request.query.get('filter');
    const listed = this.ignoresFilter ? [...this.active, ...this.inactive] : filter === 'active eq false' ? this.inactive : this.active;
    return this.page(request, listed);
  }

  private listGroups(request: Received): Reply {
    return this.page(request, this.pagesWithMembers ? this.groups : this.groups.map(({ id, displayName }) => ({ id, displayName })));
  }

  private page(request: Received, listed: readonly unknown[]): Reply {
    const startIndex = Number(request.query.get('startIndex') ?? 1);
    const count = Math.min(Number(request.query.get('count') ?? 25), this.largestPage);
    const Resources = listed.slice(startIndex - 1, startIndex - 1 + count);
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:ListResponse'];
    return { json: { schemas, totalResults: listed.length, startIndex, itemsPerPage: Resources.length, Resources } };
  }

  private directoryGroup(id: string): Reply {
    const memberCount = this.memberCounts?.get(id);
    return memberCount === undefined ? errorBody(403, 'missing.permissions', 'no') : { json: { id, memberCount } };
  }
}

function found(resources: readonly { readonly id: string }[], id: string): Reply {
  const resource = resources.find((candidate) => candidate.id === id);
  return resource === undefined ? scimError(404, '', `Resource ${id} not found`) : { json: resource };
}

/** A test org behind a server, with a client that never really waits. */
export interface Rig {
  readonly org: TestOrg;
  readonly server: Loopback;
  readonly clock: FakeClock;
  readonly log: string[];
  readonly client: GenesysClient;
  readonly tokens: TokenProvider;
  close(): Promise<void>;
}

export async function startRig(options: ClientOptions = {}): Promise<Rig> {
  const testOrg = new TestOrg();
  const server = await startLoopback((request) => testOrg.answer(request));
  const clock = new FakeClock();
  const lines: string[] = [];
  const log = { info: (line: string) => void lines.push(line), warn: (line: string) => void lines.push(line) };
  const connection = connectionForUrl(server.url);
  const tokens = new TokenProvider(connection, credentials, { clock, log });
  const client = new GenesysClient(connection, tokens, { clock, log, requestsPerMinute: 100_000, ...options });
  return {
    org: testOrg,
    server,
    clock,
    log: lines,
    client,
    tokens,
    close: async () => {
      client.close();
      await server.close();
    },
  };
}
