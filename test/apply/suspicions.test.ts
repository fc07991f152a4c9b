import { strict as assert } from 'node:assert';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { batchSizes, inBatches } from '../../src/apply/batches';
import type { JournalEntry } from '../../src/apply/journal';
import { JournalFile, readJournal } from '../../src/apply/journalFile';
import { canBeResumed, journalState } from '../../src/apply/journalState';
import { prepareApply } from '../../src/apply/prepareApply';
import { prepareResume, runResume } from '../../src/apply/resumeApply';
import { GateNotPassed, runApply, type ApplyResult, type RunOptions } from '../../src/apply/runApply';
import { prepareUndo, runUndo, wholePlan } from '../../src/apply/undoApply';
import { RequestError, type RequestErrorReason } from '../../src/http/requestError';
import type { Plan } from '../../src/plan/plan';
import { passing } from './passing';
import { SmallOrg } from './smallOrg';

const failing = (reason: RequestErrorReason, status: number | null = null): RequestError =>
  new RequestError({ reason, status, message: `It failed (${reason}).` });

/** Ways in which the engine could do harm or claim what is not so, and what it does instead. */
describe('what an apply must never do', () => {
  let folder: string;
  let small: SmallOrg;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'suspicions-'));
    small = new SmallOrg(20, 10);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const apply = async (plan: Plan, change: Partial<RunOptions> = {}): Promise<ApplyResult> => {
    const prepared = await prepareApply(plan, wholePlan(plan), small.prepareOptions());
    return runApply(prepared, passing(prepared.gate), small.runOptions(folder, { sizes: batchSizes(4), ...change }));
  };
  const resume = async (path: string): Promise<ApplyResult> => {
    const prepared = await prepareResume(path, small.context());
    return runResume(prepared, passing(prepared.gate), small.runOptions(folder, { sizes: batchSizes(4) }));
  };
  const undo = async (path: string): Promise<ApplyResult> => {
    const undoing = await prepareUndo(path, small.context());
    const prepared = await prepareApply(undoing.plan, wholePlan(undoing.plan), small.prepareOptions());
    return runUndo(undoing, prepared, passing(prepared.gate), small.runOptions(folder));
  };
  const journalOf = ({ journal }: ApplyResult): string => journal ?? assert.fail('there is no journal');
  const entriesOf = async (path: string): Promise<readonly JournalEntry[]> => (await readJournal(path)).lines.map(({ entry }) => entry);
  const stateOf = async (path: string) => journalState((await readJournal(path)).lines);

  it('sends more than 1000 removals at once, whatever sizes it is given', async () => {
    for (const [first, usual] of [
      [5000, 5000],
      [25, 5000],
      [0, 0],
      [-1, 1001],
    ] as const) {
      const batches = inBatches('remove', small.ids(0, 3000), first, usual);
      assert.ok(batches.every(({ ids }) => ids.length >= 1 && ids.length <= 1000));
      assert.deepEqual(
        batches.flatMap(({ ids }) => ids),
        small.ids(0, 3000),
      );
    }
    small = new SmallOrg(2500);
    const result = await apply(small.plan({ removals: small.ids(0, 2400) }), { sizes: { usual: 2400, firstRemovals: 2400 } }).catch(
      (error: unknown) => error,
    );
    assert.ok(small.patches.every(({ ids }) => ids.length <= 1000));
    // Sizes that no journal can hold are refused before anything is sent.
    assert.ok(result instanceof Error && small.patches.length === 0);
  });

  describe('claim as its own what another hand did', () => {
    /** A request that did nothing, and somebody else who does a part of it just then. */
    const unknown: readonly (readonly [string, RequestError])[] = [
      ['a timeout', failing('timeout')],
      ['a lost connection', failing('connectionLost')],
      ['a server error', failing('serverError', 503)],
      ['an answer that is too long to be read', failing('tooLarge')],
      ["a proxy's page", failing('notGenesys', 200)],
    ];
    for (const [what, error] of unknown) {
      it(`after ${what}: the batch stays open, and an undo leaves it alone`, async () => {
        const plan = small.plan({ removals: small.ids(0, 8) });
        small.meanwhile = (_groupId, _batch, carryOut) => {
          if (small.patches.length === 1) carryOut();
          else {
            small.group().members.delete('u5');
            throw error;
          }
        };
        const result = await apply(plan);
        assert.equal(small.patches.length, 2);
        const [group] = result.groups;
        assert.deepEqual([result.end, group?.end, group?.removed], ['notAllDone', 'stopped', small.ids(0, 4)]);
        assert.match(group?.message ?? '', /1 of 4 are as asked; whether it was this batch or another hand is not known/);
        const state = await stateOf(journalOf(result));
        assert.deepEqual([state.groups[0]?.pending?.batch, [...(state.groups[0]?.removed ?? [])]], [2, small.ids(0, 4)]);
        assert.equal(canBeResumed(state), false);
        small.meanwhile = null;
        const undoing = await prepareUndo(journalOf(result), small.context());
        assert.match(undoing.apart[0]?.message ?? '', /another hand/);
        await undo(journalOf(result));
        assert.deepEqual(
          small.members(),
          small
            .ids(0, 20)
            .filter((id) => id !== 'u5')
            .sort(),
        );
        assert.equal((await stateOf(journalOf(result))).undo, 'begun');
      });
    }

    it('after a crash before its request: a resume stops, an undo leaves it alone', async () => {
      const plan = small.plan({ removals: small.ids(0, 8) });
      // The journal of a process that died between the intent of its second batch and the request.
      const whole = await apply(plan);
      const lines = (await readFile(journalOf(whole), 'utf8')).split('\n');
      const second = lines.findIndex((line) => line.includes('"type":"intent","groupId":"g1","batch":2'));
      const path = join(folder, 'crashed.scimjournal.ndjson');
      const crashed = `${lines.slice(0, second + 1).join('\n')}\n`;
      for (const id of small.ids(4, 8)) if (id !== 'u6') small.group().members.add(id);
      small.patches.length = 0;

      await writeFile(path, crashed);
      const result = await resume(path);
      assert.deepEqual([small.patches, result.end, result.groups[0]?.end], [[], 'notAllDone', 'stopped']);
      await writeFile(path, crashed);
      await undo(path);
      assert.ok(!small.group().members.has('u6'));
      assert.ok(small.ids(0, 4).every((id) => small.group().members.has(id)));
      assert.deepEqual(small.patches.flatMap(({ ids }) => ids).sort(), small.ids(0, 4));
    });

    it('but all of it, though owners stay, is its own', async () => {
      small.kept.add('u5');
      const plan = small.plan({ removals: small.ids(0, 8) });
      const [group] = plan.groups;
      assert.ok(group);
      const known = { ...plan, groups: [{ ...group, removals: group.removals.map((one) => ({ ...one, origin: 'owner' as const })) }] };
      small.meanwhile = (_groupId, _batch, carryOut) => {
        carryOut();
        if (small.patches.length === 2) throw failing('timeout');
      };
      const result = await apply(known);
      assert.deepEqual([result.groups[0]?.end, result.groups[0]?.removed.length], ['notAllDone', 7]);
      assert.deepEqual(result.groups[0]?.notDone, [{ id: 'u5', why: 'kept' }]);
    });
  });

  it('says that a group is done after a resume, though Genesys kept somebody before', async () => {
    small.kept.add('u1');
    const controller = new AbortController();
    small.meanwhile = (_groupId, _batch, carryOut) => {
      carryOut();
      controller.abort();
    };
    const cancelled = await apply(small.plan({ removals: small.ids(0, 8) }), { signal: controller.signal });
    assert.equal(cancelled.end, 'cancelled');
    small.meanwhile = null;
    const result = await resume(journalOf(cancelled));
    assert.deepEqual(
      [result.end, result.groups[0]?.end, result.groups[0]?.message],
      ['notAllDone', 'notAllDone', '4 of 5 changes are done.'],
    );
    assert.deepEqual(result.groups[0]?.notDone, [{ id: 'u1', why: 'kept' }]);
    assert.ok((await entriesOf(journalOf(result))).some((entry) => entry.type === 'groupEnd' && entry.end === 'notAllDone'));
  });

  it('says that it is not known what came of a request, where it is', async () => {
    small.meanwhile = () => {
      // From here on nothing is allowed: not the write, and not the look after it.
      small.readGroup = () => Promise.reject(failing('badCredentials', 401));
      throw failing('badCredentials', 401);
    };
    const result = await apply(small.plan({ removals: small.ids(0, 8) }));
    assert.deepEqual([result.groups[0]?.end, result.groups[0]?.isFatal], ['failed', true]);
    assert.match(result.groups[0]?.message ?? '', /^The last batch was not done\. It failed \(badCredentials\)\.$/);
    const state = await stateOf(journalOf(result));
    assert.deepEqual([state.groups[0]?.pending, canBeResumed(state)], [null, true]);
  });

  describe('write before its gate is passed', () => {
    it('for a name of the org that only the file claims, or an empty one', async () => {
      const plan = small.planOf([
        { groupId: 'g1', adds: [], removals: ['u1'] },
        { groupId: 'g2', adds: [], removals: ['u1'] },
      ]);
      const called = (name: string): Plan => ({ ...plan, org: { ...plan.org, name } });
      const prepared = await prepareApply(called('Sandbox'), wholePlan(plan), small.prepareOptions());
      assert.deepEqual([prepared.gate?.org, prepared.gate?.confirmation], ['Contoso', 'Contoso']);
      const target = { ...small.org, name: '' };
      const unnamed = await prepareApply(called(''), wholePlan(plan), small.prepareOptions({ target }));
      assert.equal(unnamed.gate?.confirmation, 'api.example');
      for (const [gated, confirmation] of [
        [prepared, 'Sandbox'],
        [unnamed, ''],
        [unnamed, ' '],
      ] as const) {
        await assert.rejects(runApply(gated, { ...passing(gated.gate), confirmation }, small.runOptions(folder)), GateNotPassed);
      }
      assert.deepEqual([small.patches, await readdir(folder)], [[], []]);
    });

    it('for a journal that was made by hand and does not tell that its gate was passed', async () => {
      const started = await apply(small.plan({ removals: small.ids(0, 8) }));
      const entries = (await entriesOf(journalOf(started))).filter((_, index) => index < 3);
      const [open] = entries;
      assert.ok(open?.type === 'open');
      small = new SmallOrg(20);
      const made = async (change: object): Promise<string> => {
        const path = join(folder, 'made.scimjournal.ndjson');
        await writeFile(path, chained([{ ...open, ...change }, ...entries.slice(1)], small.at));
        return path;
      };
      const lifts = open.lifts.filter(({ guard }) => guard !== 'percent');
      assert.ok(lifts.length < open.lifts.length);
      for (const change of [{ confirmation: null }, { confirmation: '7' }, { lifts }]) {
        const prepared = await prepareResume(await made(change), small.context());
        assert.equal(prepared.gate?.confirmation, '8', JSON.stringify(change));
        await assert.rejects(runResume(prepared, { confirmation: null, lifts: [] }, small.runOptions(folder)), GateNotPassed);
      }
      assert.equal((await prepareResume(await made({}), small.context())).gate, null);
      assert.deepEqual(small.patches, []);
    });
  });

  it('marks an apply as undone, while a group that was left apart is not back', async () => {
    const plan = small.planOf([
      { groupId: 'g1', adds: [], removals: small.ids(0, 4) },
      { groupId: 'g2', adds: [], removals: small.ids(0, 4) },
    ]);
    const applied = journalOf(await apply(plan));
    const gone = small.group('g2');
    small.groups.delete('g2');
    const controller = new AbortController();
    small.meanwhile = (_groupId, _batch, carryOut) => {
      carryOut();
      controller.abort();
    };
    const undoing = await prepareUndo(applied, small.context());
    assert.equal(undoing.apart.length, 1);
    const prepared = await prepareApply(undoing.plan, wholePlan(undoing.plan), small.prepareOptions());
    const options = small.runOptions(folder, { sizes: batchSizes(2), signal: controller.signal });
    const result = await runUndo(undoing, prepared, passing(prepared.gate), options);
    assert.equal(result.end, 'cancelled');
    small.meanwhile = null;
    assert.equal((await resume(journalOf(result))).end, 'done');
    assert.equal((await stateOf(applied)).undo, 'begun');
    small.groups.set('g2', gone);
    await undo(applied);
    assert.deepEqual([small.members('g1'), small.members('g2')], [small.ids(0, 20).sort(), small.ids(0, 10)]);
  });

  it('leaves a batch open that it names as without effect, when a refusal follows a timeout whose request comes late', async () => {
    let late: (() => void) | null = null;
    small.meanwhile = (_groupId, _batch, carryOut) => {
      if (small.patches.length === 1) {
        late = carryOut;
        throw failing('timeout');
      }
      throw failing('refused', 400);
    };
    const read = small.readGroup.bind(small);
    let reads = 0;
    small.readGroup = (groupId) => {
      // It comes while the group is read after the refusal.
      if (small.patches.length === 2 && ++reads === 2) late?.();
      return read(groupId);
    };
    const result = await apply(small.plan({ removals: small.ids(0, 4) }));
    assert.deepEqual([small.patches.length, result.end, result.groups[0]?.removed.length], [2, 'done', 4]);
  });

  it('lets an undo, a restore or a resume write to another org, or goes on with what it is not', async () => {
    const path = journalOf(await apply(small.plan({ removals: small.ids(0, 4) })));
    const other = { ...small.context(), org: { ...small.org, orgId: 'o2', name: 'Fabrikam' } };
    await assert.rejects(prepareUndo(path, other), /The journal is of Contoso/);
    await assert.rejects(prepareResume(path, other), /The journal is of Contoso/);
    const file = await JournalFile.reopen(await readJournal(path));
    await file.write({ type: 'undoing', journal: basename(path) });
    await file.close();
    await assert.rejects(prepareUndo(path, small.context()), /is the journal of something else/);
  });
});

/** Lines whose chain fits: what anybody can make. */
function chained(entries: readonly object[], at: string): string {
  let last = '0'.repeat(64);
  return entries
    .map((entry, index) => {
      const body = JSON.stringify({ n: index + 1, at, entry });
      last = createHash('sha256').update(last).update(body).digest('hex');
      return `${body.slice(0, -1)},"hash":"${last}"}\n`;
    })
    .join('');
}
