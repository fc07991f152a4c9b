import type { InputReport, Problem } from '../input/problem';
import type { ScimGroup, ScimUser } from './scim';

/** The SCIM users and groups of an org at one time, with what proves them complete (product.md, section 7). */
export interface Snapshot {
  readonly org: SnapshotOrg;
  /** ISO 8601; null where a file does not tell. */
  readonly takenAt: string | null;
  /** Read from the org just now, not from a file. */
  readonly live: boolean;
  readonly complete: boolean;
  readonly problems: readonly Problem[];
  /** By Genesys id, active and inactive. */
  readonly users: ReadonlyMap<string, ScimUser>;
  /** By Genesys id. */
  readonly groups: ReadonlyMap<string, ScimGroup>;
  /** Member ids for which Genesys answers 404: removing them costs nobody (reason `deletedInGenesys`). */
  readonly deletedMembers: ReadonlySet<string>;
  /** Groups whose member list is not proved (section 7, churn), with the reason in words: they are `unresolved`. */
  readonly unprovedGroups: ReadonlyMap<string, string>;
  /** What could be read of groups besides SCIM; a group that was not asked for has no entry. */
  readonly groupFacts: ReadonlyMap<string, GroupFacts>;
  /** What reading it cost; absent where it was read from files. */
  readonly requests?: RequestCounts;
  /** The files that it was read from; empty for a live one. */
  readonly inputs: readonly InputReport[];
}

/** Requests of a snapshot. */
export interface RequestCounts {
  readonly sent: number;
  /** Of those sent, the ones that repeated a failed one. */
  readonly retried: number;
  /** What pages of 25 users, and a request for each group's members and each group's count, would have taken besides. */
  readonly avoided: number;
}

export interface SnapshotOrg {
  readonly name: string;
  readonly host: string;
  readonly orgId: string | null;
  readonly clientId: string | null;
}

export type MemberOrigin = 'individual' | 'owner' | 'rule';

export interface RoleGrant {
  readonly role: string;
  readonly division: string;
}

export interface GroupFacts {
  /** Roles that the group grants (`/api/v2/authorization/subjects/{id}`); null where they may not be read. */
  readonly rolesGranted: readonly RoleGrant[] | null;
  /** `/api/v2/groups/{id}`'s memberCount; null where it may not be read. */
  readonly memberCount: number | null;
  /** By member id; null where it may not be read. */
  readonly origins: ReadonlyMap<string, MemberOrigin> | null;
}
