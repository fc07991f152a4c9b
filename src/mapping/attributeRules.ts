import type { JsonObject } from '../input/problem';
import { paths, type AttributeTarget } from './attributeCatalogue';
import { activeRule, defaultRules } from './defaultRules';
import { externalTarget } from './externalName';
import { addPrimary } from './primaryElement';
import { RuleCollector } from './ruleCollector';
import type { UserReader } from './userExpression';
import { userNameTemplate, type UserNameTemplate } from './userNameTemplate';
import type { ProfileOwner } from './profileAttribute';
import { pathsByVariable } from './variableNames';

/** What a rule reads of an Okta user. */
export interface MappedUser extends ProfileOwner {
  readonly id: string;
  readonly login: string | null;
  readonly email: string | null;
  readonly status: string | null;
  readonly profile: JsonObject;
}

/** What a rule reads of the user's assignment to the app. */
export interface StoredAppUser extends ProfileOwner {
  readonly userName: string | null;
}

export type WritableTarget = Extract<AttributeTarget, { support: 'writable' }>;

/** How one SCIM attribute of the *desired user* comes about (product.md, section 6). */
export interface AttributeRule {
  readonly target: WritableTarget;
  /** Undefined: it cannot be known for this user, so nothing is compared. */
  readonly read: UserReader;
  /** The default mapping leaves Genesys alone where Okta has no value. */
  readonly emptyLeavesAlone: boolean;
  /** The app's variable; where its stored value is what Okta would send, Okta does not notice a difference in Genesys. */
  readonly appVariable: string | null;
}

/** An attribute whose expression is evaluated for each user, and is not known for everybody. */
export interface EvaluatedAttribute {
  readonly variable: string;
  /** As it is written. */
  readonly expression: string;
  readonly isUnknown: (user: MappedUser, appUser: StoredAppUser | undefined) => boolean;
}

export interface AttributeRules {
  readonly rules: readonly AttributeRule[];
  readonly evaluated: readonly EvaluatedAttribute[];
  /** Targets that Genesys does not have or does not let anybody write: once a mapping. */
  readonly ignored: readonly Extract<AttributeTarget, { support: 'unsupported' | 'readOnly' }>[];
  readonly assumptions: readonly string[];
  /** Attributes that are not compared, with the reason. */
  readonly notCompared: readonly string[];
  /** Of those, the ones whose expression is no expression: the user part of a plan is partial. */
  readonly errors: readonly string[];
}

export interface MappingInput {
  readonly properties: Readonly<Record<string, { readonly expression: string; readonly pushStatus: 'PUSH' | 'DONT_PUSH' | null }>>;
}

export interface SchemaInput {
  readonly properties: Readonly<Record<string, { readonly externalName: string | null; readonly externalNamespace: string | null }>>;
}

/**
 * The rules of a plan, from the export's mapping and schema where it has them, else from the default of section 6.
 *
 * @param template the app's `credentials.userNameTemplate.template`; undefined where it was told and could not be read: then only the
 *   assignment's own user name is compared.
 */
export function attributeRules(
  mapping: MappingInput | null,
  schema: SchemaInput | null,
  template: string | null | undefined,
): AttributeRules {
  const userName = template === undefined ? 'lost' : userNameTemplate(template);
  const always = [userNameRule(userName), activeRule];
  const evaluated = evaluatedUserName(userName, template);
  const assumptions =
    userName !== 'lost' && userName.kind === 'unread'
      ? [
          `The app's username template ${String(template)} is not understood here; the login stands in where the assignment has no user name.`,
        ]
      : [];
  if (!mapping) {
    return {
      rules: [...always, ...defaultRules],
      evaluated,
      ignored: [],
      assumptions: [
        ...assumptions,
        'The export has no attribute mapping of the app: users are compared with the default mapping of Okta attributes.',
      ],
      notCompared: [],
      errors: [],
    };
  }
  const collected = new RuleCollector();
  if (schema) collectFromSchema(mapping, schema, collected);
  else {
    assumptions.push('The export has no schema of the app: its attributes are recognised by their names.');
    collectByName(mapping, collected);
  }
  return {
    rules: [...always, ...collected.rules],
    evaluated: [...evaluated, ...collected.evaluated],
    ignored: collected.ignored,
    assumptions,
    notCompared: collected.notCompared,
    errors: collected.errors,
  };
}

function collectFromSchema(mapping: MappingInput, schema: SchemaInput, collected: RuleCollector): void {
  const variables = Object.entries(schema.properties);
  const namespaced = variables.some(([, property]) => Boolean(property.externalNamespace));
  for (const [variable, property] of variables) {
    if (variable === 'userName') continue;
    const mapped = ownProperty(mapping.properties, variable);
    if (!property.externalName) {
      if (mapped) collected.skip(variable, 'the app schema gives it no external name');
      continue;
    }
    if (namespaced && !property.externalNamespace) {
      collected.skip(variable, 'the app schema gives it no external namespace, so Okta never sends it');
      continue;
    }
    const target = externalTarget(property.externalName, property.externalNamespace);
    switch (target.kind) {
      case 'selector':
        break;
      case 'unknown':
        collected.skip(variable, `the external name ${target.text} is not understood`);
        break;
      case 'primary':
        addPrimary(variable, target, mapped, siblingType(target.attribute, variables, mapping), collected);
        break;
      case 'path':
        collected.addMapped(variable, target.path, mapped);
        break;
    }
  }
  collected.addPostponed();
  for (const variable of Object.keys(mapping.properties)) {
    if (variable !== 'userName' && ownProperty(schema.properties, variable) === undefined)
      collected.skip(variable, 'the app schema does not have it');
  }
}

function collectByName(mapping: MappingInput, collected: RuleCollector): void {
  for (const [variable, mapped] of Object.entries(mapping.properties)) {
    if (variable === 'userName' || variable.endsWith('Type')) continue;
    const path = pathsByVariable.get(variable.toLowerCase().replace(/[_-]/g, ''));
    if (path === undefined) collected.skip(variable, 'without the schema of the app its place in SCIM is not known');
    else collected.addMapped(variable, path, mapped);
  }
}

/** The expression of the variable that fills `….^[primary==true].type`; null where there is none. */
function siblingType(
  attribute: string,
  variables: readonly (readonly [string, SchemaInput['properties'][string]])[],
  mapping: MappingInput,
): string | null {
  for (const [variable, property] of variables) {
    const target = property.externalName ? externalTarget(property.externalName, property.externalNamespace) : null;
    if (target?.kind !== 'selector' || target.attribute !== attribute || target.condition !== 'primary==true') continue;
    if (!/\.type\s*$/.test(property.externalName ?? '')) continue;
    const expression = ownProperty(mapping.properties, variable)?.expression ?? '';
    if (expression.trim() !== '') return expression;
  }
  return null;
}

function userNameRule(template: UserNameTemplate | 'lost'): AttributeRule {
  const read = ((): UserReader => {
    if (template === 'lost') return () => undefined;
    if (template.kind !== 'read') return (user) => user.login;
    return (user, appUser) => {
      const name = template.read(user, appUser);
      return name === undefined && !template.plain ? undefined : (name ?? user.login);
    };
  })();
  return {
    target: { support: 'writable', path: paths.userName, value: 'caseInsensitive' },
    read: (user, appUser) => appUser?.userName ?? read(user, appUser),
    emptyLeavesAlone: true,
    appVariable: null,
  };
}

/** Where the assignment has a user name, the template does not matter. */
function evaluatedUserName(template: UserNameTemplate | 'lost', text: string | null | undefined): readonly EvaluatedAttribute[] {
  if (template === 'lost' || template.kind !== 'read' || template.plain) return [];
  const isUnknown: EvaluatedAttribute['isUnknown'] = (user, appUser) =>
    (appUser?.userName ?? null) === null && template.read(user, appUser) === undefined;
  return [{ variable: 'userName', expression: text ?? '', isUnknown }];
}

function ownProperty<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
