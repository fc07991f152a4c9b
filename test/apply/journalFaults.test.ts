import { strict as assert } from 'node:assert';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { batchSizes } from '../../src/apply/batches';
import { JournalError, JournalFile, readJournal } from '../../src/apply/journalFile';
import { canBeResumed, expectedMembers, journalState } from '../../src/apply/journalState';
import { ApplyRefused, prepareApply } from '../../src/apply/prepareApply';
import { prepareResume, runResume } from '../../src/apply/resumeApply';
import { ApplyBrokenOff, runApply, type ApplyResult, type RunOptions } from '../../src/apply/runApply';
import { prepareUndo, runUndo, wholePlan } from '../../src/apply/undoApply';
import { diskFaults, FailingDisk, type DiskFault } from './failingDisk';
import { passing } from './passing';
import { SmallOrg } from './smallOrg';

/** Lines of an apply of two groups in six batches: open, two images, started, intents and proofs, ends. */
const applyLines = 4 + 6 * 2 + 2 + 1;
const groupIds = ['g1', 'g2'];

class Stage {
  readonly small = new SmallOrg(20, 10);
  readonly plan = this.small.planOf([
    { groupId: 'g1', adds: ['n1', 'n2'], removals: this.small.ids(0, 10) },
    { groupId: 'g2', adds: [], removals: this.small.ids(3, 8) },
  ]);
  readonly before = this.members();
  readonly planned = ['g1', 'g2'].map((_, index) => {
    const { adds, removals } = this.plan.groups[index] ?? { adds: [], removals: [] };
    const gone = new Set(removals.map(({ genesysUserId }) => genesysUserId));
    const kept = (this.before[index] ?? []).filter((id) => !gone.has(id));
    return [...kept, ...adds.map(({ genesysUserId }) => genesysUserId)].sort();
  });

  constructor(readonly folder: string) {}

  members(): string[][] {
    return groupIds.map((id) => this.small.members(id));
  }

  options(change: Partial<RunOptions> = {}): RunOptions {
    return this.small.runOptions(this.folder, { sizes: batchSizes(4), ...change });
  }

  async apply(change: Partial<RunOptions> = {}): Promise<ApplyResult> {
    const prepared = await prepareApply(this.plan, wholePlan(this.plan), this.small.prepareOptions());
    assert.equal(prepared.works.length, 2);
    return runApply(prepared, passing(prepared.gate), this.options(change));
  }

  async resume(path: string, change: Partial<RunOptions> = {}): Promise<ApplyResult> {
    const prepared = await prepareResume(path, this.small.context());
    assert.equal(prepared.gate, null);
    return runResume(prepared, { confirmation: null, lifts: [] }, this.options(change));
  }

  async undo(path: string, change: Partial<RunOptions> = {}): Promise<ApplyResult> {
    const undo = await prepareUndo(path, this.small.context());
    const prepared = await prepareApply(undo.plan, wholePlan(undo.plan), this.small.prepareOptions());
    return runUndo(undo, prepared, passing(prepared.gate), this.options(change));
  }

  /** Undoes, whether an undo was begun before or not. */
  async undoToTheEnd(path: string): Promise<void> {
    try {
      assert.equal((await this.undo(path)).end, 'done');
    } catch (error) {
      if (!(error instanceof ApplyRefused)) throw error;
      const begun = /Resume that one: (.+)\.$/.exec(error.message)?.[1];
      if (begun === undefined) assert.match(error.message, /undone already|Nothing was changed/);
      else assert.equal((await this.resume(begun)).end, 'done');
    }
  }

  /** What the journals claim is so: only the ids of a batch without proof may differ. */
  async checkHonest(path: string, before: readonly (readonly string[])[] = this.before): Promise<void> {
    for (const state of journalState((await readJournal(path)).lines).groups) {
      const expected = state.before ? expectedMembers(state) : new Set(before[groupIds.indexOf(state.selection.groupId)]);
      const { members } = this.small.group(state.selection.groupId);
      const open = new Set(state.pending?.ids);
      assert.deepEqual(
        [...new Set([...expected, ...members])].filter((id) => expected.has(id) !== members.has(id) && !open.has(id)),
        [],
      );
    }
  }
}

/** The end of work on a failing disk: what was thrown; nothing was sent after the failure. */
async function brokenOff(
  stage: Stage,
  disk: FailingDisk,
  sentAtFailure: () => number,
  work: Promise<unknown>,
  sentBefore = 0,
): Promise<void> {
  const error = await work.then(
    () => assert.fail('it was done, though its journal could not be written'),
    (cause: unknown) => cause,
  );
  assert.equal(stage.small.patches.length, sentAtFailure(), 'something was sent after the journal failed');
  assert.ok(error instanceof ApplyBrokenOff, String(error));
  assert.equal(error.sent, stage.small.patches.length > sentBefore);
  for (const { groupId, added, removed } of error.groups) {
    const { members } = stage.small.group(groupId);
    assert.ok(added.every((id) => members.has(id)) && !removed.some((id) => members.has(id)));
  }
  assert.ok(error.cause instanceof JournalError);
  assert.match(error.message, /^The journal .* cannot be written, so nothing more is written to Genesys Cloud: /);
  assert.ok(disk.lines > 0);
}

const isEmpty = (path: string): Promise<boolean> =>
  readJournal(path).then(
    () => false,
    (error: unknown) => error instanceof JournalError && error.reason === 'empty',
  );

describe('a journal that the disk does not take', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'journal-faults-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const failing = (stage: Stage, fault: DiskFault, at: number) => {
    let sent = -1;
    const disk = new FailingDisk(fault, at, () => (sent = sent === -1 ? stage.small.patches.length : sent));
    return { disk, sentAtFailure: () => sent };
  };
  const onlyJournal = async (): Promise<string> => {
    const names = await readdir(folder);
    assert.equal(names.length, 1);
    return join(folder, names[0] ?? '');
  };

  it('has as many lines as these tests think', async () => {
    const { journal } = await new Stage(folder).apply();
    assert.equal((await readJournal(journal ?? '')).lines.length, applyLines);
  });

  for (const fault of diskFaults) {
    it(`(${fault}) at any line of an apply: nothing is sent after it, and it is gone on with or taken back`, async () => {
      for (let at = 1; at <= applyLines; at += 1) {
        await rm(folder, { recursive: true, force: true });
        const stage = new Stage(folder);
        const { disk, sentAtFailure } = failing(stage, fault, at);
        await brokenOff(stage, disk, sentAtFailure, stage.apply({ openJournal: disk.open }));
        const path = await onlyJournal();
        if (at === 1 && fault !== 'unsynced') {
          await assert.rejects(readJournal(path), { reason: 'empty' });
          assert.deepEqual([stage.small.patches, stage.members()], [[], stage.before]);
          continue;
        }
        const { lines, torn } = await readJournal(path);
        assert.deepEqual([lines.length, torn], [fault === 'unsynced' ? at : at - 1, fault === 'short' || fault === 'torn']);
        await stage.checkHonest(path);
        const state = journalState(lines);
        if (!state.started) assert.deepEqual(stage.small.patches, []);
        if (canBeResumed(state)) {
          assert.equal((await stage.resume(path)).end, 'done');
          assert.deepEqual(stage.members(), stage.planned);
        }
        await stage.undoToTheEnd(path);
        assert.deepEqual(stage.members(), stage.before, `undone after line ${at}`);
      }
    });

    it(`(${fault}) at any line of a resume: nothing is sent after it`, async () => {
      for (let at = 1, ended = false; !ended; at += 1) {
        await rm(folder, { recursive: true, force: true });
        const stage = new Stage(folder);
        const first = failing(stage, 'full', 9);
        await brokenOff(stage, first.disk, first.sentAtFailure, stage.apply({ openJournal: first.disk.open }));
        const path = await onlyJournal();
        const { disk, sentAtFailure } = failing(stage, fault, at);
        const sent = stage.small.patches.length;
        const again = stage.resume(path, { openJournal: disk.open });
        if (await again.then(() => disk.lines < at).catch(() => false)) ended = true;
        else await brokenOff(stage, disk, sentAtFailure, again, sent);
        await stage.checkHonest(path);
        if (canBeResumed(journalState((await readJournal(path)).lines))) assert.equal((await stage.resume(path)).end, 'done');
        assert.deepEqual(stage.members(), stage.planned);
        assert.ok(at < 40);
      }
    });

    it(`(${fault}) at any line of an undo and its marks: nothing is sent after it, and all comes back`, async () => {
      let failures = 0;
      for (let at = 1, ended = false; !ended; at += 1) {
        await rm(folder, { recursive: true, force: true });
        const stage = new Stage(folder);
        const { journal } = await stage.apply();
        const path = journal ?? '';
        const { disk, sentAtFailure } = failing(stage, fault, at);
        const sent = stage.small.patches.length;
        try {
          await stage.undo(path, { openJournal: disk.open });
          ended = disk.lines < at;
          assert.ok(ended, 'it was done, though its journal could not be written');
        } catch (error) {
          if (!(error instanceof ApplyBrokenOff)) throw error;
          failures += 1;
          assert.equal(stage.small.patches.length, sentAtFailure());
          assert.equal(error.sent, stage.small.patches.length > sent);
        }
        // The undone journal speaks of what was before the undo; the undo's own of what is.
        const own = (await readdir(folder)).map((name) => join(folder, name)).filter((one) => one !== path);
        for (const one of own) if (!(await isEmpty(one))) await stage.checkHonest(one, stage.planned);
        await stage.undoToTheEnd(path);
        assert.deepEqual(stage.members(), stage.before);
        await assert.rejects(stage.undo(path), /undone already/);
        await assert.rejects(stage.resume(path), ApplyRefused);
        assert.ok(at < 60);
      }
      assert.ok(failures > 15, `${failures}`);
    });
  }
});

describe('a journal that is taken away while it is written', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'journal-gone-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const takings: readonly (readonly [string, (path: string) => Promise<unknown>, RegExp])[] = [
    ['removed', (path) => rm(path), /ENOENT/],
    ['moved', (path) => rename(path, `${path}.old`), /ENOENT/],
    [
      'replaced by a copy',
      async (path) => {
        const bytes = await readFile(path);
        await rm(path);
        await writeFile(path, bytes);
      },
      /another file stands in its place/,
    ],
    ['written on by others', (path) => writeFile(path, '{}\n', { flag: 'a' }), /another process has written into it/],
    ['emptied', (path) => writeFile(path, ''), /another process has written into it/],
    ['removed with its folder', () => rm(folder, { recursive: true }), /ENOENT/],
  ];
  for (const [what, take, words] of takings) {
    it(`stops the work before its next request where it is ${what}`, async () => {
      const stage = new Stage(folder);
      stage.small.meanwhile = async (_groupId, _batch, carryOut) => {
        carryOut();
        const [name] = await readdir(folder);
        if (stage.small.patches.length === 2) await take(join(folder, name ?? ''));
      };
      await assert.rejects(stage.apply(), (error) => error instanceof ApplyBrokenOff && error.sent && words.test(error.message));
      assert.equal(stage.small.patches.length, 2);
    });
  }

  const places: readonly (readonly [string, () => Promise<string>])[] = [
    ['with a file in the place of its folder', async () => join(folder, await named('file'), 'journals')],
    ['with a file as its folder', async () => join(folder, await named('file'))],
  ];
  const named = async (name: string): Promise<string> => {
    await writeFile(join(folder, name), '');
    return name;
  };
  for (const [what, place] of places) {
    it(`that cannot be made (${what}) is an error, and nothing is sent`, async () => {
      const stage = new Stage(await place());
      await assert.rejects(stage.apply(), (error) => error instanceof JournalError && error.reason === 'cannotWrite');
      assert.deepEqual([stage.small.patches, stage.members()], [[], stage.before]);
    });
  }

  it('does not take what could not be read again', async () => {
    await mkdir(folder, { recursive: true });
    const journal = await JournalFile.create(folder, 'x');
    await assert.rejects(journal.write({ type: 'started' }), /does not begin with what was asked for/);
    await journal.close();
    await assert.rejects(readJournal(journal.path), { reason: 'empty' });
  });
});
