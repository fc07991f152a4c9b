import assert from 'node:assert/strict';
import { problemLevels, type ProblemCode } from '../../src/input/problem';
import type { ReadExportOptions } from '../../src/okta/readExport';
import { codesOf, readFiles, type Files } from './exportFolder';
import {
  appUserRecord,
  groupId,
  groupRecord,
  oktaError,
  pushMappingRecord,
  rockstarCsv,
  rockstarMember,
  rockstarMembersHeader,
  rockstarUser,
  rockstarUsersHeader,
  userId,
  userRecord,
} from './handMade';

const users = [userRecord(1), userRecord(2), userRecord(3, { status: 'DEPROVISIONED' })];
const groups = [groupRecord(1, 'Agents'), groupRecord(2, 'Others')];
const whole: Files = {
  'users.json': users,
  'groups.json': groups,
  'members/Agents.json': [userRecord(1)],
  'members/Others.json': [userRecord(2)],
};
const cut = (value: unknown): string => JSON.stringify(value).slice(0, -20);
const page = (records: number): unknown[] => Array.from({ length: records }, (_, index) => userRecord(index));

/** How far a problem reaches: the whole plan, the group of the file, its confirmation only, or nothing. */
type Reach = 'plan' | 'group' | 'unconfirmed' | 'nothing';

interface Case {
  readonly name: string;
  readonly files: Files;
  /** Where the problem is said, and which. */
  readonly path: string;
  readonly code: ProblemCode;
  readonly reach: Reach;
  readonly options?: Partial<ReadExportOptions>;
}

const agents = 'members/Agents.json';
const newer = '2026-01-01T00:00:00.000Z';
const bigGroup = [groupRecord(1, 'Agents', { usersCount: 2 }), groupRecord(2, 'Others')];

const cases: readonly Case[] = [
  { name: 'users that are cut off', files: { 'users.json': cut(users) }, path: 'users.json', code: 'truncated', reach: 'plan' },
  {
    name: 'groups that are cut off',
    files: { 'groups.json': cut([...groups, groupRecord(3, 'Third')]) },
    path: 'groups.json',
    code: 'truncated',
    reach: 'plan',
  },
  {
    name: 'assignments that are cut off',
    files: { 'a.json': cut([appUserRecord(1, 'g')]) },
    path: 'a.json',
    code: 'truncated',
    reach: 'plan',
  },
  {
    name: 'push mappings that are cut off',
    files: { 'p.json': cut([pushMappingRecord(1, 1, 2)]) },
    path: 'p.json',
    code: 'truncated',
    reach: 'plan',
  },
  {
    name: 'members that are cut off',
    files: { [agents]: cut([userRecord(1), userRecord(2)]) },
    path: agents,
    code: 'truncated',
    reach: 'group',
  },
  {
    name: 'members that are cut off in the first record',
    files: { [agents]: '[{"id":"00u' },
    path: agents,
    code: 'truncated',
    reach: 'group',
  },
  { name: 'an array that is cut behind its bracket', files: { 'x.json': '[' }, path: 'x.json', code: 'truncated', reach: 'plan' },
  {
    name: 'a mapping that is cut off',
    files: { 'm.json': '{"id":"prm1","source":{"type":"user"},"target":{"type":"appuser"},"prop' },
    path: 'm.json',
    code: 'truncated',
    reach: 'nothing',
  },
  {
    name: 'app groups that are cut off',
    files: { 'g.json': '[{"id":"00g1","priority":1,"lastUpdated":"x","profile":{}},{"id' },
    path: 'g.json',
    code: 'truncated',
    reach: 'nothing',
  },
  { name: 'an error in place of anything', files: { 'x.json': oktaError }, path: 'x.json', code: 'okta-error-body', reach: 'plan' },
  { name: 'an error in place of members', files: { [agents]: oktaError }, path: agents, code: 'okta-error-body', reach: 'group' },
  {
    name: 'an error behind members',
    files: { [agents]: [userRecord(1), oktaError] },
    path: agents,
    code: 'okta-error-body',
    reach: 'group',
  },
  { name: 'an empty file', files: { 'x.json': '' }, path: 'x.json', code: 'empty-file', reach: 'plan' },
  { name: 'an empty members file', files: { [agents]: '' }, path: agents, code: 'empty-file', reach: 'group' },
  { name: 'a members file of white space', files: { [agents]: ' \n' }, path: agents, code: 'empty-file', reach: 'group' },
  { name: 'a web page in place of members', files: { [agents]: '<html></html>' }, path: agents, code: 'unreadable', reach: 'group' },
  { name: 'a web page in place of anything', files: { 'x.json': '<html></html>' }, path: 'x.json', code: 'unreadable', reach: 'plan' },
  { name: 'an unknown object in place of members', files: { [agents]: {} }, path: agents, code: 'unreadable', reach: 'group' },
  {
    name: 'a text in place of members',
    files: { 'members/Agents.txt': 'curl: (6)' },
    path: 'members/Agents.txt',
    code: 'unreadable',
    reach: 'group',
  },
  { name: 'null in place of members', files: { [agents]: 'null' }, path: agents, code: 'unreadable', reach: 'group' },
  {
    name: 'a broken record among users',
    files: { 'users.json': '[{"id":"1","profile":{"login":"a"}},{"id" 2}]' },
    path: 'users.json',
    code: 'unreadable',
    reach: 'plan',
  },
  {
    name: 'a user without an id',
    files: { 'users.json': [{ ...userRecord(1), id: null }] },
    path: 'users.json',
    code: 'unreadable',
    reach: 'plan',
  },
  {
    name: 'a stranger among users',
    files: { 'users.json': [userRecord(1), { message: 'Bad Gateway' }] },
    path: 'users.json',
    code: 'unreadable',
    reach: 'plan',
  },
  {
    name: 'a stranger among members',
    files: { [agents]: [userRecord(1), { message: 'Bad Gateway' }] },
    path: agents,
    code: 'unreadable',
    reach: 'group',
  },
  {
    name: 'users without ids',
    files: { 'users.csv': rockstarCsv('Status,Username,Primary email', [['ACTIVE', 'a', 'a']]) },
    path: 'users.csv',
    code: 'missing-column',
    reach: 'plan',
  },
  {
    name: 'profiles that PowerShell wrote as text',
    files: { 'users.json': [{ ...userRecord(1), profile: '@{login=a}' }] },
    path: 'users.json',
    code: 'missing-column',
    reach: 'plan',
  },
  {
    name: 'fewer members than Okta counts',
    files: { 'groups.json': bigGroup },
    path: agents,
    code: 'count-below-stats',
    reach: 'group',
    options: { confirmedMembers: {} },
  },
  {
    name: 'fewer members than somebody typed',
    files: {},
    path: agents,
    code: 'count-below-stats',
    reach: 'group',
    options: { confirmedMembers: { agents: 2 } },
  },
  {
    name: 'members of a group that nobody knows',
    files: { 'members/Unknown.json': [userRecord(1)] },
    path: 'members/Unknown.json',
    code: 'members-of-unknown-group',
    reach: 'nothing',
  },
  {
    name: 'a members CSV with a header alone',
    files: { [agents]: `${rockstarMembersHeader}\n` },
    path: agents,
    code: 'empty-file',
    reach: 'group',
  },
  {
    name: 'a users CSV with a header alone',
    files: { 'users.json': `${rockstarUsersHeader}\n` },
    path: 'users.json',
    code: 'empty-file',
    reach: 'plan',
  },
  {
    name: 'a CSV that is cut in a quote',
    files: { [agents]: rockstarCsv(rockstarMembersHeader, [rockstarMember(1)]).slice(0, -5) },
    path: agents,
    code: 'truncated',
    reach: 'group',
  },
  {
    name: 'a CSV that is cut behind a cell',
    files: { [agents]: `${rockstarMembersHeader}\n"${userId(1)}","a"` },
    path: agents,
    code: 'truncated',
    reach: 'group',
  },
  {
    name: 'ids that are cut',
    files: { 'm.csv': `group,user\n${groupId(1)},${userId(1)}\n${groupId(1)},${userId(2).slice(0, 9)}` },
    path: 'm.csv',
    code: 'truncated',
    reach: 'group',
  },
  { name: 'a full page of users', files: { 'users.json': page(200) }, path: 'users.json', code: 'page-size-count', reach: 'nothing' },
  {
    name: 'a multiple of full pages of app users',
    files: { 'a.json': Array.from({ length: 150 }, (_, index) => appUserRecord(index, null)) },
    path: 'a.json',
    code: 'page-size-count',
    reach: 'nothing',
  },
  { name: 'a full page of members', files: { [agents]: page(1000) }, path: agents, code: 'page-size-count', reach: 'unconfirmed' },
  {
    name: 'a full last page of members',
    files: { 'members/Agents-1.json': page(1000), 'members/Agents-2.json': page(2000).slice(1000), [agents]: [] },
    path: 'members/Agents-2.json',
    code: 'page-size-count',
    reach: 'unconfirmed',
  },
  {
    name: 'pages of another limit, all of them full',
    files: { 'members/Agents-1.json': page(500), 'members/Agents-2.json': page(1000).slice(500), [agents]: undefined },
    path: 'members/Agents-2.json',
    code: 'page-size-count',
    reach: 'unconfirmed',
  },
  {
    name: 'full pages one after the other',
    files: { 'users.json': JSON.stringify(page(200)) + JSON.stringify(page(400).slice(200)) },
    path: 'users.json',
    code: 'page-size-count',
    reach: 'nothing',
  },
  {
    name: 'numbers as Excel writes them',
    files: { 'users.csv': rockstarCsv(rockstarUsersHeader, [rockstarUser(1, 'ACTIVE', '3.17556E+10')]) },
    path: 'users.csv',
    code: 'excel-damage',
    reach: 'nothing',
  },
  {
    name: 'a lost plus',
    files: { 'users.csv': rockstarCsv(rockstarUsersHeader, [rockstarUser(1), rockstarUser(2, 'ACTIVE', '13172222222')]) },
    path: 'users.csv',
    code: 'excel-damage',
    reach: 'nothing',
  },
  {
    name: 'a CSV that is no UTF-8',
    files: {
      'users.csv': Buffer.from(`${rockstarUsersHeader}\n"${userId(1)}","ACTIVE","M\xfcller","","","","","","","","","",""\n`, 'latin1'),
    },
    path: 'users.csv',
    code: 'excel-damage',
    reach: 'nothing',
  },
  {
    name: 'one login of two users',
    files: { 'users.json': [userRecord(1), userRecord(2, { profile: { login: 'USER1@contoso.example' }, lastUpdated: newer })] },
    path: 'users.json',
    code: 'duplicate-login',
    reach: 'nothing',
  },
  {
    name: 'one login but for an accent',
    files: {
      'users.json': [
        userRecord(1, { profile: { login: 'jose@x' }, lastUpdated: newer }),
        userRecord(2, { profile: { login: 'José@x' }, lastUpdated: newer }),
      ],
    },
    path: 'users.json',
    code: 'duplicate-login',
    reach: 'nothing',
  },
  {
    name: 'a row with too few cells',
    files: { [agents]: `${rockstarMembersHeader}\n${userId(1)},a,b,c,ACTIVE\n${userId(2)},a\n${userId(3)},a,b,c,ACTIVE\n` },
    path: agents,
    code: 'short-row',
    reach: 'unconfirmed',
  },
  {
    name: 'a row with too many cells',
    files: { [agents]: `${rockstarMembersHeader}\n${userId(1)},a,b,c,d,ACTIVE\n` },
    path: agents,
    code: 'short-row',
    reach: 'unconfirmed',
  },
  {
    name: 'a membership that changed since',
    files: { 'groups.json': [groupRecord(1, 'Agents', { usersCount: 1, lastMembershipUpdated: '2026-11-20T12:00:01.000Z' }), groups[1]] },
    path: agents,
    code: 'stale-members',
    reach: 'unconfirmed',
  },
  {
    name: 'columns that are not there',
    files: { 'users.csv': rockstarCsv('User Id,Status,Username', [[userId(1), 'ACTIVE', 'a']]) },
    path: 'users.csv',
    code: 'dropped-column',
    reach: 'nothing',
  },
  {
    name: 'a member that no users file knows',
    files: { [agents]: [userRecord(9)] },
    path: agents,
    code: 'dangling-member',
    reach: 'nothing',
  },
  {
    name: 'users without deprovisioned ones',
    files: { 'users.json': [userRecord(1), userRecord(2)] },
    path: 'users.json',
    code: 'no-deprovisioned-users',
    reach: 'nothing',
  },
  {
    name: 'users that files disagree about',
    files: { [agents]: [userRecord(1, { lastUpdated: '2026-01-01T00:00:00.000Z' })] },
    path: 'users.json',
    code: 'conflicting-records',
    reach: 'nothing',
  },
  { name: 'a group by the name of its file', files: {}, path: agents, code: 'group-from-file-name', reach: 'nothing' },
  { name: 'a file that is not understood', files: { 'README.md': '# Export' }, path: 'README.md', code: 'unknown-file', reach: 'nothing' },
  {
    name: 'an object that is not understood',
    files: { 'x.json': { hello: 'world' } },
    path: 'x.json',
    code: 'unknown-file',
    reach: 'nothing',
  },
  {
    name: 'terraform',
    files: { 'tf.json': { format_version: '1.0', values: {} } },
    path: 'tf.json',
    code: 'unknown-file',
    reach: 'nothing',
  },
  { name: 'an empty list of anything', files: { 'x.json': [] }, path: 'x.json', code: 'empty-list-of-unknown-kind', reach: 'nothing' },
];

describe('problems of an export and how far they reach', () => {
  for (const { name, files, path, code, reach, options } of cases) {
    it(`${name}: ${code}, ${problemLevels[code]}, reaches ${reach}`, async () => {
      const source = await readFiles({ ...whole, ...files }, { confirmedMembers: { Agents: 1 }, ...options });
      assert.ok(codesOf(source, path).includes(code), `${path} has ${codesOf(source, path).join(', ')}`);
      const said = source.trust.problems.filter((problem) => problem.path === path && problem.code === code);
      assert.deepEqual(new Set(said.map(({ level }) => level)), new Set([problemLevels[code]]));
      assert.equal(source.trust.complete, reach !== 'plan');
      const members = source.members.get(groupId(1));
      assert.equal(members?.incomplete, reach === 'group');
      if (reach === 'group' || reach === 'unconfirmed') assert.equal(members.confirmed, false);
      assert.equal(source.members.get(groupId(2))?.incomplete, false, 'the other group stands');
    });
  }

  it('a whole export has nothing but notes', async () => {
    const source = await readFiles(whole, { confirmedMembers: { Agents: 1, [groupId(2)]: 1 } });
    assert.deepEqual([source.trust.complete, source.trust.problems.filter(({ level }) => level !== 'note')], [true, []]);
    assert.deepEqual(
      [...source.members.values()].map(({ confirmed }) => confirmed),
      [true, true],
    );
  });

  it('names line and column of broken JSON', async () => {
    const text = `[\n  ${JSON.stringify(userRecord(1))},\n  {"id": "2", "status" "ACTIVE"}\n]`;
    const { trust } = await readFiles({ 'data/users.json': text });
    const [problem] = trust.problems.filter(({ code }) => code === 'unreadable');
    assert.deepEqual([problem?.path, problem?.line], ['data/users.json', 3]);
    assert.match(problem?.message ?? '', /data\/users\.json:3:24/);
  });

  const cuts: readonly (readonly [string, string, number])[] = [
    ['in a quote', `${rockstarMembersHeader}\n"${userId(1)}","a","b","c","ACTIVE"\n"${userId(2)}","a`, 3],
    ['behind a cell', `${rockstarMembersHeader}\n"${userId(1)}","a","b","c","ACTIVE"\n"${userId(2)}","a"`, 3],
    ['in an id', `group,user\n${groupId(1)},${userId(1)}\n${groupId(1)},${userId(2)}\n${groupId(1)},00u`, 4],
  ];
  for (const [name, text, line] of cuts) {
    it(`names the line of a CSV that is cut ${name}`, async () => {
      const { trust } = await readFiles({ 'x.csv': text });
      assert.equal(trust.problems.find(({ code }) => code === 'truncated')?.line, line);
    });
  }

  it('names the line of every short row, up to ten, and counts the others', async () => {
    const rows = Array.from({ length: 15 }, (_, index) => `${userId(index)},"a\nb"`).join('\n');
    const { trust } = await readFiles({ 'users.csv': `${rockstarMembersHeader}\n${userId(99)},a,b,c,ACTIVE\n${rows}\n` });
    const lines = trust.problems.filter(({ code }) => code === 'short-row').map(({ line }) => line);
    assert.deepEqual(lines, [3, 5, 7, 9, 11, 13, 15, 17, 19, 21, null]);
  });

  const old: readonly (readonly [string, Partial<ReadExportOptions>, number])[] = [
    ['24 hours', { now: '2026-11-21T12:00:00.000Z' }, 0],
    ['25 hours', { now: '2026-11-21T13:00:00.000Z' }, 1],
    ['25 hours, where 48 are allowed', { now: '2026-11-21T13:00:00.000Z', oldExportHours: 48 }, 0],
  ];
  for (const [name, options, count] of old) {
    it(`old-export, a doubt, behind 24 hours: ${name}`, async () => {
      const { trust } = await readFiles(whole, options);
      assert.equal(
        trust.problems.filter(({ code, level, path }) => code === 'old-export' && level === 'doubt' && path === null).length,
        count,
      );
    });
  }

  it('a last page that is not full, or a list that counts prove, is no doubt', async () => {
    const pages = { 'users-1.json': page(200), 'users-2.json': page(400).slice(200), 'users-10.json': page(450).slice(400) };
    const proved = { 'groups.json': [groupRecord(1, 'Agents', { usersCount: 1000 })], [agents]: page(1000) };
    const { trust } = await readFiles({ ...pages, ...proved });
    assert.deepEqual(
      trust.problems.filter(({ code }) => code === 'page-size-count'),
      [],
    );
  });

  it('national numbers are no damage', async () => {
    const rows = [
      rockstarUser(1, 'ACTIVE', '3172222222'),
      rockstarUser(2, 'ACTIVE', '+13172222222'),
      rockstarUser(3, 'ACTIVE', '(317) 222-2222'),
    ];
    const { trust } = await readFiles({ 'users.csv': rockstarCsv(rockstarUsersHeader, rows) });
    assert.deepEqual(
      trust.problems.filter(({ code }) => code === 'excel-damage'),
      [],
    );
  });

  it('a mapping or schema that is not whole compares nothing, and says so', async () => {
    const { mapping, schema, trust } = await readFiles({
      'm.json': '{"id":"prm1","source":{"type":"user"},"target":{"type":"appuser"},"properties":{"a":{"expr',
      's.json': '{"id":"https://x/meta/schemas/apps/0oa1/default","definitions":{"base":{"prop',
    });
    assert.deepEqual([mapping, schema?.properties, trust.complete], [{ id: null, path: 'm.json', properties: {} }, {}, true]);
    assert.equal(trust.assumptions.length, 2);
  });
});
