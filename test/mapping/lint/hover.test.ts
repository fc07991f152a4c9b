import assert from 'node:assert/strict';
import type { HoverContent } from '../../../src/mapping/lint/hoverContent';
import { hoverCell } from '../../../src/mapping/lint/hoverCsv';
import type { PreviewUser } from '../../../src/mapping/lint/hoverExpression';
import { hoverJsonInSteps } from '../../../src/mapping/lint/hoverJson';
import { CsvLint } from '../../../src/mapping/lint/csvLint';
import { noContext, type LintContext } from '../../../src/mapping/lint/lintContext';

const anna: PreviewUser = {
  name: 'Anna Berg (anna@contoso.example)',
  user: {
    id: '00u1',
    login: 'anna@contoso.example',
    email: 'anna@contoso.example',
    status: 'ACTIVE',
    profile: { displayName: 'Anna Berg', primaryPhone: '(317) 222-2222', managerId: 'boss@contoso.example', constructor: 'built' },
  },
  appUser: undefined,
};

const us: LintContext = { ...noContext, defaultRegion: 'US' };

function mapping(properties: Readonly<Record<string, string>>, ends: readonly [string, string] = ['user', 'appuser']): string {
  return JSON.stringify({
    source: { id: '1', name: 'user', type: ends[0] },
    target: { id: '2', name: 'genesys_cloud', type: ends[1] },
    properties: Object.fromEntries(Object.entries(properties).map(([name, expression]) => [name, { expression, pushStatus: 'DONT_PUSH' }])),
  });
}

/** The lines that are told at `¦`, which is taken out of the text; titles stand between angle brackets. */
function told(marked: string, context: LintContext = us, preview: PreviewUser | null = anna): readonly string[] {
  const offset = marked.indexOf('¦');
  assert.notEqual(offset, -1);
  const text = marked.replace('¦', '');
  const steps = hoverJsonInSteps(text, offset, context, preview);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return linesOf(value);
  }
}

function linesOf(content: HoverContent | null): readonly string[] {
  return (content?.blocks ?? []).flatMap(({ title, lines }) => [
    `<${title}>`,
    ...lines.map(({ label, text }) => (label === null ? text : `${label}: ${text}`)),
  ]);
}

const at = (text: string, place: string): string => text.replace(place, `${place.slice(0, 1)}¦${place.slice(1)}`);

describe('What is told of a place in a JSON file of Okta’s', () => {
  it('tells of a target what Genesys makes of it, and what the expression yields', () => {
    assert.deepEqual(told(at(mapping({ workPhone: 'user.primaryPhone' }), 'workPhone')), [
      '<phoneNumbers[type eq "work"].value>',
      'Fills: UserProfile.contactInfo.[0].phone_work.[0].value.number',
      'Type: string, one element of a list',
      'Format: E.164, or a tel URI such as tel:+13172222222; ext=42. Genesys Cloud stores E.164.',
      'Rights: Okta can write it.',
      'Source: Genesys Cloud’s SCIM model, the article on field mappings',
      '<For Anna Berg (anna@contoso.example)>',
      'Okta sends: (317) 222-2222',
      'Genesys Cloud stores: +13172222222',
    ]);
  });

  const values: readonly (readonly [
    what: string,
    properties: Readonly<Record<string, string>>,
    place: string,
    expected: readonly string[],
  ])[] = [
    ['an attribute', { title: 'user.title' }, 'user.title', ['<For Anna>', 'Okta sends: no value']],
    [
      'a function',
      { title: 'String.len(user.login)' },
      'String.len',
      [
        '<String.len(text)>',
        'How long the text is.',
        'Gives: whole number',
        'Example: String.len("This") → 4',
        '<For Anna>',
        'Okta sends: 20',
        'Genesys Cloud stores: 20',
      ],
    ],
    [
      'a function that nobody documents',
      { title: 'isSuperOrgAdmin()' },
      'isSuper',
      [
        '<isSuperOrgAdmin>',
        'Okta does not document this function. What it gives is not known here.',
        '<For Anna>',
        'Okta sends: cannot be known offline',
      ],
    ],
    [
      'what stands behind escaped quotes',
      { title: '"" + user.displayName' },
      'displayName',
      ['<Anna: displayName>', 'Okta has: Anna Berg', '<For Anna>', 'Okta sends: Anna Berg', 'Genesys Cloud stores: Anna Berg'],
    ],
    [
      'a manager who is no GUID',
      { managerId: '"zz" + user.managerId' },
      'zz',
      [
        '<For Anna>',
        'Okta sends: zzboss@contoso.example',
        'It is not a Genesys user id (GUID): Genesys Cloud does not take it as a manager.',
      ],
    ],
    ['an attribute named constructor', { title: 'user.constructor + 1' }, 'user.con', ['<Anna: constructor>', 'Okta has: built']],
    ['no expression that can be read', { title: 'user.title +' }, '+', ['<For Anna>', 'Not readable: A value is missing after +.']],
    ['an expression of 100 kB', { title: `'${'x'.repeat(100_000)}'` }, 'xxx', ['<For Anna>', `Okta sends: ${'x'.repeat(100_000)}`]],
  ];
  for (const [what, properties, place, expected] of values) {
    it(`tells of ${what}`, () => {
      const text = mapping(properties);
      const start = text.indexOf('expression');
      const lines = told(text.slice(0, start) + at(text.slice(start), place), us, { ...anna, name: 'Anna' });
      assert.deepEqual(lines.slice(0, expected.length), expected);
    });
  }

  it('says of what users are lacking', () => {
    assert.deepEqual(told(at(mapping({ title: '"zz"' }), 'zz'), us, null), [
      '<Its value>',
      'Preview a push to see here what the expression yields for a user of the export.',
    ]);
  });

  it('tells what DONT_PUSH does not do', () => {
    const [title, words] = told(at(mapping({ title: 'user.title' }), 'DONT_PUSH'));
    assert.equal(title, '<DONT_PUSH>');
    assert.match(words ?? '', /At every update it pushes the whole profile/);
  });

  it('says nothing of Genesys where the mapping goes to Okta, or to another app', () => {
    const back = mapping({ title: 'String.len(appuser.title)' }, ['appuser', 'user']);
    assert.deepEqual(told(at(back, '"title')), []);
    assert.equal(told(at(back, 'String.len'))[0], '<String.len(text)>');
    const other = mapping({ title: 'user.title' }).replace('genesys_cloud', 'salesforce');
    assert.deepEqual(told(at(other, '"title')).slice(0, 1), ['<For Anna Berg (anna@contoso.example)>']);
  });

  const schema = JSON.stringify({
    id: 'https://o/meta/schemas/apps/0oa1/default',
    name: 'genesys_cloud',
    definitions: {
      custom: {
        properties: {
          constructor: { externalName: "emails.^[type=='other'].value", externalNamespace: 'urn:ietf:params:scim:schemas:core:2.0:User' },
          nick: { externalName: 'nickName', externalNamespace: 'urn:ietf:params:scim:schemas:core:2.0:User' },
        },
      },
    },
  });
  it('tells of an attribute of an app user schema', () => {
    assert.ok(
      told(at(schema, 'constructor')).includes(
        'Rights: Nobody can write it. Genesys Cloud keeps the userName there and lets nobody write it.',
      ),
    );
    assert.deepEqual(told(at(schema, 'nickName')), ['<nickName>', 'Genesys Cloud has no such attribute: what Okta sends for it is lost.']);
    assert.deepEqual(told(at(schema, 'urn:')), []);
  });

  it('tells the parts of a phone of a user, by the user’s country', () => {
    const text = JSON.stringify([
      { id: '0', profile: { login: 'a', mobilePhone: '1' } },
      { id: '1', profile: { login: 'b', mobilePhone: '020 7946 0018', countryCode: 'GB' } },
    ]);
    assert.deepEqual(told(at(text, '020')), [
      '<020 7946 0018>',
      'Country: United Kingdom (the number itself does not say)',
      'National form: 020 7946 0018',
      'Kind of number: fixed line',
      'Genesys Cloud stores: +442079460018',
    ]);
    assert.deepEqual(told(at(text, '"b"')), []);
  });

  it('says nothing of what is no JSON of Okta’s', () => {
    for (const text of [
      '¦',
      '¦{',
      '[1, ¦2]',
      '{"a": ¦',
      '{"source":{"type":"user"},"target":{"type":"appuser"},"properties":{"a":{"expression":"us¦',
    ]) {
      assert.doesNotThrow(() => told(text));
    }
    assert.deepEqual(told('{"phone": "¦1"}'), []);
  });
});

describe('What is told of a cell of a CSV', () => {
  const header = 'login,"primaryPhone",country';
  const rows: readonly (readonly [string, readonly string[]])[] = [
    [
      'a@b.c,"tel:+13172222222; ext=4¦2",',
      ['Country: United States', 'National form: (317) 222-2222', 'Extension: 42', 'Genesys Cloud stores: +13172222222;ext=42'],
    ],
    ['a@b.c,(317) 222-22¦22,US', ['Country: United States (the number itself does not say)', 'Genesys Cloud stores: +13172222222']],
    [
      'a@b.c,¦12,DE',
      ['It is not a valid phone number as a number of Germany: Genesys Cloud refuses it, or keeps a number that nobody can call.'],
    ],
    [
      'a@b.c,030 123456¦,',
      ['A national number, and nothing tells its country: set scimPreflight.phone.defaultRegion to see what Genesys Cloud stores.'],
    ],
    ['"a\n""b",+13172¦222222,', ['Genesys Cloud stores it as it is: +13172222222']],
    ['a@b¦.c,+13172222222,', []],
    ['a@b.c,¦,', []],
  ];
  for (const [row, expected] of rows) {
    it(`tells of ${JSON.stringify(row)}`, async () => {
      const before = Array.from({ length: 40 }, (_, n) => `u${n}@b.c,"+1317222${1000 + n}",US\n`).join('');
      const marked = `${header}\n${before}${row}\nz@b.c,1,US\n`;
      const lint = new CsvLint(marked.replace('¦', ''), { defaultRegion: null, blockLength: 64 });
      assert.ok(await lint.check());
      const place = lint.cellAt(marked.indexOf('¦'));
      const lines = linesOf(place && hoverCell(place));
      assert.deepEqual(
        expected.filter((line) => !lines.includes(line)),
        [],
        lines.join('\n'),
      );
      assert.equal(lines.length > 0, expected.length > 0);
    });
  }
});
