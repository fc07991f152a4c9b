import assert from 'node:assert/strict';
import { columnMeanings, guessColumns } from '../../src/okta/columnMeanings';
import type { CsvPreview } from '../../src/okta/csvPreview';
import type { DeclaredFile } from '../../src/okta/manifestFile';
import {
  draftColumns,
  entryOf,
  filesWords,
  likelyRows,
  meaningsFor,
  missingWords,
  withMeaning,
  type ColumnDraft,
  type RowsKind,
} from '../../src/vscode/exportColumnsItems';

function previewOf(header: readonly string[], ...rows: readonly (readonly string[])[]): CsvPreview {
  const { kind, columns } = guessColumns(header);
  return { header, rows, kind, guesses: columns };
}

const said = (kind: string | null, columns: Readonly<Record<string, string>> = {}, group: string | null = null): DeclaredFile => ({
  kind,
  group,
  columns: new Map(Object.entries(columns)),
});

const meaningOf = (columns: readonly ColumnDraft[]): Readonly<Record<string, string>> =>
  Object.fromEntries(columns.map(({ header, meaning }) => [header, meaning]));

const likely: readonly (readonly [
  what: string,
  header: readonly string[],
  declared: DeclaredFile | null,
  named: boolean,
  rows: RowsKind,
])[] = [
  ['titles that say nothing', ['Person', 'Konto'], null, false, 'users'],
  ['titles that say nothing, and a file named after a group', ['Person', 'Konto'], null, true, 'oneGroup'],
  ['a column of group names', ['Person', 'Group name'], null, false, 'manyGroups'],
  ['a column of names in the app', ['Person', 'Application username'], null, false, 'appUsers'],
  ['a known header of users', ['id', 'login', 'email', 'status'], null, false, 'users'],
  ['a known header of groups', ['id', 'name', 'description', 'type'], null, false, 'groups'],
  ['rows that were said to be app users', ['Person', 'Konto'], said('appUsers'), true, 'appUsers'],
  [
    'rows that were said to be members of one group',
    ['Person', 'Konto'],
    said('groupMembers', { Konto: 'login' }, 'VIP'),
    false,
    'oneGroup',
  ],
  ['rows that were said to be memberships', ['Person', 'Konto'], said('groupMembers', { Konto: 'group' }), true, 'manyGroups'],
  ['a file that is not needed', ['Person', 'Konto'], said('unknown'), false, 'notNeeded'],
];

describe('What a CSV is asked about', () => {
  for (const [what, header, declared, named, rows] of likely) {
    it(`takes ${what} for ${rows} at first`, () => assert.equal(likelyRows(previewOf(header), declared, named), rows));
  }

  it('begins with what titles say, and never uses a meaning twice', () => {
    const preview = previewOf(
      ['Username', 'E-Mail address', 'Mobile phone', 'Login', 'Nr', '', 'Nr'],
      ['anna', '', '1', 'anna', '7', 'x', '8'],
    );
    const columns = draftColumns(preview, null, 'users', columnMeanings);
    assert.deepEqual(meaningOf(columns), {
      Username: 'login',
      'E-Mail address': 'email',
      'Mobile phone': 'profile.mobilePhone',
      Login: 'ignore',
      Nr: 'ignore',
    });
  });

  it('begins with what was said before, where such rows can have it', () => {
    const preview = previewOf(['Username', 'Team'], ['anna', 'VIP']);
    const declared = said('groupMembers', { Username: 'email', Team: 'groupName' });
    assert.deepEqual(meaningOf(draftColumns(preview, declared, 'manyGroups', columnMeanings)), { Username: 'email', Team: 'groupName' });
    assert.deepEqual(meaningOf(draftColumns(preview, declared, 'oneGroup', columnMeanings)), { Username: 'email', Team: 'ignore' });
  });

  it('shows what stands in the first rows, on one line and cut', () => {
    const rows = [['a\nb', ''], ['', 'x'.repeat(100)], ['\u202Eevil']];
    const [first, second] = draftColumns(previewOf(['A', 'B'], ...rows), null, 'users', columnMeanings);
    assert.deepEqual(first?.samples, ['a↵b', '‹U+202E›evil']);
    assert.deepEqual(second?.samples, [`${'x'.repeat(39)}…`]);
  });

  it('takes a meaning from the column that had it', () => {
    const columns = draftColumns(previewOf(['Username', 'Konto'], ['a', 'b']), null, 'users', columnMeanings);
    assert.deepEqual(meaningOf(withMeaning(columns, 'Konto', 'login')), { Username: 'ignore', Konto: 'login' });
    assert.deepEqual(meaningOf(withMeaning(columns, 'Konto', 'ignore')), { Username: 'login', Konto: 'ignore' });
  });

  const needs: readonly (readonly [rows: RowsKind, meanings: readonly string[], missing: RegExp | null])[] = [
    ['users', ['ignore', 'status'], /the user/],
    ['users', ['email'], null],
    ['oneGroup', ['profile.title'], /the user/],
    ['oneGroup', ['id'], null],
    ['manyGroups', ['login'], /the group$/],
    ['manyGroups', ['group'], /the user .*$/],
    ['manyGroups', ['login', 'groupName'], null],
    ['appUsers', ['userName'], /the user/],
    ['appUsers', ['id', 'externalId'], null],
    ['groups', ['groupName'], /the group's id$/],
    ['groups', ['group', 'groupName'], null],
  ];
  for (const [rows, meanings, missing] of needs) {
    it(`needs ${missing?.source ?? 'nothing more'} of ${rows} with ${meanings.join(' and ')}`, () => {
      const words = missingWords(
        meanings.map((meaning, index) => ({ header: String(index), samples: [], meaning })),
        rows,
      );
      if (missing === null) assert.equal(words, null);
      else assert.match(words ?? '', missing);
    });
  }

  it('offers no group for the members of one, and that a column is not read for all', () => {
    const of = (rows: RowsKind): readonly string[] => meaningsFor(rows, columnMeanings).map(({ meaning }) => meaning);
    assert.deepEqual(
      [of('oneGroup').includes('group'), of('manyGroups').includes('group'), of('users').includes('externalId')],
      [false, true, false],
    );
    for (const rows of ['users', 'oneGroup', 'manyGroups', 'groups', 'appUsers'] as const) assert.equal(of(rows)[0], 'ignore');
  });

  const columns: readonly ColumnDraft[] = [{ header: 'Konto', samples: [], meaning: 'login' }];
  const entries: readonly (readonly [rows: RowsKind, group: string | null, entry: object])[] = [
    ['users', 'VIP', { kind: 'users', group: null, columns: { Konto: 'login' } }],
    ['oneGroup', 'VIP', { kind: 'groupMembers', group: 'VIP', columns: { Konto: 'login' } }],
    ['oneGroup', null, { kind: 'groupMembers', group: null, columns: { Konto: 'login' } }],
    ['manyGroups', 'VIP', { kind: 'groupMembers', group: null, columns: { Konto: 'login' } }],
    ['notNeeded', 'VIP', { kind: 'unknown', group: null, columns: null }],
  ];
  for (const [rows, group, entry] of entries) {
    it(`writes ${rows}${group === null ? ' without a group' : ''} into the manifest`, () => {
      assert.deepEqual(entryOf('a.csv', { rows, group, columns }), { path: 'a.csv', ...entry });
    });
  }

  it('names files, with how many are like it', () => {
    assert.deepEqual([filesWords('a.csv', 0), filesWords('a.csv', 3)], ['a.csv', 'a.csv and 3 more with the same columns']);
  });
});
