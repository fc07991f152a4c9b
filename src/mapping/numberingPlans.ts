import metadata from 'libphonenumber-js/max/metadata';
import type { CountryCode } from 'libphonenumber-js/max';

/**
 * The frequent case of a phone number, decided from libphonenumber's own numbering plans at a tenth of what its parser takes: a number that is
 * written in a usual way and is valid as it stands. Whatever needs more than that (a national prefix, an extension, an unusual sign) is left
 * to the parser. test/mapping/numberingPlans.test.ts holds the two together.
 */

/** A plan as libphonenumber-js packs it: https://gitlab.com/catamphetamine/libphonenumber-js/-/blob/master/METADATA.md */
type PackedPlan = readonly unknown[];
const field = { callingCode: 0, iddPrefix: 1, pattern: 2, nationalPrefix: 5, prefixForParsing: 7, leadingDigits: 10, types: 11 } as const;

interface NumberingPlan {
  readonly callingCode: string;
  readonly general: RegExp;
  /** Of fixed lines, mobiles and so on: one of them has to fit. */
  readonly types: readonly { readonly pattern: RegExp; readonly lengths: readonly number[] | null }[];
  /** What a number may begin with that is no part of it. */
  readonly nationalPrefix: RegExp | null;
  readonly iddPrefix: RegExp;
  /** Of a country that shares its calling code: numbers that begin so are its own. */
  readonly leadingDigits: RegExp | null;
}

const plans = new Map<string, NumberingPlan | null>();
const plansByCallingCode = new Map<string, readonly NumberingPlan[]>();

const international = /^\+[1-9]\d{6,14}$/;
const internationalWritten = /^\+[1-9][\d ().-]{5,30}\d$/;
const nationalWritten = /^\(?\d[\d ().-]{4,30}\d$/;
const signs = /[ ().-]/g;

/**
 * A phone number in E.164, where it is valid and that can be told at once; null where the parser has to be asked.
 *
 * @param country Whose national numbers are understood; null: none's.
 */
export function usualNumber(text: string, country: CountryCode | null): string | null {
  if (text.startsWith('+')) {
    if (international.test(text)) return isValidNumber(text) ? text : null;
    if (!internationalWritten.test(text)) return null;
    const compact = text.replace(signs, '');
    return international.test(compact) && isValidNumber(compact) ? compact : null;
  }
  if (country === null || !nationalWritten.test(text)) return null;
  return nationalNumber(text.replace(signs, ''), country);
}

function isValidNumber(e164: string): boolean {
  for (let end = 2; end <= 4; end += 1) {
    const plansOfCode = plansOf(e164.slice(1, end));
    if (plansOfCode.length > 0) return isOfPlans(e164.slice(end), plansOfCode);
  }
  return false;
}

function nationalNumber(digits: string, country: CountryCode): string | null {
  const plan = planOf(country);
  if (plan === null || digits.startsWith(plan.callingCode) || plan.iddPrefix.test(digits)) return null;
  if (plan.nationalPrefix?.test(digits) === true || !plan.general.test(digits)) return null;
  return isOfPlans(digits, plansOf(plan.callingCode)) ? `+${plan.callingCode}${digits}` : null;
}

/** The first country to which a number belongs decides, as in libphonenumber's getCountryByNationalNumber. */
function isOfPlans(digits: string, plansOfCode: readonly NumberingPlan[]): boolean {
  const [main] = plansOfCode;
  if (main === undefined || main.nationalPrefix?.test(digits) === true) return false;
  if (plansOfCode.length === 1) return fits(digits, main);
  for (const plan of plansOfCode) {
    if (plan.leadingDigits !== null) {
      if (plan.leadingDigits.test(digits)) return fits(digits, plan);
    } else if (fits(digits, plan)) return true;
  }
  return false;
}

function fits(digits: string, plan: NumberingPlan): boolean {
  if (!plan.general.test(digits)) return false;
  return plan.types.some(({ pattern, lengths }) => (lengths === null || lengths.includes(digits.length)) && pattern.test(digits));
}

function plansOf(callingCode: string): readonly NumberingPlan[] {
  const known = plansByCallingCode.get(callingCode);
  if (known) return known;
  const codes = metadata.country_calling_codes as Readonly<Record<string, readonly CountryCode[]>>;
  const countries = Object.hasOwn(codes, callingCode) ? (codes[callingCode] ?? []) : [];
  const made = countries.flatMap((country) => planOf(country) ?? []);
  if (countries.length > 0) plansByCallingCode.set(callingCode, made);
  return made;
}

function planOf(country: CountryCode): NumberingPlan | null {
  const known = plans.get(country);
  if (known !== undefined) return known;
  const packed = metadata.countries[country] as PackedPlan | undefined;
  const plan = packed === undefined ? null : unpack(packed);
  plans.set(country, plan);
  return plan;
}

function unpack(packed: PackedPlan): NumberingPlan {
  const text = (index: number): string | null => {
    const value = packed[index];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const prefix = text(field.prefixForParsing) ?? text(field.nationalPrefix);
  const leadingDigits = text(field.leadingDigits);
  const types = Array.isArray(packed[field.types]) ? (packed[field.types] as readonly unknown[]) : [];
  return {
    callingCode: text(field.callingCode) ?? '',
    general: whole(text(field.pattern) ?? ''),
    types: types.flatMap((type) => {
      const [pattern, lengths] = Array.isArray(type) ? (type as readonly unknown[]) : [];
      if (typeof pattern !== 'string' || pattern === '') return [];
      return [{ pattern: whole(pattern), lengths: Array.isArray(lengths) ? (lengths as readonly number[]) : null }];
    }),
    nationalPrefix: prefix === null ? null : start(prefix),
    iddPrefix: start(text(field.iddPrefix) ?? '(?!)'),
    leadingDigits: leadingDigits === null ? null : start(leadingDigits),
  };
}

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);
const start = (pattern: string): RegExp => new RegExp(`^(?:${pattern})`);
