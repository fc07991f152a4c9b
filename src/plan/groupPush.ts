import type { ScimMember } from '../genesys/scim';
import { SharedMember } from '../genesys/sharedMember';
import type { Snapshot } from '../genesys/snapshot';
import type { Steps } from '../input/steps';
import type { GroupMembership, Source } from '../okta/source';
import type { UserMatching } from './matchUsers';
import { compareText } from './order';
import type { People } from './people';
import type { GroupAdd, GroupRemoval, NotPushed, RemovalReason } from './plan';
import type { PushedAccounts } from './pushedAccounts';
import type { PushStandings } from './pushStandings';
import { sortInSteps } from './sortInSteps';

/** What everything about pushes is computed from. */
export interface PushContext {
  readonly source: Source;
  readonly snapshot: Snapshot;
  readonly people: People;
  readonly matching: UserMatching;
  readonly standings: PushStandings;
  readonly pushedAccounts: PushedAccounts;
}

/** What a full push would do to the members of one Genesys group (product.md, section 5). */
export interface GroupPush {
  readonly pushed: number;
  readonly pushedInactive: number;
  readonly unchanged: number;
  readonly adds: readonly GroupAdd[];
  readonly notPushed: readonly NotPushed[];
  readonly removals: readonly GroupRemoval[];
  /** A member on either side is in a conflict. */
  readonly conflict: boolean;
}

/** Some thousand people at a time. @param members of the Genesys group; one that is listed twice counts once. */
export function* groupPushInSteps(
  membership: GroupMembership,
  members: readonly ScimMember[],
  groupId: string,
  context: PushContext,
): Steps<GroupPush> {
  const { snapshot, matching, people, pushedAccounts } = context;
  const { strangers, notPushed, conflict } = yield* takePushed(membership, members, context);
  const { leaving, conflictingMember } = yield* splitMembers(members, strangers, context);
  const adds: GroupAdd[] = [];
  let pushedInactive = 0;
  let taken = 0;
  for (const account of pushedAccounts.accounts) {
    if (++taken % peopleAStep === 0) yield undefined;
    const user = matching.accounts.at(account);
    if (user?.active === false) pushedInactive++;
    if (pushedAccounts.isMember(account)) continue;
    const oktaUserId = people.at(pushedAccounts.ownerOf(account))?.user.id ?? '';
    adds.push({ genesysUserId: matching.accounts.keyAt(account), userName: user?.userName ?? null, oktaUserId });
  }
  const origins = snapshot.groupFacts.get(groupId)?.origins;
  const removals: GroupRemoval[] = [];
  for (const { member, account } of leaving.values()) {
    const user = matching.accounts.at(account);
    removals.push({
      genesysUserId: member.value,
      userName: user?.userName ?? null,
      displayName: user?.displayName ?? snapshot.groups.get(member.value)?.displayName ?? null,
      reason: removalReason(member, account, context),
      origin: origins?.get(member.value) ?? null,
    });
    if (removals.length % peopleAStep === 0) yield undefined;
  }
  const pushed = pushedAccounts.accounts.length + strangers.size;
  return {
    pushed,
    pushedInactive,
    unchanged: pushed - adds.length,
    adds: yield* sortInSteps(adds, byUserName),
    notPushed: yield* sortInSteps(notPushed, byLogin),
    removals: yield* sortInSteps(removals, byUserName),
    conflict: conflict || conflictingMember,
  };
}

const peopleAStep = 4096;

/** At worst, for a time: how many can be out of the group while Okta pushes in batches (section 5). */
export function removalsAtWorst(counts: { members: number; pushed: number; adds: number; removals: number }, oktaBatch: number): number {
  if (counts.pushed <= oktaBatch) return counts.removals;
  return Math.max(counts.removals, counts.members - Math.max(0, oktaBatch - counts.adds));
}

interface Pushed {
  /** Accounts that Okta holds, that no listing has, and that are members now: they are pushed, and stay. */
  readonly strangers: ReadonlySet<string>;
  readonly notPushed: NotPushed[];
  readonly conflict: boolean;
}

/** Takes the pushed set of a group into `pushedAccounts`. */
function* takePushed({ userIds }: GroupMembership, members: readonly ScimMember[], context: PushContext): Steps<Pushed> {
  const { people, standings, pushedAccounts } = context;
  const strangers = new Set<string>();
  const notPushed: NotPushed[] = [];
  let conflict = false;
  let memberIds: ReadonlySet<string> | null = null;
  pushedAccounts.begin();
  const push = (accountPlace: number, personPlace: number, oktaUserId: string): void => {
    if (!pushedAccounts.has(accountPlace)) pushedAccounts.add(accountPlace, personPlace);
    else if (compareText(oktaUserId, people.at(pushedAccounts.ownerOf(accountPlace))?.user.id ?? '') < 0)
      pushedAccounts.setOwner(accountPlace, personPlace);
  };
  let taken = 0;
  for (const oktaUserId of userIds) {
    if (++taken % peopleAStep === 0) yield undefined;
    const place = people.placeOf(oktaUserId);
    if (place >= 0) pushedAccounts.addPerson(place);
    // Nearly everybody, in all groups but the first.
    const listed = standings.listedAccount(place);
    if (listed >= 0) {
      push(listed, place, oktaUserId);
      continue;
    }
    const person = people.at(place);
    const { account, accountPlace, inConflict, reason } = standings.of(person);
    conflict ||= inConflict;
    if (accountPlace >= 0) {
      push(accountPlace, place, oktaUserId);
      continue;
    }
    if (account !== null) memberIds ??= new Set(members.map((member) => member.value));
    if (account !== null && memberIds?.has(account)) strangers.add(account);
    else notPushed.push({ oktaUserId, login: person?.user.login ?? null, reason: reason ?? 'noGenesysAccount' });
  }
  return { strangers, notPushed, conflict };
}

interface Leaving {
  readonly member: ScimMember;
  /** -1: no user of the snapshot. */
  readonly account: number;
}

/** Marks the pushed accounts that are members; the members that are not pushed, each once. */
function* splitMembers(
  members: readonly ScimMember[],
  strangers: Pushed['strangers'],
  { matching, pushedAccounts }: PushContext,
): Steps<{ readonly leaving: ReadonlyMap<string, Leaving>; readonly conflictingMember: boolean }> {
  const leaving = new Map<string, Leaving>();
  let conflictingMember = false;
  let taken = 0;
  for (const member of members) {
    if (++taken % peopleAStep === 0) yield undefined;
    const account = SharedMember.placeOf(member, matching.accounts);
    conflictingMember ||= matching.conflictingAccounts.has(account);
    const stays = account >= 0 ? pushedAccounts.markMember(account) : strangers.has(member.value);
    if (!stays) leaving.set(member.value, { member, account });
  }
  return { leaving, conflictingMember };
}

/** The first reason of section 5 that holds for a member that is not pushed. @param account its place; -1: no user of the snapshot. */
function removalReason(member: ScimMember, account: number, { snapshot, matching, pushedAccounts }: PushContext): RemovalReason {
  const id = member.value;
  if (member.type?.toLowerCase() === 'group' || snapshot.groups.has(id)) return 'groupMember';
  if (matching.conflictingAccounts.has(account)) return 'conflict';
  if (snapshot.deletedMembers.has(id)) return 'deletedInGenesys';
  if (matching.namesakes.has(account)) return 'otherAccount';
  const person = (matching.ofAccount(account) ?? matching.explanations.get(account))?.person;
  if (!person) return 'unknownToOkta';
  if (!pushedAccounts.isInOktaGroup(person.place)) return 'notInOktaGroup';
  if (!person.active) return 'inactiveInOkta';
  return person.assigned ? 'notProvisioned' : 'notAssigned';
}

function byLogin(a: NotPushed, b: NotPushed): number {
  return compareText(a.login ?? '', b.login ?? '') || compareText(a.oktaUserId, b.oktaUserId);
}

function byUserName(a: { userName: string | null; genesysUserId: string }, b: { userName: string | null; genesysUserId: string }): number {
  return compareText(a.userName ?? '', b.userName ?? '') || compareText(a.genesysUserId, b.genesysUserId);
}
