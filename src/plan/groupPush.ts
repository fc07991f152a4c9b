import type { ScimMember } from '../genesys/scim';
import type { Snapshot } from '../genesys/snapshot';
import type { GroupMembership, Source } from '../okta/source';
import type { UserMatching } from './matchUsers';
import { compareText } from './order';
import type { GroupAdd, GroupRemoval, NotPushed, NotPushedReason, RemovalReason } from './plan';
import { heldAccount, isActiveInOkta, isAssigned } from './standing';

/** What everything about pushes is computed from. */
export interface PushContext {
  readonly source: Source;
  readonly snapshot: Snapshot;
  readonly matching: UserMatching;
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

/** @param members of the Genesys group; each counts once. */
export function groupPush(membership: GroupMembership, members: readonly ScimMember[], groupId: string, context: PushContext): GroupPush {
  const memberById = new Map(members.map((member) => [member.value, member]));
  const { pushed, notPushed, conflict } = pushedSet(membership, memberById, context);
  const adds: GroupAdd[] = [];
  let pushedInactive = 0;
  for (const [genesysUserId, oktaUserId] of pushed) {
    const user = context.snapshot.users.get(genesysUserId);
    if (user?.active === false) pushedInactive++;
    if (!memberById.has(genesysUserId)) adds.push({ genesysUserId, userName: user?.userName ?? null, oktaUserId });
  }
  const inOktaGroup = new Set(membership.userIds);
  const origins = context.snapshot.groupFacts.get(groupId)?.origins;
  const removals: GroupRemoval[] = [];
  let conflictingMember = false;
  for (const member of memberById.values()) {
    const genesysUserId = member.value;
    if (context.matching.conflictingGenesysUsers.has(genesysUserId)) conflictingMember = true;
    if (pushed.has(genesysUserId)) continue;
    const user = context.snapshot.users.get(genesysUserId);
    removals.push({
      genesysUserId,
      userName: user?.userName ?? null,
      displayName: user?.displayName ?? context.snapshot.groups.get(genesysUserId)?.displayName ?? null,
      reason: removalReason(member, inOktaGroup, context),
      origin: origins?.get(genesysUserId) ?? null,
    });
  }
  return {
    pushed: pushed.size,
    pushedInactive,
    unchanged: memberById.size - removals.length,
    adds: adds.sort(byUserName),
    notPushed: notPushed.sort((a, b) => compareText(a.login ?? '', b.login ?? '') || compareText(a.oktaUserId, b.oktaUserId)),
    removals: removals.sort(byUserName),
    conflict: conflict || conflictingMember,
  };
}

/** At worst, for a time: how many can be out of the group while Okta pushes in batches (section 5). */
export function removalsAtWorst(counts: { members: number; pushed: number; adds: number; removals: number }, oktaBatch: number): number {
  if (counts.pushed <= oktaBatch) return counts.removals;
  return Math.max(counts.removals, counts.members - Math.max(0, oktaBatch - counts.adds));
}

interface PushedSet {
  /** Genesys account to Okta user. */
  readonly pushed: ReadonlyMap<string, string>;
  readonly notPushed: NotPushed[];
  readonly conflict: boolean;
}

function pushedSet(membership: GroupMembership, members: ReadonlyMap<string, ScimMember>, context: PushContext): PushedSet {
  const pushed = new Map<string, string>();
  const notPushed: NotPushed[] = [];
  let conflict = false;
  for (const oktaUserId of membership.userIds) {
    if (context.matching.conflicting.has(oktaUserId)) conflict = true;
    const standing = accountOrReason(oktaUserId, members, context);
    if ('reason' in standing) {
      notPushed.push({ oktaUserId, login: context.source.users.get(oktaUserId)?.login ?? null, reason: standing.reason });
      continue;
    }
    const other = pushed.get(standing.account);
    if (other === undefined || compareText(oktaUserId, other) < 0) pushed.set(standing.account, oktaUserId);
  }
  return { pushed, notPushed, conflict };
}

/** The account that Okta would push for a member of the Okta group, or why it would push none. */
function accountOrReason(
  oktaUserId: string,
  members: ReadonlyMap<string, ScimMember>,
  { source, snapshot, matching }: PushContext,
): { readonly account: string } | { readonly reason: NotPushedReason } {
  const user = source.users.get(oktaUserId);
  const held = heldAccount(source, oktaUserId);
  const eligible = user !== undefined && isActiveInOkta(user) && isAssigned(source, oktaUserId);
  const inConflict = matching.conflicting.has(oktaUserId);
  if (inConflict && !(eligible && held)) return { reason: 'conflict' };
  if (!user || !isActiveInOkta(user)) return { reason: 'inactiveInOkta' };
  if (!eligible) return { reason: 'notAssigned' };
  if (held === null) return { reason: 'notProvisioned' };
  const account = held ?? matching.ofOktaUser.get(oktaUserId)?.genesysUserId;
  if (account === undefined || !(members.has(account) || snapshot.users.has(account))) return { reason: 'noGenesysAccount' };
  return { account };
}

/** The first reason of section 5 that holds for a member that is not pushed. */
function removalReason(member: ScimMember, inOktaGroup: ReadonlySet<string>, { source, snapshot, matching }: PushContext): RemovalReason {
  const id = member.value;
  if (member.type?.toLowerCase() === 'group' || snapshot.groups.has(id)) return 'groupMember';
  if (matching.conflictingGenesysUsers.has(id)) return 'conflict';
  if (snapshot.deletedMembers.has(id)) return 'deletedInGenesys';
  if (matching.namesakes.has(id)) return 'otherAccount';
  const user = (matching.ofGenesysUser.get(id) ?? matching.explanations.get(id))?.user;
  if (!user) return 'unknownToOkta';
  if (!inOktaGroup.has(user.id)) return 'notInOktaGroup';
  if (!isActiveInOkta(user)) return 'inactiveInOkta';
  return isAssigned(source, user.id) ? 'notProvisioned' : 'notAssigned';
}

function byUserName(a: { userName: string | null; genesysUserId: string }, b: { userName: string | null; genesysUserId: string }): number {
  return compareText(a.userName ?? '', b.userName ?? '') || compareText(a.genesysUserId, b.genesysUserId);
}
