import type { ExpressionFunction } from './stringFunctions';
import { asText, bounded, equality, isList, unknown, type ExpressionValue, type Unknown } from './value';

type List = readonly ExpressionValue[];

/** Okta's functions of arrays, by their names without `Arrays.`. An array can be given as comma-separated text, as the page says. */
export const arrayFunctions: ReadonlyMap<string, ExpressionFunction> = new Map<string, ExpressionFunction>([
  ['add', ofList(2, (list, value) => (value === unknown || value === null ? unknown : [...list, value]))],
  ['remove', ofList(2, remove)],
  ['clear', ofList(1, () => [])],
  ['get', ofList(2, elementAt)],
  ['flatten', flatten],
  ['contains', ofList(2, contains)],
  ['size', ofList(1, (list) => list.length, 0)],
  ['isEmpty', ofList(1, (list) => list.length === 0, true)],
  ['toCsvString', ofList(1, toCsvString)],
]);

/** `list[position]`; beyond the end is not documented. */
export function elementAt(list: List, position: ExpressionValue): ExpressionValue {
  return typeof position === 'number' && Number.isInteger(position) && position >= 0 ? (list[position] ?? unknown) : unknown;
}

/** @param ofNull what it gives for null, where that is documented. */
function ofList(
  count: number,
  apply: (list: List, value: ExpressionValue) => ExpressionValue,
  ofNull: ExpressionValue = unknown,
): ExpressionFunction {
  return (values) => {
    const [first = null, second = null] = values;
    if (values.length !== count) return unknown;
    if (first === null) return ofNull;
    const list = asList(first);
    return list === unknown ? unknown : apply(list, second);
  };
}

/**
 * “You can use comma-separated values (CSV) as an input parameter for all Arrays* functions.” Spaces around the commas do not count
 * (`Arrays.flatten('10, 20, 30, 40')`), and "" is an empty array (KB: How to convert string to array).
 */
function asList(value: ExpressionValue): List | Unknown {
  if (isList(value)) return value;
  if (typeof value !== 'string' || value.includes('"')) return unknown;
  return value.trim() === '' ? [] : value.split(',').map((item) => item.trim());
}

/** Which of several equal values goes is not documented. */
function remove(list: List, value: ExpressionValue): ExpressionValue {
  const equal = list.map((item) => equality(item, value));
  const hits = equal.filter((one) => one === true).length;
  return equal.includes(unknown) || hits > 1 ? unknown : list.filter((_item, index) => equal[index] !== true);
}

function contains(list: List, value: ExpressionValue): ExpressionValue {
  const equal = list.map((item) => equality(item, value));
  return equal.includes(true) ? true : equal.includes(unknown) ? unknown : false;
}

function flatten(values: List): ExpressionValue {
  const flat: ExpressionValue[] = [];
  for (const value of values) {
    if (value === null || value === unknown) return unknown;
    const inner = isList(value) ? flatten(value) : typeof value === 'string' ? asList(value) : [value];
    if (!isList(inner)) return unknown;
    for (const one of inner) flat.push(one);
  }
  return values.length === 0 ? unknown : flat;
}

function toCsvString(list: List): ExpressionValue {
  const texts: string[] = [];
  for (const item of list) {
    const text = asText(item);
    // How a value with a comma or a quote is written is not documented.
    if (text === unknown || /[",]/.test(text)) return unknown;
    texts.push(text);
  }
  return bounded(texts.join(','));
}
