import type { AppUser, OktaStatus, OktaUser, Source } from '../okta/source';

/** Active in Okta, as a push sees it: every status but DEPROVISIONED and STAGED (product.md, section 5). No status counts as not active. */
export function isActiveInOkta(user: OktaUser): boolean {
  return user.status !== null && !notPushedStatuses.has(user.status);
}

/** Assigned to the app; without an assignments file everybody is assumed to be (section 5). */
export function isAssigned(source: Source, oktaUserId: string): boolean {
  if (!source.assignments) return true;
  const appUser = source.assignments.byUser.get(oktaUserId);
  return appUser !== undefined && isAssignedStatus(appUser);
}

/** The Genesys account that Okta holds for a user; null where it holds none, undefined where the export does not tell of accounts. */
export function heldAccount(source: Source, oktaUserId: string): string | null | undefined {
  if (!source.assignments?.holdsAccounts) return undefined;
  return source.assignments.byUser.get(oktaUserId)?.externalId ?? null;
}

function isAssignedStatus(appUser: AppUser): boolean {
  return appUser.status === null || !unassignedStatuses.has(appUser.status);
}

const notPushedStatuses: ReadonlySet<OktaStatus> = new Set<OktaStatus>(['DEPROVISIONED', 'STAGED']);
const unassignedStatuses: ReadonlySet<string> = new Set(['UNASSIGNED', 'DEPROVISIONED', 'INACTIVE', 'REVOKED']);
