import { createHash } from 'node:crypto';
import type { ScimMember } from '../genesys/scim';
import type { Snapshot } from '../genesys/snapshot';
import type { Steps } from '../input/steps';
import { groupPushInSteps, removalsAtWorst, type GroupPush, type PushContext } from './groupPush';
import { trippedGuards, verdictOf, type Protection } from './guards';
import type { MatchedGroup } from './matchGroups';
import type { UserMatching } from './matchUsers';
import { compareText } from './order';
import { verdicts, type GroupPlan, type Guard, type NotPushedReason } from './plan';
import type { AskedSettings } from './settings';

export interface GroupPlanner {
  readonly context: PushContext;
  readonly settings: AskedSettings;
  readonly isProtected: Protection;
  readonly sourceComplete: boolean;
  readonly snapshotComplete: boolean;
}

/**
 * The preview of every matched group, in the order of section 8: verdict (worst first), removals (most first), name. Some thousand people of a
 * group at a time: between two steps others can work.
 */
export function* planGroupsInSteps(groups: readonly MatchedGroup[], planner: GroupPlanner): Steps<GroupPlan[]> {
  const planned: GroupPlan[] = [];
  for (const group of groups) {
    planned.push(yield* planGroup(group, planner));
    yield undefined;
  }
  return planned.sort(byRisk);
}

function* planGroup(group: MatchedGroup, planner: GroupPlanner): Steps<GroupPlan> {
  const { genesysGroup } = group;
  // Ambiguous, near miss or missing: there is no Genesys group to count in.
  if (!genesysGroup) return unresolvedPlan(group, null, [], planner.context);
  const listed = genesysGroup.members ?? [];
  const members = distinctIds(listed);
  const membership = planner.context.source.members.get(group.oktaGroupId);
  if (!membership) return unresolvedPlan(group, members, guardsWithoutOktaMembers(group, members, planner.context), planner.context);
  const push = yield* groupPushInSteps(membership, listed, genesysGroup.id, planner.context);
  const counts = { members: members.length, pushed: push.pushed, adds: push.adds.length, removals: push.removals.length };
  const atWorst = removalsAtWorst(counts, planner.settings.oktaBatch);
  const facts = planner.context.snapshot.groupFacts.get(genesysGroup.id);
  const confirmed = membership.confirmed && !membership.doubtful;
  const guards = trippedGuards(
    {
      ...counts,
      names: [group.name, genesysGroup.displayName],
      removalsAtWorst: atWorst,
      rolesGranted: facts?.rolesGranted ?? null,
      live: planner.context.snapshot.live,
      renames: group.renames,
      conflict: push.conflict,
      sharesTarget: group.sharesTarget,
      confirmed: confirmed && !restsOnDoubt(push, planner.context),
      incompleteMembers: membership.incomplete,
      unprovedMembers: isUnproved(genesysGroup.id, members.length, planner.context.snapshot),
      sourceComplete: planner.sourceComplete,
      snapshotComplete: planner.snapshotComplete,
    },
    planner.settings,
    planner.isProtected,
  );
  return {
    ...base(group, members),
    verdict: verdictOf(guards, counts.adds > 0 || counts.removals > 0),
    guards,
    ...numbers(members.length, push, atWorst),
    confirmed,
    adds: push.adds,
    notPushed: push.notPushed,
    removals: push.removals,
    rolesGranted: facts?.rolesGranted ?? null,
  };
}

/**
 * Somebody of the Okta group is not pushed by the word of an assignments list that is in doubt: half an assignments file must not look like
 * people who may go. Beyond the letter of section 3, where such a doubt is said on top alone.
 */
function restsOnDoubt({ notPushed }: GroupPush, { source }: PushContext): boolean {
  return source.assignments?.doubtful === true && notPushed.some(({ reason }) => byAssignments.has(reason));
}

const byAssignments: ReadonlySet<NotPushedReason> = new Set<NotPushedReason>(['notAssigned', 'notProvisioned', 'noGenesysAccount']);

/** The member list is not proved, or Genesys' own count of the group says another number (section 7). */
function isUnproved(groupId: string, members: number, snapshot: Snapshot): boolean {
  const memberCount = snapshot.groupFacts.get(groupId)?.memberCount ?? null;
  return snapshot.unprovedGroups.has(groupId) || (memberCount !== null && memberCount !== members);
}

function numbers(
  members: number,
  push: GroupPush,
  atWorst: number,
): Pick<GroupPlan, 'members' | 'pushed' | 'pushedInactive' | 'after' | 'unchanged' | 'removalPercent' | 'removalsAtWorst'> {
  return {
    members,
    pushed: push.pushed,
    pushedInactive: push.pushedInactive,
    after: push.pushed,
    unchanged: push.unchanged,
    removalPercent: members === 0 ? 0 : Math.round((push.removals.length * 1000) / members) / 10,
    removalsAtWorst: atWorst,
  };
}

/** What can be said of a group whose Okta members are unknown, not empty. */
function guardsWithoutOktaMembers(group: MatchedGroup, members: readonly string[], { snapshot, matching }: PushContext): Guard[] {
  const groupId = group.genesysGroup?.id ?? '';
  const rules: readonly (readonly [Guard, boolean])[] = [
    ['rename', group.renames],
    ['conflict', matching.conflictingAccounts.size > 0 && members.some((id) => isInConflict(id, matching))],
    ['sharedTarget', group.sharesTarget],
    ['incompleteSnapshot', isUnproved(groupId, members.length, snapshot)],
    ['unknownMembers', true],
  ];
  return rules.filter(([, trips]) => trips).map(([guard]) => guard);
}

function isInConflict(genesysUserId: string, { accounts, conflictingAccounts }: UserMatching): boolean {
  return conflictingAccounts.has(accounts.placeOf(genesysUserId));
}

function unresolvedPlan(
  group: MatchedGroup,
  members: readonly string[] | null,
  guards: readonly Guard[],
  { snapshot }: PushContext,
): GroupPlan {
  const facts = group.genesysGroup ? snapshot.groupFacts.get(group.genesysGroup.id) : undefined;
  return {
    ...base(group, members),
    verdict: 'unresolved',
    guards,
    members: members?.length ?? null,
    pushed: null,
    pushedInactive: null,
    after: null,
    unchanged: null,
    removalPercent: null,
    removalsAtWorst: null,
    confirmed: false,
    adds: [],
    notPushed: [],
    removals: [],
    rolesGranted: facts?.rolesGranted ?? null,
  };
}

function base(
  group: MatchedGroup,
  members: readonly string[] | null,
): Pick<GroupPlan, 'name' | 'genesysName' | 'oktaGroupId' | 'genesysGroupId' | 'version' | 'membersSha256' | 'match' | 'pushStatus'> {
  return {
    name: group.name,
    genesysName: group.genesysGroup?.displayName ?? group.shownName,
    oktaGroupId: group.oktaGroupId,
    genesysGroupId: group.genesysGroup?.id ?? null,
    version: group.genesysGroup?.meta?.version ?? null,
    membersSha256: members && membersHash(members),
    match: group.match,
    pushStatus: group.pushStatus,
  };
}

/** SHA-256 in hex of the sorted member ids joined by line feeds (section 8). @param memberIds by UTF-16 code units, each once. */
function membersHash(memberIds: readonly string[]): string {
  return createHash('sha256').update(memberIds.join('\n')).digest('hex');
}

/** Member ids by UTF-16 code units, each once. */
function distinctIds(members: readonly ScimMember[]): readonly string[] {
  const ids = members.map((member) => member.value);
  if (isAscending(ids)) return ids;
  ids.sort();
  return ids.filter((id, index) => id !== ids[index - 1]);
}

/** Whether each is above the one before, as where a list was saved in order. */
function isAscending(ids: readonly string[]): boolean {
  let before = '';
  for (const id of ids) {
    if (id <= before) return false;
    before = id;
  }
  return true;
}

function byRisk(a: GroupPlan, b: GroupPlan): number {
  return (
    verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) ||
    b.removals.length - a.removals.length ||
    compareText(a.name, b.name) ||
    compareText(a.oktaGroupId, b.oktaGroupId) ||
    compareText(a.genesysName ?? '', b.genesysName ?? '') ||
    compareText(a.pushStatus ?? '', b.pushStatus ?? '') ||
    // Two mappings of one source group onto one target tie on all of these; the order of the file must not decide.
    compareText(JSON.stringify(a), JSON.stringify(b))
  );
}
