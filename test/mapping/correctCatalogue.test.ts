import assert from 'node:assert/strict';
import type { JsonValue } from '../../src/input/problem';
import { attributeTarget, documentedCatalogue, paths } from '../../src/mapping/attributeCatalogue';
import { correctCatalogue } from '../../src/mapping/correctCatalogue';
import { coreUserUrn, enterpriseUserUrn, genesysUserUrn, phoneTypes } from '../../src/mapping/scimNames';
import { schemaDefinitions } from '../../src/sandbox/schemaDefinitions';

const answer = (): Record<string, unknown>[] =>
  JSON.parse(JSON.stringify(schemaDefinitions('http://127.0.0.1/scim'))) as Record<string, unknown>[];

function changed(urn: string, change: (attributes: Record<string, unknown>[]) => Record<string, unknown>[]): JsonValue {
  const schemas = answer().map((schema) =>
    schema.id === urn ? { ...schema, attributes: change(schema.attributes as Record<string, unknown>[]) } : schema,
  );
  return { schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'], totalResults: schemas.length, Resources: schemas } as JsonValue;
}

const withMutability = (name: string, mutability: string) => (attributes: Record<string, unknown>[]) =>
  attributes.map((one) => (one.name === name ? { ...one, mutability } : one));

const withPhoneTypes = (types: readonly string[]) => (attributes: Record<string, unknown>[]) =>
  attributes.map((one) => (one.name === 'phoneNumbers' ? { ...one, subAttributes: [{ name: 'type', canonicalValues: types }] } : one));

/** An answer of /schemas, the differences in words, and what a path then is. */
const table: readonly (readonly [title: string, schemas: JsonValue, differences: readonly string[], path: string, found: string])[] = [
  ['the documented schemas', changed(coreUserUrn, (same) => same), [], 'displayName', 'readWrite required'],
  ['no ListResponse but the resources', answer() as JsonValue, [], 'title', 'readWrite'],
  ['nothing that is a schema', { error: 'not found' }, [], 'title', 'readWrite'],
  ['a schema without attributes', changed(coreUserUrn, () => []), [], 'title', 'readWrite'],
  [
    'a title that is gone',
    changed(coreUserUrn, (all) => all.filter((one) => one.name !== 'title')),
    ['This org has no title.'],
    'title',
    'unknown',
  ],
  [
    'a department that cannot be written',
    changed(enterpriseUserUrn, withMutability('department', 'readOnly')),
    [`${enterpriseUserUrn}:department is read-only in this org, not writable.`],
    `${enterpriseUserUrn}:department`,
    'readOnly',
  ],
  [
    'phones without work4, with fax',
    changed(coreUserUrn, withPhoneTypes([...phoneTypes.filter((type) => type !== 'work4'), 'fax'])),
    ['This org has no phoneNumbers of type work4.', 'This org also has phoneNumbers of type fax.'],
    'phoneNumbers[type eq "fax"].value',
    'readWrite',
  ],
  [
    'a new attribute',
    changed(genesysUserUrn, (all) => [...all, { name: 'location', type: 'string', mutability: 'readWrite' }]),
    [`This org also has ${genesysUserUrn}:location.`],
    `${genesysUserUrn}:location`,
    'readWrite',
  ],
  [
    'names that objects have',
    changed(coreUserUrn, (all) => [...all, { name: 'constructor' }, { name: '__proto__' }]),
    ['This org also has constructor.', 'This org also has __proto__.'],
    '__proto__',
    'readWrite',
  ],
];

describe('correctCatalogue', () => {
  for (const [title, schemas, differences, path, expected] of table) {
    it(title, () => {
      const corrected = correctCatalogue(documentedCatalogue, schemas);
      assert.deepEqual(corrected.differences, differences);
      const found = corrected.catalogue.find(path);
      const words = found.kind === 'known' ? `${found.attribute.mutability}${found.attribute.required ? ' required' : ''}` : found.kind;
      assert.equal(words, expected);
    });
  }
});

/** Paths as RFC 7644 writes them, and what the documented catalogue has for them. */
const finds: readonly (readonly [path: string, expected: string])[] = [
  ['DISPLAYNAME', 'displayName'],
  ['phoneNumbers[type eq "work4"].value', 'phoneNumbers[type eq "work4"].value'],
  ['phoneNumbers[type eq "fax"].value', 'unknownType'],
  ['meta.location', 'meta'],
  ['roles.value', 'roles'],
  [`${genesysUserUrn}:routingSkills[0].name`, `${genesysUserUrn}:routingSkills`],
  [`${genesysUserUrn}:externalIds[authority eq "a:b"].value`, `${genesysUserUrn}:externalIds`],
  [`${enterpriseUserUrn}:manager`, `${enterpriseUserUrn}:manager.value`],
  [`${enterpriseUserUrn}:costCenter`, 'unknown'],
  ['department', 'unknown'],
  ['name.givenName', 'unknown'],
  ['constructor', 'unknown'],
  ['__proto__', 'unknown'],
  ['', 'unknown'],
];

describe('AttributeCatalogue', () => {
  for (const [path, expected] of finds) {
    it(`finds ${expected} for ${path || 'nothing'}`, () => {
      const found = documentedCatalogue.find(path);
      assert.equal(found.kind === 'known' ? found.attribute.path : found.kind, expected);
    });
  }

  it('holds every path that the planner names, writable', () => {
    for (const path of Object.values(paths)) assert.equal(attributeTarget(path).support, 'writable', path);
  });

  it('says where each attribute comes from, and has each path once', () => {
    const all = documentedCatalogue.attributes;
    assert.equal(new Set(all.map((one) => one.path)).size, all.length);
    for (const one of all)
      assert.ok(one.sources.length > 0 && (one.mutability === 'readOnly') === (one.readOnlyBecause !== null), one.path);
  });
});
