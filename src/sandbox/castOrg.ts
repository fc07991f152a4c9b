import type { Cast, CastGroup, GenesysGroup } from './cast';
import { changedAt, genesysProfileOf, genesysStateOf, genesysVersionOf } from './genesysRecords';
import { genesysGroupId, genesysUserId, oktaGroupId } from './identities';
import type { OrgSource, SourceGroup } from './orgState';
import { guids } from './random';
import type { GenesysState } from './cast';

export const sampleOrgName = 'Contoso CX (sandbox)';

/** The Genesys org that a cast makes. */
export function castOrg(cast: Cast): OrgSource {
  const parts: number[] = [];
  const states: GenesysState[] = [];
  for (let part = 0; part < cast.parts; part += 1) {
    const state = genesysStateOf(cast, part);
    if (state === null) continue;
    parts.push(part);
    states.push(state);
  }
  const ids = parts.map(genesysUserId);
  const idOfPart = new Map(parts.map((part, user) => [part, ids[user] ?? '']));
  const partOf = (user: number): number => parts[user] ?? 0;
  return {
    orgId: guids('org')(Number.parseInt(guids(cast.name)(0).slice(0, 8), 16)),
    orgName: sampleOrgName,
    users: parts.length,
    id: (user) => ids[user] ?? '',
    state: (user) => states[user] ?? 'deleted',
    user: (user) => ({
      profile: genesysProfileOf(cast, partOf(user)),
      version: genesysVersionOf(partOf(user)),
      changedAt: changedAt(partOf(user)),
    }),
    groups: cast.groups.flatMap((group, at) => (group.genesys ? [sourceGroup(group, group.genesys, at, idOfPart)] : [])),
  };
}

function sourceGroup(group: CastGroup, genesys: GenesysGroup, at: number, idOfPart: ReadonlyMap<number, string>): SourceGroup {
  return {
    id: genesysGroupId(at),
    name: genesys.name,
    externalId: group.okta?.push?.status === 'ACTIVE' ? oktaGroupId(at) : null,
    version: genesysVersionOf(at),
    changedAt: changedAt(at),
    members: () => Array.from(genesys.members(), (part) => idOfPart.get(part) ?? genesysUserId(part)),
    grants: genesys.grants,
    owners: genesys.owners.map((part) => genesysUserId(part)),
    byRule: genesys.byRule,
  };
}
