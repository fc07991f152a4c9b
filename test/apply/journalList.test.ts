import { strict as assert } from 'node:assert';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
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
    const counts = { users: 4519, groups: 40, complete: true };
    await writeFile(join(folder, 'a.scimsnapshot.ndjson'), `${JSON.stringify({ ...header, ...counts })}\n{}`);
    const unproved = { g: 'x'.repeat(100_000) };
    await writeFile(join(folder, 'd.scimsnapshot.ndjson'), `${JSON.stringify({ ...header, ...counts, unprovedGroups: unproved })}\n{}`);
    await writeFile(join(folder, 'b.scimsnapshot.ndjson'), 'nonsense');
    await writeFile(join(folder, 'c.scimjournal.ndjson'), '{}\n');
    await writeFile(join(folder, 'notes.txt'), 'x');
    const records = await Promise.all((await historyFiles(folder)).map((path) => historyRecord(path, later)));
    assert.deepEqual(
      records
        .map((record) => [basename(record.path), record.kind, 'counts' in record && record.counts, 'at' in record && record.at] as const)
        .sort(([one], [other]) => one.localeCompare(other)),
      [
        ['a.scimsnapshot.ndjson', 'snapshot', { users: 4519, groups: 40, proved: true }, '2026-11-19T10:00:00Z'],
        ['b.scimsnapshot.ndjson', 'snapshot', null, null],
        ['c.scimjournal.ndjson', 'unreadable', false, false],
        ['d.scimsnapshot.ndjson', 'snapshot', { users: 4519, groups: 40, proved: false }, '2026-11-19T10:00:00Z'],
      ],
    );
    assert.deepEqual(await historyFiles(join(folder, 'not there')), []);
  });

  it('has the newest first, whatever it is called and wherever it was saved', async () => {
    const elsewhere = join(folder, 'elsewhere');
    await mkdir(elsewhere);
    const [old, middle] = [join(folder, 'zebra.scimsnapshot.ndjson'), join(elsewhere, 'A.scimsnapshot.ndjson')];
    for (const [path, at] of [
      [old, begun - 60_000],
      [middle, begun + 60_000],
    ] as const) {
      await writeFile(path, '{}\n');
      await utimes(path, at / 1000, at / 1000);
    }
    const [first, last] = [await write('apply', whole), await write('apply', whole, later)];
    const gone = join(elsewhere, 'gone.scimsnapshot.ndjson');
    assert.deepEqual(await historyFiles(folder, [gone, middle, old]), [last, middle, first, old]);
  });

  it('reads the before-images of a journal for a restore', async () => {
    const { images, userNames, org, at } = await readRestoreImages(await write('guard', looks));
    assert.deepEqual(images, [{ groupId: 'g', name: 'VIP', members: ['a', 'b', 'c'], whole: true }]);
    assert.deepEqual([userNames, org?.orgId, at], [{ a: 'anna' }, 'org', '2026-11-20T14:00:00.000Z']);
  });

  const day = 86_400_000;
  const guardEnd: JournalEntry = { type: 'guardEnd', looks: 3 };
  const undoing: JournalEntry = { type: 'undoing', journal: 'u' };
  const kept: readonly (readonly [string, OpenEntry['kind'], readonly JournalEntry[], number, boolean])[] = [
    ['an apply that is done', 'apply', whole, 11, false],
    ['an apply that could be undone still, within the days', 'apply', whole, 9, true],
    ['an apply that broke off', 'apply', [before, started, ...removes], 900, true],
    [
      'an apply that was cancelled',
      'apply',
      [before, started, { ...groupDone, end: 'cancelled' }, { type: 'end', end: 'cancelled' }],
      900,
      true,
    ],
    ['an apply that sent nothing', 'apply', [before], 11, false],
    ['an apply whose undo was begun', 'apply', [...whole, undoing], 900, true],
    ['an apply that is undone', 'apply', [...whole, undoing, { type: 'undone', journal: 'u' }], 11, false],
    ['an undo that broke off', 'undo', [before, started, ...removes], 900, true],
    ['a restore that is done', 'restore', whole, 11, false],
    ['a guarded push that ended', 'guard', [...looks, guardEnd], 11, false],
    ['a guarded push that may still be open in a window', 'guard', [before], 900, true],
    ['what says that it is of the future', 'apply', whole, -2, true],
  ];
  for (const [title, kind, entries, days, isKept] of kept) {
    it(`${isKept ? 'keeps' : 'deletes'} ${title}`, async () => {
      const path = await write(kind, entries, begun - days * day);
      assert.deepEqual(await deleteOldJournals(10, begun, folder), isKept ? [] : [path]);
      assert.equal((await readdir(folder)).length, isKept ? 1 : 0);
      assert.deepEqual(await deleteOldJournals(0, begun, folder), [], '0 keeps everything');
    });
  }

  it('deletes no snapshot, nothing that cannot be read, and no file that is not ours', async () => {
    const changed = await write('apply', whole, begun - 900 * day);
    await writeFile(changed, (await readFile(changed, 'utf8')).replace('"anna"', '"anne"'));
    const linked = await write('guard', [...looks, guardEnd], begun - 900 * day);
    await rename(linked, join(folder, 'notes.ndjson'));
    for (const name of ['broken.scimjournal.ndjson', 'kept.scimsnapshot.ndjson', 'plan.scimplan.json', '.scimjournal.ndjson'])
      await writeFile(join(folder, name), '{}\n');
    await mkdir(join(folder, 'folder.scimjournal.ndjson'));
    assert.deepEqual(await deleteOldJournals(10, begun, folder), []);
    assert.equal((await readdir(folder)).length, 7);
    assert.deepEqual(await deleteOldJournals(10, begun, join(folder, 'not there')), []);
  });
});
