import type { ScimGroup } from '../../src/genesys/scim';
import type { Snapshot } from '../../src/genesys/snapshot';
import type { OktaUser, Source } from '../../src/okta/source';
import type { NotPushedReason, RemovalReason } from '../../src/plan/plan';
import { heldAccount, isActiveInOkta, isAssigned, matchersOf, nameFits, sortedIds, type Matching } from './oracleMatch';

export interface Push {
  /** By Genesys id: the Okta members whose account it is. */
  readonly pushed: Readonly<Record<string, readonly string[]>>;
  readonly notPushed: Readonly<Record<string, NotPushedReason>>;
}

/** Ids of the Genesys group's members, nested groups included; each once, sorted. */
export function memberIdsOf(group: ScimGroup): readonly string[] {
  return sortedIds((group.members ?? []).map((member) => member.value));
}

/** Section 5, "The pushed set", for the Okta members of one group. */
export function pushOf(
  oktaMembers: readonly string[],
  genesysMembers: readonly string[],
  source: Source,
  snapshot: Snapshot,
  matching: Matching,
): Push {
  const pushed: Record<string, readonly string[]> = {};
  const notPushed: Record<string, NotPushedReason> = {};
  for (const oktaUserId of oktaMembers) {
    const account = accountOf(oktaUserId, source, matching);
    const conflicted = matching.conflicts.some((conflict) => conflict.oktaUserIds.includes(oktaUserId));
    const held = heldAccount(oktaUserId, source) !== null;
    if (conflicted && !held) {
      notPushed[oktaUserId] = 'conflict';
    } else if (!isActiveInOkta(source.users.get(oktaUserId))) {
      notPushed[oktaUserId] = 'inactiveInOkta';
    } else if (!isAssigned(oktaUserId, source)) {
      notPushed[oktaUserId] = 'notAssigned';
    } else if (!held && source.assignments?.holdsAccounts === true) {
      notPushed[oktaUserId] = 'notProvisioned';
    } else if (account === null || !(snapshot.users.has(account) || genesysMembers.includes(account))) {
      notPushed[oktaUserId] = 'noGenesysAccount';
    } else {
      pushed[account] = [...(pushed[account] ?? []), oktaUserId];
    }
  }
  return { pushed, notPushed };
}

/** The account that Okta holds; where no accounts are known, the one that section 4 matched. */
function accountOf(oktaUserId: string, source: Source, matching: Matching): string | null {
  if (source.assignments?.holdsAccounts === true) {
    return heldAccount(oktaUserId, source);
  }
  return matching.remaining.find((hit) => hit.okta.id === oktaUserId)?.genesys.id ?? null;
}

/** Why a member that is not pushed would be removed: the first of section 5's table that holds. */
export function removalReasonsOf(
  genesysId: string,
  group: ScimGroup,
  oktaMembers: readonly string[],
  source: Source,
  snapshot: Snapshot,
  matching: Matching,
): readonly RemovalReason[] {
  const member = (group.members ?? []).find((candidate) => candidate.value === genesysId);
  if (member?.type?.toLowerCase() === 'group' || snapshot.groups.has(genesysId)) {
    return ['groupMember'];
  }
  if (matching.conflicts.some((conflict) => conflict.genesysUserIds.includes(genesysId))) {
    return ['conflict'];
  }
  if (snapshot.deletedMembers.has(genesysId)) {
    return ['deletedInGenesys'];
  }
  if (holdsAnother(genesysId, source, snapshot)) {
    return ['otherAccount'];
  }
  const reasons = matchedPeople(genesysId, source, snapshot, matching).map((okta) => reasonOfMatch(okta, oktaMembers, source));
  if (reasons.length === 0 || !snapshot.users.has(genesysId)) {
    reasons.push('unknownToOkta');
  }
  return [...new Set(reasons)];
}

/** "An Okta user's name fits, but Okta holds another account for it." */
function holdsAnother(genesysId: string, source: Source, snapshot: Snapshot): boolean {
  const userName = snapshot.users.get(genesysId)?.userName;
  return (
    userName !== undefined &&
    [...source.users.values()].some((okta) => {
      const held = heldAccount(okta.id, source);
      return held !== null && held !== genesysId && nameFits(okta, userName, source) !== null;
    })
  );
}

/** Section 4's match; a member that no listing holds can only be matched by a held account. */
function matchedPeople(genesysId: string, source: Source, snapshot: Snapshot, matching: Matching): readonly OktaUser[] {
  if (snapshot.users.has(genesysId)) {
    return matchersOf(genesysId, matching).map((hit) => hit.okta);
  }
  const holders = [...source.users.values()].filter((okta) => heldAccount(okta.id, source) === genesysId);
  const assigned = holders.filter((okta) => isAssigned(okta.id, source));
  const active = assigned.filter(isActiveInOkta);
  return active.length > 0 ? active : assigned.length > 0 ? assigned : holders;
}

function reasonOfMatch(okta: OktaUser, oktaMembers: readonly string[], source: Source): RemovalReason {
  if (!oktaMembers.includes(okta.id)) {
    return 'notInOktaGroup';
  }
  if (!isActiveInOkta(okta)) {
    return 'inactiveInOkta';
  }
  return isAssigned(okta.id, source) ? 'notProvisioned' : 'notAssigned';
}
