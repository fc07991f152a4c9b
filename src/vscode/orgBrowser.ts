import type { ListResponse, ScimGroup, ScimUser } from '../genesys/scim';
import { enterpriseSchema } from '../genesys/scim';
import { MemberNames } from './memberNames';
import type { Member } from './memberNames';
import type { Search } from './orgSearch';
import { filterOf } from './orgSearch';
import { PagedList } from './pagedList';

/** What browsing needs of a GenesysClient. */
export interface OrgReader {
  listUsers(query: UserQuery, signal?: AbortSignal): Promise<ListResponse<ScimUser>>;
  listGroups(query: GroupQuery, signal?: AbortSignal): Promise<ListResponse<ScimGroup>>;
  getUser(id: string, signal?: AbortSignal): Promise<ScimUser | null>;
  refreshUser(known: ScimUser, signal?: AbortSignal): Promise<ScimUser | null>;
  getGroup(id: string, signal?: AbortSignal): Promise<ScimGroup | null>;
}

interface GroupQuery {
  readonly startIndex: number;
  readonly count: number;
  readonly attributes?: readonly string[];
  readonly filter?: string;
}

interface UserQuery extends GroupQuery {
  /** Null: whatever the filter finds. */
  readonly active: boolean | null;
}

/** A group as the tree shows it; its members are read when it is opened. */
export interface GroupSummary {
  readonly id: string;
  readonly name: string;
  /** Null: the listing did not say. */
  readonly memberCount: number | null;
  readonly version: string | null;
  readonly lastModified: string | null;
}

/** The listings of an org. Search is by filter, and Genesys combines none with `active`: it looks among active and inactive users. */
export const listKinds = ['users', 'inactiveUsers', 'groups'] as const;
export type ListKind = (typeof listKinds)[number];
export type Searchable = 'users' | 'groups';

/** Enough for a row of the tree; everything else is read when it is asked for. */
const rowAttributes = ['id', 'userName', 'displayName', 'active', 'title', `${enterpriseSchema}:department`] as const;
const userPage = 100;
/** Groups come with their members, so that each can say how many it has; above 25 Genesys may refuse that (facts/genesys-scim.md, 1.2). */
const groupPage = 25;
const memberPage = 100;

/**
 * What is shown of one org: its listings a page at a time, group members by name, the filters in force. Knows nothing of VS Code. `connect`
 * is called at the first need.
 */
export class OrgBrowser {
  private readonly searches = new Map<Searchable, Search>();
  private readonly memberSearches = new Map<string, Search>();
  private readonly memberLists = new Map<string, PagedList<Member>>();
  private readonly names: MemberNames;
  /** Users of whom all was read, with their versions. */
  private readonly wholeUsers = new Map<string, ScimUser>();
  readonly users: PagedList<ScimUser>;
  readonly inactiveUsers: PagedList<ScimUser>;
  readonly groups: PagedList<GroupSummary>;

  constructor(private readonly connect: () => Promise<OrgReader>) {
    this.names = new MemberNames(connect);
    this.users = this.userList(true);
    this.inactiveUsers = this.userList(false);
    this.groups = new PagedList((startIndex, count, signal) => this.readGroups(startIndex, count, signal), groupPage);
  }

  list(kind: ListKind): PagedList<ScimUser> | PagedList<GroupSummary> {
    return this[kind];
  }

  /** The members of a group, by name as far as they are known. */
  members(groupId: string): PagedList<Member> {
    const known = this.memberLists.get(groupId);
    if (known) return known;
    const list = this.memberList(groupId);
    this.memberLists.set(groupId, list);
    return list;
  }

  /** How many members the group has, by what was read last; null: not known yet. */
  memberCount(group: GroupSummary): number | null {
    const shown = this.memberSearches.has(group.id) ? undefined : this.memberLists.get(group.id)?.total;
    return shown ?? group.memberCount;
  }

  /** Tells, while names of members are read from the listings of all users, how far that is; undefined ends it. */
  watchNames(onProgress: ((read: number, total: number) => void) | undefined): void {
    this.names.onProgress = onProgress;
  }

  memberSearch(groupId: string): Search | undefined {
    return this.memberSearches.get(groupId);
  }

  /** Shows only who of a group's members is found, or everybody again; the listing begins anew. */
  setMemberSearch(groupId: string, search: Search | undefined): void {
    if (search) this.memberSearches.set(groupId, search);
    else this.memberSearches.delete(groupId);
    this.members(groupId).reset();
  }

  /** All that Genesys tells of a user; null where it no longer has them. */
  async user(id: string, signal?: AbortSignal): Promise<ScimUser | null> {
    const reader = await this.connect();
    const known = this.wholeUsers.get(id);
    const user = await (known ? reader.refreshUser(known, signal) : reader.getUser(id, signal));
    if (user) this.wholeUsers.set(id, user);
    else this.wholeUsers.delete(id);
    return user;
  }

  /** Reads a user again, for all rows that show them: by their version where all of them was read before. Null where they are gone. */
  async refreshUser(id: string, signal?: AbortSignal): Promise<ScimUser | null> {
    const user = await this.user(id, signal);
    if (!user) return null;
    this.names.learnUsers([user]);
    for (const list of [this.users, this.inactiveUsers]) list.replace(user);
    for (const list of this.memberLists.values()) list.replace({ id, kind: 'user', user });
    return user;
  }

  search(kind: ListKind): Search | undefined {
    return kind === 'inactiveUsers' ? undefined : this.searches.get(kind);
  }

  /** Puts a filter in force, or takes it away; the listing begins anew. */
  setSearch(kind: Searchable, search: Search | undefined): void {
    if (search) this.searches.set(kind, search);
    else this.searches.delete(kind);
    this[kind].reset();
  }

  /** Forgets what was read and cancels what is being read; filters stay. */
  reset(): void {
    for (const kind of listKinds) this[kind].reset();
    for (const list of this.memberLists.values()) list.reset();
    this.memberLists.clear();
    this.names.clear();
    this.wholeUsers.clear();
  }

  private userList(active: boolean): PagedList<ScimUser> {
    return new PagedList<ScimUser>(async (startIndex, count, signal) => {
      const reader = await this.connect();
      const search = active ? this.searches.get('users') : undefined;
      const filter = search ? { active: null, filter: filterOf(search) } : { active };
      const answer = await reader.listUsers({ ...filter, startIndex, count, attributes: rowAttributes }, signal);
      const items = answer.Resources ?? [];
      this.names.learnUsers(items);
      return { items, total: answer.totalResults };
    }, userPage);
  }

  private async readGroups(startIndex: number, count: number, signal: AbortSignal): Promise<{ items: GroupSummary[]; total: number }> {
    const reader = await this.connect();
    const search = this.searches.get('groups');
    const attributes = ['id', 'displayName', 'members', 'meta'];
    const answer = await reader.listGroups({ startIndex, count, attributes, ...(search && { filter: filterOf(search) }) }, signal);
    const items = (answer.Resources ?? []).map(summaryOf);
    this.names.learnGroups(items);
    return { items, total: answer.totalResults };
  }

  private memberList(groupId: string): PagedList<Member> {
    let ids: readonly string[] = [];
    return new PagedList<Member>(async (startIndex, count, signal, wanted) => {
      if (startIndex === 1) {
        const group = await (await this.connect()).getGroup(groupId, signal);
        if (group === null) throw new GroupGoneError(groupId);
        ids = [...new Set((group.members ?? []).map((member) => member.value))];
      }
      const search = this.memberSearches.get(groupId);
      if (search) return await this.foundMembers(ids, search, signal);
      const from = startIndex - 1;
      const items = await this.names.resolve(ids.slice(from, from + count), signal, ids.slice(from, from + Math.max(count, wanted)));
      return { items, total: ids.length };
    }, memberPage);
  }

  /** Genesys searches users and knows no filter on members: whom it finds, and who is one. By what names one person, so a page is enough. */
  private async foundMembers(ids: readonly string[], search: Search, signal: AbortSignal): Promise<{ items: Member[]; total: number }> {
    const reader = await this.connect();
    const query = { active: null, filter: filterOf(search), startIndex: 1, count: memberPage, attributes: rowAttributes };
    const users = (await reader.listUsers(query, signal)).Resources ?? [];
    this.names.learnUsers(users);
    const members = new Set(ids);
    const items = users.filter(({ id }) => members.has(id)).map((user): Member => ({ id: user.id, kind: 'user', user }));
    return { items, total: items.length };
  }
}

/** The group was deleted in Genesys since it was listed. */
export class GroupGoneError extends Error {
  constructor(readonly groupId: string) {
    super(`Genesys no longer has this group (${groupId}). Refresh the list.`);
    this.name = 'GroupGoneError';
  }
}

function summaryOf(group: ScimGroup): GroupSummary {
  const listed = group.members?.length ?? 0;
  return {
    id: group.id,
    name: group.displayName,
    // A listing that leaves members out may well say [] (product.md, section 7): the group itself is asked when it is opened.
    memberCount: listed === 0 ? null : listed,
    version: group.meta?.version ?? null,
    lastModified: group.meta?.lastModified ?? null,
  };
}
