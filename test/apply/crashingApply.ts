import { batchSizes } from '../../src/apply/batches';
import { clientDoor } from '../../src/apply/clientDoor';
import type { Gate, GateAnswer } from '../../src/apply/gate';
import type { GroupDoor } from '../../src/apply/groupDoor';
import { JournalFile } from '../../src/apply/journalFile';
import { prepareApply } from '../../src/apply/prepareApply';
import { runApply } from '../../src/apply/runApply';
import { prepareUndo, runUndo, wholePlan } from '../../src/apply/undoApply';
import type { GroupSelection } from '../../src/apply/work';
import { GenesysClient } from '../../src/genesys/client';
import { connectionForUrl } from '../../src/genesys/regions';
import type { SnapshotOrg } from '../../src/genesys/snapshot';
import { TokenProvider } from '../../src/genesys/tokenProvider';
import { systemClock } from '../../src/http/clock';
import type { Plan } from '../../src/plan/plan';
import { defaultSettings } from '../../src/plan/settings';

/** What a process of its own is to apply, and the step at which it kills itself. */
export interface CrashTask {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly org: SnapshotOrg;
  readonly plan: Plan;
  readonly group: string;
  readonly people: readonly string[];
  readonly folder: string;
  /** Counts what the engine does: before and after each journal entry, before and after each request. From 1. */
  readonly step: number;
  /** Undoes this journal instead. */
  readonly undo?: string;
}

let steps = 0;
let last = Infinity;

/** SIGKILL: no handler, no flush, nothing is tidied up. */
async function step(): Promise<void> {
  steps += 1;
  if (steps < last) return;
  process.kill(process.pid, 'SIGKILL');
  await new Promise(() => undefined);
}

// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its journal below
const { write } = JournalFile.prototype;
JournalFile.prototype.write = async function (this: JournalFile, entry) {
  await step();
  await write.call(this, entry);
  await step();
};

function crashingDoor(door: GroupDoor): GroupDoor {
  return {
    ...door,
    patchMembers: async (groupId, batch, version) => {
      await step();
      await door.patchMembers(groupId, batch, version);
      await step();
    },
  };
}

process.once('message', (task: CrashTask) => {
  void apply(task).then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error);
      process.exit(9);
    },
  );
});

const tool = { name: 'test', version: '0' };

async function apply(task: CrashTask): Promise<void> {
  const connection = connectionForUrl(task.baseUrl);
  const client = new GenesysClient(connection, new TokenProvider(connection, task), { requestsPerMinute: 1_000_000 });
  const door = crashingDoor(clientDoor(client));
  const sizes = { ...batchSizes(20), firstRemovals: 5 };
  const now = new Date().toISOString();
  const ours = { ...defaultSettings, now };
  const { org } = task;
  const prepare = (plan: Plan, selections: readonly GroupSelection[]) =>
    prepareApply(plan, selections, { door, target: org, ours, sizes, now, oldPlanHours: 24, changedInputs: [] });
  const run = { door, clock: systemClock, sizes, lagMs: 0, folder: task.folder, tool, org };
  if (task.undo !== undefined) {
    const rolesOf = () => Promise.resolve(null);
    const undo = await prepareUndo(task.undo, { door, org, tool, settings: ours, createdAt: now, lagMs: 0, rolesOf });
    const prepared = await prepare(undo.plan, wholePlan(undo.plan));
    last = task.step;
    await runUndo(undo, prepared, passing(prepared.gate), run);
    return;
  }
  const group = task.plan.groups.find(({ name }) => name === task.group);
  if (!group) throw new Error(`There is no group ${task.group}.`);
  const prepared = await prepare(task.plan, [{ group, mode: 'both', people: new Set(task.people) }]);
  last = task.step;
  await runApply(prepared, passing(prepared.gate), run);
}

function passing(gate: Gate | null): GateAnswer {
  const lifts = gate?.groups[0]?.guards.map((guard) => ({ guard, count: null, group: null })) ?? [];
  return { confirmation: gate?.confirmation ?? null, lifts };
}
