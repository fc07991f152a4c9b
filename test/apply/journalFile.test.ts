import { strict as assert } from 'node:assert';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JournalEntry, OpenEntry } from '../../src/apply/journal';
import { JournalError, JournalFile, readJournal } from '../../src/apply/journalFile';

const org = { name: 'Contoso', host: 'api.example', orgId: 'o1', clientId: 'c1' };
const open: OpenEntry = {
  type: 'open',
  format: 'scim-preflight/journal@1',
  kind: 'apply',
  tool: { name: 'scim-preflight', version: '0' },
  org,
  planId: 'p',
  undoes: null,
  sizes: { usual: 250, firstRemovals: 25 },
  selection: [
    {
      groupId: 'g',
      name: 'Ünïted "}',
      oktaGroupId: '',
      userNames: {},
      derived: [],
      guards: [],
      mode: 'both',
      adds: ['c', 'd'],
      removals: ['a', 'b'],
    },
  ],
  confirmation: '3',
  lifts: [],
};
const entries: readonly JournalEntry[] = [
  open,
  { type: 'before', groupId: 'g', name: 'Ünïted "}', version: '1', members: ['a', 'b'] },
  { type: 'started' },
];

describe('a journal on disk', () => {
  let folder: string;
  let path: string;
  let bytes: Buffer;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'journal-'));
    const journal = await JournalFile.create(join(folder, 'journals'), 'Contoso / ../ CX');
    for (const entry of entries) await journal.write(entry);
    await journal.close();
    path = journal.path;
    bytes = await readFile(path);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const damaged = async (content: Buffer): Promise<string> => {
    const other = join(folder, 'damaged.scimjournal.ndjson');
    await writeFile(other, content);
    return other;
  };

  it('is read as it was written, for its owner alone, under a name without a path', async () => {
    const read = await readJournal(path);
    assert.deepEqual(
      read.lines.map(({ entry }) => entry),
      entries,
    );
    assert.deepEqual([(await stat(path)).mode & 0o777, (await stat(join(folder, 'journals'))).mode & 0o777], [0o600, 0o700]);
    assert.match(path, /journals\/[\dTZ-]+-contoso-cx-[0-9a-f]{6}\.scimjournal\.ndjson$/);
  });

  it('is understood when it was cut at any byte: whole lines count, the torn one does not', async () => {
    const ends = [...bytes.keys()].filter((index) => bytes[index] === 0x0a).map((index) => index + 1);
    for (let length = 0; length < bytes.length; length += 1) {
      const whole = ends.filter((end) => end <= length).length;
      const reading = readJournal(await damaged(bytes.subarray(0, length)));
      if (whole === 0) await assert.rejects(reading, { reason: 'empty' });
      else {
        const read = await reading;
        assert.deepEqual([read.lines.length, read.torn], [whole, !ends.includes(length)]);
      }
    }
  });

  it('goes on behind a torn line', async () => {
    const read = await readJournal(await damaged(bytes.subarray(0, bytes.length - 5)));
    const journal = await JournalFile.reopen(read);
    await journal.write({ type: 'started' });
    await journal.close();
    const after = await readJournal(read.path);
    assert.deepEqual(
      after.lines.map(({ entry }) => entry.type),
      ['open', 'before', 'started'],
    );
  });

  it('is not believed with any byte of a whole line changed', async () => {
    const first = bytes.indexOf(0x0a);
    for (let at = 0; at < bytes.length - 1; at += 7) {
      if (bytes[at] === 0x0a) continue;
      const other = Buffer.from(bytes);
      other[at] = (other[at] ?? 0) ^ 1;
      if (other[at] === 0x0a) continue;
      await assert.rejects(
        readJournal(await damaged(other)),
        (error) => error instanceof JournalError && error.reason === (at < first ? 'notAJournal' : 'changed'),
      );
    }
  });

  it('that cannot be made is an error before anything is written', async () => {
    await writeFile(join(folder, 'file'), '');
    await assert.rejects(JournalFile.create(join(folder, 'file', 'journals'), 'x'), { reason: 'cannotWrite' });
  });

  it('takes nothing more after a write failed', async () => {
    const journal = await JournalFile.create(folder, 'x');
    await journal.write(open);
    await journal.close();
    await assert.rejects(journal.write({ type: 'started' }), { reason: 'cannotWrite' });
    await assert.rejects(journal.write({ type: 'started' }), { reason: 'cannotWrite' });
  });
});
