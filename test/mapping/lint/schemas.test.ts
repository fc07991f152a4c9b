import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { documentedCatalogue } from '../../../src/mapping/attributeCatalogue';
import { externalTarget } from '../../../src/mapping/externalName';
import { mappingTarget } from '../../../src/mapping/lint/mappingTargets';
import appSchema from '../../../src/mapping/lint/okta-app-schema.schema.json';
import mappingSchema from '../../../src/mapping/lint/okta-mapping.schema.json';
import { coreUserUrn, enterpriseUserUrn, genesysUserUrn } from '../../../src/mapping/scimNames';
import { appUserSchema, profileMapping, reverseMapping } from '../../../src/sandbox/oktaApp';
import { mapping, schema } from './lintCases';

const root = join(import.meta.dirname, '..', '..', '..');
const ajv = new Ajv({ strict: false });

describe('the JSON Schemas of mapping files', () => {
  const real = (file: string): unknown => JSON.parse(readFileSync(join(root, 'test', 'fixtures', 'okta', file), 'utf8')) as unknown;
  const table: readonly (readonly [title: string, shape: object, value: unknown, valid: boolean])[] = [
    ['the mapping of the sample', mappingSchema, profileMapping('http://127.0.0.1'), true],
    ['its other direction', mappingSchema, reverseMapping('http://127.0.0.1'), true],
    ['a mapping of Okta’s list', mappingSchema, (real('docs-mappings-list.json') as readonly unknown[])[0], true],
    [
      'a push status that Okta does not have',
      mappingSchema,
      JSON.parse(mapping('"title":{"expression":"x","pushStatus":"ALWAYS"}')),
      false,
    ],
    ['the schema of the sample', appSchema, appUserSchema('http://127.0.0.1'), true],
    ['a schema', appSchema, JSON.parse(schema('"a":{"type":"string"}')), true],
    ['a schema whose external name is a number', appSchema, JSON.parse(schema('"a":{"externalName":1}')), false],
  ];
  for (const [title, shape, value, valid] of table) {
    it(`${valid ? 'take' : 'refuse'} ${title}`, () => assert.equal(ajv.validate(shape, value), valid, ajv.errorsText()));
  }

  it('offer only attributes that Genesys Cloud takes', () => {
    const variables = Object.keys(mappingSchema.properties.properties.properties);
    assert.ok(variables.length > 0);
    for (const variable of variables) {
      const target = mappingTarget(variable, null);
      assert.ok(target.kind === 'path' && documentedCatalogue.find(target.path).kind === 'known', variable);
    }
  });

  it('offer every attribute that can be written, and every namespace', () => {
    const { externalName, externalNamespace } = appSchema.definitions.variable.properties;
    assert.deepEqual(externalNamespace.examples, [coreUserUrn, enterpriseUserUrn, genesysUserUrn]);
    const offered = new Set(
      externalName.examples.flatMap((name) =>
        externalNamespace.examples.flatMap((urn) => {
          const target = externalTarget(name, urn);
          const found = target.kind === 'path' ? documentedCatalogue.find(target.path) : null;
          return found?.kind === 'known' ? [found.attribute.path] : [];
        }),
      ),
    );
    const writable = documentedCatalogue.attributes.filter((one) => one.mutability !== 'readOnly' && one.name !== 'userName');
    assert.deepEqual([...offered].sort(), writable.map((one) => one.path).sort());
  });

  it('are shipped, and stand on names that no other files have', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly contributes: { readonly jsonValidation: readonly { readonly fileMatch: string; readonly url: string }[] };
    };
    const builds = readFileSync(join(root, 'esbuild.mjs'), 'utf8');
    for (const name of ['okta-mapping', 'okta-app-schema']) {
      const contributed = manifest.contributes.jsonValidation.find(({ fileMatch }) => fileMatch === `*.${name}.json`);
      assert.equal(contributed?.url, `./dist/${name}.schema.json`);
      const source = `src/mapping/lint/${name}.schema.json`;
      assert.ok(existsSync(join(root, source)) && builds.includes(`'${source}', 'dist/${name}.schema.json'`), source);
    }
  });
});
