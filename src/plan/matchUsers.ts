import type { Snapshot } from '../genesys/snapshot';
import { Multimap } from './multimap';
import { compareText } from './order';
import type { OktaPerson } from './people';
import type { Conflict, MatchRule } from './plan';

/** An Okta user and a Genesys user that a rule of section 4 brings together. */
export interface Candidate {
  readonly person: OktaPerson;
  readonly genesysUserId: string;
  readonly rule: MatchRule;
}

/** Who is who (product.md, section 4, "Users"). */
export interface UserMatching {
  /** The one Genesys user of an Okta user; not of people in a conflict, and not of those who lost. */
  readonly ofOktaUser: (oktaUserId: string) => Candidate | undefined;
  /** The one competing Okta user of a Genesys user. */
  readonly ofGenesysUser: (genesysUserId: string) => Candidate | undefined;
  /** Who explains a Genesys user that nobody who competes matches: unassigned Okta users. */
  readonly explanations: ReadonlyMap<string, Candidate>;
  /** By Genesys id: every Okta user whose rule hits it, who lost or is unassigned included. */
  readonly candidates: Multimap<Candidate>;
  /** By Genesys id: who competed and did not lose. */
  readonly remaining: Multimap<Candidate>;
  /** Candidates of a conflict, by Okta user. */
  readonly conflicting: Multimap<Candidate>;
  readonly conflictingGenesysUsers: ReadonlySet<string>;
  readonly conflicts: readonly Conflict[];
  readonly conflictOf: ReadonlyMap<Candidate, Conflict>;
  /** Okta users who lost a Genesys user, with the winner. */
  readonly losers: ReadonlyMap<string, Candidate>;
  /** Genesys users whose name fits an Okta user for whom Okta holds another account (reason `otherAccount`). */
  readonly namesakes: ReadonlySet<string>;
}

/** Matches Okta users with Genesys users. The order of the inputs does not matter. */
export function matchUsers(people: ReadonlyMap<string, OktaPerson>, snapshot: Snapshot): UserMatching {
  const steps = matchUsersInSteps(people, snapshot);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** `matchUsers`, some hundred users at a time: between two steps others can work, or it can be given up. */
export function* matchUsersInSteps(people: ReadonlyMap<string, OktaPerson>, snapshot: Snapshot): Generator<undefined, UserMatching> {
  const index = yield* indexGenesysUsers(snapshot);
  const candidates = new Multimap<Candidate>();
  const namesakes = new Set<string>();
  let taken = 0;
  for (const person of people.values()) {
    if (++taken % usersAStep === 0) yield undefined;
    const held = person.held ?? null;
    if (held === null) {
      addFirstHit(person, index, candidates);
      continue;
    }
    // Rule 1 ends the search, found or not: Okta would use that account and no other.
    if (snapshot.users.has(held)) candidates.add(held, { person, genesysUserId: held, rule: 'externalId' });
    const { user, appUser } = person;
    addNamesakes(appUser?.userName, held, index, namesakes);
    if (user.login !== appUser?.userName) addNamesakes(user.login, held, index, namesakes);
    if (user.email !== user.login) addNamesakes(user.email, held, index, namesakes);
  }
  return { candidates, namesakes, ...(yield* decide(candidates)) };
}

const usersAStep = 256;

type Decision = Omit<UserMatching, 'candidates' | 'namesakes'>;

function* decide(candidates: Multimap<Candidate>): Generator<undefined, Decision> {
  const losers = new Map<string, Candidate>();
  const explanations = new Map<string, Candidate>();
  const byGenesys = new Multimap<Candidate>();
  const byOkta = new Multimap<Candidate>();
  let taken = 0;
  for (const [genesysUserId, all] of candidates) {
    if (++taken % usersAStep === 0) yield undefined;
    const competing = all.length === 1 && all[0]?.person.assigned ? all : all.filter((one) => one.person.assigned);
    const remaining = winners(competing);
    const [winner] = remaining;
    if (!winner) {
      const [explanation] = winners(all);
      if (explanation) explanations.set(genesysUserId, explanation);
      continue;
    }
    for (const one of remaining) {
      byGenesys.add(genesysUserId, one);
      byOkta.add(one.person.user.id, one);
    }
    if (remaining.length === competing.length) continue;
    for (const { person } of competing.filter((one) => !remaining.includes(one))) {
      const other = losers.get(person.user.id);
      if (!other || compareText(genesysUserId, other.genesysUserId) < 0) losers.set(person.user.id, winner);
    }
  }
  // Who lost one Genesys user and keeps another is matched to that one.
  for (const oktaUserId of [...losers.keys()]) if (byOkta.has(oktaUserId)) losers.delete(oktaUserId);
  return { losers, explanations, remaining: byGenesys, ...findConflicts(byGenesys, byOkta) };
}

function findConflicts(
  byGenesys: Multimap<Candidate>,
  byOkta: Multimap<Candidate>,
): Pick<Decision, 'ofOktaUser' | 'ofGenesysUser' | 'conflicting' | 'conflictingGenesysUsers' | 'conflicts' | 'conflictOf'> {
  const conflicts: Conflict[] = [];
  const conflictOf = new Map<Candidate, Conflict>();
  const record = (conflict: Conflict, among: readonly Candidate[]): void => {
    conflicts.push(conflict);
    for (const one of among) if (!conflictOf.has(one)) conflictOf.set(one, conflict);
  };
  for (const [genesysUserId, remaining] of byGenesys.several()) {
    if (remaining.some((one) => one.person.active)) record(sameGenesysUser(genesysUserId, remaining), remaining);
  }
  for (const [, remaining] of byOkta.several()) record(sameOktaUser(remaining), remaining);
  const conflicting = new Multimap<Candidate>();
  const conflictingGenesysUsers = new Set<string>();
  for (const one of conflictOf.keys()) {
    conflicting.add(one.person.user.id, one);
    conflictingGenesysUsers.add(one.genesysUserId);
  }
  const ofOktaUser = (oktaUserId: string): Candidate | undefined => {
    const one = byOkta.first(oktaUserId);
    return one && !conflictingGenesysUsers.has(one.genesysUserId) && !conflicting.has(oktaUserId) ? one : undefined;
  };
  // Several are left only where none of them is active: any of them says the same.
  const ofGenesysUser = (genesysUserId: string): Candidate | undefined =>
    conflictingGenesysUsers.has(genesysUserId) ? undefined : byGenesys.first(genesysUserId);
  conflicts.sort(
    (a, b) => compareText(a.kind, b.kind) || compareText(a.oktaUserIds.join(), b.oktaUserIds.join()) || compareText(a.message, b.message),
  );
  return { ofOktaUser, ofGenesysUser, conflicting, conflictingGenesysUsers, conflicts, conflictOf };
}

/** The best of the candidates of one Genesys user, by Okta id; several where none is better. */
function winners(candidates: readonly Candidate[]): readonly Candidate[] {
  if (candidates.length < 2) return candidates;
  const ranks = candidates.map(rank);
  const best = Math.min(...ranks);
  return candidates.filter((_one, index) => ranks[index] === best).sort((a, b) => compareText(a.person.user.id, b.person.user.id));
}

/** Active before not active, whatever the rule; then rule 1; then 2 to 4; then 5. Lower is better. */
function rank(candidate: Candidate): number {
  const byRule = candidate.rule === 'externalId' ? 0 : candidate.rule === 'email' ? 2 : 1;
  return (candidate.person.active ? 0 : 3) + byRule;
}

interface GenesysIndex {
  readonly byExternalId: Multimap<string>;
  /** By userName in lower case. */
  readonly byUserName: Multimap<string>;
}

function* indexGenesysUsers(snapshot: Snapshot): Generator<undefined, GenesysIndex> {
  const byExternalId = new Multimap<string>();
  const byUserName = new Multimap<string>();
  let taken = 0;
  for (const user of snapshot.users.values()) {
    if (++taken % usersAStep === 0) yield undefined;
    if (user.externalId) byExternalId.add(user.externalId, user.id);
    byUserName.add(user.userName.toLowerCase(), user.id);
  }
  return { byExternalId, byUserName };
}

function addNamesakes(name: string | null | undefined, held: string, index: GenesysIndex, namesakes: Set<string>): void {
  if (!name) return;
  const folded = name.toLowerCase();
  const first = index.byUserName.first(folded);
  if (first === undefined || (first === held && !index.byUserName.hasSeveral(folded))) return;
  for (const id of index.byUserName.get(folded)) if (id !== held) namesakes.add(id);
}

/** Rules 2 to 5: the first that hits. */
function addFirstHit(person: OktaPerson, index: GenesysIndex, candidates: Multimap<Candidate>): void {
  const add = (ids: readonly string[], rule: MatchRule): boolean => {
    for (const genesysUserId of ids) candidates.add(genesysUserId, { person, genesysUserId, rule });
    return ids.length > 0;
  };
  if (add(index.byExternalId.get(person.user.id), 'genesysExternalId')) return;
  for (const [rule, name] of namesOf(person)) if (add(index.byUserName.get(name), rule)) return;
}

/** The names that rules 3 to 5 look for, in lower case; each once, by the first rule. */
function namesOf({ user, appUser }: OktaPerson): readonly (readonly [MatchRule, string])[] {
  const names: (readonly [MatchRule, string])[] = [];
  const add = (rule: MatchRule, name: string | null | undefined): void => {
    const folded = name?.toLowerCase();
    if (folded && !names.some(([, known]) => known === folded)) names.push([rule, folded]);
  };
  add('appUserName', appUser?.userName);
  add('login', user.login);
  add('email', user.email);
  return names;
}

function sameGenesysUser(genesysUserId: string, remaining: readonly Candidate[]): Conflict {
  const users = remaining.map((one) => one.person.user);
  const logins = new Set(users.map((user) => foldLogin(user.login ?? user.id)));
  const who = remaining.map((one) => `${one.person.user.login ?? one.person.user.id} (by ${one.rule})`).join(' and ');
  return {
    kind: logins.size === 1 ? 'duplicateLogin' : 'sameGenesysUser',
    message: `${who} match the same Genesys user ${genesysUserId}.`,
    oktaUserIds: users.map((user) => user.id).sort(compareText),
    genesysUserIds: [genesysUserId],
  };
}

function sameOktaUser(remaining: readonly Candidate[]): Conflict {
  const ids = remaining.map((one) => one.genesysUserId).sort(compareText);
  const users = remaining.slice(0, 1).map((one) => one.person.user);
  return {
    kind: 'sameOktaUser',
    message: `${users.map((user) => user.login ?? user.id).join()} matches several Genesys users: ${ids.join(', ')}.`,
    oktaUserIds: users.map((user) => user.id),
    genesysUserIds: ids,
  };
}

/** Okta's logins are unique ignoring case and diacritics (facts/okta.md, section 1.1). */
function foldLogin(login: string): string {
  return login.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
