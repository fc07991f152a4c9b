import type { Task } from './answerError';
import { RequestError } from '../http/requestError';
import type { WaitListener } from '../http/waits';
import { memberPatch, type MemberChange } from './memberChange';
import { PageSize } from './pageSize';
import type { Connection } from './regions';
import { type Check, groupFault, isId, isRecord, listResponseFault, userFault } from './resourceCheck';
import type { ListResponse, ScimGroup, ScimUser } from './scim';
import { inactiveFilter } from './scimFilter';
import type { TokenProvider } from './tokenProvider';
import { Transport, type RequestStatistics, type TransportOptions } from './transport';

/**
 * Where the server has its SCIM resources, and how it wants lists of attributes: repeated, as Genesys documents it, or joined by commas, as
 * other servers do. Genesys Cloud's groups can be listed without a filter only at `/api/v2/scim/groups`.
 */
export interface ScimPaths {
  readonly users: string;
  readonly groups: string;
  readonly serviceProviderConfig: string;
  readonly attributes: 'repeated' | 'joined';
}

export const genesysScimPaths: ScimPaths = {
  users: '/api/v2/scim/users',
  groups: '/api/v2/scim/groups',
  serviceProviderConfig: '/api/v2/scim/serviceproviderconfig',
  attributes: 'repeated',
};

export interface ClientOptions extends TransportOptions {
  readonly scimPaths?: ScimPaths | undefined;
}

/** One page. `count` is the most that is wanted: the answer may hold fewer, go on at `startIndex` + what came. */
export interface ListQuery {
  readonly startIndex: number;
  readonly count: number;
  /** Only these (and what is always returned); all unless told. */
  readonly attributes?: readonly string[] | undefined;
  /** Made by `scimFilter`. */
  readonly filter?: string | undefined;
}

export interface UserListQuery extends ListQuery {
  /** true and null: what Genesys lists without a filter (active users); false: `active eq false`. Must be null with a filter. */
  readonly active: boolean | null;
}

const writeMembers: Task = { doing: "change a group's members", permission: 'directory:group:edit' };
const readUsers: Task = { doing: 'read the users' };
const readUser: Task = { doing: 'read a user' };
const readGroups: Task = { doing: 'read the groups', permission: 'directory:group:edit' };

/**
 * A Genesys Cloud org over HTTP: paced, retried, checked at the edge, cancellable. All methods throw RequestError, and the signal's
 * own reason when it fires.
 */
export class GenesysClient {
  private readonly transport: Transport;
  private readonly paths: ScimPaths;
  private versionsKept: boolean | undefined;
  /** The pages that the server has been found to accept, remembered for as long as this client lives. */
  readonly pageSizes = { users: new PageSize(), groups: new PageSize() };

  constructor(
    readonly connection: Connection,
    tokens: TokenProvider,
    options: ClientOptions = {},
  ) {
    this.transport = new Transport(connection, tokens, options);
    this.paths = options.scimPaths ?? genesysScimPaths;
  }

  get statistics(): RequestStatistics {
    return this.transport.statistics;
  }

  /** Milliseconds since 1970, by the clock that its waits go by. */
  now(): number {
    return this.transport.now();
  }

  /** Requests a minute that the server is believed to allow. */
  get requestsPerMinute(): number {
    return this.transport.requestsPerMinute;
  }

  /** By how much the server's clock is ahead of ours, in milliseconds (to the second); null before the first answer. */
  get clockSkewMs(): number | null {
    return this.transport.clockSkewMs;
  }

  /** One page of users; a page that the server finds too large is asked for again in smaller pieces. */
  async listUsers(query: UserListQuery, signal?: AbortSignal): Promise<ListResponse<ScimUser>> {
    if (query.filter !== undefined && query.active !== null)
      throw new RangeError('Genesys Cloud takes one filter: either active or another.');
    const filter = query.active === false ? inactiveFilter : query.filter;
    return this.list(
      this.paths.users,
      { ...query, filter, attributes: withNeeded(query.attributes, ['id', 'userName', 'active']) },
      this.pageSizes.users,
      userFault,
      readUsers,
      signal,
    );
  }

  /** One page of groups; needs the permission directory:group:edit. */
  async listGroups(query: ListQuery, signal?: AbortSignal): Promise<ListResponse<ScimGroup>> {
    return this.list(
      this.paths.groups,
      { ...query, attributes: withNeeded(query.attributes, ['id', 'displayName']) },
      this.pageSizes.groups,
      groupFault,
      readGroups,
      signal,
    );
  }

  /** Null: Genesys itself says that there is no such user. */
  async getUser(id: string, signal?: AbortSignal): Promise<ScimUser | null> {
    return this.one<ScimUser>(this.paths.users, id, userFault, readUser, signal);
  }

  /**
   * A user as they are now: `known` itself where the server says by a 304 that its version is still that one, null where they are gone. For
   * users and for what is shown; there is none for groups, since whether a group's version moves with its members is not known, and an apply
   * believes no 304 (product.md, section 7).
   */
  async refreshUser(known: ScimUser, signal?: AbortSignal): Promise<ScimUser | null> {
    const version = known.meta?.version ?? null;
    if (version === null || !(await this.keepsVersions(signal))) return this.getUser(known.id, signal);
    return this.one<ScimUser>(this.paths.users, known.id, userFault, readUser, signal, { version: entityTag(version), value: known });
  }

  /** Null: Genesys itself says that there is no such group. */
  async getGroup(id: string, signal?: AbortSignal): Promise<ScimGroup | null> {
    return this.one<ScimGroup>(this.paths.groups, id, groupFault, { ...readGroups, doing: 'read a group' }, signal);
  }

  /**
   * Adds or removes members by one PATCH (RFC 7644, section 3.5.2), in the forms that Okta sends (facts/okta.md, section 3.1). Sent once:
   * after an error that leaves the outcome open the group has to be read. @param version for `If-Match`; null: none. @param signal keeps it
   * from being sent while it waits; what is on its way is not broken off.
   */
  async patchMembers(id: string, change: MemberChange, version: string | null, signal?: AbortSignal): Promise<void> {
    const path = `${this.paths.groups}/${encodeURIComponent(id)}`;
    const ifMatch = version === null ? null : entityTag(version);
    await this.transport.write({ method: 'PATCH', path, body: memberPatch(change), ifMatch }, writeMembers, signal);
  }

  /** What the server says about itself (RFC 7643, section 5), as it stands. */
  async serviceProviderConfig(signal?: AbortSignal): Promise<Readonly<Record<string, unknown>>> {
    return this.transport.read(this.paths.serviceProviderConfig, recordFault, { doing: 'read what its SCIM supports' }, signal);
  }

  /** Id and name of the org; null where they may not be read (section 2). */
  async getOrganization(signal?: AbortSignal): Promise<{ id: string; name: string } | null> {
    const org = await this.readIfAllowed('/api/v2/organizations/me', { doing: 'read the name of the org' }, signal);
    return org !== null && isId(org.id) && typeof org.name === 'string' ? { id: org.id, name: org.name } : null;
  }

  /**
   * Any other document of the Platform API that the client may lack the right to read: null where the server says 403, or 404, or has no
   * such thing. `path` begins with a slash; ids in it must be encoded.
   */
  async readIfAllowed(path: string, task: Task, signal?: AbortSignal): Promise<Readonly<Record<string, unknown>> | null> {
    try {
      return await this.transport.read(path, recordFault, task, signal);
    } catch (error) {
      // A login that refuses, or a conflict, says nothing of what may be read.
      const ofDocument = error instanceof RequestError && error.reason !== 'conflict' && error.reason !== 'badCredentials';
      if (ofDocument && [400, 403, 404, 405, 501].includes(error.status ?? 0)) return null;
      throw error;
    }
  }

  /** Tells when nothing is sent for a time, and why; null when it goes on. What is returned ends it. */
  onWait(listener: WaitListener): () => void {
    return this.transport.onWait(listener);
  }

  /** Closes idle connections. */
  close(): void {
    this.transport.close();
  }

  /** Whether the server says that it keeps versions (`etag` of RFC 7643, section 5); remembered. False where it does not say. */
  private async keepsVersions(signal: AbortSignal | undefined): Promise<boolean> {
    if (this.versionsKept === undefined) {
      const config = await this.readIfAllowed(this.paths.serviceProviderConfig, { doing: 'read what its SCIM supports' }, signal);
      this.versionsKept = isRecord(config?.etag) && config.etag.supported === true;
    }
    return this.versionsKept;
  }

  private async list<Resource>(
    path: string,
    query: ListQuery,
    size: PageSize,
    resource: Check,
    task: Task,
    signal: AbortSignal | undefined,
  ): Promise<ListResponse<Resource>> {
    const check = (value: unknown) => listResponseFault(value, resource);
    return size.fit(query.count, async (count, isLarge) => {
      let undisturbed = true;
      const page = await this.transport.read<ListResponse<Resource>>(
        `${path}${queryText({ ...query, count }, this.paths.attributes)}`,
        check,
        task,
        signal,
        {
          isLarge,
          onRetry: () => (undisturbed = false),
        },
      );
      return { page, undisturbed };
    });
  }

  private async one<Resource extends { readonly id: string }>(
    path: string,
    id: string,
    check: Check,
    task: Task,
    signal: AbortSignal | undefined,
    known?: { readonly version: string; readonly value: Resource },
  ): Promise<Resource | null> {
    const checked: Check = (value) => check(value) ?? ((value as Resource).id === id ? null : `has another id than ${id}`);
    try {
      return await this.transport.read<Resource>(`${path}/${encodeURIComponent(id)}`, checked, task, signal, known && { known });
    } catch (error) {
      if (error instanceof RequestError && error.reason === 'notFound' && error.fromService) return null;
      throw error;
    }
  }
}

/** A version as an HTTP header names it: in double quotes. */
const entityTag = (version: string): string => (/^(W\/)?"/.test(version) ? version : JSON.stringify(version));

const recordFault: Check = (value) => (isRecord(value) ? null : 'is no JSON object');

/** Without them an answer is no user or group. */
function withNeeded(attributes: readonly string[] | undefined, needed: readonly string[]): readonly string[] | undefined {
  return attributes && [...new Set([...needed, ...attributes])];
}

function queryText(query: ListQuery, manner: ScimPaths['attributes']): string {
  const parameters = new URLSearchParams({ startIndex: String(query.startIndex), count: String(query.count) });
  const attributes = query.attributes ?? [];
  for (const attribute of manner === 'joined' && attributes.length > 0 ? [attributes.join(',')] : attributes) {
    parameters.append('attributes', attribute);
  }
  if (query.filter !== undefined) parameters.set('filter', query.filter);
  return `?${parameters.toString()}`;
}
