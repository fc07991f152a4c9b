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
/** Who of a group is checked: so many of its removals, nobody of its adds. */
const chosen = (count: number): GroupSelection => ({
  group: supportTier1,
  mode: 'both',
  people: new Set(supportTier1.removals.slice(0, count).map(({ genesysUserId }) => genesysUserId)),
});
const ours = { ...defaultSettings, now: '2026-11-23T12:10:00.000Z' };

function gate(groups: readonly (typeof adding)[], tripped: ReadonlyMap<PlanGuard, string> = new Map()): Gate {
  return gateOf(
    groups.map((group): GroupSelection => ({ group, mode: 'both', people: null })),
    tripped,
  );
}

function gateOf(selections: readonly GroupSelection[], tripped: ReadonlyMap<PlanGuard, string> = new Map()): Gate {
  const plan = samplePlan({ groups: selections.map(({ group }) => group) });
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
    assert.deepEqual((asked[0] ?? '').split('\n').slice(1), [
      'The group grants Agent and Supervisor in Home; they lose what they hold through it.',
      'This is over your limits of 25 removals and 20 % and over what Genesys accepts in one action; it will be done in 7 batches, each checked.',
      'The plan is just made.',
      'An undo file is written first.',
    ]);
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

  it('names the count that is sent where single people are checked, and what limits they are over', async () => {
    const rows: readonly (readonly [number, readonly string[]])[] = [
      [
        12,
        [
          'Remove 12 of 1,512 members from "Support Tier 1" in Contoso CX?',
          'The group grants Agent and Supervisor in Home; they lose what they hold through it.',
          'It will be done in 1 batch, which is checked.',
          'Of what is planned for this group: 12 of 1,240 removals and 0 of 3 adds.',
          'An undo file is written first.',
          'Type 12 to remove these members.',
          '"Support Tier 1" is held back: grants roles. Apply it all the same?',
        ],
      ],
      [
        900,
        [
          'Remove 900 of 1,512 members from "Support Tier 1" in Contoso CX?',
          'The group grants Agent and Supervisor in Home; they lose what they hold through it.',
          'This is over your limits of 25 removals and 20 %; it will be done in 5 batches, each checked.',
          'Of what is planned for this group: 900 of 1,240 removals and 0 of 3 adds.',
          'An undo file is written first.',
          'Type 900 to remove these members.',
          '"Support Tier 1" is held back: over 25 removals. Apply it all the same?',
        ],
      ],
    ];
    for (const [count, expected] of rows) {
      const asked: string[] = [];
      await askGate(prompts([true, String(count)], asked), gateOf([chosen(count)]), []);
      const [modal = '', typing = '', lift = ''] = asked;
      assert.deepEqual([...modal.split('\n'), typing.split(': ')[1], lift.split('\n')[0]], expected);
      const wrong = await askGate(prompts([true, '1240'], []), gateOf([chosen(count)]), []);
      assert.deepEqual(wrong, { kind: 'wrong', message: `"1240" is not the count, ${count}. Nothing was written.` });
    }
  });

  it('lifts the guards of every group for itself', async () => {
    const other = groupPlan({
      ...supportTier1,
      name: 'VIP',
      genesysName: 'VIP',
      genesysGroupId: 'vip',
      oktaGroupId: '00g-vip',
      guards: ['percent'],
      verdict: 'review',
      members: 20,
      adds: [],
      removals: supportTier1.removals.slice(0, 6),
      removalsAtWorst: 6,
      rolesGranted: [],
    });
    const asked: string[] = [];
    const many = gate([supportTier1, other]);
    const outcome = await askGate(prompts([true, 'Contoso CX', '1240', true, true, true, true], asked), many, []);
    assert.ok(outcome.kind === 'passed');
    assert.deepEqual(
      outcome.answer.lifts.map(({ guard, count, group }) => [guard, count, group]),
      [
        ['genesysBlock', 1240, 'group-Support Tier 1'],
        ['count', null, 'group-Support Tier 1'],
        ['percent', null, 'group-Support Tier 1'],
        ['roles', null, 'group-Support Tier 1'],
        ['percent', null, 'vip'],
      ],
    );
    assert.match(asked.at(-1) ?? '', /^"VIP" is held back: over 20 %\. Apply it all the same\?\n6 of 20 members removed in Contoso CX\./);
    for (let given = 0; given < 5; given++) {
      const answers = [true, 'Contoso CX', '1240', true, true, true, true].slice(0, 2 + given);
      assert.deepEqual(await askGate(prompts(answers, []), many, []), { kind: 'cancelled' });
    }
  });

  const long = 'Support '.repeat(25).trim();
  const names: readonly (readonly [string, string, string])[] = [
    ['Markdown', '**Support** [x](command:quit) `a` $(trash)', '"**Support** [x](command:quit) `a` $(trash)"'],
    ['quotes', 'A" in Other? "B', '"A\\" in Other? \\"B"'],
    ['a backslash', 'CORP\\Support', '"CORP\\Support"'],
    ['a colon', 'Support: Tier 1', '"Support: Tier 1"'],
    ['200 characters', long, `"${long}"`],
    ['right-to-left text', 'תמיכה 1', '\u2068"תמיכה 1"\u2069'],
    ['a turned direction', 'A\u202eB', '"A‹U+202E›B"'],
    ['a line feed', 'A\nB', '"A↵B"'],
  ];
  for (const [what, name, quoted] of names) {
    it(`names a group with ${what} so that it is one name on one line`, async () => {
      const asked: string[] = [];
      const group = { ...supportTier1, name, genesysName: name };
      const made = gate([group]);
      const outcome = await askGate(prompts(passing, asked), made, []);
      assert.equal(asked[0]?.split('\n')[0], `Remove 1,240 of 1,512 members from ${quoted} in Contoso CX?`);
      assert.equal(asked.at(-1)?.split('\n')[0], `${quoted} is held back: grants roles. Apply it all the same?`);
      // The name of a group never decides which guard is lifted.
      assert.ok(outcome.kind === 'passed' && answerGate(made, outcome.answer).passed);
    });
  }
});
