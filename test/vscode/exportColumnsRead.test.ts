import assert from 'node:assert/strict';
import type { Source } from '../../src/okta/source';
import type { InputReport } from '../../src/input/problem';
import { entryOf, type ColumnsAnswer } from '../../src/vscode/exportColumnsItems';
import { readFiles, type Files } from '../okta/exportFolder';

/** What a quick pick writes is what the reader reads (product.md, section 3, "Manifest"). */
const files: Files = {
  'users.json': [
    { id: '00u1', status: 'ACTIVE', profile: { login: 'anna@contoso.example', email: 'anna@contoso.example' } },
    { id: '00u2', status: 'DEPROVISIONED', profile: { login: 'bob@contoso.example', email: 'bob@contoso.example' } },
  ],
  'groups.json': [
    { id: '00g1', type: 'OKTA_GROUP', profile: { name: 'VIP' } },
    { id: '00g2', type: 'OKTA_GROUP', profile: { name: 'Claims' } },
  ],
};

const column = (header: string, meaning: string): ColumnsAnswer['columns'][number] => ({ header, meaning, samples: [] });
const konto = column('Konto', 'login');
const members = ({ members: lists }: Source): object => Object.fromEntries([...lists].map(([id, { userIds }]) => [id, userIds]));

interface Said {
  readonly what: string;
  readonly name?: string;
  readonly csv: string;
  readonly answer: ColumnsAnswer;
  readonly kind: InputReport['kind'];
  readonly seen: (source: Source) => unknown;
  readonly expected: unknown;
}

const table: readonly Said[] = [
  {
    what: 'users',
    csv: 'Person;Kennung;Konto;Handy;Zustand\nZoë;00u3;zoe@contoso.example;+49 30 1;SUSPENDED\n',
    answer: {
      rows: 'users',
      group: null,
      columns: [
        column('Person', 'ignore'),
        column('Kennung', 'id'),
        konto,
        column('Handy', 'profile.mobilePhone'),
        column('Zustand', 'status'),
      ],
    },
    kind: 'users',
    seen: ({ users }) => {
      const user = users.get('00u3');
      return [user?.login, user?.status, user?.profile.mobilePhone, user && 'Person' in user.profile];
    },
    expected: ['zoe@contoso.example', 'SUSPENDED', '+49 30 1', false],
  },
  {
    what: 'members of one group by its id',
    csv: 'Person,Konto\nAnna,anna@contoso.example\nBob,BOB@contoso.example\n',
    answer: { rows: 'oneGroup', group: '00g1', columns: [column('Person', 'ignore'), konto] },
    kind: 'groupMembers',
    seen: members,
    expected: { '00g1': ['00u1', '00u2'] },
  },
  {
    what: 'members of the group that the file is named after',
    name: 'Claims.csv',
    csv: 'Person,Konto\nAnna,anna@contoso.example\n',
    answer: { rows: 'oneGroup', group: null, columns: [column('Person', 'ignore'), konto] },
    kind: 'groupMembers',
    seen: members,
    expected: { '00g2': ['00u1'] },
  },
  {
    what: 'memberships of many groups',
    csv: 'Team\tKonto\nVIP\tanna@contoso.example\nClaims\tanna@contoso.example\nClaims\tbob@contoso.example\n',
    answer: { rows: 'manyGroups', group: null, columns: [column('Team', 'groupName'), konto] },
    kind: 'groupMembers',
    seen: members,
    expected: { '00g1': ['00u1'], '00g2': ['00u1', '00u2'] },
  },
  {
    what: 'assignments with the accounts that Okta holds',
    csv: 'Konto,Genesys\nanna@contoso.example,b5c831ec-c695-40e8-9a51-a64f417235b0\nbob@contoso.example,\n',
    answer: { rows: 'appUsers', group: null, columns: [konto, column('Genesys', 'externalId')] },
    kind: 'appUsers',
    seen: ({ assignments }) => [
      assignments?.holdsAccounts,
      [...(assignments?.byUser.values() ?? [])].map(({ userId, externalId }) => [userId, externalId]),
    ],
    expected: [
      true,
      [
        ['00u1', 'b5c831ec-c695-40e8-9a51-a64f417235b0'],
        ['00u2', null],
      ],
    ],
  },
  {
    what: 'groups',
    csv: 'Kennung,Bezeichnung,Anzahl\n00g3,Payments,7\n',
    answer: {
      rows: 'groups',
      group: null,
      columns: [column('Kennung', 'group'), column('Bezeichnung', 'groupName'), column('Anzahl', 'usersCount')],
    },
    kind: 'groups',
    seen: ({ groups }) => [groups.get('00g3')?.name, groups.get('00g3')?.usersCount],
    expected: ['Payments', 7],
  },
  {
    what: 'nothing that is needed, though its header is known',
    csv: 'group,user\n00g1,00u1\n',
    answer: { rows: 'notNeeded', group: null, columns: [] },
    kind: 'unknown',
    seen: members,
    expected: {},
  },
];

describe('what was said of a CSV', () => {
  for (const { what, name = 'report.csv', csv, answer, kind, seen, expected } of table) {
    it(`is read as ${what}`, async () => {
      const { kind: declared, group, columns } = entryOf(name, answer);
      const entry = { path: name, kind: declared, ...(group ? { group } : {}), ...(columns ? { columns } : {}) };
      const source = await readFiles({
        ...files,
        [name]: csv,
        'okta-export.json': { format: 'scim-preflight/okta-export@1', files: [entry] },
      });
      const input = source.trust.inputs.find(({ path }) => path === name);
      assert.equal(input?.kind, kind);
      assert.deepEqual(
        input.problems.filter(({ level }) => level === 'incomplete'),
        [],
      );
      assert.deepEqual(seen(source), expected);
      const manifest = source.trust.inputs.find(({ path }) => path === 'okta-export.json');
      assert.deepEqual([manifest?.kind, manifest?.problems], ['manifest', []]);
    });
  }
});
