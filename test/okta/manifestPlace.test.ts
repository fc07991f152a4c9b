import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { readExport } from '../../src/okta/readExport';
import { manifestPlaceOf, manifestsBeside } from '../../src/okta/manifestPlace';
import { linesOf, readOptions, withExport, type Files } from './exportFolder';

const manifest = { format: 'scim-preflight/okta-export@1', files: [] };

interface Case {
  readonly what: string;
  readonly files: Files;
  readonly chosen: readonly string[];
  readonly file: string;
  /** Folder of the manifest, and the file's path in it. */
  readonly expected: readonly [folder: string, path: string];
}

const places: readonly Case[] = [
  { what: 'the chosen folder', files: { 'a/b/x.csv': '1' }, chosen: ['a'], file: 'a/b/x.csv', expected: ['a', 'b/x.csv'] },
  {
    what: 'the folder of a manifest on the way',
    files: { 'a/b/x.csv': '1', 'a/b/okta-export.json': manifest, 'a/okta-export.json': manifest },
    chosen: ['a'],
    file: 'a/b/x.csv',
    expected: ['a/b', 'x.csv'],
  },
  {
    what: 'no folder above the chosen one, whatever stands there',
    files: { 'a/b/x.csv': '1', 'okta-export.json': manifest },
    chosen: ['a'],
    file: 'a/b/x.csv',
    expected: ['a', 'b/x.csv'],
  },
  {
    what: 'the folder of a file that was chosen by itself',
    files: { 'a/b/x.csv': '1', 'a/okta-export.json': manifest },
    chosen: ['a/b/x.csv'],
    file: 'a/b/x.csv',
    expected: ['a/b', 'x.csv'],
  },
  {
    what: 'the folder of a file of no export',
    files: { 'a/x.csv': '1', 'ab/y.csv': '1' },
    chosen: ['a'],
    file: 'ab/y.csv',
    expected: ['ab', 'y.csv'],
  },
];

describe('where a manifest stands', () => {
  for (const { what, files, chosen, file, expected } of places) {
    it(`is ${what}`, async () => {
      await withExport(files, async (root) => {
        const place = await manifestPlaceOf(
          join(root, file),
          chosen.map((path) => join(root, path)),
        );
        assert.deepEqual([relative(root, place.folder), place.path], expected);
      });
    });
  }

  it('is beside files that were chosen by themselves', async () => {
    await withExport({ 'a/x.csv': '1', 'a/okta-export.json': manifest, 'b/y.csv': '1', 'c/okta-export.json': manifest }, async (root) => {
      await mkdir(join(root, 'b', 'okta-export.json'));
      const beside = (...paths: string[]): Promise<readonly string[]> => manifestsBeside(paths.map((path) => join(root, path)));
      assert.deepEqual(await beside('a/x.csv', 'b/y.csv', 'c'), [join(root, 'a', 'okta-export.json')]);
      assert.deepEqual(await beside('a', 'c'), []);
      assert.deepEqual(await beside('a/x.csv', 'a/okta-export.json'), []);
    });
  });
});

describe('a manifest beside chosen files', () => {
  const users = [{ id: '00u1', status: 'ACTIVE', profile: { login: 'anna@contoso.example', email: 'anna@contoso.example' } }];
  const files: Files = {
    'users.json': users,
    'people.json': users,
    'groups.json': [{ id: '00g1', type: 'OKTA_GROUP', profile: { name: 'VIP' } }],
    'okta-export.json': {
      ...manifest,
      files: [
        { path: 'people.json', kind: 'groupMembers', group: 'VIP' },
        { path: 'elsewhere.json', kind: 'users' },
      ],
    },
  };

  it('speaks of them, and asks for no others', async () => {
    await withExport(files, async (root) => {
      const chosen = ['users.json', 'people.json', 'groups.json'].map((path) => join(root, path));
      const { trust, members } = await readExport(chosen, readOptions);
      assert.deepEqual(linesOf(trust.inputs), [
        'groups.json groups 1',
        'okta-export.json manifest 1',
        'people.json groupMembers 1',
        'users.json users 1',
      ]);
      assert.deepEqual(members.get('00g1')?.userIds, ['00u1']);
      assert.equal(trust.complete, true);
    });
  });

  it('asks for all its files where the folder was chosen, or it itself', async () => {
    await withExport(files, async (root) => {
      for (const chosen of [[root], ['users.json', 'okta-export.json'].map((path) => join(root, path))]) {
        const { trust } = await readExport(chosen, readOptions);
        const missing = trust.inputs.find(({ path }) => path === 'elsewhere.json');
        assert.deepEqual([missing?.problems[0]?.code, trust.complete], ['unreadable', false]);
      }
    });
  });
});
