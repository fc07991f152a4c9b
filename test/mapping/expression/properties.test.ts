import assert from 'node:assert/strict';
import fc from 'fast-check';
import { expressionFunctions } from '../../../src/mapping/expression/catalogue';
import { compileExpression } from '../../../src/mapping/expression/compiler';
import { linearPattern } from '../../../src/mapping/expression/linearPattern';
import { parseExpression } from '../../../src/mapping/expression/parser';
import { expressionParts } from '../../../src/mapping/expression/parts';
import { printExpression } from '../../../src/mapping/expression/printer';
import { binaryOperators, reservedWords, type Expression } from '../../../src/mapping/expression/syntax';
import { unknown, type ExpressionScope, type ExpressionValue } from '../../../src/mapping/expression/value';
import { parsed } from './evaluate';

const nowhere = { start: 0, end: 0 };
const anyName = fc.oneof(
  fc.constantFrom('user', 'appuser', 'source', 'String', 'constructor', '__proto__', 'AND', 'null', 'firstName'),
  fc.stringMatching(/^[A-Za-z_][\w$]{0,5}$/),
);
const name = anyName.filter((one) => !reservedWords.has(one.toLowerCase()));
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('', 'a', '@', '"', "'", '""', '10, 20', 'true', '1', '(a+)+$'),
);
const literal = fc.oneof(text, fc.nat(), fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null));
const functionName = fc.constantFrom(...expressionFunctions.map((entry) => entry.name));

const { expression } = fc.letrec<{ expression: Expression }>((tie) => {
  const inner = tie('expression');
  const list = fc.array(inner, { maxLength: 4 });
  const call = (target: Expression | null, called: string, given: readonly Expression[], safe: boolean): Expression => ({
    ...{ kind: 'call', target, name: called, nameStart: 0, safe: safe && target !== null, arguments: given },
    ...nowhere,
  });
  const root = (named: string): Expression => ({ kind: 'name', name: named, ...nowhere });
  return {
    expression: fc.oneof(
      { maxDepth: 5, depthSize: 'max' },
      literal.map((value): Expression => ({ kind: 'literal', value, ...nowhere })),
      name.map(root),
      fc.tuple(fc.oneof(name.map(root), inner), anyName, fc.boolean()).map(([target, named, safe]): Expression => {
        return { kind: 'member', target, name: named, safe, ...nowhere };
      }),
      fc.tuple(name, list).map(([named, given]) => call(null, named, given, false)),
      fc.tuple(inner, anyName, list, fc.boolean()).map(([target, named, given, safe]) => call(target, named, given, safe)),
      fc.tuple(functionName, list).map(([whole, given]) => {
        const [first = '', second] = whole.split('.');
        return second === undefined ? call(null, first, given, false) : call(root(first), second, given, false);
      }),
      fc.tuple(inner, inner).map(([target, index]): Expression => ({ kind: 'index', target, index, ...nowhere })),
      fc.tuple(inner, inner).map(([target, body]): Expression => ({ kind: 'projection', target, body, ...nowhere })),
      list.map((items): Expression => ({ kind: 'array', items, ...nowhere })),
      fc.array(fc.record({ key: inner, value: inner }), { minLength: 1, maxLength: 2 }).map((entries): Expression => {
        return { kind: 'map', entries, ...nowhere };
      }),
      fc.tuple(fc.constantFrom('!' as const, '-' as const), inner).map(([operator, operand]): Expression => {
        return { kind: 'unary', operator, operand, ...nowhere };
      }),
      fc.tuple(fc.constantFrom(...binaryOperators), inner, inner).map(([operator, left, right]): Expression => {
        return { kind: 'binary', operator, left, right, ...nowhere };
      }),
      fc.tuple(inner, inner, inner).map(([condition, whenTrue, whenFalse]): Expression => {
        return { kind: 'ternary', condition, whenTrue, whenFalse, ...nowhere };
      }),
      fc.tuple(inner, inner).map(([value, otherwise]): Expression => ({ kind: 'elvis', value, otherwise, ...nowhere })),
    ),
  };
});

const value: fc.Arbitrary<ExpressionValue> = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(unknown),
  fc.array(fc.oneof(fc.string({ maxLength: 4 }), fc.integer(), fc.constant(null), fc.constant(unknown)), { maxLength: 4 }),
);

/** Any value for any name, the same one each time. */
const scope: fc.Arbitrary<ExpressionScope> = fc.array(value, { minLength: 1, maxLength: 8 }).map((values) => {
  const of = (asked: string): ExpressionValue => values[asked.length % values.length] ?? null;
  return { user: of, appuser: of, source: of, app: of, org: of, internal: of, other: (root, asked) => of(root + asked) };
});

describe('expressions at random', () => {
  it('are printed so that they read the same (2,000 runs)', () => {
    fc.assert(
      fc.property(expression, (made) => {
        const printed = printExpression(made);
        const read = parsed(printed);
        assert.deepEqual(withoutRanges(read), withoutRanges(made), printed);
        assert.equal(printExpression(read), printed);
      }),
      { numRuns: 2_000 },
    );
  });

  it('never throw when they are evaluated, give the same again, and their parts lie in the text (2,000 runs)', () => {
    fc.assert(
      fc.property(expression, scope, scope, (made, one, other) => {
        const printed = printExpression(made);
        const compiled = compileExpression(made);
        const first = compiled(one);
        compiled(other);
        assert.deepEqual(compiled(one), first);
        assert.deepEqual(compileExpression(parsed(printed))(one), first);
        const { references, calls } = expressionParts(parsed(printed));
        for (const { attribute, start, end } of references) assert.ok(printed.slice(start, end).endsWith(attribute));
        for (const { name: called, start, end } of calls) assert.equal(printed.slice(start, end).replace('?.', '.'), called);
      }),
      { numRuns: 2_000 },
    );
  });

  it('that are torn, or no expressions, fail within their text (2,000 runs)', () => {
    const torn = fc.tuple(expression, fc.nat(), fc.nat(3), text).map(([made, at, cut, put]) => {
      const printed = printExpression(made);
      const place = at % (printed.length + 1);
      return printed.slice(0, place) + put + printed.slice(place + cut);
    });
    fc.assert(
      fc.property(fc.oneof(torn, fc.string({ unit: 'binary', maxLength: 40 })), (written) => {
        const read = parseExpression(written);
        if (read.kind === 'parsed') compileExpression(read.expression);
        else assert.ok(read.message !== '' && read.start >= 0 && read.start <= read.end && read.end <= written.length, read.message);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('patterns at random', () => {
  it('match as JavaScript does, where both have them (3,000 runs)', () => {
    const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
      pattern: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\w', 'c', '[a-c]'),
        fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => a + b),
        fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `(${a}|${b})`),
        fc.tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{2,}')).map(([a, times]) => `(?:${a})${times}`),
      ),
    }));
    fc.assert(
      fc.property(pattern, fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1'), maxLength: 8 }), (source, subject) => {
        const run = linearPattern(source);
        if (run === null) return;
        assert.equal(run(subject), new RegExp(`^(?:${source})$`).test(subject), source);
      }),
      { numRuns: 3_000 },
    );
  });
});

function withoutRanges(tree: Expression): unknown {
  return JSON.parse(
    JSON.stringify(tree, (key, one: unknown) => (key === 'start' || key === 'end' || key === 'nameStart' ? undefined : one)),
  );
}
