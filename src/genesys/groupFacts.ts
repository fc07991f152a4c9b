import type { GenesysClient } from './client';
import { inParallel } from '../http/inParallel';
import { isCount, isId, isRecord } from './resourceCheck';
import type { ScimGroup } from './scim';
import type { GroupFacts, MemberOrigin, RoleGrant } from './snapshot';

type Reader = Pick<GenesysClient, 'readIfAllowed' | 'getGroup'>;
type Document = Readonly<Record<string, unknown>>;

/**
 * What SCIM does not say of groups: the roles they grant, Genesys' own member count, and where each membership comes from (product.md,
 * sections 5 and 8). A part that may not be read, or is not there, is null and never an error; anything else throws RequestError. Five
 * requests a group, so it is asked for the groups that a plan takes people out of only. `known` saves reading their members once more.
 */
export async function readGroupFacts(
  client: Reader,
  groupIds: readonly string[],
  signal?: AbortSignal,
  known: ReadonlyMap<string, ScimGroup> = new Map(),
): Promise<ReadonlyMap<string, GroupFacts>> {
  const facts = new Map<string, GroupFacts>();
  await inParallel(
    new Set(groupIds),
    async (id, inner) => {
      facts.set(id, await readGroupFact(client, id, inner, known.get(id)));
    },
    signal,
  );
  return facts;
}

/** The facts of one group, as `readGroupFacts` reads them. */
export async function readGroupFact(client: Reader, groupId: string, signal?: AbortSignal, known?: ScimGroup): Promise<GroupFacts> {
  const path = `/api/v2/groups/${encodeURIComponent(groupId)}`;
  const rolesGranted = await readRolesGranted(client, groupId, signal);
  const group = await client.readIfAllowed(path, { doing: 'read a directory group' }, signal);
  const individuals = await client.readIfAllowed(`${path}/individuals`, { doing: 'read who was added to a group by hand' }, signal);
  const rule = await client.readIfAllowed(`${path}/dynamicsettings`, { doing: "read a group's membership rule" }, signal);
  const members = known?.members ? known : rule === null ? null : await client.getGroup(groupId, signal);
  return {
    rolesGranted,
    memberCount: isCount(group?.memberCount) ? group.memberCount : null,
    origins: originsOf(individuals, group, rule, members?.members?.map((member) => member.value) ?? []),
  };
}

/** The roles that one group grants; null where they may not be read. */
export async function readRolesGranted(
  client: Pick<Reader, 'readIfAllowed'>,
  groupId: string,
  signal?: AbortSignal,
): Promise<RoleGrant[] | null> {
  const subject = await client.readIfAllowed(
    `/api/v2/authorization/subjects/${encodeURIComponent(groupId)}`,
    { doing: 'read what a group grants', permission: 'authorization:grant:view' },
    signal,
  );
  return subject === null ? null : grantsOf(subject);
}

/** Each role and division once, sorted; null where the answer is none. */
function grantsOf(subject: Document): RoleGrant[] | null {
  // A subject without a list has none; any other document without one says nothing.
  if (!Array.isArray(subject.grants)) return isId(subject.id) && (subject.grants ?? null) === null ? [] : null;
  const grants = new Map<string, RoleGrant>();
  for (const grant of subject.grants as readonly unknown[]) {
    const role = isRecord(grant) ? nameOf(grant.role) : null;
    // A grant that cannot be read must not look like no grant.
    if (role === null) return null;
    const division = (isRecord(grant) ? nameOf(grant.division) : null) ?? '';
    grants.set(`${role}\n${division}`, { role, division });
  }
  return [...grants.keys()].sort().flatMap((key) => grants.get(key) ?? []);
}

function nameOf(entity: unknown): string | null {
  if (!isRecord(entity)) return null;
  if (typeof entity.name === 'string' && entity.name !== '') return entity.name;
  return typeof entity.id === 'string' && entity.id !== '' ? entity.id : null;
}

/**
 * By member: owners that Genesys counts as members stay members whatever SCIM removes; then who was added by hand; who is neither came by the
 * rule, where there is one. Null where it cannot be told by hand from otherwise.
 */
function originsOf(
  individuals: Document | null,
  group: Document | null,
  rule: Document | null,
  members: readonly string[],
): ReadonlyMap<string, MemberOrigin> | null {
  const byHand = individuals === null ? null : idsOf(individuals.entities);
  if (byHand === null || (isCount(individuals?.total) && individuals.total > byHand.length)) return null;
  const origins = new Map<string, MemberOrigin>(byHand.map((id) => [id, 'individual']));
  const owners = (group?.includeOwners === false ? null : idsOf(group?.owners)) ?? [];
  for (const id of owners) if (group?.includeOwners === true || !origins.has(id)) origins.set(id, 'owner');
  if (rule !== null) for (const id of members) if (!origins.has(id)) origins.set(id, 'rule');
  return origins;
}

function idsOf(entities: unknown): string[] | null {
  if (!Array.isArray(entities)) return null;
  return (entities as readonly unknown[]).flatMap((entity) => (isRecord(entity) && isId(entity.id) ? [entity.id] : []));
}
