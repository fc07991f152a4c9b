import { appId, orgUrl, rockstarMembersHeader, rockstarUser, rockstarUsersHeader, userId, userRecord } from './handMade';
import {
  deprovisioned,
  people,
  groups,
  uncounted,
  agents,
  page,
  sha256,
  manifest,
  pairs,
  noMembers,
  csvPeople,
  usersCsv,
  excelRows,
  type TrustCase,
} from './trustCases';

/** Doubts, notes, and what reaches less than a group. */
export const doubtCases: readonly TrustCase[] = [
  // Doubts of a members file
  {
    name: 'a full page of members',
    code: 'page-size-count',
    reach: 'unconfirmed',
    files: { 'groups.json': uncounted, [agents]: [...page(1, 2), ...page(10, 998)] },
    path: agents,
  },
  {
    name: 'a row of a members file with too few cells',
    code: 'short-row',
    reach: 'unconfirmed',
    files: { [agents]: `${rockstarMembersHeader}\n${userId(1)},a,b,c,ACTIVE\n${userId(2)},a\n` },
    path: agents,
  },
  {
    name: 'a members file that is no UTF-8',
    code: 'excel-damage',
    reach: 'unconfirmed',
    files: { [agents]: Buffer.from(`${rockstarMembersHeader}\n${userId(1)},a,M\xfcller,c,ACTIVE\n${userId(2)},a,b,c,ACTIVE\n`, 'latin1') },
    path: agents,
  },
  {
    name: 'a membership that changed since',
    code: 'stale-members',
    reach: 'unconfirmed',
    files: { 'groups.json': groups({ lastMembershipUpdated: '2026-11-20T12:00:01.000Z' }) },
    path: agents,
  },
  {
    name: 'a membership of a table that changed since',
    code: 'stale-members',
    reach: 'unconfirmed',
    files: {
      ...noMembers,
      'groups.json': groups({ lastMembershipUpdated: '2026-11-20T12:00:01.000Z' }),
      'm.csv': pairs([
        [1, 1],
        [1, 2],
        [2, 1],
        [2, 2],
      ]),
    },
    path: 'm.csv',
  },
  { name: 'members saved two days before the rest', code: 'old-export', reach: 'unconfirmed', files: {}, path: agents },
  {
    name: 'far fewer members than last time',
    code: 'fewer-than-last-time',
    reach: 'unconfirmed',
    files: {},
    before: { 'groups.json': groups({ usersCount: 3 }), [agents]: people },
    path: agents,
  },
  {
    name: 'members that changed since the manifest was written',
    code: 'not-as-declared',
    reach: 'unconfirmed',
    files: manifest([{ path: agents, kind: 'groupMembers', records: 2, sha256: sha256('other') }]),
    path: agents,
  },

  {
    name: 'a table with as many rows as Excel keeps',
    code: 'page-size-count',
    reach: 'unconfirmed',
    files: { 'groups.json': uncounted, [agents]: undefined, 'm.csv': pairs(excelRows) },
    path: 'm.csv',
  },

  // Doubts of the export
  {
    name: 'a full page of users',
    code: 'page-size-count',
    reach: 'said',
    files: { 'users.json': [...people, deprovisioned, ...page(10, 196)] },
    path: 'users.json',
  },
  {
    name: 'numbers as Excel writes them',
    code: 'excel-damage',
    reach: 'said',
    files: usersCsv(rockstarUsersHeader, [...csvPeople, rockstarUser(5, 'ACTIVE', '3.17556E+10')]),
    path: 'users.csv',
  },
  {
    name: 'one login of two users',
    code: 'duplicate-login',
    reach: 'said',
    files: {
      'users.json': [
        ...people,
        deprovisioned,
        userRecord(5, { profile: { login: 'same@x' } }),
        userRecord(6, { profile: { login: 'SAME@x' } }),
      ],
    },
    path: 'users.json',
  },
  {
    name: 'a row of users with too few cells',
    code: 'short-row',
    reach: 'said',
    files: usersCsv(rockstarUsersHeader, [...csvPeople.slice(0, 1), [userId(5), 'ACTIVE'], ...csvPeople.slice(1)]),
    path: 'users.csv',
  },
  {
    name: 'columns that are not there',
    code: 'dropped-column',
    reach: 'said',
    files: usersCsv(
      'User Id,Status,Username',
      [1, 2, 3].map((number) => [userId(number), 'ACTIVE', `user${number}@contoso.example`]),
    ),
    path: 'users.csv',
  },
  {
    name: 'an export of two days ago',
    code: 'old-export',
    reach: 'said',
    files: {},
    options: { now: '2026-11-22T12:00:00.000Z' },
    path: null,
  },
  {
    name: 'far fewer users than last time',
    code: 'fewer-than-last-time',
    reach: 'said',
    files: {},
    before: { 'users.json': [...people, deprovisioned, userRecord(5)] },
    path: null,
  },
  {
    name: 'users that changed since the manifest was written',
    code: 'not-as-declared',
    reach: 'said',
    files: manifest([{ path: 'users.json', kind: 'users', records: 4, sha256: sha256('other') }]),
    path: 'users.json',
  },

  // Notes
  {
    name: 'a member that no users file knows',
    code: 'dangling-member',
    reach: 'said',
    files: { 'users.json': [userRecord(1), userRecord(3), deprovisioned] },
    path: agents,
  },
  {
    name: 'users without deprovisioned ones',
    code: 'no-deprovisioned-users',
    reach: 'said',
    files: { 'users.json': people },
    path: 'users.json',
  },
  {
    name: 'users that files disagree about',
    code: 'conflicting-records',
    reach: 'said',
    files: { [agents]: [userRecord(1, { lastUpdated: '2026-01-01T00:00:00.000Z' }), userRecord(2)] },
    path: 'users.json',
  },
  { name: 'a group by the name of its file', code: 'group-from-file-name', reach: 'said', files: {}, path: agents },
  { name: 'a file that is not understood', code: 'unknown-file', reach: 'said', files: { 'README.md': '# Export' }, path: 'README.md' },
  { name: 'an empty list of anything', code: 'empty-list-of-unknown-kind', reach: 'said', files: { 'x.json': [] }, path: 'x.json' },
  {
    name: 'members of a group that nobody knows',
    code: 'members-of-unknown-group',
    reach: 'said',
    files: { 'members/Unknown.json': [userRecord(1)] },
    path: 'members/Unknown.json',
  },

  {
    name: 'a list that Okta did not give to the collection',
    code: 'not-collected',
    reach: 'said',
    files: manifest([], { missing: [{ kind: 'appGroups', status: 403, message: 'You do not have permission' }] }),
    path: 'okta-export.json',
  },

  // Mapping, schema and app reach attributes only: see the test of what is not compared
  {
    name: 'a mapping that is cut off',
    code: 'truncated',
    reach: 'said',
    files: { 'm.json': '{"id":"prm1","source":{"type":"user"},"target":{"type":"appuser"},"prop' },
    path: 'm.json',
  },
  {
    name: 'a schema that is cut off',
    code: 'truncated',
    reach: 'said',
    files: { 's.json': `{"id":"${orgUrl}/meta/schemas/apps/${appId}/default","definitions":{"base":{"prop` },
    path: 's.json',
  },
  {
    name: 'app groups that are cut off',
    code: 'truncated',
    reach: 'said',
    files: { 'g.json': '[{"id":"00g1","priority":1,"lastUpdated":"x","profile":{}},{"id' },
    path: 'g.json',
  },
];
