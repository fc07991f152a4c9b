import assert from 'node:assert/strict';
import { batchSizes } from '../../src/apply/batches';
import { answerGate, gateFor, type Gate, type PlanGuard } from '../../src/apply/gate';
import { plannedWork, type GroupSelection } from '../../src/apply/work';
import { defaultSettings } from '../../src/plan/settings';
import { askGate, type GateOutcome } from '../../src/vscode/applyGate';
import type { Prompts } from '../../src/vscode/prompts';
import { groupPlan, samplePlan, supportTier1 } from './samplePlan';

const adding = groupPlan({
  name: 'Sales',
  verdict: 'safe',
  members: 10,
  adds: [{ genesysUserId: 'add-9', userName: 'zoë@contoso.example', oktaUserId: '00u-z' }],
});
const ours = { ...defaultSettings, now: '2026-11-23T12:10:00.000Z' };

function gate(groups: readonly (typeof adding)[], tripped: ReadonlyMap<PlanGuard, string> = new Map()): Gate {
  const plan = samplePlan({ groups });
  const selections = groups.map((group): GroupSelection => ({ group, mode: 'both', people: null }));
  const made = gateFor(plan, plannedWork(plan, selections).works, ours, tripped, batchSizes());
  assert.ok(made);
  return made;
}

/** Answers in turn, then cancels; what was asked goes into `asked`. */
function prompts(answers: readonly (boolean | string)[], asked: string[]): Prompts {
  const left = [...answers];
  return {
    confirm: (message, detail) => {
      asked.push(`${message}\n${detail}`);
      return Promise.resolve(left.shift() === true);
    },
    type: (title, prompt) => {
      asked.push(`${title}: ${prompt}`);
      const answer = left.shift();
      return Promise.resolve(typeof answer === 'string' ? answer : undefined);
    },
    offer: () => Promise.resolve(undefined),
  };
}

describe('The gate in VS Code', () => {
  const passing = [true, '1240', '1240', true, true, true];

  it('asks for the count, for the block by its count again, and for every guard; then the engine lets it pass', async () => {
    const asked: string[] = [];
    const outcome = await askGate(prompts(passing, asked), gate([supportTier1]), ['The plan is just made.']);
    assert.ok(outcome.kind === 'passed');
    assert.deepEqual(answerGate(gate([supportTier1]), outcome.answer), { passed: true, missing: [], ignored: [] });
    assert.deepEqual(
      asked.map((text) => text.split('\n')[0]),
      [
        'Remove 1,240 of 1,512 members from "Support Tier 1" in Contoso CX?',
        'Apply to Contoso CX: Type 1240 to remove these members.',
        "Support Tier 1: Genesys would refuse Okta's push of this group. Type 1240 once more to do it in batches all the same.",
        '"Support Tier 1" is held back: over 25 removals. Apply it all the same?',
        '"Support Tier 1" is held back: over 20 %. Apply it all the same?',
        '"Support Tier 1" is held back: grants roles. Apply it all the same?',
      ],
    );
    assert.match(
      asked[0] ?? '',
      /\nThe group grants Agent, Supervisor \(Home division\); .*\nThe plan is just made\.\nAn undo file is written first\.$/s,
    );
  });

  const refusals: readonly (readonly [string, readonly (boolean | string)[], GateOutcome])[] = [
    ['the first question', [], { kind: 'cancelled' }],
    ['the count', [true], { kind: 'cancelled' }],
    ['a wrong count', [true, '1,240'], { kind: 'wrong', message: '"1,240" is not the count, 1240. Nothing was written.' }],
    ['nothing typed', [true, ''], { kind: 'wrong', message: '"" is not the count, 1240. Nothing was written.' }],
    ['the block', [true, '1240', '124'], { kind: 'wrong', message: '"124" is not the count, 1240. Nothing was written.' }],
    ...passing.map((_answer, index) => [`answer ${index + 1}`, passing.slice(0, index), { kind: 'cancelled' }] as const),
  ];
  for (const [title, answers, expected] of refusals) {
    it(`does not pass without ${title}`, async () => {
      assert.deepEqual(await askGate(prompts(answers, []), gate([supportTier1]), []), expected);
    });
  }

  it('wants the name of the org for several groups, and says the harmless ones in one line', async () => {
    const asked: string[] = [];
    const many = gate([supportTier1, adding], new Map([['oldPlan', 'the plan is 30 hours old, over your limit of 24.']]));
    const outcome = await askGate(prompts([true, 'Contoso CX', '1240', true, true, true, true], asked), many, []);
    assert.ok(outcome.kind === 'passed');
    assert.equal(answerGate(many, outcome.answer).passed, true);
    assert.match(asked[0] ?? '', /\n1 other group only gets members, 1 in all\.\nThe plan is 30 hours old, over your limit of 24\.\n/);
    assert.match(asked[0] ?? '', /\n"Support Tier 1": −1,240 \+3, 82\.0 % of its members\.\n/);
    assert.equal(asked[1], 'Apply to Contoso CX: Type the name of the org, Contoso CX, to remove these memberships.');
    assert.match(asked.at(-1) ?? '', /^The plan is 30 hours old, over your limit of 24\.\n/);
    const wrong = await askGate(prompts([true, 'contoso cx'], []), many, []);
    assert.deepEqual(wrong, { kind: 'wrong', message: '"contoso cx" is not the name of the org, Contoso CX. Nothing was written.' });
  });
});
