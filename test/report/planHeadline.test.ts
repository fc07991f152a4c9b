import assert from 'node:assert/strict';
import type { GroupPlan, Plan, UserPlan } from '../../src/plan/plan';
import { planHeadline } from '../../src/report/planHeadline';
import { adds, agreedPlan, removals, sampleGroup, samplePlan, sampleUsers, serviceDesk, supportTier1, vip } from './samplePlan';

/** A plan of these groups only, with a summary that fits them. */
function planOf(groups: readonly GroupPlan[], change: Partial<Plan> = {}): Plan {
  const known = groups.filter((group) => group.verdict !== 'unresolved');
  const removed = known.flatMap((group) => group.removals.map((removal) => removal.genesysUserId));
  const count = (verdict: GroupPlan['verdict']): number => groups.filter((group) => group.verdict === verdict).length;
  return {
    ...agreedPlan(),
    groups,
    summary: {
      ...agreedPlan().summary,
      groups: {
        unchanged: count('unchanged'),
        safe: count('safe'),
        review: count('review'),
        blocked: count('blocked'),
        unresolved: count('unresolved'),
      },
      members: {
        adds: known.reduce((sum, group) => sum + group.adds.length, 0),
        removals: removed.length,
        peopleRemoved: new Set(removed).size,
      },
    },
    ...change,
  };
}

const one = sampleGroup({ verdict: 'review', removals: removals(1, 'unknownToOkta') });
const blocked = (from: number): GroupPlan =>
  sampleGroup({ verdict: 'blocked', guards: ['genesysBlock'], removals: removals(1001, 'unknownToOkta', from) });
const user = (action: UserPlan['action'], notSent = false): UserPlan[] =>
  sampleUsers()
    .slice(0, 1)
    .map((first) => ({ ...first, action, notSent }));

describe('planHeadline', () => {
  const table: readonly (readonly [string, Plan, string])[] = [
    [
      'the story of the sample',
      samplePlan({
        groups: [supportTier1(), vip(), serviceDesk()],
        summary: { ...samplePlan().summary, groups: { unchanged: 0, safe: 0, review: 2, blocked: 1, unresolved: 0 } },
      }),
      'A full push would end 1,246 memberships (1,243 people) in 2 groups and add 3; Genesys should refuse one of them, and up to 1,744 people of a third would be out for a time.',
    ],
    ['nothing to change', agreedPlan(), 'Okta and Contoso CX agree: 38 groups and 8,412 users compared, nothing would change.'],
    ['one of each', planOf([one]), 'A full push would end 1 membership in 1 group and add none.'],
    [
      'adds only',
      planOf([sampleGroup({ verdict: 'safe', adds: adds(3) }), sampleGroup({ verdict: 'safe', adds: adds(1) })]),
      'A full push would add 4 memberships in 2 groups and end none.',
    ],
    [
      'one blocked',
      planOf([blocked(0)]),
      'A full push would end 1,001 memberships (1,001 people) in 1 group and add none; Genesys should refuse it.',
    ],
    [
      'both blocked, with the same people',
      planOf([blocked(0), blocked(0)]),
      'A full push would end 2,002 memberships (1,001 people) in 2 groups and add none; Genesys should refuse both of them.',
    ],
    [
      'three of four blocked',
      planOf([blocked(0), blocked(0), blocked(0), one]),
      'A full push would end 3,004 memberships (1,001 people) in 4 groups and add none; Genesys should refuse 3 of them.',
    ],
    [
      'only out for a time',
      planOf([serviceDesk()]),
      'A full push would change no membership; up to 1,744 people of one group would be out for a time.',
    ],
    [
      'out for a time, a second group',
      planOf([one, serviceDesk()]),
      'A full push would end 1 membership in 1 group and add none; up to 1,744 people of a second would be out for a time.',
    ],
    [
      'out for a time, the group that loses people',
      planOf([{ ...serviceDesk(), removals: removals(2, 'unknownToOkta') }]),
      'A full push would end 2 memberships (2 people) in 1 group and add none; up to 1,744 people of it would be out for a time.',
    ],
    [
      'out for a time, one of those that lose people',
      planOf([{ ...serviceDesk(), removals: removals(2, 'unknownToOkta') }, one]),
      'A full push would end 3 memberships (2 people) in 2 groups and add none; up to 1,744 people of one of them would be out for a time.',
    ],
    [
      'two groups out for a time',
      planOf([serviceDesk(), serviceDesk()]),
      'A full push would change no membership; up to 3,488 memberships of 2 groups would be out for a time.',
    ],
    [
      'only a rename',
      planOf([sampleGroup({ verdict: 'review', guards: ['rename'], match: 'caseOnly' })]),
      'A full push would change no membership.',
    ],
    [
      'only users',
      planOf([sampleGroup()], {
        users: [...user('deactivate'), ...user('create'), ...user('create'), ...user('update'), ...user('create', true)],
      }),
      'A full push would change no membership; 1 user would be deactivated, 2 created and 1 updated.',
    ],
    [
      'unresolved groups beside',
      planOf([one, sampleGroup({ verdict: 'unresolved', removals: removals(9, 'unknownToOkta') })]),
      'A full push would end 1 membership in 1 group and add none. What would happen to 1 group cannot be known.',
    ],
    [
      'partial',
      planOf([one], {
        complete: false,
        problems: [
          { level: 'doubt', code: 'old-export', message: 'The export is old.', path: null, line: null },
          { level: 'incomplete', code: 'truncated', message: 'users-3.json stops in the middle', path: 'users-3.json', line: 4031 },
        ],
      }),
      'Preview only: users-3.json stops in the middle (line 4,031); nothing in this plan can be applied. A full push would end 1 membership in 1 group and add none.',
    ],
  ];
  it('does not tell that nothing would change of a partial plan', () => {
    const partial = (groups: readonly GroupPlan[], users: readonly UserPlan[] = []): string =>
      planHeadline(planOf(groups, { complete: false, users, problems: [] }));
    const banner = 'Preview only: what the plan rests on is incomplete; nothing in this plan can be applied.';
    assert.equal(partial([sampleGroup()]), banner);
    assert.equal(partial([sampleGroup({ verdict: 'unresolved' })]), `${banner} What would happen to 1 group cannot be known.`);
    assert.match(partial([sampleGroup()], user('deactivate')), /change no membership; 1 user would be deactivated\.$/);
    assert.match(partial([serviceDesk()]), /change no membership; up to 1,744 people of one group would be out for a time\.$/);
  });

  for (const [name, plan, expected] of table) it(name, () => assert.equal(planHeadline(plan), expected));

  it('counts what Okta does not send, and what only keeps being sent, as nothing', () => {
    const quiet = [...user('pingPong'), ...user('unmanaged'), ...user('create', true)];
    const agreed = /agree: .* nothing would change\.$/;
    assert.match(planHeadline(planOf([sampleGroup()], { users: quiet })), agreed);
    assert.doesNotMatch(planHeadline(planOf([sampleGroup()], { users: user('create') })), agreed);
    assert.doesNotMatch(planHeadline(planOf([sampleGroup()], { complete: false })), agreed);
    assert.doesNotMatch(planHeadline(planOf([sampleGroup()], { conflicts: samplePlan().conflicts })), agreed);
  });
});
