import { scimError } from './reply';

/** A PATCH path (RFC 7644, section 3.5.2): an attribute, a choice among its values, a sub-attribute. */
export interface ScimPath {
  /** A URN of an extension, or null for the core. */
  readonly urn: string | null;
  /** Empty where the path is an extension as a whole. */
  readonly attribute: string;
  readonly filter: ValueFilter | null;
  readonly sub: string | null;
}

/** A filter on the values of a list. */
export type ValueFilter =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly ValueFilter[] }
  | { readonly kind: 'equal'; readonly attribute: string; readonly value: unknown };

/**
 * Reads a path. URNs are those that the resource has: their dots are no separators.
 *
 * @throws Refusal 400 `invalidPath` or `invalidFilter`.
 */
export function parsePath(text: string, coreUrn: string, extensionUrns: readonly string[]): ScimPath {
  const core = stripUrn(text, coreUrn) ?? text;
  const urn = extensionUrns.find((known) => core === known || stripUrn(core, known) !== null) ?? null;
  const rest = urn === null ? core : (stripUrn(core, urn) ?? '');
  if (urn !== null && rest === '') return { urn, attribute: '', filter: null, sub: null };
  const match = /^([A-Za-z$][\w$-]*)(?:\[(.*)\])?(?:\.([A-Za-z$][\w$-]*))?$/s.exec(rest);
  if (!match) throw scimError(400, 'invalidPath', `The path ${text} is not understood.`);
  const [, attribute = '', filter, sub] = match;
  return { urn, attribute, filter: filter === undefined ? null : parseValueFilter(filter), sub: sub ?? null };
}

/** Whether a value of a list is one of those that the filter means. Texts are compared as they are, attribute names without case. */
export function matchesValue(filter: ValueFilter, value: Readonly<Record<string, unknown>>): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.parts.every((part) => matchesValue(part, value));
    case 'or':
      return filter.parts.some((part) => matchesValue(part, value));
    case 'equal':
      return propertyOf(value, filter.attribute) === filter.value;
  }
}

/** The name under which an object has a property, whatever its case; the name itself where it has none. */
export function propertyName(object: Readonly<Record<string, unknown>>, name: string): string {
  if (Object.hasOwn(object, name)) return name;
  const lower = name.toLowerCase();
  return Object.keys(object).find((key) => key.toLowerCase() === lower) ?? name;
}

function propertyOf(object: Readonly<Record<string, unknown>>, name: string): unknown {
  const key = propertyName(object, name);
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function stripUrn(text: string, urn: string): string | null {
  return text.toLowerCase().startsWith(`${urn.toLowerCase()}:`) ? text.slice(urn.length + 1) : null;
}

const comparison = /^([A-Za-z$][\w$-]*)\s+eq\s+("(?:[^"\\]|\\.)*"|true|false|null|-?\d+(?:\.\d+)?)$/is;

/** `a eq x and b eq y or …`: `and` binds closer. Parentheses are not used by anybody we know. */
function parseValueFilter(text: string): ValueFilter {
  const alternatives = splitBy(text, 'or').map((alternative) => {
    const parts = splitBy(alternative, 'and').map(parseComparison);
    return one('and', parts);
  });
  return one('or', alternatives);
}

function one(kind: 'and' | 'or', parts: readonly ValueFilter[]): ValueFilter {
  const [first] = parts;
  return parts.length === 1 && first ? first : { kind, parts };
}

function parseComparison(text: string): ValueFilter {
  const match = comparison.exec(text.trim());
  if (!match) throw scimError(400, 'invalidFilter', `The filter [${text}] is not supported.`);
  const [, attribute = '', value = ''] = match;
  return { kind: 'equal', attribute, value: literal(value) };
}

function literal(text: string): unknown {
  try {
    return JSON.parse(text.startsWith('"') ? text : text.toLowerCase());
  } catch {
    throw scimError(400, 'invalidFilter', `The value ${text} is not a JSON value.`);
  }
}

/** Splits at a word that stands outside of quotes. */
function splitBy(text: string, word: 'and' | 'or'): readonly string[] {
  const parts: string[] = [];
  let current = '';
  for (const token of text.match(/"(?:[^"\\]|\\.)*"|\s+|[^\s"]+|"/gs) ?? []) {
    if (token.toLowerCase() === word) {
      parts.push(current);
      current = '';
    } else {
      current += token;
    }
  }
  return [...parts, current];
}
