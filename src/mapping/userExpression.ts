import type { JsonValue } from '../input/problem';
import type { MappedUser, StoredAppUser } from './attributeRules';
import { compileExpression } from './expression/compiler';
import { parseExpression } from './expression/parser';
import type { Expression } from './expression/syntax';
import { asText, unknown, unknownScope, type ExpressionScope, type ExpressionValue } from './expression/value';
import { profileAttribute } from './profileAttribute';

/** A value of one user as text; null for no value, undefined where it cannot be known. */
export type UserReader = (user: MappedUser, appUser: StoredAppUser | undefined) => string | null | undefined;

/** A mapping's expression, ready for many users. */
export type UserExpression =
  | {
      readonly kind: 'read';
      readonly read: UserReader;
      /** The texts that it can yield ('' for none), where all of its outcomes are written out. */
      readonly outcomes: readonly string[] | null;
      /** Nothing but an attribute's name: what it yields is never in doubt. */
      readonly plain: boolean;
    }
  | { readonly kind: 'failed'; readonly message: string };

/** Reads an expression of the mapping *Okta to app*, where `source` is the Okta user. */
export function userExpression(text: string): UserExpression {
  const plain = /^\s*(?:user|source)\.(\w+)\s*$/.exec(text)?.[1];
  if (plain !== undefined) return { kind: 'read', read: (user) => attributeText(user, plain), outcomes: null, plain: true };
  const parsed = parseExpression(text);
  if (parsed.kind === 'failed') return parsed;
  return { kind: 'read', read: evaluated(parsed.expression), outcomes: outcomesOf(parsed.expression), plain: false };
}

/** A profile value as text; null for no value, undefined for what has no single text (a list, an object). */
export function textOf(value: JsonValue | undefined): string | null | undefined {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? undefined : String(value);
}

/** An attribute of the Okta user as text. Login and e-mail stand beside the profile, since a CSV export knows them by other names. */
export function attributeText(user: MappedUser, name: string): string | null | undefined {
  if (name === 'login') return user.login;
  if (name === 'email') return user.email;
  return textOf(profileAttribute(user, name));
}

function evaluated(expression: Expression): UserReader {
  const run = compileExpression(expression);
  // One scope for all users: a mapping of 32 expressions and 100,000 users would make millions.
  let current: MappedUser | null = null;
  let stored: StoredAppUser | undefined;
  const user = (name: string): ExpressionValue => (current ? userValue(current, name) : unknown);
  const scope: ExpressionScope = {
    ...unknownScope,
    user,
    source: user,
    appuser: (name) => (stored ? storedValue(stored, name) : unknown),
    internal: (name) => (current ? internalValue(current, name) : unknown),
  };
  return (of, appUser) => {
    current = of;
    stored = appUser;
    return valueText(run(scope));
  };
}

function valueText(value: ExpressionValue): string | null | undefined {
  if (value === null || value === '') return null;
  const text = asText(value);
  return text === unknown ? undefined : text;
}

function userValue(user: MappedUser, name: string): ExpressionValue {
  if (name === 'login') return user.login;
  if (name === 'email') return user.email;
  return ofJson(profileAttribute(user, name) ?? null);
}

function storedValue(appUser: StoredAppUser, name: string): ExpressionValue {
  if (name === 'userName') return appUser.userName ?? unknown;
  const value = profileAttribute(appUser, name);
  if (value !== undefined) return ofJson(value);
  return appUser.profile ? null : unknown;
}

/** “`DEPROVISIONED` isn't supported for this function.” */
function internalValue(user: MappedUser, name: string): ExpressionValue {
  if (name === 'id') return user.id;
  return user.status === null || user.status === 'DEPROVISIONED' ? unknown : user.status;
}

function ofJson(value: JsonValue): ExpressionValue {
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? value.map(ofJson) : unknown;
}

/** Of `cond ? 'work' : ''` the texts `work` and ''; null where an outcome has to be evaluated. */
function outcomesOf(expression: Expression): readonly string[] | null {
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'string' || expression.value === null ? [expression.value ?? ''] : null;
    case 'ternary':
      return bothOutcomes(expression.whenTrue, expression.whenFalse);
    case 'elvis':
      return bothOutcomes(expression.value, expression.otherwise);
    default:
      return null;
  }
}

function bothOutcomes(one: Expression, other: Expression): readonly string[] | null {
  const [a, b] = [outcomesOf(one), outcomesOf(other)];
  return a && b && [...new Set([...a, ...b])];
}
