import assert from 'node:assert/strict';
import { completeJson } from '../../../src/mapping/lint/completionJson';
import { placeInSteps } from '../../../src/mapping/lint/jsonPlace';
import { noContext, type LintContext } from '../../../src/mapping/lint/lintContext';
import { readAppSchemas } from '../../../src/mapping/lint/appSchema';
import type { JsonPlace } from '../../../src/mapping/lint/jsonPlace';

const ends = '"source": {"name": "user", "type": "user"}, "target": {"id": "0oa1", "name": "genesys_cloud", "type": "appuser"}';
const back = '"source": {"id": "0oa1", "name": "genesys_cloud", "type": "appuser"}, "target": {"name": "user", "type": "user"}';
const core = 'urn:ietf:params:scim:schemas:core:2.0:User';

const schema = JSON.stringify({
  id: 'https://o/meta/schemas/apps/0oa1/default',
  name: 'genesys_cloud',
  definitions: {
    base: { properties: { userName: {} } },
    custom: {
      properties: {
        displayName: { externalName: 'displayName', externalNamespace: core },
        'odd "name" $1': { externalName: 'title', externalNamespace: core },
        mainPhoneType: { externalName: 'phoneNumbers.^[primary==true].type', externalNamespace: core },
      },
    },
  },
});
const withSchema: LintContext = { ...noContext, schemas: readAppSchemas(schema) };

function placeOf(text: string, offset: number): JsonPlace | null {
  const steps = placeInSteps(text, offset);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The text with the first item of this label written at `¦`; undefined where it is not offered. */
function written(marked: string, label: string, context: LintContext = noContext): string | undefined {
  const offset = marked.indexOf('¦');
  const text = marked.replace('¦', '');
  const found = offered(marked, context);
  const item = found?.items.find((one) => one.label === label);
  if (!found || !item) return undefined;
  assert.ok(found.replace.start <= offset && offset <= found.replace.end, 'the cursor is in what is replaced');
  return text.slice(0, found.replace.start) + item.insert + text.slice(found.replace.end);
}

function offered(marked: string, context: LintContext = noContext): ReturnType<typeof completeJson> {
  const offset = marked.indexOf('¦');
  assert.notEqual(offset, -1);
  const place = placeOf(marked.replace('¦', ''), offset);
  return place && completeJson(place, offset, { context, profileAttributes: ['title', 'constructor', 'odd name', 'title'] });
}

const mapping = (properties: string, sides = ends): string => `{${sides}, "properties": {${properties}}}`;
const expression = (text: string, name = 'title'): string => mapping(`"${name}": {"expression": "${text}"}`);

describe('Completion in Okta’s mappings and app user schemas', () => {
  const cases: readonly (readonly [what: string, marked: string, label: string, expected: string | undefined, context?: LintContext])[] = [
    ['an attribute', expression('user.ti¦'), 'user.title', expression('user.title')],
    ['an attribute that is named constructor', expression('¦'), 'user.constructor', expression('user.constructor')],
    ['no attribute that cannot be written', expression('¦'), 'user.odd name', undefined],
    ['the whole of a name', expression('user.ti¦le + 1'), 'user.title', expression('user.title + 1')],
    ['behind escaped quotes', expression('\\"a\\\\\\" + us¦'), 'user.title', expression('\\"a\\\\\\" + user.title')],
    ['behind a text in other quotes', expression("'\\u00e9' + 'a' + ¦"), 'user.title', expression("'\\u00e9' + 'a' + user.title")],
    ['not within a text', expression("'us¦"), 'user.title', undefined],
    ['not behind a bracket', expression('f(1).t¦'), 'user.title', undefined],
    ['not behind a digit', expression('1¦'), 'user.title', undefined],
    ['a function', expression('Str¦'), 'String.append', expression('String.append(${1:text}, ${2:suffix})')],
    ['a function that is called already', expression('Str¦(user.x)'), 'String.append', expression('String.append(user.x)')],
    ['an argument that is written out', expression('¦'), 'user.getInternalProperty', expression("user.getInternalProperty(${1:'id'})")],
    ['a function without arguments', expression('¦'), 'hasDirectoryUser', expression('hasDirectoryUser()')],
    ['no function of claims', expression('¦'), 'Groups.contains', undefined],
    ['a type', expression("'¦'", 'primaryPhoneType'), 'work2', expression("'work2'", 'primaryPhoneType')],
    [
      'a type in a condition',
      expression("user.a == 'x' ? 'wo¦' : ''", 'primaryPhoneType'),
      'work',
      expression("user.a == 'x' ? 'work' : ''", 'primaryPhoneType'),
    ],
    ['a type with its quotes', expression('¦', 'primaryPhoneType'), "'mobile'", expression("'mobile'", 'primaryPhoneType')],
    ['a type in escaped quotes', expression('\\"¦\\"', 'primaryPhoneType'), 'work4', expression('\\"work4\\"', 'primaryPhoneType')],
    ['an e-mail type that can be written', expression("'¦'", 'emailType'), 'work', expression("'work'", 'emailType')],
    ['none that cannot', expression("'¦'", 'emailType'), 'other', undefined],
    ['no types elsewhere', expression("'¦'"), 'work', undefined],
    [
      'a target without its schema',
      mapping('"¦"'),
      'mobilePhone',
      mapping('"mobilePhone": { "expression": "${1:user.}", "pushStatus": "PUSH" }'),
    ],
    ['a target that has a value', mapping('"ti¦": {}'), 'title', mapping('"title": {}')],
    ['no target twice', mapping('"title": {}, "¦"'), 'title', undefined],
    [
      'a target of the schema',
      mapping('¦'),
      'mainPhoneType',
      mapping('"mainPhoneType": { "expression": "${1:user.}", "pushStatus": "PUSH" }'),
      withSchema,
    ],
    ['a target of any name', mapping('"¦": {}'), 'odd "name" $1', mapping('"odd \\\\"name\\\\" \\$1": {}'), withSchema],
    ['no target that the schema has not', mapping('"¦"'), 'mobilePhone', undefined, withSchema],
    ['no target of Okta’s own', mapping('"¦"', back), 'title', undefined],
    [
      'attributes of the app in what comes back',
      mapping('"email": {"expression": "¦"}', back),
      'appuser.displayName',
      mapping('"email": {"expression": "appuser.displayName"}', back),
      withSchema,
    ],
    ['a push status', mapping('"a": {"pushStatus": "¦"}'), 'DONT_PUSH', mapping('"a": {"pushStatus": "DONT_PUSH"}')],
  ];
  for (const [what, marked, label, expected, context] of cases) {
    it(`writes ${what}`, () => {
      const result = written(marked, label, context);
      assert.equal(result, expected);
    });
  }

  it('writes names and namespaces of a schema', () => {
    const text = (name: string, namespace: string): string =>
      `{"id": "https://o/meta/schemas/apps/1/default", "definitions": {"custom": {"properties": {"a": {"externalName": "${name}", "externalNamespace": "${namespace}"}}}}}`;
    assert.equal(written(text('ph¦', ''), "phoneNumbers.^[type=='work2'].value"), text("phoneNumbers.^[type=='work2'].value", ''));
    assert.equal(written(text('¦', core), 'displayName'), text('displayName', core));
    assert.equal(written(text('¦', core), 'department'), undefined);
    assert.equal(written(text('', 'urn¦'), core), text('', core));
  });

  it('documents what it offers', () => {
    const found = offered(expression('¦'));
    const append = found?.items.find(({ label }) => label === 'String.append');
    assert.equal(append?.detail, '(text, suffix) gives text');
    assert.match(append.documentation?.source?.url ?? '', /^https:\/\/developer\.okta\.com\//);
  });

  it('has nothing for other files, and never throws', () => {
    for (const marked of [
      '¦',
      '{"¦"}',
      '[¦',
      '{"source": {"type": "user"}, "properties": ¦',
      '{"properties": {"a": {"expression": "¦"}}}',
      `${ends}¦`,
    ]) {
      assert.equal(offered(marked)?.items.length ?? 0, 0, marked);
    }
    const long = expression(`${'a.'.repeat(50_000)}(¦`);
    assert.ok(offered(long));
  });
});
