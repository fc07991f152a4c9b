import { readSnapshot } from '../genesys/snapshotFile';
import type { JournalOrg } from './journal';
import { journalSuffix, readJournal } from './journalFile';
import type { GroupImage } from './restore';

/** What a restore can go back to. */
export interface RestoreImages {
  readonly org: JournalOrg;
  /** ISO 8601; null where the file does not tell. */
  readonly at: string | null;
  readonly images: readonly GroupImage[];
  /** userName by Genesys id, as far as it is known. */
  readonly userNames: Readonly<Record<string, string>>;
  /** Every image is proved whole: only then it is known who came since. */
  readonly whole: boolean;
}

/**
 * The images in a journal (of an apply, or of a guarded push) or in a saved snapshot. A group of a snapshot without a member list has none.
 *
 * @throws JournalError, SnapshotError, or the signal's reason.
 */
export async function readRestoreImages(path: string, signal?: AbortSignal): Promise<RestoreImages> {
  if (path.endsWith(journalSuffix)) return await imagesOfJournal(path);
  const { org, takenAt, groups, users, unprovedGroups, complete } = await readSnapshot([path], { signal });
  const images = [...groups.values()].flatMap(({ id, displayName: name, members }) =>
    members ? [{ groupId: id, name, members: members.map(({ value }) => value) }] : [],
  );
  const userNames = Object.fromEntries([...users.values()].map(({ id, userName }) => [id, userName]));
  return { org, at: takenAt, images, userNames, whole: complete && unprovedGroups.size === 0 };
}

async function imagesOfJournal(path: string): Promise<RestoreImages> {
  const { lines } = await readJournal(path);
  const open = lines[0]?.entry;
  // readJournal has checked it.
  if (open?.type !== 'open') throw new TypeError('A journal begins with what was asked for.');
  const images = lines.flatMap(({ entry }) =>
    entry.type === 'before' ? [{ groupId: entry.groupId, name: entry.name, members: entry.members }] : [],
  );
  const userNames = Object.fromEntries(open.selection.flatMap((selection) => Object.entries(selection.userNames)));
  return { org: open.org, at: lines[0]?.at ?? null, images, userNames, whole: true };
}
