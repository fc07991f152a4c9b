import type { ExpressionValue } from '../../../src/mapping/expression/value';
import type { Known } from './evaluate';

/** One evaluation. `source` names where the result is documented; “inferred” where it is our reading of Spring's language, or our caution. */
export interface Case {
  readonly expression: string;
  readonly known?: Known;
  readonly gives: ExpressionValue;
  readonly source: string;
}

export const page = (heading: string) => `developer.okta.com/docs/reference/okta-expression-language, “${heading}”`;

export function cases(source: string, rows: readonly (readonly [expression: string, gives: ExpressionValue, known?: Known])[]): Case[] {
  return rows.map(([expression, gives, known]) => ({ expression, gives, source, ...(known && { known }) }));
}

export const user = (record: Readonly<Record<string, ExpressionValue>>): Known => ({ user: record });
export const churchill = user({
  firstName: 'Winston',
  lastName: 'Churchill',
  email: 'winston.churchill@gmail.com',
  login: 'winston.churchill@gmail.com',
});
export const numbers = user({ arrayAttribute: [10, 20, 30] });
