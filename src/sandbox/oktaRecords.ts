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

/** A group of the Okta org: of the cast, the shadow of a Genesys group that Okta lists, or Everyone. */
export interface OktaGroupEntry {
  readonly id: string;
  readonly name: string;
  readonly type: 'BUILT_IN' | 'OKTA_GROUP' | 'APP_GROUP';
  /** Place in the cast's groups; times and such hang on it. */
  readonly at: number;
  readonly pushed: boolean;
  /** Parts, each once. */
  members(): Iterable<number>;
  memberCount(): number;
}

const everyoneGroupId = '00gContosoEveryone01';

/** All groups of the Okta org, in a fixed order. */
export function oktaGroupEntries(cast: Cast): readonly OktaGroupEntry[] {
  const entries: OktaGroupEntry[] = [
    {
      id: everyoneGroupId,
      name: 'Everyone',
      type: 'BUILT_IN',
      at: 0,
      pushed: false,
      members: () => everyone(cast),
      memberCount: () => count(everyone(cast)),
    },
  ];
  for (const [at, { okta, name }] of cast.groups.entries()) {
    if (!okta) continue;
    const { members } = okta;
    entries.push({
      id: oktaGroupId(at),
      name,
      type: 'OKTA_GROUP',
      at,
      pushed: okta.push !== null,
      members,
      memberCount: () => members().length,
    });
  }
  for (const [at, { okta, genesys }] of cast.groups.entries()) {
    if (!okta?.push?.targetListed || !genesys) continue;
    entries.push({
      id: oktaShadowGroupId(at),
      name: genesys.name,
      type: 'APP_GROUP',
      at,
      pushed: false,
      members: () => [],
      memberCount: () => 0,
    });
  }
  return entries;
}

/** GET /api/v1/groups/{id}; with `expand=stats` the number of members. */
export function oktaGroup(entry: OktaGroupEntry, origin: string, { stats }: { readonly stats: boolean }): OktaRecord {
  const { id, name, type, at } = entry;
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
    ...(stats ? { _embedded: { stats: statsOf(entry) } } : {}),
    _links: {
      ...(imported ? { source: { href: `${origin}/api/v1/apps/${oktaAppId}` } } : {}),
      users: { href: `${self}/users` },
      apps: { href: `${self}/apps` },
    },
  };
}

/** The counts of a group: its members, deactivated ones included, its apps, its pushes. */
export function statsOf(entry: OktaGroupEntry): {
  readonly usersCount: number;
  readonly appsCount: number;
  readonly groupPushMappingsCount: number;
} {
  return { usersCount: entry.memberCount(), appsCount: entry.name === appGroupName ? 1 : 0, groupPushMappingsCount: entry.pushed ? 1 : 0 };
}

function* everyone(cast: Cast): Generator<number> {
  for (let part = 0; part < cast.parts; part += 1) if (cast.standing(part).okta !== null) yield part;
}

function count(parts: Iterable<number>): number {
  let counted = 0;
  for (const part of parts) if (part >= 0) counted += 1;
  return counted;
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
