import assert from 'node:assert/strict';
import type { ReadProgress } from '../../src/okta/readFiles';
import { groupId, groupRecord, userId, userRecord } from './handMade';
import { now, readFiles, readOptions, withExport } from './exportFolder';
import { readExport } from '../../src/okta/readExport';

/** Files are taken in slices of so many bytes. */
const slice = 1 << 18;
const people = 9_000;
const broken = 8_500;

const users = Array.from({ length: people }, (_, index) => userRecord(index));
const withoutId = users.map((user, index) => (index === broken ? { ...user, id: null } : user));
const utf16 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le');
const array = `[\n${withoutId.map((user) => JSON.stringify(user)).join(',\n')}\n]\n`;
const lines = withoutId.map((user) => `${JSON.stringify(user)}\n`).join('');
const indented = JSON.stringify(withoutId, null, 1);
const header = 'User Id,Status,Username,Department,Title\n';
const department = 'Zákaznická péče, 営業チーム '.repeat(6);
const row = (index: number): string =>
  `${index === broken ? '' : userId(index)},ACTIVE,user${index}@contoso.example,"${department}","Agent${index % 100 === 0 ? '\nSenior' : ''}"\n`;
const csv = header + Array.from({ length: people }, (_, index) => row(index)).join('');
/** Every hundredth row is two lines. */
const csvLine = 2 + broken + Math.ceil(broken / 100);

describe('large files', () => {
  const places: readonly (readonly [string, string, string | Buffer, number])[] = [
    ['an array', 'users.json', array, broken + 2],
    ['an array in UTF-16', 'users.json', utf16(array), broken + 2],
    ['an indented array', 'users.json', indented, indented.slice(0, indented.indexOf('"id": null')).split('\n').length - 1],
    ['NDJSON', 'users.ndjson', lines, broken + 1],
    ['CSV', 'users.csv', csv, csvLine],
    ['CSV in UTF-16', 'users.csv', utf16(csv), csvLine],
  ];
  for (const [name, path, content, line] of places) {
    it(`${name}: a problem far behind the first chunk has its line`, async () => {
      assert.ok(Buffer.byteLength(content) > 8 * slice, 'the file is of several chunks');
      const { trust, users: read } = await readFiles({ [path]: content });
      const found = trust.problems.filter(({ code }) => code === 'unreadable');
      assert.deepEqual(
        found.map((problem) => [problem.path, problem.line]),
        [[path, line]],
      );
      assert.equal(read.size, people - 1);
    });
  }

  const cut: readonly (readonly [string, string, string, number])[] = [
    ['an array', 'users.json', array.slice(0, -100), people + 1],
    ['NDJSON', 'users.ndjson', lines.slice(0, -100), people],
    ['a row of CSV', 'users.csv', `${csv}${userId(1)},ACTIVE`, 2 + people + people / 100],
  ];
  for (const [name, path, content, line] of cut) {
    it(`${name} that is cut off: the line where it ends`, async () => {
      const { trust } = await readFiles({ [path]: content });
      assert.deepEqual(
        trust.problems.filter(({ code }) => code === 'truncated').map((problem) => problem.line),
        [line],
      );
    });
  }
});

describe('reading a large export', () => {
  const pairs = `group,user\n${users.map(({ id }) => `${groupId(1)},${String(id)}\n`).join('')}`;
  const files = {
    'a-users.json': users,
    'b-users.csv': utf16(csv),
    'group_users.csv': pairs,
    'groups.json': [groupRecord(1, 'Agents', { usersCount: people })],
    'note.txt': '',
  };

  it('tells its progress in bytes, which only grow, up to the last one', async () => {
    const seen: ReadProgress[] = [];
    const bytes = await withExport(files, async (folder) => {
      await readExport([folder], { ...readOptions, onProgress: (progress) => seen.push(progress) });
      return seen.at(-1)?.bytesTotal ?? 0;
    });
    assert.ok(bytes > 12 * slice);
    assert.equal(seen.at(-1)?.bytesRead, bytes);
    for (const [index, { bytesRead, bytesTotal }] of seen.entries()) {
      const step = bytesRead - (seen[index - 1]?.bytesRead ?? 0);
      // A letter of UTF-16 is two bytes on disk, of UTF-8 mostly one.
      assert.ok(step > 0 && step <= 2 * slice, `${step} bytes at once`);
      assert.equal(bytesTotal, bytes);
    }
  });

  it('leaves the event loop free behind each slice', async () => {
    let turns = 0;
    let next = setImmediate(function turn() {
      turns += 1;
      next = setImmediate(turn);
    });
    const stretches: number[] = [];
    let [turnBefore, bytesBefore] = [0, 0];
    try {
      await readFiles(files, {
        onProgress: ({ bytesRead }) => {
          if (turns !== turnBefore) bytesBefore = bytesRead;
          turnBefore = turns;
          stretches.push(bytesRead - bytesBefore);
        },
      });
    } finally {
      clearImmediate(next);
    }
    assert.ok(stretches.length > 20);
    // Two, where the next chunk was there already.
    assert.ok(Math.max(...stretches) <= 2 * slice, `${Math.max(...stretches)} bytes without a turn`);
  });

  it('reads no more than the slice at hand when it is cancelled', async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const onProgress = ({ bytesRead }: ReadProgress): void => {
      if (bytesRead >= 6 * slice) seen.push(bytesRead);
      if (seen.length === 1) setImmediate(() => controller.abort());
    };
    await assert.rejects(readFiles(files, { signal: controller.signal, onProgress }), { name: 'AbortError' });
    const [atCancel = 0] = seen;
    assert.ok(atCancel > 0 && Math.max(...seen) - atCancel <= slice);
  });

  it('is cancelled behind the last byte, too, before all is judged', async () => {
    const many = Array.from({ length: 20_000 }, (_, index) => `${userId(index)},ACTIVE,user${index}@contoso.example`);
    const rows = `User Id,Status,Username\n${many.join('\n')}\n`;
    const controller = new AbortController();
    const onProgress = ({ bytesRead, bytesTotal }: ReadProgress): void => {
      if (bytesRead === bytesTotal) setImmediate(() => controller.abort());
    };
    await assert.rejects(readFiles({ 'users.csv': rows }, { now, signal: controller.signal, onProgress }), { name: 'AbortError' });
  });
});
