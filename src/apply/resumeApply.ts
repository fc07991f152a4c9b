import { compareBack } from './readBack';
import { answerGate, gateFor, type Gate, type GateAnswer } from './gate';
import type { GroupDoor } from './groupDoor';
import type { GroupResult } from './groupWriter';
import type { JournalEntry } from './journal';
import { JournalFile, readJournal, type ReadJournal } from './journalFile';
import { canBeResumed, expectedMembers, journalState, type GroupState, type JournalState } from './journalState';
import { ApplyRefused, orgMismatch } from './prepareApply';
import { reversalPlan, type Reversal, type ReversalOptions } from './reversal';
import { ApplyBrokenOff, endOf, GateNotPassed, writeGroups, type ApplyResult, type RunOptions } from './runApply';
import type { GroupTask } from './groupWriter';
import type { GroupWork } from './work';

/** After a crash no longer ago than this a resume asks nothing (product.md, section 9). */
const unaskedMs = 3_600_000;

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

type PrepareResumeOptions = Omit<ReversalOptions, 'assumptions'> & { readonly door: GroupDoor; readonly sizes: RunOptions['sizes'] };

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
    const look = await lookAtRest(group, options.door);
    settled.push(...look.settled);
    if (look.task === null || look.reversal === null) continue;
    tasks.push(look.task);
    reversals.push(look.reversal);
  }
  return { read, state, tasks, settled, gate: resumeGate(state, reversals, options) };
}

function whyNot({ started, undo, end }: JournalState): string {
  if (undo !== 'none') return 'This apply was undone, or its undo was begun, so it cannot be resumed.';
  if (!started) return 'Nothing was sent before it broke off, so there is nothing to resume. Apply the plan anew.';
  return end === 'done' ? 'Everything in it is done and checked; there is nothing to resume.' : 'What is left of it needs a new plan.';
}

const isOpen = ({ end }: GroupState): boolean => end === null || end === 'cancelled' || end === 'failed';

async function lookAtRest(
  group: GroupState,
  door: GroupDoor,
): Promise<{ readonly settled: readonly JournalEntry[]; readonly task: GroupTask | null; readonly reversal: Reversal | null }> {
  const { selection, pending } = group;
  const { groupId, name } = selection;
  const expected = expectedMembers(group);
  const now = await door.readGroup(groupId);
  const back = compareBack(now, expected, pending ?? { op: 'add', ids: [] });
  const stopped = (message: string): JournalEntry => ({ type: 'groupEnd', groupId, end: 'stopped', message });
  if (now === null) return { settled: [stopped('The group is not in Genesys Cloud any more.')], task: null, reversal: null };
  const settled: JournalEntry[] =
    pending === null
      ? []
      : [{ type: 'proof', groupId, batch: pending.batch, done: back.done, notDone: [], withoutEffect: back.done.length === 0 }];
  if (back.foreign.length > 0) {
    const words = `${back.foreign.length} other members came or went meanwhile, by another hand. Make a new plan for the rest.`;
    return { settled: [...settled, stopped(words)], task: null, reversal: null };
  }
  const isLeft = (id: string): boolean => !group.notDone.has(id);
  const adds = selection.adds.filter((id) => isLeft(id) && !now.members.has(id));
  const removals = selection.removals.filter((id) => isLeft(id) && now.members.has(id));
  return {
    settled,
    task: { groupId, name, adds, removals, expected: now.members, version: now.version, derived: new Set(selection.derived) },
    reversal: {
      groupId,
      oktaGroupId: selection.oktaGroupId,
      now,
      adds,
      removals,
      reason: 'notInOktaGroup',
      userNames: selection.userNames,
      rolesGranted: null,
    },
  };
}

/** The gate for the rest; none within an hour of a crash: it was passed then, and nobody decided anything since. */
function resumeGate(state: JournalState, reversals: readonly Reversal[], options: PrepareResumeOptions): Gate | null {
  const crashed = state.end === null && state.groups.every(({ end }) => end !== 'cancelled');
  const recent = Date.parse(options.createdAt) - Date.parse(state.lastAt) <= unaskedMs;
  if (crashed && recent) return null;
  const plan = reversalPlan(reversals, { ...options, assumptions: [] });
  const works = plan.groups.map((group, index): GroupWork => {
    const { groupId, adds, removals } = reversals[index] ?? { groupId: '', adds: [], removals: [] };
    return { group, groupId, mode: 'both', adds, removals, heldBack: [] };
  });
  return gateFor(plan, works, options.settings, new Map(), options.sizes);
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
  const journal = await JournalFile.reopen(read, () => new Date(options.clock.now()));
  const groups: GroupResult[] = [];
  try {
    await options.onJournal?.(journal.path);
    await journal.write({
      type: 'resumed',
      confirmation: gate === null ? null : answer.confirmation,
      lifts: gate === null ? [] : answer.lifts,
    });
    for (const entry of settled) await journal.write(entry);
    await writeGroups(tasks, journal, state.nextBatch, options, groups);
    const ended = new Map(groups.map(({ groupId, end }) => [groupId, end]));
    const unfinished = state.groups.filter(({ selection, end }) => (ended.get(selection.groupId) ?? end) !== 'done').length;
    const end = endOf(groups, unfinished, options.signal);
    await journal.write({ type: 'end', end });
    return { journal: journal.path, end, groups, stale: [], refused: [] };
  } catch (cause) {
    throw new ApplyBrokenOff(journal.path, groups, cause);
  } finally {
    await journal.close();
  }
}
