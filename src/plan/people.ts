import type { AppUser, OktaStatus, OktaUser, Source } from '../okta/source';

/** An Okta user with what decides about pushes: status, assignment and account (product.md, section 5). */
export interface OktaPerson {
  readonly user: OktaUser;
  readonly appUser: AppUser | undefined;
  /** Every status but DEPROVISIONED and STAGED. No status counts as not active. */
  readonly active: boolean;
  /** Assigned to the app; without an assignments file everybody is assumed to be. */
  readonly assigned: boolean;
  /** The Genesys account that Okta holds; null where it holds none, undefined where the export does not tell of accounts. */
  readonly held: string | null | undefined;
}

/** Everybody whom the export tells of, by Okta id. */
export function oktaPeople({ users, assignments }: Pick<Source, 'users' | 'assignments'>): ReadonlyMap<string, OktaPerson> {
  const people = new Map<string, OktaPerson>();
  for (const user of users.values()) people.set(user.id, oktaPerson(user, assignments));
  return people;
}

export function oktaPerson(user: OktaUser, assignments: Source['assignments']): OktaPerson {
  const appUser = assignments?.byUser.get(user.id);
  return {
    user,
    appUser,
    active: user.status !== null && !notPushedStatuses.has(user.status),
    assigned: assignments === null || (appUser !== undefined && isAssignedStatus(appUser.status)),
    held: assignments?.holdsAccounts === true ? (appUser?.externalId ?? null) : undefined,
  };
}

function isAssignedStatus(status: string | null): boolean {
  return status === null || !unassignedStatuses.has(status);
}

const notPushedStatuses: ReadonlySet<OktaStatus> = new Set<OktaStatus>(['DEPROVISIONED', 'STAGED']);
const unassignedStatuses: ReadonlySet<string> = new Set(['UNASSIGNED', 'DEPROVISIONED', 'INACTIVE', 'REVOKED']);
