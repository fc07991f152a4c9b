import type { BinaryOperator } from './syntax';
import { asBoolean, asText, bounded, equality, unknown, type ExpressionValue, type Unknown } from './value';

/** Operators that need both of their operands; AND, OR and `matches` are elsewhere. */
export type StrictOperator = Exclude<BinaryOperator, 'AND' | 'OR' | 'matches'>;

/** @returns the operator's rule. Spring's rules hold where Okta's page has no word of its own. */
export function strictOperation(operator: StrictOperator): (left: ExpressionValue, right: ExpressionValue) => ExpressionValue {
  switch (operator) {
    case '+':
      return plus;
    case '-':
      return arithmetic((a, b) => a - b);
    case '*':
      return arithmetic((a, b) => a * b);
    case '/':
      return arithmetic(quotient);
    case '%':
      return arithmetic((a, b) => (b === 0 ? null : a % b));
    case '==':
      return equality;
    case '!=':
      return (left, right) => not(equality(left, right));
    case '<':
      return ordering((sign) => sign < 0);
    case '<=':
      return ordering((sign) => sign <= 0);
    case '>':
      return ordering((sign) => sign > 0);
    case '>=':
      return ordering((sign) => sign >= 0);
  }
}

export function not(value: ExpressionValue): boolean | Unknown {
  const condition = asBoolean(value);
  return condition === unknown ? unknown : !condition;
}

/** `AND`, with `false` deciding whatever the other side is. */
export function and(left: ExpressionValue, right: ExpressionValue): boolean | Unknown {
  const a = asBoolean(left);
  const b = asBoolean(right);
  if (a === false || b === false) return false;
  return a === true && b === true ? true : unknown;
}

/** `OR`, with `true` deciding whatever the other side is. */
export function or(left: ExpressionValue, right: ExpressionValue): boolean | Unknown {
  const a = asBoolean(left);
  const b = asBoolean(right);
  if (a === true || b === true) return true;
  return a === false && b === false ? false : unknown;
}

export function negative(value: ExpressionValue): ExpressionValue {
  return typeof value === 'number' ? 0 - value : unknown;
}

function plus(left: ExpressionValue, right: ExpressionValue): ExpressionValue {
  if (typeof left === 'string' && typeof right === 'string') return bounded(left + right);
  if (typeof left === 'number' && typeof right === 'number') return inRange(left + right, left, right);
  if (typeof left !== 'string' && typeof right !== 'string') return unknown;
  const a = asText(left);
  const b = asText(right);
  return a === unknown || b === unknown ? unknown : bounded(a + b);
}

/** @param operation null where there is no result. */
function arithmetic(operation: (a: number, b: number) => number | null) {
  return (left: ExpressionValue, right: ExpressionValue): ExpressionValue => {
    if (typeof left !== 'number' || typeof right !== 'number') return unknown;
    const result = operation(left, right);
    return result === null ? unknown : inRange(result, left, right);
  };
}

/** Whole numbers are divided without a rest in Java, and what was written as 4.0 cannot be told from 4 here. */
function quotient(a: number, b: number): number | null {
  if (b === 0) return null;
  return Number.isInteger(a) && Number.isInteger(b) && a % b !== 0 ? null : a / b;
}

const largestInteger = 2 ** 31 - 1;

/** Java's integers wrap around, doubles do not: beyond the integers' range it cannot be told. */
function inRange(result: number, ...operands: readonly number[]): number | Unknown {
  if (!Number.isFinite(result)) return unknown;
  const whole = operands.every(Number.isInteger);
  return whole && Math.abs(result) > largestInteger ? unknown : result + 0;
}

function ordering(holds: (sign: number) => boolean) {
  return (left: ExpressionValue, right: ExpressionValue): boolean | Unknown => {
    if (typeof left === 'number' && typeof right === 'number') return holds(left - right);
    if (typeof left === 'string' && typeof right === 'string') return holds(left < right ? -1 : left > right ? 1 : 0);
    return unknown;
  };
}
