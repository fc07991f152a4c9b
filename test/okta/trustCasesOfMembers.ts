import { groupId, oktaError, rockstarMembersHeader, userRecord } from './handMade';
import { groups, uncounted, agents, cut, manifest, pairs, noMembers, whole, type TrustCase } from './trustCases';

/** What leaves the group of a members file unresolved. */
export const memberCases: readonly TrustCase[] = [
  // Incomplete, of a members file
  {
    name: 'members that are cut off',
    code: 'truncated',
    reach: 'group',
    files: { [agents]: cut([userRecord(1), userRecord(2), userRecord(3)]) },
    path: agents,
  },
  { name: 'an error of Okta in place of members', code: 'okta-error-body', reach: 'group', files: { [agents]: oktaError }, path: agents },
  {
    name: 'an error of Okta in place of the second page of members',
    code: 'okta-error-body',
    reach: 'group',
    files: { [agents]: undefined, 'members/Agents-1.json': whole[agents], 'members/Agents-2.json': oktaError },
    path: 'members/Agents-2.json',
  },
  { name: 'an empty members file', code: 'empty-file', reach: 'group', files: { [agents]: '' }, path: agents },
  {
    name: 'a members CSV with a header alone',
    code: 'empty-file',
    reach: 'group',
    files: { 'groups.json': uncounted, [agents]: `${rockstarMembersHeader}\n` },
    path: agents,
  },
  { name: 'a sign-in page in place of members', code: 'unreadable', reach: 'group', files: { [agents]: '<html></html>' }, path: agents },
  {
    name: 'a members file that a manifest names and that is not there',
    code: 'unreadable',
    reach: 'group',
    files: manifest([{ path: 'members/Agents-2.json', kind: 'groupMembers', group: 'Agents' }]),
    path: 'members/Agents-2.json',
  },
  {
    name: 'members without ids',
    code: 'missing-column',
    reach: 'group',
    files: { [agents]: [{ ...userRecord(1), profile: '@{login=a}' }, userRecord(2)] },
    path: agents,
  },
  {
    name: 'members that a manifest declares partial',
    code: 'partial-by-declaration',
    reach: 'group',
    files: manifest([{ path: agents, partial: true }]),
    path: agents,
  },
  {
    name: 'fewer members than Okta counts',
    code: 'count-below-stats',
    reach: 'group',
    files: { 'groups.json': groups({ usersCount: 3 }) },
    path: agents,
  },
  {
    name: 'fewer members than somebody typed',
    code: 'count-below-stats',
    reach: 'group',
    files: {},
    path: agents,
    options: { confirmedMembers: { Agents: 3 } },
  },
  {
    name: 'fewer members than the manifest counts',
    code: 'count-below-stats',
    reach: 'group',
    files: manifest([{ path: agents, kind: 'groupMembers', records: 3 }]),
    path: agents,
  },
  {
    name: 'fewer members of one group of a table than Okta counts',
    code: 'count-below-stats',
    reach: 'group',
    files: {
      ...noMembers,
      'groups.json': groups({ usersCount: 3 }),
      'm.csv': pairs([
        [1, 1],
        [1, 2],
        [2, 1],
        [2, 2],
      ]),
    },
    path: 'm.csv',
  },
  {
    name: 'members whose second page is missing',
    code: 'missing-page',
    reach: 'group',
    files: {
      'groups.json': uncounted,
      [agents]: undefined,
      'members/Agents-1.json': [userRecord(1)],
      'members/Agents-3.json': [userRecord(2)],
    },
    path: 'members/Agents-3.json',
  },
  {
    name: 'members whose first page is missing, by the id of the group',
    code: 'missing-page',
    reach: 'group',
    files: { 'groups.json': uncounted, [agents]: undefined, [`members/${groupId(1)}-2.json`]: whole[agents] },
    path: `members/${groupId(1)}-2.json`,
  },
  {
    name: 'one page of members saved twice',
    code: 'conflicting-lists',
    reach: 'group',
    files: {
      'groups.json': uncounted,
      [agents]: undefined,
      'members/Agents-1.json': whole[agents],
      'members/Agents-2.json': whole[agents],
    },
    path: 'members/Agents-2.json',
  },
  {
    name: 'one group twice, with lists of two days',
    code: 'conflicting-lists',
    reach: 'group',
    files: {
      'groups.json': uncounted,
      [agents]: undefined,
      'members/Agents 2026-11-19.json': [userRecord(2), userRecord(3)],
      'members/Agents 2026-11-20.json': whole[agents],
    },
    path: 'members/Agents 2026-11-20.json',
  },
  {
    name: 'a table and a file of one group that differ',
    code: 'conflicting-lists',
    reach: 'group',
    files: {
      'groups.json': uncounted,
      'm.csv': pairs([
        [1, 2],
        [1, 3],
        [2, 1],
        [2, 2],
      ]),
    },
    path: 'm.csv',
  },
];
