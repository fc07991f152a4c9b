import { posix } from 'node:path';
import type { InputKind } from '../input/problem';
import type { Turns } from '../input/turns';
import { TextSet } from '../input/textMap';
import type { ExportData, MembershipTable, UserList } from './exportData';
import type { ExportFile, Section } from './exportFile';
import { GroupIndex, isInMembersFolder, placeOf, type FilePlace } from './filePlace';
import { addDeclared, believedFile, isAsDeclared } from './declaredFile';
import { manifestName } from './manifestFile';
import { MemberIds } from './memberIds';
import type { MemberList } from './memberships';
import { manifestFormat } from './recordKinds';

/** What became of the files when all of them were read. */
export interface JudgedExport {
  /** By Okta group id: what files of its members told. */
  readonly members: ReadonlyMap<string, MemberList>;
  /** Groups of whose members something was lost: they are *incomplete*. */
  readonly incompleteGroups: () => ReadonlySet<string>;
  /** Ids of users that a users file (or an app user's embedded user) told of. */
  readonly usersFileIds: Pick<ReadonlySet<string>, 'has' | 'size'>;
  readonly places: ReadonlyMap<ExportFile, FilePlace>;
}

/** Looking at the name of a file takes so many steps of `Turns`. */
const stepsOfAPlace = 64;

/** Tells users from members, empty groups from unknown ones, and strange records from damage (product.md, section 3). */
export async function judgeExport(files: readonly ExportFile[], data: ExportData, turns: Turns): Promise<JudgedExport> {
  await data.flatRecords.settle(data, turns);
  data.terraform.settle(files, data);
  const index = new GroupIndex(data.groups);
  const places = new Map<ExportFile, FilePlace>();
  for (const file of files) {
    places.set(file, placeOf(file.path, index, data.manifest?.files.get(file.path) ?? null));
    if (turns.due(stepsOfAPlace)) await turns.next();
  }
  await data.people.settle(data, places, turns);
  const judge = new Judge(data, places);
  for (const list of data.userLists) await judge.userList(list, turns);
  for (const table of data.membershipTables) await judge.table(withGroupIds(table, index), turns);
  data.terraform.settleMembers(judge.members, data);
  for (const section of data.emptyLists) judge.emptyList(section);
  for (const stranger of data.strangers) judge.stranger(stranger);
  for (const file of files) judge.shapeless(file);
  for (const file of files) judge.otherKind(file);
  for (const file of files) judge.declaration(file);
  data.manifests.addProblems();
  return { members: judge.members, incompleteGroups: () => judge.incompleteGroups(files), usersFileIds: judge.usersFileIds, places };
}

/** The table with ids in place of the names by which its file calls groups. */
function withGroupIds(table: MembershipTable, index: GroupIndex): MembershipTable {
  const { section, byGroup } = table;
  for (const [name, userIds] of [...byGroup].filter(([key]) => !index.has(key))) {
    const groupId = index.named(name) ?? null;
    if (groupId === null) continue;
    byGroup.delete(name);
    byGroup.set(groupId, [...(byGroup.get(groupId) ?? []), ...userIds]);
  }
  return { section, byGroup };
}

class Judge {
  readonly members = new Map<string, MemberList>();
  readonly usersFileIds = new TextSet();

  constructor(
    private readonly data: ExportData,
    private readonly places: ReadonlyMap<ExportFile, FilePlace>,
  ) {
    for (const id of data.embeddedUserIds) this.usersFileIds.add(id);
  }

  async userList({ section, userIds, missingAttributes }: UserList, turns: Turns): Promise<void> {
    const place = this.places.get(section.file);
    if (place?.members === true) {
      this.asMembers(section, place, userIds);
      return;
    }
    for (const id of userIds) {
      this.usersFileIds.add(id);
      if (turns.due()) await turns.next();
    }
    if (missingAttributes.length > 0) {
      section.add('dropped-column', `No column for ${missingAttributes.join(', ')}: as if nobody had one.`, { line: 1 });
    }
  }

  /** Groups without a row are unknown, unless their count is 0 or the file is declared complete. */
  async table({ section, byGroup }: MembershipTable, turns: Turns): Promise<void> {
    const isWhole = believedFile(section, this.data.manifest)?.complete === true;
    let strange = 0;
    for (const [groupId, userIds] of byGroup) {
      if (!this.data.groups.has(groupId)) strange += 1;
      section.groupIds.add(groupId);
      const list = this.listOf(groupId);
      list.sections.add(section);
      list.userIds.add(userIds);
      if (turns.due()) await turns.next();
    }
    if (strange > 0) section.alsoBy.push(`${strange} of its groups are in no groups file`);
    for (const group of this.data.groups.values()) {
      if (byGroup.has(group.id) || (group.usersCount !== 0 && !isWhole)) continue;
      section.groupIds.add(group.id);
      this.listOf(group.id).sections.add(section);
    }
  }

  /** What people or the collector declared in the manifest, and headers without rows. */
  declaration(file: ExportFile): void {
    const declared = this.data.manifest?.files.get(file.path) ?? null;
    if (declared) addDeclared(file, declared);
    const [section] = file.sections;
    if (section?.headerOnly === true && section.groupIds.size === 0 && !isAsDeclared(section, this.data.manifest)) {
      section.add('empty-file', 'The file has a header and no row: what should be in it is missing.', { line: 1 });
    }
    if (section?.kind === 'unknown' && posix.basename(file.path).toLowerCase() === manifestName && !section.hasLevel('incomplete')) {
      section.add('unreadable', `This is no manifest: it needs "format": "${manifestFormat}". Nothing that it says is believed.`, {
        line: 1,
      });
    }
  }

  emptyList(section: Section): void {
    const place = this.places.get(section.file);
    if (place?.members === true) {
      this.asMembers(section, place, []);
      return;
    }
    const declared = this.data.manifest?.files.get(section.file.path)?.kind ?? null;
    const kind = declared ?? kindInName(section.file.path);
    if (kind === null) {
      section.add('empty-list-of-unknown-kind', 'An empty list: neither its name nor a manifest tells what of.');
      return;
    }
    section.kind = kind;
    section.alsoBy.push(declared ? 'its kind by the manifest' : 'its kind by its name');
    // An empty list is an answer, too: nobody is assigned, nothing is pushed.
    if (kind === 'appUsers' || kind === 'pushMappings' || kind === 'appGroups') this.data.newBucket(section, null);
  }

  stranger({ section, what, offset }: { readonly section: Section; readonly what: string; readonly offset: number }): void {
    const harmless = this.places.get(section.file)?.members !== true && section.file.sections.length === 1;
    if (harmless) {
      if (!section.has('unknown-file')) section.add('unknown-file', `Not understood: ${what}.`);
    } else section.add('unreadable', `Among the data stands ${what}: data is missing or damaged.`, { offset });
  }

  /** Files and parts of which the content does not tell what they were to be: their place may. */
  shapeless(file: ExportFile): void {
    const place = this.places.get(file);
    if (place?.members !== true) return;
    const first = file.sections.find(
      ({ kind }) => kind === 'unknown' || kind === 'oktaError' || (kind === 'groupMembers' && file.sha256 === null),
    );
    if (!first || (!first.hasLevel('incomplete') && place.groupId === null)) return;
    if (!first.hasLevel('incomplete') && first.kind === 'unknown' && file.sections.length === 1) {
      first.add('unreadable', `This stands for members, but it is ${first.recognizedBy}.`);
    }
    if (!file.sections.some(({ kind }) => kind === 'groupMembers') && first.kind === 'unknown') first.kind = 'groupMembers';
    this.tellGroup(first, place);
    if (place.groupId !== null) this.listOf(place.groupId).sections.add(first);
  }

  /** Files that hold something else than what the manifest, or a members folder, has them for: that is missing. */
  otherKind(file: ExportFile): void {
    const place = this.places.get(file);
    const groupId = place?.members === true ? place.groupId : null;
    const asMembers = groupId !== null && isInMembersFolder(file.path) ? 'groupMembers' : null;
    const declared = this.data.manifest?.files.get(file.path)?.kind ?? null;
    const expected = declared ?? asMembers;
    const [first] = file.sections;
    if (!first || expected === null || file.sha256 === null) return;
    if (file.sections.some(({ kind }) => kind === expected || kind === 'unknown' || kind === 'oktaError')) return;
    const section = file.section(expected, declared === null ? 'the folder it stands in' : 'the manifest');
    section.add('unreadable', `This should hold ${expected}, and it holds ${first.kind}: it was saved under the wrong name.`);
    if (expected !== 'groupMembers' || groupId === null) return;
    section.groupIds.add(groupId);
    this.members.get(groupId)?.sections.add(section);
  }

  /** Groups that a members file with a problem *incomplete* is about. */
  incompleteGroups(files: readonly ExportFile[]): ReadonlySet<string> {
    const groups = new Set<string>();
    for (const section of files.flatMap((file) => file.sections)) {
      for (const id of section.groupIds) if (section.concerns(id, 'incomplete')) groups.add(id);
    }
    return groups;
  }

  private asMembers(section: Section, place: FilePlace & { readonly members: true }, userIds: readonly string[]): void {
    section.kind = 'groupMembers';
    this.tellGroup(section, place);
    if (place.groupId === null) {
      section.add('members-of-unknown-group', 'The members of a group that no groups file knows: name the file by the id of its group.');
      return;
    }
    const list = this.listOf(place.groupId);
    list.sections.add(section);
    list.userIds.add(userIds);
  }

  private tellGroup(section: Section, place: FilePlace & { readonly members: true }): void {
    section.alsoBy.push(place.toldBy);
    if (place.groupId === null) return;
    section.groupIds.add(place.groupId);
    if (place.byName) section.add('group-from-file-name', `The group was taken from the file's name: ${this.nameOf(place.groupId)}.`);
  }

  private nameOf(groupId: string): string {
    return this.data.groups.get(groupId)?.name ?? groupId;
  }

  private listOf(groupId: string): MemberList {
    const known = this.members.get(groupId);
    if (known) return known;
    const list: MemberList = { groupId, userIds: new MemberIds(), sections: new Set() };
    this.members.set(groupId, list);
    return list;
  }
}

const kindNames: readonly (readonly [RegExp, InputKind])[] = [
  [/push/i, 'pushMappings'],
  [/(?:app|application)s?[\s._-]*users|assign/i, 'appUsers'],
  [/(?:app|application)s?[\s._-]*groups/i, 'appGroups'],
  [/mapping/i, 'profileMappingList'],
  [/users/i, 'users'],
  [/groups/i, 'groups'],
  [/apps|applications/i, 'apps'],
];

/** What an empty list's name says it is a list of. */
function kindInName(path: string): InputKind | null {
  const name = path.split('/').at(-1) ?? '';
  return kindNames.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
