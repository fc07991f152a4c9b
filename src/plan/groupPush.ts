import type { ScimMember } from '../genesys/scim';
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
  const origins = context.snapshot.groupFacts.get(groupId)?.origins;
  const removals: GroupRemoval[] = [];
  const { conflictingGenesysUsers } = context.matching;
  let conflictingMember = false;
  let inOktaGroup: ReadonlySet<string> | null = null;
  for (const member of memberById.values()) {
    const genesysUserId = member.value;
    if (conflictingGenesysUsers.size > 0 && conflictingGenesysUsers.has(genesysUserId)) conflictingMember = true;
    if (pushed.has(genesysUserId)) continue;
    inOktaGroup ??= new Set(membership.userIds);
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
    const standing = context.standings.of(oktaUserId);
    const { account } = standing;
    if (account === null || !(standing.listed || members.has(account))) {
      notPushed.push({
        oktaUserId,
        login: context.people.get(oktaUserId)?.user.login ?? null,
        reason: standing.reason ?? 'noGenesysAccount',
      });
      continue;
    }
    const other = pushed.get(account);
    if (other === undefined || compareText(oktaUserId, other) < 0) pushed.set(account, oktaUserId);
  }
  return { pushed, notPushed, conflict };
}

/** The first reason of section 5 that holds for a member that is not pushed. */
function removalReason(member: ScimMember, inOktaGroup: ReadonlySet<string>, { snapshot, matching }: PushContext): RemovalReason {
  const id = member.value;
  if (member.type?.toLowerCase() === 'group' || snapshot.groups.has(id)) return 'groupMember';
  if (matching.conflictingGenesysUsers.has(id)) return 'conflict';
  if (snapshot.deletedMembers.has(id)) return 'deletedInGenesys';
  if (matching.namesakes.has(id)) return 'otherAccount';
  const person = (matching.ofGenesysUser.get(id) ?? matching.explanations.get(id))?.person;
  if (!person) return 'unknownToOkta';
  if (!inOktaGroup.has(person.user.id)) return 'notInOktaGroup';
  if (!person.active) return 'inactiveInOkta';
  return person.assigned ? 'notProvisioned' : 'notAssigned';
}

function byUserName(a: { userName: string | null; genesysUserId: string }, b: { userName: string | null; genesysUserId: string }): number {
  return compareText(a.userName ?? '', b.userName ?? '') || compareText(a.genesysUserId, b.genesysUserId);
}
