import type { ScimUser } from '../genesys/scim';
import type { AttributeRule, AttributeRules, EvaluatedAttribute } from '../mapping/attributeRules';
import { compareValue } from '../mapping/compareValue';
import type { PhoneReader } from '../mapping/phone';
import { profileAttribute } from '../mapping/profileAttribute';
import { shortened } from '../mapping/ruleCollector';
import { scimValueReader, type ScimValueReader } from '../mapping/scimUserValue';
import type { AppUser, OktaUser } from '../okta/source';
import { compareText } from './order';
import type { AttributePlan } from './plan';

/** What an attribute of a user comes to. */
export interface ExplainedAttribute {
  readonly rule: AttributeRule;
  readonly path: string;
  /** `equal`; `unknown`: the export does not tell what the expression gives; `leftAlone`: Okta has no value, and sends none. */
  readonly kind: AttributePlan['kind'] | 'equal' | 'unknown' | 'leftAlone';
  /** What Okta would send; undefined: not known. */
  readonly okta: string | null | undefined;
  readonly genesys: string | null;
  /** What Genesys would store of it, where that is another text. */
  readonly normalized: string | null;
  readonly message: string | null;
}

/** Compares desired users with Genesys users, attribute by attribute (product.md, section 6). */
export class UserComparer {
  /** Of how many of the users compared an expression's value is not known. */
  private readonly unknownFor: Map<EvaluatedAttribute, number>;
  private readonly rules: readonly { readonly rule: AttributeRule; readonly readGenesys: ScimValueReader }[];

  constructor(
    rules: AttributeRules,
    private readonly phones: PhoneReader,
  ) {
    this.unknownFor = new Map(rules.evaluated.map((one) => [one, 0]));
    this.rules = [...rules.rules]
      .sort((a, b) => compareText(a.target.path, b.target.path))
      .map((rule) => ({ rule, readGenesys: scimValueReader(rule.target.path) }));
  }

  /** What is compared, in the order of the paths. */
  get attributes(): readonly AttributeRule[] {
    return this.rules.map(({ rule }) => rule);
  }

  /**
   * The attributes that differ, in the order of their paths.
   *
   * @param genesys null for a user that Genesys does not have: then everything that Okta would send differs.
   */
  compare(user: OktaUser, appUser: AppUser | undefined, genesys: ScimUser | null): AttributePlan[] {
    const differences: AttributePlan[] = [];
    for (const { rule, readGenesys } of this.rules) {
      const okta = rule.read(user, appUser);
      if (okta === undefined || ((okta === null || okta === '') && rule.emptyLeavesAlone)) continue;
      const present = genesys ? readGenesys(genesys) : null;
      if (okta === present) continue;
      const difference = this.difference(rule, okta, present, genesys === null ? undefined : appUser);
      if (difference) differences.push(difference);
    }
    for (const [attribute, users] of this.unknownFor) {
      if (attribute.isUnknown(user, appUser)) this.unknownFor.set(attribute, users + 1);
    }
    return differences;
  }

  /** What every attribute of a user comes to, those that are equal included, in the order of their paths. */
  explain(user: OktaUser, appUser: AppUser | undefined, genesys: ScimUser | null): readonly ExplainedAttribute[] {
    return this.rules.map(({ rule, readGenesys }): ExplainedAttribute => {
      const path = rule.target.path;
      const okta = rule.read(user, appUser);
      const present = genesys ? readGenesys(genesys) : null;
      const leftAlone = (okta === null || okta === '') && rule.emptyLeavesAlone;
      const difference =
        okta === undefined || leftAlone ? null : this.difference(rule, okta, present, genesys === null ? undefined : appUser);
      const kind = difference?.kind ?? (leftAlone ? 'leftAlone' : okta === undefined ? 'unknown' : 'equal');
      return { rule, path, kind, okta, genesys: present, normalized: difference?.normalized ?? null, message: difference?.message ?? null };
    });
  }

  /** Null: equal. @param appUser whose stored profile tells what Okta will not notice; undefined where there is none. */
  private difference(rule: AttributeRule, okta: string | null, present: string | null, appUser: AppUser | undefined): AttributePlan | null {
    const compared = compareValue(rule.target.value, okta, present, this.phones);
    if (compared.kind === 'equal') return null;
    const unnoticed = compared.kind === 'change' && isStored(rule, okta, appUser);
    return {
      path: rule.target.path,
      kind: unnoticed ? 'latentOverwrite' : compared.kind,
      okta,
      genesys: present,
      normalized: compared.normalized,
      message: unnoticed
        ? (compared.message ?? 'Okta will not notice this difference until something else of this user changes; then it overwrites it.')
        : compared.message,
    };
  }

  /** What was left out of the comparisons so far, for want of an expression's value. */
  notCompared(): readonly string[] {
    return [...this.unknownFor]
      .filter(([, users]) => users > 0)
      .map(([{ variable, expression }, users]) => {
        const who = users === 1 ? '1 user' : `${users.toLocaleString('en-US')} users`;
        return `${variable} is not compared for ${who}: the export does not tell what ${shortened(expression)} gives.`;
      });
  }

  /** The SCIM userName that Okta would send. */
  userName(user: OktaUser, appUser: AppUser | undefined): string | null {
    const rule = this.rules.find((one) => one.rule.target.path === 'userName');
    return rule?.rule.read(user, appUser) ?? null;
  }
}

/** Okta compares with the profile that it stored for the app user, not with Genesys (facts/okta.md, section 2.2). */
function isStored(rule: AttributeRule, okta: string | null, appUser: AppUser | undefined): boolean {
  const stored = rule.appVariable === null || !appUser ? undefined : profileAttribute(appUser, rule.appVariable);
  if (stored === undefined) return false;
  return (stored ?? '') === (okta ?? '') || (typeof stored !== 'object' && String(stored) === okta);
}
