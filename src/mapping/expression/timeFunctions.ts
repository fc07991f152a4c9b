import type { ExpressionFunction } from './stringFunctions';
import { unknown, type ExpressionValue } from './value';

/**
 * `Time.…`. Only what is the same whatever the page leaves open is told: not the time now, nor whether Unix times are seconds or milliseconds
 * (Okta's two languages differ), nor whether an ISO time of a whole second is written with `.000`.
 */
export const timeFunctions: ReadonlyMap<string, ExpressionFunction> = new Map<string, ExpressionFunction>([
  ['now', () => unknown],
  ['fromWindowsToIso8601', () => unknown],
  ['fromUnixToIso8601', () => unknown],
  ['fromStringToIso8601', () => unknown],
  ['fromIso8601ToWindows', (values) => (values.length === 1 ? toWindows(values[0] ?? null) : unknown)],
  ['fromIso8601ToUnix', () => unknown],
  ['fromIso8601ToString', ([time = null, format = null, ...more]) => (more.length === 0 ? toFormat(time, format) : unknown)],
]);

/** From 1601-01-01 to 1970-01-01. */
const windowsEpoch = 11_644_473_600_000n;

/** In tenths of a microsecond since 1601. */
function toWindows(value: ExpressionValue): ExpressionValue {
  const time = utcTime(value);
  return time === null ? unknown : ((BigInt(time.getTime()) + windowsEpoch) * 10_000n).toString();
}

function toFormat(value: ExpressionValue, format: ExpressionValue): ExpressionValue {
  const time = utcTime(value);
  if (time === null || typeof format !== 'string') return unknown;
  let text = '';
  for (const [piece, quoted, letters] of format.matchAll(/'([^']*)'|([A-Za-z])\2*|[^A-Za-z']+|'/g)) {
    if (piece === "'") return unknown;
    if (quoted !== undefined) text += quoted === '' ? "'" : quoted;
    else if (letters === undefined) text += piece;
    else {
      const field = fields.get(piece);
      if (!field) return unknown;
      text += field(time);
    }
  }
  return text;
}

/** A time in UTC of the years that every calendar counts alike; other zones are left alone, since the page does not say in which one the output is. */
function utcTime(value: ExpressionValue): Date | null {
  if (typeof value !== 'string' || !/^(19|20)\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/.test(value)) return null;
  const time = new Date(value);
  // Date takes February 30 for March 1.
  return Number.isNaN(time.getTime()) || time.toISOString().slice(0, 19) !== value.slice(0, 19) ? null : time;
}

const padded = (number: number, digits: number): string => String(number).padStart(digits, '0');
const months = 'January February March April May June July August September October November December'.split(' ');
const monthName = (time: Date): string => months[time.getUTCMonth()] ?? '';
const halfDayHour = (time: Date): number => time.getUTCHours() % 12 || 12;

/** Fields of Joda-Time's patterns whose output no locale changes, and the names of months in English, as Okta's examples have them. */
const fields: ReadonlyMap<string, (time: Date) => string> = new Map<string, (time: Date) => string>([
  ['yyyy', (time) => String(time.getUTCFullYear())],
  ['YYYY', (time) => String(time.getUTCFullYear())],
  ['yy', (time) => padded(time.getUTCFullYear() % 100, 2)],
  ['M', (time) => String(time.getUTCMonth() + 1)],
  ['MM', (time) => padded(time.getUTCMonth() + 1, 2)],
  ['MMM', (time) => monthName(time).slice(0, 3)],
  ['MMMM', monthName],
  ['d', (time) => String(time.getUTCDate())],
  ['dd', (time) => padded(time.getUTCDate(), 2)],
  ['H', (time) => String(time.getUTCHours())],
  ['HH', (time) => padded(time.getUTCHours(), 2)],
  ['h', (time) => String(halfDayHour(time))],
  ['hh', (time) => padded(halfDayHour(time), 2)],
  ['m', (time) => String(time.getUTCMinutes())],
  ['mm', (time) => padded(time.getUTCMinutes(), 2)],
  ['s', (time) => String(time.getUTCSeconds())],
  ['ss', (time) => padded(time.getUTCSeconds(), 2)],
  ['SSS', (time) => padded(time.getUTCMilliseconds(), 3)],
  ['a', (time) => (time.getUTCHours() < 12 ? 'AM' : 'PM')],
]);
