import type { Steps } from '../input/steps';
import { externalTarget } from '../mapping/externalName';
import { compileExpression, type CompiledExpression } from '../mapping/expression/compiler';
import { parseExpression } from '../mapping/expression/parser';
import { isList, unknown, unknownScope, type ExpressionScope, type ExpressionValue } from '../mapping/expression/value';
import { enterpriseUserUrn, genesysUserUrn } from '../mapping/scimNames';
import { pathsByVariable } from '../mapping/variableNames';
import type { AppUser, AppUserSchema, OktaUser, Source } from '../okta/source';
import { People } from './people';

/** What Genesys knows by its exact name, as `readOrgNames` reads it. */
export type NameKind = 'divisions' | 'roles' | 'skills' | 'languages';

/** A name that Okta would send, and for how many people. */
export interface UsedName {
  readonly kind: NameKind;
  readonly name: string;
  readonly people: number;
  /** The app's variable that carries it. */
  readonly variable: string;
}

export interface NameUse {
  readonly used: readonly UsedName[];
  /** Variables whose values cannot be known from the export, with how many people they concern. */
  readonly unknown: readonly { readonly variable: string; readonly people: number }[];
}

interface NameVariable {
  readonly variable: string;
  readonly kind: NameKind;
  /** Null: Okta sends what the stored profile holds. */
  readonly compiled: CompiledExpression | null;
}

/** The SCIM attributes that hold names, by path (facts/genesys-scim.md, section 1.5). */
const kindsByPath: readonly (readonly [RegExp, NameKind])[] = [
  [new RegExp(`^${escaped(enterpriseUserUrn)}:division$`), 'divisions'],
  [/^roles(?:\.value|\[.*\]\.value)?$/, 'roles'],
  [new RegExp(`^(?:${escaped(genesysUserUrn)}:)?routingSkills(?:\\.name)?$`), 'skills'],
  [new RegExp(`^(?:${escaped(genesysUserUrn)}:)?routingLanguages(?:\\.name)?$`), 'languages'],
];

/**
 * The divisions, roles, skills and languages that Okta would send for everybody who is active and assigned. Without a mapping it is the
 * division of the default mapping alone; without a schema no variable is known to carry such a name. Between two steps others can work.
 */
export function* usedNamesInSteps(source: Source): Steps<NameUse> {
  const variables = nameVariables(source);
  const counts = new Map<string, UsedName>();
  const notKnown = new Map<string, number>();
  for (const { place, user, appUser, active, assigned } of yield* People.inSteps(source)) {
    if (place % usersAStep === usersAStep - 1) yield undefined;
    if (!active || !assigned) continue;
    for (const { variable, kind, compiled } of variables) {
      const names = namesIn(compiled ? compiled(scopeOf(user, appUser)) : storedValue(appUser, variable));
      if (names === null) notKnown.set(variable, (notKnown.get(variable) ?? 0) + 1);
      for (const name of new Set(names)) {
        const key = JSON.stringify([kind, variable, name]);
        counts.set(key, { kind, name, variable, people: (counts.get(key)?.people ?? 0) + 1 });
      }
    }
  }
  return { used: [...counts.values()], unknown: [...notKnown].map(([variable, people]) => ({ variable, people })) };
}

const usersAStep = 256;

function nameVariables({ mapping, schema }: Source): readonly NameVariable[] {
  if (!mapping) return [{ variable: 'division', kind: 'divisions', compiled: (scope) => scope.user('division') }];
  return Object.keys(schema?.properties ?? mapping.properties).flatMap((variable): NameVariable[] => {
    const path = schema ? schemaPath(schema, variable) : (pathsByVariable.get(variable.toLowerCase()) ?? null);
    const kind = path === null ? undefined : kindsByPath.find(([pattern]) => pattern.test(path))?.[1];
    if (kind === undefined) return [];
    const mapped = Object.hasOwn(mapping.properties, variable) ? mapping.properties[variable] : undefined;
    return [{ variable, kind, compiled: mapped?.pushStatus === 'PUSH' ? compiledText(mapped.expression) : null }];
  });
}

function schemaPath({ properties }: AppUserSchema, variable: string): string | null {
  const property = properties[variable];
  const target = property?.externalName ? externalTarget(property.externalName, property.externalNamespace) : null;
  if (target?.kind === 'path') return target.path;
  return target?.kind === 'primary' ? `${target.attribute}.${target.sub}` : null;
}

/** What cannot be parsed yields what is not known. */
function compiledText(expression: string): CompiledExpression {
  const parsed = parseExpression(expression);
  return parsed.kind === 'parsed' ? compileExpression(parsed.expression) : () => unknown;
}

function scopeOf(user: OktaUser, appUser: AppUser | undefined): ExpressionScope {
  const ofUser = (name: string): ExpressionValue => {
    if (name === 'login') return user.login;
    if (name === 'email') return user.email;
    return Object.hasOwn(user.profile, name) ? valueOf(user.profile[name]) : null;
  };
  return { ...unknownScope, user: ofUser, source: ofUser, appuser: (name) => storedValue(appUser, name) };
}

/** `unknown` where the export does not hold the stored profile. */
function storedValue(appUser: AppUser | undefined, name: string): ExpressionValue {
  if (!appUser?.profile || !Object.hasOwn(appUser.profile, name)) return unknown;
  return valueOf(appUser.profile[name]);
}

function valueOf(value: unknown): ExpressionValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return Array.isArray(value) ? value.map(valueOf) : null;
}

/** The names in a value: a text, or a list of them; null where it is not known. */
function namesIn(value: ExpressionValue): readonly string[] | null {
  if (value === unknown) return null;
  if (value === null || value === '') return [];
  if (isList(value)) {
    const parts = value.map(namesIn);
    return parts.includes(null) ? null : parts.flatMap((part) => part ?? []);
  }
  return [String(value)];
}

function escaped(text: string): string {
  return text.replace(/[.:]/g, '\\$&');
}
