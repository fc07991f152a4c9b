import assert from 'node:assert/strict';
import { protection, trippedGuards, verdictOf, type GuardFacts } from '../../src/plan/guards';
import type { Guard, Verdict } from '../../src/plan/plan';
import type { PlanSettings } from '../../src/plan/settings';
import { settings } from './examples';

const quiet: GuardFacts = {
  names: ['Sales'],
  members: 100,
  pushed: 100,
  adds: 0,
  removals: 0,
  removalsAtWorst: 0,
  rolesGranted: null,
  live: false,
  renames: false,
  conflict: false,
  sharesTarget: false,
  confirmed: true,
  incompleteMembers: false,
  unprovedMembers: false,
  sourceComplete: true,
  snapshotComplete: true,
};
const agent = [{ role: 'Agent', division: 'Home' }];
const big = { members: 10_000, pushed: 9_000 };

const table: readonly (readonly [
  what: string,
  facts: Partial<GuardFacts>,
  guards: readonly Guard[],
  verdict: Verdict,
  changed?: Partial<PlanSettings>,
])[] = [
  ['nothing changes', {}, [], 'unchanged'],
  ['one add', { adds: 1 }, [], 'safe'],
  ['25 removals of many', { ...big, removals: 25, removalsAtWorst: 25 }, [], 'safe'],
  ['26 removals', { ...big, removals: 26, removalsAtWorst: 26 }, ['count'], 'review'],
  ['exactly 20 %', { members: 20, removals: 4 }, [], 'safe'],
  ['above 20 %', { members: 19, removals: 4 }, ['percent'], 'review'],
  ['one removal of two is not reckoned in percent', { members: 2, removals: 1 }, [], 'safe'],
  ['two of nine', { members: 9, removals: 2 }, ['percent'], 'review'],
  ['1,000 removals', { ...big, removals: 1000, removalsAtWorst: 1000 }, ['count'], 'review'],
  ['1,001 removals', { ...big, removals: 1001, removalsAtWorst: 1001 }, ['genesysBlock', 'count'], 'blocked'],
  ['1,001 out for a time, none in the end', { ...big, removalsAtWorst: 1001 }, ['transientBlock'], 'review'],
  ['1,000 out for a time', { ...big, removalsAtWorst: 1000 }, [], 'unchanged'],
  ['100 adds', { adds: 100 }, [], 'safe'],
  ['101 adds', { adds: 101 }, ['manyAdds'], 'review'],
  ['an add into a protected group', { names: ['vip agents'], adds: 1 }, ['manyAdds'], 'review', { protectedGroups: ['VIP*'] }],
  ['a removal from a protected group', { names: ['VIP'], removals: 1 }, ['protectedGroup'], 'review', { protectedGroups: ['VIP*'] }],
  ['a protected group that stays', { names: ['VIP'] }, [], 'unchanged', { protectedGroups: ['VIP*'] }],
  ['an empty push', { pushed: 0, members: 1, removals: 1 }, ['emptyPush'], 'review'],
  ['an empty push of an empty group', { pushed: 0, members: 0 }, [], 'unchanged'],
  ['a removal from a group that grants roles', { removals: 1, rolesGranted: agent }, ['roles'], 'review'],
  ['a removal from a group that grants none', { removals: 1, rolesGranted: [], live: true }, [], 'safe'],
  ['a removal where grants may not be read, live', { removals: 1, live: true }, ['roles'], 'review'],
  ['a removal where grants are not known, from a file', { removals: 1 }, [], 'safe'],
  ['adds to a group that grants roles', { adds: 1, rolesGranted: agent }, [], 'safe'],
  ['a rename alone', { renames: true }, ['rename'], 'review'],
  ['a conflict alone', { conflict: true }, ['conflict'], 'review'],
  ['a shared target alone', { sharesTarget: true }, ['sharedTarget'], 'review'],
  ['removals by an unconfirmed list', { removals: 1, confirmed: false }, ['unconfirmedMembers'], 'review'],
  ['adds by an unconfirmed list', { adds: 1, confirmed: false }, [], 'safe'],
  ['a partial source that changes something', { adds: 1, sourceComplete: false }, ['incompleteSource'], 'unresolved'],
  ['a partial source that changes nothing', { sourceComplete: false }, [], 'unchanged'],
  ['an incomplete members file, whatever it says', { incompleteMembers: true }, ['incompleteSource'], 'unresolved'],
  ['a partial snapshot that changes something', { removals: 1, snapshotComplete: false }, ['incompleteSnapshot'], 'unresolved'],
  ['members that are not proved', { unprovedMembers: true }, ['incompleteSnapshot'], 'unresolved'],
  [
    'the worst wins',
    { ...big, removals: 1500, removalsAtWorst: 1500, sourceComplete: false },
    ['genesysBlock', 'count', 'incompleteSource'],
    'unresolved',
  ],
];

describe('guards and verdicts', () => {
  for (const [what, facts, guards, verdict, changed] of table) {
    it(`${what}: ${guards.join(', ') || 'none'}, ${verdict}`, () => {
      const all = { ...quiet, ...facts };
      const merged = { ...settings, ...changed };
      const tripped = trippedGuards(all, merged, protection(merged.protectedGroups));
      assert.deepEqual(tripped, guards);
      assert.equal(verdictOf(tripped, all.adds > 0 || all.removals > 0), verdict);
    });
  }

  it('takes globs of names with slashes and in any case', () => {
    const isProtected = protection(['*admins', 'Tier ?']);
    assert.deepEqual(['EMEA/Admins', 'tier 1', 'Tier 12', 'Adminsx'].map(isProtected), [true, true, false, false]);
  });
});
