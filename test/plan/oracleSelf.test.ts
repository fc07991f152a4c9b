import assert from 'node:assert/strict';
import type { Guard } from '../../src/plan/plan';
import { planSlowly } from './oracle';
import type { OracleGroup, OraclePlan } from './oracleTypes';
import { emptyOrg, largeOrgOf } from './orderAndSize';
import { genesysId, orgOf, own, type Org, type RawAppUser, type RawGenesysGroup, type RawGenesysUser, type RawOktaGroup } from './rawOrg';
import type { RawMapping, RawOktaUser, RawOrg } from './rawOrg';

/** Examples out of product.md, sections 3 to 6, so that the oracle itself stands on the text. */

const provisioned: RawAppUser = { status: 'PROVISIONED', account: own, userName: null, profile: 'none' };
const noSizes = { inStep: 0, addedByHand: 0, deprovisioned: 0, notProvisioned: 0, new: 0, oktaBatch: 256 };

function okta(over: Partial<RawOktaUser> = {}): RawOktaUser {
  return { status: 'ACTIVE', login: own, email: own, profile: {}, app: provisioned, listed: true, ...over };
}

function genesys(over: Partial<RawGenesysUser> = {}): RawGenesysUser {
  const nothing = {
    displayName: null,
    title: null,
    workPhone: null,
    mobilePhone: null,
    department: null,
    employeeNumber: null,
    manager: null,
  };
  return { userName: own, active: true, externalId: null, email: own, ...nothing, ...over };
}

function oktaGroup(members: readonly number[] | null, name = 'Support', over: Partial<RawOktaGroup> = {}): RawOktaGroup {
  return { name, type: 'OKTA_GROUP', from: null, members, confirmed: true, incomplete: false, doubt: false, ...over };
}

function genesysGroup(members: readonly number[], name = 'Support', over: Partial<RawGenesysGroup> = {}): RawGenesysGroup {
  return { name, members, typed: true, odd: false, unproved: false, roles: [], origins: false, countOff: null, ...over };
}

function mapping(over: Partial<RawMapping>): RawMapping {
  return { source: 0, sourceName: null, targetName: null, target: null, status: 'ACTIVE', ...over };
}

function plan(over: Partial<RawOrg>): OraclePlan {
  return planOf(orgOf({ ...emptyOrg, assignments: 'withAccounts', live: false, ...over }));
}

function planOf({ source, snapshot, settings }: Org): OraclePlan {
  return planSlowly(source, snapshot, settings);
}

function only(groups: readonly OracleGroup[]): OracleGroup {
  const [group, ...others] = groups;
  assert.ok(group !== undefined && others.length === 0);
  return group;
}

/** The actions as `action okta genesys`, by number. */
function actionsOf({ users }: OraclePlan): readonly string[] {
  return users
    .map((user) => [user.action, user.oktaSides[0]?.oktaUserId?.slice(3) ?? '-', user.genesysUserId?.slice(-1) ?? '-'].join(' '))
    .sort();
}

describe('the oracle on examples of the text', () => {
  it('empties a synced group of 2,000 of 1,744 for a time', () => {
    const group = only(planOf(largeOrgOf({ ...noSizes, inStep: 2000 })).groups);
    assert.deepEqual([group.removalsAtWorst, group.verdict, group.guards], [1744, 'review', ['transientBlock']]);
  });

  const sizes: readonly (readonly [string, Partial<typeof noSizes>, number, readonly Guard[], string])[] = [
    ['1000 removals are not blocked', { inStep: 2000, addedByHand: 1000 }, 2744, ['transientBlock', 'count', 'percent', 'roles'], 'review'],
    ['1001 removals are', { inStep: 9, addedByHand: 1001 }, 1001, ['genesysBlock', 'count', 'percent', 'roles'], 'blocked'],
    ['25 removals are allowed, 20 % too', { inStep: 100, addedByHand: 25 }, 25, ['roles'], 'review'],
    ['26 are not', { inStep: 200, addedByHand: 26 }, 26, ['count', 'roles'], 'review'],
    ['one removal is no percentage', { addedByHand: 1, inStep: 1 }, 1, ['roles'], 'review'],
    ['100 adds are safe', { inStep: 1, new: 100 }, 0, [], 'safe'],
    ['101 are not', { inStep: 1, new: 101 }, 0, ['manyAdds'], 'review'],
    ['an empty push', { addedByHand: 1 }, 1, ['emptyPush', 'roles'], 'review'],
    ['adds use up the first batch', { inStep: 300, new: 56 }, 100, [], 'safe'],
  ];
  for (const [name, size, worst, guards, verdict] of sizes) {
    it(`trips guards by size: ${name}`, () => {
      const group = only(planOf(largeOrgOf({ ...noSizes, ...size })).groups);
      assert.deepEqual([group.removalsAtWorst, group.guards, group.verdict], [worst, guards, verdict]);
    });
  }

  it('gives every removal its reason', () => {
    const { groups } = plan({
      oktaUsers: [
        okta(),
        okta({ status: 'DEPROVISIONED' }),
        okta({ app: null }),
        okta({ app: { ...provisioned, account: null } }),
        okta(),
        okta({ app: { ...provisioned, account: 9 } }),
      ],
      genesysUsers: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(() => genesys()),
      oktaGroups: [oktaGroup([0, 1, 2, 3])],
      genesysGroups: [genesysGroup([0, 1, 2, 3, 4, 5, 6, 10, 21]), genesysGroup([], 'Nested')],
      deleted: [true],
    });
    const group = only(groups);
    const reasons = Object.entries(group.removals).map(([id, reason]) => [id.startsWith('9') ? 'nested' : Number(id.slice(-2)), ...reason]);
    assert.deepEqual(reasons, [
      [1, 'inactiveInOkta'],
      [2, 'notAssigned'],
      [3, 'notProvisioned'],
      [4, 'notInOktaGroup'],
      [5, 'otherAccount'],
      [6, 'unknownToOkta'],
      [10, 'deletedInGenesys'],
      ['nested', 'groupMember'],
    ]);
    assert.deepEqual([group.members, group.pushed, group.after, group.unchanged, group.removalPercent], [9, 1, 1, 1, 88.9]);
    assert.deepEqual(group.notPushed, { '00u1': 'inactiveInOkta', '00u2': 'notAssigned', '00u3': 'notProvisioned' });
  });

  it('pushes a held account that no listing holds only where it is a member now', () => {
    const people = {
      oktaUsers: [okta({ app: { ...provisioned, account: 10 } }), okta({ app: { ...provisioned, account: 11 } })],
      deleted: [true],
    };
    const group = only(plan({ ...people, oktaGroups: [oktaGroup([0, 1])], genesysGroups: [genesysGroup([10])] }).groups);
    assert.deepEqual([group.pushed, group.removals, group.notPushed], [1, {}, { '00u1': 'noGenesysAccount' }]);
  });

  it('counts a held account that the snapshot lacks as missing, and half of them as another org', () => {
    const lost = okta({ app: { ...provisioned, account: 12 } });
    const half = plan({ oktaUsers: [okta(), lost], genesysUsers: [genesys(), genesys()] });
    assert.deepEqual([half.wrongOrg, half.complete, actionsOf(half)], [false, true, ['accountMissing 1 -', 'unmanaged - 1']]);
    const most = plan({ oktaUsers: [okta(), lost, lost], genesysUsers: [genesys()] });
    assert.deepEqual([most.wrongOrg, most.complete], [true, false]);
  });

  it('lets a rehire beat the old record, and finds a deactivation that never arrived', () => {
    const old = okta({ status: 'DEPROVISIONED' });
    const rehire = okta({ login: 'person0@x.io', email: null, app: { ...provisioned, account: null } });
    assert.deepEqual(actionsOf(plan({ oktaUsers: [old, rehire], genesysUsers: [genesys({ email: null })] })), []);
    assert.deepEqual(actionsOf(plan({ oktaUsers: [old], genesysUsers: [genesys()] })), ['deactivate 0 0']);
    assert.deepEqual(actionsOf(plan({ oktaUsers: [{ ...old, app: null }], genesysUsers: [genesys()] })), ['deactivate 0 0']);
    assert.deepEqual(actionsOf(plan({ oktaUsers: [{ ...old, app: null }], genesysUsers: [genesys({ active: false })] })), [
      'unmanaged 0 0',
    ]);
  });

  it('reports two on one and one on two, and pushes neither without a held account', () => {
    const [first, second] = [okta({ login: 'a@x.io', email: 'p@x.io', app: null }), okta({ login: 'b@x.io', email: 'p@x.io', app: null })];
    const two = plan({
      assignments: 'none',
      oktaUsers: [first, second],
      genesysUsers: [genesys({ userName: 'P@x.io' })],
      oktaGroups: [oktaGroup([0])],
      genesysGroups: [genesysGroup([0])],
    });
    assert.deepEqual(two.conflicts, [{ kind: 'sameGenesysUser', oktaUserIds: ['00u0', '00u1'], genesysUserIds: [genesysId(0)] }]);
    const group = only(two.groups);
    assert.deepEqual([group.notPushed, group.removals], [{ '00u0': 'conflict' }, { [genesysId(0)]: ['conflict'] }]);
    assert.ok(group.guards.includes('conflict'));
    const one = plan({
      assignments: 'none',
      oktaUsers: [first],
      genesysUsers: [genesys({ userName: 'A@x.io' }), genesys({ userName: 'a@X.io' })],
    });
    assert.deepEqual(actionsOf(one), ['conflict 0 0', 'conflict 0 1']);
  });

  const namings: readonly (readonly [string, readonly string[], readonly string[], readonly string[]])[] = [
    ['exact', ['Support'], ['Support'], ['exact']],
    ['only the case differs', ['Support'], ['support'], ['caseOnly']],
    ['two in Genesys', ['Support'], ['Support', 'SUPPORT'], ['ambiguous']],
    ['two in Okta', ['Support', 'support'], ['Support'], ['ambiguous', 'ambiguous']],
    ['equal only after trimming', ['Support'], ['Support '], ['nearMiss']],
    ['equal only without invisible characters', ['Support'], ['Sup\u200bport'], ['nearMiss']],
    ['missing: not listed without push mappings', ['Support'], ['Sales'], []],
  ];
  for (const [name, inOkta, inGenesys, matches] of namings) {
    it(`matches group names: ${name}`, () => {
      const { groups } = plan({
        oktaGroups: inOkta.map((group) => oktaGroup([], group)),
        genesysGroups: inGenesys.map((group) => genesysGroup([], group)),
      });
      assert.deepEqual(
        groups.map((group) => group.match),
        matches,
      );
      assert.ok(groups.every((group) => group.guards.includes('rename') === (group.match === 'caseOnly')));
    });
  }

  it('follows push mappings, by the name of the target where it is known', () => {
    const { groups } = plan({
      oktaGroups: [
        oktaGroup([], 'Tier 1'),
        oktaGroup([], 'Tier 2'),
        oktaGroup([], 'Support', { type: 'APP_GROUP', from: 'app' }),
        oktaGroup([], 'Gone'),
      ],
      genesysGroups: [genesysGroup([]), genesysGroup([], 'Elsewhere')],
      mappings: [mapping({ target: 2 }), mapping({ source: 1, targetName: 'Support', status: 'INACTIVE' }), mapping({ source: 3 })],
    });
    assert.deepEqual(
      groups.map((group) => [group.name, group.match, group.guards, group.verdict]),
      [
        ['Tier 1', 'exact', ['rename'], 'review'],
        ['Tier 2', 'exact', ['rename', 'sharedTarget'], 'review'],
        ['Gone', 'missing', [], 'unresolved'],
      ],
    );
  });

  it('knows nothing of a group without a members file but its members now', () => {
    const group = only(plan({ genesysUsers: [genesys()], oktaGroups: [oktaGroup(null)], genesysGroups: [genesysGroup([0])] }).groups);
    assert.deepEqual(
      [group.verdict, group.guards, group.members, group.pushed, group.removalsAtWorst],
      ['unresolved', ['unknownMembers'], 1, null, null],
    );
  });

  it('makes groups that would change unresolved in a partial plan, and leaves the others', () => {
    const { complete, groups } = plan({
      sourceComplete: false,
      oktaUsers: [okta()],
      genesysUsers: [genesys()],
      oktaGroups: [oktaGroup([0]), oktaGroup([0], 'Sales')],
      genesysGroups: [genesysGroup([]), genesysGroup([0], 'Sales')],
    });
    assert.deepEqual([complete, groups.map((group) => group.verdict)], [false, ['unresolved', 'unchanged']]);
  });

  const phones: readonly (readonly [string, string | null, string, string | undefined])[] = [
    ['(317) 222-2222', 'US', '+13172222222', 'pingPong'],
    ['(317) 222-2222', null, '+13172222222', 'change'],
    ['+1 317 222 2222 x42', null, '+13172222222;ext=42', 'pingPong'],
    ['+1 317 222 2222 x42', null, '+13172222222', 'change'],
    ['+13172222222', null, '+13172222222', undefined],
    ['+1 555', null, '+13172222222', 'invalid'],
    ['n/a', 'US', '', 'invalid'],
    ['', 'US', '+13172222222', undefined],
  ];
  for (const [inOkta, phoneRegion, inGenesys, kind] of phones) {
    it(`compares phones: ${inOkta} with ${inGenesys}, region ${phoneRegion ?? 'none'}: ${kind ?? 'equal'}`, () => {
      const { users } = plan({
        oktaUsers: [okta({ profile: { primaryPhone: inOkta } })],
        genesysUsers: [genesys({ workPhone: inGenesys })],
        settings: { ...emptyOrg.settings, phoneRegion },
      });
      assert.equal(users[0]?.attributes['phoneNumbers[type eq "work"].value']?.kind, kind);
      assert.equal(users[0]?.action, kind === undefined ? undefined : kind === 'pingPong' ? 'pingPong' : 'update');
    });
  }

  it('keeps what Okta is set not to send, and marks it', () => {
    const people = { oktaUsers: [okta(), okta({ app: { ...provisioned, account: null } })], genesysUsers: [genesys({ active: false })] };
    const sent = (features: readonly string[] | null): readonly string[] =>
      plan({ ...people, app: { features, userNameTemplate: null } })
        .users.map((user) => `${user.action} ${String(user.notSent)}`)
        .sort();
    assert.deepEqual(sent(null), ['create false', 'reactivate false']);
    assert.deepEqual(sent([]), ['create true', 'reactivate true']);
    assert.deepEqual(sent(['PUSH_NEW_USERS']), ['create false', 'reactivate false']);
    assert.deepEqual(sent(['REACTIVATE_USERS']), ['create true', 'reactivate false']);
  });
});
