import { basename, dirname, join } from 'node:path';
import type { JournalEntry, OpenEntry } from './journal';
import { JournalError, JournalFile, readJournal, type ReadJournal } from './journalFile';
import type { RunOptions } from './runApply';
import { canBeResumed, journalState, type GroupState } from './journalState';
import { ApplyRefused } from './prepareApply';

type MarkOptions = Pick<RunOptions, 'clock' | 'openJournal'>;

/** Writes on in a journal that was read. @throws JournalError. */
export async function markJournal(read: ReadJournal, entries: readonly JournalEntry[], { clock, openJournal }: MarkOptions): Promise<void> {
  const journal = await JournalFile.reopen(read, () => new Date(clock.now()), openJournal);
  try {
    for (const entry of entries) await journal.write(entry);
  } finally {
    await journal.close();
  }
}

/** Marks the journal that an undo has undone; it stands beside the undo's own. @throws JournalError. */
export async function markUndone(undoPath: string, { undoes, selection }: OpenEntry, options: MarkOptions): Promise<void> {
  if (undoes === null) return;
  const undone = await readJournal(join(dirname(undoPath), basename(undoes)));
  const state = journalState(undone.lines);
  if (state.undo === 'done') return;
  // A group that the undo had to leave apart is not back yet.
  const isIn = (groupId: string): boolean => selection.some((one) => one.groupId === groupId);
  const isBack = (group: GroupState): boolean =>
    group.pending === null && (group.added.size + group.removed.size === 0 || isIn(group.selection.groupId));
  if (!state.groups.every(isBack)) return;
  await markJournal(undone, [{ type: 'undone', journal: basename(undoPath) }], options);
}

/** What earlier undos of a journal have put back already, as Genesys ids by group: another undo leaves that alone. */
export interface PutBack {
  readonly any: boolean;
  has(groupId: string, id: string): boolean;
}

/**
 * What the undos that were begun of a journal have done. Their own journals stand beside it.
 *
 * @throws ApplyRefused where one of them can be resumed, or cannot be read.
 */
export async function earlierUndos({ path, lines }: ReadJournal): Promise<PutBack> {
  const names = new Set(lines.flatMap(({ entry }) => (entry.type === 'undoing' ? [basename(entry.journal)] : [])));
  const handled = new Set<string>();
  let any = false;
  for (const name of names) {
    const undo = await readUndo(join(dirname(path), name));
    // Without a whole line, or without the mark that its before-images are written, it has sent nothing.
    if (undo === null) continue;
    const state = journalState(undo.lines);
    if (state.open.undoes !== basename(path))
      throw new ApplyRefused(`${name}, which stands for an undo of it, is the journal of something else.`);
    if (canBeResumed(state)) throw new ApplyRefused(`An undo of it was begun. Resume that one: ${undo.path}.`);
    if (!state.started) continue;
    any = true;
    for (const { selection, added, removed, pending } of state.groups) {
      for (const id of [...added, ...removed, ...(pending?.ids ?? [])]) handled.add(`${selection.groupId}\n${id}`);
    }
  }
  return { any, has: (groupId, id) => handled.has(`${groupId}\n${id}`) };
}

async function readUndo(path: string): Promise<ReadJournal | null> {
  try {
    return await readJournal(path);
  } catch (error) {
    if (!(error instanceof JournalError)) throw error;
    if (error.reason === 'empty') return null;
    throw new ApplyRefused(`An undo of it was begun, and what that one did is not known: ${error.message}`);
  }
}
