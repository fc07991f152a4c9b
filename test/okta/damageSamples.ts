import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Files } from './exportFolder';
import {
  appId,
  appRecord,
  appUserRecord,
  groupId,
  groupRecord,
  orgUrl,
  pushMappingRecord,
  rockstarCsv,
  rockstarMember,
  rockstarUser,
  rockstarUsersHeader,
  userId,
  userRecord,
} from './handMade';

const people = [1, 2, 3];
const users = people.map((number) => userRecord(number, number === 3 ? { status: 'DEPROVISIONED' } : {}));
const assigned = people.map((number) => appUserRecord(number, `0000000${number}-0000-4000-8000-000000000000`));

const mapping = {
  id: 'prm1k47ghydIQOTBW0g4',
  source: { id: 'oty5qwjvh0Vy1j8Kd1d7', name: 'user', type: 'user' },
  target: { id: appId, name: 'genesys', type: 'appuser' },
  properties: { displayName: { expression: 'user.firstName + " " + user.lastName', pushStatus: 'PUSH' } },
  _links: { self: { href: `${orgUrl}/mappings/prm1k47ghydIQOTBW0g4` } },
};

/** A small export as the Management API answers, with counts for every group. */
export const apiExport: Files = {
  'users.json': users,
  'groups.json': [groupRecord(1, 'A', { usersCount: 3 }), groupRecord(2, 'B', { usersCount: 1 }), groupRecord(3, 'C', { usersCount: 0 })],
  'app.json': appRecord(appId, 'Genesys Cloud'),
  'app-users.json': assigned,
  'app-groups.json': [{ id: groupId(3), lastUpdated: '2025-01-01T00:00:00.000Z', priority: 0 }],
  'push-mappings.json': [pushMappingRecord(1, 1, 1), pushMappingRecord(2, 2, 2)],
  'mapping.json': mapping,
  'members/A.json': users,
  'members/B.json': [users[0]],
  'members/C.json': [],
};

const slimLink = { _links: { app: { href: 'https://x/apps/0oa1' } } };
const slimUser = (number: number): object => ({
  id: `u${number}`,
  status: number === 3 ? 'DEPROVISIONED' : 'ACTIVE',
  profile: { login: `ü${number}@x.io`, note: '"}]' },
});
const slimGroup = (number: number, usersCount: number): object => ({
  id: `g${number}`,
  type: 'OKTA_GROUP',
  profile: { name: `Group ${number}` },
  _embedded: { stats: { usersCount } },
});

/** As few bytes as there can be. */
export const slimExport: Files = {
  'users.json': [slimUser(1), slimUser(2), slimUser(3)],
  'groups.json': [slimGroup(1, 3), slimGroup(2, 1)],
  'app-users.json': people.map((number) => ({ id: `u${number}`, scope: 'USER', externalId: `account-${number}`, ...slimLink })),
  'push.json': [1, 2].map((number) => ({ id: `m${number}`, sourceGroupId: `g${number}`, status: 'ACTIVE', ...slimLink })),
  'members/Group 1.json': [slimUser(1), slimUser(2), slimUser(3)],
  'members/Group 2.json': [slimUser(1)],
};

const ndjson = (records: readonly unknown[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');
const utf16 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le');

const members = (numbers: readonly number[]): readonly (readonly string[])[] =>
  numbers.map((number) => rockstarMember(number, number === 3 ? 'DEPROVISIONED' : 'ACTIVE'));
const plainMembers = (numbers: readonly number[], end: string): string =>
  [['id', 'login', 'status'], ...members(numbers).map(([id = '', login = '', , , status = '']) => [id, login, status])]
    .map((row) => row.join(',') + end)
    .join('');

/** The same in forms that may end anywhere between two records: a text that breaks off there looks whole, but for the counts. */
export const openExport: Files = {
  ...apiExport,
  'users.json': undefined,
  'Export Users.csv': rockstarCsv(
    rockstarUsersHeader,
    people.map((number) => rockstarUser(number, number === 3 ? 'DEPROVISIONED' : 'ACTIVE')),
  ),
  'groups.json': undefined,
  'Export Groups.csv': rockstarCsv('id,name,description,type,usersCount', [
    [groupId(1), 'A', '', 'OKTA_GROUP', '3'],
    [groupId(2), 'B', '', 'OKTA_GROUP', '1'],
    [groupId(3), 'C', '', 'OKTA_GROUP', '0'],
  ]),
  'app-users.json': undefined,
  'app-users.ndjson': ndjson(assigned),
  'members/A.json': undefined,
  'members/A.csv': utf16(plainMembers(people, '\r\n')),
  'members/B.json': undefined,
  'group_users.csv': `group,user\r\n${groupId(1)},${userId(1)}\r\n${groupId(1)},${userId(2)}\r\n${groupId(1)},${userId(3)}\r\n${groupId(2)},${userId(1)}\r\n`,
};

/** Copies of real answers (test/fixtures/okta), put together to an export; ids of users and groups of different orgs do not meet. */
export const realExport: Files = {
  'users/j1-users-6.json': fixture('j1-users-6.json'),
  'users/users-list-3.json': fixture('users-list-3.json'),
  'users/okta-cli-mock_users_0010.csv': fixture('okta-cli-mock_users_0010.csv'),
  'groups.json': fixture('groups-list-okta-group.json'),
  'group-push-mappings-list-2.json': fixture('group-push-mappings-list-2.json'),
  'app-users-1.json': fixture('app-users-1.json'),
  'app-user-schema-default.json': fixture('app-user-schema-default.json'),
  'mapping-one-with-expressions.json': fixture('mapping-one-with-expressions.json'),
};

function fixture(name: string): Buffer {
  return readFileSync(join(__dirname, '../fixtures/okta', name));
}

/** The app that the real app users name. */
export const realApp = '0oauj8xm3wS5rAk4E1d7';
