import type { Turns } from '../input/turns';
import type { ExportData } from './exportData';
import type { Section } from './exportFile';
import { believedFile, isAsDeclared } from './declaredFile';
import type { Manifest } from './manifest';
import type { MemberIds } from './memberIds';
import type { GroupMembership, OktaGroup } from './source';

/** All that was read of one group's members, from one file or several. */
export interface MemberList {
  readonly groupId: string;
  /** Each once. */
  readonly userIds: MemberIds;
  readonly sections: Set<Section>;
}

export interface MembershipOptions {
  /** Numbers that the admin read off Okta, by group name or id. */
  readonly confirmedMembers: Readonly<Record<string, number>>;
}

export interface ProvedList {
  readonly list: MemberList;
  /** A count or the manifest proves its length. */
  readonly proved: boolean;
}

/** Decides for each group whether its list is proved (product.md, section 3, "Confirmed membership"); adds `count-below-stats`. */
export async function proveMemberships(
  lists: ReadonlyMap<string, MemberList>,
  data: ExportData,
  options: MembershipOptions,
  turns: Turns,
): Promise<ReadonlyMap<string, ProvedList>> {
  const judged = new Map<string, ProvedList>();
  const typed = typedCounts(data, options);
  for (const list of lists.values()) {
    const group = data.groups.get(list.groupId) ?? null;
    const proved = isProved(list, group, data, typed.get(list.groupId) ?? declaredCount(list, data.manifest));
    judged.set(list.groupId, { list, proved });
    if (turns.due(list.userIds.size)) await turns.next();
    if (proved || list.userIds.size > 0) continue;
    // A header without rows is what an export that stopped looks like, too.
    for (const section of list.sections)
      if (section.headerOnly)
        section.add('empty-file', 'The file has a header and no row, and no count says that the group is empty.', { line: 1 });
  }
  return judged;
}

function isProved(list: MemberList, group: OktaGroup | null, data: ExportData, typed: number | null): boolean {
  const length = list.userIds.size;
  const expected = typed ?? group?.usersCount ?? null;
  if (expected !== null && expected > length) {
    const [section] = list.sections;
    const by = typed === null ? 'Okta counts' : 'The number read off Okta is';
    section?.add(
      'count-below-stats',
      `${by} ${expected} members of ${group?.name ?? list.groupId}, the export has ${length}: some are missing.`,
      // Where the list of one file ends there is something missing; of several nobody knows which.
      list.sections.size === 1 ? { groupId: list.groupId, offset: section.file.walked.size } : { groupId: list.groupId },
    );
    return false;
  }
  if ([...list.sections].some(({ neverConfirmed }) => neverConfirmed)) return false;
  if (expected !== null && (expected === length || expected === length - deprovisioned(list, data))) return true;
  return typed === null && [...list.sections].every((section) => isAsDeclared(section, data.manifest));
}

/** The manifest's number speaks of one group's list: of a file of many groups' members it says nothing. */
function declaredCount(list: MemberList, manifest: Manifest | null): number | null {
  const counts = [...list.sections]
    .filter((section) => section.groupIds.size === 1)
    .map((section) => believedFile(section, manifest)?.typedCount ?? null)
    .filter((count) => count !== null);
  return counts.length === 0 ? null : Math.max(...counts);
}

/** Groups that a typed number may mean: by id, else by name, else by name without case; an imported namesake stands back. */
function groupsMeant(key: string, data: ExportData): readonly OktaGroup[] {
  const byId = data.groups.get(key);
  if (byId) return [byId];
  const name = key.normalize('NFC');
  const groups = [...data.groups.values()];
  const exact = groups.filter((group) => group.name.normalize('NFC') === name);
  const same = exact.length > 0 ? exact : groups.filter((group) => group.name.normalize('NFC').toLowerCase() === name.toLowerCase());
  const own = same.filter(({ type }) => type !== 'APP_GROUP');
  return own.length > 0 ? own : same;
}

/** By Okta group id: the numbers that the admin typed. One that could mean several groups means none; one by id goes before a name. */
function typedCounts(data: ExportData, options: MembershipOptions): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [key, count] of Object.entries(options.confirmedMembers)) {
    const [group, ...others] = groupsMeant(key, data);
    if (group && others.length === 0 && (key === group.id || !counts.has(group.id))) counts.set(group.id, count);
  }
  return counts;
}

/** Typed numbers that belong to no group of the export, or to several: a name that was mistyped should not pass in silence. */
export function unknownConfirmations(data: ExportData, options: MembershipOptions): readonly string[] {
  return Object.keys(options.confirmedMembers).flatMap((key) => {
    const { length } = groupsMeant(key, data);
    if (length === 1) return [];
    const why = length === 0 ? 'the export has no such group' : `${length} groups of the export have that name, so their ids are needed`;
    return [`A number of members was given for "${key}": ${why}.`];
  });
}

function deprovisioned(list: MemberList, data: ExportData): number {
  let count = 0;
  for (const id of list.userIds) if (data.users.get(id)?.status === 'DEPROVISIONED') count += 1;
  return count;
}

/** The list as it stands in `Source`. */
export function membershipOf({ list, proved }: ProvedList, incomplete: boolean): GroupMembership {
  const doubtful = [...list.sections].some((section) => section.concerns(list.groupId, 'doubt'));
  return {
    groupId: list.groupId,
    userIds: list.userIds.list(),
    confirmed: proved && !incomplete && !doubtful,
    doubtful,
    incomplete,
    paths: [...list.sections].map((section) => section.file.path),
  };
}
