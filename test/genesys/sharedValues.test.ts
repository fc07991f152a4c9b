import { strict as assert } from 'node:assert';
import { enterpriseSchema, genesysSchema, type ScimGroup, type ScimUser } from '../../src/genesys/scim';
import { SharedValues } from '../../src/genesys/sharedValues';

const user = (id: string): ScimUser =>
  JSON.parse(
    JSON.stringify({
      schemas: ['urn:a', 'urn:b'],
      id,
      userName: `${id}@contoso.example`,
      active: true,
      title: null,
      externalId: `00u${id}`,
      emails: [{ value: `${id}@contoso.example`, type: 'work', primary: true }, { value: 'other@contoso.example' }, {}],
      roles: [{ value: 'employee' }],
      [enterpriseSchema]: { department: 'Service Desk', division: 'EMEA', manager: null },
      [genesysSchema]: {
        externalIds: [
          { authority: 'x-pc:scimv2:v1', value: `00u${id}` },
          { authority: null, value: 'x' },
        ],
      },
    }),
  ) as ScimUser;

describe('values that the records of a snapshot share', () => {
  it('change nothing in a user, and lists that are equal are one', () => {
    const shared = new SharedValues();
    const [one, two] = [user('1'), user('2')];
    shared.user(one);
    shared.user(two);
    assert.deepEqual([one, two], [user('1'), user('2')]);
    assert.equal(one.schemas, two.schemas);
    assert.equal(one.roles, two.roles);
  });

  it('do not mix up lists that differ', () => {
    const shared = new SharedValues();
    const [one, two] = [user('1'), { ...user('2'), roles: [{ value: 'supervisor' }], schemas: ['urn:a,urn:b'] }];
    shared.user(one);
    shared.user(two);
    assert.deepEqual([one.roles, two.roles], [[{ value: 'employee' }], [{ value: 'supervisor' }]]);
    assert.deepEqual([one.schemas, two.schemas], [['urn:a', 'urn:b'], ['urn:a,urn:b']]);
  });

  it('takes a user with nothing in it as it is', () => {
    const bare: ScimUser = { id: '1', userName: 'a', active: false, emails: null, [enterpriseSchema]: null, [genesysSchema]: {} };
    new SharedValues().user(bare);
    assert.deepEqual(bare, { id: '1', userName: 'a', active: false, emails: null, [enterpriseSchema]: null, [genesysSchema]: {} });
  });

  const members: readonly [what: string, members: unknown, left: unknown][] = [
    ['with their addresses', [{ value: '1', type: 'User', $ref: 'https://api.example/1' }], [{ value: '1', type: 'User' }]],
    ['whom no listing holds', [{ value: '7' }], [{ value: '7' }]],
    ['with no type', [{ value: '1', type: null }], [{ value: '1', type: null }]],
    ['of which there are none', [], []],
    ['that were left out', undefined, undefined],
    ['that are null', null, null],
  ];
  for (const [what, given, left] of members) {
    it(`keep of members ${what} who they are`, () => {
      const group = { id: 'g', displayName: 'G', members: given } as ScimGroup;
      new SharedValues().group(group, new Map([['1', user('1')]]));
      assert.deepEqual(group, { id: 'g', displayName: 'G', members: left });
    });
  }
});
