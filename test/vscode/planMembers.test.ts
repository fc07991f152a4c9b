import assert from 'node:assert/strict';
import { allSteps } from '../../src/input/steps';
import type { ScimGroup, ScimUser } from '../../src/genesys/scim';
import type { Snapshot } from '../../src/genesys/snapshot';
import { compareMembers, compareThenNowInSteps } from '../../src/vscode/planMembers';
import { groupPlan, removals } from './samplePlan';

function snapshotOf(users: readonly ScimUser[], groups: readonly ScimGroup[], deletedMembers: readonly string[] = []): Snapshot {
  return {
    org: { name: 'Contoso CX', host: 'api.mypurecloud.ie', orgId: null, clientId: null },
    takenAt: null,
    live: true,
    complete: true,
    problems: [],
    users: new Map(users.map((user) => [user.id, user])),
    groups: new Map(groups.map((group) => [group.id, group])),
    deletedMembers: new Set(deletedMembers),
    unprovedGroups: new Map(),
    groupFacts: new Map(),
    inputs: [],
  };
}

const anna: ScimUser = { id: 'u-anna', userName: 'anna.berg@contoso.example', displayName: 'Anna Berg', active: true };
const bob: ScimUser = { id: 'u-bob', userName: 'bob@contoso.example', displayName: 'Bob\nB', active: true };
const cleo: ScimUser = { id: 'u-cleo', userName: 'cleo@contoso.example', displayName: 'Cleo', active: false };

describe('Members now and after the push', () => {
  const group = groupPlan({
    name: 'VIP',
    genesysGroupId: 'g-vip',
    unchanged: 1,
    removals: [
      { genesysUserId: 'u-bob', userName: bob.userName, displayName: 'Bob\nB', reason: 'unknownToOkta', origin: null },
      { genesysUserId: 'u-gone', userName: null, displayName: null, reason: 'deletedInGenesys', origin: null },
      { genesysUserId: 'g-other', userName: null, displayName: null, reason: 'groupMember', origin: null },
    ],
    adds: [{ genesysUserId: 'u-cleo', userName: cleo.userName, oktaUserId: '00u1' }],
  });
  const members = ['u-bob', 'g-other', 'u-anna', 'u-gone', 'u-anna'].map((value) => ({ value }));
  const groups: ScimGroup[] = [
    { id: 'g-vip', displayName: 'VIP', members },
    { id: 'g-other', displayName: 'Other' },
  ];

  it('is one line a person, sorted, whole where the snapshot is there', () => {
    assert.deepEqual(compareMembers(group, snapshotOf([anna, bob, cleo], groups, ['u-gone'])), {
      now: 'Other — a nested group\nanna.berg@contoso.example — Anna Berg\nbob@contoso.example — Bob↵B\nu-gone — no longer exists in Genesys\n',
      after: 'anna.berg@contoso.example — Anna Berg\ncleo@contoso.example — Cleo\n',
    });
  });

  it('says that who stays is not known from a plan file', () => {
    const header = '# Only who leaves and who comes: 1 member who stays is not in the plan file.';
    assert.deepEqual(compareMembers(group, null), {
      now: `${header}\nbob@contoso.example — Bob↵B\ng-other\nu-gone\n`,
      after: `${header}\ncleo@contoso.example\n`,
    });
  });

  it('is cut beyond the limit, with a word about it', () => {
    const big = groupPlan({ name: 'Big', genesysGroupId: 'g-big', unchanged: 0, removals: removals('unknownToOkta', 30) });
    const list = big.removals.map((removal) => ({ value: removal.genesysUserId }));
    const { now, after } = compareMembers(big, snapshotOf([], [{ id: 'g-big', displayName: 'Big', members: list }]), 10);
    const lines = now.trimEnd().split('\n');
    assert.equal(lines.length, 10);
    assert.equal(lines[0], '# Only who leaves and who comes: 0 members who stay are left out, there are too many to compare.');
    assert.equal(lines.at(-1), '# Cut here: 8 of 30 lines are shown.');
    assert.equal(after, `${lines[0]}\n`);
  });

  it('is the same on both sides where it cannot be known what a push would do', () => {
    const unknown = groupPlan({ name: 'VIP', genesysGroupId: 'g-vip', verdict: 'unresolved', after: null, unchanged: null });
    const { now, after } = compareMembers(unknown, snapshotOf([anna, bob], groups));
    assert.equal(now, after);
  });
});

describe('Members when the plan was made and now', () => {
  const members = [anna, bob].map(({ id }) => ({ value: id }));
  const snapshot = snapshotOf([anna, bob, cleo], [{ id: 'g-vip', displayName: 'VIP', members }]);
  const removal = { genesysUserId: 'u-anna', userName: null, displayName: null, reason: 'unknownToOkta' as const, origin: null };
  const add = { genesysUserId: 'u-cleo', userName: 'cleo@contoso.example', oktaUserId: '00u-cleo' };
  const group = groupPlan({ name: 'VIP', genesysGroupId: 'g-vip', removals: [removal], adds: [add] });

  it('say what was planned for whom, so that the diff shows all three', () => {
    const texts = allSteps(compareThenNowInSteps(group, snapshot, new Set(['u-bob', 'u-cleo', 'u-new'])));
    assert.deepEqual(texts.then.split('\n'), [
      'anna.berg@contoso.example — Anna Berg · planned to be removed',
      'bob@contoso.example — Bob↵B',
      '',
    ]);
    assert.deepEqual(texts.now.split('\n'), [
      'bob@contoso.example — Bob↵B',
      'cleo@contoso.example — Cleo · planned to be added',
      'u-new — not in the snapshot',
      '',
    ]);
  });

  it('are cut to who left and who came where there are too many', () => {
    const texts = allSteps(compareThenNowInSteps(group, snapshot, new Set(['u-bob', 'u-cleo', 'u-new']), 2));
    assert.match(texts.then, /^# Only who left and who came: .*\nanna\.berg/);
  });
});
