import type { Snapshot } from '../genesys/snapshot';
import { attributeRules, textOf, type MappingInput } from '../mapping/attributeRules';
import { expressionParts } from '../mapping/expression/parts';
import { parseExpression } from '../mapping/expression/parser';
import { phoneReader } from '../mapping/phone';
import { attributeText } from '../mapping/userExpression';
import type { AppUser, OktaUser, Source } from '../okta/source';
import { UserComparer, type ExplainedAttribute } from './compareUser';
import { matchUsers } from './matchUsers';
import { oktaPeople, type OktaPerson } from './people';

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
  readonly kind: ExplainedAttribute['kind'];
  /** The Okta attributes that the expression reads, as they stand there; null where it reads none. */
  readonly raw: string | null;
  /** What the expression gives; null for nothing, undefined where the export does not tell. */
  readonly result: string | null | undefined;
  /** What Genesys would store. */
  readonly stored: string | null;
  /** What Genesys holds now. */
  readonly present: string | null;
  readonly message: string | null;
}

/** What an attribute comes to for all users of an export. */
export type ValueKind = UserValue['kind'];

/**
 * The values of every user whom Okta pushes, with a mapping that is being edited, or that of the export.
 */
export class UserValues {
  private readonly comparer: UserComparer;
  private readonly rawOf = new Map<string, (user: OktaUser, appUser: AppUser | undefined) => string | null>();
  private readonly genesysIds = new Map<string, string>();
  /** Who is pushed, in the order of the export. */
  readonly people: readonly OktaPerson[];
  /** What is not compared, and why; errors of expressions among it. */
  readonly notCompared: readonly string[];

  /**
   * @param mapping in place of the export's; null: the default mapping of section 6.
   * @param phoneRegion ISO 3166-1 alpha-2, or null.
   * @throws RangeError for a phone region that does not exist.
   */
  constructor(
    source: Source,
    private readonly snapshot: Snapshot,
    mapping: MappingInput | null,
    phoneRegion: string | null,
  ) {
    const people = oktaPeople(source);
    const matching = matchUsers(people, snapshot);
    this.people = [...people.values()].filter(
      ({ user, active, assigned }) => active && assigned && !matching.conflicting.has(user.id) && !matching.losers.has(user.id),
    );
    for (const { user } of this.people) {
      const matched = matching.ofOktaUser(user.id);
      if (matched) this.genesysIds.set(user.id, matched.genesysUserId);
    }
    const template = source.appIncomplete ? undefined : (source.app?.userNameTemplate ?? null);
    const rules = attributeRules(mapping, source.schema, template);
    this.comparer = new UserComparer(rules, phoneReader(phoneRegion));
    this.notCompared = [...rules.errors, ...rules.notCompared];
    for (const { appVariable } of rules.rules) {
      if (appVariable !== null) this.rawOf.set(appVariable, rawReader(appVariable, mapping));
    }
  }

  /** The attributes of one user, in the order of their paths. */
  of({ user, appUser }: OktaPerson): readonly UserValue[] {
    const genesysUserId = this.genesysIds.get(user.id) ?? null;
    const genesys = genesysUserId === null ? null : (this.snapshot.users.get(genesysUserId) ?? null);
    return this.comparer.explain(user, appUser, genesys).map(({ rule, path, kind, okta, genesys: present, normalized, message }) => ({
      oktaUserId: user.id,
      user: user.login ?? user.email ?? user.id,
      genesysUserId,
      variable: rule.appVariable,
      path,
      kind,
      raw: rule.appVariable === null ? null : (this.rawOf.get(rule.appVariable)?.(user, appUser) ?? null),
      result: okta,
      stored: storedOf(kind, okta, present, normalized),
      present,
      message,
    }));
  }

  /** The person of an Okta id among those who are pushed. */
  person(oktaUserId: string): OktaPerson | undefined {
    return this.people.find(({ user }) => user.id === oktaUserId);
  }
}

/** What Genesys would hold afterwards; what it cannot take, and what is not known, leaves it as it is. */
function storedOf(kind: ValueKind, okta: string | null | undefined, present: string | null, normalized: string | null): string | null {
  switch (kind) {
    case 'equal':
    case 'unknown':
    case 'leftAlone':
    case 'invalid':
      return present;
    case 'pingPong':
      return normalized ?? present;
    default:
      return normalized ?? okta ?? null;
  }
}

/** What an app's variable is made from. */
function rawReader(variable: string, mapping: MappingInput | null): (user: OktaUser, appUser: AppUser | undefined) => string | null {
  const mapped = mapping && Object.hasOwn(mapping.properties, variable) ? mapping.properties[variable] : undefined;
  if (mapping === null) return (user) => attributeText(user, variable) ?? null;
  if (mapped?.pushStatus !== 'PUSH') return (_user, appUser) => textOf(appUser?.profile?.[variable]) ?? null;
  const parsed = parseExpression(mapped.expression);
  const references = parsed.kind === 'parsed' ? expressionParts(parsed.expression).references : [];
  const names = [...new Set(references.filter(({ root }) => root === 'user' || root === 'source').map(({ attribute }) => attribute))];
  return (user) => {
    const texts = names.map((name) => [name, attributeText(user, name) ?? ''] as const);
    const [only] = texts;
    if (only === undefined) return null;
    return texts.length === 1 ? only[1] : texts.map(([name, text]) => `${name}: ${text}`).join('; ');
  };
}
