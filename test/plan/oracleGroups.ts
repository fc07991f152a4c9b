import { createHash } from 'node:crypto';
import type { ScimGroup } from '../../src/genesys/scim';
import type { Snapshot } from '../../src/genesys/snapshot';
import type { GroupMembership, Source } from '../../src/okta/source';
import type { Guard, RemovalReason, Verdict } from '../../src/plan/plan';
import type { PlanSettings } from '../../src/plan/settings';
import type { Matching } from './oracleMatch';
import { memberIdsOf, pushOf, removalReasonsOf } from './oracleMembers';
import { namesDiffer, type Pair } from './oracleNames';
import type { OracleGroup } from './oracleTypes';

export interface Circumstances {
  readonly source: Source;
  readonly snapshot: Snapshot;
  readonly settings: PlanSettings;
  readonly matching: Matching;
  readonly pairs: readonly Pair[];
  /** The source is partial: by its files, or because its accounts are another org's. */
  readonly sourcePartial: boolean;
}

type Counts = Pick<
  OracleGroup,
  | 'members'
  | 'pushed'
  | 'pushedInactive'
  | 'after'
  | 'unchanged'
  | 'removalPercent'
  | 'removalsAtWorst'
  | 'adds'
  | 'notPushed'
  | 'removals'
  | 'origins'
>;

const noCounts: Counts = {
  members: null,
  pushed: null,
  pushedInactive: null,
  after: null,
  unchanged: null,
  removalPercent: null,
  removalsAtWorst: null,
  adds: {},
  notPushed: {},
  removals: {},
  origins: {},
};

/** Section 5, "The preview" and "Guards and verdicts", for one Okta group. */
export function groupSlowly(pair: Pair, circumstances: Circumstances): OracleGroup {
  const { source, snapshot } = circumstances;
  const { genesys } = pair;
  const membership = source.members.get(pair.okta.id);
  const counts = genesys === null ? noCounts : countsOf(genesys, membership, circumstances);
  const guards = genesys === null ? [] : trippedGuards(pair, genesys, membership, counts, circumstances);
  return {
    name: pair.okta.name,
    oktaGroupId: pair.okta.id,
    pushStatus: pair.mapping?.status ?? null,
    match: pair.match,
    genesysGroupId: genesys?.id ?? null,
    genesysNames: pair.shown,
    version: genesys?.meta?.version ?? null,
    membersSha256: genesys === null ? null : createHash('sha256').update(memberIdsOf(genesys).join('\n')).digest('hex'),
    verdict: genesys === null ? 'unresolved' : verdictOf(guards, counts),
    guards,
    confirmed: isConfirmed(membership),
    ...counts,
    rolesGranted: genesys === null ? null : (snapshot.groupFacts.get(genesys.id)?.rolesGranted ?? null),
  };
}

function countsOf(genesys: ScimGroup, membership: GroupMembership | undefined, circumstances: Circumstances): Counts {
  const { source, snapshot, settings, matching } = circumstances;
  const members = memberIdsOf(genesys);
  if (membership === undefined) {
    return { ...noCounts, members: members.length };
  }
  const push = pushOf(membership.userIds, members, source, snapshot, matching);
  const pushed = Object.keys(push.pushed);
  const adds = Object.fromEntries(Object.entries(push.pushed).filter(([id]) => !members.includes(id)));
  const removed = members.filter((id) => !pushed.includes(id));
  const removals: Record<string, readonly RemovalReason[]> = {};
  const origins: Record<string, string | null> = {};
  for (const id of removed) {
    removals[id] = removalReasonsOf(id, genesys, membership.userIds, source, snapshot, matching);
    origins[id] = snapshot.groupFacts.get(genesys.id)?.origins?.get(id) ?? null;
  }
  const outOfFirstBatch = members.length - Math.max(0, settings.oktaBatch - Object.keys(adds).length);
  return {
    members: members.length,
    pushed: pushed.length,
    pushedInactive: pushed.filter((id) => snapshot.users.get(id)?.active === false).length,
    after: pushed.length,
    unchanged: members.filter((id) => pushed.includes(id)).length,
    removalPercent: members.length === 0 ? 0 : Math.round((removed.length * 1000) / members.length) / 10,
    removalsAtWorst: pushed.length <= settings.oktaBatch ? removed.length : Math.max(removed.length, outOfFirstBatch),
    adds,
    notPushed: push.notPushed,
    removals,
    origins,
  };
}

function trippedGuards(
  pair: Pair,
  genesys: ScimGroup,
  membership: GroupMembership | undefined,
  counts: Counts,
  circumstances: Circumstances,
): readonly Guard[] {
  const { snapshot, settings } = circumstances;
  const adds = Object.keys(counts.adds).length;
  const removals = Object.keys(counts.removals).length;
  const members = counts.members ?? 0;
  const isProtected = settings.protectedGroups.some((glob) => fitsGlob(pair.okta.name, glob) || fitsGlob(genesys.displayName, glob));
  const grants = snapshot.groupFacts.get(genesys.id)?.rolesGranted ?? null;
  const changes = adds + removals > 0;
  const tripped: readonly (readonly [Guard, boolean])[] = [
    ['genesysBlock', removals > 1000],
    ['transientBlock', (counts.removalsAtWorst ?? 0) > 1000 && removals <= 1000],
    ['count', removals > settings.maxRemovals],
    ['percent', removals >= 2 && removals * 100 > settings.maxRemovalPercent * members],
    ['manyAdds', adds > settings.maxAdds || (isProtected && adds > 0)],
    ['emptyPush', counts.pushed === 0 && members > 0],
    ['protectedGroup', isProtected && removals > 0],
    ['roles', removals > 0 && (grants === null ? snapshot.live : grants.length > 0)],
    ['rename', namesDiffer(pair)],
    ['conflict', anyInConflict(membership?.userIds ?? [], memberIdsOf(genesys), circumstances.matching)],
    ['sharedTarget', circumstances.pairs.some((other) => isAnotherActive(other, pair, genesys))],
    ['unconfirmedMembers', removals > 0 && (!isConfirmed(membership) || restsOnDoubtfulAssignments(counts, circumstances))],
    ['incompleteSource', membership?.incomplete === true || (changes && circumstances.sourcePartial)],
    ['incompleteSnapshot', isUnproved(genesys, snapshot) || (changes && !snapshot.complete)],
    ['unknownMembers', membership === undefined],
  ];
  return tripped.filter(([, trips]) => trips).map(([guard]) => guard);
}

function verdictOf(guards: readonly Guard[], counts: Counts): Verdict {
  if (guards.includes('incompleteSource') || guards.includes('incompleteSnapshot') || guards.includes('unknownMembers')) {
    return 'unresolved';
  }
  if (guards.includes('genesysBlock')) {
    return 'blocked';
  }
  if (guards.length > 0) {
    return 'review';
  }
  return Object.keys(counts.adds).length + Object.keys(counts.removals).length > 0 ? 'safe' : 'unchanged';
}

function anyInConflict(oktaMembers: readonly string[], genesysMembers: readonly string[], matching: Matching): boolean {
  return matching.conflicts.some(
    (conflict) =>
      conflict.oktaUserIds.some((id) => oktaMembers.includes(id)) || conflict.genesysUserIds.some((id) => genesysMembers.includes(id)),
  );
}

function isAnotherActive(other: Pair, pair: Pair, genesys: ScimGroup): boolean {
  return other !== pair && other.mapping?.status === 'ACTIVE' && other.genesys?.id === genesys.id;
}

/** Section 7: a member that could not be read, or a member list that another count contradicts. */
function isUnproved(genesys: ScimGroup, snapshot: Snapshot): boolean {
  const count = snapshot.groupFacts.get(genesys.id)?.memberCount ?? null;
  return snapshot.unprovedGroups.has(genesys.id) || (count !== null && count !== memberIdsOf(genesys).length);
}

/**
 * Not in the text of section 3: a doubt about who is assigned makes removals unconfirmed where it keeps somebody of the Okta group from
 * being pushed.
 */
function restsOnDoubtfulAssignments({ notPushed }: Counts, { source }: Circumstances): boolean {
  if (source.assignments?.doubtful !== true) return false;
  const reasons = Object.values(notPushed);
  return reasons.includes('notAssigned') || reasons.includes('notProvisioned') || reasons.includes('noGenesysAccount');
}

/** A list is confirmed when it is proved and no doubt concerns it (section 3, the table of problems). */
function isConfirmed(membership: GroupMembership | undefined): boolean {
  return membership !== undefined && membership.confirmed && !membership.doubtful;
}

/** `*` is any run of characters, `?` one; a group's name is not a path, and case does not matter. */
function fitsGlob(name: string, glob: string): boolean {
  const pattern = Array.from(glob, (char) =>
    char === '*' ? '[\\s\\S]*' : char === '?' ? '[\\s\\S]' : char.replace(/[^\p{L}\p{N}]/u, '\\$&'),
  );
  return new RegExp(`^${pattern.join('')}$`, 'i').test(name);
}
