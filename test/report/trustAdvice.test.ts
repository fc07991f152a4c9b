import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { problemLevels } from '../../src/input/problem';
import type { InputKind, ProblemCode } from '../../src/input/problem';
import { filledIn, oktaLists } from '../../src/okta/collect/lists';
import { adviceOf, betterData, reachOf } from '../../src/report/adviceOf';
import { trustAdvice } from '../../src/report/trustAdvice';
import { adviceNodes, collectAdvice, collectInShort, commandsIn, exportQueries, plainAdvice } from '../../src/report/trustQueries';
import { memberListAdvice } from '../../src/report/trustWords';

interface PackageJson {
  readonly contributes: {
    readonly commands: readonly { readonly title: string }[];
    readonly configuration:
      { readonly properties: Readonly<Record<string, unknown>> } | readonly { readonly properties: Readonly<Record<string, unknown>> }[];
  };
}

const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as PackageJson;
const titles = new Set(contributes.commands.map(({ title }) => title));
const settings = new Set([contributes.configuration].flat().flatMap(({ properties }) => Object.keys(properties)));
const codes = Object.keys(problemLevels) as ProblemCode[];
const states = ['confirmed', 'unconfirmed', 'incomplete', 'unknown'] as const;

/** Every text that advice consists of. */
const texts = [
  collectAdvice,
  collectInShort,
  ...Object.values(trustAdvice).flatMap(({ means, better }) => [means, ...better]),
  ...states.flatMap((state) => [...memberListAdvice(state, null), ...memberListAdvice(state, { oktaGroupId: '00g1', doubtful: true })]),
];

describe('Advice of the trust report', () => {
  for (const code of codes) {
    it(`says of ${code} what it means and what to do`, () => {
      const { short, means, better, again } = trustAdvice[code];
      assert.ok(short.length <= 45, 'it fits a row');
      assert.match(means, /^[A-Z`].*\.$/);
      assert.ok(better.length > 0 || again);
      for (const step of better) assert.match(step, /^.+[.:]$/);
      // What could be asked for again has a query to ask with.
      if (again) assert.match(betterData(code, ['groupMembers'])[0] ?? '', /GET \/api\/v1\/groups\/\{groupId\}\/users\?limit=1000/);
    });
  }

  it('knows no code that nothing has', () => {
    const ofPlans = ['not-compared', 'expression-syntax', 'assigned-and-pushed', 'push-in-error'];
    assert.deepEqual(new Set(Object.keys(trustAdvice)), new Set([...codes, ...ofPlans]));
    for (const code of ['unheard-of', 'constructor', '__proto__']) assert.equal(adviceOf(code), null);
    assert.deepEqual(betterData('unheard-of', ['users']), []);
  });

  it('names only commands that exist', () => {
    const named = texts.flatMap(commandsIn);
    assert.ok(named.length > 5);
    assert.deepEqual(
      named.filter((title) => !titles.has(title)),
      [],
    );
  });

  it('names only settings that exist', () => {
    const named = texts.flatMap((text) => [...text.matchAll(/`(scimPreflight\.[\w.]+)`/g)].map(([, setting]) => setting ?? ''));
    assert.ok(named.length > 0);
    assert.deepEqual(
      named.filter((setting) => !settings.has(setting)),
      [],
    );
  });

  it('asks Okta what the collector asks it', () => {
    for (const list of oktaLists) {
      const query = decodeURIComponent(filledIn(list.query, { app: '{appId}', group: '{groupId}', mapping: '{mappingId}' }));
      assert.ok(exportQueries[list.kind].includes(`GET ${query}`), `${list.name}: ${query}`);
    }
  });

  it('is calm: no exclamation mark, no please', () => {
    for (const text of texts) assert.doesNotMatch(text, /!|\bplease\b|\boops\b/i, text);
  });

  it('shows code, commands and buttons apart, in every form', () => {
    const advice = 'Ask `GET /x?a=*b*`, press *Data*, or [Refresh Plan].';
    assert.equal(plainAdvice(advice), 'Ask GET /x?a=*b*, press “Data”, or “Refresh Plan”.');
    assert.deepEqual(
      adviceNodes(advice).map((node) => [node.type, 'value' in node ? node.value : '']),
      [
        ['text', 'Ask '],
        ['inlineCode', 'GET /x?a=*b*'],
        ['text', ', press '],
        ['emphasis', ''],
        ['text', ', or '],
        ['emphasis', ''],
        ['text', '.'],
      ],
    );
    for (const text of texts) assert.doesNotMatch(plainAdvice(text), /`|\[\w/, text);
  });

  it('fills in the id of the group that it is about, if it is one', () => {
    assert.match(memberListAdvice('unknown', { oktaGroupId: '00g42', doubtful: false }).join('\n'), /groups\/00g42\/users/);
    assert.match(memberListAdvice('unknown', { oktaGroupId: '`x` [y]', doubtful: false }).join('\n'), /groups\/\{groupId\}\/users/);
  });

  const reaches: readonly (readonly [InputKind, RegExp])[] = [
    ['users', /nothing in it can be applied/],
    ['groups', /nothing in it can be applied/],
    ['appUsers', /nothing in it can be applied/],
    ['pushMappings', /nothing in it can be applied/],
    ['unknown', /nothing in it can be applied/],
    ['oktaError', /nothing in it can be applied/],
    ['groupMembers', /its group cannot be known; the rest of the plan stands/],
    ['profileMapping', /not compared/],
    ['appUserSchema', /not compared/],
    ['apps', /not compared/],
    ['scimUsers', /cannot be applied/],
  ];
  for (const [kind, words] of reaches) {
    it(`says how far something incomplete in ${kind} reaches`, () => {
      assert.match(reachOf('incomplete', kind) ?? '', words);
      assert.equal(reachOf('note', kind), null);
      assert.match(reachOf('doubt', kind) ?? '', kind === 'groupMembers' ? /unconfirmed/ : /on top/);
    });
  }
});
