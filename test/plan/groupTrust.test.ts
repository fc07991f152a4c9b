import assert from 'node:assert/strict';
import type { GroupMembership, OktaGroup, OktaUser, PushMapping, Source } from '../../src/okta/source';
import { groupTrust, groupTrustOfPlan } from '../../src/plan/groupTrust';
import { groupPlan, samplePlan } from '../vscode/samplePlan';

type Read = Pick<Source, 'users' | 'groups' | 'members' | 'pushMappings'>;

function oktaGroup(id: string, given: Partial<OktaGroup> = {}): OktaGroup {
  return { id, name: `Group ${id}`, type: 'OKTA_GROUP', sourceAppId: null, usersCount: null, lastMembershipUpdated: null, ...given };
}

function membership(groupId: string, userIds: readonly string[], given: Partial<GroupMembership> = {}): GroupMembership {
  return { groupId, userIds, confirmed: true, incomplete: false, doubtful: false, paths: [`members/${groupId}.json`], ...given };
}

function read(groups: readonly OktaGroup[], members: readonly GroupMembership[], pushed: readonly string[] | null): Read {
  const user = (id: string): OktaUser => ({
    id,
    status: id.startsWith('gone') ? 'DEPROVISIONED' : 'ACTIVE',
    login: id,
    email: null,
    lastUpdated: null,
    profile: {},
  });
  const mapping = (sourceGroupId: string): PushMapping => ({
    id: null,
    sourceGroupId,
    sourceGroupName: null,
    targetGroupId: null,
    targetGroupName: null,
    status: 'ACTIVE',
    errorSummary: null,
  });
  return {
    users: new Map(members.flatMap(({ userIds }) => userIds.map((id) => [id, user(id)]))),
    groups: new Map(groups.map((group) => [group.id, group])),
    members: new Map(members.map((list) => [list.groupId, list])),
    pushMappings: pushed?.map(mapping) ?? null,
  };
}

describe('How far member lists can be believed', () => {
  const groups = [
    oktaGroup('a', { usersCount: 2 }),
    oktaGroup('b'),
    oktaGroup('c', { usersCount: 9 }),
    oktaGroup('app', { type: 'APP_GROUP' }),
  ];
  const members = [
    membership('a', ['u1', 'u2']),
    membership('b', ['u1'], { confirmed: false }),
    membership('c', ['u1'], { confirmed: false, incomplete: true }),
  ];

  it('is told of the pushed groups, the least believable first', () => {
    const { groups: told, others } = groupTrust(read(groups, members, ['a', 'b', 'c', 'nowhere']), {});
    assert.deepEqual(
      told.map(({ name, state, read: count, oktaCounts }) => [name, state, count, oktaCounts]),
      [
        ['Group c', 'incomplete', 1, 9],
        ['nowhere', 'unknown', null, null],
        ['Group b', 'unconfirmed', 1, null],
        ['Group a', 'confirmed', 2, 2],
      ],
    );
    assert.equal(others, 0);
  });

  it('is told of groups with members where no push mapping tells; others are counted, imported ones are not', () => {
    const { groups: told, others } = groupTrust(read([...groups, oktaGroup('d'), oktaGroup('e')], members, null), {});
    assert.deepEqual(
      told.map(({ oktaGroupId }) => oktaGroupId),
      ['c', 'b', 'a'],
    );
    assert.equal(others, 2);
  });

  const counts: readonly (readonly [string, Readonly<Record<string, number>>, number | null, number | null])[] = [
    ['no number', {}, null, null],
    ['a number by id', { a: 3 }, 3, 3],
    ['a number by name, whatever its case', { 'group A': 3 }, 3, 3],
    ['a number of another group', { b: 3 }, null, null],
    ['all of them counted', { a: 4 }, 4, null],
  ];
  for (const [name, confirmed, typed, readActive] of counts) {
    it(`knows what was typed, and who is deactivated where the count leaves them out: ${name}`, () => {
      const list = membership('a', ['u1', 'u2', 'u3', 'gone1']);
      const [told] = groupTrust(read([oktaGroup('a')], [list], ['a']), confirmed).groups;
      assert.deepEqual([told?.read, told?.typed, told?.readActive], [4, typed, readActive]);
    });
  }

  it('is told of a plan file as far as it goes', () => {
    const plan = samplePlan({
      groups: [
        groupPlan({ name: 'Fine' }),
        groupPlan({ name: 'Doubtful', confirmed: false }),
        groupPlan({ name: 'Cut', confirmed: false, guards: ['incompleteSource'] }),
        groupPlan({ name: 'No file', confirmed: false, guards: ['unknownMembers'] }),
        groupPlan({ name: 'No counterpart', confirmed: false, match: 'missing' }),
      ],
    });
    const { groups: told } = groupTrustOfPlan(plan);
    assert.deepEqual(
      told.map(({ name, state, read: count }) => [name, state, count]),
      [
        ['Cut', 'incomplete', null],
        ['No file', 'unknown', null],
        ['Doubtful', 'unconfirmed', null],
        ['Fine', 'confirmed', null],
      ],
    );
  });
});
