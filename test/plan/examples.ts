import { buildPlan } from '../../src/plan/buildPlan';
import type { Plan } from '../../src/plan/plan';
import { defaultSettings, type PlanSettings } from '../../src/plan/settings';
import type { ScimGroup, ScimUser } from '../../src/genesys/scim';
import type { Snapshot } from '../../src/genesys/snapshot';
import type { AppUser, OktaGroup, OktaUser, PushMapping, Source, TrustReport } from '../../src/okta/source';

/** What the planner does not look at in a trust report. */
export const uncounted: Pick<TrustReport, 'counts' | 'fingerprint' | 'lastImport'> = {
  counts: { users: 0, groups: 0, assignments: null, pushMappings: null, memberships: {} },
  fingerprint: '',
  lastImport: null,
};

/** Small sources and snapshots for tables: everything that a test does not name is plain and complete. */

export const settings: PlanSettings = { ...defaultSettings, now: '2026-11-20T12:00:00.000Z' };

export function oktaUser(id: string, rest: Partial<OktaUser> = {}): OktaUser {
  const login = rest.login === undefined ? `${id}@contoso.example` : rest.login;
  return { id, status: 'ACTIVE', login, email: login, lastUpdated: null, profile: {}, ...rest };
}

export function appUser(userId: string, externalId: string | null, rest: Partial<AppUser> = {}): AppUser {
  return { userId, externalId, status: 'PROVISIONED', syncState: 'SYNCHRONIZED', userName: null, profile: null, ...rest };
}

export function oktaGroup(id: string, name: string, rest: Partial<OktaGroup> = {}): OktaGroup {
  return { id, name, type: 'OKTA_GROUP', sourceAppId: null, usersCount: null, lastMembershipUpdated: null, ...rest };
}

export function pushMapping(sourceGroupId: string, rest: Partial<PushMapping> = {}): PushMapping {
  return {
    id: null,
    sourceGroupId,
    sourceGroupName: null,
    targetGroupId: null,
    targetGroupName: null,
    status: 'ACTIVE',
    errorSummary: null,
    ...rest,
  };
}

export function scimUser(id: string, rest: Partial<ScimUser> = {}): ScimUser {
  return { id, userName: `${id}@contoso.example`, active: true, ...rest };
}

export function scimGroup(id: string, displayName: string, memberIds: readonly string[]): ScimGroup {
  return { id, displayName, members: memberIds.map((value) => ({ value })) };
}

export interface SourceParts {
  users?: readonly OktaUser[];
  groups?: readonly OktaGroup[];
  /** Okta group id to member ids; confirmed and complete. */
  members?: Readonly<Record<string, readonly string[]>>;
  assignments?: readonly AppUser[] | null;
  holdsAccounts?: boolean;
  doubtfulAssignments?: boolean;
  rest?: Partial<Source>;
}

export function source(parts: SourceParts): Source {
  const memberships = Object.entries(parts.members ?? {}).map(
    ([groupId, userIds]) => [groupId, { groupId, userIds, confirmed: true, doubtful: false, incomplete: false, paths: [] }] as const,
  );
  return {
    users: new Map((parts.users ?? []).map((user) => [user.id, user])),
    groups: new Map((parts.groups ?? []).map((group) => [group.id, group])),
    members: new Map(memberships),
    assignments: parts.assignments
      ? {
          byUser: new Map(parts.assignments.map((one) => [one.userId, one])),
          holdsAccounts: parts.holdsAccounts ?? true,
          doubtful: parts.doubtfulAssignments ?? false,
        }
      : null,
    pushMappings: null,
    appGroups: null,
    app: null,
    appIncomplete: false,
    mapping: null,
    schema: null,
    trust: { inputs: [], problems: [], complete: true, assumptions: [], ...uncounted },
    ...parts.rest,
  };
}

export function snapshot(users: readonly ScimUser[], groups: readonly ScimGroup[], rest: Partial<Snapshot> = {}): Snapshot {
  return {
    org: { name: 'Contoso CX', host: 'api.mypurecloud.ie', orgId: null, clientId: null },
    takenAt: null,
    live: false,
    complete: true,
    problems: [],
    users: new Map(users.map((user) => [user.id, user])),
    groups: new Map(groups.map((group) => [group.id, group])),
    deletedMembers: new Set(),
    unprovedGroups: new Map(),
    groupFacts: new Map(),
    inputs: [],
    ...rest,
  };
}

export function plan(from: Source, to: Snapshot, changed: Partial<PlanSettings> = {}): Plan {
  return buildPlan(from, to, { ...settings, ...changed }, { name: 'scim-preflight', version: 'test' });
}
