import { country, type Country } from './countries';
import type { ExpressionFunction } from './stringFunctions';
import { unknown, type ExpressionValue } from './value';

const largestInteger = 2 ** 31 - 1;

/** `Convert.…`: a text that is no number, and a number that is no Java integer, are unknown. */
export const convertFunctions: ReadonlyMap<string, ExpressionFunction> = new Map<string, ExpressionFunction>([
  [
    'toInt',
    one((value) => {
      const number =
        typeof value === 'number' ? Math.round(value) : typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : null;
      return number === null || Math.abs(number) > largestInteger ? unknown : number + 0;
    }),
  ],
  [
    'toNum',
    one((value) => {
      if (typeof value !== 'string' || !/^-?\d+\.\d+$/.test(value)) return unknown;
      const number = Number(value);
      // A whole double is 3.0 in Java's texts, which 3 here does not tell.
      return Number.isInteger(number) ? unknown : number;
    }),
  ],
]);

/** `Iso3166Convert.…`: “determines the input type and returns the output in the format specified by the function name”. */
export const countryFunctions: ReadonlyMap<string, ExpressionFunction> = new Map<string, ExpressionFunction>([
  ['toAlpha2', ofCountry((found) => found.alpha2)],
  ['toAlpha3', ofCountry((found) => found.alpha3)],
  ['toNumeric', ofCountry((found) => found.numeric)],
  ['toName', ofCountry((found) => found.name)],
]);

function one(apply: (value: ExpressionValue) => ExpressionValue): ExpressionFunction {
  return (values) => (values.length === 1 ? apply(values[0] ?? null) : unknown);
}

function ofCountry(part: (found: Country) => string | null): ExpressionFunction {
  return one((value) => {
    const found = typeof value === 'string' ? country(value) : undefined;
    return (found && part(found)) ?? unknown;
  });
}
