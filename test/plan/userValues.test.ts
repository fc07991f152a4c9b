import fc from 'fast-check';
import assert from 'node:assert/strict';
import type { MappingInput } from '../../src/mapping/attributeRules';
import { buildPlan } from '../../src/plan/buildPlan';
import { pushedPeopleInSteps, type PushedPeople } from '../../src/plan/pushedPeople';
import { UserValues, type UserValue } from '../../src/plan/userValues';
import { countValuesInSteps, type ValueTotals } from '../../src/plan/valueTotals';
import type { Snapshot } from '../../src/genesys/snapshot';
import type { Source } from '../../src/okta/source';
import { appUser, oktaUser, scimUser, snapshot, source } from './examples';
import { rawOrgs } from './randomOrg';
import { orgOf } from './rawOrg';

function finished<Result>(steps: Generator<unknown, Result>): Result {
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
  }
}

const peopleOf = (from: Source, to: Snapshot): PushedPeople => finished(pushedPeopleInSteps(from, to));
const totalsOf = (values: UserValues, { people }: PushedPeople, examples = 0): ValueTotals =>
  finished(countValuesInSteps(values, people, examples));

const pushed = (expressions: Readonly<Record<string, string>>): MappingInput => ({
  properties: Object.fromEntries(
    Object.entries(expressions).map(([variable, expression]) => [variable, { expression, pushStatus: 'PUSH' as const }]),
  ),
});

const workPhone = 'phoneNumbers[type eq "work"].value';

/** Of one user whom Genesys has with the title Agent and +13172222222. */
function valueOf(variable: string, path: string, expression: string, region: string | null = null): UserValue | undefined {
  const profile = { title: 'Lead', primaryPhone: '(317) 222-2222', skills: ['a', 'b'], boss: 'boss@x.io' };
  const from = source({ users: [oktaUser('anna', { profile })] });
  const phones = [{ type: 'work', value: '+13172222222' }];
  const to = snapshot([scimUser('anna', { title: 'Agent', phoneNumbers: phones })], []);
  const values = new UserValues(from, pushed({ [variable]: expression }), region);
  const [person] = peopleOf(from, to).people;
  assert.ok(person);
  return values.of(person).find((one) => one.path === path);
}

describe('the values of a user', () => {
  const manager = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value';
  const cases: readonly (readonly [string, string, string, string | null, Partial<UserValue>])[] = [
    ['title', 'title', 'user.title', null, { kind: 'change', raw: 'Lead', result: 'Lead', stored: 'Lead', present: 'Agent' }],
    ['title', 'title', '"Agent"', null, { kind: 'equal', raw: null, result: 'Agent', stored: 'Agent', present: 'Agent' }],
    ['title', 'title', '"agent "', null, { kind: 'change', raw: null, result: 'agent ', stored: 'agent ' }],
    ['title', 'title', '" Agent"', null, { kind: 'pingPong', result: ' Agent', stored: ' Agent', present: 'Agent' }],
    ['title', 'title', 'user.none', null, { kind: 'change', raw: null, result: null, stored: null, present: 'Agent' }],
    ['title', 'title', 'org.name', null, { kind: 'unknown', raw: null, result: undefined, stored: undefined, present: 'Agent' }],
    [
      ...['title', 'title', 'user.title + " of " + source.boss', null],
      { kind: 'change', raw: 'title: Lead; boss: boss@x.io', result: 'Lead of boss@x.io' },
    ] as const,
    ['title', 'title', 'Arrays.toCsvString(user.skills)', null, { raw: '["a","b"]', result: 'a,b', stored: 'a,b' }],
    ['workPhone', workPhone, 'user.primaryPhone', 'US', { kind: 'pingPong', raw: '(317) 222-2222', stored: '+13172222222' }],
    ['workPhone', workPhone, 'user.primaryPhone', null, { kind: 'change', result: '(317) 222-2222', stored: undefined }],
    ['workPhone', workPhone, '"+1 555"', 'US', { kind: 'invalid', result: '+1 555', stored: '+13172222222', present: '+13172222222' }],
    ['workPhone', workPhone, '"+1 317 222 2223"', null, { kind: 'change', result: '+1 317 222 2223', stored: '+13172222223' }],
    ['managerValue', manager, 'user.boss', null, { kind: 'invalid', raw: 'boss@x.io', result: 'boss@x.io', stored: null, present: null }],
  ];
  for (const [variable, path, expression, region, expected] of cases) {
    it(`${variable} from ${expression}${region === null ? '' : `, in ${region}`}`, () => {
      const value = valueOf(variable, path, expression, region);
      assert.ok(value, 'the attribute is compared');
      assert.deepEqual({ ...value, ...expected }, value);
    });
  }

  it('of what is not pushed is what the assignment stores', () => {
    const users = [oktaUser('anna', { profile: { title: 'Lead' } })];
    const from = source({ users, assignments: [appUser('anna', 'anna', { profile: { title: 'Stored' } })] });
    const mapping = { properties: { title: { expression: 'user.title', pushStatus: 'DONT_PUSH' as const } } };
    const people = peopleOf(from, snapshot([scimUser('anna', { title: 'Agent' })], []));
    const values = new UserValues(from, mapping, null);
    assert.equal(values.attributes.find(({ path }) => path === 'title')?.expression, null);
    const unassigned = new UserValues(
      from,
      { properties: { nickName: { expression: '', pushStatus: null }, title: { expression: '', pushStatus: null } } },
      null,
    );
    const untold = totalsOf(unassigned, peopleOf(source({ users }), snapshot([], [])));
    assert.deepEqual([untold.counts.unknown, untold.attributes.find(({ path }) => path === 'title')?.counts.unknown], [0, 1]);
    const title = people.people.flatMap((one) => values.of(one)).find(({ path }) => path === 'title');
    assert.deepEqual([title?.raw, title?.result, title?.kind], ['Stored', 'Stored', 'latentOverwrite']);
  });
});

describe('the values of all users', () => {
  const users = [
    oktaUser('anna', { profile: { title: 'Agent', primaryPhone: '+1 317 222 2222' } }),
    oktaUser('ben', { profile: { title: 'Lead', primaryPhone: '+1 555' } }),
    oktaUser('new', { profile: { title: 'Lead' } }),
    oktaUser('gone', { profile: { title: 'Lead' } }),
    oktaUser('left', { status: 'DEPROVISIONED' }),
    oktaUser('unassigned'),
  ];
  const assignments = [
    appUser('anna', 'anna'),
    appUser('ben', 'ben'),
    appUser('new', null),
    appUser('gone', 'deleted'),
    appUser('left', null),
  ];
  const from = source({ users, assignments });
  const to = snapshot(
    [scimUser('anna', { title: 'Agent', phoneNumbers: [{ type: 'work', value: '+13172222222' }] }), scimUser('ben', { title: 'Agent' })],
    [],
  );
  const mapping = pushed({ title: 'user.title', workPhone: 'user.primaryPhone', displayName: 'user.login.', nickName: 'user.login' });

  it('are counted by attribute and kind, with examples', () => {
    const people = peopleOf(from, to);
    assert.deepEqual(
      people.people.map(({ user, genesys }) => [user.id, genesys?.id ?? null]),
      [
        ['anna', 'anna'],
        ['ben', 'ben'],
        ['new', null],
      ],
    );
    assert.deepEqual([people.inConflict, people.accountMissing], [0, 1]);
    const values = new UserValues(from, mapping, null);
    const totals = totalsOf(values, people, 1);
    assert.deepEqual([totals.users, totals.created, totals.repeated], [3, 1, 1]);
    const counted = totals.attributes.map(({ path, counts }) => [
      path,
      ...Object.entries(counts).flatMap(([kind, count]) => (count > 0 ? [`${count} ${kind}`] : [])),
    ]);
    assert.deepEqual(counted, [
      ['active', '2 equal', '1 change'],
      [workPhone, '1 equal', '1 pingPong', '1 invalid'],
      ['title', '1 equal', '2 change'],
      ['userName', '2 equal', '1 change'],
    ]);
    const title = totals.attributes.find(({ path }) => path === 'title');
    assert.deepEqual(
      title?.examples.get('change')?.map(({ user }) => user),
      ['ben@contoso.example'],
    );
    assert.equal(title.examples.get('equal'), undefined);
    assert.match(values.notCompared.join('\n'), /^displayName is not compared: its expression user\.login\. does not read/);
    assert.match(values.notCompared.join('\n'), /nickName/);
  });

  it('are what the plan says of the same users, whatever the mapping and the org', () => {
    const expression = fc.constantFrom(
      ...['user.title', 'user.primaryPhone', 'user.mobilePhone', 'user.managerId', 'user.email', '', 'org.name', 'user.'],
      ...['user.title ?: "Agent"', 'String.append("+1", user.primaryPhone)', 'user.department != null ? user.department : "x"'],
    );
    const pushStatus = fc.constantFrom('PUSH' as const, 'PUSH' as const, 'DONT_PUSH' as const, null);
    const variable = fc.constantFrom('title', 'workPhone', 'mobilePhone', 'department', 'managerValue', 'displayName', 'constructor');
    const mappings = fc.option(fc.dictionary(variable, fc.record({ expression, pushStatus })), { freq: 4 });
    let compared = 0;
    fc.assert(
      fc.property(rawOrgs, mappings, (raw, properties) => {
        const { source: read, snapshot: org, settings } = orgOf(raw);
        const own = properties && { id: null, path: null, properties };
        const made = buildPlan({ ...read, mapping: own }, org, settings, { name: 'test', version: '0' });
        const people = peopleOf(read, org);
        const values = new UserValues(read, own, settings.phoneRegion);
        const given = new Map(
          people.people.map((person) => [
            person.user.id,
            values.of(person).filter(({ kind }) => kind !== 'equal' && kind !== 'unknown' && kind !== 'leftAlone'),
          ]),
        );
        const said = new Map(
          made.users
            .filter(({ action }) => ['create', 'reactivate', 'update', 'pingPong'].includes(action))
            .map((one) => [one.oktaUserId ?? '', one.attributes]),
        );
        for (const [id, attributes] of given) {
          compared += attributes.length;
          assert.deepEqual(
            attributes.map(({ path, kind, result, present }) => [path, kind, result, present]),
            (said.get(id) ?? []).map(({ path, kind, okta, genesys }) => [path, kind, okta, genesys]),
          );
        }
        assert.ok([...said.keys()].every((id) => given.has(id)));
        const { counts } = totalsOf(values, people);
        const ofPlan = [...said.values()].flat();
        for (const kind of ['change', 'pingPong', 'latentOverwrite', 'invalid'] as const) {
          assert.equal(counts[kind], ofPlan.filter((one) => one.kind === kind).length);
        }
      }),
      { numRuns: 300 },
    );
    assert.ok(compared > 300);
  });
});
