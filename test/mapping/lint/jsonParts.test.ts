import assert from 'node:assert/strict';
import fc from 'fast-check';
import { closestName } from '../../../src/mapping/lint/closestName';
import { JsonTree, membersOf, textAt, valueAt } from '../../../src/mapping/lint/jsonTree';
import { topValues } from '../../../src/mapping/lint/jsonValues';
import { applyEdits, lintProblem } from '../../../src/mapping/lint/problem';
import { isGenesysHost, isGenesysName } from '../../../src/mapping/lint/genesysApp';
import { surroundingsOf } from '../../../src/mapping/lint/surroundings';
import { phoneTypes } from '../../../src/mapping/scimNames';
import { mapping, schema } from './lintCases';

const closest: readonly (readonly [misspelt: string, names: readonly string[], meant: string | null])[] = [
  ['wrok', phoneTypes, 'work'],
  ['Mobil', phoneTypes, 'mobile'],
  ['fax', phoneTypes, null],
  ['work5', phoneTypes, null], // as near to work2 as to work3
  ['microsoftteam', phoneTypes, 'microsoftteams'],
  ['departmnet', ['department', 'division'], 'department'],
  ['', phoneTypes, null],
  ['x'.repeat(10_000), phoneTypes, null],
];

describe('closestName', () => {
  for (const [misspelt, names, meant] of closest) {
    it(`${misspelt.slice(0, 20) || 'nothing'} means ${String(meant)}`, () => assert.equal(closestName(misspelt, names), meant));
  }
});

const tops: readonly (readonly [text: string, values: readonly string[]])[] = [
  ['{"a":[1,{"b":"}"}]}', ['{"a":[1,{"b":"}"}]}']],
  ['[{"a":1}, 2 ,"x]"]', ['{"a":1}', '2', '"x]"']],
  ['{"a":1}\n{"b":2}\r\n', ['{"a":1}', '{"b":2}']],
  ['[{"a":1}][{"b":2}]', ['{"a":1}', '{"b":2}']],
  ['\uFEFF// it\'s "one\n[/* , */{"a":1}]', ['{"a":1}']],
  ['["a\\"b", {"c":"\\\\"}]', ['"a\\"b"', '{"c":"\\\\"}']],
  ['[[1],[2]]', ['[1]', '[2]']],
  ['', []],
  ['[{"a":', ['{"a":']],
];

describe('topValues', () => {
  for (const [text, values] of tops) {
    it(text || 'nothing', () => {
      assert.deepEqual(
        [...topValues(text)].map(({ start, end }) => text.slice(start, end)),
        values,
      );
    });
  }

  it('cuts any list of values where they are', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 6 }), fc.boolean(), (values, indented) => {
        const text = JSON.stringify(values, null, indented ? 2 : 0);
        const found = [...topValues(text)].map(({ start, end, closed }) =>
          closed ? (JSON.parse(text.slice(start, end)) as unknown) : null,
        );
        assert.deepEqual(found, JSON.parse(text));
      }),
      { numRuns: 300 },
    );
  });

  it('ends for any text, and goes forward', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '/', '*', '\n', 'a', '1'), { maxLength: 40 }),
        (parts) => {
          const text = parts.join('');
          let behind = 0;
          for (const { start, end } of topValues(text)) {
            assert.ok(start >= behind && end > start && end <= text.length);
            behind = end;
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('JsonTree', () => {
  it('finds a part of a value behind whatever is escaped', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 8 }), fc.string({ unit: 'binary', maxLength: 5 }), (before, behind) => {
        const text = JSON.stringify({ a: { b: `${before}"\n\u0001MARK${behind}` } });
        const tree = JsonTree.read(text, { start: 0, end: text.length });
        const node = valueAt(tree.root ?? undefined, 'a', 'b');
        assert.ok(node);
        const at = String(node.value).indexOf('MARK', before.length);
        const { start, end } = tree.within(node, { start: at, end: at + 4 });
        assert.equal(text.slice(start, end), 'MARK');
        const edit = tree.editWithin(node, { start: at, end: at + 4 }, '"q"');
        const edited = JSON.parse(applyEdits(text, [edit])) as { readonly a: { readonly b: string } };
        assert.equal(edited.a.b, `${before}"\n\u0001"q"${behind}`);
      }),
      { numRuns: 300 },
    );
  });

  it('takes the last of two properties, and names that objects have', () => {
    const text = '{"a":"1","a":"2","constructor":"3","__proto__":"4"}';
    const { root } = JsonTree.read(text, { start: 0, end: text.length });
    assert.ok(root);
    assert.deepEqual(
      [textAt(root, 'a'), textAt(root, 'constructor'), textAt(root, '__proto__'), textAt(root, 'toString')],
      ['2', '3', '4', null],
    );
    assert.equal(membersOf(root).length, 4);
  });
});

describe('applyEdits', () => {
  it('does edits in any order, and of two that overlap the first', () => {
    const edits = [
      { start: 4, end: 5, text: 'E' },
      { start: 0, end: 2, text: 'AB' },
      { start: 1, end: 3, text: 'X' },
      { start: 5, end: 5, text: '+' },
    ];
    assert.equal(applyEdits('abcde', edits), 'ABcdE+');
  });

  it('takes the severity of section 3 for its codes', () => {
    assert.equal(lintProblem('unreadable', '', { start: 0, end: 0 }).severity, 'error');
    assert.equal(lintProblem('excel-damage', '', { start: 0, end: 0 }).severity, 'warning');
  });
});

describe('signs of Genesys Cloud', () => {
  for (const [text, expected] of [
    ['genesys_cloud', true],
    ['Contoso PureCloud 2', true],
    ['zendesk', false],
  ] as const) {
    it(`name ${text}`, () => assert.equal(isGenesysName(text), expected));
  }
  for (const [text, expected] of [
    ['api.mypurecloud.ie', true],
    ['https://api.usw2.pure.cloud/api/v2/scim/v2', true],
    ['api.use2.us-gov-pure.cloud', true],
    ['api.edee1.eusc-pure.cloud', true],
    ['pure.cloud.example.com', false],
    ['api.zendesk.com', false],
  ] as const) {
    it(`host ${text}`, () => assert.equal(isGenesysHost(text), expected));
  }
});

describe('surroundingsOf', () => {
  it('tells the apps of Genesys Cloud, their schemas, phones and user name', () => {
    const app = {
      id: '0oa7',
      label: 'CC',
      signOnMode: 'SAML_2_0',
      settings: { app: { domain: 'api.mypurecloud.de' } },
      credentials: { userNameTemplate: { template: '${source.login}' } },
    };
    const desk = '"desk":{"expression":"user.primaryPhone"}';
    const phones = '"workPhone":{"expression":"String.removeSpaces(user.deskPhone)"},"mobilePhone":{"expression":"user.a + user.b"}';
    const found = surroundingsOf([
      JSON.stringify([app]),
      schema('"a":{}'),
      mapping(`${desk},${phones}`),
      '{"profile":{"login":"a@x"}}',
      '{',
    ]);
    assert.deepEqual([...found.genesysApps], ['0oa7', '0oa1']);
    assert.equal(found.usernameAttribute, 'login');
    assert.deepEqual(
      found.schemas.map(({ appId }) => appId),
      ['0oa1'],
    );
  });

  it('takes phones by their names where there is no schema', () => {
    const phones = '"workPhone":{"expression":"String.removeSpaces(user.deskPhone)"},"mobilePhone":{"expression":"user.a + user.b"}';
    assert.deepEqual([...surroundingsOf([mapping(phones)]).phoneAttributes], ['deskPhone']);
  });
});
