import fc from 'fast-check';
import type { ScimUser } from '../../src/genesys/scim';
import type { AppUser, OktaStatus, OktaUser } from '../../src/okta/source';
import { defaultSettings } from '../../src/plan/settings';
import { genesysGroupId, genesysId, oktaId, orgOf, type Org, type RawOrg } from './rawOrg';

/** How many people of each sort one large group has. */
interface Sizes {
  readonly inStep: number;
  readonly addedByHand: number;
  readonly deprovisioned: number;
  readonly notProvisioned: number;
  readonly new: number;
  readonly oktaBatch: number;
}

/** One Okta group with a namesake in Genesys whose changes lie around 1000, and whose push lies around the batch. */
export const largeOrgs: fc.Arbitrary<Org> = fc
  .record<Sizes>({
    inStep: fc.constantFrom(0, 1, 255, 256, 257, 1256, 1257, 2000),
    addedByHand: fc.constantFrom(0, 1, 990, 1000, 1001),
    deprovisioned: fc.constantFrom(0, 10, 1001),
    notProvisioned: fc.constantFrom(0, 1),
    new: fc.constantFrom(0, 1, 101, 300),
    oktaBatch: fc.constantFrom(1, 256, 1000, 1500),
  })
  .map(largeOrgOf);

/** The same org with every map and list whose order means nothing in another order. */
export function shuffled({ source, snapshot, settings }: Org, seed: number): Org {
  const list = <Item>(items: readonly Item[]): readonly Item[] => shuffle(items, seed);
  const map = <Value>(items: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> => new Map(shuffle([...items], seed));
  return {
    source: {
      ...source,
      users: map(source.users),
      groups: map(source.groups),
      members: new Map([...map(source.members)].map(([id, group]) => [id, { ...group, userIds: list(group.userIds) }])),
      assignments: source.assignments && { ...source.assignments, byUser: map(source.assignments.byUser) },
      pushMappings: source.pushMappings && list(source.pushMappings),
    },
    snapshot: {
      ...snapshot,
      users: map(snapshot.users),
      groups: new Map([...map(snapshot.groups)].map(([id, group]) => [id, { ...group, members: [...list(group.members ?? [])] }])),
      deletedMembers: new Set(list([...snapshot.deletedMembers])),
      unprovedGroups: map(snapshot.unprovedGroups),
      groupFacts: map(snapshot.groupFacts),
    },
    settings,
  };
}

/** By a number that a linear congruential generator draws for each place: repeatable. */
function shuffle<Item>(items: readonly Item[], seed: number): readonly Item[] {
  let state = (seed % 2147483646) + 1;
  const draw = (): number => (state = (state * 48271) % 2147483647);
  return items
    .map((item) => ({ item, place: draw() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/** Exported for the oracle's own test. */
export function largeOrgOf(sizes: Sizes): Org {
  const users = new Map<string, OktaUser>();
  const appUsers = new Map<string, AppUser>();
  const genesysUsers = new Map<string, ScimUser>();
  const oktaMembers: string[] = [];
  const genesysMembers: string[] = [];
  const add = (count: number, inOkta: OktaStatus | null, account: boolean, inGenesysGroup: boolean): void => {
    for (let left = count; left > 0; left -= 1) {
      const number = genesysUsers.size;
      const name = `person.${String(number).padStart(5, '0')}@x.io`;
      genesysUsers.set(genesysId(number), { id: genesysId(number), userName: name, active: inOkta !== 'DEPROVISIONED' });
      if (inGenesysGroup) {
        genesysMembers.push(genesysId(number));
      }
      if (inOkta !== null) {
        const id = oktaId(number);
        users.set(id, { id, status: inOkta, login: name, email: null, lastUpdated: null, profile: {} });
        const externalId = account ? genesysId(number) : null;
        appUsers.set(id, { userId: id, externalId, status: 'PROVISIONED', syncState: null, userName: null, profile: null });
        oktaMembers.push(id);
      }
    }
  };
  add(sizes.inStep, 'ACTIVE', true, true);
  add(sizes.addedByHand, null, false, true);
  add(sizes.deprovisioned, 'DEPROVISIONED', true, true);
  add(sizes.notProvisioned, 'ACTIVE', false, true);
  add(sizes.new, 'LOCKED_OUT', true, false);
  const empty = orgOf(emptyOrg);
  const oktaGroup = { id: '00g0', name: 'Desk', type: null, sourceAppId: null, usersCount: null, lastMembershipUpdated: null };
  const members = { groupId: '00g0', userIds: oktaMembers, confirmed: true, doubtful: false, incomplete: false, paths: [] };
  const group = { id: genesysGroupId(0), displayName: 'Desk', members: genesysMembers.map((value) => ({ value })) };
  return {
    source: {
      ...empty.source,
      users,
      groups: new Map([['00g0', oktaGroup]]),
      members: new Map([['00g0', members]]),
      assignments: { byUser: appUsers, holdsAccounts: true, doubtful: false },
    },
    snapshot: { ...empty.snapshot, users: genesysUsers, groups: new Map([[group.id, group]]) },
    settings: { ...empty.settings, oktaBatch: sizes.oktaBatch },
  };
}

/** Nobody and nothing: what an example starts from. */
export const emptyOrg: RawOrg = {
  oktaUsers: [],
  genesysUsers: [],
  oktaGroups: [],
  genesysGroups: [],
  mappings: null,
  assignments: 'none',
  doubtfulAssignments: false,
  app: null,
  deleted: [],
  live: true,
  snapshotComplete: true,
  sourceComplete: true,
  settings: defaultSettings,
};
