import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changedInputs } from '../../src/apply/changedInputs';
import { prepareApply } from '../../src/apply/prepareApply';
import { GateNotPassed, runApply } from '../../src/apply/runApply';
import { wholePlan } from '../../src/apply/undoApply';
import type { Plan } from '../../src/plan/plan';
import { passing } from './passing';
import { SmallOrg } from './smallOrg';

describe('the input files of a plan', () => {
  let folder: string;
  let plan: Plan;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'inputs-'));
    await mkdir(join(folder, 'export'));
    await mkdir(join(folder, 'other'));
    const texts: Readonly<Record<string, string>> = { 'users.json': '[]', 'groups/group.json': '{}' };
    await mkdir(join(folder, 'export', 'groups'));
    const inputs = await Promise.all(
      Object.entries(texts).map(async ([path, text]) => {
        await writeFile(join(folder, 'export', path), text);
        return { path, sha256: createHash('sha256').update(text).digest('hex') };
      }),
    );
    const made = new SmallOrg(5).plan({ adds: ['n1'] });
    plan = { ...made, inputs: inputs.map((one) => ({ ...one, kind: 'users' })) } as unknown as Plan;
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const at = (...parts: readonly string[]): string => join(folder, ...parts);
  const cases: readonly (readonly [string, () => Promise<unknown>, readonly string[]])[] = [
    ['as they were', () => Promise.resolve(), []],
    ['changed by a byte', () => writeFile(at('export', 'users.json'), '[ ]'), ['users.json']],
    [
      'both changed',
      () => Promise.all([writeFile(at('export', 'users.json'), ''), writeFile(at('export/groups/group.json'), '')]),
      ['users.json', 'groups/group.json'],
    ],
    ['written anew with the same content', () => writeFile(at('export', 'users.json'), '[]'), []],
    ['missing: nothing is known', () => rm(at('export', 'users.json')), []],
    ['moved to where it is looked for as well', () => rename(at('export', 'users.json'), at('other', 'users.json')), []],
    [
      'moved there and changed',
      async () => {
        await rm(at('export', 'users.json'));
        await writeFile(at('other', 'users.json'), 'x');
      },
      ['users.json'],
    ],
    [
      'a folder in its place: it is not the file',
      async () => {
        await rm(at('export', 'users.json'));
        await mkdir(at('export', 'users.json'));
      },
      [],
    ],
    [
      'there and not to be read',
      async () => {
        await rm(at('export', 'users.json'));
        // Whoever may read everything cannot read the memory of no process.
        await symlink('/proc/self/mem', at('export', 'users.json'));
      },
      existsSync('/proc/self/mem') ? ['users.json'] : [],
    ],
  ];
  for (const [what, act, changed] of cases) {
    it(`are ${what}`, async () => {
      await act();
      assert.deepEqual(await changedInputs(plan, [at('export'), at('other')]), changed);
    });
  }

  it('that changed keep even adds behind the gate', async () => {
    const small = new SmallOrg(5);
    const prepared = await prepareApply(plan, wholePlan(plan), small.prepareOptions({ changedInputs: ['users.json'] }));
    assert.deepEqual([...(prepared.gate?.planGuards.keys() ?? [])], ['changedInputs']);
    const answer = passing(prepared.gate);
    await assert.rejects(runApply(prepared, { ...answer, lifts: [] }, small.runOptions(at('journals'))), GateNotPassed);
    assert.equal((await runApply(prepared, answer, small.runOptions(at('journals')))).end, 'done');
  });
});
