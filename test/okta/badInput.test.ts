import assert from 'node:assert/strict';
import type { Source } from '../../src/okta/source';
import { readFiles, type Files } from './exportFolder';
import { appUserRecord, groupId, groupRecord, pushMappingRecord, userId, userRecord } from './handMade';

const people = [userRecord(1), userRecord(2)];

/** What every damaged file stands beside: it must be read as if nothing else were there. */
const rest: Files = {
  'users.json': people,
  'groups.json': [groupRecord(1, 'A', { usersCount: 2 }), groupRecord(2, 'B', { usersCount: 2 })],
  'app-users.json': [appUserRecord(1, 'g1'), appUserRecord(2, 'g2')],
  'push.json': [pushMappingRecord(1, 1, 9)],
  'members/B.json': people,
};

/** What a bad file must be said to have. `line` null: the file as a whole. */
interface Said {
  readonly path: string;
  readonly code: string;
  readonly line: number | null;
  /** Words that the message must hold: what to do about it. */
  readonly words?: RegExp;
}

interface BadInput {
  readonly name: string;
  readonly files: Files;
  readonly says: readonly Said[];
  /** The plan is partial; false: the fault reaches its own group or nothing. */
  readonly partial: boolean;
  readonly check?: (source: Source) => void;
}

const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const columns = Array.from({ length: 100_000 }, (_, index) => `Column ${index}`);
const excelStart = Buffer.concat([Buffer.from('PK\x03\x04\x14\0\x06\0', 'latin1'), Buffer.from('[Content_Types].xml xl/workbook.xml')]);
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

const table: readonly BadInput[] = [
  {
    name: 'a 0-byte users file',
    files: { 'users-2.json': '' },
    says: [{ path: 'users-2.json', code: 'empty-file', line: 1 }],
    partial: true,
  },
  {
    name: 'a 0-byte members file',
    files: { 'members/A.json': '' },
    says: [{ path: 'members/A.json', code: 'empty-file', line: 1 }],
    partial: false,
    check: ({ members }) => assert.equal(members.get(groupId(1))?.incomplete, true),
  },
  { name: 'a picture', files: { 'logo.png': png }, says: [{ path: 'logo.png', code: 'unknown-file', line: null }], partial: false },
  {
    name: 'a picture called JSON',
    files: { 'users-2.json': png },
    says: [{ path: 'users-2.json', code: 'unreadable', line: 1 }],
    partial: true,
  },
  { name: 'a picture called CSV', files: { 'users.csv': png }, says: [{ path: 'users.csv', code: 'unreadable', line: 1 }], partial: true },
  {
    name: 'an Excel workbook',
    files: { 'users.xlsx': excelStart },
    says: [{ path: 'users.xlsx', code: 'unreadable', line: null, words: /CSV UTF-8/ }],
    partial: true,
  },
  {
    name: 'an old Excel workbook, called CSV',
    files: { 'people.csv': Buffer.from('d0cf11e0a1b11ae10000', 'hex') },
    says: [{ path: 'people.csv', code: 'unreadable', line: null, words: /CSV UTF-8/ }],
    partial: true,
  },
  {
    name: 'an Excel workbook of members',
    files: { 'members/A.xlsx': excelStart },
    says: [{ path: 'members/A.xlsx', code: 'unreadable', line: null, words: /CSV UTF-8/ }],
    partial: false,
    check: ({ members }) => assert.equal(members.get(groupId(1))?.incomplete, true),
  },
  {
    name: 'an Excel workbook beside the CSV that it was saved as',
    files: { 'people.xlsx': excelStart, 'people.csv': `id,login,status\n${userId(1)},user1@contoso.example,ACTIVE\n` },
    says: [{ path: 'people.xlsx', code: 'unknown-file', line: null }],
    partial: false,
  },
  {
    name: 'a zip archive',
    files: { 'export.zip': Buffer.from('PK\x03\x04abc\0') },
    says: [{ path: 'export.zip', code: 'unknown-file', line: null }],
    partial: false,
  },
  {
    name: 'invalid UTF-8 in an id',
    files: { 'members/A.json': Buffer.from(JSON.stringify(people).replace('00u', '00\xff'), 'latin1') },
    says: [{ path: 'members/A.json', code: 'unreadable', line: 1 }],
    partial: false,
    check: ({ members }) => assert.equal(members.get(groupId(1))?.incomplete, true),
  },
  {
    name: 'invalid UTF-8 in a name',
    files: { 'users-2.json': Buffer.from(JSON.stringify(people, null, 1).replace('First2', 'Fi\xe9st'), 'latin1') },
    says: [{ path: 'users-2.json', code: 'excel-damage', line: 47 }],
    partial: false,
  },
  {
    name: 'two ids in one record',
    files: { 'members/A.json': `[${JSON.stringify(userRecord(1)).slice(0, -1)},\n${JSON.stringify(userRecord(2)).slice(1)}]` },
    says: [{ path: 'members/A.json', code: 'unreadable', line: 1, words: /twice/ }],
    partial: false,
    check: ({ members }) => assert.equal(members.get(groupId(1))?.incomplete, true),
  },
  {
    name: 'numbers as ids',
    files: {
      'members/A.json': [
        { ...userRecord(1), id: 12 },
        { ...userRecord(2), id: 13 },
      ],
    },
    says: [],
    partial: false,
    check: ({ members }) => assert.deepEqual(members.get(groupId(1))?.userIds, ['12', '13']),
  },
  {
    name: 'a number that is too large for an id',
    files: { 'members/A.json': `[${JSON.stringify(userRecord(1)).replace(`"${userId(1)}"`, '123456789012345678901')}]` },
    says: [{ path: 'members/A.json', code: 'unreadable', line: 1 }],
    partial: false,
    check: ({ members }) => assert.equal(members.get(groupId(1))?.incomplete, true),
  },
  {
    name: 'huge numbers of members',
    files: {
      'groups-2.json': `[${[3, 4, 5].map((number, index) => JSON.stringify(groupRecord(number, `G${number}`, { usersCount: 7 })).replace(':7', [':1e400', ':-1', ':1.5'][index] ?? '')).join()}]`,
      'members/G3.json': people,
      'members/G4.json': people,
      'members/G5.json': people,
    },
    says: [],
    partial: false,
    check: ({ members }) =>
      assert.deepEqual(
        [3, 4, 5].map((number) => members.get(groupId(number))?.confirmed),
        [false, false, false],
      ),
  },
  {
    name: 'objects in 100,000 levels',
    files: { 'users-2.json': `[${deep(100_000)}]` },
    says: [{ path: 'users-2.json', code: 'unknown-file', line: null }],
    partial: false,
  },
  {
    name: '100,000 levels that do not close',
    files: { 'users-2.json': '{"a":'.repeat(100_000) },
    says: [{ path: 'users-2.json', code: 'truncated', line: 1 }],
    partial: true,
  },
  {
    name: '100,000 levels that are broken',
    files: { 'users-2.json': deep(100_000).replace('1', 'x') },
    says: [{ path: 'users-2.json', code: 'unreadable', line: 1 }],
    partial: true,
  },
  {
    name: '100,000 brackets',
    files: { 'users-2.json': `${'['.repeat(100_000)}\n` },
    says: [{ path: 'users-2.json', code: 'truncated', line: 2 }],
    partial: true,
  },
  {
    name: 'a profile of 100,000 levels',
    files: { 'users-2.json': `[${JSON.stringify(userRecord(3)).replace('"First3"', deep(100_000))}]` },
    says: [],
    partial: false,
    check: ({ users }) => assert.equal(users.get(userId(3))?.login, 'user3@contoso.example'),
  },
  {
    name: 'prototype keys in JSON',
    files: {
      'users-2.json': `[{"id":"__proto__","status":"ACTIVE","profile":{"login":"p@x.io","__proto__":{"email":"evil@x.io"},"constructor":"c"}}]`,
      'groups-2.json': [{ ...groupRecord(3, '__proto__', { usersCount: 1 }) }, groupRecord(4, 'constructor', { usersCount: 1 })],
      'members/__proto__.json': [userRecord(1)],
      'members/constructor.json': [userRecord(2)],
    },
    says: [],
    partial: false,
    check: ({ users, members }) => {
      assert.equal(users.get('__proto__')?.email, null);
      assert.equal(({} as Record<string, unknown>).email, undefined);
      assert.deepEqual([members.get(groupId(3))?.userIds, members.get(groupId(4))?.userIds], [[userId(1)], [userId(2)]]);
    },
  },
  {
    name: 'prototype keys in CSV',
    files: { 'Export Users.csv': `id,login,status,__proto__,constructor,toString\n${userId(3)},c@x.io,ACTIVE,evil,evil,evil\n` },
    says: [],
    partial: false,
    check: ({ users }) => {
      assert.equal(users.get(userId(3))?.login, 'c@x.io');
      assert.equal(({} as Record<string, unknown>).evil, undefined);
    },
  },
  {
    name: 'a hundred thousand columns',
    files: { 'Export Users.csv': `id,login,status,${columns.join(',')}\n${userId(3)},c@x.io,ACTIVE,${columns.map(() => 'x').join(',')}\n` },
    says: [],
    partial: false,
    check: ({ users }) => assert.equal(users.get(userId(3))?.status, 'ACTIVE'),
  },
  {
    name: 'a hundred thousand columns, and rows with fewer',
    files: {
      'Export Users.csv': `id,login,status,${columns.join(',')}\n${[3, 4, 5].map((number) => `${userId(number)},${number}@x.io,ACTIVE${',x'.repeat(90_000)}\n`).join('')}`,
    },
    says: [{ path: 'Export Users.csv', code: 'dropped-column', line: 1 }],
    partial: false,
    check: ({ users, trust }) => {
      assert.equal(users.get(userId(3))?.status, 'ACTIVE');
      for (const { message } of trust.problems) assert.ok(message.length < 2000, `a message of ${message.length} characters`);
    },
  },
  {
    name: 'a group called Users',
    files: {
      'groups-2.json': [groupRecord(3, 'Users', { usersCount: 2 }), groupRecord(4, 'users', { usersCount: 1 })],
      'members/Users.json': people,
    },
    says: [],
    partial: false,
    // A name that is nothing but "users" names no group, wherever the file stands: its members stay unknown, not empty.
    check: ({ members, trust }) => {
      assert.deepEqual([members.has(groupId(3)), members.has(groupId(4))], [false, false]);
      assert.equal(trust.inputs.find(({ path }) => path === 'users.json')?.kind, 'users');
    },
  },
  {
    name: 'groups whose names are paths or hold line breaks',
    files: {
      'groups-2.json': [groupRecord(3, '../../etc/passwd', { usersCount: 1 }), groupRecord(4, 'Night\nShift\r\n', { usersCount: 1 })],
      [`members/${groupId(3)}.json`]: [userRecord(1)],
      'members/Night\nShift\r\n.json': [userRecord(2)],
    },
    says: [],
    partial: false,
    check: ({ members }) =>
      assert.deepEqual([members.get(groupId(3))?.userIds, members.get(groupId(4))?.userIds], [[userId(1)], [userId(2)]]),
  },
  {
    name: 'a lone surrogate',
    files: { 'groups-2.json': JSON.stringify([groupRecord(3, 'half \ud83d', { usersCount: 2 })]), [`members/${groupId(3)}.json`]: people },
    says: [],
    partial: false,
    check: ({ members, groups }) =>
      assert.deepEqual([members.get(groupId(3))?.confirmed, groups.get(groupId(3))?.name], [true, 'half \ud83d']),
  },
  {
    name: 'NUL bytes in a CSV',
    files: { 'Export Users.csv': `id,login,status\n${userId(3)},c@x.io,ACTIVE\n\0\0\0\0\n` },
    says: [{ path: 'Export Users.csv', code: 'unreadable', line: 3 }],
    partial: true,
    check: ({ users }) => assert.equal(users.get(userId(3))?.status, 'ACTIVE'),
  },
  {
    name: 'NUL bytes far down in a CSV of members',
    files: {
      'members/A.csv': `id,login,status,note\n${userId(1)},user1@contoso.example,ACTIVE,${'x'.repeat(5000)}\n${userId(2)}\0,user2@contoso.example,ACTIVE,\n`,
    },
    says: [{ path: 'members/A.csv', code: 'unreadable', line: 3 }],
    partial: false,
    check: ({ members }) => assert.equal(members.get(groupId(1))?.incomplete, true),
  },
  {
    name: 'CR-only line ends',
    files: { 'members/A.csv': `id,login,status\r${userId(1)},user1@contoso.example,ACTIVE\r${userId(2)},user2@contoso.example,ACTIVE\r` },
    says: [],
    partial: false,
    check: ({ members }) =>
      assert.deepEqual([members.get(groupId(1))?.userIds, members.get(groupId(1))?.confirmed], [[userId(1), userId(2)], true]),
  },
  {
    name: 'a byte order mark between JSON files that were put together',
    files: { 'members/A.json': `\uFEFF[${JSON.stringify(people[0])}]\n\uFEFF[${JSON.stringify(people[1])}]\n` },
    says: [],
    partial: false,
    check: ({ members }) =>
      assert.deepEqual([members.get(groupId(1))?.userIds, members.get(groupId(1))?.confirmed], [[userId(1), userId(2)], true]),
  },
  {
    name: 'CSV files that were put together, with their headers and byte order marks',
    files: {
      'members/A.csv': [1, 2]
        .map((number) => `\uFEFFid,login,status\r\n${userId(number)},user${number}@contoso.example,ACTIVE\r\n`)
        .join(''),
    },
    says: [],
    partial: false,
    check: ({ members }) =>
      assert.deepEqual([members.get(groupId(1))?.userIds, members.get(groupId(1))?.confirmed], [[userId(1), userId(2)], true]),
  },
  // Found by cutting and fuzzing: what was left of a last row passed for another status, login or member, and reached other groups.
  ...[
    {
      what: 'status',
      text: `id,login,status\n${userId(1)},user1@contoso.example,ACTIVE\n${userId(2)},user2@contoso.example,DEPROVI`,
      code: 'unreadable',
    },
    {
      what: 'login',
      text: `id,status,login\n${userId(1)},ACTIVE,user1@contoso.example\n${userId(2)},ACTIVE,user2@contoso.ex`,
      code: 'truncated',
    },
    {
      what: 'quoted login',
      text: `id,status,login\n"${userId(1)}","ACTIVE","user1@contoso.example"\n"${userId(2)}","ACTIVE","user2@con`,
      code: 'truncated',
    },
    { what: 'row', text: `id,login,status\n${userId(1)},user1@contoso.example,ACTIVE\n${userId(2)},user2@con`, code: 'truncated' },
    {
      what: 'id',
      text: `login,id\nuser1@contoso.example,${userId(1)}\nuser2@contoso.example,${userId(2).slice(0, 12)}`,
      code: 'truncated',
    },
  ].map(({ what, text, code }): BadInput => ({
    name: `a CSV of members that ends inside of its last ${what}`,
    files: { 'members/A.csv': text },
    says: [{ path: 'members/A.csv', code, line: 3 }],
    partial: false,
    check: ({ members, users }) => {
      assert.equal(members.get(groupId(1))?.incomplete, true);
      assert.deepEqual([users.get(userId(2))?.status, users.get(userId(2))?.login], ['ACTIVE', 'user2@contoso.example']);
    },
  })),
];

describe('bad input: said with its place, and the rest is read', () => {
  for (const { name, files, says, partial, check } of table) {
    it(name, async () => {
      const source = await readFiles({ ...rest, ...files });
      assert.deepEqual(source.members.get(groupId(2)), {
        ...source.members.get(groupId(2)),
        userIds: [userId(1), userId(2)],
        confirmed: true,
      });
      assert.equal(source.assignments?.byUser.size, 2);
      const problems = source.trust.inputs.flatMap(({ problems: all }) => all);
      const bad = problems.filter(({ path, level }) => level === 'incomplete' && path !== null && path in files);
      for (const { path, code, line, words } of says) {
        const found = problems.find((one) => one.path === path && one.code === code);
        assert.ok(found, `${path} has no ${code}: ${JSON.stringify(problems)}`);
        assert.deepEqual([found.line, words?.test(found.message) ?? true], [line, true], found.message);
      }
      if (says.length === 0) assert.deepEqual(bad, []);
      assert.equal(source.trust.complete, !partial, JSON.stringify(bad));
      check?.(source);
    });
  }
});
