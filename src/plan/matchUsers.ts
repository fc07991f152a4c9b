import type { Snapshot } from '../genesys/snapshot';
import type { OktaUser, Source } from '../okta/source';
import { compareText } from './order';
import type { Conflict, MatchRule } from './plan';
import { heldAccount, isActiveInOkta, isAssigned } from './standing';

/** An Okta user and a Genesys user that a rule of section 4 brings together. */
export interface Candidate {
  readonly user: OktaUser;
  readonly genesysUserId: string;
  readonly rule: MatchRule;
}

/** Who is who (product.md, section 4, "Users"). */
export interface UserMatching {
  /** The one Genesys user of an Okta user; not of people in a conflict, and not of those who lost. */
  readonly ofOktaUser: ReadonlyMap<string, Candidate>;
  /** The one competing Okta user of a Genesys user. */
  readonly ofGenesysUser: ReadonlyMap<string, Candidate>;
  /** Who explains a Genesys user that nobody who competes matches: unassigned Okta users. */
  readonly explanations: ReadonlyMap<string, Candidate>;
  /** Every Okta user whose rule hits a Genesys user, who lost or is unassigned included. */
  readonly candidates: ReadonlyMap<string, readonly Candidate[]>;
  /** Candidates of a conflict, by Okta user. */
  readonly conflicting: ReadonlyMap<string, readonly Candidate[]>;
  readonly conflictingGenesysUsers: ReadonlySet<string>;
  readonly conflicts: readonly Conflict[];
  readonly conflictOf: ReadonlyMap<Candidate, Conflict>;
  /** Okta users who lost a Genesys user, with the winner. */
  readonly losers: ReadonlyMap<string, Candidate>;
  /** Genesys users whose name fits an Okta user for whom Okta holds another account (reason `otherAccount`). */
  readonly namesakes: ReadonlyMap<string, OktaUser>;
}

/** Matches Okta users with Genesys users. The order of the inputs does not matter. */
export function matchUsers(source: Source, snapshot: Snapshot): UserMatching {
  const index = indexGenesysUsers(snapshot);
  const candidates = new Map<string, Candidate[]>();
  const namesakes = new Map<string, OktaUser>();
  for (const user of source.users.values()) {
    const held = heldAccount(source, user.id) ?? null;
    if (held === null) {
      const hit = firstHit(user, source, index);
      if (hit) for (const genesysUserId of hit.ids) append(candidates, genesysUserId, { user, genesysUserId, rule: hit.rule });
      continue;
    }
    // Rule 1 ends the search, found or not: Okta would use that account and no other.
    if (snapshot.users.has(held)) append(candidates, held, { user, genesysUserId: held, rule: 'externalId' });
    for (const id of namesOf(user, source).flatMap((name) => index.byUserName.get(name) ?? [])) {
      const known = namesakes.get(id);
      if (id !== held && (known === undefined || compareText(user.id, known.id) < 0)) namesakes.set(id, user);
    }
  }
  return { candidates, namesakes, ...decide(source, candidates) };
}

type Decision = Omit<UserMatching, 'candidates' | 'namesakes'>;

function decide(source: Source, candidates: ReadonlyMap<string, readonly Candidate[]>): Decision {
  const losers = new Map<string, Candidate>();
  const explanations = new Map<string, Candidate>();
  const remainingByGenesys = new Map<string, readonly Candidate[]>();
  const remainingByOkta = new Map<string, Candidate[]>();
  for (const [genesysUserId, all] of candidates) {
    const competing = source.assignments ? all.filter((one) => isAssigned(source, one.user.id)) : all;
    const [winner, ...others] = winners(competing);
    if (!winner) {
      const explanation = winners(all)[0];
      if (explanation) explanations.set(genesysUserId, explanation);
      continue;
    }
    const remaining = [winner, ...others];
    remainingByGenesys.set(genesysUserId, remaining);
    for (const one of remaining) append(remainingByOkta, one.user.id, one);
    if (remaining.length < competing.length) {
      for (const { user } of competing.filter((one) => !remaining.includes(one))) {
        const other = losers.get(user.id);
        if (!other || compareText(genesysUserId, other.genesysUserId) < 0) losers.set(user.id, winner);
      }
    }
  }
  // Who lost one Genesys user and keeps another is matched to that one.
  for (const oktaUserId of remainingByOkta.keys()) losers.delete(oktaUserId);
  return { losers, explanations, ...findConflicts(remainingByGenesys, remainingByOkta) };
}

function findConflicts(
  byGenesys: ReadonlyMap<string, readonly Candidate[]>,
  byOkta: ReadonlyMap<string, readonly Candidate[]>,
): Pick<Decision, 'ofOktaUser' | 'ofGenesysUser' | 'conflicting' | 'conflictingGenesysUsers' | 'conflicts' | 'conflictOf'> {
  const conflicts: Conflict[] = [];
  const conflictOf = new Map<Candidate, Conflict>();
  for (const [genesysUserId, remaining] of byGenesys) {
    if (remaining.length < 2 || !remaining.some((one) => isActiveInOkta(one.user))) continue;
    const conflict = sameGenesysUser(genesysUserId, remaining);
    conflicts.push(conflict);
    for (const one of remaining) conflictOf.set(one, conflict);
  }
  for (const remaining of byOkta.values()) {
    const [first] = remaining;
    if (!first || remaining.length < 2) continue;
    const conflict = sameOktaUser(first.user, remaining);
    conflicts.push(conflict);
    for (const one of remaining) if (!conflictOf.has(one)) conflictOf.set(one, conflict);
  }
  const conflicting = new Map<string, Candidate[]>();
  const conflictingGenesysUsers = new Set<string>();
  for (const one of conflictOf.keys()) {
    append(conflicting, one.user.id, one);
    conflictingGenesysUsers.add(one.genesysUserId);
  }
  const ofOktaUser = new Map<string, Candidate>();
  const ofGenesysUser = new Map<string, Candidate>();
  for (const [genesysUserId, remaining] of byGenesys) {
    if (conflictingGenesysUsers.has(genesysUserId)) continue;
    for (const one of remaining) if (!conflicting.has(one.user.id)) ofOktaUser.set(one.user.id, one);
    // Several are left only where none of them is active: any of them says the same.
    const [one] = remaining;
    if (one && !conflicting.has(one.user.id)) ofGenesysUser.set(genesysUserId, one);
  }
  conflicts.sort((a, b) => compareText(a.kind, b.kind) || compareText(a.oktaUserIds.join(), b.oktaUserIds.join()));
  return { ofOktaUser, ofGenesysUser, conflicting, conflictingGenesysUsers, conflicts, conflictOf };
}

/** The best of the candidates of one Genesys user, by Okta id; several where none is better. */
function winners(candidates: readonly Candidate[]): readonly Candidate[] {
  if (candidates.length < 2) return candidates;
  const ranks = candidates.map(rank);
  const best = Math.min(...ranks);
  return candidates.filter((_one, index) => ranks[index] === best).sort((a, b) => compareText(a.user.id, b.user.id));
}

/** Active before not active, whatever the rule; then rule 1; then 2 to 4; then 5. Lower is better. */
function rank(candidate: Candidate): number {
  const byRule = candidate.rule === 'externalId' ? 0 : candidate.rule === 'email' ? 2 : 1;
  return (isActiveInOkta(candidate.user) ? 0 : 3) + byRule;
}

interface GenesysIndex {
  readonly byExternalId: ReadonlyMap<string, readonly string[]>;
  readonly byUserName: ReadonlyMap<string, readonly string[]>;
}

function indexGenesysUsers(snapshot: Snapshot): GenesysIndex {
  const byExternalId = new Map<string, string[]>();
  const byUserName = new Map<string, string[]>();
  for (const user of snapshot.users.values()) {
    if (user.externalId) append(byExternalId, user.externalId, user.id);
    append(byUserName, user.userName.toLowerCase(), user.id);
  }
  return { byExternalId, byUserName };
}

/** Rules 2 to 5. */
function firstHit(user: OktaUser, source: Source, index: GenesysIndex): { rule: MatchRule; ids: readonly string[] } | null {
  const byExternalId = index.byExternalId.get(user.id);
  if (byExternalId) return { rule: 'genesysExternalId', ids: byExternalId };
  const names: readonly (readonly [MatchRule, string | null | undefined])[] = [
    ['appUserName', source.assignments?.byUser.get(user.id)?.userName],
    ['login', user.login],
    ['email', user.email],
  ];
  for (const [rule, name] of names) {
    const ids = name ? index.byUserName.get(name.toLowerCase()) : undefined;
    if (ids) return { rule, ids };
  }
  return null;
}

function namesOf(user: OktaUser, source: Source): string[] {
  const names = new Set<string>();
  for (const name of [source.assignments?.byUser.get(user.id)?.userName, user.login, user.email]) if (name) names.add(name.toLowerCase());
  return [...names];
}

function sameGenesysUser(genesysUserId: string, remaining: readonly Candidate[]): Conflict {
  const logins = new Set(remaining.map((one) => foldLogin(one.user.login ?? one.user.id)));
  const who = remaining.map((one) => `${one.user.login ?? one.user.id} (by ${one.rule})`).join(' and ');
  return {
    kind: logins.size === 1 ? 'duplicateLogin' : 'sameGenesysUser',
    message: `${who} match the same Genesys user ${genesysUserId}.`,
    oktaUserIds: remaining.map((one) => one.user.id).sort(compareText),
    genesysUserIds: [genesysUserId],
  };
}

function sameOktaUser(user: OktaUser, remaining: readonly Candidate[]): Conflict {
  const ids = remaining.map((one) => one.genesysUserId).sort(compareText);
  return {
    kind: 'sameOktaUser',
    message: `${user.login ?? user.id} matches several Genesys users: ${ids.join(', ')}.`,
    oktaUserIds: [user.id],
    genesysUserIds: ids,
  };
}

/** Okta's logins are unique ignoring case and diacritics (facts/okta.md, section 1.1). */
function foldLogin(login: string): string {
  return login.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function append<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
