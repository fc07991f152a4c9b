import { compileExpression } from '../../../src/mapping/expression/compiler';
import { parseExpression } from '../../../src/mapping/expression/parser';
import type { Expression } from '../../../src/mapping/expression/syntax';
import { unknown, unknownScope, type ExpressionScope, type ExpressionValue } from '../../../src/mapping/expression/value';

/** What a test's user has; `user` stands for `source` and bare names, too. */
export interface Known {
  readonly user?: Readonly<Record<string, ExpressionValue>>;
  readonly appuser?: Readonly<Record<string, ExpressionValue>>;
  readonly org?: Readonly<Record<string, ExpressionValue>>;
  readonly app?: Readonly<Record<string, ExpressionValue>>;
  readonly internal?: Readonly<Record<string, ExpressionValue>>;
  readonly other?: Readonly<Record<string, ExpressionValue>>;
}

export function scopeOf(known: Known): ExpressionScope {
  const reader = (record: Readonly<Record<string, ExpressionValue>> | undefined, missing: ExpressionValue) => (name: string) =>
    record && Object.hasOwn(record, name) ? (record[name] ?? null) : record ? missing : unknown;
  const user = reader(known.user ?? {}, null);
  return {
    ...unknownScope,
    user,
    source: user,
    appuser: reader(known.appuser, null),
    org: reader(known.org, null),
    app: reader(known.app, null),
    internal: reader(known.internal, unknown),
    other: (root, name) => reader(known.other, unknown)(`${root}.${name}`),
  };
}

/** @throws Error for an expression that does not parse. */
export function parsed(text: string): Expression {
  const read = parseExpression(text);
  if (read.kind === 'failed') throw new Error(`${text.slice(0, 200)}: ${read.message} [${read.start}, ${read.end})`);
  return read.expression;
}

export function evaluate(text: string, known: Known = {}): ExpressionValue {
  return compileExpression(parsed(text))(scopeOf(known));
}
