import { basename, dirname, join } from 'node:path';
import type { RoleGrant } from '../genesys/snapshot';
import type { Plan } from '../plan/plan';
import { compareBack } from './readBack';
import type { GateAnswer } from './gate';
import type { GroupDoor } from './groupDoor';
import type { BeforeEntry, JournalEntry } from './journal';
import { JournalFile, readJournal, type ReadJournal } from './journalFile';
import { canBeUndone, expectedMembers, journalState, type GroupState } from './journalState';
import { ApplyRefused, orgMismatch, type PreparedApply } from './prepareApply';
import { reversalPlan, type Reversal, type ReversalOptions } from './reversal';
import { runApply, type ApplyResult, type RunOptions } from './runApply';
import { type GroupSelection } from './work';

export type UndoOptions = Omit<ReversalOptions, 'assumptions'> & {
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
  if (state.undo === 'done') throw new ApplyRefused('This apply was undone already.');
  if (state.undo === 'begun') await refuseSecondUndo(read);
  if (!canBeUndone(state)) throw new ApplyRefused('Nothing was changed by it, so there is nothing to undo.');
  const settled: JournalEntry[] = [];
  const reversals: Reversal[] = [];
  for (const group of state.groups) {
    const look = await lookBack(group, options);
    settled.push(...look.settled);
    if (look.reversal) reversals.push(look.reversal);
  }
  const assumptions = [`It takes back the proved steps of ${basename(path)}, as far as nobody else changed them since.`];
  return { plan: reversalPlan(reversals, { ...options, assumptions }), read, settled };
}

/** An undo that broke off is resumed by its own journal; one that never sent anything may begin anew. */
async function refuseSecondUndo(read: ReadJournal): Promise<void> {
  const name = read.lines.map(({ entry }) => entry).findLast((entry) => entry.type === 'undoing')?.journal ?? '';
  const undo = await readJournal(join(dirname(read.path), basename(name))).catch(() => null);
  if (undo !== null && !journalState(undo.lines).started) return;
  throw new ApplyRefused(`An undo of it was begun. Resume that one: ${name}.`);
}

async function lookBack(
  group: GroupState,
  { door, rolesOf }: UndoOptions,
): Promise<{ readonly settled: readonly JournalEntry[]; readonly reversal: Reversal | null }> {
  const { selection, pending } = group;
  if (group.added.size === 0 && group.removed.size === 0 && pending === null) return { settled: [], reversal: null };
  const now = await door.readGroup(selection.groupId);
  if (now === null) throw new ApplyRefused(`The group "${selection.name}" is not in Genesys Cloud any more.`);
  const added = new Set(group.added);
  const removed = new Set(group.removed);
  const settled: JournalEntry[] = [];
  if (pending !== null) {
    const { done } = compareBack(now, expectedMembers(group), pending);
    for (const id of done) (pending.op === 'add' ? added : removed).add(id);
    settled.push({ type: 'proof', groupId: selection.groupId, batch: pending.batch, done, notDone: [], withoutEffect: done.length === 0 });
  }
  const before = new Set(group.before?.members ?? []);
  const adds = [...removed].filter((id) => before.has(id) && !now.members.has(id));
  const removals = [...added].filter((id) => !before.has(id) && now.members.has(id));
  if (adds.length === 0 && removals.length === 0) return { settled, reversal: null };
  const rolesGranted = await rolesOf(selection.groupId);
  const { groupId, oktaGroupId, userNames } = selection;
  return { settled, reversal: { groupId, oktaGroupId, now, adds, removals, reason: 'addedByApply', userNames, rolesGranted } };
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
      onJournal: async (path) => {
        own = basename(path);
        await markJournal(undo.read, [...undo.settled, { type: 'undoing', journal: own }]);
        await options.onJournal?.(path);
      },
    },
    'undo',
    undone,
  );
  if (result.end === 'done') await markJournal(await readJournal(undo.read.path), [{ type: 'undone', journal: own }]);
  return result;
}

async function markJournal(read: ReadJournal, entries: readonly JournalEntry[]): Promise<void> {
  const journal = await JournalFile.reopen(read);
  try {
    for (const entry of entries) await journal.write(entry);
  } finally {
    await journal.close();
  }
}

/** The before-images of a journal, as what a restore goes back to. */
export async function beforeImages(path: string): Promise<readonly BeforeEntry[]> {
  const { lines } = await readJournal(path);
  return lines.flatMap(({ entry }) => (entry.type === 'before' ? [entry] : []));
}

/** Everything in a plan that puts something back is selected. */
export const wholePlan = (plan: Plan): readonly GroupSelection[] => plan.groups.map((group) => ({ group, mode: 'both', people: null }));
