import { strict as assert } from 'node:assert';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { batchSizes } from '../../src/apply/batches';
import { readJournal } from '../../src/apply/journalFile';
import { expectedMembers, journalState } from '../../src/apply/journalState';
import { prepareApply, type PreparedApply } from '../../src/apply/prepareApply';
import { reversalPlan } from '../../src/apply/reversal';
import { GateNotPassed, runApply } from '../../src/apply/runApply';
import { prepareUndo, runUndo, wholePlan } from '../../src/apply/undoApply';
import type { RequestErrorReason } from '../../src/http/requestError';
import { defaultSettings } from '../../src/plan/settings';
import { FaultyOrg, type Fault } from './faultyOrg';
import { hastyClock, tool } from './sampleOrg';

const org = { name: 'Contoso', host: 'api.example', orgId: 'o1', clientId: 'c1' };
const settings = { ...defaultSettings, now: '2026-11-23T12:00:00.000Z' };
const createdAt = settings.now;

const ids = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, index) => `u${from + index}`);

const reasons: readonly RequestErrorReason[] = [
  'timeout',
  'connectionLost',
  'serverError',
  'badAnswer',
  'forbidden',
  'refused',
  'conflict',
  'network',
];

const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Fault>({ kind: 'none' }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('fails' as const), reason: fc.constantFrom(...reasons), done: fc.boolean() }) },
  fc.constant<Fault>({ kind: 'silent' }),
  fc.constant<Fault>({ kind: 'half' }),
  fc.record({ kind: fc.constant('otherHand' as const), id: fc.integer({ min: 0, max: 90 }).map((n) => `u${n}`) }),
);

const scenario = fc.record({
  members: fc.integer({ min: 0, max: 60 }),
  removals: fc.subarray(ids(0, 60)),
  adds: fc.subarray(ids(60, 90)),
  kept: fc.subarray(ids(0, 60), { maxLength: 3 }),
  unknown: fc.subarray(ids(60, 90), { maxLength: 2 }),
  faults: fc.array(fault, { maxLength: 12 }),
  versionMoves: fc.boolean(),
  usual: fc.integer({ min: 1, max: 30 }),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer Value> ? Value : never;

/** What a refusal leaves undone cannot have been done. */
const sensible = (faults: readonly Fault[]): readonly Fault[] =>
  faults.map((one) =>
    one.kind === 'fails' && ['forbidden', 'refused', 'conflict', 'network'].includes(one.reason) ? { ...one, done: false } : one,
  );

interface Arranged {
  readonly server: FaultyOrg;
  readonly removals: readonly string[];
  readonly adds: readonly string[];
  readonly prepared: PreparedApply;
}

async function arrange(given: Scenario): Promise<Arranged> {
  const members = ids(0, given.members);
  const server = new FaultyOrg(members, new Set(given.kept), new Set(given.unknown), sensible(given.faults), given.versionMoves);
  const now = await server.readGroup();
  const removals = given.removals.filter((id) => now.members.has(id));
  const adds = given.adds;
  const names = { userNames: {}, rolesGranted: [], oktaGroupId: '00g1', groupId: 'g1', reason: 'notInOktaGroup' as const };
  const plan = reversalPlan([{ ...names, now, adds, removals }], { org, tool, settings, createdAt, assumptions: [] });
  const prepared = await prepareApply(plan, wholePlan(plan), options(server));
  return { server, removals, adds, prepared };
}

const options = (door: FaultyOrg, usual = 250) => ({
  door,
  target: org,
  ours: settings,
  sizes: batchSizes(usual),
  now: createdAt,
  oldPlanHours: 24,
  changedInputs: [],
});

function passing({ gate }: PreparedApply) {
  if (gate === null) return { confirmation: null, lifts: [] };
  const [group] = gate.groups;
  const lifts = (group?.guards ?? []).map((guard) => ({
    guard,
    count: guard === 'genesysBlock' ? (group?.removals ?? 0) : null,
    group: null,
  }));
  return { confirmation: gate.confirmation, lifts };
}

const sorted = (set: Iterable<string>): string[] => [...set].sort();
const inside = (set: Iterable<string>, other: Iterable<string>): void => {
  const all = new Set(other);
  assert.deepEqual(
    [...set].filter((id) => !all.has(id)),
    [],
  );
};

describe('applying against an org in which everything goes wrong', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'apply-properties-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const run = (door: FaultyOrg, usual: number) => ({ door, clock: hastyClock(), sizes: batchSizes(usual), lagMs: 2000, folder, tool, org });

  it('removes nobody who is not in the plan, never too many at once, and its journal is true', async () => {
    let finished = 0;
    await fc.assert(
      fc.asyncProperty(scenario, async (given) => {
        const { server, removals, adds, prepared } = await arrange(given);
        const before = new Set(server.members);
        const result = await runApply(prepared, passing(prepared), run(server, given.usual));
        inside(server.askedRemovals, removals);
        inside(server.askedAdds, adds);
        assert.ok(server.largestRemoval <= Math.min(1000, given.usual));
        if (result.journal === null) {
          assert.equal(server.writes, 0);
          return;
        }
        const [state] = journalState((await readJournal(result.journal)).lines).groups;
        assert.ok(state);
        assert.deepEqual(state.before?.members, sorted(before));
        // At the end journal and server agree, but for what other hands did and what a batch without proof may have done.
        const open = new Set([...(state.pending?.ids ?? []), ...server.otherHands]);
        const expected = expectedMembers(state);
        const differing = [...new Set([...expected, ...server.members])].filter(
          (id) => expected.has(id) !== server.members.has(id) && !open.has(id),
        );
        assert.deepEqual(differing, []);
        if (result.end !== 'done') return;
        finished += 1;
        const [group] = result.groups;
        assert.deepEqual([sorted(group?.added ?? []), sorted(group?.removed ?? [])], [sorted(adds), sorted(removals)]);
        assert.deepEqual(group?.notDone, []);
      }),
      { numRuns: 400 },
    );
    assert.ok(finished > 20, `only ${finished} runs were done to the end`);
  });

  it('never asks to remove anybody from a group whose adds could not be done', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, fc.constantFrom(...reasons), async (given, reason) => {
        const { server, adds, prepared } = await arrange({
          ...given,
          faults: Array.from({ length: 200 }, () => ({ kind: 'fails', reason, done: false })),
        });
        if (adds.length === 0 || prepared.works.length === 0) return;
        await runApply(prepared, passing(prepared), run(server, given.usual));
        assert.deepEqual([...server.askedRemovals], []);
      }),
      { numRuns: 100 },
    );
  });

  it('writes nothing before the gate is passed, whatever is said wrongly', async () => {
    const wrong = fc.oneof(fc.constant(null), fc.string(), fc.integer({ min: 0, max: 99 }).map(String));
    await fc.assert(
      fc.asyncProperty(scenario, wrong, fc.boolean(), async (given, confirmation, withoutLifts) => {
        const { server, prepared } = await arrange({ ...given, faults: [] });
        const { gate } = prepared;
        if (gate === null || (confirmation === gate.confirmation && !withoutLifts)) return;
        if (withoutLifts && confirmation === gate.confirmation && gate.groups.every(({ guards }) => guards.length === 0)) return;
        const journals = await readdir(folder);
        const answer = { confirmation, lifts: withoutLifts ? [] : passing(prepared).lifts };
        await assert.rejects(runApply(prepared, answer, run(server, 250)), GateNotPassed);
        assert.deepEqual([server.writes, await readdir(folder)], [0, journals]);
      }),
      { numRuns: 200 },
    );
  });

  it('is undone to what it was, and leaves alone what others did since', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, fc.subarray(ids(0, 90), { maxLength: 6 }), async (given, others) => {
        const { server, prepared } = await arrange({ ...given, faults: [] });
        const before = new Set(server.members);
        const { journal } = await runApply(prepared, passing(prepared), run(server, given.usual));
        if (journal === null) return;
        const [state] = journalState((await readJournal(journal)).lines).groups;
        if (!state || state.added.size + state.removed.size === 0) return;
        const ours = new Set([...state.added, ...state.removed]);
        for (const id of others) if (!server.members.delete(id)) server.members.add(id);
        const between = new Set(server.members);
        const asked = { org, tool, settings, createdAt, clock: hastyClock(), lagMs: 2000 };
        const undo = await prepareUndo(journal, { ...asked, door: server, rolesOf: () => Promise.resolve([]) });
        const again = await prepareApply(undo.plan, wholePlan(undo.plan), options(server));
        await runUndo(undo, again, passing(again), run(server, given.usual));
        for (const id of ids(0, 90)) {
          const untouched = !ours.has(id) || others.includes(id);
          const wanted = untouched ? between.has(id) : before.has(id);
          assert.equal(server.members.has(id), wanted, id);
        }
      }),
      { numRuns: 200 },
    );
  });
});
