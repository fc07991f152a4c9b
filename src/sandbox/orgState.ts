import type { RoleGrant } from '../genesys/snapshot';
import type { ScimUser } from '../genesys/scim';
import type { GenesysState } from './cast';
import { StoredGroup } from './storedGroup';

/** A user's attributes without what the server keeps itself. */
export type StoredProfile = Omit<ScimUser, 'id' | 'active' | 'groups' | 'meta'>;

export interface StoredUser {
  readonly profile: StoredProfile;
  readonly version: number;
  readonly changedAt: string;
}

/** What an org starts from; users are numbered from 0. */
export interface OrgSource {
  readonly orgId: string;
  readonly orgName: string;
  readonly users: number;
  id(user: number): string;
  state(user: number): GenesysState;
  user(user: number): StoredUser;
  readonly groups: readonly SourceGroup[];
}

export interface SourceGroup {
  readonly id: string;
  readonly name: string;
  readonly externalId: string | null;
  readonly version: number;
  readonly changedAt: string;
  members(): readonly string[];
  readonly grants: readonly RoleGrant[];
  readonly owners: readonly string[];
  readonly byRule: boolean;
}

/** The fields that listings can be filtered by. */
export type LookupField = 'userName' | 'email' | 'externalId' | 'manager' | 'division' | 'employeeNumber' | 'authority';

/** The texts by which a profile is found in a field; `authority` finds `authority\nvalue`. */
export type FieldReader = (field: LookupField, profile: StoredProfile) => readonly string[];

/**
 * The state of the org: what it started from, and over it what was written since. Nothing is made before it is asked for, so an org of
 * 100,000 people starts at once.
 */
export class OrgState {
  readonly groups: readonly StoredGroup[];
  private readonly ids: string[] = [];
  private readonly positions = new Map<string, number>();
  private readonly states: GenesysState[] = [];
  private readonly written = new Map<number, StoredUser>();
  private readonly groupsById: ReadonlyMap<string, StoredGroup>;
  private readonly listings = new Map<boolean, readonly number[]>();
  private readonly indexes = new Map<LookupField, Map<string, number[]>>();
  private membership: ReadonlyMap<string, readonly string[]> | null = null;

  constructor(
    readonly source: OrgSource,
    private readonly fieldsOf: FieldReader,
    private readonly now: () => Date,
  ) {
    for (let user = 0; user < source.users; user += 1) this.append(source.id(user), source.state(user));
    this.groups = source.groups.map((group) => new StoredGroup(group));
    this.groupsById = new Map(this.groups.map((group) => [group.id, group]));
  }

  /** The user's number; undefined for who never existed. Deleted users have one. */
  find(id: string): number | undefined {
    return this.positions.get(id);
  }

  idOf(user: number): string {
    return this.ids[user] ?? '';
  }

  stateOf(user: number): GenesysState {
    return this.states[user] ?? 'deleted';
  }

  userAt(user: number): StoredUser {
    return this.written.get(user) ?? this.source.user(user);
  }

  /** Users in the order in which they were made, active or inactive ones. */
  listed(active: boolean): readonly number[] {
    const known = this.listings.get(active);
    if (known) return known;
    const wanted = active ? 'active' : 'inactive';
    const users: number[] = [];
    for (const [user, state] of this.states.entries()) if (state === wanted) users.push(user);
    this.listings.set(active, users);
    return users;
  }

  /** Everybody with that text in that field, deleted users included; case does not matter where `fieldsOf` folds it. */
  lookup(field: LookupField, text: string): readonly number[] {
    let index = this.indexes.get(field);
    if (!index) {
      index = new Map();
      for (let user = 0; user < this.ids.length; user += 1) {
        for (const own of this.fieldsOf(field, this.userAt(user).profile)) addTo(index, own, user);
      }
      this.indexes.set(field, index);
    }
    return index.get(text) ?? [];
  }

  /** Writes a profile and a state; the version moves. */
  write(user: number, profile: StoredProfile, state: GenesysState): void {
    const before = this.userAt(user);
    if (this.stateOf(user) !== state) this.listings.clear();
    this.states[user] = state;
    this.written.set(user, { profile, version: before.version + 1, changedAt: this.now().toISOString() });
    this.reindex(user, before.profile, profile);
    if (state === 'deleted') this.leaveGroups(this.idOf(user));
  }

  /** A new user; returns its number. */
  create(id: string, profile: StoredProfile, state: GenesysState): number {
    const user = this.append(id, state);
    this.written.set(user, { profile, version: 1, changedAt: this.now().toISOString() });
    this.reindex(user, null, profile);
    this.listings.clear();
    return user;
  }

  group(id: string): StoredGroup | undefined {
    return this.groupsById.get(id);
  }

  /** Whether an id may be a member: a user who is not deleted, or a group. */
  canBeMember(id: string): boolean {
    const user = this.positions.get(id);
    return user === undefined ? this.groupsById.has(id) : this.stateOf(user) !== 'deleted';
  }

  writeMembers(group: StoredGroup, members: ReadonlySet<string>, moveVersion: boolean): void {
    group.setMembers(members, moveVersion, this.now().toISOString());
    this.membership = null;
  }

  /** Ids of the groups that somebody is in. */
  groupsOf(id: string): readonly string[] {
    if (!this.membership) {
      const membership = new Map<string, string[]>();
      for (const group of this.groups) {
        for (const member of group.memberIds()) {
          addTo(membership, member, group.id);
        }
      }
      this.membership = membership;
    }
    return this.membership.get(id) ?? [];
  }

  private append(id: string, state: GenesysState): number {
    const user = this.ids.push(id) - 1;
    this.positions.set(id, user);
    this.states.push(state);
    return user;
  }

  /** Keeps the indexes that exist; making one anew for every write would cost a large org too much. */
  private reindex(user: number, before: StoredProfile | null, after: StoredProfile): void {
    for (const [field, index] of this.indexes) {
      for (const text of before === null ? [] : this.fieldsOf(field, before)) {
        index.set(
          text,
          (index.get(text) ?? []).filter((other) => other !== user),
        );
      }
      for (const text of this.fieldsOf(field, after)) addTo(index, text, user);
    }
  }

  private leaveGroups(id: string): void {
    for (const group of this.groups) {
      if (!group.has(id)) continue;
      const members = new Set(group.memberIds());
      members.delete(id);
      this.writeMembers(group, members, true);
    }
  }
}

function addTo<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
