import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JournalError, readJournal } from '../../src/apply/journalFile';

type Entry = Readonly<Record<string, unknown>>;

const selection = {
  groupId: 'g',
  name: 'Support',
  oktaGroupId: '00g1',
  userNames: { a: 'a@contoso.example' },
  derived: [],
  guards: ['roles'],
  mode: 'both',
  adds: ['c'],
  removals: ['a', 'b'],
};
const open: Entry = {
  type: 'open',
  format: 'scim-preflight/journal@1',
  kind: 'apply',
  tool: { name: 'scim-preflight', version: '0' },
  org: { name: 'Contoso', host: 'api.example', orgId: 'o1', clientId: null },
  planId: 'p',
  undoes: null,
  sizes: { usual: 250, firstRemovals: 25 },
  selection: [selection],
  confirmation: '2',
  lifts: [{ guard: 'roles', count: null, group: null }],
};
const before: Entry = { type: 'before', groupId: 'g', name: 'Support', version: '1', members: ['a', 'b'] };
const started: Entry = { type: 'started' };
const intent: Entry = { type: 'intent', groupId: 'g', batch: 1, op: 'remove', ids: ['a', 'b'] };
const proof: Entry = { type: 'proof', groupId: 'g', batch: 1, done: ['a'], notDone: [{ id: 'b', why: 'kept' }], withoutEffect: false };
const undoing: Entry = { type: 'undoing', journal: 'u.scimjournal.ndjson' };
const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `u${index}`);

/** Lines with a chain that fits: what anybody can make. */
function chained(entries: readonly Entry[]): string {
  let last = '0'.repeat(64);
  return entries
    .map((entry, index) => {
      const body = JSON.stringify({ n: index + 1, at: '2026-11-23T12:00:00.000Z', entry });
      last = createHash('sha256').update(last).update(body).digest('hex');
      return `${body.slice(0, -1)},"hash":"${last}"}\n`;
    })
    .join('');
}

/** What is wrong, the lines, and what is said of which line. */
const bad: readonly (readonly [string, readonly Entry[], RegExp])[] = [
  ['an entry that there is none of', [open, { type: 'rewind' }], /:2 .*there is no entry "rewind"/],
  ['an entry without a type', [open, {}], /:2 .*there is no entry without a type/],
  ['a missing field', [{ ...open, org: undefined }], /:1 .*must have required property 'org'/],
  ['a field too many', [open, { ...before, extra: 1 }], /:2 .*must NOT have additional properties \(extra\)/],
  ['ids that are no texts', [open, { ...before, members: [7] }], /:2 .*\/entry\/members\/0 must be string/],
  ['an id that is empty', [open, { ...before, members: [''] }], /:2 .*must NOT have fewer than 1 characters/],
  ['an id without an end', [open, { ...before, members: ['x'.repeat(201)] }], /:2 .*must NOT have more than 200 characters/],
  ['a batch size over what Genesys takes', [{ ...open, sizes: { usual: 1001, firstRemovals: 25 } }], /:1 .*must be <= 1000/],
  ['an undone journal in another folder', [{ ...open, undoes: '../../x' }], /:1 .*\/entry\/undoes must match pattern/],
  ['a guard that there is none of', [{ ...open, selection: [{ ...selection, guards: ['mood'] }] }], /:1 .*must be equal to one of/],
  ['two beginnings', [open, open], /:2 .*a journal begins once/],
  ['no beginning', [before], /:1 .*does not begin with what was asked for/],
  ['one group twice', [{ ...open, selection: [selection, selection] }], /:1 .*it asks for g twice/],
  ['somebody on both sides', [{ ...open, selection: [{ ...selection, adds: ['a'] }] }], /:1 .*names somebody twice in g/],
  ['a group that was not asked for', [open, { ...before, groupId: 'h' }], /:2 .*about h, which was not asked for/],
  ['a start without a before-image', [open, started], /:2 .*no before-image of g/],
  ['a before-image after the start', [open, before, started, before], /:4 .*stands before everything else/],
  ['an intent before the start', [open, before, intent], /:3 .*nothing was started yet/],
  ['a proof without an intent', [open, before, started, proof], /:4 .*batch 1 was not begun/],
  ['a proof of another batch', [open, before, started, intent, { ...proof, batch: 2 }], /:5 .*batch 2 was not begun/],
  ['a proof of somebody else', [open, before, started, intent, { ...proof, done: ['c'] }], /:5 .*proves what the batch did not hold/],
  ['a proof twice', [open, before, started, intent, proof, proof], /:6 .*batch 1 was not begun/],
  ['done and not done at once', [open, before, started, intent, { ...proof, done: ['a', 'b'] }], /:5 .*proves what the batch did not hold/],
  ['done without effect', [open, before, started, intent, { ...proof, withoutEffect: true }], /:5 .*nothing was done, and what was done/],
  ['an intent for who was not asked for', [open, before, started, { ...intent, ids: ['z'] }], /:4 .*z was not asked for/],
  ['an intent on the wrong side', [open, before, started, { ...intent, op: 'add' }], /:4 .*a was not asked for/],
  ['an intent for who is done', [open, before, started, intent, proof, { ...intent, batch: 2, ids: ['a'] }], /:6 .*is done already/],
  ['a batch too large', [open, before, started, { ...intent, ids: ids(1001) }], /:4 .*must NOT have more than 1000 items/],
  ['a batch after its successor', [open, before, started, intent, proof, { ...intent, ids: ['b'] }], /:6 .*batch 1 stands after batch 1/],
  ['a batch while another is open', [open, before, started, intent, { ...intent, batch: 2, ids: ['b'] }], /:5 .*batch 1 is not said/],
  ['work after an undo', [open, before, started, undoing, intent], /:5 .*an undo of it was begun/],
  ['a resume after an undo', [open, before, started, undoing, { type: 'resumed', confirmation: null, lifts: [] }], /:5 .*an undo/],
  ['an undo that was not begun', [open, before, started, { type: 'undone', journal: 'u' }], /:4 .*no such undo was begun/],
  [
    'a look in an apply',
    [open, before, { type: 'look', groupId: 'g', exists: true, left: [], came: [] }],
    /:3 .*not the record of a guarded/,
  ],
];

describe('a journal that was made by somebody else', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'journal-shape-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const reading = async (text: string) => {
    const path = join(folder, 'made.scimjournal.ndjson');
    await writeFile(path, text);
    return readJournal(path);
  };

  it('is read where it is as this program writes it', async () => {
    const read = await reading(
      chained([open, before, started, intent, proof, undoing, { type: 'undone', journal: 'u.scimjournal.ndjson' }]),
    );
    assert.equal(read.lines.length, 7);
  });

  for (const [what, entries, words] of bad) {
    it(`is refused for ${what}`, async () => {
      await assert.rejects(reading(chained(entries)), (error) => {
        assert.ok(error instanceof JournalError);
        assert.match(error.message, words);
        return true;
      });
    });
  }

  it('is refused by its format where it is newer, however its lines are chained', async () => {
    const newer = { ...open, format: 'scim-preflight/journal@2', shards: 3 };
    for (const text of [chained([newer]), `${JSON.stringify({ n: 1, entry: newer, signature: 'x' })}\n`]) {
      await assert.rejects(reading(text), { reason: 'newerFormat' });
    }
  });

  it('is refused where a line is chained and is no JSON, or is no line of its place', async () => {
    const hash = (body: string): string => createHash('sha256').update('0'.repeat(64)).update(body).digest('hex');
    const noJson = '{"n":1,}';
    await assert.rejects(reading(`${noJson.slice(0, -1)},"hash":"${hash(noJson)}"}\n`), { reason: 'notAJournal' });
    const second = JSON.stringify({ n: 2, at: '2026-11-23T12:00:00.000Z', entry: open });
    await assert.rejects(reading(`${second.slice(0, -1)},"hash":"${hash(second)}"}\n`), /it is not line 1/);
  });

  it('is no journal where it is another file', async () => {
    for (const text of ['hello', '[]', '{"format":"scim-preflight/plan@1"}\n']) {
      await assert.rejects(reading(text), { reason: 'notAJournal' });
    }
  });
});
