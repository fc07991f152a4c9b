import assert from 'node:assert/strict';
import { pageIn } from '../../src/okta/filePlace';
import { missingPage } from '../../src/okta/pagesOfList';
import { codesOf, readFiles, type Files } from './exportFolder';
import { groupId, groupRecord, userRecord } from './handMade';

describe('the page that a name tells', () => {
  const table: readonly (readonly [string, number | null])[] = [
    ['users', null],
    ['users-1', 1],
    ['users_12', 12],
    ['users page 3', 3],
    ['users-p2', 2],
    ['users (4)', 4],
    ['7', 7],
    ['-2', 2],
    ['users-2026-11-20', null],
    ['users 20261120', null],
    ['Export Users 2026-11-23 18-00-00', null],
    ['users-2026-11-20-2', 2],
    ['00gabc12', null],
  ];
  for (const [name, page] of table) it(`${name}: ${page ?? 'none'}`, () => assert.equal(pageIn(name).page, page));

  it('files of two days are no pages of one list', () => {
    assert.notEqual(pageIn('users-2026-11-20-1').rest, pageIn('users-2026-11-21-2').rest);
    assert.equal(pageIn('users-2026-11-20-1').rest, pageIn('users-2026-11-20-2').rest);
  });
});

describe('the page that is missing', () => {
  const table: readonly (readonly [readonly (number | null)[], number | null])[] = [
    [[], null],
    [[null], null],
    [[1], null],
    [[0, 1, 2], null],
    [[1, 2, 3], null],
    [[3, 1, 2], null],
    [[1, 3], 2],
    [[0, 2], 1],
    [[2, 3], 1],
    [[2], 1],
    [[1, 2, 5, 6], 3],
    [[null, 1], null],
    [[null, 2], null],
    [[null, 3], 2],
    [[0, 200, 400], null],
    [[200, 400, 600], null],
    [[0, 200, 600], 400],
    [[365], null],
    [[2024, 2026], null],
    [[22, 23], null],
  ];
  for (const [pages, page] of table) it(`${JSON.stringify(pages)}: ${page ?? 'none'}`, () => assert.equal(missingPage(pages), page));
});

describe('files that are no reason for doubt', () => {
  const groups = [groupRecord(1, 'Level 1'), groupRecord(2, 'Level 3'), groupRecord(3, 'Agents')];
  const two = [userRecord(1), userRecord(2)];
  const table: readonly (readonly [string, Files])[] = [
    ['numbers in the names of groups', { 'members/Level 1.json': two, 'members/Level 3.json': two }],
    ['ids of groups that end in numbers', { [`members/${groupId(1)}.json`]: two, [`members/${groupId(3)}.json`]: two }],
    [
      'one of them in pages',
      { 'members/Level 3-1.json': [userRecord(1)], 'members/Level 3-2.json': [userRecord(2)], 'members/Level 1.json': two },
    ],
    [
      'the same list in two forms',
      { 'members/Agents.json': two, 'm.csv': `group,user\n${two.map(({ id }) => `${groupId(3)},${String(id)}\n`).join('')}` },
    ],
    ["a browser's second copy of a download", { 'members/Agents.json': two, 'members/Agents (1).json': two }],
    [
      'pages that share a member which moved while they were read',
      {
        'members/Agents-1.json': [1, 2, 3, 4].map((number) => userRecord(number)),
        'members/Agents-2.json': [4, 5, 6, 7].map((number) => userRecord(number)),
      },
    ],
    ['pages that count from 0', { 'members/Agents-0.json': [userRecord(1)], 'members/Agents-1.json': [userRecord(2)] }],
    [
      'lists of two days that a count proves together',
      {
        'groups.json': [groupRecord(3, 'Agents', { usersCount: 3 })],
        'members/Agents 2026-11-19.json': [userRecord(2), userRecord(3)],
        'members/Agents 2026-11-20.json': two,
      },
    ],
  ];
  for (const [name, files] of table) {
    it(name, async () => {
      const source = await readFiles({ 'groups.json': groups, ...files });
      const codes = source.trust.inputs.flatMap(({ path }) => codesOf(source, path));
      assert.ok([...source.members.values()].length > 0);
      assert.deepEqual(
        codes.filter((code) => code === 'missing-page' || code === 'conflicting-lists'),
        [],
      );
    });
  }
});
