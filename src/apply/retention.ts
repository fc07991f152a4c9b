import { unlink } from 'node:fs/promises';
import { journalFolder } from './journalFile';
import { historyFiles, historyRecord, type JournalRecord } from './journalList';

/**
 * Deletes journals and guarded pushes that came to their end and whose last entry is older than so many days. What is unfinished stays, and so
 * does what cannot be read, and snapshots, which somebody saved on purpose. @param days 0: everything is kept.
 *
 * @returns the files that were deleted.
 */
export async function deleteOldJournals(days: number, now: number, folder: string = journalFolder()): Promise<readonly string[]> {
  if (!(days > 0)) return [];
  const deleted: string[] = [];
  for (const path of await historyFiles(folder)) {
    const record = await historyRecord(path, now);
    if (record.kind === 'snapshot' || record.kind === 'unreadable' || isUnfinished(record)) continue;
    if (!(now - Date.parse(record.lastAt) > days * 86_400_000)) continue;
    // Another window may have been faster.
    await unlink(path).then(
      () => deleted.push(path),
      () => undefined,
    );
  }
  return deleted;
}

/** A guard may be open in a window for days in which nobody moves, and an undo that was begun rests on the journal that it undoes. */
const isUnfinished = ({ canResume, state }: JournalRecord): boolean =>
  canResume || state === 'underWay' || state === 'undoBegun' || state === 'guardOpen';
