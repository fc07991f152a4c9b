import { attributeRules, type AttributeRules, type MappingInput } from '../mapping/attributeRules';
import { textOf } from '../mapping/userExpression';
import { paths } from '../mapping/attributeCatalogue';
import { expressionParts } from '../mapping/expression/parts';
import { parseExpression } from '../mapping/expression/parser';
import { phoneReader } from '../mapping/phone';
import type { AppUser, OktaUser, Source } from '../okta/source';
import { UserComparer, type ExplainedAttribute } from './compareUser';
import type { PushedPerson } from './pushedPeople';

/** What an attribute of a user comes to. */
export type ValueKind = ExplainedAttribute['kind'];

/** One attribute of one user, from what stands in Okta to what Genesys would hold after the next push (product.md, section 10). */
export interface UserValue {
  readonly oktaUserId: string;
  /** Login, else e-mail, else the Okta id. */
  readonly user: string;
  /** Null: Okta would create the account. */
  readonly genesysUserId: string | null;
  /** The app's variable; null for userName and active, which no mapping fills. */
  readonly variable: string | null;
  readonly path: string;
  readonly kind: ValueKind;
  /** What the expression reads, as it stands in Okta; null where it reads nothing. */
  readonly raw: string | null;
  /** What the expression gives; null for nothing, undefined where the export does not tell. */
  readonly result: string | null | undefined;
  /** What Genesys would hold after the push; undefined where that cannot be known. */
  readonly stored: string | null | undefined;
  /** What Genesys holds now. */
  readonly present: string | null;
  readonly message: string | null;
}

/** An attribute that a mapping fills, in the order in which `UserValues.explain` gives them. */
export interface ValueAttribute {
  readonly path: string;
  /** The app's variable; null for userName and active. */
  readonly variable: string | null;
  /** As it is written; null where no expression is evaluated at a push: what the assignment stores is sent. */
  readonly expression: string | null;
}

type RawReader = (user: OktaUser, appUser: AppUser | undefined) => string | null;

/** What a mapping that is being edited gives each user: the rules and comparisons are the plan's own. */
export class UserValues {
  private readonly comparer: UserComparer;
  private readonly rules: AttributeRules;
  private readonly rawOf = new Map<string, RawReader>();
  readonly attributes: readonly ValueAttribute[];

  /**
   * @param source whose schema and username template count.
   * @param mapping in place of the export's; null: the default mapping of section 6.
   * @param phoneRegion ISO 3166-1 alpha-2, or null.
   * @throws RangeError for a phone region that does not exist.
   */
  constructor(
    { schema, app, appIncomplete }: Pick<Source, 'schema' | 'app' | 'appIncomplete'>,
    mapping: MappingInput | null,
    phoneRegion: string | null,
  ) {
    this.rules = attributeRules(mapping, schema, appIncomplete ? undefined : (app?.userNameTemplate ?? null));
    this.comparer = new UserComparer(this.rules, phoneReader(phoneRegion));
    this.attributes = this.comparer.attributes.map(({ target, appVariable }) => ({
      path: target.path,
      variable: appVariable,
      expression: appVariable === null ? null : expressionOf(mapping, appVariable),
    }));
    for (const { variable } of this.attributes) if (variable !== null) this.rawOf.set(variable, rawReader(variable, mapping));
  }

  /** What no user's value is known of, and why; errors of expressions first. */
  get notCompared(): readonly string[] {
    const { errors, ignored, notCompared } = this.rules;
    return [...errors, ...ignored.map((target) => `${target.path}: ${target.why}`), ...notCompared];
  }

  /** What was taken for granted about the mapping. */
  get assumptions(): readonly string[] {
    return this.rules.assumptions;
  }

  /** What the attributes of one user come to, in the order of `attributes`. */
  explain({ user, appUser, genesys }: PushedPerson): readonly ExplainedAttribute[] {
    return this.comparer.explain(user, appUser, genesys);
  }

  /** The attributes of one user, in the order of `attributes`. */
  of(person: PushedPerson): readonly UserValue[] {
    return this.explain(person).map((explained) => this.valueOf(person, explained));
  }

  valueOf({ user, appUser, genesys }: PushedPerson, explained: ExplainedAttribute): UserValue {
    const { rule, path, kind, okta, genesys: present, message } = explained;
    const raw = rule.appVariable === null ? unmappedReaders[path] : this.rawOf.get(rule.appVariable);
    return {
      oktaUserId: user.id,
      user: user.login ?? user.email ?? user.id,
      genesysUserId: genesys?.id ?? null,
      variable: rule.appVariable,
      path,
      kind,
      raw: raw?.(user, appUser) ?? null,
      result: okta,
      stored: storedOf(explained),
      present,
      message,
    };
  }
}

/** What no mapping fills. */
const unmappedReaders: Readonly<Record<string, RawReader>> = {
  [paths.userName]: (user, appUser) => appUser?.userName ?? user.login,
  [paths.active]: ({ status }) => status,
};

/** What Genesys cannot take leaves it as it is; of a national number without a region it is not known what Genesys makes of it. */
function storedOf({ kind, okta, genesys, normalized }: ExplainedAttribute): string | null | undefined {
  switch (kind) {
    case 'unknown':
      return undefined;
    case 'equal':
    case 'leftAlone':
    case 'invalid':
    case 'unsupported':
    case 'readOnly':
      return genesys;
    case 'pingPong':
      return normalized ?? genesys;
    case 'change':
    case 'latentOverwrite':
      return normalized ?? ((okta ?? '') === '' ? null : undefined);
  }
}

function expressionOf(mapping: MappingInput | null, variable: string): string | null {
  if (mapping === null || !Object.hasOwn(mapping.properties, variable)) return null;
  const mapped = mapping.properties[variable];
  return mapped?.pushStatus === 'PUSH' && mapped.expression.trim() !== '' ? mapped.expression : null;
}

/** Reads what an app's variable is made from. */
function rawReader(variable: string, mapping: MappingInput | null): RawReader {
  if (mapping === null) return (user) => profileText(user, variable);
  const expression = expressionOf(mapping, variable);
  if (expression === null) return (_user, appUser) => storedText(appUser, variable);
  const parsed = parseExpression(expression);
  const parts = parsed.kind === 'parsed' ? expressionParts(parsed.expression).references : [];
  const reads = new Map<string, RawReader>();
  for (const { root, attribute } of parts) {
    if (root === 'user' || root === 'source') reads.set(attribute, (user) => profileText(user, attribute));
    if (root === 'appuser') reads.set(`appuser.${attribute}`, (_user, appUser) => storedText(appUser, attribute));
  }
  const [only] = reads.values();
  if (only === undefined) return () => null;
  if (reads.size === 1) return only;
  return (user, appUser) => [...reads].map(([name, read]) => `${name}: ${read(user, appUser) ?? ''}`).join('; ');
}

function profileText(user: OktaUser, name: string): string | null {
  if (name === 'login') return user.login;
  if (name === 'email') return user.email;
  return Object.hasOwn(user.profile, name) ? rawText(user.profile[name]) : null;
}

function storedText(appUser: AppUser | undefined, name: string): string | null {
  return appUser?.profile && Object.hasOwn(appUser.profile, name) ? rawText(appUser.profile[name]) : null;
}

/** A list or an object as JSON. */
function rawText(value: Parameters<typeof textOf>[0]): string | null {
  const text = textOf(value);
  return text === undefined ? JSON.stringify(value) : text;
}
