import type { ScimUser } from '../../src/genesys/scim';
import type { Snapshot } from '../../src/genesys/snapshot';
import type { AppUser, OktaUser, Source } from '../../src/okta/source';
import type { MatchRule } from '../../src/plan/plan';
import type { OracleConflict } from './oracleTypes';

/** One Okta user on one Genesys user by the first rule that hits (section 4). */
export interface Hit {
  readonly okta: OktaUser;
  readonly genesys: ScimUser;
  readonly rule: MatchRule;
}

export interface Matching {
  /** Hits of assigned users that lost to nobody. */
  readonly remaining: readonly Hit[];
  /** Hits of unassigned users, where assignments are known: they only explain. */
  readonly explaining: readonly Hit[];
  readonly conflicts: readonly OracleConflict[];
}

/** Section 4, users: first rule, who competes, who wins, what is a conflict. */
export function matchUsersSlowly(source: Source, snapshot: Snapshot): Matching {
  const hits = [...source.users.values()].flatMap((okta) => hitsOf(okta, source, snapshot));
  const competing = hits.filter((hit) => isAssigned(hit.okta.id, source));
  const explaining = hits.filter((hit) => !isAssigned(hit.okta.id, source));
  const remaining = competing.filter((hit) => {
    const rivals = competing.filter((other) => other.genesys.id === hit.genesys.id);
    return !rivals.some((rival) => beats(rival, hit));
  });
  return { remaining, explaining, conflicts: conflictsAmong(remaining) };
}

/** Who matches a Genesys user: the assigned ones that remain, else the unassigned ones. */
export function matchersOf(genesysId: string, matching: Matching): readonly Hit[] {
  const remaining = matching.remaining.filter((hit) => hit.genesys.id === genesysId);
  return remaining.length > 0 ? remaining : matching.explaining.filter((hit) => hit.genesys.id === genesysId);
}

/** Section 5: in the file with a status other than the four; everybody without an assignments file. */
export function isAssigned(oktaUserId: string, source: Source): boolean {
  if (source.assignments === null) {
    return true;
  }
  const appUser = source.assignments.byUser.get(oktaUserId);
  return appUser !== undefined && !['UNASSIGNED', 'DEPROVISIONED', 'INACTIVE', 'REVOKED'].includes(appUser.status ?? '');
}

/** Every status but DEPROVISIONED and STAGED; no status counts as the worse case. */
export function isActiveInOkta(user: OktaUser | undefined): boolean {
  return user !== undefined && user.status !== null && user.status !== 'DEPROVISIONED' && user.status !== 'STAGED';
}

export function appUserOf(oktaUserId: string, source: Source): AppUser | null {
  return source.assignments?.byUser.get(oktaUserId) ?? null;
}

/** The account that Okta holds; null where it holds none, or where no accounts are known. */
export function heldAccount(oktaUserId: string, source: Source): string | null {
  const externalId = appUserOf(oktaUserId, source)?.externalId ?? null;
  return externalId === '' ? null : externalId;
}

/** Rules 3 to 5: an Okta user's name is this user name. */
export function nameFits(okta: OktaUser, userName: string, source: Source): MatchRule | null {
  if (sameName(appUserOf(okta.id, source)?.userName ?? null, userName)) {
    return 'appUserName';
  }
  if (sameName(okta.login, userName)) {
    return 'login';
  }
  return sameName(okta.email, userName) ? 'email' : null;
}

export function sortedIds(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function hitsOf(okta: OktaUser, source: Source, snapshot: Snapshot): readonly Hit[] {
  const everybody = [...snapshot.users.values()];
  const held = heldAccount(okta.id, source);
  if (held !== null) {
    return everybody.filter((genesys) => genesys.id === held).map((genesys) => ({ okta, genesys, rule: 'externalId' }));
  }
  const byExternalId = everybody.filter((genesys) => genesys.externalId === okta.id);
  if (byExternalId.length > 0) {
    return byExternalId.map((genesys) => ({ okta, genesys, rule: 'genesysExternalId' }));
  }
  const names: readonly (readonly [MatchRule, string | null])[] = [
    ['appUserName', appUserOf(okta.id, source)?.userName ?? null],
    ['login', okta.login],
    ['email', okta.email],
  ];
  for (const [rule, name] of names) {
    const byName = everybody.filter((genesys) => sameName(name, genesys.userName));
    if (byName.length > 0) {
      return byName.map((genesys) => ({ okta, genesys, rule }));
    }
  }
  return [];
}

function sameName(name: string | null, userName: string): boolean {
  return name !== null && name !== '' && name.toLowerCase() === userName.toLowerCase();
}

/** "Users active in Okta before DEPROVISIONED or STAGED ones, then rule 1 before 2 to 5, then 2 to 4 before 5." */
function beats(one: Hit, other: Hit): boolean {
  const oneActive = isActiveInOkta(one.okta);
  const otherActive = isActiveInOkta(other.okta);
  if (oneActive !== otherActive) {
    return oneActive;
  }
  return strength(one.rule) < strength(other.rule);
}

function strength(rule: MatchRule): number {
  return rule === 'externalId' ? 1 : rule === 'email' ? 3 : 2;
}

/** Two that remain on one Genesys user, at least one of them active, or one on two. */
function conflictsAmong(remaining: readonly Hit[]): readonly OracleConflict[] {
  const oneOnTwo = sortedIds(remaining.map((hit) => hit.okta.id)).flatMap((id): readonly OracleConflict[] => {
    const genesysUserIds = sortedIds(remaining.filter((hit) => hit.okta.id === id).map((hit) => hit.genesys.id));
    return genesysUserIds.length < 2 ? [] : [{ kind: 'sameOktaUser', oktaUserIds: [id], genesysUserIds }];
  });
  const twoOnOne = sortedIds(remaining.map((hit) => hit.genesys.id)).flatMap((id): readonly OracleConflict[] => {
    const people = remaining.filter((hit) => hit.genesys.id === id).map((hit) => hit.okta);
    if (people.length < 2 || !people.some(isActiveInOkta)) {
      return [];
    }
    const kind = sameLogins(people) ? 'duplicateLogin' : 'sameGenesysUser';
    return [{ kind, oktaUserIds: sortedIds(people.map((user) => user.id)), genesysUserIds: [id] }];
  });
  return [...oneOnTwo, ...twoOnOne];
}

/** Okta's own uniqueness: ignoring case and diacritics (facts/okta.md, section 1.1). */
function sameLogins(people: readonly OktaUser[]): boolean {
  const logins = people.map((user) => user.login?.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase() ?? null);
  return logins.every((login) => login !== null && login === logins[0]);
}
