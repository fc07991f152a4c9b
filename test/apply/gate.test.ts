import { strict as assert } from 'node:assert';
import { answerGate, type Gate, type GateAnswer, type Lift } from '../../src/apply/gate';
import { ApplyRefused, prepareApply, type PrepareOptions } from '../../src/apply/prepareApply';
import { wholePlan } from '../../src/apply/undoApply';
import { lifted } from '../../src/cli/applyOptions';
import type { Plan } from '../../src/plan/plan';
import { defaultSettings } from '../../src/plan/settings';
import { passing } from './passing';
import { SmallOrg } from './smallOrg';

/** Two groups of which half leave: each trips `percent`. */
function twoGroups(names: readonly [string, string]): { small: SmallOrg; plan: Plan } {
  const small = new SmallOrg(10, 10);
  names.forEach((name, index) => (small.group(`g${index + 1}`).name = name));
  const plan = small.planOf(['g1', 'g2'].map((groupId) => ({ groupId, adds: [], removals: small.ids(0, 5) })));
  return { small, plan };
}

async function gateOf({ small, plan }: { small: SmallOrg; plan: Plan }, change: Partial<PrepareOptions> = {}): Promise<Gate> {
  const { gate } = await prepareApply(plan, wholePlan(plan), small.prepareOptions(change));
  return gate ?? assert.fail('there is no gate');
}

/** As the command line reads them. */
const lifts = (texts: readonly string[]): readonly Lift[] => texts.reduce<readonly Lift[]>((all, text) => lifted(text, all), []);
const missingOf = (gate: Gate, answer: GateAnswer): readonly string[] => answerGate(gate, answer).missing;

describe('the gate', () => {
  /** Names of two groups, lifts, and what is still missing. */
  const named: readonly (readonly [string, readonly [string, string], readonly string[], readonly string[]])[] = [
    ['names with ":"', ['Support: Tier 1', 'VIP'], ['percent:Support: Tier 1', 'percent:VIP'], []],
    ['names with "="', ['A=B', 'VIP'], ['percent:A=B', 'percent:VIP'], []],
    ['a name that begins as another', ['VIP', 'VIP: Gold'], ['percent:VIP'], ['Lift percent for "VIP: Gold".']],
    ['two groups of one name', ['VIP', 'VIP'], ['percent:VIP'], ['Lift percent for "VIP".', 'Lift percent for "VIP".']],
    ['two groups of one name, by their ids', ['VIP', 'VIP'], ['percent:g1', 'percent:okta-g2'], []],
    ['a group called like the org', ['Contoso', 'VIP'], ['percent:Contoso', 'percent:VIP'], []],
    ['a group called like the id of the other', ['g2', 'VIP'], ['percent:g2'], ['Lift percent for "g2".']],
    ['names with Markdown', ['**VIP** [x](y)', '`a`'], ['percent:**VIP** [x](y)', 'percent:`a`'], []],
    ['a lift without a group', ['A', 'B'], ['percent'], ['Lift percent for "A".', 'Lift percent for "B".']],
    ['a lift for an empty name', ['A', 'B'], ['percent:', 'percent:A'], ['Lift percent for "B".']],
    ['names that differ in case alone', ['vip', 'VIP'], ['percent:VIP'], ['Lift percent for "vip".']],
    ['a name with white space around it', ['A', 'B'], ['percent: A', 'percent:B'], ['Lift percent for "A".']],
  ];
  for (const [what, names, texts, missing] of named) {
    it(`takes lifts with ${what}`, async () => {
      const gate = await gateOf(twoGroups(names));
      assert.deepEqual(
        gate.groups.map(({ guards }) => guards),
        [['percent'], ['percent']],
      );
      assert.deepEqual(missingOf(gate, { confirmation: 'Contoso', lifts: lifts(texts) }), missing);
    });
  }

  for (const confirmation of [null, '', '10', 'contoso', 'Contoso ', ' Contoso', 'Support', 'CONTOSO']) {
    it(`is not passed by ${JSON.stringify(confirmation)} where the org is to be named, though a group is called so`, async () => {
      const gate = await gateOf(twoGroups(['Support', 'Contoso']));
      const answer = passing(gate);
      assert.deepEqual(missingOf(gate, answer), []);
      assert.equal(missingOf(gate, { ...answer, confirmation }).length, 1);
    });
  }

  const now = Date.parse('2026-11-23T12:00:00.000Z');
  const ages: readonly (readonly [string, string, RegExp | null])[] = [
    ['of a day ago', new Date(now - 24 * 3_600_000).toISOString(), null],
    ['of a day and a second ago', new Date(now - 24 * 3_600_000 - 1000).toISOString(), /is 24 hours old, over your limit of 24/],
    ['of another year', '2024-01-01T00:00:00.000Z', /hours old/],
    ['of five minutes on', new Date(now + 5 * 60_000).toISOString(), null],
    ['of the future', new Date(now + 3_600_000).toISOString(), /made in the future \(2026-11-23T13:00:00\.000Z\), so its age is not known/],
    ['without a date', 'yesterday', /does not say when it was made/],
  ];
  for (const [what, createdAt, words] of ages) {
    it(`${words === null ? 'asks nothing' : 'asks'} about the age of a plan ${what}`, async () => {
      const { small, plan } = twoGroups(['A', 'B']);
      const gate = await gateOf({ small, plan: { ...plan, createdAt } });
      assert.equal(gate.planGuards.has('oldPlan'), words !== null);
      if (words === null) return;
      assert.match(gate.planGuards.get('oldPlan') ?? '', words);
      const answer = passing(gate);
      const forGroup = answer.lifts.map((lift) => (lift.guard === 'oldPlan' ? { ...lift, group: 'g1' } : lift));
      assert.equal(missingOf(gate, { ...answer, lifts: forGroup }).length, 1);
      assert.deepEqual(missingOf(gate, answer), []);
    });
  }

  it('goes by the stricter of two settings, whichever has it', async () => {
    const { small, plan } = twoGroups(['A', 'B']);
    const loose = { ...plan.settings, maxRemovals: 1_000_000, maxRemovalPercent: 100, protectedGroups: [] };
    const ours = { ...defaultSettings, now: small.at, maxRemovals: 4 };
    const forged: Plan = {
      ...plan,
      settings: loose,
      groups: plan.groups.map((group) => ({ ...group, guards: [], verdict: 'safe' as const })),
    };
    const gate = await gateOf({ small, plan: forged }, { ours });
    assert.deepEqual(gate.groups[0]?.guards, ['count', 'percent']);
    const strict: Plan = { ...plan, settings: { ...plan.settings, protectedGroups: ['A'] } };
    assert.ok((await gateOf({ small, plan: strict })).groups[0]?.guards.includes('protectedGroup'));
  });

  it('is not reached by a plan of another org, or for a group that is gone, was cut, or contradicts itself', async () => {
    const { small, plan } = twoGroups(['A', 'B']);
    const target = { ...small.org, orgId: 'o2' };
    await assert.rejects(prepareApply(plan, wholePlan(plan), small.prepareOptions({ target })), ApplyRefused);
    small.group('g2').members.delete('u9');
    small.count = () => 11;
    const cut = await prepareApply(plan, wholePlan(plan), small.prepareOptions());
    assert.deepEqual([cut.works.length, cut.refused.length, cut.stale.length, cut.gate], [0, 1, 1, null]);
    small.groups.delete('g2');
    small.count = null;
    const [first, second] = plan.groups;
    assert.ok(first && second);
    const foreign = { ...first, removals: first.removals.map((one, index) => (index === 0 ? { ...one, genesysUserId: 'x' } : one)) };
    const gone = await prepareApply(
      { ...plan, groups: [foreign, second] },
      wholePlan({ ...plan, groups: [foreign, second] }),
      small.prepareOptions(),
    );
    assert.match(gone.refused[0]?.message ?? '', /it removes x, who is no member/);
    assert.deepEqual([gone.works.length, gone.stale[0]?.now, gone.gate], [0, null, null]);
  });
});
