import assert from 'node:assert/strict';
import { enterpriseSchema } from '../../src/genesys/scim';
import type { ScimUser } from '../../src/genesys/scim';
import type { AttributePlan } from '../../src/plan/plan';
import { compareUser } from '../../src/vscode/planUserJson';
import { userPlan } from './samplePlan';

const anna: ScimUser = {
  meta: { version: '3' },
  id: 'u-anna',
  active: true,
  userName: 'anna@contoso.example',
  title: 'Agent',
  phoneNumbers: [
    { value: '+13172222222', type: 'work' },
    { value: '+3531', type: 'mobile', primary: true },
  ],
  [enterpriseSchema]: { division: 'Home', department: 'Support' },
};

function change(path: string, okta: string | null, kind: AttributePlan['kind'] = 'change'): AttributePlan {
  return { path, kind, okta, genesys: 'before', normalized: null, message: null };
}

function desired(attributes: readonly AttributePlan[]): Record<string, unknown> {
  const compared = compareUser(userPlan('update', 'anna', { attributes }), anna);
  assert.ok(compared);
  return JSON.parse(compared.desired) as Record<string, unknown>;
}

describe('A user current and desired', () => {
  it('has one key order, typed values by type, and nothing empty', () => {
    assert.equal(
      compareUser(null, { ...anna, externalId: '', roles: [] })?.current,
      `${JSON.stringify(
        {
          id: 'u-anna',
          userName: 'anna@contoso.example',
          active: true,
          title: 'Agent',
          phoneNumbers: [
            { value: '+3531', type: 'mobile', primary: true },
            { value: '+13172222222', type: 'work' },
          ],
          [enterpriseSchema]: { department: 'Support', division: 'Home' },
          meta: { version: '3' },
        },
        null,
        2,
      )}\n`,
    );
  });

  const cases: readonly (readonly [string, AttributePlan, string, unknown])[] = [
    ['a plain attribute', change('title', 'Lead'), 'title', 'Lead'],
    ['a cleared attribute', change('title', null), 'title', undefined],
    [
      'one value of a list',
      change('phoneNumbers[type eq "work"].value', '(317) 222-2222', 'pingPong'),
      'phoneNumbers',
      [
        { type: 'mobile', value: '+3531', primary: true },
        { type: 'work', value: '(317) 222-2222' },
      ],
    ],
    ['a value of a type that is not there yet', change('emails[type eq "work"].value', 'a@x'), 'emails', [{ type: 'work', value: 'a@x' }]],
    [
      'a cleared value of a list',
      change('phoneNumbers[type eq "work"].value', null),
      'phoneNumbers',
      [{ type: 'mobile', value: '+3531', primary: true }],
    ],
    [
      'an extension',
      change(`${enterpriseSchema}:manager.value`, 'boss'),
      enterpriseSchema,
      { department: 'Support', division: 'Home', manager: { value: 'boss' } },
    ],
    ['a flag', change('active', 'false'), 'active', false],
    ['what Genesys does not have', change('photos', 'x', 'unsupported'), 'photos', undefined],
  ];
  for (const [name, attribute, key, expected] of cases) {
    it(`puts in ${name}`, () => assert.deepEqual(desired([attribute])[key], expected));
  }

  it('does not touch the current side', () => {
    const compared = compareUser(userPlan('update', 'anna', { attributes: [change('phoneNumbers[type eq "work"].value', 'x')] }), anna);
    assert.equal(compared?.current, compareUser(null, anna)?.current);
  });

  it('is empty on the left for a user that would be created', () => {
    const compared = compareUser(userPlan('create', 'new@x', { genesysUserId: null, attributes: [change('title', 'Lead')] }), null);
    assert.deepEqual(compared, {
      current: '',
      desired: '{\n  "userName": "new@x",\n  "title": "Lead"\n}\n',
      partial: false,
    });
  });

  it('shows what differs where there is no snapshot, and says so', () => {
    const compared = compareUser(userPlan('update', 'a@x', { attributes: [change('title', 'Lead')] }), null);
    assert.equal(compared?.partial, true);
    assert.match(compared.current, /"title": "before"/);
    assert.match(compared.desired, /"title": "Lead"/);
  });

  it('is nothing where nothing is known', () => {
    assert.equal(compareUser(userPlan('accountMissing', 'a@x'), null), null);
    assert.equal(compareUser(null, null), null);
  });
});
