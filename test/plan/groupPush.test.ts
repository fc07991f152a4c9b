import assert from 'node:assert/strict';
import { removalsAtWorst } from '../../src/plan/groupPush';
import type { GroupPlan } from '../../src/plan/plan';
import { appUser, oktaGroup, oktaUser, plan, scimGroup, scimUser, snapshot, source, uncounted, type SourceParts } from './examples';
import type { Snapshot } from '../../src/genesys/snapshot';

function only(groups: readonly GroupPlan[]): GroupPlan {
  const [group] = groups;
  assert.ok(group && groups.length === 1);
  return group;
}

/** The plan of the one group "Sales" whose Genesys members are all the users of the snapshot that `members` names. */
function push(
  parts: SourceParts,
  users: Parameters<typeof snapshot>[0],
  members: readonly string[],
  rest: Partial<Snapshot> = {},
): GroupPlan {
  return only(
    plan(source({ groups: [oktaGroup('o', 'Sales')], ...parts }), snapshot(users, [scimGroup('s', 'Sales', members)], rest)).groups,
  );
}

describe('the pushed set', () => {
  it('is the same of every group with these members', () => {
    const ids = ['twin2', 'ok', 'off', 'twin1', 'stranger', 'b', 'a', 'ok'];
    const made = plan(
      source({
        users: ids.slice(0, -1).map((id) => oktaUser(id, id === 'off' ? { status: 'DEPROVISIONED' } : {})),
        groups: ['o1', 'o2', 'o3'].map((id) => oktaGroup(id, `Group ${id}`)),
        members: { o1: ids, o2: ids, o3: [...ids].reverse() },
        assignments: [
          ...['ok', 'off', 'a'].map((id) => appUser(id, `g-${id}`)),
          ...['twin1', 'twin2'].map((id) => appUser(id, 'g-twin')),
          appUser('stranger', 'g-stranger'),
          appUser('b', null),
        ],
      }),
      snapshot(
        ['g-ok', 'g-off', 'g-twin', 'g-a', 'g-leaves'].map((id) => scimUser(id)),
        ['o1', 'o2', 'o3'].map((id) => scimGroup(`s-${id}`, `Group ${id}`, ['g-stranger', 'g-leaves', 'g-off', 'g-ok', 'g-leaves'])),
      ),
    );
    const [first, ...others] = made.groups.map((one) => ({ ...one, name: '', genesysName: '', oktaGroupId: '', genesysGroupId: '' }));
    assert.deepEqual(others, [first, first]);
    assert.deepEqual(
      [first?.pushed, first?.unchanged, first?.adds.map(({ oktaUserId }) => oktaUserId), first?.removals.map((one) => one.genesysUserId)],
      [4, 2, ['a', 'twin1'], ['g-leaves', 'g-off']],
    );
    assert.ok(first?.guards.includes('conflict'));
  });

  it('lists who is not pushed, with the first reason that holds', () => {
    const users = [
      oktaUser('ok'),
      oktaUser('off', { status: 'DEPROVISIONED' }),
      oktaUser('staged', { status: 'STAGED' }),
      oktaUser('suspended', { status: 'SUSPENDED' }),
      oktaUser('unassigned'),
      oktaUser('empty'),
      oktaUser('gone'),
    ];
    const assignments = [
      appUser('ok', 'g1'),
      appUser('off', 'g2'),
      appUser('staged', 'g3'),
      appUser('suspended', 'g4'),
      appUser('empty', null),
      appUser('gone', 'elsewhere'),
    ];
    const group = push(
      { users, assignments, members: { o: [...users.map((user) => user.id), 'stranger'] } },
      [scimUser('g1'), scimUser('g2'), scimUser('g3'), scimUser('g4'), scimUser('g5', { userName: 'empty@contoso.example' })],
      ['g1', 'g2'],
    );
    assert.deepEqual(Object.fromEntries(group.notPushed.map((one) => [one.oktaUserId, one.reason])), {
      off: 'inactiveInOkta',
      staged: 'inactiveInOkta',
      unassigned: 'notAssigned',
      empty: 'notProvisioned',
      gone: 'noGenesysAccount',
      stranger: 'inactiveInOkta',
    });
    assert.deepEqual(
      [group.pushed, group.adds.map((add) => add.genesysUserId), group.removals.map((one) => one.genesysUserId)],
      [2, ['g4'], ['g2']],
    );
  });

  it('pushes a held account that is a member, in the listing or not', () => {
    const group = push(
      { users: [oktaUser('a')], assignments: [appUser('a', 'hidden'), appUser('x', 'g1')], members: { o: ['a'] } },
      [scimUser('g1')],
      ['hidden'],
    );
    assert.deepEqual([group.pushed, group.removals.length, group.notPushed.length], [1, 0, 0]);
  });

  it('counts an account once, and inactive Genesys users apart', () => {
    const group = push(
      { users: [oktaUser('a'), oktaUser('b')], assignments: [appUser('a', 'g'), appUser('b', 'g')], members: { o: ['b', 'a'] } },
      [scimUser('g', { active: false })],
      [],
    );
    assert.deepEqual(
      [group.pushed, group.pushedInactive, group.adds],
      [1, 1, [{ genesysUserId: 'g', userName: 'g@contoso.example', oktaUserId: 'a' }]],
    );
    assert.deepEqual(group.guards, ['conflict']);
  });

  it('takes the match for the account where the file tells of none', () => {
    const group = push(
      { users: [oktaUser('a')], assignments: [appUser('a', null)], holdsAccounts: false, members: { o: ['a'] } },
      [scimUser('a')],
      [],
    );
    assert.deepEqual(
      group.adds.map((add) => add.genesysUserId),
      ['a'],
    );
  });
});

describe('removal reasons', () => {
  const users = [
    oktaUser('elsewhere', { login: 'other@contoso.example' }),
    oktaUser('outside'),
    oktaUser('off', { status: 'DEPROVISIONED' }),
    oktaUser('unassigned'),
    oktaUser('empty'),
    oktaUser('twin1', { email: 'twin@contoso.example' }),
    oktaUser('twin2', { email: 'twin@contoso.example' }),
  ];
  const assignments = [appUser('elsewhere', 'g-real'), ...['outside', 'off', 'empty', 'twin1', 'twin2'].map((id) => appUser(id, null))];
  const genesys = ['g-real', 'other', 'outside', 'off', 'unassigned', 'empty', 'twin', 'nobody'].map((id) => scimUser(id));
  const group = push(
    { users, assignments, members: { o: ['off', 'unassigned', 'empty', 'twin1', 'twin2', 'elsewhere'] } },
    genesys,
    ['nested', 'other', 'outside', 'off', 'unassigned', 'empty', 'twin', 'nobody', 'deleted'],
    {
      groups: new Map(
        [
          scimGroup('s', 'Sales', ['nested', 'other', 'outside', 'off', 'unassigned', 'empty', 'twin', 'nobody', 'deleted']),
          scimGroup('nested', 'Inner', []),
        ].map((one) => [one.id, one]),
      ),
      deletedMembers: new Set(['deleted']),
    },
  );
  const expected: Record<string, string> = {
    nested: 'groupMember',
    twin: 'conflict',
    deleted: 'deletedInGenesys',
    other: 'otherAccount',
    nobody: 'unknownToOkta',
    outside: 'notInOktaGroup',
    off: 'inactiveInOkta',
    unassigned: 'notAssigned',
    empty: 'notProvisioned',
  };
  for (const [id, reason] of Object.entries(expected)) {
    it(`${id}: ${reason}`, () => {
      assert.equal(group.removals.find((one) => one.genesysUserId === id)?.reason, reason);
    });
  }
});

describe('removalsAtWorst', () => {
  const table: readonly (readonly [what: string, counts: Parameters<typeof removalsAtWorst>[0], batch: number, expected: number])[] = [
    ['a perfectly synced group of 2,000', { members: 2000, pushed: 2000, adds: 0, removals: 0 }, 256, 1744],
    ['one batch holds everybody', { members: 256, pushed: 256, adds: 0, removals: 0 }, 256, 0],
    ['one more than a batch', { members: 257, pushed: 257, adds: 0, removals: 0 }, 256, 1],
    ['the adds take places in the first batch', { members: 1512, pushed: 275, adds: 3, removals: 1240 }, 256, 1259],
    ['more adds than a batch holds', { members: 300, pushed: 600, adds: 300, removals: 0 }, 256, 300],
    ['the removals are more', { members: 10, pushed: 300, adds: 300, removals: 10 }, 256, 10],
  ];
  for (const [what, counts, batch, expected] of table) {
    it(`${what}: ${expected}`, () => {
      assert.equal(removalsAtWorst(counts, batch), expected);
    });
  }
});

describe('groups that cannot be known', () => {
  it('carry no counts but the members without a members file', () => {
    const group = push({ users: [oktaUser('a')] }, [scimUser('a')], ['a']);
    assert.deepEqual(
      [group.verdict, group.guards, group.members, group.pushed, group.removals.length],
      ['unresolved', ['unknownMembers'], 1, null, 0],
    );
  });

  it('keep their counts, as such, where the members file is incomplete', () => {
    const members = new Map([['o', { groupId: 'o', userIds: [], confirmed: false, doubtful: false, incomplete: true, paths: [] }]]);
    const group = push({ users: [oktaUser('a')], rest: { members } }, [scimUser('a')], ['a']);
    assert.deepEqual([group.verdict, group.removals.length], ['unresolved', 1]);
    assert.ok(group.guards.includes('incompleteSource'));
  });

  it('are those that a partial plan would change, and only those', () => {
    const from = source({
      users: [oktaUser('a')],
      groups: [oktaGroup('o', 'Sales'), oktaGroup('p', 'Support')],
      members: { o: [], p: ['a'] },
      rest: { trust: { inputs: [], problems: [], complete: false, assumptions: [], ...uncounted } },
    });
    const made = plan(from, snapshot([scimUser('a')], [scimGroup('s', 'Sales', ['a']), scimGroup('t', 'Support', ['a'])]));
    assert.equal(made.complete, false);
    assert.deepEqual(
      made.groups.map((group) => [group.name, group.verdict]),
      [
        ['Sales', 'unresolved'],
        ['Support', 'unchanged'],
      ],
    );
    assert.deepEqual(made.summary.members, { adds: 0, removals: 0, peopleRemoved: 0 });
  });

  it('are those whose members in Genesys are not proved', () => {
    const group = push({ users: [oktaUser('a')], members: { o: ['a'] } }, [scimUser('a')], ['a'], {
      unprovedGroups: new Map([['s', 'a member is in no listing']]),
    });
    assert.deepEqual([group.verdict, group.guards], ['unresolved', ['incompleteSnapshot']]);
  });

  it('are those for which Genesys counts other members than it lists', () => {
    const groupFacts = new Map([['s', { rolesGranted: [], memberCount: 2, origins: null }]]);
    const group = push({ users: [oktaUser('a')], members: { o: ['a'] } }, [scimUser('a')], ['a'], { groupFacts });
    assert.deepEqual([group.verdict, group.guards], ['unresolved', ['incompleteSnapshot']]);
  });
});
