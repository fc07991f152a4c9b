import assert from 'node:assert/strict';
import type { GroupRemoval } from '../../src/plan/plan';
import { cureCsvs, type OktaDirectory } from '../../src/report/cureCsvs';
import { hostileNames } from './hostilePlan';
import { removals, sampleGroup, samplePlan, sampleUsers } from './samplePlan';

interface DirectoryUser {
  readonly id: string;
  readonly login?: string;
  readonly email?: string;
  readonly status?: string;
}

function directory(
  users: readonly DirectoryUser[],
  accounts: Readonly<Record<string, { externalId?: string; userName?: string }>> | null = null,
): OktaDirectory {
  return {
    users: new Map(users.map((user) => [user.id, { login: null, email: null, status: 'ACTIVE', ...user }])),
    assignments:
      accounts === null
        ? null
        : { byUser: new Map(Object.entries(accounts).map(([id, account]) => [id, { externalId: null, userName: null, ...account }])) },
  };
}

const removal = (genesysUserId: string, userName: string | null, reason: GroupRemoval['reason'] = 'notInOktaGroup'): GroupRemoval => ({
  genesysUserId,
  userName,
  displayName: null,
  reason,
  origin: null,
});

function listOf(removed: readonly GroupRemoval[], source: OktaDirectory): { csv: string | undefined; unknown: number | undefined } {
  const [list] = cureCsvs(samplePlan({ groups: [sampleGroup({ removals: removed })], users: [] }), source);
  return { csv: list?.csv, unknown: list?.unknown };
}

describe('cureCsvs', () => {
  it('gives one list for each cure of a group, in Okta’s own form', () => {
    const source = directory(['a', 'b', 'c'].map((id) => ({ id: `00u${id}`, login: `${id}@contoso.example` })));
    const group = sampleGroup({
      name: 'Support: Tier 1',
      removals: [
        removal('g1', 'A@contoso.example', 'notInOktaGroup'),
        removal('g2', 'b@contoso.example', 'notAssigned'),
        removal('g3', 'c@contoso.example', 'notProvisioned'),
        removal('g4', 'd@contoso.example', 'unknownToOkta'),
      ],
    });
    const lists = cureCsvs(samplePlan({ groups: [group], users: [] }), source);
    assert.deepEqual(
      lists.map(({ cure, fileName, csv, people, unknown }) => [cure, fileName, csv, people, unknown]),
      [
        ['addToGroup', 'add-to-group-support-tier-1.csv', 'userIdOrLogin\r\na@contoso.example\r\n', 1, 0],
        ['assignToApp', 'assign-to-app-support-tier-1.csv', 'userIdOrLogin\r\nb@contoso.example\r\n', 1, 0],
        ['retryProvisioning', 'retry-provisioning-support-tier-1.csv', 'userIdOrLogin\r\nc@contoso.example\r\n', 1, 0],
      ],
    );
    assert.ok(lists[0]?.instructions.includes('the Okta group “Support: Tier 1”'));
  });

  it('gives none where no list would help', () => {
    const group = sampleGroup({
      removals: [...removals(3, 'unknownToOkta'), ...removals(3, 'inactiveInOkta'), ...removals(1, 'deletedInGenesys')],
    });
    assert.deepEqual(cureCsvs(samplePlan({ groups: [group] }), directory([])), []);
  });

  const found: readonly (readonly [string, GroupRemoval, OktaDirectory, string])[] = [
    [
      'the account that Okta holds goes before a name',
      removal('g1', 'a@x.example'),
      directory(
        [
          { id: '00ua', login: 'a@x.example' },
          { id: '00ub', login: 'b@x.example' },
        ],
        { '00ub': { externalId: 'g1' } },
      ),
      'b@x.example',
    ],
    [
      'the app user name goes before the login',
      removal('g1', 'a@x.example'),
      directory(
        [
          { id: '00ua', login: 'a@x.example' },
          { id: '00ub', login: 'b@x.example' },
        ],
        { '00ub': { userName: 'A@X.example' } },
      ),
      'b@x.example',
    ],
    [
      'the e-mail comes last',
      removal('g1', 'a@x.example'),
      directory([{ id: '00ub', login: 'b@x.example', email: 'a@x.example' }]),
      'b@x.example',
    ],
    [
      'of two, the active one',
      removal('g1', 'a@x.example'),
      directory([
        { id: '00ua', login: 'old@x.example', email: 'a@x.example', status: 'DEPROVISIONED' },
        { id: '00ub', login: 'b@x.example', email: 'a@x.example' },
      ]),
      'b@x.example',
    ],
    [
      'the id where the login would be a formula',
      removal('g1', '=a@x.example'),
      directory([{ id: '00ua', login: '=a@x.example' }]),
      '00ua',
    ],
    [
      'the id where the login has invisible characters',
      removal('g1', 'a\u200b@x.example'),
      directory([{ id: '00ua', login: 'a\u200b@x.example' }]),
      '00ua',
    ],
  ];
  for (const [name, removed, source, cell] of found) {
    it(`finds the Okta user: ${name}`, () =>
      assert.deepEqual(listOf([removed], source), { csv: `userIdOrLogin\r\n${cell}\r\n`, unknown: 0 }));
  }

  it('takes the plan’s own match first', () => {
    const users = sampleUsers().filter((user) => user.genesysUserId === 'gen-anna');
    const plan = samplePlan({ groups: [sampleGroup({ removals: [removal('gen-anna', 'other@x.example')] })], users });
    const source = directory([
      { id: '00uanna', login: 'anna@x.example' },
      { id: '00uother', login: 'other@x.example' },
    ]);
    assert.equal(cureCsvs(plan, source)[0]?.csv, 'userIdOrLogin\r\nanna@x.example\r\n');
  });

  it('counts who cannot be told, and guesses nobody', () => {
    const two = directory([
      { id: '00ua', login: 'a1@x.example', email: 'a@x.example' },
      { id: '00ub', login: 'a2@x.example', email: 'a@x.example' },
      { id: '00uc', login: 'c@x.example' },
    ]);
    const removed = [removal('g1', 'a@x.example'), removal('g2', null), removal('g3', 'c@x.example')];
    assert.deepEqual(listOf(removed, two), { csv: 'userIdOrLogin\r\nc@x.example\r\n', unknown: 2 });
  });

  it('splits what is too long for one import of Okta', () => {
    const people = removals(10_001, 'notInOktaGroup');
    const source = directory(people.map((one, index) => ({ id: `00u${index}`, login: one.userName ?? '' })));
    const lists = cureCsvs(samplePlan({ groups: [sampleGroup({ removals: people })], users: [] }), source);
    assert.deepEqual(
      lists.map((list) => [list.fileName, list.people, list.csv.split('\r\n').length - 2]),
      [
        ['add-to-group-back-office-part-1.csv', 10_000, 10_000],
        ['add-to-group-back-office-part-2.csv', 1, 1],
      ],
    );
  });

  it('names files harmlessly and never twice', () => {
    const source = directory([{ id: '00ua', login: 'a@x.example' }]);
    const groups = hostileNames.map((name) => sampleGroup({ name, removals: [removal('g1', 'a@x.example')] }));
    const names = cureCsvs(samplePlan({ groups, users: [] }), source).map((list) => list.fileName);
    assert.equal(names.length, hostileNames.length);
    assert.equal(new Set(names).size, names.length);
    for (const name of names) assert.match(name, /^add-to-group-[a-z0-9]+(?:-[a-z0-9]+)*\.csv$/);
  });
});
