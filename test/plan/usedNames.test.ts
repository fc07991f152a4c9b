import assert from 'node:assert/strict';
import { allSteps } from '../../src/input/steps';
import { usedNamesInSteps } from '../../src/plan/usedNames';
import { enterpriseUserUrn, genesysUserUrn } from '../../src/mapping/scimNames';
import type { ProfileMapping, SchemaProperty } from '../../src/okta/source';
import { appUser, oktaUser, source } from './examples';

const usedNames = (...given: Parameters<typeof usedNamesInSteps>) => allSteps(usedNamesInSteps(...given));

const property = (externalName: string, externalNamespace: string | null): SchemaProperty => ({
  title: null,
  externalName,
  externalNamespace,
});
const schema = {
  path: null,
  properties: {
    division: property('division', enterpriseUserUrn),
    role: property('roles.^[primary==true].value', 'urn:ietf:params:scim:schemas:core:2.0:User'),
    skills: property('routingSkills', genesysUserUrn),
    languages: property('routingLanguages', genesysUserUrn),
    title: property('title', null),
  },
};
const mapped = (properties: Readonly<Record<string, string>>, pushStatus: 'PUSH' | 'DONT_PUSH' = 'PUSH'): ProfileMapping => ({
  id: null,
  path: null,
  properties: Object.fromEntries(Object.entries(properties).map(([name, expression]) => [name, { expression, pushStatus }])),
});
const users = [
  oktaUser('a', { profile: { division: 'Home', skills: ['Billing', 'VIP'] } }),
  oktaUser('b', { profile: { division: 'home', skills: ['Billing'] } }),
  oktaUser('c', { profile: {} }),
];
const counted = (parts: Parameters<typeof source>[0]): readonly string[] =>
  usedNames(source(parts))
    .used.map(({ kind, name, people, variable }) => `${kind} ${name} ${people} ${variable}`)
    .sort();

describe('The names that an export uses', () => {
  it('without a mapping, the division of the default', () => {
    assert.deepEqual(counted({ users }), ['divisions Home 1 division', 'divisions home 1 division']);
  });

  const cases: readonly (readonly [title: string, variable: string, expression: string, expected: readonly string[]])[] = [
    ['values of people', 'division', 'user.division', ['divisions Home 1 division', 'divisions home 1 division']],
    ['a literal', 'division', "'EMEA'", ['divisions EMEA 3 division']],
    ['literals of a condition', 'role', "user.division == 'Home' ? 'Agent' : 'Guest'", ['roles Agent 1 role', 'roles Guest 2 role']],
    ['lists', 'skills', 'user.skills', ['skills Billing 2 skills', 'skills VIP 1 skills']],
    ['a list of literals', 'languages', "{'English', 'Deutsch'}", ['languages Deutsch 3 languages', 'languages English 3 languages']],
    ['no other attribute', 'title', "'Agent'", []],
  ];
  for (const [title, variable, expression, expected] of cases) {
    it(`${title}: ${expression}`, () => {
      const assigned = users.map((user) => appUser(user.id, null));
      const own = { [variable]: expression };
      const only = Object.fromEntries(Object.entries(schema.properties).filter(([name]) => name === variable));
      const rest = { mapping: mapped(own), schema: { path: null, properties: only } };
      assert.deepEqual(counted({ users, assignments: assigned, rest }), expected);
    });
  }

  it('of what is created only, as the stored profile holds it', () => {
    const assignments = [appUser('a', null, { profile: { division: 'APAC' } }), appUser('b', null)];
    const rest = {
      mapping: mapped({ division: 'user.division' }, 'DONT_PUSH'),
      schema: { ...schema, properties: { division: schema.properties.division } },
    };
    const use = usedNames(source({ users, assignments, rest }));
    assert.deepEqual(use.used, [{ kind: 'divisions', name: 'APAC', people: 1, variable: 'division' }]);
    assert.deepEqual(use.unknown, [{ variable: 'division', people: 1 }]);
  });

  it('without a schema, by the names of variables', () => {
    assert.deepEqual(counted({ users, rest: { mapping: mapped({ division: 'user.division' }) } }).length, 2);
  });

  it('says what cannot be known, and never guesses', () => {
    const rest = {
      mapping: mapped({ division: 'user.division +' }),
      schema: { ...schema, properties: { division: schema.properties.division } },
    };
    const use = usedNames(source({ users, rest }));
    assert.deepEqual(use, { used: [], unknown: [{ variable: 'division', people: 3 }] });
  });
});
