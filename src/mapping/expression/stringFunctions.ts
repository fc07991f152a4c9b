import { asText, bounded, unknown, type ExpressionValue } from './value';

/** A function of the language: from its arguments' values to its own. */
export type ExpressionFunction = (values: readonly ExpressionValue[]) => ExpressionValue;

/**
 * Okta's functions of texts, by their names without `String.`; see the catalogue for where each is documented. Where the page is silent (an
 * argument that is null, a text that is not found, an index beyond the end) the result is unknown.
 */
export const stringFunctions: ReadonlyMap<string, ExpressionFunction> = new Map<string, ExpressionFunction>([
  ['append', texts(2, (text, suffix) => bounded(text + suffix))],
  ['join', join],
  ['len', texts(1, (text) => text.length)],
  ['removeSpaces', texts(1, removeSpaces)],
  ['replace', texts(3, replace)],
  ['replaceFirst', texts(3, replaceFirst)],
  ['startsWith', texts(2, (text, start) => (start === '' ? unknown : text.startsWith(start)))],
  ['stringContains', texts(2, (text, part) => (part === '' ? unknown : text.includes(part)))],
  ['stringSwitch', stringSwitch],
  ['substring', substring],
  ['substringAfter', texts(2, substringAfter)],
  ['substringBefore', texts(2, substringBefore)],
  ['toUpperCase', texts(1, (text) => bounded(text.toUpperCase()))],
  ['toLowerCase', texts(1, (text) => bounded(text.toLowerCase()))],
]);

/** A function of exactly so many texts. */
function texts(count: number, apply: (first: string, second: string, third: string) => ExpressionValue): ExpressionFunction {
  return (values) => {
    if (values.length !== count) return unknown;
    const first = asText(values[0] ?? null);
    const second = count > 1 ? asText(values[1] ?? null) : '';
    const third = count > 2 ? asText(values[2] ?? null) : '';
    return first === unknown || second === unknown || third === unknown ? unknown : apply(first, second, third);
  };
}

/** Of a single text it is disputed whether the separator follows it. */
function join(values: readonly ExpressionValue[]): ExpressionValue {
  if (values.length < 3) return unknown;
  const all: string[] = [];
  for (const value of values) {
    const text = asText(value);
    if (text === unknown) return unknown;
    all.push(text);
  }
  const [separator = '', ...parts] = all;
  return bounded(parts.join(separator));
}

/** Whether it removes other white space than spaces is not documented; a no-break space is white space to nobody in Java. */
function removeSpaces(text: string): ExpressionValue {
  return /[^\S \u00a0\u2007\u202f\ufeff]/.test(text) ? unknown : text.replaceAll(' ', '');
}

/** Literal: Okta's own recipe for phones replaces "(", which is no regular expression. */
function replace(text: string, match: string, replacement: string): ExpressionValue {
  if (match === '') return unknown;
  const pieces = text.split(match);
  const length = text.length + (pieces.length - 1) * (replacement.length - match.length);
  return length > 1_000_000 ? unknown : pieces.join(replacement);
}

/** Java's own `replaceFirst` takes a pattern. Whether Okta's does is not documented, so what would make a difference is unknown. */
function replaceFirst(text: string, match: string, replacement: string): ExpressionValue {
  if (match === '' || /[.\\+*?^${}()[\]|]/.test(match) || /[\\$]/.test(replacement)) return unknown;
  return bounded(text.replace(match, () => replacement));
}

/** The first key in the order of arguments that is a part of the input. */
function stringSwitch(values: readonly ExpressionValue[]): ExpressionValue {
  const [input = null, otherwise = null, ...pairs] = values;
  const text = asText(input);
  if (text === unknown || values.length < 4 || pairs.length % 2 !== 0) return unknown;
  for (let index = 0; index < pairs.length; index += 2) {
    const key = asText(pairs[index] ?? null);
    if (key === unknown || key === '') return unknown;
    if (text.includes(key)) return pairs[index + 1] ?? null;
  }
  return otherwise;
}

function substring(values: readonly ExpressionValue[]): ExpressionValue {
  const [input = null, start, end] = values;
  const text = asText(input);
  if (text === unknown || values.length !== 3 || typeof start !== 'number' || typeof end !== 'number') return unknown;
  const fits = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start <= end && end <= text.length;
  return fits ? text.slice(start, end) : unknown;
}

/** “Captures the substring before the first comma” (KB: managing e-mail aliases across distinct application instances). */
function substringBefore(text: string, part: string): ExpressionValue {
  const at = text.indexOf(part);
  return part === '' || at < 0 ? unknown : text.slice(0, at);
}

/** After which of several is not documented. */
function substringAfter(text: string, part: string): ExpressionValue {
  const at = text.indexOf(part);
  return part === '' || at < 0 || at !== text.lastIndexOf(part) ? unknown : text.slice(at + part.length);
}
