import { arrayFunctions, elementAt } from './arrayFunctions';
import { convertFunctions, countryFunctions } from './convertFunctions';
import { linearPattern, type LinearPattern } from './linearPattern';
import { and, negative, not, or, strictOperation } from './operators';
import { stringFunctions, type ExpressionFunction } from './stringFunctions';
import type { BinaryExpression, CallExpression, Expression } from './syntax';
import { timeFunctions } from './timeFunctions';
import { asBoolean, isList, sameValue, unknown, type ExpressionScope, type ExpressionValue } from './value';

export type CompiledExpression = (scope: ExpressionScope) => ExpressionValue;

/**
 * The expression as a function of a scope, for many users. It never throws, and it says `unknown` rather than guess: `unknown` spreads, except
 * where the result does not depend on it (`false AND …`, a condition whose two outcomes are the same).
 */
export function compileExpression(expression: Expression): CompiledExpression {
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression;
      return () => value;
    }
    case 'name': {
      // Okta's samples write attributes of the mapping's source without a root.
      const { name } = expression;
      return roots.has(name) ? () => unknown : (scope) => scope.source(name);
    }
    case 'member':
      return compileMember(expression.target, expression.name, expression.safe);
    case 'call':
      return compileCall(expression);
    case 'index': {
      const target = compileExpression(expression.target);
      const index = compileExpression(expression.index);
      return (scope) => {
        const list = target(scope);
        return isList(list) ? elementAt(list, index(scope)) : unknown;
      };
    }
    case 'array': {
      const items = expression.items.map(compileExpression);
      return (scope) => items.map((item) => item(scope));
    }
    case 'map':
    case 'projection':
      // Both serve looking up groups alone.
      return () => unknown;
    case 'unary': {
      const operand = compileExpression(expression.operand);
      return expression.operator === '!' ? (scope) => not(operand(scope)) : (scope) => negative(operand(scope));
    }
    case 'binary':
      return compileChain(expression);
    case 'ternary': {
      const condition = compileExpression(expression.condition);
      const whenTrue = compileExpression(expression.whenTrue);
      const whenFalse = compileExpression(expression.whenFalse);
      return (scope) => {
        const holds = asBoolean(condition(scope));
        if (holds !== unknown) return holds ? whenTrue(scope) : whenFalse(scope);
        const either = whenTrue(scope);
        return sameValue(either, whenFalse(scope)) ? either : unknown;
      };
    }
    case 'elvis': {
      const value = compileExpression(expression.value);
      const otherwise = compileExpression(expression.otherwise);
      return (scope) => {
        const found = value(scope);
        // “A default value if an expression evaluates to null or an empty string.”
        return found === null || found === '' ? otherwise(scope) : found;
      };
    }
  }
}

const roots: ReadonlySet<string> = new Set(['user', 'appuser', 'appUser', 'source', 'app', 'org', 'idpuser']);

function compileMember(target: Expression, name: string, safe: boolean): CompiledExpression {
  if (target.kind === 'name') {
    const root = target.name;
    switch (root) {
      case 'user':
        return (scope) => scope.user(name);
      case 'appuser':
      case 'appUser':
        return (scope) => scope.appuser(name);
      case 'source':
        return (scope) => scope.source(name);
      case 'app':
        return (scope) => scope.app(name);
      case 'org':
        return (scope) => scope.org(name);
      default:
        return (scope) => scope.other(root, name);
    }
  }
  // Attributes of attributes: of a looked-up user, say. `?.` of null is null.
  const of = compileExpression(target);
  return (scope) => (safe && of(scope) === null ? null : unknown);
}

/** The functions that are evaluated, by the name before their dot. */
const namespaces: ReadonlyMap<string, ReadonlyMap<string, ExpressionFunction>> = new Map([
  ['String', stringFunctions],
  ['Arrays', arrayFunctions],
  ['Convert', convertFunctions],
  ['Iso3166Convert', countryFunctions],
  ['Time', timeFunctions],
]);

/** Deprecated, and the same as those of `String.`. */
const withoutNamespace: ReadonlySet<string> = new Set(['toUpperCase', 'toLowerCase', 'substring', 'substringBefore', 'substringAfter']);

function compileCall(call: CallExpression): CompiledExpression {
  const { target, name } = call;
  if (target?.kind === 'name' && target.name === 'user' && name === 'getInternalProperty') return compileInternal(call);
  const apply =
    target === null
      ? withoutNamespace.has(name)
        ? stringFunctions.get(name)
        : undefined
      : target.kind === 'name'
        ? namespaces.get(target.name)?.get(name)
        : undefined;
  if (!apply) return () => unknown;
  const values = call.arguments.map(compileExpression);
  return (scope) => apply(values.map((value) => value(scope)));
}

function compileInternal(call: CallExpression): CompiledExpression {
  const [argument, ...more] = call.arguments;
  if (argument?.kind !== 'literal' || more.length > 0) return () => unknown;
  const { value } = argument;
  return value === 'id' || value === 'status' ? (scope) => scope.internal(value) : () => unknown;
}

type Step = (left: ExpressionValue, scope: ExpressionScope) => ExpressionValue;

/** `a + b + c` leans to the left and can be thousands long, so it becomes a list of steps and not functions inside of functions. */
function compileChain(expression: BinaryExpression): CompiledExpression {
  const steps: Step[] = [];
  let first: Expression = expression;
  while (first.kind === 'binary') {
    steps.push(compileStep(first));
    first = first.left;
  }
  const start = compileExpression(first);
  const [only, ...others] = steps.reverse();
  if (only && others.length === 0) return (scope) => only(start(scope), scope);
  return (scope) => {
    let value = start(scope);
    for (const step of steps) value = step(value, scope);
    return value;
  };
}

function compileStep({ operator, right }: BinaryExpression): Step {
  const operand = compileExpression(right);
  switch (operator) {
    case 'AND':
      return (left, scope) => (asBoolean(left) === false ? false : and(left, operand(scope)));
    case 'OR':
      return (left, scope) => (asBoolean(left) === true ? true : or(left, operand(scope)));
    case 'matches': {
      const known = right.kind === 'literal' && typeof right.value === 'string' ? linearPattern(right.value) : undefined;
      return (left, scope) => matches(left, known === undefined ? operand(scope) : known);
    }
    default: {
      const apply = strictOperation(operator);
      return (left, scope) => apply(left, operand(scope));
    }
  }
}

/** The whole text against the pattern, as in Spring's language. */
function matches(left: ExpressionValue, pattern: LinearPattern | ExpressionValue): ExpressionValue {
  const run = typeof pattern === 'string' ? linearPattern(pattern) : pattern;
  return typeof left === 'string' && typeof run === 'function' ? (run(left) ?? unknown) : unknown;
}
