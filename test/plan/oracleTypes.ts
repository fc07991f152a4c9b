import type {
  AttributeKind,
  ConflictKind,
  GroupMatch,
  Guard,
  MatchRule,
  NotPushedReason,
  PlanSummary,
  RemovalReason,
} from '../../src/plan/plan';
import type { UserAction, Verdict } from '../../src/plan/plan';
import type { RoleGrant } from '../../src/genesys/snapshot';

/** What the oracle says of an Okta export, a snapshot and settings: sections 4 to 6 of product.md as plain data. */
export interface OraclePlan {
  readonly complete: boolean;
  /** Fewer than half of the accounts that Okta holds are in the snapshot. */
  readonly wrongOrg: boolean;
  readonly groups: readonly OracleGroup[];
  readonly users: readonly OracleUser[];
  readonly conflicts: readonly OracleConflict[];
  readonly summary: PlanSummary;
}

/** One previewed group. Where `allowed` sets hold several values the text leaves the choice open (see the table in oracle.ts). */
export interface OracleGroup {
  readonly name: string;
  readonly oktaGroupId: string;
  readonly pushStatus: 'ACTIVE' | 'INACTIVE' | 'ERROR' | null;
  readonly match: GroupMatch;
  readonly genesysGroupId: string | null;
  /** The match's name; else the names that may be shown. */
  readonly genesysNames: readonly (string | null)[];
  readonly version: string | null;
  readonly membersSha256: string | null;
  readonly verdict: Verdict;
  readonly guards: readonly Guard[];
  readonly confirmed: boolean;
  readonly members: number | null;
  readonly pushed: number | null;
  readonly pushedInactive: number | null;
  readonly after: number | null;
  readonly unchanged: number | null;
  readonly removalPercent: number | null;
  readonly removalsAtWorst: number | null;
  /** By Genesys id: the Okta members whose account it is. */
  readonly adds: Readonly<Record<string, readonly string[]>>;
  /** By Okta user id. */
  readonly notPushed: Readonly<Record<string, NotPushedReason>>;
  /** By Genesys id: the reasons that the text allows, one where it is clear. */
  readonly removals: Readonly<Record<string, readonly RemovalReason[]>>;
  /** By Genesys id of a removal, where it may be read. */
  readonly origins: Readonly<Record<string, string | null>>;
  readonly rolesGranted: readonly RoleGrant[] | null;
}

/** Who may stand in an entry as its Okta side; several where the text does not say which. */
export interface OktaSide {
  readonly oktaUserId: string | null;
  readonly matchedBy: MatchRule | null;
}

export interface OracleUser {
  readonly action: UserAction;
  readonly genesysUserId: string | null;
  readonly oktaSides: readonly OktaSide[];
  readonly notSent: boolean;
  readonly version: string | null;
  /** By SCIM path, `equal` left out. */
  readonly attributes: Readonly<Record<string, OracleAttribute>>;
}

export interface OracleAttribute {
  readonly kind: AttributeKind;
  /** Null where it is not compared (a deactivation). */
  readonly okta: string | null;
  readonly genesys: string | null;
  /** What Genesys would store, for valid phones; null: not looked at. */
  readonly e164: string | null;
}

export interface OracleConflict {
  readonly kind: ConflictKind;
  readonly oktaUserIds: readonly string[];
  readonly genesysUserIds: readonly string[];
}
