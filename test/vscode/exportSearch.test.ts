import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exportName, findInput } from '../../src/vscode/exportInputs';
import { searchExport } from '../../src/vscode/exportSearch';

describe('Files of an export', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'scim-preflight-search-'));
    await mkdir(path.join(folder, 'members'));
    await writeFile(
      path.join(folder, 'users.csv'),
      'User Id,Username\r\n"00u1","Anna@Contoso.example"\r\n"00u2","bob@contoso.example"\r\n',
    );
    await writeFile(path.join(folder, 'one-line.json'), `[${'{"id":"00u9"},'.repeat(200_000)}{"id":"00u1","note":"a \\"quoted\\" name"}]`);
    await writeFile(path.join(folder, 'members', 'g.json'), '[\n  {"id":"00u1"},\n  {"id":"00u2"}\n]\n');
    await writeFile(path.join(path.dirname(folder), `${path.basename(folder)}-outside.json`), '{}');
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
    await rm(`${folder}-outside.json`, { force: true });
  });

  const inputs = [
    { path: 'users.csv', kind: 'users' },
    { path: 'one-line.json', kind: 'users' },
    { path: 'members/g.json', kind: 'groupMembers' },
    { path: 'members/g.json', kind: 'unknown' },
    { path: 'gone.json', kind: 'users' },
  ] as const;
  const search = async (...texts: string[]): Promise<unknown[]> =>
    (await searchExport([folder], inputs, texts, new AbortController().signal)).map((hit) => [hit.path, hit.line, hit.column, hit.length]);

  it('are searched by id and login, each line once, however long it is', async () => {
    assert.deepEqual(await search('00U1', 'anna@contoso.example'), [
      ['users.csv', 2, 1, 4],
      ['one-line.json', 1, 1 + 14 * 200_000 + 7, 4],
      ['members/g.json', 2, 9, 4],
    ]);
  });

  it('are searched for a name as JSON and CSV write it', async () => {
    assert.deepEqual(await search('a "quoted" name'), [['one-line.json', 1, 1 + 14 * 200_000 + 21, 17]]);
  });

  it('say nothing where nothing fits, and nothing for an empty text', async () => {
    assert.deepEqual(await search('00u777', ''), []);
    assert.deepEqual(await search(''), []);
  });

  const places: readonly (readonly [string, readonly string[], string, string | null])[] = [
    ['in the folder', [''], 'members/g.json', 'members/g.json'],
    ['with the folder named first', [''], '$/users.csv', 'users.csv'],
    ['as the file itself', ['users.csv'], 'users.csv', 'users.csv'],
    ['in one of several folders', ['members', ''], 'g.json', 'members/g.json'],
    ['not where it is gone', [''], 'gone.json', null],
    ['not outside the export', [''], '../$-outside.json', null],
  ];
  for (const [name, roots, inputPath, expected] of places) {
    it(`are found ${name}`, async () => {
      const found = await findInput(
        roots.map((root) => path.join(folder, root)),
        inputPath.replace('$', path.basename(folder)),
      );
      assert.equal(found, expected === null ? null : path.join(folder, expected));
    });
  }

  it('have a name', () => {
    assert.equal(exportName(['/a/okta-export-2026-11-20']), 'okta-export-2026-11-20');
    assert.equal(exportName(['/a/users.json', '/a/groups.json', '/a/members']), 'users.json and 2 more');
  });
});
