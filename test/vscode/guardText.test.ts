import assert from 'node:assert/strict';
import { GuardedGroup, quietMs, type Prediction } from '../../src/apply/guardPushGroup';
import { guardPage, timeOf, type GuardPage } from '../../src/vscode/guardText';

const at = new Date(2026, 10, 20, 14, 2, 11).getTime();

function guarded(
  name: string,
  before: readonly string[],
  prediction: Prediction | null,
  ...looks: readonly (readonly string[] | null)[]
): GuardedGroup {
  const group = new GuardedGroup({ groupId: name, name, oktaGroupId: '', prediction }, new Set(before), at);
  for (const [index, look] of looks.entries()) group.see(look === null ? null : new Set(look), at + (index + 1) * 1000);
  return group;
}

function page(groups: readonly GuardedGroup[], change: Partial<GuardPage> = {}): string {
  return guardPage({
    org: 'Contoso CX',
    groups,
    now: at + 5000,
    everyMs: 1000,
    looks: 4,
    state: 'following',
    problem: null,
    path: '/home/x.scimjournal.ndjson',
    nameOf: (id) => `${id}@contoso.example`,
    ...change,
  });
}

describe('the page of a guarded push', () => {
  const predicted: Prediction = { removals: ['a', 'b'], adds: ['z'], atWorst: 3 };

  it('follows with a line a look; looks without movement are one line', () => {
    const text = page([guarded('VIP', ['a', 'b', 'c'], predicted, ['a', 'b', 'c'], ['a', 'b', 'c'], ['c'], ['c', 'z'])]);
    assert.match(text, /Before: 3 members, saved 14:02:11\. Now push the group in Okta; this page follows it\./);
    assert.match(text, /Predicted: −2 \+1, up to 3 out for a time\./);
    assert.deepEqual(
      text
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .slice(2),
      [
        '| 14:02:12 – 14:02:13 |       3 |   0 |    0 |   0 |',
        '| 14:02:14            |       1 |   2 |    0 |   0 |',
        '| 14:02:15            |       2 |   2 |    0 |   1 |',
      ],
    );
    assert.match(text, /A look every second, each group in full\. What comes and goes between two looks is not seen\./);
    assert.doesNotMatch(text, /Nothing has moved/);
    const settled = page([guarded('VIP', ['a'], null, [])], { now: at + 1000 + quietMs });
    assert.match(settled, /Nothing has moved for 30 seconds\./);
  });

  it('compares person by person at the end', () => {
    const text = page([guarded('VIP', ['a', 'b', 'c', 'd'], predicted, [], ['a', 'd', 'y'])], { state: 'ended' });
    assert.match(text, /saved 14:02:11\. Last seen 14:02:13: 3 members\./);
    assert.match(text, /\*\*Predicted −2 \+1, actual −2 \+1: not as predicted\.\*\*/);
    assert.match(
      text,
      /4 were out at once; 2 were out for a time and are back\. What came and went between two of the 4 looks was not seen\./,
    );
    assert.match(text, /2 people who were members before are missing\./);
    for (const [title, person] of [
      ['Removed, not predicted: 1', '− c@'],
      ['Not removed, though predicted: 1', '= a@'],
      ['Added, not predicted: 1', '\\+ y@'],
      ['Not added, though predicted: 1', '= z@'],
      ['Out for a time, and back: 2', '= a@'],
      ['Removed, as predicted: 1', '− b@'],
    ] as const) {
      assert.match(text, new RegExp(`### ${title}\n\n~~~text\n${person}contoso.example`), title);
    }
  });

  it('says where the prediction was older than the group, and where there is none', () => {
    const older = page([guarded('VIP', ['a', 'z'], predicted, ['z'])], { state: 'ended' });
    assert.match(older, /actual −1 \+0: as predicted/);
    assert.match(older, /2 predicted changes stood already when the guard began; the plan was older\./);
    assert.match(page([guarded('VIP', ['a'], null, ['a'])], { state: 'ended' }), /Nothing was predicted of this group\. Actual −0 \+0\./);
  });

  it('says that a group has gone, and restores nobody into it', () => {
    const text = page([guarded('VIP', ['a'], null, null)], { state: 'ended' });
    assert.match(text, /The group is not in Genesys Cloud any more\./);
    assert.doesNotMatch(text, /are missing|last look failed/);
  });

  it('shows looks that failed', () => {
    const group = guarded('VIP', ['a'], null, ['a']);
    group.miss('Genesys did not answer.', at + 9000);
    const text = page([group], { state: 'ended' });
    assert.match(text, /\| 14:02:20 \| +\? \| +\? \| +\? \| +\? \|/);
    assert.match(text, /The last look failed, so this compares with the one before it: Genesys did not answer\./);
  });

  it('has a section for each of several groups, and no name makes markup', () => {
    const text = page([guarded('<b>*VIP*', ['~~~'], null, []), guarded('Billing', ['a'], null, ['a'])], {
      state: 'ended',
      nameOf: (id) => `${id}\n# x`,
    });
    assert.match(text, /^# Guard a Push: \\<b\\>\\\*VIP\\\* and Billing\n/);
    assert.match(text, /\n## Billing\n/);
    assert.match(text, /\n~~~text\n− ~~~↵# x\n~~~\n/);
    assert.equal(timeOf(at), '14:02:11');
  });
});
