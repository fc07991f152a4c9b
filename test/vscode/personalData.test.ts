import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { confirmSavingPersonalData, couldBeCommitted } from '../../src/vscode/personalData';

const run = promisify(execFile);

describe('Saving personal data', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'scim-preflight-git-'));
    await mkdir(path.join(folder, 'repository', 'sub', 'private'), { recursive: true });
    await mkdir(path.join(folder, 'plain'));
    await mkdir(path.join(folder, 'broken', '.git'), { recursive: true });
    await run('git', ['init', '--quiet'], { cwd: path.join(folder, 'repository') });
    await writeFile(path.join(folder, 'repository', '.gitignore'), '*.scimplan.json\nsub/private/\n');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const places: readonly (readonly [string, string, boolean])[] = [
    ['outside of a repository', 'plain/a.md', false],
    ['in a repository', 'repository/a.md', true],
    ['below it', 'repository/sub/a.md', true],
    ['ignored by its name', 'repository/sub/a.scimplan.json', false],
    ['ignored by its folder', 'repository/sub/private/a.md', false],
    ['where git cannot tell', 'broken/a.md', true],
  ];
  for (const [name, file, expected] of places) {
    it(`${expected ? 'asks' : 'does not ask'} ${name}`, async () => {
      assert.equal(await couldBeCommitted(path.join(folder, file)), expected);
      const asked: string[] = [];
      const prompts = { confirm: (message: string) => Promise.resolve(asked.push(message) > 1) };
      assert.equal(await confirmSavingPersonalData(path.join(folder, file), 'the plan', prompts), !expected);
      assert.deepEqual(asked, expected ? ['Save the plan inside a git repository?'] : []);
    });
  }
});
