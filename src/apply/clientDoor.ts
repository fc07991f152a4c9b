import type { GenesysClient } from '../genesys/client';
import { readRolesGranted } from '../genesys/groupFacts';
import { readMemberCount } from '../genesys/memberCounts';
import type { GroupDoor } from './groupDoor';

/** The engine's way into an org. Reading back takes no signal: a batch that was begun is brought to its proof, and cancelling counts after it. */
export function clientDoor(client: Pick<GenesysClient, 'getGroup' | 'patchMembers' | 'readIfAllowed'>): GroupDoor {
  return {
    readGroup: async (groupId) => {
      const group = await client.getGroup(groupId);
      if (group === null) return null;
      return {
        name: group.displayName,
        version: group.meta?.version ?? null,
        members: new Set((group.members ?? []).map((member) => member.value)),
      };
    },
    memberCount: (groupId) => readMemberCount(client, groupId),
    patchMembers: (groupId, batch, version, signal) => client.patchMembers(groupId, batch, version, signal),
    rolesGranted: (groupId) => readRolesGranted(client, groupId),
  };
}
