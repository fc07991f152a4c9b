import { enterpriseSchema, type ScimGroup, type ScimMember, type ScimUser } from '../../src/genesys/scim';
import type { GroupFacts, RoleGrant, Snapshot } from '../../src/genesys/snapshot';
import { problem, type InputReport, type JsonObject } from '../../src/input/problem';
import type { AppUser, GroupMembership, OktaApp, OktaGroup, OktaStatus, OktaUser, PushMapping, Source } from '../../src/okta/source';
import { defaultSettings, type PlanSettings } from '../../src/plan/settings';
import { uncounted } from './examples';

/** A small org as plain numbers and words, so that a counterexample can be read; `orgOf` makes the program's types of it. */
export interface RawOrg {
  readonly oktaUsers: readonly RawOktaUser[];
  readonly genesysUsers: readonly RawGenesysUser[];
  readonly oktaGroups: readonly RawOktaGroup[];
  readonly genesysGroups: readonly RawGenesysGroup[];
  /** Null: no push mappings file. */
  readonly mappings: readonly RawMapping[] | null;
  readonly assignments: 'none' | 'withoutAccounts' | 'withAccounts';
  /** A doubt concerns the assignments file. */
  readonly doubtfulAssignments: boolean;
  readonly app: { readonly features: readonly string[] | null; readonly userNameTemplate: string | null } | null;
  /** Of the ids that no listing holds: which are deleted in Genesys. */
  readonly deleted: readonly boolean[];
  readonly live: boolean;
  readonly snapshotComplete: boolean;
  readonly sourceComplete: boolean;
  readonly settings: Omit<PlanSettings, 'now' | 'oldExportHours' | 'oldSnapshotHours' | 'fewerPercent' | 'confirmedMembers' | 'lastImport'>;
}

export interface RawOktaUser {
  readonly status: OktaStatus | null;
  readonly login: string | null;
  readonly email: string | null;
  readonly profile: JsonObject;
  readonly app: RawAppUser | null;
  /** False: only groups and assignments know the id. */
  readonly listed: boolean;
}

export interface RawAppUser {
  readonly status: string | null;
  /** A Genesys id by its number; null, and `own` where there is no such user: Okta holds none. */
  readonly account: number | typeof own | null;
  readonly userName: string | null;
  /** The stored profile: none, empty, what the user's profile says, or what it said once. */
  readonly profile: 'none' | 'empty' | 'same' | 'old';
}

export interface RawGenesysUser {
  readonly userName: string;
  readonly active: boolean;
  /** An Okta user by its number; null: none; -1: something else. */
  readonly externalId: number | null;
  readonly displayName: string | null;
  readonly title: string | null;
  readonly email: string | null;
  readonly workPhone: string | null;
  readonly mobilePhone: string | null;
  readonly department: string | null;
  readonly employeeNumber: string | null;
  readonly manager: string | null;
}

export interface RawOktaGroup {
  readonly name: string;
  readonly type: OktaGroup['type'];
  readonly from: 'app' | 'other' | null;
  /** Null: no members file. */
  readonly members: readonly number[] | null;
  readonly confirmed: boolean;
  readonly incomplete: boolean;
  readonly doubt: boolean;
}

export interface RawGenesysGroup {
  readonly name: string;
  /** Below 10: Genesys users; 10 to 12: ids that no listing holds; from 20: nested groups. */
  readonly members: readonly number[];
  readonly typed: boolean;
  /** The server lists the first member twice, or leaves an empty list out. */
  readonly odd: boolean;
  readonly unproved: boolean;
  /** Undefined roles: the group was not asked for. */
  readonly roles: readonly RoleGrant[] | null | undefined;
  readonly origins: boolean;
  /** What `/api/v2/groups/{id}` says, against the members that were read; null: may not be read. */
  readonly countOff: number | null;
}

export interface RawMapping {
  /** An Okta group by its number; a number without a group: only the mapping knows it. */
  readonly source: number;
  /** Used where only the mapping knows the group. */
  readonly sourceName: string | null;
  readonly targetName: string | null;
  /** An Okta group by its number; null: the export names no target. */
  readonly target: number | null;
  readonly status: PushMapping['status'];
}

export interface Org {
  readonly source: Source;
  readonly snapshot: Snapshot;
  readonly settings: PlanSettings;
}

/** In place of an address, an account or a group name: the one that the other side's record of the same number has. */
export const own = '=';

/** Ids at or above this belong to nobody in the listings. */
export const unlistedFrom = 10;

export function oktaId(index: number): string {
  return `00u${index}`;
}

export function genesysId(index: number): string {
  return `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
}

export function genesysGroupId(index: number): string {
  return `99999999-0000-4000-8000-${String(index).padStart(12, '0')}`;
}

/** Pure: the same raw org gives the same org. Numbers that point nowhere are left out. */
export function orgOf(raw: RawOrg): Org {
  return {
    source: sourceOf(raw),
    snapshot: snapshotOf(raw),
    settings: { ...defaultSettings, now: '2026-11-23T09:00:00.000Z', ...raw.settings },
  };
}

function sourceOf(raw: RawOrg): Source {
  const app: OktaApp | null = raw.app === null ? null : { id: '0oaApp', label: 'Genesys Cloud', name: 'genesys', ...raw.app };
  const groups = raw.oktaGroups.map((group, index): OktaGroup => ({
    id: `00g${index}`,
    name: nameOf(group.name, `Group ${index}`),
    type: group.type,
    sourceAppId: group.from === 'app' ? '0oaApp' : group.from === 'other' ? '0oaOther' : null,
    usersCount: null,
    lastMembershipUpdated: null,
  }));
  // All memberships stand in one file: a doubt about one of its groups must not reach the others.
  const path = 'memberships.csv';
  const members = new Map<string, GroupMembership>();
  for (const [index, group] of raw.oktaGroups.entries()) {
    if (group.members === null) continue;
    const groupId = `00g${index}`;
    const userIds = [...new Set(group.members)].filter((user) => user < raw.oktaUsers.length).map(oktaId);
    members.set(groupId, {
      groupId,
      userIds,
      confirmed: group.confirmed,
      doubtful: group.doubt,
      incomplete: group.incomplete,
      paths: [path],
    });
  }
  const problems = raw.oktaGroups.flatMap((group) =>
    group.doubt && group.members !== null ? [problem('stale-members', `${group.name} changed since.`, path)] : [],
  );
  const records = [...members.values()].reduce((sum, { userIds }) => sum + userIds.length, 0);
  const inputs: InputReport[] = [{ path, kind: 'groupMembers', records, recognizedBy: 'columns', sha256: null, problems }];
  return {
    users: new Map(raw.oktaUsers.flatMap((user, index) => (user.listed ? [[oktaId(index), oktaUserOf(user, index)]] : []))),
    groups: new Map(groups.map((group) => [group.id, group])),
    members,
    assignments:
      raw.assignments === 'none'
        ? null
        : {
            byUser: appUsersOf(raw, raw.assignments === 'withAccounts'),
            holdsAccounts: raw.assignments === 'withAccounts',
            doubtful: raw.doubtfulAssignments,
          },
    pushMappings: raw.mappings?.map((mapping, index) => mappingOf(mapping, index, raw)) ?? null,
    appGroups: null,
    app,
    appIncomplete: false,
    mapping: null,
    schema: null,
    trust: { inputs, problems: [], complete: raw.sourceComplete, assumptions: [], ...uncounted },
  };
}

function oktaUserOf(user: RawOktaUser, index: number): OktaUser {
  const login = nameOf(user.login, `person${index}@x.io`);
  const email = nameOf(user.email, `person${index}@x.io`);
  return {
    id: oktaId(index),
    status: user.status,
    login,
    email,
    lastUpdated: null,
    profile: { ...user.profile, login, email },
  };
}

function appUsersOf(raw: RawOrg, holdsAccounts: boolean): ReadonlyMap<string, AppUser> {
  return new Map(
    raw.oktaUsers.flatMap(({ app, profile, email }, index): readonly [string, AppUser][] => {
      if (app === null) {
        return [];
      }
      const old = Object.fromEntries(Object.keys(profile).map((key) => [key, 'old value']));
      const profiles = { none: null, empty: {}, same: { ...profile, email: nameOf(email, `person${index}@x.io`) }, old };
      const externalId =
        !holdsAccounts || app.account === null
          ? null
          : app.account === own
            ? index < raw.genesysUsers.length
              ? genesysId(index)
              : null
            : genesysId(app.account);
      const { status } = app;
      const userName = nameOf(app.userName, `person${index}@x.io`);
      return [[oktaId(index), { userId: oktaId(index), externalId, status, syncState: null, userName, profile: profiles[app.profile] }]];
    }),
  );
}

function nameOf<Name extends string | null>(name: Name, ownName: string): Name | string {
  return name === own ? ownName : name;
}

function mappingOf(mapping: RawMapping, index: number, raw: RawOrg): PushMapping {
  return {
    id: `gPm${index}`,
    sourceGroupId: `00g${mapping.source}`,
    sourceGroupName: mapping.source < raw.oktaGroups.length ? null : mapping.sourceName,
    targetGroupId: mapping.target === null ? null : `00g${mapping.target}`,
    targetGroupName: mapping.targetName,
    status: mapping.status,
    errorSummary: mapping.status === 'ERROR' ? 'Push failed.' : null,
  };
}

function snapshotOf(raw: RawOrg): Snapshot {
  const groups = raw.genesysGroups.map((group, index) => genesysGroupOf(group, index, raw));
  const deleted = new Set(raw.deleted.flatMap((gone, index) => (gone ? [genesysId(unlistedFrom + index)] : [])));
  const listed = new Set([...raw.genesysUsers.map((_, index) => genesysId(index)), ...groups.map((group) => group.id)]);
  const unproved = groups.filter(
    (group, index) =>
      raw.genesysGroups[index]?.unproved === true || (group.members ?? []).some(({ value }) => !listed.has(value) && !deleted.has(value)),
  );
  const facts = raw.genesysGroups.flatMap((group, index): readonly [string, GroupFacts][] =>
    group.roles === undefined ? [] : [[genesysGroupId(index), factsOf(group, groups[index]?.members ?? [])]],
  );
  return {
    org: { name: 'Contoso CX', host: 'api.example.com', orgId: null, clientId: null },
    takenAt: '2026-11-23T08:00:00.000Z',
    live: raw.live,
    complete: raw.snapshotComplete,
    problems: [],
    users: new Map(raw.genesysUsers.map((user, index) => [genesysId(index), genesysUserOf(user, index)])),
    groups: new Map(groups.map((group) => [group.id, group])),
    deletedMembers: deleted,
    unprovedGroups: new Map(unproved.map((group) => [group.id, 'a member could not be read'])),
    groupFacts: new Map(facts),
    inputs: [],
  };
}

function factsOf({ roles, origins, countOff }: RawGenesysGroup, members: readonly ScimMember[]): GroupFacts {
  const ids = [...new Set(members.map((member) => member.value))];
  return {
    rolesGranted: roles ?? null,
    memberCount: countOff === null ? null : ids.length + countOff,
    origins: origins ? new Map(ids.map((id, index) => [id, index % 2 === 0 ? 'individual' : 'rule'])) : null,
  };
}

function genesysUserOf(user: RawGenesysUser, index: number): ScimUser {
  const phones = [
    ...(user.workPhone === null ? [] : [{ type: 'work', value: user.workPhone }]),
    ...(user.mobilePhone === null ? [] : [{ type: 'mobile', value: user.mobilePhone }]),
  ];
  const { active, displayName, title, department, employeeNumber } = user;
  return {
    id: genesysId(index),
    userName: nameOf(user.userName, `person${index}@x.io`),
    active,
    displayName,
    title,
    ...(user.externalId === null ? {} : { externalId: user.externalId < 0 ? 'elsewhere' : oktaId(user.externalId) }),
    emails: user.email === null ? [] : [{ type: 'work', value: nameOf(user.email, `person${index}@x.io`) }],
    phoneNumbers: phones,
    [enterpriseSchema]: { department, employeeNumber, manager: user.manager === null ? null : { value: user.manager } },
    meta: { version: `${index + 1}` },
  };
}

function genesysGroupOf(group: RawGenesysGroup, index: number, raw: RawOrg): ScimGroup {
  const valueOf = (member: number): readonly string[] => {
    if (member >= 20) {
      return member - 20 < raw.genesysGroups.length && member - 20 !== index ? [genesysGroupId(member - 20)] : [];
    }
    return member >= unlistedFrom || member < raw.genesysUsers.length ? [genesysId(member)] : [];
  };
  const members = [...new Set(group.members)].flatMap((member) =>
    valueOf(member).map((value) => (group.typed ? { value, type: member >= 20 ? 'Group' : 'User' } : { value })),
  );
  const [first] = members;
  return {
    id: genesysGroupId(index),
    displayName: nameOf(group.name, `Group ${index}`),
    ...(!group.odd ? { members } : first === undefined ? {} : { members: [...members, first] }),
    meta: { version: `${index + 1}` },
  };
}
