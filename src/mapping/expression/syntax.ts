/**
 * The tree of an expression in Okta's classic expression language, a subset of Spring's (facts/okta.md, section 2.4;
 * https://developer.okta.com/docs/reference/okta-expression-language/). `start` and `end` are offsets in UTF-16 units; brackets around an
 * expression count as part of it and leave no node of their own.
 */
export type Expression =
  | LiteralExpression
  | NameExpression
  | MemberExpression
  | CallExpression
  | IndexExpression
  | ArrayExpression
  | MapExpression
  | ProjectionExpression
  | UnaryExpression
  | BinaryExpression
  | TernaryExpression
  | ElvisExpression;

export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface LiteralExpression extends Range {
  readonly kind: 'literal';
  readonly value: string | number | boolean | null;
}

/** A name that stands alone: `user`, an app's variable name, or an attribute of the mapping's source. */
export interface NameExpression extends Range {
  readonly kind: 'name';
  readonly name: string;
}

/** `target.name`; `safe`: `target?.name`. */
export interface MemberExpression extends Range {
  readonly kind: 'member';
  readonly target: Expression;
  readonly name: string;
  readonly safe: boolean;
}

/** `name(…)` or `target.name(…)`. `nameStart` is where the name without its target begins. */
export interface CallExpression extends Range {
  readonly kind: 'call';
  readonly target: Expression | null;
  readonly name: string;
  readonly nameStart: number;
  readonly safe: boolean;
  readonly arguments: readonly Expression[];
}

/** `target[index]`. */
export interface IndexExpression extends Range {
  readonly kind: 'index';
  readonly target: Expression;
  readonly index: Expression;
}

/** `{1, 2}`. */
export interface ArrayExpression extends Range {
  readonly kind: 'array';
  readonly items: readonly Expression[];
}

/** `{'group.type': {'OKTA_GROUP'}}`: the search criteria of `user.getGroups`. */
export interface MapExpression extends Range {
  readonly kind: 'map';
  readonly entries: readonly { readonly key: Expression; readonly value: Expression }[];
}

/** `target.![body]`: `body` for each element. */
export interface ProjectionExpression extends Range {
  readonly kind: 'projection';
  readonly target: Expression;
  readonly body: Expression;
}

export interface UnaryExpression extends Range {
  readonly kind: 'unary';
  readonly operator: '!' | '-';
  readonly operand: Expression;
}

export const binaryOperators = ['OR', 'AND', '==', '!=', '<', '<=', '>', '>=', 'matches', '+', '-', '*', '/', '%'] as const;
export type BinaryOperator = (typeof binaryOperators)[number];

export interface BinaryExpression extends Range {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface TernaryExpression extends Range {
  readonly kind: 'ternary';
  readonly condition: Expression;
  readonly whenTrue: Expression;
  readonly whenFalse: Expression;
}

/** `value ?: otherwise`. */
export interface ElvisExpression extends Range {
  readonly kind: 'elvis';
  readonly value: Expression;
  readonly otherwise: Expression;
}

/** How tightly an operator binds, loosest first. Comparisons stand side by side and cannot be chained, as in Spring's language. */
export const precedence = { conditional: 1, or: 2, and: 3, comparison: 4, sum: 5, product: 6, unary: 7, postfix: 8 } as const;

export function precedenceOf(operator: BinaryOperator): number {
  switch (operator) {
    case 'OR':
      return precedence.or;
    case 'AND':
      return precedence.and;
    case '+':
    case '-':
      return precedence.sum;
    case '*':
    case '/':
    case '%':
      return precedence.product;
    default:
      return precedence.comparison;
  }
}

/** Words that are operators or constants, in lower case; they are so in any case, and only after a dot they are names. */
export const reservedWords: ReadonlyMap<string, BinaryOperator | '!' | 'constant'> = new Map<string, BinaryOperator | '!' | 'constant'>([
  ['and', 'AND'],
  ['or', 'OR'],
  ['not', '!'],
  ['matches', 'matches'],
  ['eq', '=='],
  ['ne', '!='],
  ['lt', '<'],
  ['le', '<='],
  ['gt', '>'],
  ['ge', '>='],
  ['div', '/'],
  ['mod', '%'],
  ['null', 'constant'],
  ['true', 'constant'],
  ['false', 'constant'],
]);

/** The expressions that an expression is made of, in the order in which they are written. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'name':
      return [];
    case 'member':
      return [expression.target];
    case 'call':
      return expression.target === null ? expression.arguments : [expression.target, ...expression.arguments];
    case 'index':
      return [expression.target, expression.index];
    case 'projection':
      return [expression.target, expression.body];
    case 'array':
      return expression.items;
    case 'map':
      return expression.entries.flatMap(({ key, value }) => [key, value]);
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'ternary':
      return [expression.condition, expression.whenTrue, expression.whenFalse];
    case 'elvis':
      return [expression.value, expression.otherwise];
  }
}
