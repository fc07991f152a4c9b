import { basename, dirname } from 'node:path';
import type { RoleGrant } from '../genesys/snapshot';
import type { Plan } from '../plan/plan';
import { cutListWords, groupIsGone, partWords } from './ended';
import { isListWhole, isPart, readOpenBatch, type OpenBatchOptions } from './readBack';
import type { GateAnswer } from './gate';
import type { GroupDoor } from './groupDoor';
import type { JournalEntry } from './journal';
import { readJournal, type ReadJournal } from './journalFile';
import { canBeUndone, expectedMembers, journalState, type GroupState } from './journalState';
import { ApplyRefused, orgMismatch, type PreparedApply } from './prepareApply';
import { reversalPlan, type Reversal, type ReversalOptions } from './reversal';
import { ApplyBrokenOff, runApply, type ApplyResult, type RunOptions } from './runApply';
import { earlierUndos, markJournal, type PutBack } from './undoMarks';
import { type GroupSelection } from './work';

export type UndoOptions = Omit<ReversalOptions, 'assumptions'> &
  OpenBatchOptions & {
    readonly door: GroupDoor;
    /** What a group grants; null: may not be read. */
    readonly rolesOf: (groupId: string) => Promise<readonly RoleGrant[] | null>;
  };

/** An undo as a plan, with the journal that it undoes. */
export interface PreparedUndo {
  readonly plan: Plan;
  readonly read: ReadJournal;
  /** Proofs of what a crash left open; written into the journal before the undo begins. */
  readonly settled: readonly JournalEntry[];
  /** Groups of which nothing can be taken back now, with the reason. */
  readonly apart: readonly UndoApart[];
}

export interface UndoApart {
  readonly name: string;
  readonly message: string;
}

/**
 * The plan that takes back what a journal proves that we did, and nothing that others did since: whom we added and who is still a member is
 * removed, whom we removed and who is still out is added (product.md, section 9).
 *
 * @throws JournalError, ApplyRefused in words, RequestError.
 */
export async function prepareUndo(path: string, options: UndoOptions): Promise<PreparedUndo> {
  const read = await readJournal(path);
  const state = journalState(read.lines);
  const mismatch = orgMismatch(state.open.org, options.org);
  if (mismatch !== null) throw new ApplyRefused(mismatch.replace('The plan', 'The journal'));
  // Its mark in the other journal would not be true any more.
  if (state.open.kind === 'undo') throw new ApplyRefused('It is the journal of an undo. Preview and apply anew what it took back.');
  if (state.undo === 'done') throw new ApplyRefused('This apply was undone already.');
  const putBack = await earlierUndos(read);
  if (!canBeUndone(state)) throw new ApplyRefused('Nothing was changed by it, so there is nothing to undo.');
  const settled: JournalEntry[] = [];
  const reversals: Reversal[] = [];
  const apart: UndoApart[] = [];
  let late = 0;
  for (const group of state.groups) {
    const look = await lookBack(group, state.lastAt, options, putBack);
    settled.push(...look.settled);
    if (look.reversal) reversals.push(look.reversal);
    if (look.apart) apart.push(look.apart);
    late += look.late;
  }
  if (putBack.any && reversals.length + apart.length === 0) throw new ApplyRefused('This apply was undone already.');
  return { plan: reversalPlan(reversals, { ...options, assumptions: assumptionsOf(path, late) }), read, settled, apart };
}

interface LookBack {
  readonly settled: readonly JournalEntry[];
  readonly reversal: Reversal | null;
  readonly apart: UndoApart | null;
  /** Ids that Genesys kept or dropped when they were asked for, and that are as asked now: by whom is not known. */
  readonly late: number;
}

const nothing: LookBack = { settled: [], reversal: null, apart: null, late: 0 };

async function lookBack(group: GroupState, since: string, options: UndoOptions, putBack: PutBack): Promise<LookBack> {
  const { door, rolesOf } = options;
  const { selection, pending } = group;
  const { groupId, oktaGroupId, name, userNames } = selection;
  if (group.added.size === 0 && group.removed.size === 0 && pending === null) return nothing;
  const batch = pending ?? { op: 'add', ids: [] };
  const back = await readOpenBatch(options.door, groupId, expectedMembers(group), batch, since, options);
  const { now } = back;
  if (now === null) return { ...nothing, apart: { name, message: groupIsGone().message } };
  const added = new Set(group.added);
  const removed = new Set(group.removed);
  const settled: JournalEntry[] = [];
  let apart: UndoApart | null = null;
  if (pending !== null) {
    if (!(await isListWhole(door, groupId, pending.op, back))) return { ...nothing, apart: { name, message: cutListWords(back) } };
    if (isPart(back, new Set(selection.derived))) apart = { name, message: partWords(back) };
  }
  if (pending !== null && apart === null) {
    for (const id of back.done) (pending.op === 'add' ? added : removed).add(id);
    settled.push({ type: 'proof', groupId, batch: pending.batch, done: back.done, notDone: [], withoutEffect: back.done.length === 0 });
  }
  const before = new Set(group.before?.members ?? []);
  const isOurs = (id: string): boolean => !putBack.has(groupId, id);
  const adds = [...removed].filter((id) => isOurs(id) && before.has(id) && !now.members.has(id));
  const removals = [...added].filter((id) => isOurs(id) && !before.has(id) && now.members.has(id));
  const late = [...group.notDone].filter(([id, why]) => why !== 'refused' && before.has(id) !== now.members.has(id)).length;
  if (adds.length === 0 && removals.length === 0) return { settled, reversal: null, apart, late };
  const rolesGranted = await rolesOf(groupId);
  const reversal: Reversal = { groupId, oktaGroupId, now, adds, removals, reason: 'addedByApply', userNames, rolesGranted };
  return { settled, reversal, apart, late };
}

function assumptionsOf(path: string, late: number): readonly string[] {
  const what = `It takes back the proved steps of ${basename(path)}, as far as nobody else changed them since.`;
  if (late === 0) return [what];
  return [
    what,
    `${late} changes that were asked for and did not show in time show now. Whether Genesys was late or another hand made them is not known, so they are left alone; a restore of the before-image would take them back.`,
  ];
}

/**
 * Carries an undo out. The journal that it undoes is marked before the first write, and again when everything is back, so that it can
 * neither be resumed nor undone twice.
 *
 * @throws as `runApply`.
 */
export async function runUndo(undo: PreparedUndo, prepared: PreparedApply, answer: GateAnswer, options: RunOptions): Promise<ApplyResult> {
  const undone = basename(undo.read.path);
  let own = '';
  const result = await runApply(
    prepared,
    answer,
    {
      ...options,
      // Beside the journal that it undoes: each is found by the name of the other.
      folder: dirname(undo.read.path),
      onJournal: async (path) => {
        own = basename(path);
        await markJournal(undo.read, [...undo.settled, { type: 'undoing', journal: own }], options);
        await options.onJournal?.(path);
      },
    },
    'undo',
    undone,
  );
  if (result.end !== 'done') return result;
  // What was left apart is still as the apply left it: another undo may take it back when it can be told.
  if (undo.apart.length > 0) return { ...result, end: 'notAllDone' };
  if (result.journal === null) return result;
  try {
    await markJournal(await readJournal(undo.read.path), [{ type: 'undone', journal: own }], options);
  } catch (cause) {
    throw new ApplyBrokenOff(result.journal, result.groups, true, cause);
  }
  return result;
}

/** Everything in a plan that puts something back is selected. */
export const wholePlan = (plan: Plan): readonly GroupSelection[] => plan.groups.map((group) => ({ group, mode: 'both', people: null }));
