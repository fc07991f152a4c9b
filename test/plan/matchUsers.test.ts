import assert from 'node:assert/strict';
import { matchUsers } from '../../src/plan/matchUsers';
import { People } from '../../src/plan/people';
import { appUser, oktaUser, scimUser, snapshot, source, type SourceParts } from './examples';
import type { ScimUser } from '../../src/genesys/scim';

interface Row {
  readonly what: string;
  readonly source: SourceParts;
  readonly genesys: readonly ScimUser[];
  /** Okta id to `genesysId by rule`. */
  readonly matched?: Readonly<Record<string, string>>;
  readonly conflicts?: readonly string[];
  readonly explained?: Readonly<Record<string, string>>;
  readonly losers?: readonly string[];
  readonly namesakes?: readonly string[];
}

const rows: readonly Row[] = [
  {
    what: 'rule 1: the account that Okta holds, whatever the names',
    source: { users: [oktaUser('a')], assignments: [appUser('a', 'g')] },
    genesys: [scimUser('g', { userName: 'other@contoso.example' })],
    matched: { a: 'g by externalId' },
  },
  {
    what: 'rule 1 ends the search when the account is not there; a namesake is named',
    source: { users: [oktaUser('a')], assignments: [appUser('a', 'gone')] },
    genesys: [scimUser('g', { userName: 'a@contoso.example' })],
    matched: {},
    namesakes: ['g'],
  },
  {
    what: 'rule 2: Genesys keeps the Okta id',
    source: { users: [oktaUser('a')] },
    genesys: [scimUser('g', { externalId: 'a' }), scimUser('h', { userName: 'a@contoso.example' })],
    matched: { a: 'g by genesysExternalId' },
  },
  {
    what: 'rule 3 before 4 before 5, ignoring case',
    source: {
      users: [oktaUser('a', { login: 'x@contoso.example', email: 'y@contoso.example' })],
      assignments: [appUser('a', null, { userName: 'G1@contoso.example' })],
    },
    genesys: [scimUser('g1'), scimUser('x'), scimUser('y')],
    matched: { a: 'g1 by appUserName' },
  },
  {
    what: 'rule 4',
    source: { users: [oktaUser('a', { login: 'X@Contoso.example', email: 'y@contoso.example' })] },
    genesys: [scimUser('x'), scimUser('y')],
    matched: { a: 'x by login' },
  },
  {
    what: 'rule 5',
    source: { users: [oktaUser('a', { login: 'corp\\a', email: 'y@contoso.example' })] },
    genesys: [scimUser('y')],
    matched: { a: 'y by email' },
  },
  {
    what: 'a rehire beats the old record, even where that holds the account',
    source: {
      users: [oktaUser('old', { status: 'DEPROVISIONED', login: 'old' }), oktaUser('new', { login: 'g@contoso.example' })],
      assignments: [appUser('old', 'g'), appUser('new', null)],
    },
    genesys: [scimUser('g')],
    matched: { new: 'g by login' },
    losers: ['old'],
  },
  {
    what: 'rule 1 beats rule 4',
    source: { users: [oktaUser('a'), oktaUser('b', { login: 'g@contoso.example' })], assignments: [appUser('a', 'g'), appUser('b', null)] },
    genesys: [scimUser('g')],
    matched: { a: 'g by externalId' },
    losers: ['b'],
  },
  {
    what: 'rule 4 beats rule 5',
    source: { users: [oktaUser('a', { login: 'g@contoso.example' }), oktaUser('b', { email: 'g@contoso.example' })] },
    genesys: [scimUser('g')],
    matched: { a: 'g by login' },
    losers: ['b'],
  },
  {
    what: 'two active Okta users on one Genesys user are a conflict',
    source: { users: [oktaUser('a', { email: 'g@contoso.example' }), oktaUser('b', { email: 'g@contoso.example' })] },
    genesys: [scimUser('g')],
    matched: {},
    conflicts: ['sameGenesysUser a,b g'],
  },
  {
    what: 'equal logins are named as such, case and accents aside',
    source: {
      users: [
        oktaUser('a', { login: 'Zo\u00eb@contoso.example', email: 'g@contoso.example' }),
        oktaUser('b', { login: 'zoe@contoso.example', email: 'g@contoso.example' }),
      ],
    },
    genesys: [scimUser('g')],
    matched: {},
    conflicts: ['duplicateLogin a,b g'],
  },
  {
    what: 'two deprovisioned ones are no conflict',
    source: {
      users: [
        oktaUser('a', { status: 'DEPROVISIONED', email: 'g@contoso.example' }),
        oktaUser('b', { status: 'DEPROVISIONED', email: 'g@contoso.example' }),
      ],
    },
    genesys: [scimUser('g')],
    matched: { a: 'g by email', b: 'g by email' },
  },
  {
    what: 'one Okta user on two Genesys users is a conflict',
    source: { users: [oktaUser('a')] },
    genesys: [scimUser('g', { externalId: 'a' }), scimUser('h', { externalId: 'a' })],
    matched: {},
    conflicts: ['sameOktaUser a g,h'],
  },
  {
    what: 'where assignments are known, an unassigned user only explains',
    source: { users: [oktaUser('a', { login: 'g@contoso.example' })], assignments: [] },
    genesys: [scimUser('g')],
    matched: {},
    explained: { g: 'a' },
  },
  {
    what: 'an UNASSIGNED record does not compete',
    source: {
      users: [oktaUser('a', { login: 'g@contoso.example' }), oktaUser('b', { email: 'g@contoso.example' })],
      assignments: [appUser('a', null, { status: 'UNASSIGNED' }), appUser('b', null)],
    },
    genesys: [scimUser('g')],
    matched: { b: 'g by email' },
  },
];

describe('matchUsers', () => {
  for (const row of rows) {
    it(row.what, () => {
      const people = People.of(source(row.source));
      const matching = matchUsers(people, snapshot(row.genesys, []));
      const oktaIdAt = (place: number): string | undefined => people.at(place)?.user.id;
      const ids = (row.source.users ?? []).map((user) => user.id);
      const matched = Object.fromEntries(
        ids
          .map((id) => [id, matching.ofPerson(people.placeOf(id))] as const)
          .flatMap(([id, one]) => (one ? [[id, `${one.genesysUserId} by ${one.rule}`]] : [])),
      );
      assert.deepEqual(matched, row.matched);
      const conflicts = matching.conflicts.map((one) => `${one.kind} ${one.oktaUserIds.join()} ${one.genesysUserIds.join()}`);
      assert.deepEqual(conflicts, row.conflicts ?? []);
      assert.deepEqual(
        Object.fromEntries([...matching.explanations].map(([account, one]) => [matching.accounts.keyAt(account), one.person.user.id])),
        row.explained ?? {},
      );
      assert.deepEqual([...matching.losers.keys()].map(oktaIdAt), row.losers ?? []);
      assert.deepEqual(
        [...matching.namesakes].map((account) => matching.accounts.keyAt(account)),
        row.namesakes ?? [],
      );
    });
  }
});
