import type { Snapshot } from '../genesys/snapshot';
import type { Steps } from '../input/steps';
import { paths } from '../mapping/attributeCatalogue';
import { attributeRules, type AttributeRule } from '../mapping/attributeRules';
import { textOf } from '../mapping/userExpression';
import { managerResolverInSteps, type ManagerCandidate, type ManagerResolution } from '../mapping/managerResolver';
import type { OktaUser, Source } from '../okta/source';
import { matchUsersInSteps, type UserMatching } from './matchUsers';
import { People } from './people';
import { sortInSteps } from './sortInSteps';

/** A person whose manager attribute does not hold a Genesys GUID that is there. */
export interface ManagerFinding {
  readonly user: Pick<OktaUser, 'id' | 'login' | 'email'>;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** What stands in Okta. */
  readonly reference: string;
  readonly resolution: Exclude<ManagerResolution, { kind: 'guid' }>;
}

export interface ManagerReport {
  /** The Okta attribute that the manager is read from, and that a list for Okta fills. */
  readonly attribute: string;
  /** False: the mapping of the export fills no manager in Genesys, or by more than a plain reference. */
  readonly mapped: boolean;
  /** People whose attribute holds the GUID of an active Genesys user already. */
  readonly right: number;
  /** In the order of logins. */
  readonly findings: readonly ManagerFinding[];
}

/**
 * Whom the managers of the export are in Genesys (product.md, section 6: `manager.value` takes a Genesys GUID). Looks at everybody who is
 * active in Okta and assigned to the app; people without a manager are not counted. Between two steps others can work.
 */
export function* resolveManagersInSteps(source: Source, snapshot: Snapshot): Steps<ManagerReport> {
  const people = yield* People.inSteps(source);
  const matching = yield* matchUsersInSteps(people, snapshot);
  const resolve = yield* managerResolverInSteps(candidates(people, matching, snapshot), Math.max(people.size, snapshot.users.size));
  const rule = managerRule(source);
  const plain = rule && plainAttribute(rule, source);
  const attribute = plain ?? 'managerId';
  const findings: ManagerFinding[] = [];
  let right = 0;
  for (const { place, user, appUser, active, assigned } of people) {
    if (place % usersAStep === usersAStep - 1) yield undefined;
    if (!active || !assigned) continue;
    const sent = source.mapping === null ? null : (rule?.read(user, appUser) ?? null);
    const reference = sent || referenceOf(user, attribute);
    if (reference === null) continue;
    const resolution = resolve(reference);
    if (resolution.kind === 'guid') right++;
    else findings.push({ user, firstName: text(user, 'firstName'), lastName: text(user, 'lastName'), reference, resolution });
  }
  const sorted = yield* sortInSteps(findings, (a, b) => compare(a.user.login ?? a.user.id, b.user.login ?? b.user.id));
  return { attribute, mapped: source.mapping === null || plain !== null, right, findings: sorted };
}

const usersAStep = 256;

function* candidates(people: People, matching: UserMatching, { users }: Snapshot): Iterable<ManagerCandidate> {
  for (const { place, user, active } of people) {
    const [candidate] = matching.conflicting.get(place) ?? [];
    const genesysUserId = (matching.ofPerson(place) ?? candidate)?.genesysUserId ?? null;
    const activeInGenesys = genesysUserId !== null && users.get(genesysUserId)?.active === true;
    yield { oktaUserId: user.id, login: user.login, email: user.email, active, genesysUserId, activeInGenesys };
  }
  let account = -1;
  for (const { id, userName, active } of matching.accounts.values()) {
    account += 1;
    if (matching.remaining.has(account) || matching.candidates.has(account)) continue;
    yield { oktaUserId: null, login: userName, email: null, active, genesysUserId: id, activeInGenesys: active };
  }
}

function managerRule(source: Source): AttributeRule | null {
  const { rules } = attributeRules(source.mapping, source.schema, source.app?.userNameTemplate ?? null);
  return rules.find((rule) => rule.target.path === paths.manager) ?? null;
}

/** The Okta attribute that the mapping copies as it is; null where it does more. */
function plainAttribute({ appVariable }: AttributeRule, { mapping }: Source): string | null {
  if (!mapping || appVariable === null) return null;
  const expression = Object.hasOwn(mapping.properties, appVariable) ? mapping.properties[appVariable]?.expression : undefined;
  return /^\s*(?:user|source)\.(\w+)\s*$/.exec(expression ?? '')?.[1] ?? null;
}

/** Okta's own two manager attributes stand in; `manager` mostly holds a name for people, so only an address or an id of it counts. */
function referenceOf(user: OktaUser, attribute: string): string | null {
  const named = text(user, attribute) ?? text(user, 'managerId');
  if (named !== null) return named;
  const manager = text(user, 'manager');
  return manager !== null && /@|^00u\w{17}$/.test(manager) ? manager : null;
}

function text({ profile }: OktaUser, name: string): string | null {
  return (Object.hasOwn(profile, name) ? textOf(profile[name]) : null) ?? null;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
