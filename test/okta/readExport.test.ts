import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ExportError } from '../../src/okta/exportError';
import { inspectExport } from '../../src/okta/inspectExport';
import { readExport } from '../../src/okta/readExport';
import { codesOf, inspectFiles, linesOf, now, readFiles, readOptions, withExport } from './exportFolder';
import {
  appRecord,
  appUserRecord,
  appId,
  groupId,
  groupRecord,
  otherAppId,
  rockstarCsv,
  rockstarMembersHeader,
  rockstarMember,
  userId,
  userRecord,
} from './handMade';

describe('reading an export', () => {
  it('gives each file one line per kind, with the hash of its bytes', async () => {
    const content = Buffer.from(`\uFEFF${JSON.stringify([userRecord(1), groupRecord(1, 'A')])}`, 'utf16le');
    const { trust } = await readFiles({ 'b.json': content, 'a/b.csv': 'x,y\n' });
    const sha256 = createHash('sha256').update(content).digest('hex');
    assert.deepEqual(linesOf(trust.inputs), ['a/b.csv unknown 0', 'b.json users 1', 'b.json groups 1']);
    assert.deepEqual(
      trust.inputs.slice(1).map((input) => input.sha256),
      [sha256, sha256],
    );
  });

  it('reads files and folders that are named one by one', async () => {
    await withExport(
      { 'x/users.json': [userRecord(1)], 'y/groups.json': [groupRecord(1, 'A')], 'z/app.json': appRecord(appId, 'A') },
      async (folder) => {
        const source = await readExport([join(folder, 'x/users.json'), join(folder, 'y')], readOptions);
        assert.deepEqual(linesOf(source.trust.inputs), ['x/users.json users 1', 'y/groups.json groups 1']);
      },
    );
  });

  it('reports progress in bytes, up to all of them', async () => {
    const files = {
      'users.json': [userRecord(1)],
      'm.csv': `group,user\n${groupId(1)},${userId(1)}\n`,
      'members/A.csv': rockstarCsv(rockstarMembersHeader, [rockstarMember(1)]),
    };
    const seen: { bytesRead: number; bytesTotal: number; path: string }[] = [];
    await readFiles(files, { onProgress: (progress) => seen.push(progress) });
    const total = seen.at(-1)?.bytesTotal;
    assert.deepEqual([seen.at(-1)?.bytesRead, new Set(seen.map(({ path }) => path)).size], [total, 3]);
    assert.ok(seen.every(({ bytesRead }) => bytesRead <= (total ?? 0)));
  });

  it('stops when it is told to', async () => {
    const signal = AbortSignal.abort();
    await assert.rejects(readFiles({ 'users.json': [] }, { signal }), { name: 'AbortError' });
    await withExport({ 'users.json': [] }, (folder) => assert.rejects(inspectExport([folder], { signal }), { name: 'AbortError' }));
  });

  const nothing: readonly (readonly [string, (folder: string) => readonly string[], ExportError['reason']])[] = [
    ['a path that is not there', (folder) => [join(folder, 'missing.json')], 'notFound'],
    ['a path through a file', (folder) => [join(folder, 'users.json/x')], 'notFound'],
    ['an empty folder', (folder) => [join(folder, 'empty')], 'noFiles'],
    ['no path', () => [], 'noFiles'],
  ];
  for (const [name, paths, reason] of nothing) {
    it(`throws for ${name}`, async () => {
      await withExport({ 'users.json': [] }, async (folder) => {
        await mkdir(join(folder, 'empty'));
        await assert.rejects(readExport(paths(folder), readOptions), (error) => {
          assert.ok(error instanceof ExportError);
          assert.equal(error.reason, reason);
          return error.message.length > 20;
        });
      });
    });
  }

  it('gives the same source twice', async () => {
    const files = { 'users.json': [userRecord(1), userRecord(2)], 'members/A.json': [userRecord(2)], 'groups.json': [groupRecord(1, 'A')] };
    assert.deepEqual(await readFiles(files), await readFiles(files));
  });
});

describe('inspecting an export', () => {
  it('tells the same of the files, and needs no app', async () => {
    const files = {
      'a.json': [appUserRecord(1, 'g'), appUserRecord(2, 's', otherAppId)],
      'groups.json': [groupRecord(1, 'A', { usersCount: 5 })],
      'members/A.json': [userRecord(1)],
    };
    const inputs = await inspectFiles(files);
    assert.deepEqual(linesOf(inputs), ['a.json appUsers 2', 'groups.json groups 1', 'members/A.json groupMembers 1']);
    assert.deepEqual(inputs, (await readFiles(files, { oktaApp: appId })).trust.inputs);
    assert.ok(inputs[2]?.problems.some(({ code }) => code === 'count-below-stats'));
  });
});

describe('the manifest of an export', () => {
  const users = JSON.stringify(Array.from({ length: 200 }, (_, index) => userRecord(index)));
  const sha256 = createHash('sha256').update(users).digest('hex');
  const manifest = (...files: readonly object[]): object => ({
    format: 'scim-preflight/okta-export@1',
    collectedAt: '2026-11-18T00:00:00.000Z',
    files,
  });

  it('proves a file by hash and count, so that page sizes say nothing', async () => {
    const source = await readFiles({
      'users.json': users,
      'okta-export.json': manifest({ path: 'users.json', kind: 'users', records: 200, sha256 }),
    });
    assert.equal(codesOf(source, 'users.json').includes('page-size-count'), false);
    assert.equal(codesOf(await readFiles({ 'users.json': users }), 'users.json').includes('page-size-count'), true);
  });

  it('tells when its files were saved, while they are the ones that it speaks of', async () => {
    const age = async (hash: string): Promise<boolean> => {
      const { trust } = await readFiles(
        { 'users.json': users, 'okta-export.json': manifest({ path: 'users.json', sha256: hash }) },
        { now },
      );
      return trust.problems.some(({ code }) => code === 'old-export');
    };
    assert.deepEqual([await age(sha256), await age('00')], [true, false]);
  });

  const partial: readonly (readonly [string, object, boolean, boolean])[] = [
    ['users that are declared partial', { path: 'users.json', partial: true }, false, false],
    ['users that were not finished', { path: 'users.json', complete: false }, false, false],
    ['members that are declared partial', { path: 'members/A.json', partial: true }, true, true],
    ['a file that is not there, of users', { path: 'more.json', kind: 'users' }, false, false],
    ['a file that is not there, of anything', { path: 'more.json' }, false, false],
    ['a file that is not there, of members', { path: 'members/A-2.json', kind: 'groupMembers', group: 'A' }, true, true],
    ['a file that is not there, of a mapping', { path: 'more.json', kind: 'profileMapping' }, true, false],
  ];
  for (const [name, file, complete, incomplete] of partial) {
    it(`${name}: ${complete ? 'the plan stands' : 'the plan is partial'}`, async () => {
      const files = { 'users.json': [userRecord(1)], 'groups.json': [groupRecord(1, 'A')], 'members/A.json': [userRecord(1)] };
      const { trust, members } = await readFiles({ ...files, 'okta-export.json': manifest(file) });
      assert.deepEqual([trust.complete, members.get(groupId(1))?.incomplete], [complete, incomplete]);
    });
  }

  it('tells what an empty list is a list of', async () => {
    const { trust, pushMappings } = await readFiles({
      'x.json': [],
      'okta-export.json': manifest({ path: 'x.json', kind: 'pushMappings' }),
    });
    assert.deepEqual([linesOf(trust.inputs), pushMappings], [['okta-export.json manifest 1', 'x.json pushMappings 0'], []]);
  });
});
