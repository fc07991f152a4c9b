import assert from 'node:assert/strict';
import { attributeRules, type MappedUser, type MappingInput, type SchemaInput, type StoredAppUser } from '../../src/mapping/attributeRules';
import { coreUserUrn, enterpriseUserUrn } from '../../src/mapping/scimNames';

const user: MappedUser = {
  id: '00u1',
  login: 'anna@contoso.example',
  email: 'anna.berg@contoso.example',
  status: 'ACTIVE',
  profile: {
    firstName: 'Anna',
    lastName: 'Berg',
    title: 'Lead',
    primaryPhone: '+13172222222',
    costCenter: 42,
    tags: ['a', 'b'],
    login: 'anna@contoso.example',
  },
};

function desired(
  mapping: MappingInput | null,
  schema: SchemaInput | null,
  appUser?: StoredAppUser,
  template: string | null = null,
): Record<string, string | null | undefined> {
  return Object.fromEntries(attributeRules(mapping, schema, template).rules.map((rule) => [rule.target.path, rule.read(user, appUser)]));
}

const push = (expression: string) => ({ expression, pushStatus: 'PUSH' as const });
const core = (externalName: string) => ({ externalName, externalNamespace: coreUserUrn });

describe('the default mapping', () => {
  it('fills the attributes of section 6', () => {
    assert.deepEqual(desired(null, null), {
      userName: 'anna@contoso.example',
      active: 'true',
      displayName: 'Anna Berg',
      title: 'Lead',
      'emails[type eq "work"].value': 'anna.berg@contoso.example',
      'phoneNumbers[type eq "work"].value': '+13172222222',
      'phoneNumbers[type eq "mobile"].value': null,
      [`${enterpriseUserUrn}:department`]: null,
      [`${enterpriseUserUrn}:division`]: null,
      [`${enterpriseUserUrn}:employeeNumber`]: null,
      [`${enterpriseUserUrn}:manager.value`]: null,
    });
  });

  it('is said on top', () => {
    assert.match(attributeRules(null, null, null).assumptions.join(), /default mapping/);
  });
});

describe('the user name', () => {
  const table: readonly (readonly [what: string, appUserName: string | null, template: string | null, expected: string])[] = [
    ['the assignment goes first', 'app@contoso.example', '${source.email}', 'app@contoso.example'],
    ['then the template', null, '${source.email}', 'anna.berg@contoso.example'],
    ['in the custom form too', null, 'user.email', 'anna.berg@contoso.example'],
    ['then the login', null, null, 'anna@contoso.example'],
    ["Okta's own format of the part before the @", null, '${fn:substringBefore(source.login, "@")}', 'anna'],
    ['with text around it', null, '${f:toLowerCase(user.firstName)}.x@contoso.example', 'anna.x@contoso.example'],
    ['a custom format as an expression', null, 'String.toUpperCase(user.firstName) + "@contoso.example"', 'ANNA@contoso.example'],
    ['a container is not closed', null, 'x${source.email', 'anna@contoso.example'],
    ['then the login where the template gives nothing', null, '${source.secondEmail}', 'anna@contoso.example'],
    ['also where the template is not understood', null, '${fn:x(}', 'anna@contoso.example'],
  ];
  for (const [what, userName, template, expected] of table) {
    it(what, () => {
      assert.equal(desired(null, null, { userName, profile: null }, template).userName, expected);
    });
  }

  it('says when the template is not understood', () => {
    assert.match(attributeRules(null, null, '${fn:x(}').assumptions.join(), /\$\{fn:x\(\} is not understood/);
  });
});

describe('the mapping of the export', () => {
  const schema: SchemaInput = {
    properties: {
      userName: { externalName: null, externalNamespace: null },
      givenName: core('name.givenName'),
      title: core('title'),
      phone: core("phoneNumbers.^[type=='work'].value"),
      phoneType: core("phoneNumbers.^[type=='work'].type"),
      mail: core('emails.^[primary==true].value'),
      mailType: core('emails.^[primary==true].type'),
      nickname: { externalName: 'nickName', externalNamespace: null },
      dept: { externalName: 'department', externalNamespace: enterpriseUserUrn },
      loginMail: core('emails[type eq "other"].value'),
      second: core('title'),
    },
  };
  const mapping: MappingInput = {
    properties: {
      givenName: push('user.firstName'),
      title: push('user.title'),
      phone: push('String.removeSpaces(user.primaryPhone)'),
      phoneType: push("'work'"),
      mail: push('user.email'),
      mailType: push("'work'"),
      dept: { expression: 'user.department', pushStatus: 'DONT_PUSH' },
      loginMail: push('user.login'),
      second: push('user.costCenter'),
      stray: push('user.title'),
    },
  };
  const rules = attributeRules(mapping, schema, null);

  it('takes expressions through the schema', () => {
    const values = desired(mapping, schema, { userName: null, profile: { dept: 'Care' } });
    assert.deepEqual(values, {
      userName: 'anna@contoso.example',
      active: 'true',
      title: 'Lead',
      'emails[type eq "work"].value': 'anna.berg@contoso.example',
      'phoneNumbers[type eq "work"].value': '+13172222222',
      [`${enterpriseUserUrn}:department`]: 'Care',
    });
  });

  it('compares what is not pushed with the stored profile, where the export has it', () => {
    assert.equal(desired(mapping, schema)[`${enterpriseUserUrn}:department`], undefined);
  });

  it('names what Genesys does not have and what nobody may write', () => {
    assert.deepEqual(
      rules.ignored.map((target) => `${target.support} ${target.path}`),
      ['unsupported name.givenName', 'readOnly emails[type eq "other"].value'],
    );
  });

  for (const [variable, why] of [
    ['nickname', /no external namespace/],
    ['second', /already fills title/],
    ['stray', /schema does not have it/],
  ] as const) {
    it(`says that ${variable} is not compared`, () => {
      assert.match(rules.notCompared.find((text) => text.startsWith(`${variable} is not compared`)) ?? '', why);
    });
  }

  it('takes the type of the primary element from its sibling, else work with a note', () => {
    const typed = { properties: { ...mapping.properties, mailType: push('"other"') } };
    assert.ok(attributeRules(typed, schema, null).ignored.some((target) => target.path === 'emails[type eq "other"].value'));
    const untyped = attributeRules(
      { properties: { mail: push('user.email') } },
      { properties: { mail: core('emails.^[primary==true].value') } },
      null,
    );
    assert.match(untyped.notCompared.join(), /taken to be work/);
  });

  it('knows common names without the schema, said on top', () => {
    const byName = attributeRules(
      { properties: { primaryPhone: push('user.primaryPhone'), first_name: push('user.firstName'), badge: push('user.badge') } },
      null,
      null,
    );
    assert.ok(byName.rules.some((rule) => rule.target.path === 'phoneNumbers[type eq "work"].value'));
    assert.match(byName.assumptions.join(), /recognised by their names/);
    assert.deepEqual(
      byName.ignored.map((target) => target.path),
      ['name.givenName'],
    );
    assert.match(byName.notCompared.join(), /badge is not compared/);
  });

  it('does not read inherited properties of a profile', () => {
    const read = attributeRules({ properties: { title: push('user.constructor') } }, null, null).rules.find(
      (rule) => rule.target.path === 'title',
    )?.read;
    assert.equal(read?.(user, undefined), null);
  });

  it('turns numbers into text and leaves lists alone', () => {
    const values = desired({ properties: { title: push('user.costCenter'), department: push('user.tags') } }, null);
    assert.equal(values.title, '42');
    assert.equal(values[`${enterpriseUserUrn}:department`], undefined);
  });
});
