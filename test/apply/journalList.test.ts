import { strict as assert } from 'node:assert';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { batchSizes } from '../../src/apply/batches';
import { journalFormat, type JournalEntry, type OpenEntry } from '../../src/apply/journal';
import { JournalFile } from '../../src/apply/journalFile';
import { historyFiles, historyRecord, underWayMs, type HistoryRecord } from '../../src/apply/journalList';
import { readRestoreImages } from '../../src/apply/restoreImages';
import { deleteOldJournals } from '../../src/apply/retention';
import { tool } from './sampleOrg';

const begun = Date.parse('2026-11-20T14:00:00Z');
const later = begun + 3_600_000;

const open = (kind: OpenEntry['kind']): JournalEntry => ({
  type: 'open',
  format: journalFormat,
  kind,
  tool,
  org: { name: 'Contoso CX', host: 'api.mypurecloud.ie', orgId: 'org', clientId: 'client' },
  planId: 'plan',
  undoes: null,
  sizes: batchSizes(),
  selection: [
    {
      groupId: 'g',
      name: 'VIP',
      oktaGroupId: '00g',
      userNames: { a: 'anna' },
      derived: [],
      guards: [],
      mode: 'both',
      adds: ['z'],
      removals: ['a'],
    },
  ],
  confirmation: '1',
  lifts: [],
});
const before: JournalEntry = { type: 'before', groupId: 'g', name: 'VIP', version: null, members: ['a', 'b', 'c'] };
const started: JournalEntry = { type: 'started' };
const removes: readonly JournalEntry[] = [
  { type: 'intent', groupId: 'g', batch: 1, op: 'remove', ids: ['a'] },
  { type: 'proof', groupId: 'g', batch: 1, done: ['a'], notDone: [], withoutEffect: false },
];
const groupDone: JournalEntry = { type: 'groupEnd', groupId: 'g', end: 'done', message: null };
const done: JournalEntry = { type: 'end', end: 'done' };
const whole: readonly JournalEntry[] = [before, started, ...removes, groupDone, done];

describe('the history in the journal folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'history-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function write(kind: OpenEntry['kind'], entries: readonly JournalEntry[], at = begun): Promise<string> {
    const journal = await JournalFile.create(folder, 'Contoso CX', () => new Date(at));
    for (const entry of [open(kind), ...entries]) await journal.write(entry);
    await journal.close();
    return journal.path;
  }

  async function only(): Promise<HistoryRecord> {
    const [path = '', ...more] = await historyFiles(folder);
    assert.deepEqual(more, []);
    return await historyRecord(path, later);
  }

  const looks: readonly JournalEntry[] = [
    before,
    { type: 'look', groupId: 'g', exists: true, left: ['a', 'b'], came: ['x'] },
    { type: 'look', groupId: 'g', exists: true, left: [], came: ['b'] },
  ];

  for (const [title, kind, entries, expected] of [
    ['done', 'apply', whole, { state: 'done', removed: 1, added: 0, canResume: false, canUndo: true, canRestore: true }],
    ['broken off', 'apply', [before, started, ...removes], { state: 'canBeResumed', removed: 1, canResume: true, canUndo: true }],
    ['nothing sent', 'apply', [before], { state: 'nothingSent', removed: 0, canResume: false, canUndo: false, canRestore: true }],
    [
      'undone',
      'apply',
      [...whole, { type: 'undoing', journal: 'u' }, { type: 'undone', journal: 'u' }],
      { state: 'undone', canUndo: false },
    ],
    ['undo begun', 'restore', [...whole, { type: 'undoing', journal: 'u' }], { kind: 'restore', state: 'undoBegun', canUndo: true }],
    [
      'cancelled',
      'apply',
      [before, started, ...removes, { ...groupDone, end: 'cancelled' }, { type: 'end', end: 'cancelled' }],
      { state: 'canBeResumed', canResume: true },
    ],
    [
      'not all done',
      'apply',
      [before, started, ...removes, { ...groupDone, end: 'notAllDone' }, { type: 'end', end: 'notAllDone' }],
      { state: 'notAllDone', canResume: false },
    ],
    [
      'guarded',
      'guard',
      [...looks, { type: 'guardEnd', looks: 9 }],
      { state: 'guarded', removed: 1, added: 1, canResume: false, canUndo: false, canRestore: true },
    ],
    ['guard not ended', 'guard', looks, { state: 'guardOpen', removed: 1, added: 1 }],
  ] as readonly (readonly [string, OpenEntry['kind'], readonly JournalEntry[], object])[]) {
    it(`tells ${title}`, async () => {
      await write(kind, entries);
      const record = await only();
      assert.deepEqual({ ...record, ...expected }, record);
      assert.ok('groups' in record);
      assert.deepEqual([record.groups, record.org.name, record.at], [['VIP'], 'Contoso CX', '2026-11-20T14:00:00.000Z']);
    });
  }

  it('takes what wrote a moment ago and did not end for under way', async () => {
    const path = await write('apply', [before, started, ...removes]);
    const stateAt = async (now: number): Promise<unknown> => ((await historyRecord(path, now)) as { readonly state: unknown }).state;
    assert.deepEqual([await stateAt(begun + underWayMs - 1), await stateAt(begun + underWayMs)], ['underWay', 'canBeResumed']);
  });

  it('lists snapshots by their header, tells what cannot be read, and passes over the rest', async () => {
    const header = { format: 'scim-preflight/snapshot@1', takenAt: '2026-11-19T10:00:00Z', org: { name: 'Contoso CX', host: 'h' } };
    await writeFile(join(folder, 'a.scimsnapshot.ndjson'), `${JSON.stringify(header)}\n{}`);
    await writeFile(join(folder, 'b.scimsnapshot.ndjson'), 'nonsense');
    await writeFile(join(folder, 'c.scimjournal.ndjson'), '{}\n');
    await writeFile(join(folder, 'notes.txt'), 'x');
    const records = await Promise.all((await historyFiles(folder)).map((path) => historyRecord(path, later)));
    assert.deepEqual(
      records.map((record) => [basename(record.path), record.kind, 'at' in record ? record.at : null]),
      [
        ['c.scimjournal.ndjson', 'unreadable', null],
        ['b.scimsnapshot.ndjson', 'snapshot', null],
        ['a.scimsnapshot.ndjson', 'snapshot', '2026-11-19T10:00:00Z'],
      ],
    );
    assert.deepEqual(await historyFiles(join(folder, 'not there')), []);
  });

  it('reads the before-images of a journal for a restore', async () => {
    const { images, userNames, org, at } = await readRestoreImages(await write('guard', looks));
    assert.deepEqual(images, [{ groupId: 'g', name: 'VIP', members: ['a', 'b', 'c'], whole: true }]);
    assert.deepEqual([userNames, org?.orgId, at], [{ a: 'anna' }, 'org', '2026-11-20T14:00:00.000Z']);
  });

  it('deletes what is older than so many days, and never what can be resumed, cannot be read, or is a snapshot', async () => {
    const day = 86_400_000;
    const old = [
      await write('apply', whole, begun - 11 * day),
      await write('guard', [...looks, { type: 'guardEnd', looks: 3 }], begun - 12 * day),
    ];
    await write('apply', [before, started, ...removes], begun - 13 * day);
    await write('apply', whole, begun - 9 * day);
    await writeFile(join(folder, 'broken.scimjournal.ndjson'), '{}\n');
    await writeFile(join(folder, 'kept.scimsnapshot.ndjson'), '{}\n');
    assert.deepEqual(await deleteOldJournals(0, begun, folder), []);
    assert.equal((await readdir(folder)).length, 6);
    assert.deepEqual([...(await deleteOldJournals(10, begun, folder))].sort(), [...old].sort());
    assert.equal((await readdir(folder)).length, 4);
  });
});
