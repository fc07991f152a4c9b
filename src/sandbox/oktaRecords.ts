import type { Cast } from './cast';
import { changedAt } from './genesysRecords';
import {
  genesysUserId,
  oktaAppId,
  oktaGroupId,
  oktaShadowGroupId,
  oktaUserId,
  pushMappingId,
  sidesOf,
  type Profile,
  type Sides,
} from './identities';

/** A record as Okta's Management API sends it (facts/okta.md, section 1.1). */
export type OktaRecord = Readonly<Record<string, unknown>>;

const userTypeId = 'otyContosoDefault001';

/** Where the hrefs of exported records point to: a domain that is nobody's. */
export const oktaOrigin = 'https://contoso.okta.example';

/** @param origin of the hrefs. Null where Okta does not know this part. */
export function oktaUser(cast: Cast, part: number, origin: string): OktaRecord | null {
  const status = cast.standing(part).okta;
  if (status === null) return null;
  const sides = sidesOf(cast, part);
  const id = oktaUserId(part);
  const changed = changedAt(part);
  return {
    id,
    status,
    created: '2024-03-11T09:00:00.000Z',
    activated: status === 'STAGED' ? null : '2024-03-11T09:00:05.000Z',
    statusChanged: status === 'DEPROVISIONED' ? changed : '2024-03-11T09:00:05.000Z',
    lastLogin: status === 'STAGED' ? null : changed,
    lastUpdated: changed,
    passwordChanged: status === 'STAGED' ? null : '2024-03-11T09:00:05.000Z',
    type: { id: userTypeId },
    profile: oktaProfile(sides),
    credentials: { provider: { type: 'OKTA', name: 'OKTA' } },
    _links: { self: { href: `${origin}/api/v1/users/${id}` } },
  };
}

/** Attributes that were never set are absent; `mobilePhone` and `secondEmail` come as null (recorded). */
function oktaProfile({ firstName, lastName, login, okta }: Sides): OktaRecord {
  return {
    firstName,
    lastName,
    mobilePhone: okta.mobilePhone,
    secondEmail: null,
    login,
    email: okta.email,
    displayName: okta.displayName,
    title: okta.title,
    department: okta.department,
    division: okta.division,
    employeeNumber: okta.employeeNumber,
    ...(okta.workPhone === null ? {} : { primaryPhone: okta.workPhone }),
    ...(okta.manager === null ? {} : { managerId: okta.manager }),
  };
}

/** The app assignment; null without one. */
export function appUser(cast: Cast, part: number, origin: string): OktaRecord | null {
  const { assignment } = cast.standing(part);
  if (assignment === null) return null;
  const { okta, stored } = sidesOf(cast, part);
  const id = oktaUserId(part);
  const held = assignment === 'held';
  const app = `${origin}/api/v1/apps/${oktaAppId}`;
  return {
    id,
    externalId: held ? genesysUserId(cast.accountOf(part)) : null,
    created: '2024-03-11T09:00:10.000Z',
    lastUpdated: changedAt(part),
    scope: 'GROUP',
    status: held ? 'PROVISIONED' : assignment === 'failed' ? 'STAGED' : 'ACTIVE',
    statusChanged: '2024-03-11T09:00:12.000Z',
    passwordChanged: null,
    syncState: held ? 'SYNCHRONIZED' : assignment === 'failed' ? 'ERROR' : 'DISABLED',
    ...(held ? { lastSync: changedAt(part) } : {}),
    credentials: { userName: okta.email },
    profile: appProfile(stored),
    _links: { app: { href: app }, user: { href: `${origin}/api/v1/users/${id}` }, group: { name: appGroupName } },
  };
}

/** The Okta group that gives people the app. */
export const appGroupName = 'Genesys Cloud Users';

/** The app's own variables; `oktaAppUserSchema` says which SCIM attribute each of them is. */
function appProfile(stored: Profile): OktaRecord {
  return {
    displayName: stored.displayName,
    title: stored.title,
    workEmail: stored.email,
    workPhone: stored.workPhone,
    mobilePhone: stored.mobilePhone,
    department: stored.department,
    division: stored.division,
    employeeNumber: stored.employeeNumber,
    managerValue: stored.manager,
  };
}

/** The groups of the Okta org: those of the cast, the shadows of Genesys groups that are listed, and Everyone. */
export function* oktaGroups(cast: Cast, origin: string): Generator<OktaRecord> {
  yield oktaGroup({ id: everyoneGroupId, name: 'Everyone', type: 'BUILT_IN', at: 0, origin, users: countOf(cast) });
  for (const [at, group] of cast.groups.entries()) {
    if (!group.okta) continue;
    const users = group.okta.members().length;
    yield oktaGroup({ id: oktaGroupId(at), name: group.name, type: 'OKTA_GROUP', at, origin, users });
  }
  for (const [at, group] of cast.groups.entries()) {
    if (!group.okta?.push?.targetListed || !group.genesys) continue;
    yield oktaGroup({ id: oktaShadowGroupId(at), name: group.genesys.name, type: 'APP_GROUP', at, origin, users: 0 });
  }
}

export const everyoneGroupId = '00gContosoEveryone01';

interface GroupFields {
  readonly id: string;
  readonly name: string;
  readonly type: 'BUILT_IN' | 'OKTA_GROUP' | 'APP_GROUP';
  readonly at: number;
  readonly origin: string;
  readonly users: number;
}

function oktaGroup({ id, name, type, at, origin, users }: GroupFields): OktaRecord {
  const self = `${origin}/api/v1/groups/${id}`;
  const imported = type === 'APP_GROUP';
  return {
    id,
    created: '2024-03-11T08:00:00.000Z',
    lastUpdated: '2024-03-11T08:00:00.000Z',
    lastMembershipUpdated: changedAt(at),
    objectClass: [imported ? 'okta:app_group' : 'okta:user_group'],
    type,
    profile: { name, description: imported ? null : '' },
    ...(imported ? { source: { id: oktaAppId } } : {}),
    _embedded: { stats: { usersCount: users, appsCount: 1, groupPushMappingsCount: type === 'OKTA_GROUP' ? 1 : 0 } },
    _links: {
      ...(imported ? { source: { href: `${origin}/api/v1/apps/${oktaAppId}` } } : {}),
      users: { href: `${self}/users` },
      apps: { href: `${self}/apps` },
    },
  };
}

function countOf(cast: Cast): number {
  let count = 0;
  for (let part = 0; part < cast.parts; part += 1) if (cast.standing(part).okta !== null) count += 1;
  return count;
}

/** The app's group pushes. They name groups by id only, and their times have no milliseconds (recorded). */
export function* pushMappings(cast: Cast, origin: string): Generator<OktaRecord> {
  for (const [at, { okta }] of cast.groups.entries()) {
    if (!okta?.push) continue;
    const group = (id: string): OktaRecord => ({ href: `${origin}/api/v1/groups/${id}` });
    yield {
      created: '2024-03-12T08:00:40Z',
      id: pushMappingId(at),
      lastUpdated: '2024-03-12T08:00:40Z',
      ...(okta.push.error === null ? { lastPush: `${changedAt(at).slice(0, 19)}Z` } : { errorSummary: okta.push.error }),
      sourceGroupId: oktaGroupId(at),
      status: okta.push.status,
      targetGroupId: oktaShadowGroupId(at),
      _links: {
        app: { href: `${origin}/api/v1/apps/${oktaAppId}` },
        sourceGroup: group(oktaGroupId(at)),
        targetGroup: group(oktaShadowGroupId(at)),
      },
    };
  }
}

/** The groups through which people have the app. */
export function* appGroups(cast: Cast, origin: string): Generator<OktaRecord> {
  for (const [at, group] of cast.groups.entries()) {
    if (!group.okta?.assignsApp) continue;
    const app = `${origin}/api/v1/apps/${oktaAppId}`;
    yield {
      id: oktaGroupId(at),
      lastUpdated: '2024-03-11T08:30:00.000Z',
      priority: 0,
      profile: {},
      _links: {
        app: { href: app },
        self: { href: `${app}/groups/${oktaGroupId(at)}` },
        group: { href: `${origin}/api/v1/groups/${oktaGroupId(at)}` },
      },
    };
  }
}
