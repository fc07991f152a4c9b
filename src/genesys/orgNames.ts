import type { Task } from './answerError';
import type { GenesysClient } from './client';
import { isCount, isRecord } from './resourceCheck';

/** What SCIM names by its exact, case-sensitive name and cannot make (facts/genesys-scim.md, sections 1.5 and 2). */
export const orgNameKinds = ['divisions', 'roles', 'skills', 'languages'] as const;
export type OrgNameKind = (typeof orgNameKinds)[number];

/** The names that an org has; null: they may not be read with this client. */
export type OrgNames = Readonly<Record<OrgNameKind, ReadonlySet<string> | null>>;

/** What can be seen of the OAuth client that a connection uses. */
export interface OAuthClientFacts {
  readonly name: string;
  /** The roles it holds by name; null: they may not be read. */
  readonly roles: readonly string[] | null;
  /** How long its access tokens live, in seconds; null where Genesys does not say. */
  readonly tokenSeconds: number | null;
}

type Reader = Pick<GenesysClient, 'readIfAllowed'>;

interface NamedEntity {
  readonly id: string;
  readonly name: string;
}

const listings: Readonly<Record<OrgNameKind, { readonly path: string; readonly task: Task }>> = {
  divisions: { path: '/api/v2/authorization/divisions', task: { doing: 'read the divisions' } },
  roles: { path: '/api/v2/authorization/roles', task: { doing: 'read the roles', permission: 'authorization:role:view' } },
  skills: { path: '/api/v2/routing/skills', task: { doing: 'read the routing skills' } },
  languages: { path: '/api/v2/routing/languages', task: { doing: 'read the routing languages' } },
};

const pageSize = 100;
/** Genesys allows far fewer divisions, roles, skills and languages; a server that never ends must not hold us. */
const mostPages = 1000;

/** The names of the given kinds; kinds that were not asked for are null. Throws RequestError for anything but a missing permission. */
export async function readOrgNames(client: Reader, kinds: readonly OrgNameKind[], signal?: AbortSignal): Promise<OrgNames> {
  const names: Record<OrgNameKind, ReadonlySet<string> | null> = { divisions: null, roles: null, skills: null, languages: null };
  for (const kind of kinds) {
    const entities = await readEntities(client, kind, signal);
    names[kind] = entities && new Set(entities.map((entity) => entity.name));
  }
  return names;
}

/** The OAuth client itself, which takes `oauth:client:view`; null where it may not be read. Throws RequestError. */
export async function readOAuthClient(client: Reader, clientId: string, signal?: AbortSignal): Promise<OAuthClientFacts | null> {
  const task: Task = { doing: 'read the OAuth client', permission: 'oauth:client:view' };
  const found = await client.readIfAllowed(`/api/v2/oauth/clients/${encodeURIComponent(clientId)}`, task, signal);
  if (found === null || typeof found.name !== 'string') return null;
  const { accessTokenValiditySeconds: seconds } = found;
  return { name: found.name, roles: await rolesOf(client, found, signal), tokenSeconds: isCount(seconds) ? seconds : null };
}

/** A client of the grant *client credentials* holds roles by division; older answers give bare ids. */
async function rolesOf(client: Reader, found: Readonly<Record<string, unknown>>, signal?: AbortSignal): Promise<string[] | null> {
  const pairs = listOf(found.roleDivisions).map((pair) => (isRecord(pair) ? pair.roleId : null));
  const ids = new Set([...pairs, ...listOf(found.roleIds)].filter((id): id is string => typeof id === 'string'));
  if (ids.size === 0) return [];
  const roles = await readEntities(client, 'roles', signal);
  return roles?.filter((role) => ids.has(role.id)).map((role) => role.name) ?? null;
}

async function readEntities(client: Reader, kind: OrgNameKind, signal?: AbortSignal): Promise<readonly NamedEntity[] | null> {
  const { path, task } = listings[kind];
  const entities = new Map<string, NamedEntity>();
  for (let page = 1; page <= mostPages; page += 1) {
    const answer = await client.readIfAllowed(`${path}?pageSize=${pageSize}&pageNumber=${page}`, task, signal);
    // A list of which a page is missing is no list: a name that is not in it would be called missing.
    if (answer === null || !Array.isArray(answer.entities)) return null;
    for (const entity of listOf(answer.entities)) {
      if (!isRecord(entity) || typeof entity.id !== 'string' || typeof entity.name !== 'string' || entity.state === 'deleted') continue;
      entities.set(entity.id, { id: entity.id, name: entity.name });
    }
    const pages = isCount(answer.pageCount) ? answer.pageCount : answer.entities.length < pageSize ? page : mostPages;
    if (page >= pages || answer.entities.length === 0) return [...entities.values()];
  }
  return null;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}
