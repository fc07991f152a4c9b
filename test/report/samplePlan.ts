import type { GroupAdd, GroupPlan, GroupRemoval, Plan, RemovalReason, UserPlan } from '../../src/plan/plan';
import { defaultSettings } from '../../src/plan/settings';

/** A plan made by hand, with the numbers of screens.md; every test says which part of it differs. */

export function removals(count: number, reason: RemovalReason, from = 0): GroupRemoval[] {
  return Array.from({ length: count }, (_, index) => ({
    genesysUserId: `gen-${reason}-${from + index}`,
    userName: `${reason.toLowerCase()}.${from + index}@contoso.example`,
    displayName: `Person ${reason} ${from + index}`,
    reason,
    origin: 'individual',
  }));
}

export function adds(count: number): GroupAdd[] {
  return Array.from({ length: count }, (_, index) => ({
    genesysUserId: `gen-add-${index}`,
    userName: `new.${index}@contoso.example`,
    oktaUserId: `00uadd${index}`,
  }));
}

/** A group of 100 members that a push leaves as it is; `change` says what is different. */
export function sampleGroup(change: Partial<GroupPlan> = {}): GroupPlan {
  return {
    name: 'Back Office',
    genesysName: 'Back Office',
    oktaGroupId: '00gback',
    genesysGroupId: 'group-back',
    version: '1',
    membersSha256: 'aa',
    match: 'exact',
    pushStatus: 'ACTIVE',
    verdict: 'unchanged',
    guards: [],
    members: 100,
    pushed: 100,
    pushedInactive: 0,
    after: 100,
    unchanged: 100,
    removalPercent: 0,
    removalsAtWorst: 0,
    confirmed: true,
    adds: [],
    notPushed: [],
    removals: [],
    rolesGranted: [],
    ...change,
  };
}

export function supportTier1(): GroupPlan {
  return sampleGroup({
    name: 'Support Tier 1',
    genesysName: 'Support Tier 1',
    oktaGroupId: '00gtier1',
    genesysGroupId: 'group-tier1',
    verdict: 'blocked',
    guards: ['genesysBlock', 'count', 'percent', 'roles'],
    members: 1512,
    pushed: 275,
    after: 275,
    unchanged: 272,
    removalPercent: 82,
    removalsAtWorst: 1259,
    adds: adds(3),
    notPushed: [
      ...Array.from({ length: 301 }, (_, index) => ({
        oktaUserId: `00uleft${index}`,
        login: `left.${index}@contoso.example`,
        reason: 'inactiveInOkta' as const,
      })),
      ...Array.from({ length: 68 }, (_, index) => ({ oktaUserId: `00unone${index}`, login: null, reason: 'notProvisioned' as const })),
    ],
    removals: [...removals(912, 'notInOktaGroup'), ...removals(301, 'inactiveInOkta'), ...removals(27, 'notProvisioned')],
    rolesGranted: [
      { role: 'Agent', division: 'Home' },
      { role: 'Supervisor', division: 'Home' },
    ],
  });
}

export function serviceDesk(): GroupPlan {
  return sampleGroup({
    name: 'Service Desk',
    genesysName: 'Service Desk',
    oktaGroupId: '00gdesk',
    genesysGroupId: 'group-desk',
    verdict: 'review',
    guards: ['transientBlock'],
    members: 2000,
    pushed: 2000,
    after: 2000,
    unchanged: 2000,
    removalsAtWorst: 1744,
  });
}

export function vip(): GroupPlan {
  return sampleGroup({
    name: 'VIP',
    genesysName: 'VIP',
    oktaGroupId: '00gvip',
    genesysGroupId: 'group-vip',
    verdict: 'review',
    guards: ['percent'],
    members: 20,
    pushed: 14,
    after: 14,
    unchanged: 14,
    removalPercent: 30,
    removalsAtWorst: 6,
    removals: [...removals(3, 'notInOktaGroup'), ...removals(3, 'unknownToOkta')],
    rolesGranted: null,
  });
}

export function billing(): GroupPlan {
  return sampleGroup({
    name: 'billing',
    genesysName: 'Billing',
    oktaGroupId: '00gbill',
    genesysGroupId: 'group-bill',
    match: 'caseOnly',
    verdict: 'review',
    guards: ['rename'],
  });
}

export function missingGroup(): GroupPlan {
  return sampleGroup({
    name: 'Night Shift',
    genesysName: null,
    oktaGroupId: '00gnight',
    genesysGroupId: null,
    version: null,
    membersSha256: null,
    match: 'missing',
    verdict: 'unresolved',
    members: null,
    pushed: null,
    pushedInactive: null,
    after: null,
    unchanged: null,
    removalPercent: null,
    removalsAtWorst: null,
    rolesGranted: null,
  });
}

export function sampleUsers(): UserPlan[] {
  const user = (change: Partial<UserPlan> & Pick<UserPlan, 'action'>): UserPlan => ({
    notSent: false,
    note: null,
    userName: null,
    oktaUserId: null,
    genesysUserId: null,
    matchedBy: null,
    version: null,
    attributes: [],
    ...change,
  });
  const phone = 'phoneNumbers[type eq "work"].value';
  return [
    user({
      action: 'deactivate',
      userName: 'gone@contoso.example',
      oktaUserId: '00ugone',
      genesysUserId: 'gen-gone',
      matchedBy: 'login',
      note: 'Deactivated in Okta; the deactivation never arrived in Genesys.',
    }),
    user({ action: 'create', notSent: true, userName: 'new@contoso.example', oktaUserId: '00unew' }),
    user({
      action: 'update',
      userName: 'anna.berg@contoso.example',
      oktaUserId: '00uanna',
      genesysUserId: 'gen-anna',
      matchedBy: 'externalId',
      version: '4',
      attributes: [
        { path: phone, kind: 'pingPong', okta: '(317) 222-2222', genesys: '+13172222222', normalized: '+13172222222', message: null },
        { path: 'title', kind: 'change', okta: 'Lead', genesys: 'Agent', normalized: 'Lead', message: null },
      ],
    }),
    user({
      action: 'pingPong',
      userName: 'ben@contoso.example',
      oktaUserId: '00uben',
      genesysUserId: 'gen-ben',
      matchedBy: 'login',
      attributes: [
        { path: phone, kind: 'pingPong', okta: '317-222-3333', genesys: '+13172223333', normalized: '+13172223333', message: null },
      ],
    }),
    user({ action: 'unmanaged', userName: 'robot@contoso.example', genesysUserId: 'gen-robot' }),
  ];
}

/** The story of screens.md: 1,246 removals of 1,243 people in two groups, one of them blocked, and a third that is emptied for a time. */
export function samplePlan(change: Partial<Plan> = {}): Plan {
  return {
    format: 'scim-preflight/plan@1',
    id: '3f1c9a52d0b84e6f7a1d2c3b4e5f60718293a4b5c6d7e8f90123456789abcdef',
    createdAt: '2026-11-20T14:02:11.000Z',
    tool: { name: 'scim-preflight', version: '0.1.0' },
    org: { name: 'Contoso CX', host: 'api.mypurecloud.ie', orgId: 'org-1', clientId: 'client-1' },
    oktaApp: { id: '0oaapp1', label: 'Genesys Cloud' },
    inputs: [
      { path: 'users.json', kind: 'users', records: 8300, sha256: '1'.repeat(64), problems: [] },
      {
        path: 'members/Support Tier 1.json',
        kind: 'groupMembers',
        records: 644,
        sha256: '2'.repeat(64),
        problems: [{ level: 'note', code: 'group-from-file-name', message: 'The group was told from the file name.', line: null }],
      },
    ],
    settings: { ...defaultSettings, now: '2026-11-20T14:02:00.000Z' },
    assumptions: ['Everybody in the export is assumed to be assigned to the app: no assignments file was found.'],
    complete: true,
    problems: [{ level: 'doubt', code: 'old-export', message: 'The export is 30 hours old.', path: null, line: null }],
    summary: {
      groups: { unchanged: 1, safe: 1, review: 3, blocked: 1, unresolved: 1 },
      members: { adds: 3, removals: 1246, peopleRemoved: 1243 },
      users: {
        create: 1,
        accountMissing: 0,
        update: 1,
        pingPong: 1,
        deactivate: 1,
        reactivate: 0,
        unmanaged: 1,
        conflict: 0,
        unchanged: 8407,
      },
      attributes: { change: 1, pingPong: 2, latentOverwrite: 0, invalid: 0, unsupported: 0, readOnly: 0 },
    },
    groups: [
      missingGroup(),
      supportTier1(),
      vip(),
      billing(),
      serviceDesk(),
      sampleGroup({ name: 'Sales', verdict: 'safe' }),
      sampleGroup(),
    ],
    users: sampleUsers(),
    conflicts: [
      {
        kind: 'sameGenesysUser',
        message: 'Two Okta users match robot@contoso.example.',
        oktaUserIds: ['00ua', '00ub'],
        genesysUserIds: ['gen-robot'],
      },
    ],
    ...change,
  };
}

/** A plan in which nothing would change, of 38 groups and 8,412 users. */
export function agreedPlan(): Plan {
  const plan = samplePlan();
  return {
    ...plan,
    problems: [],
    assumptions: [],
    groups: Array.from({ length: 38 }, (_, index) => sampleGroup({ name: `Group ${index}` })),
    users: [],
    conflicts: [],
    summary: {
      groups: { unchanged: 38, safe: 0, review: 0, blocked: 0, unresolved: 0 },
      members: { adds: 0, removals: 0, peopleRemoved: 0 },
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
  };
}
