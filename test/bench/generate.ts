import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface Scale {
  readonly users: number;
  readonly groups: number;
  /** Over all groups. */
  readonly memberships: number;
}

export interface Workload {
  /** An Okta export: pages of users and assignments in API JSON, groups, push mappings, memberships as `group,user` CSV. */
  readonly okta: string;
  /** A snapshot file of the Genesys side. */
  readonly snapshot: string;
  /** Everything with one JSON record a line, for the baseline. */
  readonly jsonFiles: readonly string[];
  readonly csvFiles: readonly string[];
}

const usersAPage = 20_000;
const takenAt = '2026-11-20T10:00:00.000Z';

/**
 * Writes both sides of an org: everybody matched by the account that Okta holds, 30 % of the work phones not in E.164 (the same number in
 * other format), 1 % with another title, 1 % of the memberships different on the two sides.
 */
export async function writeWorkload(folder: string, scale: Scale): Promise<Workload> {
  const okta = join(folder, 'okta');
  await mkdir(okta, { recursive: true });
  const jsonFiles: string[] = [];
  const writeRecords = async (name: string, records: Iterable<object>): Promise<void> => {
    const path = join(okta, name);
    await writeLines(path, arrayLines(records));
    jsonFiles.push(path);
  };
  for (let from = 0, page = 1; from < scale.users; from += usersAPage, page++) {
    const to = Math.min(scale.users, from + usersAPage);
    await writeRecords(`users-${page}.json`, map(from, to, oktaUser));
    await writeRecords(`app-users-${page}.json`, map(from, to, appUser));
  }
  await writeRecords(
    'groups.json',
    map(0, scale.groups, (index) => oktaGroup(index, scale)),
  );
  await writeRecords('push-mappings.json', map(0, scale.groups, pushMapping));
  const csv = join(okta, 'group_users.csv');
  await writeLines(csv, membershipLines(scale));
  const snapshot = join(folder, 'org.scimsnapshot.ndjson');
  await writeLines(snapshot, snapshotLines(scale));
  return { okta, snapshot, jsonFiles: [...jsonFiles, snapshot], csvFiles: [csv] };
}

async function writeLines(path: string, lines: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(chunked(lines)), createWriteStream(path));
}

function* chunked(lines: Iterable<string>): Iterable<string> {
  let pending = '';
  for (const line of lines) {
    pending += `${line}\n`;
    if (pending.length < 1 << 20) continue;
    yield pending;
    pending = '';
  }
  yield pending;
}

function* arrayLines(records: Iterable<object>): Iterable<string> {
  yield '[';
  let before: string | null = null;
  for (const record of records) {
    if (before !== null) yield `${before},`;
    before = JSON.stringify(record);
  }
  if (before !== null) yield before;
  yield ']';
}

function* map<Item>(from: number, to: number, make: (index: number) => Item): Iterable<Item> {
  for (let index = from; index < to; index++) yield make(index);
}

const padded = (index: number, length: number): string => String(index).padStart(length, '0');
const oktaUserId = (index: number): string => `00u${padded(index, 17)}`;
const oktaGroupId = (index: number): string => `00g${padded(index, 17)}`;
const genesysId = (kind: string, index: number): string => `${kind}0000000-0000-4000-8000-${padded(index, 12)}`;
const login = (index: number): string => `user.number${index}@contoso.example`;

function phoneDigits(index: number): string {
  return `317${String(2_000_000 + (index % 7_999_999))}`;
}

/** E.164 for 70 %, else one of three spellings of the same number. */
function oktaPhone(index: number): string {
  const digits = phoneDigits(index);
  const parts = [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6)] as const;
  switch (index % 10) {
    case 0:
      return `+1 (${parts[0]}) ${parts[1]}-${parts[2]}`;
    case 1:
      return `+1 ${parts.join(' ')}`;
    case 2:
      return `+1-${parts.join('-')}`;
    default:
      return `+1${digits}`;
  }
}

function oktaUser(index: number): object {
  return {
    id: oktaUserId(index),
    status: 'ACTIVE',
    created: '2024-03-13T23:26:50.000Z',
    activated: '2024-03-13T23:26:50.000Z',
    statusChanged: '2024-03-13T23:26:50.000Z',
    lastLogin: null,
    lastUpdated: '2025-03-13T23:26:50.000Z',
    passwordChanged: null,
    type: { id: 'oty5qwjvh0Vy1j8Kd1d7' },
    profile: {
      firstName: 'User',
      lastName: `Number${index}`,
      displayName: `User Number${index}`,
      title: index % 100 === 7 ? 'Senior Agent' : 'Agent',
      department: 'Customer Care',
      mobilePhone: null,
      primaryPhone: oktaPhone(index),
      secondEmail: null,
      login: login(index),
      email: login(index),
    },
    credentials: { provider: { type: 'OKTA', name: 'OKTA' } },
    _links: { self: { href: `https://contoso.okta.com/api/v1/users/${oktaUserId(index)}` } },
  };
}

function appUser(index: number): object {
  return {
    id: oktaUserId(index),
    externalId: genesysId('a', index),
    created: '2024-03-14T23:26:50.000Z',
    lastUpdated: '2025-03-14T23:26:50.000Z',
    scope: 'GROUP',
    status: 'PROVISIONED',
    statusChanged: '2024-03-14T23:26:50.000Z',
    passwordChanged: null,
    syncState: 'SYNCHRONIZED',
    lastSync: '2025-03-14T23:26:50.000Z',
    credentials: { userName: login(index) },
    profile: {
      displayName: `User Number${index}`,
      title: 'Agent',
      department: 'Customer Care',
      primaryPhone: oktaPhone(index),
      email: login(index),
    },
    _links: {
      app: { href: 'https://contoso.okta.com/api/v1/apps/0oabench0000000000d7' },
      user: { href: `https://contoso.okta.com/api/v1/users/${oktaUserId(index)}` },
    },
  };
}

function groupSize(index: number, scale: Scale): number {
  const even = Math.floor(scale.memberships / scale.groups);
  return index === 0 ? scale.memberships - even * (scale.groups - 1) : even;
}

function oktaGroup(index: number, scale: Scale): object {
  return {
    id: oktaGroupId(index),
    created: '2024-06-08T17:43:32.000Z',
    lastUpdated: '2024-06-08T17:43:32.000Z',
    lastMembershipUpdated: '2025-06-08T17:43:32.000Z',
    objectClass: ['okta:user_group'],
    type: 'OKTA_GROUP',
    profile: { name: `Group ${index}`, description: null },
    _embedded: { stats: { usersCount: groupSize(index, scale) } },
  };
}

function pushMapping(index: number): object {
  return {
    id: `gPm${padded(index, 17)}`,
    sourceGroupId: oktaGroupId(index),
    targetGroupId: `00gt${padded(index, 16)}`,
    status: 'ACTIVE',
    created: '2025-03-25T06:00:40Z',
    lastUpdated: '2025-03-25T06:00:40Z',
    _links: { app: { href: 'https://contoso.okta.com/api/v1/apps/0oabench0000000000d7' } },
  };
}

/** The users of a group: a run of the directory that begins elsewhere for each group. */
function memberIndex(group: number, position: number, scale: Scale): number {
  return (group * 7919 + position) % scale.users;
}

function* membershipLines(scale: Scale): Iterable<string> {
  yield 'group,user';
  for (let group = 0; group < scale.groups; group++) {
    for (let position = 0; position < groupSize(group, scale); position++) {
      yield `${oktaGroupId(group)},${oktaUserId(memberIndex(group, position, scale))}`;
    }
  }
}

function* snapshotLines(scale: Scale): Iterable<string> {
  const org = { name: 'Benchmark', host: 'api.mypurecloud.ie', orgId: genesysId('f', 1), clientId: null };
  yield JSON.stringify({
    format: 'scim-preflight/snapshot@1',
    org,
    takenAt,
    complete: true,
    problems: [],
    users: scale.users,
    groups: scale.groups,
  });
  for (let index = 0; index < scale.users; index++) yield JSON.stringify(scimUser(index));
  for (let group = 0; group < scale.groups; group++) {
    // 1 % of the members are another person than Okta has.
    const members = [
      ...map(0, groupSize(group, scale), (position) => ({
        value: genesysId('a', memberIndex(group, position % 100 === 3 ? position + groupSize(group, scale) : position, scale)),
      })),
    ];
    const distinct = [...new Map(members.map((member) => [member.value, member])).values()];
    yield JSON.stringify({ id: genesysId('b', group), displayName: `Group ${group}`, members: distinct, meta: { version: '1' } });
  }
}

function scimUser(index: number): object {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'],
    id: genesysId('a', index),
    active: true,
    userName: login(index),
    displayName: `User Number${index}`,
    title: 'Agent',
    phoneNumbers: [{ value: `+1${phoneDigits(index)}`, type: 'work', primary: true }],
    emails: [
      { value: login(index), type: 'work', primary: true },
      { value: login(index), type: 'other', primary: false },
    ],
    externalId: oktaUserId(index),
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'Customer Care', division: 'Home' },
    meta: { resourceType: 'User', lastModified: '2025-03-14T23:26:50.000Z', version: String(index % 50) },
  };
}
