import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { lintCodes } from '../../../src/mapping/lint/lintCodes';
import { noContext } from '../../../src/mapping/lint/lintContext';
import { lintJson } from '../../../src/mapping/lint/lintJson';
import { applyEdits, severityOf } from '../../../src/mapping/lint/problem';
import { coreUserUrn } from '../../../src/mapping/scimNames';
import { contextOf, lintCases, mapping, schema } from './lintCases';

const plain = (text: string): string => text.replace(/[⟦⟧]/g, '');

describe('lintJson', () => {
  for (const { title, code, text, message, after, certain = true, context } of lintCases) {
    it(`${code}: ${title}`, () => {
      const read = plain(text);
      const { problems } = lintJson(read, contextOf(context));
      const marked = problems.map(({ start, end }) => `${read.slice(0, start)}⟦${read.slice(start, end)}⟧${read.slice(end)}`);
      assert.deepEqual(marked, [text], JSON.stringify(problems));
      const [problem] = problems;
      assert.ok(problem);
      assert.equal(problem.code, code);
      assert.equal(problem.message, message);
      assert.equal(problem.severity, lintCodes[code].severity);
      const [fix] = problem.fixes;
      assert.equal(fix ? applyEdits(read, fix.edits) : null, after);
      if (fix) assert.equal(fix.certain, certain);
      if (after === null) return;
      const left = lintJson(after, contextOf(context)).problems;
      assert.deepEqual(left, [], 'the fix leaves nothing to say');
    });
  }

  it('has a case for every code', () => {
    const tried = new Set<string>(lintCases.map(({ code }) => code));
    assert.deepEqual(
      Object.keys(lintCodes).filter((code) => !tried.has(code)),
      [],
    );
  });
});

/** Texts in which nothing is wrong: what stands beside Genesys Cloud, and what only looks wrong. */
const innocent: readonly (readonly [title: string, text: string])[] = [
  [
    'a mapping of another app',
    '{"source":{"type":"user"},"target":{"type":"appuser","name":"zendesk"},"properties":{"userName":{"expression":"user.login","pushStatus":"DONT_PUSH"},"managerId":{"expression":"user.managerId"},"phoneType":{"expression":"\'fax\'"},"firstName":{"expression":"user.firstName"}}}',
  ],
  [
    'the other direction',
    '{"source":{"type":"appuser","name":"genesys_cloud"},"target":{"type":"user"},"properties":{"login":{"expression":"appuser.email"},"managerId":{"expression":"appuser.managerId","pushStatus":"DONT_PUSH"}}}',
  ],
  [
    'a schema of another app',
    `{"id":"https://a.okta.com/meta/schemas/apps/0oa9/default","name":"atspoke","definitions":{"custom":{"properties":{"givenName":{"externalName":"name.givenName","externalNamespace":"${coreUserUrn}"},"fax":{"externalName":"phoneNumbers.^[type=='fax'].value","externalNamespace":"${coreUserUrn}"}}}}}`,
  ],
  [
    'a schema in which nothing has a namespace',
    schema('"a":{"externalName":"salesforceUserName"}').replaceAll(`,"externalNamespace":"${coreUserUrn}"`, ''),
  ],
  ['a manager by an attribute of the org', mapping('"managerId":{"expression":"user.genesysManagerId"}')],
  ['a manager whose values are GUIDs', mapping('"managerId":{"expression":"user.genesysManagerId"}')],
  [
    'phones in E.164, empty and absent',
    '[{"id":"00u1","status":"ACTIVE","profile":{"login":"a@x","mobilePhone":"+13172222222","primaryPhone":"","otherPhone":null}}]',
  ],
  ['an attribute without an expression', mapping('"title":{"expression":"","pushStatus":"PUSH"}')],
  [
    'an attribute called constructor',
    mapping('"constructor":{"expression":"user.__proto__"},"__proto__":{"expression":"user.constructor"}'),
  ],
  [
    'secrets that are none',
    '{"client_secret":"${CLIENT_SECRET}","password":{},"token":"********","access_token":null,"apiKey":"<your key>","Authorization":"Bearer {token}"}',
  ],
  ['a mapping of an attribute named password', mapping('"password":{"expression":"user.title"}')],
  [
    'a username format of another app',
    '{"id":"0oa2","label":"Zendesk","signOnMode":"SAML_2_0","credentials":{"userNameTemplate":{"template":"${source.login}"}}}',
  ],
  [
    'the username format Email',
    '{"id":"0oa2","label":"Genesys Cloud","signOnMode":"SAML_2_0","credentials":{"userNameTemplate":{"template":"${source.email}"}}}',
  ],
  [
    'comments, a byte order mark and a comma too many',
    `\uFEFF// saved on Monday "as it was\n${mapping('"title":{"expression":"user.title"},')} /* end */`,
  ],
  ['nothing', ''],
  ['a list of nothing', ' [ ] '],
];

describe('lintJson finds nothing in', () => {
  for (const [title, text] of innocent) {
    it(title, () => {
      assert.deepEqual(lintJson(text, contextOf({ valuesThatAreNoGuid: title.includes('GUIDs') ? () => 0 : null })).problems, []);
    });
  }
});

describe('lintJson of broken texts', () => {
  const table: readonly (readonly [title: string, text: string, expected: string])[] = [
    ['a text that ends too early', '{"a":1⟦,⟧', 'truncated The text ends before the data does.'],
    ['a comma that is missing', '{"a":1 ⟦"b"⟧:2}', 'unreadable A comma is missing.'],
    ['a string that does not end', '{"a":⟦"b⟧\n}', 'unreadable A string does not end.'],
    ['a second line of NDJSON that is broken', '{"a":1}\n{"b":⟦}⟧\n{"c":3}', 'unreadable A value is missing.'],
  ];
  for (const [title, text, expected] of table) {
    it(title, () => {
      const { problems } = lintJson(plain(text), noContext);
      const found = problems.map(({ code, message, start, end }) => {
        const read = plain(text);
        return [`${code} ${message}`, `${read.slice(0, start)}⟦${read.slice(start, end)}⟧${read.slice(end)}`];
      });
      assert.deepEqual(found, [[expected, text]]);
    });
  }

  it('ten thousand brackets', () => {
    const open = lintJson('['.repeat(10_000), noContext).problems;
    assert.deepEqual(
      open.map(({ code }) => code),
      ['truncated'],
    );
    const closed = lintJson(`${'[{"a":'.repeat(10_000)}1${'}]'.repeat(10_000)}`, noContext).problems;
    assert.deepEqual(
      closed.map(({ code }) => code),
      ['unreadable'],
    );
  });

  it('an expression of 100 kB, and one of 1,000 nested brackets', () => {
    const long = lintJson(mapping(`"title":{"expression":"${'user.title + '.repeat(8000)}user.city"}`), noContext).problems;
    assert.deepEqual(long, []);
    const deep = lintJson(mapping(`"title":{"expression":"${'('.repeat(1000)}user.city${')'.repeat(1000)}"}`), noContext).problems;
    assert.deepEqual(
      deep.map(({ code }) => code),
      ['expression-syntax'],
    );
  });

  it('never throws, and stays within the text, whatever is cut out of it', () => {
    const texts = lintCases.map(({ text }) => plain(text));
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.nat(), fc.nat(30), fc.string({ maxLength: 8 }), (text, at, length, inserted) => {
        const start = at % text.length;
        const damaged = text.slice(0, start) + inserted + text.slice(start + length);
        for (const { start: from, end, code, severity, fixes } of lintJson(damaged, noContext).problems) {
          assert.ok(0 <= from && from <= end && end <= damaged.length);
          assert.equal(severity, severityOf(code));
          for (const { edits } of fixes) for (const edit of edits) assert.ok(edit.start <= edit.end && edit.end <= damaged.length);
        }
      }),
      { numRuns: 1500 },
    );
  });
});

describe('what lintJson says of a mapping first', () => {
  const sides = (source: string, target: string): string => `{"source":${source},"target":${target},"properties":{}}`;
  const user = '{"type":"user","name":"user"}';
  const table: readonly (readonly [text: string, kind: string, direction: string | null, says: string | null])[] = [
    [mapping('"title":{}'), 'mapping', 'oktaToApp', 'From Okta to genesys_cloud: what Okta sends to Genesys Cloud.'],
    [
      sides(user, '{"type":"appuser","name":"zendesk"}'),
      'mapping',
      'oktaToApp',
      'From Okta to zendesk. Nothing tells that this app feeds Genesys Cloud, so only its expressions are checked.',
    ],
    [
      sides('{"type":"appuser","name":"google_idp"}', user),
      'mapping',
      'appToOkta',
      'From google_idp to Okta: it changes Okta users, and sends nothing to Genesys Cloud.',
    ],
    [sides(user, user), 'mapping', null, 'A mapping whose ends do not tell which way it goes: only its expressions are checked.'],
    [
      `[${sides(user, user).replace(',"properties":{}', '')},${sides(user, user)}]`,
      'mappingList',
      null,
      'A mapping whose ends do not tell which way it goes: only its expressions are checked.',
    ],
    ['{"a":1}', 'other', null, null],
  ];
  for (const [text, kind, direction, says] of table) {
    it(`${kind} ${String(direction)} ${String(says)}`, () => {
      const result = lintJson(text, noContext);
      assert.deepEqual([result.kind, result.direction, result.says], [kind, direction, says]);
    });
  }
});

describe('real files of Okta', () => {
  const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'okta');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));

  it('are there', () => {
    assert.ok(files.length > 0);
  });

  for (const file of files) {
    it(`${file}: no mapping or schema has an error`, () => {
      const { kind, problems } = lintJson(readFileSync(join(folder, file), 'utf8'), noContext);
      const errors = problems.filter(({ severity }) => severity === 'error');
      if (kind !== 'users' && kind !== 'appUsers') assert.deepEqual(errors, []);
      else
        assert.ok(
          errors.every(({ code }) => code === 'phone-invalid'),
          JSON.stringify(errors),
        );
    });
  }
});
