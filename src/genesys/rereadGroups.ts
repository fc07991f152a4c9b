import { inParallel } from '../http/inParallel';
import type { GenesysClient } from './client';
import { readGroupFacts } from './groupFacts';
import { proveMembers } from './proveMembers';
import { readGroups } from './readGroups';
import type { ScimGroup } from './scim';
import type { Snapshot } from './snapshot';

type Reader = Pick<GenesysClient, 'getGroup' | 'getUser' | 'readIfAllowed'>;

/**
 * A snapshot in which these groups are as they are now, with their members proved as in any snapshot (product.md, section 7); everything else
 * is as it was read then, `takenAt` included. A group that has gone is in it no more. Throws RequestError, or the signal's reason.
 */
export async function rereadGroups(
  client: Reader,
  snapshot: Snapshot,
  groupIds: readonly string[],
  signal: AbortSignal,
): Promise<Snapshot> {
  const options = { signal, onProgress: () => undefined };
  const listed = new Map<string, ScimGroup>();
  await inParallel(
    new Set(groupIds),
    async (id, stop) => {
      const group = await client.getGroup(id, stop);
      if (group) listed.set(id, group);
    },
    signal,
  );
  const read = await readGroups(client, listed, options);
  const users = new Map(snapshot.users);
  // Others stand here as what a member may be; their own members were proved before.
  const known = new Map([...snapshot.groups.values()].map((group) => [group.id, withoutMembers(group)]));
  const proved = await proveMembers(client, users, new Map([...known, ...read.groups]), options);
  const facts = await readGroupFacts(client, [...read.groups.keys()], signal, read.groups);
  const groups = without(snapshot.groups, groupIds);
  return {
    ...snapshot,
    complete: snapshot.complete && read.allRead,
    problems: [...snapshot.problems, ...read.problems, ...proved.problems],
    users,
    groups: new Map([...groups, ...read.groups]),
    deletedMembers: new Set([...snapshot.deletedMembers, ...proved.deletedMembers]),
    unprovedGroups: new Map([...without(snapshot.unprovedGroups, groupIds), ...proved.unprovedGroups, ...read.unprovedGroups]),
    groupFacts: new Map([...without(snapshot.groupFacts, groupIds), ...facts]),
  };
}

function withoutMembers(group: ScimGroup): ScimGroup {
  const bare = { ...group };
  delete bare.members;
  return bare;
}

function without<Value>(map: ReadonlyMap<string, Value>, ids: readonly string[]): Map<string, Value> {
  const left = new Map(map);
  for (const id of ids) left.delete(id);
  return left;
}
