import type { GroupPlan, GroupRemoval, Plan, RemovalReason, UserAction, UserPlan } from '../../src/plan/plan';
import { defaultSettings } from '../../src/plan/settings';

/** A group without changes; tests say what differs. The keys stand in the order of the plan file. */
export function groupPlan({ name, ...given }: Partial<GroupPlan> & Pick<GroupPlan, 'name'>): GroupPlan {
  return {
    name,
    genesysName: name,
    oktaGroupId: `00g-${name}`,
    genesysGroupId: `group-${name}`,
    version: null,
    membersSha256: null,
    match: 'exact',
    pushStatus: null,
    verdict: 'unchanged',
    guards: [],
    members: 0,
    pushed: 0,
    pushedInactive: 0,
    after: 0,
    unchanged: 0,
    removalPercent: 0,
    removalsAtWorst: 0,
    confirmed: true,
    adds: [],
    notPushed: [],
    removals: [],
    rolesGranted: [],
    ...given,
  };
}

export function removals(reason: RemovalReason, count: number): GroupRemoval[] {
  return Array.from({ length: count }, (_unused, index) => ({
    genesysUserId: `${reason}-${index}`,
    userName: `${reason}.${index}@contoso.example`,
    displayName: `Person ${index}`,
    reason,
    origin: null,
  }));
}

export function userPlan(action: UserAction, name: string, given: Partial<UserPlan> = {}): UserPlan {
  return {
    action,
    notSent: false,
    note: null,
    userName: name,
    oktaUserId: `00u-${name}`,
    genesysUserId: `id-${name}`,
    matchedBy: 'externalId',
    version: null,
    attributes: [],
    ...given,
  };
}

/** The group of screens.md that would lose 1,240 people. */
export const supportTier1 = groupPlan({
  name: 'Support Tier 1',
  verdict: 'blocked',
  guards: ['genesysBlock', 'count', 'percent', 'roles'],
  members: 1512,
  pushed: 275,
  after: 275,
  unchanged: 272,
  removalPercent: 82,
  removalsAtWorst: 1259,
  adds: [
    { genesysUserId: 'add-1', userName: 'new.one@contoso.example', oktaUserId: '00u-add-1' },
    { genesysUserId: 'add-2', userName: 'new.two@contoso.example', oktaUserId: '00u-add-2' },
    { genesysUserId: 'add-3', userName: 'new.three@contoso.example', oktaUserId: '00u-add-3' },
  ],
  removals: [...removals('notInOktaGroup', 912), ...removals('inactiveInOkta', 301), ...removals('notProvisioned', 27)],
  notPushed: Array.from({ length: 369 }, (_unused, index) => ({
    oktaUserId: `00u-np-${index}`,
    login: `np.${index}@contoso.example`,
    reason: index < 301 ? ('inactiveInOkta' as const) : ('notAssigned' as const),
  })),
  rolesGranted: [
    { role: 'Agent', division: 'Home' },
    { role: 'Supervisor', division: 'Home' },
  ],
});

/** A plan by hand with the groups of screens.md; `given` replaces parts of it. */
export function samplePlan(given: Partial<Plan> = {}): Plan {
  const groups = given.groups ?? [
    supportTier1,
    groupPlan({ name: 'billing', genesysName: 'Billing', match: 'caseOnly', verdict: 'review', guards: ['rename'], members: 3, after: 3 }),
    groupPlan({ name: 'Sales', verdict: 'safe', adds: [{ genesysUserId: 'add-1', userName: 'zoë@contoso.example', oktaUserId: '00u-z' }] }),
    groupPlan({ name: 'Night Shift' }),
    groupPlan({
      name: 'Ghost',
      genesysName: null,
      genesysGroupId: null,
      match: 'missing',
      verdict: 'unresolved',
      after: null,
      members: null,
    }),
  ];
  const count = (verdict: GroupPlan['verdict']): number => groups.filter((group) => group.verdict === verdict).length;
  return {
    format: 'scim-preflight/plan@1',
    id: 'a'.repeat(64),
    createdAt: '2026-11-23T12:00:00.000Z',
    tool: { name: 'scim-preflight', version: '0.1.0' },
    org: { name: 'Contoso CX', host: 'api.mypurecloud.ie', orgId: 'org-1', clientId: 'client-1' },
    oktaApp: null,
    inputs: [{ path: 'users.json', kind: 'users', records: 8412, sha256: 'b'.repeat(64), problems: [] }],
    settings: { now: '2026-11-23T12:00:00.000Z', ...defaultSettings },
    assumptions: ['Every Okta user is assumed to be assigned.'],
    complete: true,
    problems: [],
    summary: {
      groups: {
        unchanged: count('unchanged'),
        safe: count('safe'),
        review: count('review'),
        blocked: count('blocked'),
        unresolved: count('unresolved'),
      },
      members: { adds: 4, removals: 1240, peopleRemoved: 1240 },
      users: {
        create: 0,
        accountMissing: 0,
        update: 0,
        pingPong: 0,
        deactivate: 0,
        reactivate: 0,
        unmanaged: 0,
        conflict: 0,
        unchanged: 8412,
      },
      attributes: { change: 0, pingPong: 0, latentOverwrite: 0, invalid: 0, unsupported: 0, readOnly: 0 },
    },
    groups,
    users: [],
    conflicts: [],
    ...given,
  };
}
