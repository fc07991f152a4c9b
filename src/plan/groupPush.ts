import type { ScimMember, ScimUser } from '../genesys/scim';
import type { Snapshot } from '../genesys/snapshot';
import type { GroupMembership, Source } from '../okta/source';
import type { UserMatching } from './matchUsers';
import { compareText } from './order';
import type { OktaPerson } from './people';
import type { PushStandings } from './pushStandings';
import type { GroupAdd, GroupRemoval, NotPushed, RemovalReason } from './plan';

/** What everything about pushes is computed from. */
export interface PushContext {
  readonly source: Source;
  readonly snapshot: Snapshot;
  readonly people: ReadonlyMap<string, OktaPerson>;
  readonly matching: UserMatching;
  readonly standings: PushStandings;
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

/** @param members of the Genesys group; one that is listed twice counts once. */
export function groupPush(membership: GroupMembership, members: readonly ScimMember[], groupId: string, context: PushContext): GroupPush {
  const { pushed, notPushed, conflict } = pushedSet(membership, members, context);
  const leaving = splitMembers(members, pushed);
  const adds: GroupAdd[] = [];
  let pushedInactive = 0;
  for (const [genesysUserId, { oktaUserId, user, isMember }] of pushed) {
    if (user?.active === false) pushedInactive++;
    if (!isMember) adds.push({ genesysUserId, userName: user?.userName ?? null, oktaUserId });
  }
  const inOktaGroup = leaving.size > 0 ? new Set(membership.userIds) : new Set<string>();
  const origins = context.snapshot.groupFacts.get(groupId)?.origins;
  const removals = [...leaving.values()].map((member): GroupRemoval => {
    const user = context.snapshot.users.get(member.value);
    return {
      genesysUserId: member.value,
      userName: user?.userName ?? null,
      displayName: user?.displayName ?? context.snapshot.groups.get(member.value)?.displayName ?? null,
      reason: removalReason(member, inOktaGroup, context),
      origin: origins?.get(member.value) ?? null,
    };
  });
  const { conflictingGenesysUsers } = context.matching;
  return {
    pushed: pushed.size,
    pushedInactive,
    unchanged: pushed.size - adds.length,
    adds: adds.sort(byUserName),
    notPushed: notPushed.sort((a, b) => compareText(a.login ?? '', b.login ?? '') || compareText(a.oktaUserId, b.oktaUserId)),
    removals: removals.sort(byUserName),
    conflict: conflict || (conflictingGenesysUsers.size > 0 && members.some((member) => conflictingGenesysUsers.has(member.value))),
  };
}

/** At worst, for a time: how many can be out of the group while Okta pushes in batches (section 5). */
export function removalsAtWorst(counts: { members: number; pushed: number; adds: number; removals: number }, oktaBatch: number): number {
  if (counts.pushed <= oktaBatch) return counts.removals;
  return Math.max(counts.removals, counts.members - Math.max(0, oktaBatch - counts.adds));
}

/** Who holds a pushed account, and whether it is a member now. */
interface PushedAccount {
  oktaUserId: string;
  readonly user: ScimUser | undefined;
  isMember: boolean;
}

interface PushedSet {
  /** By Genesys account. */
  readonly pushed: ReadonlyMap<string, PushedAccount>;
  readonly notPushed: NotPushed[];
  readonly conflict: boolean;
}

function pushedSet(membership: GroupMembership, members: readonly ScimMember[], context: PushContext): PushedSet {
  const pushed = new Map<string, PushedAccount>();
  const notPushed: NotPushed[] = [];
  let conflict = false;
  let memberIds: ReadonlySet<string> | null = null;
  for (const oktaUserId of membership.userIds) {
    const { account, user, inConflict, reason } = context.standings.of(oktaUserId);
    conflict ||= inConflict;
    // An account that no listing holds counts only where it is a member now.
    if (account !== null && !user) memberIds ??= new Set(members.map((member) => member.value));
    if (account === null || !(user ?? memberIds?.has(account))) {
      notPushed.push({ oktaUserId, login: context.people.get(oktaUserId)?.user.login ?? null, reason: reason ?? 'noGenesysAccount' });
      continue;
    }
    const other = pushed.get(account);
    if (other === undefined) pushed.set(account, { oktaUserId, user, isMember: false });
    else if (compareText(oktaUserId, other.oktaUserId) < 0) other.oktaUserId = oktaUserId;
  }
  return { pushed, notPushed, conflict };
}

/** Marks the pushed accounts that are members, and returns the members that are not pushed, each once. */
function splitMembers(members: readonly ScimMember[], pushed: PushedSet['pushed']): ReadonlyMap<string, ScimMember> {
  const leaving = new Map<string, ScimMember>();
  for (const member of members) {
    const account = pushed.get(member.value);
    if (account) account.isMember = true;
    else leaving.set(member.value, member);
  }
  return leaving;
}

/** The first reason of section 5 that holds for a member that is not pushed. */
function removalReason(member: ScimMember, inOktaGroup: ReadonlySet<string>, { snapshot, matching }: PushContext): RemovalReason {
  const id = member.value;
  if (member.type?.toLowerCase() === 'group' || snapshot.groups.has(id)) return 'groupMember';
  if (matching.conflictingGenesysUsers.has(id)) return 'conflict';
  if (snapshot.deletedMembers.has(id)) return 'deletedInGenesys';
  if (matching.namesakes.has(id)) return 'otherAccount';
  const person = (matching.ofGenesysUser(id) ?? matching.explanations.get(id))?.person;
  if (!person) return 'unknownToOkta';
  if (!inOktaGroup.has(person.user.id)) return 'notInOktaGroup';
  if (!person.active) return 'inactiveInOkta';
  return person.assigned ? 'notProvisioned' : 'notAssigned';
}

function byUserName(a: { userName: string | null; genesysUserId: string }, b: { userName: string | null; genesysUserId: string }): number {
  return compareText(a.userName ?? '', b.userName ?? '') || compareText(a.genesysUserId, b.genesysUserId);
}
