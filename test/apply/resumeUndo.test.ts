import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { batchSizes } from '../../src/apply/batches';
import { prepareApply } from '../../src/apply/prepareApply';
import { restorePlan } from '../../src/apply/restore';
import { prepareResume, runResume } from '../../src/apply/resumeApply';
import { ApplyBrokenOff, GateNotPassed, runApply, type ApplyResult, type RunOptions } from '../../src/apply/runApply';
import { prepareUndo, runUndo, wholePlan } from '../../src/apply/undoApply';
import type { Plan } from '../../src/plan/plan';
import { FailingDisk } from './failingDisk';
import { passing } from './passing';
import { SmallOrg } from './smallOrg';

const minute = 60_000;

describe('resume and undo', () => {
  let folder: string;
  let small: SmallOrg;
  let before: string[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'resume-undo-'));
    small = new SmallOrg(20);
    before = small.members();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const planned = (): Plan => small.plan({ adds: ['n1', 'n2'], removals: small.ids(0, 8) });
  const apply = async (plan: Plan, change: Partial<RunOptions> = {}, kind: 'apply' | 'restore' = 'apply'): Promise<ApplyResult> => {
    const prepared = await prepareApply(plan, wholePlan(plan), small.prepareOptions());
    return runApply(prepared, passing(prepared.gate), small.runOptions(folder, { sizes: batchSizes(4), ...change }), kind);
  };
  const undo = async (path: string): Promise<ApplyResult> => {
    const undoing = await prepareUndo(path, small.context());
    const prepared = await prepareApply(undoing.plan, wholePlan(undoing.plan), small.prepareOptions());
    return runUndo(undoing, prepared, passing(prepared.gate), small.runOptions(folder));
  };
  const journalOf = ({ journal }: ApplyResult): string => journal ?? assert.fail('there is no journal');

  /** An apply that broke off behind its first batch, as by a crash. */
  async function crashed(): Promise<string> {
    const disk = new FailingDisk('full', 6, () => undefined);
    const error = await apply(planned(), { openJournal: disk.open }).catch((cause: unknown) => cause);
    assert.ok(error instanceof ApplyBrokenOff && small.patches.length === 1);
    return error.journal;
  }

  /** An apply that somebody cancelled behind its first batch. */
  async function cancelled(): Promise<string> {
    const controller = new AbortController();
    small.meanwhile = (_groupId, _batch, carryOut) => {
      carryOut();
      controller.abort();
    };
    const result = await apply(planned(), { signal: controller.signal });
    small.meanwhile = null;
    assert.deepEqual([result.end, small.patches.length], ['cancelled', 1]);
    return journalOf(result);
  }

  const hours: readonly (readonly [string, () => Promise<string>, number, boolean])[] = [
    ['at once after a crash', crashed, 0, false],
    ['59 minutes after a crash', crashed, 59 * minute, false],
    ['61 minutes after a crash', crashed, 61 * minute, true],
    ['after a crash that its clock puts into the future', crashed, -5 * minute, true],
    ['at once after a cancel', cancelled, 0, true],
    ['59 minutes after a cancel', cancelled, 59 * minute, true],
    ['61 minutes after a cancel', cancelled, 61 * minute, true],
  ];
  for (const [when, begin, later, asks] of hours) {
    it(`resumes ${when} ${asks ? 'behind the gate' : 'without a question'}`, async () => {
      const path = await begin();
      small.now += later;
      const prepared = await prepareResume(path, small.context());
      assert.equal(prepared.gate?.confirmation ?? null, asks ? '8' : null);
      const options = small.runOptions(folder);
      if (asks) await assert.rejects(runResume(prepared, { confirmation: null, lifts: [] }, options), GateNotPassed);
      assert.equal(small.patches.length, 1);
      assert.equal((await runResume(prepared, passing(prepared.gate), options)).end, 'done');
      assert.deepEqual(small.members(), ['n1', 'n2', ...small.ids(8, 20)].sort());
    });
  }

  it('resumes without a question a crash of a resume whose gate was passed', async () => {
    const path = await cancelled();
    const prepared = await prepareResume(path, small.context());
    const disk = new FailingDisk('full', 4, () => undefined);
    const options = small.runOptions(folder, { openJournal: disk.open, sizes: batchSizes(4) });
    await assert.rejects(runResume(prepared, passing(prepared.gate), options), ApplyBrokenOff);
    assert.equal((await prepareResume(path, small.context())).gate, null);
    small.now += 61 * minute;
    assert.notEqual((await prepareResume(path, small.context())).gate, null);
  });

  it('undoes an apply once, and resumes it no more', async () => {
    const path = await cancelled();
    assert.equal((await undo(path)).end, 'done');
    assert.deepEqual(small.members(), before);
    await assert.rejects(undo(path), /This apply was undone already\./);
    await assert.rejects(prepareResume(path, small.context()), /was undone, or its undo was begun, so it cannot be resumed/);
  });

  it('keeps the second of two undos that were prepared at once from writing', async () => {
    const path = journalOf(await apply(planned()));
    const one = await prepareUndo(path, small.context());
    const other = await prepareUndo(path, small.context());
    const run = async (undoing: typeof one) => {
      const prepared = await prepareApply(undoing.plan, wholePlan(undoing.plan), small.prepareOptions());
      return () => runUndo(undoing, prepared, passing(prepared.gate), small.runOptions(folder));
    };
    const [first, second] = [await run(one), await run(other)];
    assert.equal((await first()).end, 'done');
    const sent = small.patches.length;
    const late = await second();
    assert.deepEqual([late.journal, late.stale.length, small.patches.length], [null, 1, sent]);
    // Even where the members are again as they were when it was prepared, the journal has moved on.
    for (const id of ['n1', 'n2']) small.group().members.add(id);
    for (const id of small.ids(0, 8)) small.group().members.delete(id);
    await assert.rejects(
      second(),
      (error) => error instanceof ApplyBrokenOff && !error.sent && error.message.includes('written on since it was read'),
    );
    assert.equal(small.patches.length, sent);
  });

  it('undoes no undo: what it took back is planned anew', async () => {
    const undone = await undo(journalOf(await apply(planned())));
    await assert.rejects(prepareUndo(journalOf(undone), small.context()), /It is the journal of an undo/);
    assert.deepEqual(small.members(), before);
  });

  it('undoes a restore', async () => {
    await apply(planned());
    const applied = small.members();
    const { asked } = { asked: small.context() };
    const images = [{ groupId: 'g1', name: 'Group 1', members: before }];
    const { plan } = await restorePlan(images, { ...asked, assumptions: [], exact: true, userNames: {} });
    const restored = await apply(plan, {}, 'restore');
    assert.deepEqual([restored.end, small.members()], ['done', before]);
    assert.equal((await undo(journalOf(restored))).end, 'done');
    assert.deepEqual(small.members(), applied);
  });

  /** What others do after the apply, and whom the undo leaves as they made it. */
  const others: readonly (readonly [string, () => void, readonly string[]])[] = [
    ['added somebody again', () => small.group().members.add('u1'), []],
    ['took out somebody whom it had added', () => small.group().members.delete('n1'), []],
    ['added a stranger', () => small.group().members.add('x1'), ['x1']],
    ['took out somebody else', () => small.group().members.delete('u19'), ['-u19']],
  ];
  for (const [what, act, differing] of others) {
    it(`undoes its own work alone where somebody ${what}`, async () => {
      const path = journalOf(await apply(planned()));
      act();
      small.patches.length = 0;
      assert.equal((await undo(path)).end, 'done');
      const wanted = new Set(before);
      for (const id of differing)
        if (id.startsWith('-')) wanted.delete(id.slice(1));
        else wanted.add(id);
      assert.deepEqual(small.members(), [...wanted].sort());
      const ours = new Set(['n1', 'n2', ...small.ids(0, 8)]);
      assert.ok(small.patches.length > 0 && small.patches.every(({ ids }) => ids.every((id) => ours.has(id))));
    });
  }

  it('stops a resume where another hand moved somebody meanwhile', async () => {
    const path = await cancelled();
    small.group().members.delete('u19');
    const prepared = await prepareResume(path, small.context());
    const result = await runResume(prepared, passing(prepared.gate), small.runOptions(folder));
    assert.deepEqual([small.patches.length, result.end, result.groups[0]?.end], [1, 'notAllDone', 'stopped']);
    assert.equal((await undo(path)).end, 'done');
    assert.deepEqual(
      small.members(),
      before.filter((id) => id !== 'u19'),
    );
  });
});
