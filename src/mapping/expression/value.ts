/**
 * What an expression yields. `unknown`: it cannot be told offline (a look-up in a directory, a group), or Okta's documentation does not say
 * what comes out; it is never a guess.
 */
export type ExpressionValue = string | number | boolean | null | readonly ExpressionValue[] | Unknown;

export const unknown: unique symbol = Symbol('unknown');
export type Unknown = typeof unknown;

/** Where an expression reads its attributes. An attribute without a value is null; what the export does not tell is `unknown`. */
export interface ExpressionScope {
  /** `user.x`: the Okta user's profile. */
  readonly user: (attribute: string) => ExpressionValue;
  /** `appuser.x`: the app's stored profile of the user. */
  readonly appuser: (attribute: string) => ExpressionValue;
  /** `source.x` and a bare `x`: the profile that the mapping reads from. */
  readonly source: (attribute: string) => ExpressionValue;
  readonly app: (attribute: string) => ExpressionValue;
  readonly org: (attribute: string) => ExpressionValue;
  /** `user.getInternalProperty("…")`. */
  readonly internal: (property: string) => ExpressionValue;
  /** Any other root: an app's own variable name, `idpuser`, `active_directory`. */
  readonly other: (root: string, attribute: string) => ExpressionValue;
}

/** A scope of which nothing is known. */
export const unknownScope: ExpressionScope = {
  user: () => unknown,
  appuser: () => unknown,
  source: () => unknown,
  app: () => unknown,
  org: () => unknown,
  internal: () => unknown,
  other: () => unknown,
};

export function isList(value: ExpressionValue): value is readonly ExpressionValue[] {
  return Array.isArray(value);
}

/** Whether two values are the same, through and through; `unknown` is the same as nothing. */
export function sameValue(a: ExpressionValue, b: ExpressionValue): boolean {
  if (a === unknown || b === unknown) return false;
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, index) => sameValue(item, b[index] ?? null));
  return a === b;
}

/** Longer texts are `unknown`: no attribute of Okta's is that long, and replacements inside replacements grow without bound. */
const longestText = 1_000_000;

/** `text`, unless it is too long to go on with. */
export function bounded(text: string): string | Unknown {
  return text.length > longestText ? unknown : text;
}

/**
 * A value where a text is expected. Spring's language, which Okta's is based on, turns whole numbers and booleans into text there. What becomes
 * of null and of fractions (Java writes them in its own way) Okta does not document.
 */
export function asText(value: ExpressionValue): string | Unknown {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : unknown;
  return typeof value === 'boolean' ? String(value) : unknown;
}

/** A condition. A text "true" or "false" is one too: Spring's language reads it so, and a CSV export knows no other form. */
export function asBoolean(value: ExpressionValue): boolean | Unknown {
  if (typeof value === 'boolean') return value;
  if (value === 'true') return true;
  return value === 'false' ? false : unknown;
}

/** `==`. Null and "" differ (Okta: “Check for null and blank attributes”). */
export function equality(a: ExpressionValue, b: ExpressionValue): boolean | Unknown {
  if (a === unknown || b === unknown) return unknown;
  if (a === null || b === null) return a === b;
  if (isList(a) || isList(b)) return isList(a) && isList(b) ? listEquality(a, b) : unknown;
  if (typeof a === typeof b) return a === b;
  // A number in a text attribute is unequal to a number, and a CSV export does not tell of which type an attribute is.
  return looselySame(a, b) ? unknown : false;
}

function listEquality(a: readonly ExpressionValue[], b: readonly ExpressionValue[]): boolean | Unknown {
  if (a.length !== b.length) return false;
  let all: boolean | Unknown = true;
  for (const [index, item] of a.entries()) {
    const one = equality(item, b[index] ?? null);
    if (one === false) return false;
    if (one === unknown) all = unknown;
  }
  return all;
}

function looselySame(a: string | number | boolean, b: string | number | boolean): boolean {
  const [text, other] = typeof a === 'string' ? [a, b] : [b, a];
  if (typeof text !== 'string') return false;
  if (typeof other === 'boolean') return text.trim().toLowerCase() === String(other);
  return text.trim() !== '' && Number(text) === other;
}
