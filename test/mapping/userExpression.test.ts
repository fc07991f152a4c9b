import assert from 'node:assert/strict';
import { attributeRules, type MappedUser, type SchemaInput, type StoredAppUser } from '../../src/mapping/attributeRules';
import { coreUserUrn } from '../../src/mapping/scimNames';

const user: MappedUser = {
  id: '00u1',
  login: 'anna@contoso.example',
  email: 'anna.berg@contoso.example',
  status: 'ACTIVE',
  profile: { firstName: 'Anna', lastName: 'Berg', title: 'Lead', costCenter: 42, tags: ['a', 'b'] },
};

const push = (expression: string) => ({ expression, pushStatus: 'PUSH' as const });
const core = (externalName: string) => ({ externalName, externalNamespace: coreUserUrn });

describe('expressions of a mapping', () => {
  const valueOf = (expression: string, of: Partial<MappedUser> = {}, appUser?: StoredAppUser) => {
    const { rules, evaluated } = attributeRules({ properties: { title: push(expression) } }, null, null);
    const found = { ...user, ...of };
    const rule = rules.find((one) => one.target.path === 'title');
    assert.ok(rule);
    const read = rule.read(found, appUser);
    assert.equal(
      evaluated.some((one) => one.isUnknown(found, appUser)),
      read === undefined,
    );
    return read;
  };
  const table: readonly (readonly [
    expression: string,
    value: string | null | undefined,
    of?: Partial<MappedUser>,
    appUser?: StoredAppUser,
  ])[] = [
    ['user.firstName + " " + user.lastName', 'Anna Berg'],
    ['firstName', 'Anna'],
    ['source.title', 'Lead'],
    ['String.substringBefore(user.login, "@")', 'anna'],
    ['user.email + ""', 'anna.berg@contoso.example'],
    ['user.costCenter + 1', '43'],
    ['user.costCenter == 42', 'true'],
    ['Arrays.toCsvString(user.tags)', 'a,b'],
    ['Arrays.add(user.tags, "c")', undefined],
    ['user.nickName ?: ""', null],
    ['user.getInternalProperty("id")', '00u1'],
    ['user.getInternalProperty("status")', 'ACTIVE'],
    ['user.getInternalProperty("status")', undefined, { status: 'DEPROVISIONED' }],
    ['appuser.role', 'Agent', {}, { userName: null, profile: { role: 'Agent' } }],
    ['appuser.role', undefined, {}, { userName: null, profile: null }],
    ['appuser.userName', 'a@x.example', {}, { userName: 'a@x.example', profile: null }],
    ['getManagerUser("active_directory").title', undefined],
    ['isMemberOfGroupName("Care") ? "Agent" : "Other"', undefined],
    ['org.name', undefined],
    ['genesys_cloud.title', undefined],
    ['user.address + ""', undefined, { profile: { address: { city: 'x' } } }],
    ['user.constructor ?: "none"', 'none'],
  ];
  for (const [expression, value, of, appUser] of table) {
    it(`${expression}: ${value === undefined ? 'not compared' : String(value)}`, () =>
      assert.equal(valueOf(expression, of, appUser), value));
  }

  it('does not evaluate an expression that is not pushed, nor one for what Genesys does not have', () => {
    const rules = attributeRules(
      { properties: { title: { expression: 'user.a = 1', pushStatus: 'DONT_PUSH' }, nickName: push('"'), displayName: push(' ') } },
      null,
      null,
    );
    assert.deepEqual(rules.errors, []);
    assert.deepEqual(rules.evaluated, []);
  });

  it('says of one that does not read which attribute is not compared, and why', () => {
    const { rules, errors, notCompared } = attributeRules(
      { properties: { title: push('user.a = 1'), displayName: push('user.displayName') } },
      null,
      null,
    );
    assert.equal(errors.length, 1);
    assert.match(errors[0] ?? '', /^title is not compared: its expression user\.a = 1 does not read\. A single = /);
    assert.deepEqual(notCompared, []);
    assert.deepEqual(
      rules.map((rule) => rule.target.path),
      ['userName', 'active', 'displayName'],
    );
  });
});

describe('the type of a primary element', () => {
  const idiom = "(user.primaryPhone != null && user.primaryPhone != '') ? 'work' : ''";
  const schemaOf = (more: SchemaInput['properties'] = {}): SchemaInput => ({
    properties: { ...more, phone: core('phoneNumbers.^[primary==true].value'), phoneType: core('phoneNumbers.^[primary==true].type') },
  });
  const phones = (type: string, profile: MappedUser['profile'], more: SchemaInput['properties'] = {}) => {
    const mapping = { properties: { phone: push('user.primaryPhone'), phoneType: push(type), cell: push('user.mobilePhone') } };
    const { rules, evaluated, errors } = attributeRules(mapping, schemaOf(more), null);
    const one = { ...user, profile };
    const found: (readonly [string, string | null])[] = [];
    for (const { target, read } of rules.slice(2)) {
      const value = read(one, undefined);
      if (value !== undefined) found.push([/"(\w+)"/.exec(target.path)?.[1] ?? '', value]);
    }
    return {
      values: Object.fromEntries(found),
      unknown: evaluated.filter((attribute) => attribute.isUnknown(one, undefined)).map(({ variable }) => variable),
      errors,
    };
  };
  const table: readonly (readonly [
    what: string,
    type: string,
    profile: MappedUser['profile'],
    values: object,
    unknown: readonly string[],
  ])[] = [
    ['the default idiom', idiom, { primaryPhone: '+1' }, { work: '+1' }, []],
    ['the default idiom without a phone empties the one type', idiom, {}, { work: null }, []],
    ['one of several', "user.remote == 'yes' ? 'home' : 'work'", { primaryPhone: '+1', remote: 'yes' }, { home: '+1' }, []],
    ['the other of several', "user.remote == 'yes' ? 'home' : 'work'", { primaryPhone: '+1' }, { work: '+1' }, []],
    ['an attribute', 'user.kind', { primaryPhone: '+1', kind: 'mobile' }, { mobile: '+1' }, []],
    ['an attribute without a value is work', 'user.kind', { primaryPhone: '+1' }, { work: '+1' }, []],
    ['a type that Genesys does not have', 'user.kind', { primaryPhone: '+1', kind: 'fax' }, {}, ['phone']],
    ['neither type nor value', 'user.kind', {}, {}, []],
    ['a look-up', 'isMemberOfGroup("x") ? "work" : "home"', { primaryPhone: '+1' }, {}, ['phone']],
    ['a look-up that does not matter', 'isMemberOfGroup("x") ? "home" : "home"', { primaryPhone: '+1' }, { home: '+1' }, []],
  ];
  for (const [what, type, profile, values, unknown] of table) {
    it(`${what}: ${type}`, () => assert.deepEqual(phones(type, profile), { values, unknown, errors: [] }));
  }

  it('leaves to other attributes what is theirs', () => {
    const cell = { cell: core("phoneNumbers.^[type=='mobile'].value") };
    const profile = { primaryPhone: '+1', mobilePhone: '+2', kind: 'mobile' };
    assert.deepEqual(phones('user.kind', profile, cell), { values: { mobile: '+2' }, unknown: ['phone'], errors: [] });
  });

  it('that does not read is said', () => {
    assert.match(
      phones("'work", {}).errors.join(),
      /^phone is not compared: the expression of its type 'work does not read\. This text has no closing '/,
    );
  });
});
