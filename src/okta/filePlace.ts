import { posix } from 'node:path';
import type { ManifestFile } from './manifest';
import type { OktaGroup } from './source';

/**
 * What a file's place and name say about a list of users: users, or the members of a group (product.md, section 3, "Users or members?").
 * Group members and users have one shape, so their content cannot tell.
 */
export type FilePlace =
  | { readonly members: false }
  | {
      readonly members: true;
      /** Null: a members file, but no group that a groups file knows. */
      readonly groupId: string | null;
      /** In words, for the trust report. */
      readonly toldBy: string;
      /** The group was taken from the name of the file or of its folder (note `group-from-file-name`). */
      readonly byName: boolean;
    };

const nobody: FilePlace = { members: false };

/** Groups by id and by name, as files may be named after them. */
export class GroupIndex {
  private readonly byName = new Map<string, string | null>();

  constructor(private readonly groups: ReadonlyMap<string, OktaGroup>) {
    for (const group of groups.values()) {
      const name = group.name.normalize('NFC');
      const other = this.byName.get(name);
      this.byName.set(name, other === undefined ? group.id : this.preferred(other, group));
    }
  }

  has(id: string): boolean {
    return this.groups.has(id);
  }

  /** The group of exactly this name; null where two share it, undefined where none has it. */
  named(name: string): string | null | undefined {
    return this.byName.get(name.normalize('NFC'));
  }

  /** Of two groups of one name the one that was not imported from an app: it is what people export by name. */
  private preferred(other: string | null, group: OktaGroup): string | null {
    const imported = other !== null && this.groups.get(other)?.type === 'APP_GROUP';
    if (group.type === 'APP_GROUP') return imported ? null : other;
    return imported ? group.id : null;
  }
}

/** Judges a file by the manifest, then by its place and name. Groups must be known before. */
export function placeOf(path: string, groups: GroupIndex, declared: ManifestFile | null): FilePlace {
  if (declared?.kind === 'groupMembers' || (declared?.group && declared.kind === null)) return declaredMembers(declared, path, groups);
  if (declared?.kind) return nobody;
  const stem = stemOf(path);
  const folders = path.split('/').slice(0, -1);
  const folder = folders.at(-1) ?? '';
  const byId = idIn(stem, groups) ?? idIn(folder, groups);
  if (byId !== null) return { members: true, groupId: byId, toldBy: `members of group ${byId} by the id in its path`, byName: true };
  const words = withoutNoise(stem);
  const onlyUsers = words === '' && !/members/i.test(stem);
  const inMembers = isInMembersFolder(path);
  if (onlyUsers && /users/i.test(stem)) return nobody;
  const named = groupNamed(stem, words, folder, groups);
  if (named !== undefined) return membersByName(named);
  return inMembers ? { members: true, groupId: null, toldBy: 'members by the folder it stands in', byName: false } : nobody;
}

function declaredMembers(declared: ManifestFile, path: string, groups: GroupIndex): FilePlace {
  const { group } = declared;
  if (group === null) {
    const place = placeOf(path, groups, null);
    return place.members ? place : unknownGroup('members by the manifest');
  }
  const id = groups.has(group) ? group : groups.named(group);
  return id
    ? { members: true, groupId: id, toldBy: `members of group ${id} by the manifest`, byName: false }
    : unknownGroup('members by the manifest');
}

const unknownGroup = (toldBy: string): FilePlace => ({ members: true, groupId: null, toldBy, byName: false });

function membersByName(groupId: string | null): FilePlace {
  if (groupId === null) return unknownGroup('members by a name that several groups have');
  return { members: true, groupId, toldBy: `members of group ${groupId} by the group's name in its path`, byName: true };
}

/** Whether the file stands in a folder named `members`, at any depth of the export. */
export function isInMembersFolder(path: string): boolean {
  return path
    .split('/')
    .slice(0, -1)
    .some((folder) => folder.toLowerCase() === 'members');
}

const extension = /\.(json|jsonl|ndjson|csv|tsv|txt|xls[xmb]?|ods)$/i;

function stemOf(path: string): string {
  return posix.basename(path).replace(extension, '');
}

/** Ids this short are found in any name: they must be the whole of it. */
const shortestIdInName = 5;

/** A known group's id in a name, between characters that belong to no id. */
function idIn(name: string, groups: GroupIndex): string | null {
  if (groups.has(name)) return name;
  const pieces = [...name.matchAll(/[0-9A-Za-z]+/g)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
  for (const [first, { start }] of pieces.entries()) {
    for (const { end } of pieces.slice(first, first + 8).reverse()) {
      const candidate = name.slice(start, end);
      if (candidate.length >= shortestIdInName && groups.has(candidate)) return candidate;
    }
  }
  const [embedded] = /00g[0-9A-Za-z]{17}/.exec(name) ?? [];
  return embedded !== undefined && groups.has(embedded) ? embedded : null;
}

/** The group that the name is: whole, without page numbers and dates, without `members` and `users`. */
function groupNamed(stem: string, words: string, folder: string, groups: GroupIndex): string | null | undefined {
  for (const candidate of new Set([
    stem,
    withoutPages(stem),
    withoutDates(stem),
    withoutPages(withoutDates(stem)),
    ...shorter(stem),
    words,
  ])) {
    const hit = candidate === '' ? undefined : groups.named(candidate);
    if (hit !== undefined) return hit;
  }
  // `Agents/members.json`, `members/Agents/1.json`
  return words === '' ? groups.named(folder) : undefined;
}

const shorter = (stem: string): readonly string[] => [withoutWords(stem), withoutWords(withoutPages(withoutDates(stem)))];

const edges = /^[\s._-]+|[\s._-]+$/g;

/** What of a file's name could be a group's name. */
function withoutNoise(stem: string): string {
  return withoutPages(withoutWords(withoutPages(withoutDates(stem))));
}

const dates = /[\s._-]*\b\d{4}-\d{2}-\d{2}(?:[ T_-]\d{2}[-:.]?\d{2}(?:[-:.]?\d{2})?Z?)?|[\s._-]*\b20\d{6}(?:[T_-]?\d{4,6})?\b/g;

function withoutDates(stem: string): string {
  return stem.replace(dates, '').replace(edges, '');
}

/** The path without page number and extension: what the pages of one list have in common. */
export function withoutPage(path: string): string {
  return posix.join(posix.dirname(path), withoutPages(stemOf(path)));
}

/** The page number at the end of a file's name; 0 where there is none. */
export function pageNumber(path: string): number {
  return Number(/(\d+)\D*$/.exec(stemOf(path))?.[1] ?? 0);
}

/** The page number that a name (or what is left of it) ends in, dates aside, and what else stands in it. */
export function pageIn(name: string): { readonly rest: string; readonly page: number | null } {
  const dateless = withoutDates(name);
  const bare = /^\(?\d+\)?$/.test(dateless) ? '' : withoutPages(dateless);
  if (bare === dateless) return { rest: name, page: null };
  const dated = [bare, ...(name.match(dates) ?? [])].join(' ');
  return { rest: dated, page: Number(/(\d+)\D*$/.exec(dateless)?.[1]) };
}

function withoutPages(stem: string): string {
  return stem.replace(/(?:[\s._-]*\(\d+\)|[\s._-]+(?:page|part|p)?[\s._-]*\d+|^(?:page|part)?[\s._-]*\d+)$/i, '').replace(edges, '');
}

/** Without `members` and `users` at the ends: rockstar's `Export Group Members`, `Agents-members`, `group_users_Agents`. */
function withoutWords(stem: string): string {
  return stem
    .replace(/^(?:export[\s._-]+)?(?:group[\s._-]+)?(?:members|users)(?:$|[\s._-]+(?:of[\s._-]+)?)/i, '')
    .replace(/(?:^|[\s._-]+)(?:group[\s._-]+)?(?:members|users)$/i, '')
    .replace(edges, '');
}
