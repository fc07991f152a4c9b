import type { ScimUser } from '../genesys/scim';
import type { Steps } from '../input/steps';
import type { OktaUser } from '../okta/source';
import type { UserComparer } from './compareUser';
import type { PushContext } from './groupPush';
import type { Candidate } from './matchUsers';
import { compareText } from './order';
import type { OktaPerson } from './people';
import { userActions, type AttributePlan, type UserAction, type UserPlan } from './plan';
import type { SendableActions } from './sendableActions';
import { sortInSteps } from './sortInSteps';

export interface PlannedUsers {
  /** In the order of section 8. */
  readonly users: readonly UserPlan[];
  /** Genesys users that stay as they are. */
  readonly unchanged: number;
}

/** What Okta would do to each user (product.md, section 6, "Each user"); some hundred users at a time. */
export function* planUsersInSteps(context: PushContext, comparer: UserComparer, sendable: SendableActions): Steps<PlannedUsers> {
  const { people, matching } = context;
  const users: UserPlan[] = [];
  let unchanged = 0;
  let account = 0;
  for (const genesysUser of matching.accounts.values()) {
    if (account % usersAStep === usersAStep - 1) yield undefined;
    if (!matching.conflictingAccounts.has(account)) {
      const planned = planGenesysUser(genesysUser, account, context, comparer, sendable);
      if (planned) users.push(planned);
      else unchanged++;
    } else if (isUndeliveredDeactivation(genesysUser, account, context)) users.push(deactivation(genesysUser, account, context, sendable));
    account += 1;
  }
  for (const candidates of matching.conflicting.values()) users.push(...candidates.map((one) => conflict(one, context)));
  for (const person of people) {
    if (person.place % usersAStep === usersAStep - 1) yield undefined;
    const planned = planUnmatchedOktaUser(person, context, comparer, sendable);
    if (planned) users.push(planned);
  }
  return { users: yield* sortInSteps(users, byActionAndName), unchanged };
}

const usersAStep = 64;

/** Null: it stays as it is. @param account the place of the Genesys user. */
function planGenesysUser(
  genesysUser: ScimUser,
  account: number,
  context: PushContext,
  comparer: UserComparer,
  sendable: SendableActions,
): UserPlan | null {
  if (isUndeliveredDeactivation(genesysUser, account, context)) return deactivation(genesysUser, account, context, sendable);
  const matched = context.matching.ofAccount(account);
  if (!matched) return unmanaged(genesysUser, account, context);
  // Okta pushes no profile of a user who is deactivated, and nothing yet of one who is staged.
  const { user, appUser, active, held } = matched.person;
  if (!active) return null;
  const attributes = comparer.compare(user, appUser, genesysUser);
  if (attributes.length === 0 && genesysUser.active) return null;
  const note = held === null ? 'Okta holds no account for this user yet; it would link this one.' : null;
  const base = { note, ...identity(matched, genesysUser), attributes };
  if (!genesysUser.active) return { action: 'reactivate', notSent: !sendable.reactivate, ...base };
  return { action: updateAction(attributes), notSent: !sendable.update, ...base };
}

function updateAction(attributes: readonly AttributePlan[]): 'update' | 'pingPong' {
  return attributes.every((attribute) => attribute.kind === 'pingPong') ? 'pingPong' : 'update';
}

/** Active in Genesys, and the only Okta users that match are DEPROVISIONED, assigned or not; who lost does not match. */
function isUndeliveredDeactivation(genesysUser: ScimUser, account: number, { matching }: PushContext): boolean {
  if (!genesysUser.active || matching.remaining.first(account)?.person.active) return false;
  const matches = [...matching.remaining.get(account), ...matching.candidates.get(account).filter((one) => !one.person.assigned)];
  return matches.length > 0 && matches.every((one) => one.person.user.status === 'DEPROVISIONED');
}

function deactivation(genesysUser: ScimUser, account: number, { matching }: PushContext, sendable: SendableActions): UserPlan {
  const matched = matching.remaining.first(account) ?? matching.explanations.get(account);
  return {
    action: 'deactivate',
    notSent: !sendable.deactivate,
    note: 'Deactivated in Okta, still active in Genesys: the deactivation never arrived.',
    ...identity(matched ?? null, genesysUser),
    attributes: [{ path: 'active', kind: 'change', okta: 'false', genesys: 'true', normalized: 'false', message: null }],
  };
}

function unmanaged(genesysUser: ScimUser, account: number, { matching }: PushContext): UserPlan {
  const explanation = matching.explanations.get(account) ?? null;
  const note = explanation ? `${nameOf(explanation.person.user)} matches, but is not assigned to the app.` : null;
  return { action: 'unmanaged', notSent: false, note, ...identity(explanation, genesysUser), attributes: [] };
}

function conflict(candidate: Candidate, { matching }: PushContext): UserPlan {
  const genesysUser = matching.accounts.at(candidate.account);
  return {
    action: 'conflict',
    notSent: false,
    note: matching.conflictOf.get(candidate)?.message ?? null,
    userName: genesysUser?.userName ?? candidate.person.user.login,
    oktaUserId: candidate.person.user.id,
    genesysUserId: candidate.genesysUserId,
    matchedBy: candidate.rule,
    version: genesysUser?.meta?.version ?? null,
    attributes: [],
  };
}

/** Assigned and active in Okta, and without a Genesys user. */
function planUnmatchedOktaUser(
  { place, user, appUser, active, assigned, held }: OktaPerson,
  { matching }: PushContext,
  comparer: UserComparer,
  sendable: SendableActions,
): UserPlan | null {
  if (!active || !assigned || matching.ofPerson(place) || matching.conflicting.has(place)) return null;
  const person = (genesysUserId: string | null) => ({
    userName: comparer.userName(user, appUser),
    oktaUserId: user.id,
    genesysUserId,
    matchedBy: null,
    version: null,
  });
  if (held && !matching.accounts.has(held)) {
    const note = 'Okta holds an account for this user that Genesys does not list: it was deleted there, or it belongs to another org.';
    return { action: 'accountMissing', notSent: false, note, ...person(held), attributes: [] };
  }
  const winner = matching.losers.get(place);
  const reasons = [
    winner ? `${nameOf(winner.person.user)} matches the Genesys user ${winner.genesysUserId} better (by ${winner.rule}).` : null,
    appUser ? `Assignment ${appUser.status ?? 'without status'}, ${appUser.syncState ?? 'sync state not known'}.` : null,
    'If Genesys has a deleted user of this name, Okta would revive it, without its roles.',
  ];
  const note = reasons.filter((reason) => reason !== null).join(' ');
  return {
    action: 'create',
    notSent: !sendable.create,
    note,
    ...person(null),
    attributes: comparer.compare(user, appUser, null),
  };
}

function identity(
  matched: Candidate | null,
  genesysUser: ScimUser,
): Pick<UserPlan, 'userName' | 'oktaUserId' | 'genesysUserId' | 'matchedBy' | 'version'> {
  return {
    userName: genesysUser.userName,
    oktaUserId: matched?.person.user.id ?? null,
    genesysUserId: genesysUser.id,
    matchedBy: matched?.rule ?? null,
    version: genesysUser.meta?.version ?? null,
  };
}

function nameOf(user: OktaUser): string {
  return user.login ?? user.email ?? user.id;
}

const actionOrder = new Map<UserAction, number>(userActions.map((action, index) => [action, index]));

function byActionAndName(a: UserPlan, b: UserPlan): number {
  return (
    (actionOrder.get(a.action) ?? 0) - (actionOrder.get(b.action) ?? 0) ||
    compareText(a.userName ?? '', b.userName ?? '') ||
    compareText(a.genesysUserId ?? '', b.genesysUserId ?? '') ||
    compareText(a.oktaUserId ?? '', b.oktaUserId ?? '')
  );
}
