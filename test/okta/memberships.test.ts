import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { ReadExportOptions } from '../../src/okta/readExport';
import { codesOf, linesOf, readFiles, type Files } from './exportFolder';
import {
  groupId,
  groupRecord,
  rockstarCsv,
  rockstarMember,
  rockstarMembersHeader,
  rockstarUser,
  rockstarUsersHeader,
  userId,
  userRecord,
} from './handMade';

const groups = (usersCount?: number): unknown => [groupRecord(1, 'Agents', usersCount === undefined ? {} : { usersCount })];
const deprovisioned = userRecord(3, { status: 'DEPROVISIONED' });

describe('confirmed membership', () => {
  const three = [userRecord(1), userRecord(2), deprovisioned];
  const sha256 = createHash('sha256').update(JSON.stringify(three)).digest('hex');
  const manifest = (file: object): object => ({
    format: 'scim-preflight/okta-export@1',
    collectedAt: '2026-11-20T11:00:00.000Z',
    files: [{ path: 'members/Agents.json', kind: 'groupMembers', group: 'Agents', ...file }],
  });
  const csvCount = rockstarCsv('id,name,description,type,usersCount,appsCount', [[groupId(1), 'Agents', '', 'OKTA_GROUP', '3', '0']]);

  const table: readonly (readonly [string, Files, Partial<ReadExportOptions>, boolean])[] = [
    ['nothing to compare with', { 'groups.json': groups() }, {}, false],
    ['the stats fit', { 'groups.json': groups(3) }, {}, true],
    ['the stats fit without the deprovisioned', { 'groups.json': groups(2) }, {}, true],
    ['the stats are lower', { 'groups.json': groups(1) }, {}, false],
    ['the stats are higher', { 'groups.json': groups(4) }, {}, false],
    ['the column usersCount fits', { 'groups.csv': csvCount }, {}, true],
    ['a typed number fits, by name', { 'groups.json': groups() }, { confirmedMembers: { AGENTS: 3 } }, true],
    ['a typed number fits, by id', { 'groups.json': groups() }, { confirmedMembers: { [groupId(1)]: 2 } }, true],
    ['a typed number fits, and stats are older', { 'groups.json': groups(9) }, { confirmedMembers: { Agents: 3 } }, true],
    ['a typed number does not fit, and stats do', { 'groups.json': groups(3) }, { confirmedMembers: { Agents: 1 } }, false],
    ['a number typed into the manifest fits', { 'groups.json': groups(), 'okta-export.json': manifest({ typedCount: 3 }) }, {}, true],
    ['hash and count of the manifest fit', { 'groups.json': groups(), 'okta-export.json': manifest({ sha256, records: 3 }) }, {}, true],
    ['the hash fits, the count does not', { 'groups.json': groups(), 'okta-export.json': manifest({ sha256, records: 4 }) }, {}, false],
    [
      'the count fits, the hash does not',
      { 'groups.json': groups(), 'okta-export.json': manifest({ sha256: 'ab', records: 3 }) },
      {},
      false,
    ],
    [
      'the manifest fits, and declares it partial',
      { 'groups.json': groups(3), 'okta-export.json': manifest({ sha256, records: 3, partial: true }) },
      {},
      false,
    ],
  ];
  for (const [name, files, options, confirmed] of table) {
    it(`${name}: ${confirmed ? 'confirmed' : 'unconfirmed'}`, async () => {
      const { members } = await readFiles({ 'members/Agents.json': three, ...files }, options);
      assert.deepEqual([members.get(groupId(1))?.confirmed, members.get(groupId(1))?.userIds.length], [confirmed, 3]);
    });
  }
});

describe('confirmed by a manifest', () => {
  const two = [userRecord(1), userRecord(2)];
  const entry = (content: unknown, more: object = {}): object => ({
    kind: 'groupMembers',
    group: groupId(1),
    records: (content as unknown[]).length,
    sha256: createHash('sha256').update(JSON.stringify(content)).digest('hex'),
    ...more,
  });
  const collected = (files: Readonly<Record<string, unknown>>, more: object = {}): Files => ({
    'groups.json': groups(),
    ...files,
    'okta-export.json': {
      format: 'scim-preflight/okta-export@1',
      files: Object.entries(files).map(([path, content]) => ({ path, ...entry(content) })),
      ...more,
    },
  });
  const page = Array.from({ length: 1000 }, (_, index) => userRecord(index));

  const table: readonly (readonly [string, Files, boolean])[] = [
    ['one page', collected({ 'members/a-1.json': two }), true],
    ['full pages, of which page sizes say nothing then', collected({ 'members/a-1.json': page, 'members/a-2.json': [] }), true],
    ['a full last page', collected({ 'members/a-1.json': page }), true],
    ['a page that it does not name', { ...collected({ 'members/a-1.json': two }), 'members/Agents.json': [userRecord(3)] }, false],
    ['a collection under way', collected({ 'members/a-1.json': two }, { complete: false }), false],
    ['a collection that is done', collected({ 'members/a-1.json': two }, { complete: true }), true],
    [
      'a page that it names and that is not there',
      { ...collected({ 'members/a-1.json': two, 'members/a-2.json': [] }), 'members/a-2.json': undefined },
      false,
    ],
    ['a page that changed', { ...collected({ 'members/a-1.json': two }), 'members/a-1.json': [userRecord(1), userRecord(3)] }, false],
  ];
  for (const [name, files, confirmed] of table) {
    it(`${name}: ${confirmed ? 'confirmed' : 'unconfirmed'}`, async () => {
      const { members, trust } = await readFiles(files);
      assert.equal(members.get(groupId(1))?.confirmed, confirmed);
      if (confirmed)
        assert.deepEqual(
          trust.problems.filter(({ level }) => level === 'doubt'),
          [],
        );
    });
  }

  it('a number typed for a file of many groups says nothing of any of them', async () => {
    const { members } = await readFiles({
      'groups.json': [groupRecord(1, 'A'), groupRecord(2, 'B')],
      'users.json': two,
      'm.csv': `group,user\n${groupId(1)},${userId(1)}\n${groupId(2)},${userId(2)}\n`,
      'okta-export.json': { format: 'scim-preflight/okta-export@1', files: [{ path: 'm.csv', typedCount: 2 }] },
    });
    assert.deepEqual(
      [...members.values()].map(({ confirmed, incomplete }) => [confirmed, incomplete]),
      [
        [false, false],
        [false, false],
      ],
    );
  });

  it('two collections in one folder: each speaks of its own files', async () => {
    const one = { format: 'scim-preflight/okta-export@1', oktaDomain: 'acme.okta.com' };
    const { members, trust } = await readFiles({
      'groups.json': [groupRecord(1, 'A'), groupRecord(2, 'B')],
      'x/members/a.json': two,
      'x/okta-export.json': { ...one, files: [{ path: 'members/a.json', ...entry(two) }] },
      'y/members/b.json': two,
      'y/okta-export.json': {
        ...one,
        oktaDomain: 'https://acme-admin.okta.com',
        files: [{ path: 'members/b.json', ...entry(two, { group: 'B' }) }],
      },
    });
    assert.deepEqual(
      [...members.values()].map(({ groupId: id, confirmed }) => [id, confirmed]),
      [
        [groupId(1), true],
        [groupId(2), true],
      ],
    );
    assert.equal(trust.complete, true);
  });

  it('a broken manifest is believed nothing, and its line is said', async () => {
    const whole = JSON.stringify(collected({ 'members/a-1.json': two })['okta-export.json'], null, 1);
    const { members, trust } = await readFiles({
      'groups.json': groups(),
      'members/a-1.json': two,
      'okta-export.json': whole.slice(0, -3),
    });
    assert.equal(
      [...members.values()].some(({ confirmed }) => confirmed),
      false,
    );
    const said = trust.problems.filter(({ path, level }) => path === 'okta-export.json' && level === 'incomplete');
    assert.deepEqual(
      said.map(({ line }) => line),
      [whole.slice(0, -3).split('\n').length],
    );
  });
});

describe('a number typed for a name that several groups have', () => {
  const named = [groupRecord(1, 'Agents'), groupRecord(2, 'agents'), groupRecord(3, 'AGENTS', { type: 'APP_GROUP' })];
  const table: readonly (readonly [string, readonly number[]])[] = [
    ['Agents', [1]],
    ['agents', [2]],
    ['AGENTS', [3]],
    ['aGents', []],
    [groupId(2), [2]],
  ];
  for (const [typed, confirmed] of table) {
    it(`${typed}: ${confirmed.join() || 'none, and that is said'}`, async () => {
      const files = [1, 2, 3].map((number): [string, unknown] => [`members/${groupId(number)}.json`, [userRecord(1)]]);
      const { members, trust } = await readFiles(
        { 'groups.json': named, ...Object.fromEntries(files) },
        { confirmedMembers: { [typed]: 1 } },
      );
      assert.deepEqual(
        [...members.values()].filter((one) => one.confirmed).map((one) => one.groupId),
        confirmed.map(groupId),
      );
      assert.equal(trust.assumptions.length, confirmed.length === 0 ? 1 : 0);
    });
  }
});

describe('a number typed for a group that is not there', () => {
  it('is said', async () => {
    const { trust } = await readFiles({ 'groups.json': groups() }, { confirmedMembers: { agents: 1, Agnets: 3 } });
    assert.deepEqual(trust.assumptions, ['A number of members was given for "Agnets": the export has no such group.']);
  });
});

describe('members of groups', () => {
  it('joins the pages of a group, each member once', async () => {
    const source = await readFiles({
      'groups.json': groups(3),
      'members/Agents-1.json': [userRecord(1), userRecord(2)],
      'members/Agents-2.json': [userRecord(2), userRecord(3)],
    });
    assert.deepEqual(source.members.get(groupId(1)), {
      groupId: groupId(1),
      userIds: [userId(1), userId(2), userId(3)],
      confirmed: true,
      doubtful: false,
      incomplete: false,
      paths: ['members/Agents-1.json', 'members/Agents-2.json'],
    });
  });

  it('one page that is cut makes the group incomplete', async () => {
    const { members, trust } = await readFiles({
      'groups.json': groups(),
      'members/Agents-1.json': [userRecord(1), userRecord(2)],
      'members/Agents-2.json': JSON.stringify([userRecord(3), userRecord(4)]).slice(0, -1),
    });
    assert.deepEqual([members.get(groupId(1))?.userIds.length, members.get(groupId(1))?.incomplete, trust.complete], [4, true, true]);
  });

  it('[] is an empty group, a missing file an unknown one', async () => {
    const { members } = await readFiles({ 'groups.json': [groupRecord(1, 'Agents'), groupRecord(2, 'Others')], 'members/Agents.json': [] });
    assert.deepEqual([members.get(groupId(1))?.userIds, members.get(groupId(1))?.incomplete, members.has(groupId(2))], [[], false, false]);
  });

  it('a header without rows is an empty group where a count says so', async () => {
    const files = { 'members/Agents.csv': `${rockstarMembersHeader}\n` };
    const known = await readFiles({ ...files, 'groups.json': groups(0) });
    const unknown = await readFiles({ ...files, 'groups.json': groups() });
    assert.deepEqual([known.members.get(groupId(1))?.confirmed, known.members.get(groupId(1))?.incomplete], [true, false]);
    assert.equal(unknown.members.get(groupId(1))?.incomplete, true);
  });

  it('rows group,user: groups without a row are unknown, unless their count is 0', async () => {
    const source = await readFiles({
      'groups.json': [
        groupRecord(1, 'A', { usersCount: 2 }),
        groupRecord(2, 'B', { usersCount: 0 }),
        groupRecord(3, 'C'),
        groupRecord(4, 'D', { usersCount: 5 }),
      ],
      'users.json': [userRecord(1), userRecord(2)],
      'group_users.csv': `group,user\r\n${groupId(1)},${userId(1)}\r\n${groupId(4)},${userId(2)}\r\n${groupId(1)},${userId(2)}\r\n${groupId(1)},${userId(2)}\r\n`,
    });
    const shown = [...source.members.values()].map(({ groupId: id, userIds, confirmed, incomplete }) => [
      id,
      userIds.length,
      confirmed,
      incomplete,
    ]);
    assert.deepEqual(shown.sort(), [
      [groupId(1), 2, true, false],
      [groupId(2), 0, true, false],
      [groupId(4), 1, false, true],
    ]);
    assert.equal(source.trust.complete, true);
  });

  it('rows group,user: a doubt about one group leaves the others confirmed', async () => {
    const { members, trust } = await readFiles({
      'groups.json': [
        groupRecord(1, 'A', { usersCount: 1, lastMembershipUpdated: '2026-11-20T12:00:01.000Z' }),
        groupRecord(2, 'B', { usersCount: 1 }),
      ],
      'users.json': [userRecord(1)],
      'group_users.csv': `group,user\n${groupId(1)},${userId(1)}\n${groupId(2)},${userId(1)}\n`,
    });
    const shown = [...members.values()].map(({ groupId: id, confirmed, doubtful }) => [id, confirmed, doubtful]);
    assert.deepEqual(shown, [
      [groupId(1), false, true],
      [groupId(2), true, false],
    ]);
    assert.deepEqual(
      trust.problems.filter(({ level }) => level === 'doubt').map(({ code }) => code),
      ['stale-members'],
    );
  });

  it('rows group,user that the manifest declares complete: groups without a row are empty', async () => {
    const text = `group,user\n${groupId(1)},${userId(1)}\n`;
    const sha256 = createHash('sha256').update(text).digest('hex');
    const { members } = await readFiles({
      'groups.json': [groupRecord(1, 'A'), groupRecord(2, 'B')],
      'group_users.csv': text,
      'okta-export.json': {
        format: 'scim-preflight/okta-export@1',
        files: [{ path: 'group_users.csv', complete: true, records: 1, sha256 }],
      },
    });
    assert.deepEqual(
      [members.get(groupId(1))?.confirmed, members.get(groupId(2))?.userIds, members.get(groupId(2))?.confirmed],
      [true, [], true],
    );
  });

  it('a member without any status has none, a user without a status column is active', async () => {
    const source = await readFiles({
      'groups.json': groups(),
      'users.csv': rockstarCsv('User Id,Username', [[userId(1), 'a']]),
      'group_users.csv': `group,user\n${groupId(1)},${userId(1)}\n${groupId(1)},${userId(2)}\n`,
    });
    assert.deepEqual([source.users.get(userId(1))?.status, source.users.get(userId(2))?.status], ['ACTIVE', null]);
    assert.deepEqual(codesOf(source, 'group_users.csv'), ['dangling-member']);
    assert.equal(source.trust.assumptions.length, 2);
  });

  it('a status of a members file counts before the assumption that a user is active', async () => {
    const { users } = await readFiles({
      'groups.json': groups(),
      'users.csv': rockstarCsv('User Id,Username', [[userId(1), 'a']]),
      'members/Agents.csv': rockstarCsv(rockstarMembersHeader, [rockstarMember(1, 'DEPROVISIONED')]),
    });
    assert.equal(users.get(userId(1))?.status, 'DEPROVISIONED');
  });

  it('reads members by ids alone in a members folder', async () => {
    const { members } = await readFiles({ 'groups.json': groups(), 'members/Agents.json': [{ id: userId(1) }, { id: userId(2) }] });
    assert.deepEqual(members.get(groupId(1))?.userIds, [userId(1), userId(2)]);
    const csv = await readFiles({ 'groups.json': groups(), 'members/Agents.csv': `id\n${userId(1)}\n` });
    assert.deepEqual(csv.members.get(groupId(1))?.userIds, [userId(1)]);
  });

  it('a members file that only looks like one leaves its group unknown', async () => {
    const { members, trust } = await readFiles({ 'groups.json': groups(), 'members/Agents.json': [groupRecord(2, 'Other')] });
    assert.deepEqual([members.has(groupId(1)), linesOf(trust.inputs).includes('members/Agents.json groups 1')], [false, true]);
  });
});

describe('users that several files tell of', () => {
  const older = userRecord(1, { profile: { title: 'old', city: 'Paris' } });
  const newer = userRecord(1, { profile: { title: 'new' }, lastUpdated: '2026-01-01T00:00:00.000Z', status: 'SUSPENDED' });
  for (const [name, first, second] of [
    ['first', newer, older],
    ['last', older, newer],
  ] as const) {
    it(`the newer record counts as a whole, read ${name}`, async () => {
      const { users } = await readFiles({ 'a.json': [first], 'b.json': [second] });
      const user = users.get(userId(1));
      assert.deepEqual([user?.status, user?.profile.title, user?.profile.city], ['SUSPENDED', 'new', undefined]);
    });
  }

  it('a newer CSV adds and changes, and takes nothing away', async () => {
    const row = ['ACTIVE', '2026-01-01T00:00:00.000Z', 'user1@contoso.example', 'Chief'];
    const { users } = await readFiles({
      'a.json': [older],
      'b.csv': rockstarCsv('User Id,Status,Last Updated Date,Username,Title', [[userId(1), ...row]]),
    });
    assert.deepEqual([users.get(userId(1))?.profile.title, users.get(userId(1))?.profile.city], ['Chief', 'Paris']);
  });

  it('where no time decides, the status that is not pushed counts', async () => {
    const active = rockstarCsv(rockstarUsersHeader, [rockstarUser(1, 'ACTIVE')]);
    const gone = rockstarCsv(rockstarUsersHeader, [rockstarUser(1, 'Deactivated')]);
    for (const files of [
      { 'a.csv': active, 'b.csv': gone },
      { 'a.csv': gone, 'b.csv': active },
    ]) {
      const source = await readFiles(files);
      assert.deepEqual(
        [source.users.get(userId(1))?.status, codesOf(source, 'b.csv').includes('conflicting-records')],
        ['DEPROVISIONED', true],
      );
    }
  });
});
