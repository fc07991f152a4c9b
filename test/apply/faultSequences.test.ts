import { strict as assert } from 'node:assert';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { batchSizes } from '../../src/apply/batches';
import { readJournal } from '../../src/apply/journalFile';
import { canBeResumed, canBeUndone, expectedMembers, journalState } from '../../src/apply/journalState';
import { ApplyRefused, prepareApply } from '../../src/apply/prepareApply';
import { prepareResume, runResume } from '../../src/apply/resumeApply';
import { GateNotPassed, runApply } from '../../src/apply/runApply';
import { prepareUndo, runUndo, wholePlan } from '../../src/apply/undoApply';
import { RequestError } from '../../src/http/requestError';
import { Arena, scenario, shortLag, type Scenario } from './faultArena';
import { passing } from './passing';

const inside = (ids: Iterable<string>, all: ReadonlySet<string>): void =>
  assert.deepEqual(
    [...ids].filter((id) => !all.has(id)),
    [],
  );

/** What may be thrown before anything was sent: a read that fails, and what the journal does not allow. */
async function orNothing<Result>(work: Promise<Result>): Promise<Result | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof RequestError || error instanceof ApplyRefused) return null;
    throw error;
  }
}

describe('applying to a sandbox in which requests fail', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fault-sequences-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('does nothing but the plan, keeps a true journal, and takes back its own work alone', async () => {
    const seen = { done: 0, resumed: 0, undone: 0 };
    await fc.assert(
      fc.asyncProperty(scenario, async (given) => {
        const { arena, others } = await Arena.start(given);
        try {
          await check(arena, others, given, seen);
        } finally {
          await arena.close();
        }
      }),
      { numRuns: 60 },
    );
    assert.ok(seen.done >= 3 && seen.undone >= 10, JSON.stringify(seen));
  });

  async function check(
    arena: Arena,
    others: ReadonlySet<string>,
    given: Scenario,
    seen: { done: number; resumed: number; undone: number },
  ) {
    const { usual } = given;
    const before = await arena.members();
    const prepared = await orNothing(prepareApply(arena.plan, wholePlan(arena.plan), arena.options(usual)));
    const journals = await readdir(folder);
    if (prepared?.gate)
      await assert.rejects(runApply(prepared, { confirmation: 'no', lifts: [] }, arena.run(usual, folder)), GateNotPassed);
    assert.deepEqual([arena.patches, await readdir(folder)], [[], journals]);
    const result = prepared && (await orNothing(runApply(prepared, passing(prepared.gate), arena.run(usual, folder))));
    if (!result?.journal) {
      assert.deepEqual([arena.patches, await arena.members()], [[], before]);
      return;
    }
    await agree(arena, result.journal, others, given);
    if (result.end === 'done') seen.done += 1;
    await resume(arena, result.journal, usual, seen);
    await agree(arena, result.journal, others, given);
    for (const { adds, removals } of arena.patches) {
      inside(adds, arena.adds);
      inside(removals, arena.removals);
      assert.ok(removals.length <= usual && removals.length <= 1000);
    }
    const applied = arena.patches.splice(0);
    assert.ok(applied.length > 0 || (await arena.members()).size > 0);
    await undo(arena, result.journal, usual, others, seen);
  }

  /** The members are what the journal proves, but for a batch that is open in it, other hands, and what showed too late. */
  async function agree(arena: Arena, journal: string, others: ReadonlySet<string>, given: Scenario): Promise<void> {
    const [state] = journalState((await readJournal(journal)).lines).groups;
    assert.ok(state);
    const late = given.writes.some(({ fault, reads }) => fault === 'lag' && reads > shortLag) ? [...state.notDone.keys()] : [];
    const unclaimed = new Set([...(state.pending?.ids ?? []), ...others, ...late]);
    const [expected, now] = [expectedMembers(state), await arena.members()];
    const differing = [...new Set([...expected, ...now])].filter((id) => expected.has(id) !== now.has(id) && !unclaimed.has(id));
    assert.deepEqual(differing, []);
  }

  async function resume(arena: Arena, journal: string, usual: number, seen: { resumed: number }): Promise<void> {
    if (!canBeResumed(journalState((await readJournal(journal)).lines))) return;
    const prepared = await orNothing(prepareResume(journal, { ...arena.context, sizes: batchSizes(usual) }));
    if (prepared === null) return;
    await runResume(prepared, passing(prepared.gate), arena.run(usual, folder));
    seen.resumed += 1;
  }

  async function undo(arena: Arena, journal: string, usual: number, others: ReadonlySet<string>, seen: { undone: number }): Promise<void> {
    const before = journalState((await readJournal(journal)).lines);
    if (!canBeUndone(before)) return;
    const rolesOf = (): Promise<null> => Promise.resolve(null);
    const prepared = await orNothing(prepareUndo(journal, { ...arena.context, rolesOf }));
    const again = prepared && (await orNothing(prepareApply(prepared.plan, wholePlan(prepared.plan), arena.options(usual))));
    if (prepared === null || again === null) return;
    const result = await orNothing(runUndo(prepared, again, passing(again.gate), arena.run(usual, folder)));
    const [group] = before.groups;
    assert.ok(group);
    const open = group.pending?.ids ?? [];
    for (const { adds, removals } of arena.patches) {
      inside(adds, new Set([...group.removed, ...open]));
      inside(removals, new Set([...group.added, ...open]));
      assert.ok(![...adds, ...removals].some((id) => others.has(id)));
    }
    if (result?.end !== 'done' || result.journal === null) return;
    seen.undone += 1;
    await assert.rejects(prepareUndo(journal, { ...arena.context, rolesOf }), /undone already/);
    const now = await arena.members();
    const ours = [...group.added, ...group.removed];
    assert.deepEqual(
      ours.filter((id) => now.has(id) !== (group.before?.members.includes(id) ?? false)),
      [],
    );
  }
});
