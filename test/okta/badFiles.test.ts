import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFile, mkdir, open, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readExport } from '../../src/okta/readExport';
import type { Source } from '../../src/okta/source';
import { codesOf, now, readOptions, withExport, type Files } from './exportFolder';
import { appUserRecord, groupId, groupRecord, userRecord } from './handMade';

const people = [userRecord(1), userRecord(2)];
/** Larger than a chunk, so that something can happen to it between two of them. */
const large = Array.from({ length: 4000 }, (_, number) => userRecord(number));

const rest: Files = {
  'app-users.json': [appUserRecord(1, 'g1')],
  'groups.json': [groupRecord(1, 'A', { usersCount: 2 }), groupRecord(2, 'B', { usersCount: 2 })],
  'members/B.json': people,
  'users.json': large,
};

function assertRestIsRead({ members, assignments, groups }: Source): void {
  assert.deepEqual([members.get(groupId(2))?.userIds.length, members.get(groupId(2))?.confirmed], [2, true]);
  assert.deepEqual([groups.size, assignments?.byUser.size], [2, 1]);
}

/** Does something to the folder when the reading comes to a file of this path. */
async function readWhile(folder: string, path: string, happens: () => Promise<void>): Promise<Source> {
  const happenings: Promise<void>[] = [];
  const source = await readExport([folder], {
    ...readOptions,
    onProgress: (progress) => {
      if (progress.path === path && happenings.length === 0) happenings.push(happens());
    },
  });
  assert.equal(happenings.length, 1, `${path} was not read`);
  await Promise.all(happenings);
  return source;
}

describe('files that are bad as files: said, and the rest is read', () => {
  const changes: readonly { readonly name: string; readonly change: (file: string) => Promise<void> }[] = [
    { name: 'grows', change: (file) => appendFile(file, ' ') },
    { name: 'shrinks', change: (file) => truncate(file, 1 << 20) },
    { name: 'is emptied', change: (file) => truncate(file, 0) },
  ];
  for (const { name, change } of changes) {
    it(`a file that ${name} while it is read: unreadable, the plan is partial`, async () => {
      await withExport(rest, async (folder) => {
        const source = await readWhile(folder, 'users.json', () => change(join(folder, 'users.json')));
        assert.ok(codesOf(source, 'users.json').includes('unreadable'));
        assert.equal(source.trust.complete, false);
        assertRestIsRead(source);
      });
    });
  }

  it('a file that another takes the place of while it is read: the one that was opened is read whole', async () => {
    await withExport(rest, async (folder) => {
      const source = await readWhile(folder, 'users.json', async () => {
        await writeFile(join(folder, '.new'), '[]');
        await rename(join(folder, '.new'), join(folder, 'users.json'));
      });
      assert.equal(source.users.size, large.length);
      assertRestIsRead(source);
    });
  });

  // Listed as files, and something else when their turn comes: nothing is waited for.
  const places: readonly { readonly name: string; readonly put: (file: string) => Promise<unknown> }[] = [
    { name: 'a pipe', put: (file) => promisify(execFile)('mkfifo', [file]) },
    { name: 'a folder', put: (file) => mkdir(file) },
    { name: 'nothing', put: () => Promise.resolve() },
    { name: 'another file', put: (file) => writeFile(file, JSON.stringify([...large, userRecord(5000)])) },
  ];
  for (const { name, put } of places) {
    it(`${name} in the place of a file that was listed: unreadable, the plan is partial`, async () => {
      const between = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`between/${index}/.gitkeep`, '']));
      await withExport({ ...rest, ...between, 'users-2.json': people }, async (folder) => {
        const file = join(folder, 'users.json');
        const source = await readWhile(folder, 'app-users.json', async () => {
          // Some files are open already: this one is not yet.
          await rm(file, { force: true });
          await put(file);
        });
        assert.deepEqual(codesOf(source, 'users.json'), ['unreadable']);
        assert.equal(source.trust.complete, false);
        assertRestIsRead(source);
      });
    });
  }

  it('links in a circle, to a folder above, and to nowhere', async () => {
    await withExport(rest, async (folder) => {
      await symlink(folder, join(folder, 'members', 'above'));
      await symlink(join(folder, 'b'), join(folder, 'a'));
      await symlink(join(folder, 'a'), join(folder, 'b'));
      await symlink(join(folder, 'gone.json'), join(folder, 'users-3.json'));
      const source = await readExport([folder], readOptions);
      assert.deepEqual(codesOf(source, 'members/above'), ['unknown-file']);
      for (const path of ['a', 'b', 'users-3.json']) assert.deepEqual(codesOf(source, path), ['unreadable'], path);
      assert.equal(source.trust.complete, false);
      assertRestIsRead(source);
    });
  });

  it('pipes and sockets are listed and not waited for', async () => {
    await withExport(rest, async (folder) => {
      await promisify(execFile)('mkfifo', [join(folder, 'users-2.json')]);
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(join(folder, 's'), resolve));
      try {
        const source = await readExport([folder], readOptions);
        assert.deepEqual([codesOf(source, 'users-2.json'), codesOf(source, 's')], [['unknown-file'], ['unknown-file']]);
        assertRestIsRead(source);
      } finally {
        await new Promise((resolve) => server.close(resolve));
      }
    });
  });

  const lines: readonly {
    readonly name: string;
    readonly path: string;
    readonly head: string;
    readonly tail: string;
    readonly code: string;
  }[] = [
    { name: 'a JSON string', path: 'users-2.json', head: '[{"id":"', tail: '', code: 'truncated' },
    { name: 'a CSV cell', path: 'Export Users.csv', head: 'id,login,status\n"', tail: '', code: 'unreadable' },
    { name: 'a line of CSV', path: 'Export Users.csv', head: '', tail: '\n', code: 'unreadable' },
  ];
  for (const { name, path, head, tail, code } of lines) {
    it(`${name} of 100 MB: ${code}, within bounded memory`, async () => {
      await withExport({ ...rest, 'users.json': people }, async (folder) => {
        const handle = await open(join(folder, path), 'w');
        const block = Buffer.alloc(1 << 20, 'x');
        await handle.write(head);
        for (let written = 0; written < 100; written += 1) await handle.write(block);
        await handle.write(tail);
        await handle.close();
        await utimes(join(folder, path), new Date(now), new Date(now));
        const before = process.memoryUsage.rss();
        let most = 0;
        const source = await readExport([folder], {
          ...readOptions,
          onProgress: () => {
            most = Math.max(most, process.memoryUsage.rss() - before);
          },
        });
        assert.ok(
          codesOf(source, path).some((one) => one === code),
          String(codesOf(source, path)),
        );
        assert.equal(source.trust.complete, false);
        assert.ok(most < 700 << 20, `${most >> 20} MB`);
        assertRestIsRead(source);
      });
    });
  }
});
