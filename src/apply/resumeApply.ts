import type { Guard } from '../plan/plan';
import { cutListWords, Ended, groupIsGone, movedWords, partWords } from './ended';
import { isListWhole, isPart, readOpenBatch, type OpenBatchOptions } from './readBack';
import { answerGate, gateFor, type Gate, type GateAnswer } from './gate';
import type { GroupDoor } from './groupDoor';
import type { GroupResult } from './groupWriter';
import type { JournalEntry } from './journal';
import { JournalFile, readJournal, type ReadJournal } from './journalFile';
import { canBeResumed, expectedMembers, journalState, type GroupState, type JournalState } from './journalState';
import { ApplyRefused, orgMismatch } from './prepareApply';
import { reversalPlan, type Reversal, type ReversalOptions } from './reversal';
import { ApplyBrokenOff, endOf, GateNotPassed, WatchedDoor, writeGroups, type ApplyResult, type RunOptions } from './runApply';
import { markUndone } from './undoMarks';
import type { GroupTask } from './groupWriter';
import type { GroupWork } from './work';

/** After a crash no longer ago than this a resume asks nothing (product.md, section 9). */
const unaskedMs = 3_600_000;
/** A journal that was written later than now is no recent crash. */
const clockSkewMs = 60_000;

/** A journal that can go on, with what is left of it. */
export interface PreparedResume {
  readonly read: ReadJournal;
  readonly state: JournalState;
  readonly tasks: readonly GroupTask[];
  /** What the journal has to say before anything is sent: proofs of what a crash left open, groups that cannot go on. */
  readonly settled: readonly JournalEntry[];
  /** Null: it may go on without a word. */
  readonly gate: Gate | null;
}

type PrepareResumeOptions = Omit<ReversalOptions, 'assumptions'> &
  OpenBatchOptions & { readonly door: GroupDoor; readonly sizes: RunOptions['sizes'] };

/**
 * Reads a journal and the groups as they are now, and finds what is left. A batch that was sent and not proved is settled by reading: what
 * is as asked is done, the rest is still to do. A group that another hand moved is left alone.
 *
 * @throws JournalError, ApplyRefused in words, RequestError.
 */
export async function prepareResume(path: string, options: PrepareResumeOptions): Promise<PreparedResume> {
  const read = await readJournal(path);
  const state = journalState(read.lines);
  const mismatch = orgMismatch(state.open.org, options.org);
  if (mismatch !== null) throw new ApplyRefused(mismatch.replace('The plan', 'The journal'));
  if (!canBeResumed(state)) throw new ApplyRefused(whyNot(state));
  const tasks: GroupTask[] = [];
  const settled: JournalEntry[] = [];
  const reversals: Reversal[] = [];
  for (const group of state.groups.filter(isOpen)) {
    const look = await lookAtRest(group, state.lastAt, options);
    settled.push(...look.settled);
    if (look.work === null) continue;
    tasks.push(look.work.task);
    reversals.push(look.work.reversal);
  }
  return { read, state, tasks, settled, gate: resumeGate(state, reversals, options) };
}

function whyNot({ open, started, undo, groups }: JournalState): string {
  if (open.kind === 'guard') return 'It is the record of a guarded push, which Okta did. Restore goes back to its before-images.';
  if (undo !== 'none') return 'This apply was undone, or its undo was begun, so it cannot be resumed.';
  if (!started) return 'Nothing was sent before it broke off, so there is nothing to resume. Apply the plan anew.';
  if (groups.every(({ end }) => end === 'done')) return 'Everything in it is done and checked; there is nothing to resume.';
  return 'What is left of it needs a new plan.';
}

const isOpen = ({ end }: GroupState): boolean => end === null || end === 'cancelled' || end === 'failed';

interface Rest {
  readonly settled: readonly JournalEntry[];
  readonly work: { readonly task: GroupTask; readonly reversal: Reversal } | null;
}

async function lookAtRest(group: GroupState, since: string, options: PrepareResumeOptions): Promise<Rest> {
  const { selection, pending } = group;
  const { groupId, name } = selection;
  const batch = pending ?? { op: 'add', ids: [] };
  const back = await readOpenBatch(options.door, groupId, expectedMembers(group), batch, since, options);
  const { door } = options;
  const { now } = back;
  const left = ({ end, message }: Ended, settled: readonly JournalEntry[] = []): Rest => ({
    settled: [...settled, { type: 'groupEnd', groupId, end, message }],
    work: null,
  });
  if (now === null) return left(groupIsGone());
  if (pending !== null && !(await isListWhole(door, groupId, pending.op, back))) return left(new Ended('failed', cutListWords(back)));
  if (pending !== null && isPart(back, new Set(selection.derived))) return left(new Ended('stopped', partWords(back)));
  const settled: JournalEntry[] =
    pending === null
      ? []
      : [{ type: 'proof', groupId, batch: pending.batch, done: back.done, notDone: [], withoutEffect: back.done.length === 0 }];
  if (back.foreign.length > 0) return left(new Ended('stopped', movedWords(back.foreign, group.notDone)), settled);
  const isLeft = (id: string): boolean => !group.notDone.has(id);
  const adds = selection.adds.filter((id) => isLeft(id) && !now.members.has(id));
  const removals = selection.removals.filter((id) => isLeft(id) && now.members.has(id));
  const added = selection.adds.filter((id) => group.added.has(id) || (pending?.op === 'add' && back.done.includes(id)));
  const earlier = { adds: selection.adds.length - adds.length, added: added.length };
  const { oktaGroupId, userNames } = selection;
  const rolesGranted = removals.length > 0 ? await door.rolesGranted(groupId) : null;
  return {
    settled,
    work: {
      task: {
        groupId,
        name,
        adds,
        removals,
        expected: now.members,
        version: now.version,
        derived: new Set(selection.derived),
        earlier,
        begun: new Set(pending?.ids),
        notDone: group.notDone,
      },
      reversal: { groupId, oktaGroupId, now, adds, removals, reason: 'notInOktaGroup', userNames, rolesGranted },
    },
  };
}

/** Guards that do not hang on how much is left: what had to be lifted for the whole has to be lifted again for the rest. */
const standing: ReadonlySet<Guard> = new Set<Guard>(['protectedGroup', 'rename', 'conflict', 'sharedTarget', 'unconfirmedMembers']);

/** The gate for the rest; none within an hour of a crash: it was passed then, and nobody decided anything since. */
function resumeGate(state: JournalState, reversals: readonly Reversal[], options: PrepareResumeOptions): Gate | null {
  const crashed = state.end === null && state.groups.every(({ end }) => end !== 'cancelled');
  const age = Date.parse(options.createdAt) - Date.parse(state.lastAt);
  if (crashed && wasPassed(state) && age >= -clockSkewMs && age <= unaskedMs) return null;
  const plan = reversalPlan(reversals, { ...options, assumptions: [] });
  const works = plan.groups.map((group, index): GroupWork => {
    const { groupId, adds, removals } = reversals[index] ?? { groupId: '', adds: [], removals: [] };
    const before = state.groups.find(({ selection }) => selection.groupId === groupId)?.selection.guards ?? [];
    const guards = [...group.guards, ...before.filter((guard) => standing.has(guard))];
    return { group: { ...group, guards }, groupId, mode: 'both', adds, removals, heldBack: [] };
  });
  const left = works.filter(({ adds, removals }) => adds.length + removals.length > 0);
  return gateFor(plan, left, options.settings, new Map(), options.sizes);
}

/** Whether the journal itself tells how its gate was passed. One that was made by hand and does not is asked for all of it. */
function wasPassed({ open: { selection, confirmation, lifts, org } }: JournalState): boolean {
  const removals = selection.reduce((count, one) => count + one.removals.length, 0);
  const adds = selection.reduce((count, one) => count + one.adds.length, 0);
  if (removals === 0 && selection.every(({ guards }) => guards.length === 0)) return true;
  const isLifted = (guard: Guard): boolean => lifts.some((lift) => lift.guard === guard);
  if (!selection.every(({ guards }) => guards.every(isLifted))) return false;
  // A group that moved while the gate stood open is not in the journal: then the name of the org was typed for one group.
  const wanted = selection.length === 1 ? [String(removals > 0 ? removals : adds), org.name, org.host] : [org.name, org.host];
  return confirmation !== null && wanted.includes(confirmation);
}

/**
 * Goes on with a journal: it is written on in the same file.
 *
 * @throws GateNotPassed before anything is written, JournalError, ApplyBrokenOff.
 */
export async function runResume(prepared: PreparedResume, answer: GateAnswer, options: RunOptions): Promise<ApplyResult> {
  const { read, state, tasks, settled, gate } = prepared;
  if (gate !== null) {
    const result = answerGate(gate, answer);
    if (!result.passed) throw new GateNotPassed(result);
  }
  const journal = await JournalFile.reopen(read, () => new Date(options.clock.now()), options.openJournal);
  const groups: GroupResult[] = [];
  const door = new WatchedDoor(options.door);
  let result: ApplyResult;
  try {
    await options.onJournal?.(journal.path);
    await journal.write({
      type: 'resumed',
      confirmation: gate === null ? null : answer.confirmation,
      lifts: gate === null ? [] : answer.lifts,
    });
    for (const entry of settled) await journal.write(entry);
    await writeGroups(tasks, journal, state.nextBatch, { ...options, door }, groups);
    const ended = new Map(groups.map(({ groupId, end }) => [groupId, end]));
    const unfinished = state.groups.filter(({ selection, end }) => (ended.get(selection.groupId) ?? end) !== 'done').length;
    const end = endOf(groups, unfinished, options.signal);
    await journal.write({ type: 'end', end });
    result = {
      journal: journal.path,
      end,
      groups: [...settled.flatMap((entry) => leftAlone(entry, state)), ...groups],
      stale: [],
      refused: [],
    };
  } catch (cause) {
    throw new ApplyBrokenOff(journal.path, groups, door.sent, cause);
  } finally {
    await journal.close();
  }
  if (result.end !== 'done' || state.open.kind !== 'undo') return result;
  try {
    await markUndone(read.path, state.open, options);
  } catch (cause) {
    throw new ApplyBrokenOff(read.path, groups, door.sent, cause);
  }
  return result;
}

/** A group that could not go on, as a result. */
function leftAlone(entry: JournalEntry, { groups }: JournalState): readonly GroupResult[] {
  if (entry.type !== 'groupEnd') return [];
  const { groupId, end, message } = entry;
  const group = groups.find(({ selection }) => selection.groupId === groupId);
  if (!group) return [];
  const { name, adds, removals } = group.selection;
  const { added, removed, notDone } = group;
  const isTried = (id: string): boolean => added.has(id) || removed.has(id) || notDone.has(id);
  const left = [...adds, ...removals].filter((id) => !isTried(id));
  return [{ groupId, name, end, message, added: [], removed: [], notDone: [], left, isFatal: false }];
}
