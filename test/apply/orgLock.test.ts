import { strict as assert } from 'node:assert';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { journalState } from '../../src/apply/journalState';
import { readJournal } from '../../src/apply/journalFile';
import { LockLost, lockOrg, OrgLocked } from '../../src/apply/orgLock';
import { prepareApply } from '../../src/apply/prepareApply';
import { runApply } from '../../src/apply/runApply';
import { wholePlan } from '../../src/apply/undoApply';
import { batchSizes } from '../../src/apply/batches';
import { SmallOrg } from './smallOrg';
import type { LockTask } from './lockHolder';
import { passing } from './passing';

const org = { name: 'Contoso', host: 'api.example', orgId: 'o1', clientId: 'c1' };

describe('the lock of an org', () => {
  let folder: string;
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lock-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  /** A process that asks for the lock, and what it says: `held`, `locked`, or an error. */
  async function another(): Promise<{ readonly child: ChildProcess; readonly said: unknown }> {
    const child = fork(join(__dirname, 'lockHolder.ts'), { execArgv: ['--import', 'tsx'] });
    children.push(child);
    const task: LockTask = { org, folder };
    child.send(task);
    const [said] = (await once(child, 'message')) as [unknown];
    return { child, said };
  }

  /** As if its holder had not touched it for so long. */
  async function age(seconds: number): Promise<void> {
    const [name] = (await readdir(folder)).filter((one) => one.endsWith('.lock'));
    const then = new Date(Date.now() - seconds * 1000);
    await utimes(join(folder, name ?? ''), then, then);
  }

  it('lets one in at a time, by the org and not by how it is called', async () => {
    const held = await lockOrg(org, folder);
    await assert.rejects(lockOrg({ ...org, name: 'Other name', host: 'other.example', clientId: 'c2' }, folder), OrgLocked);
    const other = await lockOrg({ ...org, orgId: 'o2' }, folder);
    await other.release();
    await held.release();
    await (await lockOrg(org, folder)).release();
  });

  it('is one for two processes, and free when its holder lets go', async () => {
    const first = await another();
    assert.equal(first.said, 'held');
    assert.equal((await another()).said, 'locked');
    await assert.rejects(lockOrg(org, folder), OrgLocked);
    const gone = once(first.child, 'exit');
    first.child.send('let go');
    await gone;
    assert.equal((await another()).said, 'held');
  });

  it('of a process that was killed is free once it was not touched for long enough, whatever has its id now', async () => {
    const { child, said } = await another();
    assert.equal(said, 'held');
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    await assert.rejects(lockOrg(org, folder), OrgLocked);
    // Nothing in it names a process, so it makes no difference which one has the id of the dead one.
    for (const name of await readdir(folder)) assert.doesNotMatch(await readFile(join(folder, name), 'utf8').catch(() => ''), /^\d+$/);
    await age(31);
    const lock = await lockOrg(org, folder);
    await assert.rejects(lockOrg(org, folder), OrgLocked);
    await lock.release();
  });

  it('is for its owner alone', async () => {
    const lock = await lockOrg(org, join(folder, 'locks'));
    const [name] = (await readdir(join(folder, 'locks'))).filter((one) => !one.endsWith('.lock'));
    assert.equal((await stat(join(folder, 'locks'))).mode & 0o777, 0o700);
    assert.equal((await stat(join(folder, 'locks', name ?? ''))).mode & 0o777, 0o600);
    await lock.release();
  });

  it('that cannot be made is an error that says so', async () => {
    await writeFile(join(folder, 'file'), '');
    const inFile = lockOrg(org, join(folder, 'file', 'locks'));
    await assert.rejects(inFile, /The lock of Contoso, .*file.*, cannot be made, so nothing is written to Genesys Cloud: /);
    const lock = await lockOrg(org, folder);
    await lock.release();
    const [name] = (await readdir(folder)).filter((one) => /^[0-9a-f]{32}$/.test(one));
    await rm(join(folder, name ?? ''));
    await mkdir(join(folder, name ?? ''));
    await assert.rejects(lockOrg(org, folder), /cannot be made, so nothing is written/);
  });

  describe('that is lost while something is written', () => {
    const lockFolder = async (): Promise<string> =>
      join(folder, (await readdir(folder)).find((name) => name.endsWith('.lock')) ?? 'no lock');

    /** What takes the lock away, before the second request. */
    const losses: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['taken away', async () => rmdir(await lockFolder())],
      [
        'taken over by another window',
        async () => {
          await age(31);
          assert.equal((await another()).said, 'held');
        },
      ],
      [
        'taken over under the same time of day',
        async () => {
          const { mtime } = await stat(await lockFolder());
          await age(31);
          assert.equal((await another()).said, 'held');
          await utimes(await lockFolder(), mtime, mtime);
        },
      ],
    ];
    for (const [what, lose] of losses) {
      it(`stops before the next request where it is ${what}`, async () => {
        const small = new SmallOrg(20);
        const plan = small.plan({ removals: small.ids(0, 12) });
        const lock = await lockOrg(org, folder);
        const prepared = await prepareApply(plan, wholePlan(plan), small.prepareOptions());
        const door = lock.guarded(small);
        const result = await runApply(
          prepared,
          passing(prepared.gate),
          small.runOptions(join(folder, 'journals'), {
            door: {
              ...door,
              patchMembers: async (...asked) => {
                if (small.patches.length === 1) await lose();
                await door.patchMembers(...asked);
              },
            },
            sizes: batchSizes(4),
            signal: lock.lost,
          }),
        );
        assert.equal(small.patches.length, 1);
        const [group] = result.groups;
        assert.deepEqual([result.end, group?.end, group?.removed.length], ['cancelled', 'cancelled', 4]);
        assert.match(group?.message ?? '', /The lock of Contoso was lost, .* nothing more was sent/);
        assert.ok(lock.lost.reason instanceof LockLost);
        const state = journalState((await readJournal(result.journal ?? '')).lines);
        assert.deepEqual([state.end, state.groups[0]?.pending, state.groups[0]?.removed.size], ['cancelled', null, 4]);
        const before = await readdir(folder);
        await lock.release();
        assert.deepEqual(await readdir(folder), before, 'what another one holds was taken away');
      });
    }
  });
});
