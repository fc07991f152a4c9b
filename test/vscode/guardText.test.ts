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

/** The rows of the looks. */
const rowsOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2);

describe('the page of a guarded push', () => {
  const predicted: Prediction = { removals: ['a', 'b'], adds: ['z'], atWorst: 3 };

  it('follows with a line a look; looks without movement are one line', () => {
    const text = page([guarded('VIP', ['a', 'b', 'c'], predicted, ['a', 'b', 'c'], ['a', 'b', 'c'], ['c'], ['c', 'z'])]);
    assert.match(text, /Before: 3 members, saved 14:02:11\. Now push the group in Okta; this page follows it\./);
    assert.match(text, /Predicted: −2 \+1, up to 3 out for a time\./);
    assert.deepEqual(rowsOf(text), [
      '| 14:02:12 – 14:02:13 |       3 |   0 |    0 |   0 |',
      '| 14:02:14            |       1 |   2 |    0 |   0 |',
      '| 14:02:15            |       2 |   2 |    0 |   1 |',
    ]);
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
    assert.match(text, /The group is not in Genesys Cloud any more\. SCIM cannot create it, so nobody can be restored into it/);
    assert.doesNotMatch(text, /are missing|last look failed/);
  });

  it('shows looks that failed', () => {
    const group = guarded('VIP', ['a'], null, ['a']);
    group.miss('Genesys did not answer.', at + 9000);
    const text = page([group], { state: 'ended' });
    assert.match(text, /\| 14:02:20 \| +\? \| +\? \| +\? \| +\? \|/);
    assert.match(text, /The last look failed, so this compares with the one before it: Genesys did not answer\./);
  });

  it('says while it follows that looks fail, and makes one line of those that fail alike', () => {
    const group = guarded('VIP', ['a'], null, ['a']);
    for (let look = 1; look <= 600; look++) group.miss('Genesys did not answer.', at + 1000 + look * 30_000);
    const text = page([group], { now: at + 20_000_000 });
    assert.match(text, /The last look failed and is tried again: Genesys did not answer\./);
    assert.deepEqual(rowsOf(text), [
      '| 14:02:12            |       1 |   0 |    0 |   0 |',
      '| 14:02:42 – 19:02:12 |       ? |   ? |    ? |   ? |',
    ]);
    assert.doesNotMatch(text, /Nothing has moved/);
  });

  it('says that a list may be cut, and that an image is not proved', () => {
    const group = new GuardedGroup({ groupId: 'g', name: 'VIP', oktaGroupId: '', prediction: null }, new Set(['a', 'b']), at, false);
    assert.doesNotMatch(page([group]), /\| Time/, 'no table before the first look');
    group.see(new Set(['a']), at + 1000, 1512);
    const words =
      /Genesys lists 1 member and counts 1,512: the list may be cut, and whoever is called out here may be a member all the same\./;
    for (const state of ['following', 'ended'] as const) assert.match(page([group], { state }), words);
    assert.match(page([group]), /saved 14:02:11\. Genesys' own count may not be read, so it is not proved that these are all\./);
    group.see(new Set(['a', 'b']), at + 2000);
    assert.doesNotMatch(page([group], { state: 'ended' }), /may be cut/);
  });

  it('keeps to the newest rows where a group moves for an hour', () => {
    const group = guarded('VIP', ['a', 'b'], null);
    for (let look = 0; look < 3600; look++) group.see(new Set(look % 2 === 0 ? ['a'] : ['a', 'b']), at + look * 1000);
    const rows = rowsOf(page([group]));
    assert.equal(rows.length, 201);
    assert.match(rows[0] ?? '', /^\| … 3,400 earlier \|/);
    assert.match(rows.at(-1) ?? '', /^\| 15:02:10 /);
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
