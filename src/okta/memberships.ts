import type { ExportData } from './exportData';
import type { Section } from './exportFile';
import type { Manifest, ManifestFile } from './manifest';
import type { GroupMembership, OktaGroup } from './source';

/** All that was read of one group's members, from one file or several. */
export interface MemberList {
  readonly groupId: string;
  /** Each once. */
  readonly userIds: Set<string>;
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
export function proveMemberships(
  lists: ReadonlyMap<string, MemberList>,
  data: ExportData,
  options: MembershipOptions,
): ReadonlyMap<string, ProvedList> {
  const judged = new Map<string, ProvedList>();
  for (const list of lists.values()) {
    const group = data.groups.get(list.groupId) ?? null;
    const proved = isProved(list, group, data, options);
    judged.set(list.groupId, { list, proved });
    if (proved || list.userIds.size > 0) continue;
    // A header without rows is what an export that stopped looks like, too.
    for (const section of list.sections)
      if (section.headerOnly) section.add('empty-file', 'The file has a header and no row, and no count says that the group is empty.');
  }
  return judged;
}

function isProved(list: MemberList, group: OktaGroup | null, data: ExportData, options: MembershipOptions): boolean {
  const length = list.userIds.size;
  const typed = typedCount(list, group, data.manifest, options);
  const expected = typed ?? group?.usersCount ?? null;
  if (expected !== null && expected > length) {
    const [section] = list.sections;
    const by = typed === null ? 'Okta counts' : 'The number read off Okta is';
    section?.add(
      'count-below-stats',
      `${by} ${expected} members of ${group?.name ?? list.groupId}, the export has ${length}: some are missing.`,
      { groupId: list.groupId },
    );
    return false;
  }
  if ([...list.sections].some(({ neverConfirmed }) => neverConfirmed)) return false;
  if (expected !== null && (expected === length || expected === length - deprovisioned(list, data))) return true;
  return typed === null && [...list.sections].every((section) => isAsDeclared(section, data.manifest));
}

function typedCount(list: MemberList, group: OktaGroup | null, manifest: Manifest | null, options: MembershipOptions): number | null {
  const entries = Object.entries(options.confirmedMembers);
  const typed = entries.find(([key]) => key === list.groupId) ?? entries.find(([key]) => group !== null && sameName(key, group.name));
  if (typed) return typed[1];
  const declared = [...list.sections].map((section) => manifest?.files.get(section.file.path)?.typedCount ?? null);
  return declared.find((count) => count !== null) ?? null;
}

const sameName = (first: string, second: string): boolean => first.normalize('NFC').toLowerCase() === second.normalize('NFC').toLowerCase();

/** Typed numbers that belong to no group of the export: a name that was mistyped should not pass in silence. */
export function unknownConfirmations(data: ExportData, options: MembershipOptions): readonly string[] {
  const groups = [...data.groups.values()];
  const unknown = Object.keys(options.confirmedMembers).filter((key) => !groups.some(({ id, name }) => id === key || sameName(key, name)));
  return unknown.map((key) => `A number of members was given for "${key}": the export has no such group.`);
}

function deprovisioned(list: MemberList, data: ExportData): number {
  let count = 0;
  for (const id of list.userIds) if (data.users.get(id)?.status === 'DEPROVISIONED') count += 1;
  return count;
}

/** The manifest's hash and count fit: the file is whole, as whoever collected it left it. */
export function isAsDeclared(section: Section, manifest: Manifest | null): boolean {
  const declared = declaredFile(section, manifest);
  return declared !== null && declared.records === section.records;
}

/** What the manifest says of the file, if the file is still the one it speaks of. */
function declaredFile(section: Section, manifest: Manifest | null): ManifestFile | null {
  const declared = manifest?.files.get(section.file.path) ?? null;
  return declared && declared.sha256 !== null && declared.sha256 === section.file.sha256 ? declared : null;
}

/** The list as it stands in `Source`. */
export function membershipOf({ list, proved }: ProvedList, incomplete: boolean): GroupMembership {
  const doubtful = [...list.sections].some((section) => section.concerns(list.groupId, 'doubt'));
  return {
    groupId: list.groupId,
    userIds: [...list.userIds],
    confirmed: proved && !incomplete && !doubtful,
    doubtful,
    incomplete,
    paths: [...list.sections].map((section) => section.file.path),
  };
}
