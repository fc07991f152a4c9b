import { strict as assert } from 'node:assert';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { GateAnswer } from '../../src/apply/gate';
import { readJournal } from '../../src/apply/journalFile';
import { canBeResumed, canBeUndone, expectedMembers, journalState } from '../../src/apply/journalState';
import { ApplyRefused, prepareApply } from '../../src/apply/prepareApply';
import { prepareResume, runResume } from '../../src/apply/resumeApply';
import { runApply } from '../../src/apply/runApply';
import { prepareUndo, runUndo, wholePlan } from '../../src/apply/undoApply';
import { defaultSettings } from '../../src/plan/settings';
import type { GroupPlan } from '../../src/plan/plan';
import { SampleOrg, tool } from './sampleOrg';
import type { CrashTask } from './crashingApply';

const nothing: GateAnswer = { confirmation: null, lifts: [] };

/** Everything that a gate asks for. */
function passing(
  gate: {
    readonly confirmation: string;
    readonly groups: readonly { readonly guards: readonly string[]; readonly name: string; readonly removals: number }[];
  } | null,
): GateAnswer {
  if (gate === null) return nothing;
  const lifts = gate.groups.flatMap(({ guards, name, removals }) =>
    guards.map((guard) => ({ guard, count: guard === 'genesysBlock' ? removals : null, group: name })),
  );
  return { confirmation: gate.confirmation, lifts };
}

/** Steps of an apply of 3 adds and 60 removals: each is a place to be killed at. Batches are small, so that there are many. */
const steps = 40;

describe('an apply that is killed', () => {
  let sample: SampleOrg;
  let group: GroupPlan;
  let membersBefore: ReadonlySet<string>;
  let people: ReadonlySet<string>;

  before(async () => {
    sample = await SampleOrg.start();
    group = sample.group('Support Tier 1');
    membersBefore = await sample.members(group);
    people = new Set([...group.adds, ...group.removals.slice(0, 60)].map(({ genesysUserId }) => genesysUserId));
  });
  after(() => sample.stop());
  // Every test ends with the members as they were.
  beforeEach(() => rm(sample.journals, { recursive: true, force: true }));

  /** Kills a process of its own at a step; the step may never come. */
  async function killedAt(step: number, undo?: string): Promise<string | null> {
    const task: CrashTask = {
      baseUrl: sample.sandbox.baseUrl,
      clientId: sample.sandbox.clientId,
      clientSecret: sample.sandbox.clientSecret,
      org: sample.org,
      plan: sample.plan,
      group: group.name,
      people: [...people],
      folder: sample.journals,
      step,
      ...(undo === undefined ? {} : { undo }),
    };
    const child = fork(join(__dirname, 'crashingApply.ts'), {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child.send(task);
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    assert.ok(signal === 'SIGKILL' || code === 0, `the process ended with ${code}`);
    const [name] = await readdir(sample.journals).catch(() => []);
    return name === undefined ? null : join(sample.journals, name);
  }

  const wanted = (): Set<string> => {
    const members = new Set(membersBefore);
    for (const { genesysUserId: id } of group.adds) members.add(id);
    for (const { genesysUserId: id } of group.removals) if (people.has(id)) members.delete(id);
    return members;
  };
  const sorted = (ids: Iterable<string>): string[] => [...ids].sort();
  const context = () => ({
    door: sample.door,
    org: sample.org,
    tool,
    settings: { ...defaultSettings, now: new Date().toISOString() },
    createdAt: new Date().toISOString(),
    lagMs: 0,
  });

  /** The journal never claims more than the server holds: at most the batch that is open may be done besides. */
  async function checkHonest(path: string, before: ReadonlySet<string> = membersBefore): Promise<void> {
    const [state] = journalState((await readJournal(path)).lines).groups;
    assert.ok(state);
    const expected = state.before === null ? new Set(before) : expectedMembers(state);
    const now = await sample.members(group);
    const open = new Set(state.pending?.ids ?? []);
    const differing = [...new Set([...expected, ...now])].filter((id) => expected.has(id) !== now.has(id) && !open.has(id));
    assert.deepEqual(differing, []);
  }

  for (let step = 1; step <= steps; step += 1) {
    it(`at step ${step}: resumed it is as planned, undone it is as before`, async () => {
      const path = await killedAt(step);
      if (path === null) {
        assert.deepEqual(sorted(await sample.members(group)), sorted(membersBefore));
        return;
      }
      const lines = await readJournal(path).then(
        (read) => read.lines,
        () => [],
      );
      if (lines.length === 0) {
        assert.deepEqual(sorted(await sample.members(group)), sorted(membersBefore));
        return;
      }
      await checkHonest(path);
      const state = journalState(lines);
      if (canBeResumed(state)) {
        const prepared = await prepareResume(path, { ...context(), sizes: { usual: 20, firstRemovals: 5 } });
        assert.equal(prepared.gate, null);
        const result = await runResume(prepared, nothing, sample.runOptions());
        assert.equal(result.end, 'done');
        assert.deepEqual(sorted(await sample.members(group)), sorted(wanted()));
      } else
        assert.deepEqual(
          sorted(await sample.members(group)),
          sorted(state.groups.every(({ end }) => end === 'done') ? wanted() : membersBefore),
        );
      if (!canBeUndone(journalState((await readJournal(path)).lines))) return;
      const undo = await prepareUndo(path, { ...context(), rolesOf: () => Promise.resolve(null) });
      const prepared = await prepareApply(undo.plan, wholePlan(undo.plan), sample.prepareOptions());
      const result = await runUndo(undo, prepared, passing(prepared.gate), sample.runOptions());
      assert.equal(result.end, 'done');
      assert.deepEqual(sorted(await sample.members(group)), sorted(membersBefore));
      await assert.rejects(prepareUndo(path, { ...context(), rolesOf: () => Promise.resolve(null) }), /undone already/);
    });
  }

  /** Steps of the undo of that apply in five batches, with the marks in the journal that it undoes. */
  for (let step = 1; step <= 34; step += 2) {
    it(`and its undo is killed at step ${step}: gone on with it is as before, once`, async () => {
      const prepared = await prepareApply(sample.plan, [{ group, mode: 'both', people }], sample.prepareOptions());
      const { journal } = await runApply(prepared, passing(prepared.gate), sample.runOptions());
      assert.ok(journal);
      assert.deepEqual(sorted(await sample.members(group)), sorted(wanted()));
      await killedAt(step, journal);
      const undoing = prepareUndo(journal, { ...context(), rolesOf: () => Promise.resolve(null) });
      const refused = await undoing.then(
        () => '',
        (error: unknown) => (error instanceof ApplyRefused ? error.message : String(error)),
      );
      const begun = /Resume that one: (.+)\.$/.exec(refused)?.[1];
      if (begun !== undefined) {
        await checkHonest(begun, wanted());
        const rest = await prepareResume(begun, { ...context(), sizes: { usual: 20, firstRemovals: 5 } });
        assert.equal(rest.gate, null);
        assert.equal((await runResume(rest, nothing, sample.runOptions())).end, 'done');
      } else if (refused === '') {
        const undo = await undoing;
        const again = await prepareApply(undo.plan, wholePlan(undo.plan), sample.prepareOptions());
        assert.equal((await runUndo(undo, again, passing(again.gate), sample.runOptions())).end, 'done');
      } else assert.match(refused, /undone already/);
      assert.deepEqual(sorted(await sample.members(group)), sorted(membersBefore));
      await assert.rejects(prepareUndo(journal, { ...context(), rolesOf: () => Promise.resolve(null) }), /undone already/);
      await assert.rejects(prepareResume(journal, { ...context(), sizes: { usual: 20, firstRemovals: 5 } }), ApplyRefused);
    });
  }
});
