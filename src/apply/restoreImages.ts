import { readSnapshot, SnapshotError } from '../genesys/snapshotFile';
import type { JournalOrg } from './journal';
import { journalSuffix, readJournal } from './journalFile';
import { orgMismatch, type TargetOrg } from './prepareApply';
import type { GroupImage } from './restore';

/** An image that a file holds. */
export interface SavedImage extends GroupImage {
  /** It is proved that nobody is left out of it: only then it is known who came since. */
  readonly whole: boolean;
}

/** What a restore can go back to. */
export interface RestoreImages {
  /** Null where the file does not tell, as lists of a SCIM server do not. */
  readonly org: JournalOrg | null;
  /** ISO 8601; null where the file does not tell. */
  readonly at: string | null;
  readonly images: readonly SavedImage[];
  /** userName by Genesys id, as far as it is known. */
  readonly userNames: Readonly<Record<string, string>>;
  /** Names of groups whose members are not in the file: that is no empty group. */
  readonly withoutMembers: readonly string[];
}

/**
 * The images in a journal (of an apply, or of a guarded push) or in a saved snapshot. A group of a snapshot without a member list has none.
 *
 * @throws JournalError, SnapshotError, or the signal's reason.
 */
export async function readRestoreImages(path: string, signal?: AbortSignal): Promise<RestoreImages> {
  if (path.endsWith(journalSuffix)) return await imagesOfJournal(path);
  const { org, takenAt, groups, users, unprovedGroups, complete, problems } = await readSnapshot([path], { signal });
  // Lists of a SCIM server name no org; a snapshot whose first line cannot be read must not pass for them.
  const unread = org.orgId === null && org.clientId === null ? problems.find(({ code }) => code === 'unreadable') : undefined;
  if (unread) throw new SnapshotError('noSnapshot', `It is not known which org ${path} is of: ${unread.message}`);
  const all = [...groups.values()];
  const images = all.flatMap(({ id, displayName: name, members }) => {
    if (!members) return [];
    return [{ groupId: id, name, members: members.map(({ value }) => value), whole: complete && !unprovedGroups.has(id) }];
  });
  return {
    org: org.host === '' ? null : org,
    at: takenAt,
    images,
    userNames: Object.fromEntries([...users.values()].map(({ id, userName }) => [id, userName])),
    withoutMembers: all.flatMap(({ members, displayName: name }) => (members ? [] : [name])),
  };
}

async function imagesOfJournal(path: string): Promise<RestoreImages> {
  const { lines } = await readJournal(path);
  const open = lines[0]?.entry;
  // readJournal has checked it.
  if (open?.type !== 'open') throw new TypeError('A journal begins with what was asked for.');
  const images = lines.flatMap(({ entry }) =>
    entry.type === 'before' ? [{ groupId: entry.groupId, name: entry.name, members: entry.members, whole: true }] : [],
  );
  const userNames = Object.fromEntries(open.selection.flatMap((selection) => Object.entries(selection.userNames)));
  return { org: open.org, at: lines[0]?.at ?? null, images, userNames, withoutMembers: [] };
}

/**
 * Why images of an org may not be restored into another, in words; null where they may. SCIM lists know no more of their org than its host.
 *
 * @param file how the file is called.
 */
export function restoreMismatch(file: string, { org }: Pick<RestoreImages, 'org'>, target: TargetOrg): string | null {
  if (org === null) return null;
  if (org.orgId === null && org.clientId === null && org.host === target.host) return null;
  return orgMismatch(org, target) === null ? null : `${file} is of ${org.name} (${org.host}), not of ${target.name} (${target.host}).`;
}
