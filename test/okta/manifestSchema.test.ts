import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { columnMeanings } from '../../src/okta/columnMeanings';
import { completed, manifestName, newManifest } from '../../src/okta/manifestFile';
import schema from '../../src/okta/okta-export.schema.json';
import { OktaOrg, refusal } from './collect/collecting';

const root = join(import.meta.dirname, '..', '..');
// `defaultSnippets` and its like are VS Code's own words.
const fits = new Ajv({ strict: false, validateFormats: false }).compile(schema);

const format = 'scim-preflight/okta-export@1';
const ofFile = (entry: object): object => ({ format, files: [{ path: 'a.csv', ...entry }] });

const accepted: readonly (readonly [what: string, manifest: unknown])[] = [
  ['a new one', newManifest({})],
  [
    'all that the specification shows (product.md, section 3)',
    {
      format,
      complete: true,
      collectedAt: '2026-11-20T09:30:00.000Z',
      oktaDomain: 'contoso.okta.com',
      oktaApp: { id: '0oa1gjh63g214q0Hq0g4', label: 'Genesys Cloud' },
      files: [
        {
          path: 'members/00g1emaKYZTWRYYRRTSK-1.json',
          kind: 'groupMembers',
          group: '00g1emaKYZTWRYYRRTSK',
          records: 1512,
          sha256: 'ab'.repeat(32),
          columns: { 'E-mail': 'email' },
          partial: false,
          complete: true,
          typedCount: 1512,
        },
      ],
    },
  ],
  ['an app without a label', { format, oktaApp: { id: '0oa1', label: null }, files: [] }],
  ['a file that nobody needs', ofFile({ kind: 'unknown' })],
  ['every meaning of a column', ofFile({ columns: Object.fromEntries(meanings().map((meaning) => [`of ${meaning}`, meaning])) })],
  ['an attribute of the org itself', ofFile({ columns: { Desk: 'profile.deskNumber' } })],
  ['a header that is empty, or like a prototype', ofFile({ columns: JSON.parse('{"":"ignore","__proto__":"email"}') as object })],
  [
    'what was completed',
    JSON.parse(completed('{}', { complete: false, files: [{ path: 'b.csv', kind: 'users', columns: { A: 'id' }, group: null }] }, 'm')),
  ],
];

const refused: readonly (readonly [what: string, manifest: unknown])[] = [
  ['nothing', {}],
  ['a list', []],
  ['another version', { format: 'scim-preflight/okta-export@2', files: [] }],
  ['a manifest without files', { format }],
  ['a misspelt key', { format, file: [], files: [] }],
  ['a file without a path', { format, files: [{ kind: 'users' }] }],
  ['a misspelt key of a file', ofFile({ colums: {} })],
  ['a kind that there is not', ofFile({ kind: 'people' })],
  ['a group that is no text', ofFile({ group: 7 })],
  ['a meaning that there is not', ofFile({ columns: { Mail: 'mail' } })],
  ['an attribute without a name', ofFile({ columns: { Mail: 'profile.' } })],
  ['a hash that is none', ofFile({ sha256: 'abc' })],
  ['a count below zero', ofFile({ records: -1 })],
  ['a count of a half', ofFile({ typedCount: 1.5 })],
  ['partial as a word', ofFile({ partial: 'yes' })],
];

describe('the schema of okta-export.json', () => {
  for (const [what, manifest] of accepted) {
    it(`accepts ${what}`, () => assert.ok(fits(manifest), JSON.stringify(fits.errors)));
  }
  for (const [what, manifest] of refused) {
    it(`refuses ${what}`, () => assert.equal(fits(manifest), false));
  }

  it('accepts what the collector writes, with what Okta refused to give', async () => {
    const org = await OktaOrg.start({ users: 60, groups: 3 });
    try {
      org.intercept = ({ path }, usual) => (path.includes('/group-push/') ? refusal(403) : usual());
      const { folder } = await org.collect('collected');
      const manifest: unknown = JSON.parse(readFileSync(join(folder, manifestName), 'utf8'));
      assert.ok(fits(manifest), JSON.stringify(fits.errors));
      assert.match(JSON.stringify(manifest), /"missing":\[\{"kind":"pushMappings"/);
    } finally {
      await org.close();
    }
  });

  it('describes every key, kind and meaning: hover and completion show it', () => {
    const { file, meaning } = schema.definitions;
    const keys = [...Object.entries(schema.properties), ...Object.entries(file.properties)].filter(([key]) => key !== '$schema');
    for (const [key, property] of keys) assert.ok('description' in property && property.description.length > 10, key);
    for (const list of [file.properties.kind, ...meaning.anyOf]) {
      if ('enum' in list) assert.equal(list.enumDescriptions?.filter((words) => words.length > 10).length, list.enum.length);
    }
  });

  it('knows the meanings that the quick pick offers', () => {
    const offered = columnMeanings.map(({ meaning }) => meaning).filter((meaning) => !meaning.startsWith('profile.'));
    assert.deepEqual([...meanings()].sort(), offered.sort());
  });

  it('is the one that the package contributes', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly contributes: { readonly jsonValidation: readonly { readonly fileMatch: string; readonly url: string }[] };
    };
    const contributed = manifest.contributes.jsonValidation.find(({ fileMatch }) => fileMatch === 'okta-export.json');
    assert.equal(contributed?.url, './dist/okta-export.schema.json');
    assert.match(
      readFileSync(join(root, 'esbuild.mjs'), 'utf8'),
      /'src\/okta\/okta-export\.schema\.json', 'dist\/okta-export\.schema\.json'/,
    );
  });
});

function meanings(): readonly string[] {
  return schema.definitions.meaning.anyOf.flatMap((list) => ('enum' in list ? list.enum : []));
}
