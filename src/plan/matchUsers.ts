import type { Snapshot } from '../genesys/snapshot';
import type { ScimUser } from '../genesys/scim';
import { allSteps, type Steps } from '../input/steps';
import type { TextMap } from '../input/textMap';
import { TextMultimap } from '../input/textMultimap';
import { compareText } from './order';
import { type OktaPerson, type People, withPlaces } from './people';
import { PlaceMultimap } from './placeMultimap';
import type { Conflict, MatchRule } from './plan';

/** An Okta user and a Genesys user that a rule of section 4 brings together. */
export interface Candidate {
  readonly person: OktaPerson;
  /** The place of the Genesys user among the accounts. */
  readonly account: number;
  readonly genesysUserId: string;
  readonly rule: MatchRule;
}

/** Who is who (product.md, section 4, "Users"). People and accounts are named by their places. */
export interface UserMatching {
  readonly people: People;
  /** The users of the snapshot. */
  readonly accounts: TextMap<ScimUser>;
  /** The one Genesys user of an Okta user; not of people in a conflict, and not of those who lost. */
  readonly ofPerson: (place: number) => Candidate | undefined;
  /** The one competing Okta user of a Genesys user. */
  readonly ofAccount: (place: number) => Candidate | undefined;
  /** By account: who explains a Genesys user that nobody who competes matches: unassigned Okta users. */
  readonly explanations: ReadonlyMap<number, Candidate>;
  /** By person: the account that Okta holds; -1 where it holds none, or one that the snapshot does not have. */
  readonly heldAccounts: Int32Array;
  /** By account: every Okta user whose rule hits it, who lost or is unassigned included. */
  readonly candidates: PlaceMultimap<Candidate>;
  /** By account: who competed and did not lose. */
  readonly remaining: PlaceMultimap<Candidate>;
  /** By person: candidates of a conflict. */
  readonly conflicting: ReadonlyMap<number, readonly Candidate[]>;
  readonly conflictingAccounts: ReadonlySet<number>;
  readonly conflicts: readonly Conflict[];
  readonly conflictOf: ReadonlyMap<Candidate, Conflict>;
  /** By person: who lost a Genesys user, with the winner. */
  readonly losers: ReadonlyMap<number, Candidate>;
  /** Accounts whose name fits an Okta user for whom Okta holds another account (reason `otherAccount`). */
  readonly namesakes: ReadonlySet<number>;
}

/** Matches Okta users with Genesys users. The order of the inputs does not matter. */
export function matchUsers(people: People, snapshot: Pick<Snapshot, 'users'>): UserMatching {
  return allSteps(matchUsersInSteps(people, snapshot));
}

/** `matchUsers`, some hundred users at a time: between two steps others can work, or it can be given up. */
export function* matchUsersInSteps(people: People, snapshot: Pick<Snapshot, 'users'>): Steps<UserMatching> {
  const accounts = withPlaces(snapshot.users);
  const byName = yield* accountsBy(accounts, (user) => user.userName.toLowerCase());
  // Needed for people alone of whom Okta holds no account.
  let byExternalId: AccountsByText | null = null;
  const candidates = new PlaceMultimap<Candidate>(accounts.size);
  const heldAccounts = new Int32Array(people.size).fill(-1);
  const namesakes = new Set<number>();
  let taken = 0;
  for (const person of people) {
    if (++taken % usersAStep === 0) yield undefined;
    const held = person.held ?? null;
    if (held === null) {
      byExternalId ??= yield* accountsBy(accounts, (user) => user.externalId ?? '');
      addFirstHit(person, { accounts, byExternalId, byName }, candidates);
      continue;
    }
    // Rule 1 ends the search, found or not: Okta would use that account and no other.
    const account = accounts.placeOf(held);
    heldAccounts[person.place] = account;
    if (account >= 0) candidates.add(account, { person, account, genesysUserId: held, rule: 'externalId' });
    const { user, appUser } = person;
    addNamesakes(appUser?.userName, account, byName, namesakes);
    if (user.login !== appUser?.userName) addNamesakes(user.login, account, byName, namesakes);
    if (user.email !== user.login) addNamesakes(user.email, account, byName, namesakes);
  }
  return { people, accounts, heldAccounts, candidates, namesakes, ...(yield* decide(candidates, people, accounts)) };
}

const usersAStep = 256;

type Decision = Omit<UserMatching, 'people' | 'accounts' | 'heldAccounts' | 'candidates' | 'namesakes'>;

function* decide(candidates: PlaceMultimap<Candidate>, people: People, accounts: TextMap<ScimUser>): Steps<Decision> {
  const losers = new Map<number, Candidate>();
  const explanations = new Map<number, Candidate>();
  const byAccount = new PlaceMultimap<Candidate>(accounts.size);
  const byPerson = new PlaceMultimap<Candidate>(people.size);
  for (let account = 0; account < accounts.size; account += 1) {
    if (account % usersAStep === usersAStep - 1) yield undefined;
    if (!candidates.has(account)) continue;
    const all = candidates.get(account);
    const competing = all.length === 1 && all[0]?.person.assigned ? all : all.filter((one) => one.person.assigned);
    const remaining = winners(competing);
    const [winner] = remaining;
    if (!winner) {
      const [explanation] = winners(all);
      if (explanation) explanations.set(account, explanation);
      continue;
    }
    for (const one of remaining) {
      byAccount.add(account, one);
      byPerson.add(one.person.place, one);
    }
    if (remaining.length === competing.length) continue;
    for (const { person } of competing.filter((one) => !remaining.includes(one))) {
      const other = losers.get(person.place);
      if (!other || compareText(winner.genesysUserId, other.genesysUserId) < 0) losers.set(person.place, winner);
    }
  }
  // Who lost one Genesys user and keeps another is matched to that one.
  for (const person of [...losers.keys()]) if (byPerson.has(person)) losers.delete(person);
  return { losers, explanations, remaining: byAccount, ...findConflicts(byAccount, byPerson) };
}

function findConflicts(
  byAccount: PlaceMultimap<Candidate>,
  byPerson: PlaceMultimap<Candidate>,
): Pick<Decision, 'ofPerson' | 'ofAccount' | 'conflicting' | 'conflictingAccounts' | 'conflicts' | 'conflictOf'> {
  const conflicts: Conflict[] = [];
  const conflictOf = new Map<Candidate, Conflict>();
  const record = (conflict: Conflict, among: readonly Candidate[]): void => {
    conflicts.push(conflict);
    for (const one of among) if (!conflictOf.has(one)) conflictOf.set(one, conflict);
  };
  for (const [, remaining] of byAccount.several()) {
    if (remaining.some((one) => one.person.active)) record(sameGenesysUser(remaining), remaining);
  }
  for (const [, remaining] of byPerson.several()) record(sameOktaUser(remaining), remaining);
  const conflicting = new Map<number, Candidate[]>();
  const conflictingAccounts = new Set<number>();
  for (const one of conflictOf.keys()) {
    const others = conflicting.get(one.person.place);
    if (others) others.push(one);
    else conflicting.set(one.person.place, [one]);
    conflictingAccounts.add(one.account);
  }
  const ofPerson = (place: number): Candidate | undefined => {
    const one = byPerson.first(place);
    return one && !conflictingAccounts.has(one.account) && !conflicting.has(place) ? one : undefined;
  };
  // Several are left only where none of them is active: any of them says the same.
  const ofAccount = (place: number): Candidate | undefined => (conflictingAccounts.has(place) ? undefined : byAccount.first(place));
  conflicts.sort(
    (a, b) => compareText(a.kind, b.kind) || compareText(a.oktaUserIds.join(), b.oktaUserIds.join()) || compareText(a.message, b.message),
  );
  return { ofPerson, ofAccount, conflicting, conflictingAccounts, conflicts, conflictOf };
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

/** Accounts by a text that several may have. */
type AccountsByText = TextMultimap<number>;

function* accountsBy(accounts: TextMap<ScimUser>, textOf: (user: ScimUser) => string): Steps<AccountsByText> {
  const index = new TextMultimap<number>(accounts.size);
  let place = 0;
  for (const user of accounts.values()) {
    if (place % usersAStep === usersAStep - 1) yield undefined;
    const text = textOf(user);
    if (text !== '') index.add(text, place);
    place += 1;
  }
  return index;
}

/** @param account of the person whose name it is; -1 for one that the snapshot does not have. */
function addNamesakes(name: string | null | undefined, account: number, byName: AccountsByText, namesakes: Set<number>): void {
  if (!name) return;
  const folded = name.toLowerCase();
  if (byName.isOf(folded, account)) return;
  for (const other of byName.get(folded)) if (other !== account) namesakes.add(other);
}

interface AccountIndex {
  readonly accounts: TextMap<ScimUser>;
  readonly byExternalId: AccountsByText;
  /** By userName in lower case. */
  readonly byName: AccountsByText;
}

/** Rules 2 to 5: the first that hits. */
function addFirstHit(person: OktaPerson, { accounts, byExternalId, byName }: AccountIndex, candidates: PlaceMultimap<Candidate>): void {
  const add = (found: readonly number[], rule: MatchRule): boolean => {
    for (const account of found) candidates.add(account, { person, account, genesysUserId: accounts.keyAt(account), rule });
    return found.length > 0;
  };
  if (add(byExternalId.get(person.user.id), 'genesysExternalId')) return;
  for (const [rule, name] of namesOf(person)) if (add(byName.get(name), rule)) return;
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

function sameGenesysUser(remaining: readonly Candidate[]): Conflict {
  const users = remaining.map((one) => one.person.user);
  const [genesysUserId = ''] = remaining.map((one) => one.genesysUserId);
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
