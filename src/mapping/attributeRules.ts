import type { JsonObject, JsonValue } from '../input/problem';
import { attributeTarget, paths, type AttributeTarget } from './attributeCatalogue';
import { externalTarget } from './externalName';
import { isGuid } from './scimNames';
import { pathsByVariable } from './variableNames';

/** What a rule reads of an Okta user. */
export interface MappedUser {
  readonly login: string | null;
  readonly email: string | null;
  readonly status: string | null;
  readonly profile: JsonObject;
}

/** What a rule reads of the user's assignment to the app. */
export interface StoredAppUser {
  readonly userName: string | null;
  readonly profile: JsonObject | null;
}

export type WritableTarget = Extract<AttributeTarget, { support: 'writable' }>;

/** How one SCIM attribute of the *desired user* comes about (product.md, section 6). */
export interface AttributeRule {
  readonly target: WritableTarget;
  /** Undefined: it cannot be known for this user, so nothing is compared. */
  readonly read: (user: MappedUser, appUser: StoredAppUser | undefined) => string | null | undefined;
  /** The default mapping leaves Genesys alone where Okta has no value. */
  readonly emptyLeavesAlone: boolean;
  /** The app's variable; where its stored value is what Okta would send, Okta does not notice a difference in Genesys. */
  readonly appVariable: string | null;
}

export interface AttributeRules {
  readonly rules: readonly AttributeRule[];
  /** Targets that Genesys does not have or does not let anybody write: once a mapping. */
  readonly ignored: readonly Extract<AttributeTarget, { support: 'unsupported' | 'readOnly' }>[];
  readonly assumptions: readonly string[];
  /** Attributes that are not compared, with the reason. */
  readonly notCompared: readonly string[];
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
 * @param userNameTemplate the app's `credentials.userNameTemplate.template`; undefined where it was told and could not be read: then only the
 *   assignment's own user name is compared.
 */
export function attributeRules(
  mapping: MappingInput | null,
  schema: SchemaInput | null,
  userNameTemplate: string | null | undefined,
): AttributeRules {
  const template = userNameTemplate === undefined ? 'lost' : readTemplate(userNameTemplate);
  const always = [userNameRule(template), activeRule];
  const assumptions =
    template === 'unread'
      ? [
          `The app's username template ${String(userNameTemplate)} is not understood here; the login stands in where the assignment has no user name.`,
        ]
      : [];
  if (!mapping) {
    return {
      rules: [...always, ...defaultRules],
      ignored: [],
      assumptions: [
        ...assumptions,
        'The export has no attribute mapping of the app: users are compared with the default mapping of Okta attributes.',
      ],
      notCompared: [],
    };
  }
  const collected = new RuleCollector();
  if (schema) collectFromSchema(mapping, schema, collected);
  else {
    assumptions.push('The export has no schema of the app: its attributes are recognised by their names.');
    collectByName(mapping, collected);
  }
  return { rules: [...always, ...collected.rules], ignored: collected.ignored, assumptions, notCompared: collected.notCompared };
}

/** A profile value as text; null for no value, undefined for what has no single text (a list, an object). */
export function textOf(value: JsonValue | undefined): string | null | undefined {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? undefined : String(value);
}

class RuleCollector {
  readonly rules: AttributeRule[] = [];
  readonly ignored: Extract<AttributeTarget, { support: 'unsupported' | 'readOnly' }>[] = [];
  readonly notCompared: string[] = [];
  private readonly taken = new Set<string>([paths.userName, paths.active]);

  add(variable: string, path: string, read: AttributeRule['read']): void {
    if (path === paths.userName) return;
    const target = attributeTarget(path);
    if (this.taken.has(path)) {
      this.skip(variable, `another attribute of the app already fills ${path}`);
    } else if (target.support === 'writable') {
      this.rules.push({ target, read, emptyLeavesAlone: false, appVariable: variable });
      this.taken.add(path);
    } else {
      this.ignored.push(target);
      this.taken.add(path);
    }
  }

  skip(variable: string, why: string): void {
    this.notCompared.push(`${variable} is not compared: ${why}.`);
  }
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
        addMapped(
          variable,
          `${target.attribute}[type eq "${siblingType(target.attribute, variables, mapping, collected)}"].${target.sub}`,
          mapped,
          collected,
        );
        break;
      case 'path':
        addMapped(variable, target.path, mapped, collected);
        break;
    }
  }
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
    else addMapped(variable, path, mapped, collected);
  }
}

function addMapped(variable: string, path: string, mapped: MappingInput['properties'][string] | undefined, collected: RuleCollector): void {
  const stored: AttributeRule['read'] = (_user, appUser) =>
    appUser?.profile && Object.hasOwn(appUser.profile, variable) ? textOf(appUser.profile[variable]) : undefined;
  if (mapped?.pushStatus !== 'PUSH') {
    // Okta pushes the whole stored profile, unmapped and create-only attributes included (facts/okta.md, section 2.2).
    collected.add(variable, path, stored);
    return;
  }
  const reference = plainReference(mapped.expression);
  if (reference === null) collected.skip(variable, `its expression ${mapped.expression} is not a plain reference`);
  else collected.add(variable, path, (user) => referenced(user, reference));
}

/** The type that fills `….^[primary==true].type`, where it is a literal; else `work`, said. */
function siblingType(
  attribute: string,
  variables: readonly (readonly [string, SchemaInput['properties'][string]])[],
  mapping: MappingInput,
  collected: RuleCollector,
): string {
  for (const [variable, property] of variables) {
    const target = property.externalName ? externalTarget(property.externalName, property.externalNamespace) : null;
    if (target?.kind !== 'selector' || target.attribute !== attribute || target.condition !== 'primary==true') continue;
    const literal = /^\s*(?:'(\w+)'|"(\w+)")\s*$/.exec(ownProperty(mapping.properties, variable)?.expression ?? '');
    const type = literal?.[1] ?? literal?.[2];
    if (type !== undefined) return type;
  }
  collected.notCompared.push(`The type of the primary element of ${attribute} is taken to be work.`);
  return 'work';
}

function plainReference(expression: string): string | null {
  return /^\s*(?:user|source)\.(\w+)\s*$/.exec(expression)?.[1] ?? null;
}

function referenced(user: MappedUser, name: string): string | null | undefined {
  if (name === 'login') return user.login;
  if (name === 'email') return user.email;
  return Object.hasOwn(user.profile, name) ? textOf(user.profile[name]) : null;
}

/** The attribute that the template names; null without a template; `unread` for what is not a plain reference. */
function readTemplate(template: string | null): { readonly attribute: string } | null | 'unread' {
  if (template === null || template.trim() === '') return null;
  const attribute = /^\s*(?:\$\{\s*)?(?:source|user)\.(\w+)\s*\}?\s*$/.exec(template)?.[1];
  return attribute === undefined ? 'unread' : { attribute };
}

function userNameRule(template: ReturnType<typeof readTemplate> | 'lost'): AttributeRule {
  const attribute = template === null || typeof template === 'string' ? 'login' : template.attribute;
  return {
    target: { support: 'writable', path: paths.userName, value: 'caseInsensitive' },
    read: (user, appUser) => appUser?.userName ?? (template === 'lost' ? undefined : (referenced(user, attribute) ?? user.login)),
    emptyLeavesAlone: true,
    appVariable: null,
  };
}

const activeRule: AttributeRule = {
  target: { support: 'writable', path: paths.active, value: 'boolean' },
  read: (user) => String(user.status !== 'DEPROVISIONED'),
  emptyLeavesAlone: true,
  appVariable: null,
};

function defaultRule(path: string, read: AttributeRule['read'], appVariable: string): AttributeRule {
  const target = attributeTarget(path);
  if (target.support !== 'writable') throw new Error(`The default mapping fills ${path}, which Genesys does not take.`);
  return { target, read, emptyLeavesAlone: true, appVariable };
}

const fromProfile =
  (name: string): AttributeRule['read'] =>
  (user) =>
    textOf(user.profile[name]);

/** The default mapping of section 6, without userName and active. */
const defaultRules: readonly AttributeRule[] = [
  defaultRule(paths.displayName, (user) => textOf(user.profile.displayName) ?? fullName(user.profile), 'displayName'),
  defaultRule(paths.title, fromProfile('title'), 'title'),
  defaultRule(paths.workEmail, (user) => user.email, 'email'),
  defaultRule(paths.workPhone, fromProfile('primaryPhone'), 'primaryPhone'),
  defaultRule(paths.mobilePhone, fromProfile('mobilePhone'), 'mobilePhone'),
  defaultRule(paths.department, fromProfile('department'), 'department'),
  defaultRule(paths.division, fromProfile('division'), 'division'),
  defaultRule(paths.employeeNumber, fromProfile('employeeNumber'), 'employeeNumber'),
  defaultRule(paths.manager, (user) => guidOrNull(textOf(user.profile.managerId)), 'managerId'),
];

function fullName(profile: JsonObject): string | null {
  const name = [textOf(profile.firstName), textOf(profile.lastName)].filter(Boolean).join(' ');
  return name === '' ? null : name;
}

function guidOrNull(value: string | null | undefined): string | null {
  return value && isGuid(value) ? value : null;
}

function ownProperty<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
