import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileExpression } from '../../../src/mapping/expression/compiler';
import { linearPattern } from '../../../src/mapping/expression/linearPattern';
import { deepestNesting, longestExpression, parseExpression } from '../../../src/mapping/expression/parser';
import { expressionParts } from '../../../src/mapping/expression/parts';
import { printExpression } from '../../../src/mapping/expression/printer';
import { unknown, unknownScope } from '../../../src/mapping/expression/value';
import { evaluate, parsed } from './evaluate';

describe('what is wrong with an expression', () => {
  const table: readonly (readonly [text: string, message: RegExp, wrong: string])[] = [
    ['', /is empty/, ''],
    ['  ', /is empty/, '  '],
    ['user.a + "abc', /no closing "/, '"abc'],
    ["'abc", /no closing '/, "'abc"],
    ['user.a = "x" ? 1 : 2', /single = .*Use ==/, '='],
    ['user.a === 1', /two equals signs/, '==='],
    ['user.a <> 1', /Use !=/, '<>'],
    ['user.a & user.b', /single &/, '&'],
    ['user.a | user.b', /single \|/, '|'],
    ['user.a == “x”', /typographic quote “.*straight "/, '“'],
    ['user.a == ‘x’', /typographic quote ‘.*straight '/, '‘'],
    ['user.a\u00a0+ "x"', /unusual space \(U\+00A0\)/, '\u00a0'],
    ['\ufeffuser.a', /unusual space \(U\+FEFF\)/, '\ufeff'],
    ['${source.email}', /username template/, '${'],
    ['#root', /sign # has no meaning/, '#'],
    ['user.a + 😀', /sign 😀 has no meaning/, '😀'],
    ['String.append(user.a, "x"', /\( is not closed: \) is missing/, '('],
    ['{1, 2', /\{ is not closed: \} is missing/, '{'],
    ['user.a[0', /\[ is not closed: \] is missing/, '['],
    ['(user.a]', /\] does not close \(: \) is expected/, ']'],
    ['user.a)', /This \) closes nothing/, ')'],
    ['String.append(user.a user.b)', /missing before user/, 'user'],
    ['user.a user.b', /operator such as \+ is missing before user/, 'user'],
    ['user.a ? 1', /This \? has no :/, '?'],
    ['user.a : 1', /This : belongs to no \?/, ':'],
    ['user.a +', /value is missing after \+/, '+'],
    ['f(1,)', /value is missing after this comma/, ','],
    ['f(,1)', /value is missing before ,/, ','],
    ['user.', /name is missing after the dot/, '.'],
    ['AND user.a', /value is missing before AND/, 'AND'],
    ['1 == 2 == 3', /Comparisons cannot follow/, '=='],
    ['12abc', /neither a number nor a name/, '12abc'],
    ['{"a": 1, "b"}', /key has no :/, '"b"'],
  ];
  for (const [text, message, wrong] of table) {
    it(`${JSON.stringify(text)}: ${wrong === '' ? 'all of it' : wrong}`, () => {
      const read = parseExpression(text);
      assert.ok(read.kind === 'failed');
      assert.match(read.message, message);
      assert.equal(text.slice(read.start, read.end), wrong);
    });
  }
});

describe('ranges', () => {
  it('are those of the text, brackets included', () => {
    const text = ' (user.a  +  "b") == String.append( x , 1)[0]';
    const whole = parsed(text);
    assert.ok(whole.kind === 'binary');
    assert.equal(text.slice(whole.left.start, whole.left.end), '(user.a  +  "b")');
    assert.equal(text.slice(whole.right.start, whole.right.end), 'String.append( x , 1)[0]');
    assert.equal(text.slice(whole.start, whole.end), text.slice(1));
  });

  it('of references and calls', () => {
    const text = 'isMemberOfGroup("g") ? String.append(user.a, zendesk . b) : user.getGroups({"k": c}).![name] + x.y().z(user.d)';
    const { references, calls } = expressionParts(parsed(text));
    assert.deepEqual(
      references.map(({ root, attribute, start, end }) => [root, attribute, text.slice(start, end)]),
      [
        ['user', 'a', 'user.a'],
        ['zendesk', 'b', 'zendesk . b'],
        [null, 'c', 'c'],
        ['user', 'd', 'user.d'],
      ],
    );
    assert.deepEqual(
      calls.map(({ name, known, notReevaluated, start, end }) => [name, known, notReevaluated, text.slice(start, end)]),
      [
        ['isMemberOfGroup', 'lookup', true, 'isMemberOfGroup'],
        ['String.append', 'known', false, 'String.append'],
        ['user.getGroups', 'lookup', true, 'user.getGroups'],
        ['x.y', 'unknown', false, 'x.y'],
        ['z', 'unknown', false, 'z'],
      ],
    );
  });

  it('knows what claims alone may use', () => {
    assert.equal(expressionParts(parsed('Groups.contains("a", "b", 1)')).calls[0]?.known, 'claimsOnly');
  });
});

describe('what is printed', () => {
  const table: readonly (readonly [text: string, printed: string])[] = [
    [
      "(user.primaryPhone != null && user.primaryPhone != '') ? 'work' : ''",
      'user.primaryPhone != null AND user.primaryPhone != "" ? "work" : ""',
    ],
    ['a||b&&!c', 'a OR b AND !c'],
    ['(a OR b) AND c', '(a OR b) AND c'],
    ['1-(2-3)-4', '1 - (2 - 3) - 4'],
    ['(a ? b : c) ? d : (e ?: f)', '(a ? b : c) ? d : e ?: f'],
    ['(1 == 2) == (3 == 4)', '(1 == 2) == (3 == 4)'],
    ['\'say "hi"\'', '\'say "hi"\''],
    ['"it\'s ""x"""', '"it\'s ""x"""'],
    ['- -1', '-(-1)'],
    ['(a + b).c', '(a + b).c'],
    ['{ }', '{}'],
    ['{"a":{1,2} , b:c}', '{"a": {1, 2}, b: c}'],
    ['a?.b?.c( )', 'a?.b?.c()'],
    ['NULL == TRUE', 'null == true'],
  ];
  for (const [text, printed] of table) it(text, () => assert.equal(printExpression(parsed(text)), printed));
});

describe('expressions that are too much', () => {
  const say = (text: string) => {
    const read = parseExpression(text);
    return read.kind === 'failed' ? read.message : 'parsed';
  };
  const wide: readonly (readonly [what: string, text: string])[] = [
    ['20,000 texts joined by +', Array.from({ length: 20_000 }, () => '"x"').join(' + ')],
    ['25,000 conditions', Array.from({ length: 25_000 }, () => 'true').join(' AND ')],
    ['an array of 50,000', `{${Array.from({ length: 50_000 }, () => '1').join(',')}}`],
    ['100 kB of one text', `"${'x'.repeat(100_000)}"`],
    ['a switch of 10,000 keys', `String.stringSwitch("z", "d"${', "k", "v"'.repeat(10_000)})`],
    ['brackets as deep as they may be', `${'('.repeat(deepestNesting - 1)}1${')'.repeat(deepestNesting - 1)}`],
    ['as many outcomes as there may be', `${'a == 1 ? b : '.repeat(deepestNesting - 1)}c`],
    ['as many signs and calls as there may be', `${'!f('.repeat(deepestNesting / 2)}1${')'.repeat(deepestNesting / 2)}`],
  ];
  for (const [what, text] of wide) {
    it(`${what} are read, printed and evaluated`, () => {
      const expression = parsed(text);
      assert.deepEqual(printExpression(parsed(printExpression(expression))), printExpression(expression));
      compileExpression(expression)(unknownScope);
      expressionParts(expression);
    });
  }

  const deep: readonly (readonly [what: string, text: string])[] = [
    ['1,000 nested parentheses', `${'('.repeat(1_000)}1${')'.repeat(1_000)}`],
    ['100,000 opening brackets', '('.repeat(100_000)],
    ['100,000 braces', '{'.repeat(100_000)],
    ['100,000 exclamation marks', `${'!'.repeat(100_000)}a`],
    ['50,000 dots', `a${'.b'.repeat(50_000)}`],
    ['50,000 indexes', `a${'[0]'.repeat(30_000)}`],
    ['20,000 outcomes', `${'a ? b : '.repeat(20_000)}c`],
    ['dots within brackets within dots', `${'('.repeat(400)}a${`${'.b'.repeat(100)})`.repeat(400)}`],
    ['signs before brackets before signs', `${`${'-'.repeat(50)}(`.repeat(400)}1${')'.repeat(400)}`],
  ];
  for (const [what, text] of deep)
    it(`${what} are refused, and nothing overflows`, () => assert.match(say(text), /stands inside of more than 500/));

  it('more than a million characters are refused', () =>
    assert.match(say(' '.repeat(longestExpression + 1)), /more than 1000000 characters/));

  it('texts that grow without end are unknown', () => {
    const grown = Array.from({ length: 12 }).reduce<string>((text) => `String.replace(${text}, "a", "${'a'.repeat(50)}")`, '"a"');
    assert.equal(evaluate(grown), unknown);
  });
});

describe('patterns', () => {
  const table: readonly (readonly [pattern: string, text: string, matches: boolean])[] = [
    ['a*', '', true],
    ['(a|b)+c?', 'abac', true],
    ['(a|b)+c?', 'abcc', false],
    ['[^,]{2,3}', 'ab', true],
    ['[^,]{2,3}', 'abcd', false],
    ['x{2}', 'xx', true],
    ['x{2,}', 'xxxxx', true],
    ['x{0}', '', true],
    ['^a.c$', 'abc', true],
    ['a^b', 'ab', false],
    ['(?i)é', 'É', false],
    ['(?i)[a-c]', 'B', true],
    ['\\d+\\.\\w\\S', '12.a!', true],
    ['(?:a|)b', 'b', true],
    ['(a*)*b', `${'a'.repeat(2_000 - 1)}b`, true],
  ];
  for (const [pattern, text, matches] of table) {
    it(`${pattern} and ${text.slice(0, 20)}`, () => assert.equal(linearPattern(pattern)?.(text), matches));
  }

  for (const pattern of [
    '(?=a)b',
    '(a)\\1',
    'a++',
    '(?m)a',
    '\\bx',
    '[a&&b]',
    '[[a]]',
    '(',
    ')',
    'a{2,1}',
    '*a',
    '[',
    '\\',
    '\\p{L}',
    'a{99999}',
  ]) {
    it(`${pattern} is not decided`, () => assert.equal(linearPattern(pattern), null));
  }

  for (const pattern of ['(a+)+$', '(a|a)*b', '(a|aa)+c', '((a*)*)*b', '(.*)*x', '([a-z]+)*\\d', '(a{1,9}){1,9}{1,9}']) {
    it(`${pattern} does not backtrack`, () => {
      assert.ok([false, unknown].includes(evaluate(`"${'a'.repeat(1_999)}!" matches '${pattern}'`) as never));
    });
  }

  it('is bounded in its states and its text', () => {
    assert.equal(linearPattern('((a{0,100}){0,100}){0,100}'), null);
    assert.equal(linearPattern('a*')?.('a'.repeat(2_001)), null);
    assert.equal(linearPattern('a.b')?.('a\nb'), null);
  });
});

describe('real mappings', () => {
  const folder = join(import.meta.dirname, '../../fixtures/okta');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
  const found = files.flatMap((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    return [...text.matchAll(/"expression"\s*:\s*("(?:[^"\\]|\\.)*")/g)].map(
      ([, json = '""']) => [name, JSON.parse(json) as string] as const,
    );
  });
  it('there are some', () => assert.ok(found.length > 10, String(found.length)));
  for (const [name, expression] of found) it(`${name}: ${expression}`, () => assert.equal(parseExpression(expression).kind, 'parsed'));
});
