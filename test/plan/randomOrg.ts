import fc from 'fast-check';
import type { OktaStatus } from '../../src/okta/source';
import {
  own,
  unlistedFrom,
  type RawAppUser,
  type RawGenesysGroup,
  type RawGenesysUser,
  type RawMapping,
  type RawOktaGroup,
  type RawOktaUser,
  type RawOrg,
} from './rawOrg';

const statuses: readonly (OktaStatus | null)[] = [
  'STAGED',
  'PROVISIONED',
  'RECOVERY',
  'PASSWORD_EXPIRED',
  'LOCKED_OUT',
  'SUSPENDED',
  'DEPROVISIONED',
  'DEPROVISIONED',
  null,
];
const addresses = [
  'anna@x.io',
  'Anna@X.io',
  'bea@x.io',
  'BEA@x.io',
  'cid@x.io',
  'dora@x.io',
  'jose@x.io',
  'josé@x.io',
  'jose\u0301@x.io',
  'ed@x.io',
  'fay@x.io',
];
const groupNames = [
  'Support',
  'support',
  'Support ',
  'Sup\u200bport',
  'Sales',
  'SALES',
  'Ｓales',
  'VIP/East',
  'vip/east',
  'Élite',
  'E\u0301lite',
  '.ops',
  'Sales (EU)',
  '__proto__',
  'constructor',
];
const names = ['Anna Berg', ' Anna  Berg', 'José', 'Jose\u0301', 'Agent', 'agent', 'Lead', ''];
const phones = [
  '+13172222222',
  '(317) 222-2222',
  '317.222.2222',
  '+1 317 222 2222',
  '+13172222222;ext=42',
  '+1 317 222 2222 x42',
  'tel:+13172222222;ext=43',
  '+442079460958',
  '+44 20 7946 0958',
  '0049 30 901820',
  '030 901820',
  '+4930901820',
  '+1 555',
  'n/a',
  '+1 (317)\u00a0222-2222',
  '',
];
const managers = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002', 'boss@x.io', '00u1'];

function rarely<Value>(value: Value, usual: Value, weight = 8): fc.Arbitrary<Value> {
  return fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constant(value) });
}

function usually<Value>(usual: Value, values: readonly Value[]): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: fc.constantFrom(...values) });
}

/** Mostly nothing, so that two sides often agree. */
function seldom<Value>(values: readonly Value[]): fc.Arbitrary<Value | null> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 2, arbitrary: fc.constantFrom(...values) });
}

const address = usually(own, addresses);
const groupName = usually(own, groupNames);

const appUser: fc.Arbitrary<RawAppUser> = fc.record({
  status: usually<string | null>('PROVISIONED', [
    'ACTIVE',
    'STAGED',
    null,
    'SUSPENDED',
    'PENDING',
    'UNASSIGNED',
    'DEPROVISIONED',
    'INACTIVE',
    'REVOKED',
  ]),
  account: fc.oneof(
    { weight: 6, arbitrary: fc.constant(own) },
    { weight: 2, arbitrary: fc.nat({ max: 5 }) },
    { weight: 1, arbitrary: fc.integer({ min: unlistedFrom, max: unlistedFrom + 2 }) },
    { weight: 3, arbitrary: fc.constant(null) },
  ),
  userName: fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 2, arbitrary: address }),
  profile: fc.constantFrom('none', 'empty', 'same', 'old'),
});

const oktaUser: fc.Arbitrary<RawOktaUser> = fc.record({
  status: usually<OktaStatus | null>('ACTIVE', statuses),
  login: fc.oneof({ weight: 12, arbitrary: address }, { weight: 1, arbitrary: fc.constant(null) }),
  email: fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 4, arbitrary: address }),
  profile: fc.record(
    {
      displayName: seldom(names),
      firstName: fc.constantFrom('Anna', '', null),
      lastName: fc.constantFrom('Berg', 'Berg', null),
      title: seldom(names),
      department: seldom(names),
      division: seldom(['Home']),
      employeeNumber: seldom<string | number>(['7', 7, '8']),
      managerId: seldom(managers),
      primaryPhone: seldom(phones),
      mobilePhone: seldom(phones),
    },
    { requiredKeys: [] },
  ),
  app: fc.oneof({ weight: 1, arbitrary: fc.constant(null) }, { weight: 5, arbitrary: appUser }),
  listed: rarely(false, true, 20),
});

const genesysUser: fc.Arbitrary<RawGenesysUser> = fc.record({
  userName: address,
  active: fc.constantFrom(true, true, true, false),
  externalId: fc.constantFrom(null, null, null, -1, 0, 1, 2, 3),
  displayName: seldom(names),
  title: seldom(names),
  email: seldom([own, own, own, ...addresses]),
  workPhone: seldom(phones),
  mobilePhone: seldom(phones),
  department: seldom(names),
  employeeNumber: seldom(['7', '8']),
  manager: seldom(managers.slice(0, 2)),
});

const oktaGroup: fc.Arbitrary<RawOktaGroup> = fc.record({
  name: groupName,
  type: fc.constantFrom('OKTA_GROUP', 'OKTA_GROUP', 'OKTA_GROUP', 'APP_GROUP', 'BUILT_IN', null),
  from: fc.constantFrom(null, null, 'app', 'other'),
  members: fc.oneof(
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 7, arbitrary: fc.array(fc.nat({ max: 7 }), { maxLength: 8, size: 'max' }) },
  ),
  confirmed: rarely(false, true, 4),
  incomplete: rarely(true, false, 15),
  doubt: rarely(true, false),
});

const genesysGroup: fc.Arbitrary<RawGenesysGroup> = fc.record({
  name: groupName,
  members: fc.array(
    fc.oneof(
      { weight: 30, arbitrary: fc.nat({ max: 7 }) },
      { weight: 1, arbitrary: fc.integer({ min: 10, max: 12 }) },
      { weight: 1, arbitrary: fc.integer({ min: 20, max: 22 }) },
    ),
    { maxLength: 8, size: 'max' },
  ),
  typed: fc.boolean(),
  odd: rarely(true, false, 15),
  unproved: rarely(true, false, 15),
  roles: fc.constantFrom(undefined, null, [], [{ role: 'Agent', division: 'Home' }]),
  origins: fc.boolean(),
  countOff: fc.oneof(
    { weight: 5, arbitrary: fc.constant(null) },
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.constantFrom(-1, 1) },
  ),
});

const mapping: fc.Arbitrary<RawMapping> = fc.record({
  source: fc.nat({ max: 4 }),
  sourceName: seldom(groupNames),
  targetName: seldom([...groupNames, 'Group 0', 'Group 1', 'group 2', 'Group 3']),
  target: fc.constantFrom(null, null, null, 0, 1, 2, 9),
  status: fc.constantFrom('ACTIVE', 'ACTIVE', 'ACTIVE', 'INACTIVE', 'ERROR', null),
});

const settings: fc.Arbitrary<RawOrg['settings']> = fc.record({
  maxRemovals: fc.constantFrom(0, 1, 2, 25),
  maxRemovalPercent: fc.constantFrom(0, 20, 33.3, 50, 100),
  maxAdds: fc.constantFrom(0, 1, 100),
  oktaBatch: fc.constantFrom(1, 2, 3, 256),
  protectedGroups: fc.constantFrom<readonly string[]>(
    [],
    [],
    [],
    ['Sup*'],
    ['*'],
    ['sales', 'VIP*'],
    ['?ops'],
    ['*East'],
    ['Sales (EU)'],
    ['*)'],
    ['group ?'],
  ),
  features: fc.constantFrom<RawOrg['settings']['features']>(null, null, null, [], ['create', 'update'], ['deactivate']),
  phoneRegion: fc.constantFrom(null, 'US', 'DE'),
});

function orgs(minPeople: number, minGroups: number): fc.Arbitrary<RawOrg> {
  return fc.record({
    oktaUsers: fc.array(oktaUser, { minLength: minPeople, maxLength: 8, size: 'max' }),
    genesysUsers: fc.array(genesysUser, { minLength: minPeople, maxLength: 8, size: 'max' }),
    oktaGroups: fc.array(oktaGroup, { minLength: minGroups, maxLength: 4, size: 'max' }),
    genesysGroups: fc.array(genesysGroup, { minLength: minGroups, maxLength: 4, size: 'max' }),
    mappings: fc.oneof(
      { weight: 1, arbitrary: fc.constant(null) },
      {
        weight: 1,
        arbitrary: fc.uniqueArray(mapping, {
          maxLength: 4,
          size: 'max',
          selector: (one) => `${one.source} ${one.target ?? ''} ${one.targetName ?? ''}`,
        }),
      },
    ),
    doubtfulAssignments: rarely(true, false, 4),
    assignments: fc.constantFrom('withAccounts', 'withAccounts', 'withAccounts', 'withoutAccounts', 'none'),
    app: fc.oneof(
      { weight: 1, arbitrary: fc.constant(null) },
      {
        weight: 4,
        arbitrary: fc.record({
          features: fc.constantFrom<readonly string[] | null>(
            null,
            ['PUSH_NEW_USERS', 'PUSH_PROFILE_UPDATES', 'PUSH_USER_DEACTIVATION', 'REACTIVATE_USERS'],
            ['PUSH_NEW_USERS'],
            ['PUSH_PROFILE_UPDATES', 'REACTIVATE_USERS'],
            [],
          ),
          userNameTemplate: fc.constantFrom(null, '${source.login}', '${source.email}', 'user.login'),
        }),
      },
    ),
    deleted: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
    live: fc.boolean(),
    snapshotComplete: rarely(false, true, 15),
    sourceComplete: rarely(false, true, 15),
    settings,
  });
}

/** Small orgs, crowded so that names, accounts and groups collide all the time; most of them not as near to empty as fast-check likes them. */
export const rawOrgs: fc.Arbitrary<RawOrg> = fc.oneof(
  { weight: 1, arbitrary: orgs(0, 0) },
  { weight: 3, arbitrary: fc.noBias(orgs(4, 2)) },
);
