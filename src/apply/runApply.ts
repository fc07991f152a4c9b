import type { Clock } from '../http/clock';
import type { Plan } from '../plan/plan';
import type { RoleGrant } from '../genesys/snapshot';
import type { Batch, BatchSizes } from './batches';
import { answerGate, type Gate, type GateAnswer, type GateResult } from './gate';
import type { GroupDoor, GroupNow } from './groupDoor';
import { GroupWriter, type GroupProgress, type GroupResult } from './groupWriter';
import { journalFormat, type Journal, type JournalOrg, type JournalSelection, type OpenEntry } from './journal';
import { JournalFile, type OpenJournal } from './journalFile';
import { isStale, type PreparedApply, type StaleGroup } from './prepareApply';
import type { GroupWork, RefusedGroup } from './work';

export interface RunOptions {
  readonly door: GroupDoor;
  readonly clock: Clock;
  readonly sizes: BatchSizes;
  /** How long a change may take to show, in milliseconds. */
  readonly lagMs: number;
  /** Folder of journals. */
  readonly folder: string;
  readonly tool: { readonly name: string; readonly version: string };
  /** The org that is written, for the journal. */
  readonly org: JournalOrg;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: GroupProgress) => void) | undefined;
  /** Told as soon as the journal exists, before anything is written. */
  readonly onJournal?: ((path: string) => void | Promise<void>) | undefined;
  /** Opens the files of journals; the file system's own unless told. */
  readonly openJournal?: OpenJournal | undefined;
}

/** What came of an apply, an undo or a restore. */
export interface ApplyResult {
  /** Null: nothing was to be written. */
  readonly journal: string | null;
  readonly end: 'done' | 'notAllDone' | 'cancelled';
  readonly groups: readonly GroupResult[];
  readonly stale: readonly StaleGroup[];
  readonly refused: readonly RefusedGroup[];
}

/** The gate was not passed: nothing was written. */
export class GateNotPassed extends Error {
  readonly reason = 'gateNotPassed';
  constructor(readonly result: GateResult) {
    super(result.missing.join(' '));
    this.name = 'GateNotPassed';
  }
}

/** The work broke off after the journal was begun; the journal tells what is known. */
export class ApplyBrokenOff extends Error {
  readonly reason = 'brokenOff';
  constructor(
    readonly journal: string,
    readonly groups: readonly GroupResult[],
    /** Whether anything had been sent to Genesys Cloud by then. */
    readonly sent: boolean,
    cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'ApplyBrokenOff';
  }
}

/**
 * Writes what was prepared: every group is read once more, before-images go into the journal, then group after group. What moved since it
 * was prepared is left alone.
 *
 * @param undoes the file name of the journal that this undoes; the caller marks that one.
 * @throws GateNotPassed before anything is written, JournalError, ApplyBrokenOff.
 */
export async function runApply(
  prepared: PreparedApply,
  answer: GateAnswer,
  options: RunOptions,
  kind: OpenEntry['kind'] = 'apply',
  undoes: string | null = null,
): Promise<ApplyResult> {
  const { plan, gate, refused } = prepared;
  if (gate !== null) {
    const result = answerGate(gate, answer);
    if (!result.passed) throw new GateNotPassed(result);
  }
  const { ready, stale } = await readAgain(prepared, options.door);
  const left = [...prepared.stale, ...stale];
  if (ready.length === 0)
    return { journal: null, end: left.length + refused.length === 0 ? 'done' : 'notAllDone', groups: [], stale: left, refused };
  const journal = await JournalFile.create(options.folder, options.org.name, () => new Date(options.clock.now()), options.openJournal);
  const groups: GroupResult[] = [];
  const door = new WatchedDoor(options.door);
  try {
    await options.onJournal?.(journal.path);
    await journal.write(openEntry(plan, ready, answer, options, { kind, undoes, gate }));
    for (const { work, now } of ready) {
      const members = [...now.members].sort();
      await journal.write({ type: 'before', groupId: work.groupId, name: now.name, version: now.version, members });
    }
    await journal.write({ type: 'started' });
    const tasks = ready.map(({ work, now }) => ({ ...taskOf(work), expected: now.members, version: now.version }));
    await writeGroups(tasks, journal, 1, { ...options, door }, groups);
    const end = endOf(groups, left.length + refused.length, options.signal);
    await journal.write({ type: 'end', end });
    return { journal: journal.path, end, groups, stale: left, refused };
  } catch (cause) {
    throw new ApplyBrokenOff(journal.path, groups, door.sent, cause);
  } finally {
    await journal.close();
  }
}

interface Ready {
  readonly work: GroupWork;
  readonly now: GroupNow;
}

/** Knows whether anything was sent. */
export class WatchedDoor implements GroupDoor {
  sent = false;

  constructor(private readonly door: GroupDoor) {}

  readGroup(groupId: string): Promise<GroupNow | null> {
    return this.door.readGroup(groupId);
  }

  memberCount(groupId: string): Promise<number | null> {
    return this.door.memberCount(groupId);
  }

  rolesGranted(groupId: string): Promise<readonly RoleGrant[] | null> {
    return this.door.rolesGranted(groupId);
  }

  patchMembers(groupId: string, batch: Batch, version: string | null, signal?: AbortSignal): Promise<void> {
    this.sent = true;
    return this.door.patchMembers(groupId, batch, version, signal);
  }
}

/** The gate may have stood open for long: only what is still as planned is written. */
async function readAgain({ works }: PreparedApply, door: GroupDoor): Promise<{ ready: Ready[]; stale: StaleGroup[] }> {
  const ready: Ready[] = [];
  const stale: StaleGroup[] = [];
  for (const work of works) {
    const now = await door.readGroup(work.groupId);
    if (now === null || isStale(work.group, now)) stale.push({ group: work.group, now });
    else ready.push({ work, now });
  }
  return { ready, stale };
}

function openEntry(
  plan: Plan,
  ready: readonly Ready[],
  answer: GateAnswer,
  { tool, org, sizes }: RunOptions,
  { kind, undoes, gate }: { kind: OpenEntry['kind']; undoes: string | null; gate: Gate | null },
): OpenEntry {
  return {
    type: 'open',
    format: journalFormat,
    kind,
    tool,
    org,
    planId: plan.id,
    undoes,
    sizes,
    selection: ready.map(({ work }) => selectionOf(work, gate)),
    confirmation: gate === null ? null : answer.confirmation,
    lifts: gate === null ? [] : answer.lifts,
  };
}

function selectionOf(work: GroupWork, gate: Gate | null): JournalSelection {
  const { groupId, group, mode, adds, removals } = work;
  const names = new Map([...group.adds, ...group.removals].map(({ genesysUserId, userName }) => [genesysUserId, userName]));
  const userNames = Object.fromEntries([...adds, ...removals].flatMap((id) => (names.get(id) ? [[id, names.get(id) ?? '']] : [])));
  const derived = [...taskOf(work).derived];
  const guards = gate?.groups.find((one) => one.work === work)?.guards ?? [];
  const name = group.genesysName ?? group.name;
  return { groupId, name, oktaGroupId: group.oktaGroupId, userNames, derived, guards, mode, adds, removals };
}

/** A group's work, without what it has to look like before. */
export type OpenTask = Omit<ConstructorParameters<typeof GroupWriter>[0], 'expected' | 'version'>;

function taskOf({ groupId, group, adds, removals }: GroupWork): OpenTask {
  const derived = new Set(
    group.removals.flatMap(({ genesysUserId, origin }) => (origin === 'owner' || origin === 'rule' ? [genesysUserId] : [])),
  );
  return {
    groupId,
    name: group.genesysName ?? group.name,
    adds,
    removals,
    derived,
    earlier: { adds: 0, added: 0 },
    begun: new Set(),
    notDone: new Map(),
  };
}

/** Writes group after group into `results`; a fatal end leaves the rest untouched. Throws only what the journal throws. */
export async function writeGroups(
  tasks: readonly ConstructorParameters<typeof GroupWriter>[0][],
  journal: Journal,
  firstBatch: number,
  options: Pick<RunOptions, 'door' | 'clock' | 'sizes' | 'lagMs' | 'signal' | 'onProgress'>,
  results: GroupResult[],
): Promise<void> {
  let batch = firstBatch;
  const nextBatch = (): number => batch++;
  for (const task of tasks) {
    const result = await new GroupWriter(task, { ...options, journal, nextBatch }).run();
    results.push(result);
    if (result.isFatal) {
      for (const { groupId, name, adds, removals } of tasks.slice(results.length)) {
        const message = 'It was not tried, since the group before it failed for a reason that concerns all.';
        const untouched = { added: [], removed: [], notDone: [], left: [...adds, ...removals] };
        results.push({ groupId, name, end: 'failed', message, ...untouched, isFatal: true });
      }
      return;
    }
  }
}

/** How a whole run ended. @param apart groups that were stale or refused before. */
export function endOf(groups: readonly GroupResult[], apart: number, signal: AbortSignal | undefined): ApplyResult['end'] {
  if (groups.some(({ end }) => end === 'cancelled') || (signal?.aborted === true && groups.some(({ left }) => left.length > 0)))
    return 'cancelled';
  return apart === 0 && groups.every(({ end }) => end === 'done') ? 'done' : 'notAllDone';
}
