import assert from 'node:assert/strict';
import type { OktaApp } from '../../src/okta/source';
import type { ScimUser } from '../../src/genesys/scim';
import type { PlanSettings } from '../../src/plan/settings';
import { appUser, oktaUser, plan, scimUser, snapshot, source, type SourceParts } from './examples';

const app = (features: readonly string[]): OktaApp => ({ id: 'app', label: null, name: null, features, userNameTemplate: null });
const guid = '0f6a3a4e-1111-4222-8333-123456789abc';

interface Row {
  readonly what: string;
  readonly source: SourceParts;
  readonly genesys: readonly ScimUser[];
  /** `action[!] oktaId>genesysId path:kind …`; `!`: not sent. */
  readonly expected: readonly string[];
  readonly unchanged?: number;
  readonly settings?: Partial<PlanSettings>;
}

const rows: readonly Row[] = [
  {
    what: 'an equal user stays',
    source: { users: [oktaUser('a')] },
    genesys: [scimUser('a')],
    expected: ['update a>a emails[type eq "work"].value:change'],
  },
  {
    what: 'equal in everything that Okta has a value for',
    source: { users: [oktaUser('a', { email: null, profile: { title: '', mobilePhone: null } })] },
    genesys: [scimUser('a', { title: 'Agent', phoneNumbers: [{ type: 'mobile', value: '+13172222222' }] })],
    expected: [],
    unchanged: 1,
  },
  {
    what: 'ping-pong is all there is',
    source: { users: [oktaUser('a', { login: 'A@contoso.example', email: null, profile: { primaryPhone: '+1 317 222 2222' } })] },
    genesys: [scimUser('a', { phoneNumbers: [{ type: 'work', value: '+13172222222' }] })],
    expected: ['pingPong a>a phoneNumbers[type eq "work"].value:pingPong userName:pingPong'],
  },
  {
    what: 'the full name stands in for a missing display name',
    source: { users: [oktaUser('a', { email: null, profile: { firstName: 'Anna', lastName: 'Berg' } })] },
    genesys: [scimUser('a', { displayName: 'Anna Berg' })],
    expected: [],
    unchanged: 1,
  },
  {
    what: 'a manager who is no GUID is left alone by the default mapping',
    source: {
      users: [
        oktaUser('a', { email: null, profile: { managerId: 'boss@contoso.example' } }),
        oktaUser('b', { email: null, profile: { managerId: guid } }),
      ],
    },
    genesys: [scimUser('a'), scimUser('b')],
    expected: ['update b>b urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value:change'],
    unchanged: 1,
  },
  {
    what: 'Okta does not notice what its stored profile already says',
    source: {
      users: [oktaUser('a', { email: null, profile: { title: 'Lead' } })],
      assignments: [appUser('a', 'a', { profile: { title: 'Lead' } })],
    },
    genesys: [scimUser('a', { title: 'Boss' })],
    expected: ['update a>a title:latentOverwrite'],
  },
  {
    what: 'deactivated in Okta, active in Genesys, assigned or not',
    source: {
      users: [oktaUser('a', { status: 'DEPROVISIONED' }), oktaUser('b', { status: 'DEPROVISIONED' })],
      assignments: [appUser('a', 'a')],
    },
    genesys: [scimUser('a'), scimUser('b')],
    expected: ['deactivate a>a active:change', 'deactivate b>b active:change'],
  },
  {
    what: 'a rehire is no deactivation',
    source: {
      users: [
        oktaUser('old', { status: 'DEPROVISIONED', login: 'a@contoso.example', email: null }),
        oktaUser('new', { login: 'a@contoso.example', email: null }),
      ],
    },
    genesys: [scimUser('a')],
    expected: [],
    unchanged: 1,
  },
  {
    what: 'deactivated on both sides',
    source: { users: [oktaUser('a', { status: 'DEPROVISIONED' })] },
    genesys: [scimUser('a', { active: false, title: 'x' })],
    expected: [],
    unchanged: 1,
  },
  {
    what: 'assigned and active, and Genesys has nobody',
    source: { users: [oktaUser('a', { profile: { primaryPhone: 'n/a' } })] },
    genesys: [],
    expected: ['create a> active:change emails[type eq "work"].value:change phoneNumbers[type eq "work"].value:invalid userName:change'],
  },
  { what: 'a staged user gets no action', source: { users: [oktaUser('a', { status: 'STAGED' })] }, genesys: [], expected: [] },
  {
    what: 'the account that Okta holds is not there',
    source: { users: [oktaUser('a'), oktaUser('b', { email: null })], assignments: [appUser('a', 'gone'), appUser('b', 'b')] },
    genesys: [scimUser('b')],
    expected: ['accountMissing a>gone '],
    unchanged: 1,
  },
  {
    what: 'inactive in Genesys',
    source: { users: [oktaUser('a', { email: null })] },
    genesys: [scimUser('a', { active: false })],
    expected: ['reactivate a>a active:change'],
  },
  {
    what: 'only in Genesys; an unassigned match is named',
    source: { users: [oktaUser('a')], assignments: [] },
    genesys: [scimUser('a'), scimUser('z', { active: false })],
    expected: ['unmanaged a>a ', 'unmanaged >z '],
  },
  {
    what: 'people in a conflict',
    source: { users: [oktaUser('a', { email: 'g@contoso.example' }), oktaUser('b', { email: 'g@contoso.example' })] },
    genesys: [scimUser('g')],
    expected: ['conflict a>g ', 'conflict b>g '],
  },
  {
    what: 'what Okta is set to send: nothing new',
    source: {
      users: [oktaUser('a'), oktaUser('b', { email: null }), oktaUser('d', { status: 'DEPROVISIONED' })],
      rest: { app: app(['PUSH_PROFILE_UPDATES', 'PUSH_USER_DEACTIVATION']) },
    },
    genesys: [scimUser('b', { active: false }), scimUser('d')],
    expected: [
      'deactivate d>d active:change',
      'create! a> active:change emails[type eq "work"].value:change userName:change',
      'reactivate! b>b active:change',
    ],
  },
  {
    what: 'reactivation has a feature of its own, and the admin has the last word',
    source: { users: [oktaUser('b', { email: null }), oktaUser('c')], rest: { app: app(['REACTIVATE_USERS']) } },
    genesys: [scimUser('b', { active: false }), scimUser('c')],
    expected: ['reactivate b>b active:change', 'update! c>c emails[type eq "work"].value:change'],
  },
  {
    what: 'the admin says that only updates are on',
    source: { users: [oktaUser('b', { email: null }), oktaUser('c')] },
    genesys: [scimUser('b', { active: false }), scimUser('c')],
    settings: { features: ['update'] },
    expected: ['reactivate! b>b active:change', 'update c>c emails[type eq "work"].value:change'],
  },
];

describe('planUsers', () => {
  for (const row of rows) {
    it(row.what, () => {
      const made = plan(source(row.source), snapshot(row.genesys, []), row.settings);
      const found = made.users.map((user) => {
        const attributes = user.attributes.map((attribute) => `${attribute.path}:${attribute.kind}`).join(' ');
        return `${user.action}${user.notSent ? '!' : ''} ${user.oktaUserId ?? ''}>${user.genesysUserId ?? ''} ${attributes}`;
      });
      assert.deepEqual(found, row.expected);
      assert.equal(made.summary.users.unchanged, row.unchanged ?? 0);
    });
  }

  it('names an unassigned match', () => {
    const made = plan(source({ users: [oktaUser('a')], assignments: [] }), snapshot([scimUser('a')], []));
    assert.match(made.users[0]?.note ?? '', /a@contoso\.example matches, but is not assigned/);
  });

  for (const known of [[], ['a'], ['a', 'b', 'c'], ['a', 'c', 'nobody']])
    it(`calls an assignments file another org's when fewer than half of its accounts exist, of users ${known.join() || 'nobody'}`, () => {
      const users = known.map((id) => oktaUser(id));
      const from = source({ users, assignments: [appUser('a', 'x'), appUser('b', 'y'), appUser('c', 'g'), appUser('d', null)] });
      const [half, most] = [plan(from, snapshot([scimUser('g')], [])), plan(from, snapshot([scimUser('g'), scimUser('y')], []))];
      const found = half.problems.filter(({ code }) => code === 'wrong-org');
      assert.match(found.map(({ message }) => message).join(), /^Of 3 accounts that Okta holds, only 1 exist /);
      assert.equal(half.complete, false);
      assert.deepEqual([most.problems.filter(({ code }) => code === 'wrong-org'), most.complete], [[], true]);
    });
});
