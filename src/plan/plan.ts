import type { InputKind, ProblemLevel } from '../input/problem';
import type { MemberOrigin, RoleGrant } from '../genesys/snapshot';
import type { PlanSettings } from './settings';

/** The plan, format `scim-preflight/plan@1` (product.md, section 8). The order of keys here is the order in the file and in its hash. */
export interface Plan {
  readonly format: 'scim-preflight/plan@1';
  /** SHA-256 of the compact JSON without `id`, `createdAt` and `requests`: what was read counts, not when and how. */
  readonly id: string;
  readonly createdAt: string;
  readonly tool: { readonly name: string; readonly version: string };
  readonly org: PlanOrg;
  readonly oktaApp: { readonly id: string; readonly label: string | null } | null;
  readonly inputs: readonly PlanInput[];
  /** What reading the org cost; absent where its snapshot was read from files. */
  readonly requests?: PlanRequests;
  readonly settings: PlanSettings;
  readonly assumptions: readonly string[];
  /** False: partial, nothing in it may be applied. */
  readonly complete: boolean;
  readonly problems: readonly PlanProblem[];
  readonly summary: PlanSummary;
  readonly groups: readonly GroupPlan[];
  readonly users: readonly UserPlan[];
  readonly conflicts: readonly Conflict[];
}

export interface PlanOrg {
  readonly name: string;
  readonly host: string;
  readonly orgId: string | null;
  readonly clientId: string | null;
}

/** Requests of the snapshot of a live org. */
export interface PlanRequests {
  readonly sent: number;
  /** Of those sent, the ones that repeated a failed one. */
  readonly retried: number;
  /** What the smallest pages, and a request for each group's members and count, would have taken besides. */
  readonly avoided: number;
}

export interface PlanInput {
  readonly path: string;
  readonly kind: InputKind;
  readonly records: number;
  readonly sha256: string | null;
  readonly problems: readonly {
    readonly level: ProblemLevel;
    readonly code: string;
    readonly message: string;
    readonly line: number | null;
  }[];
}

export interface PlanProblem {
  readonly level: ProblemLevel;
  readonly code: string;
  readonly message: string;
  readonly path: string | null;
  readonly line: number | null;
}

export interface PlanSummary {
  readonly groups: Readonly<Record<Verdict, number>>;
  /** Without `unresolved` groups. `peopleRemoved` counts each person once, and neither nested groups nor who is deleted. */
  readonly members: { readonly adds: number; readonly removals: number; readonly peopleRemoved: number };
  readonly users: Readonly<Record<UserAction | 'unchanged', number>>;
  readonly attributes: Readonly<Record<Exclude<AttributeKind, 'equal'>, number>>;
}

/** From worst to best: the worst that applies wins (section 5). */
export const verdicts = ['unresolved', 'blocked', 'review', 'safe', 'unchanged'] as const;
export type Verdict = (typeof verdicts)[number];

export const groupMatches = ['exact', 'caseOnly', 'ambiguous', 'nearMiss', 'missing'] as const;
export type GroupMatch = (typeof groupMatches)[number];

export const guards = [
  'genesysBlock',
  'transientBlock',
  'count',
  'percent',
  'manyAdds',
  'emptyPush',
  'protectedGroup',
  'roles',
  'rename',
  'conflict',
  'sharedTarget',
  'unconfirmedMembers',
  'incompleteSource',
  'incompleteSnapshot',
  'unknownMembers',
] as const;
export type Guard = (typeof guards)[number];

/** In the order of section 5: the first that holds is a removal's reason. */
export const removalReasons = [
  'groupMember',
  'conflict',
  'deletedInGenesys',
  'otherAccount',
  'unknownToOkta',
  'notInOktaGroup',
  'inactiveInOkta',
  'notAssigned',
  'notProvisioned',
  // Of plans that put something back (section 9): never of a preview.
  'addedByApply',
  'notInImage',
] as const;
export type RemovalReason = (typeof removalReasons)[number];

export const notPushedReasons = ['conflict', 'inactiveInOkta', 'notAssigned', 'notProvisioned', 'noGenesysAccount'] as const;
export type NotPushedReason = (typeof notPushedReasons)[number];

/** One group: what a full push would do to it (section 5, "The preview"). Numbers are null where they cannot be known. */
export interface GroupPlan {
  /** Okta's name. */
  readonly name: string;
  readonly genesysName: string | null;
  readonly oktaGroupId: string;
  readonly genesysGroupId: string | null;
  readonly version: string | null;
  readonly membersSha256: string | null;
  readonly match: GroupMatch;
  readonly pushStatus: 'ACTIVE' | 'INACTIVE' | 'ERROR' | null;
  readonly verdict: Verdict;
  /** The tripped ones, in the order of `guards`. */
  readonly guards: readonly Guard[];
  readonly members: number | null;
  readonly pushed: number | null;
  readonly pushedInactive: number | null;
  readonly after: number | null;
  readonly unchanged: number | null;
  /** Of the members now, in percent with one decimal. */
  readonly removalPercent: number | null;
  /** The most that can be out of the group at one time while Okta pushes. */
  readonly removalsAtWorst: number | null;
  readonly confirmed: boolean;
  readonly adds: readonly GroupAdd[];
  readonly notPushed: readonly NotPushed[];
  readonly removals: readonly GroupRemoval[];
  /** Null: may not be read. */
  readonly rolesGranted: readonly RoleGrant[] | null;
}

export interface GroupAdd {
  readonly genesysUserId: string;
  readonly userName: string | null;
  readonly oktaUserId: string;
}

export interface NotPushed {
  readonly oktaUserId: string;
  readonly login: string | null;
  readonly reason: NotPushedReason;
}

export interface GroupRemoval {
  readonly genesysUserId: string;
  readonly userName: string | null;
  readonly displayName: string | null;
  readonly reason: RemovalReason;
  readonly origin: MemberOrigin | null;
}

/** In the order of section 8. */
export const userActions = ['deactivate', 'conflict', 'accountMissing', 'create', 'reactivate', 'update', 'pingPong', 'unmanaged'] as const;
export type UserAction = (typeof userActions)[number];

export const matchRules = ['externalId', 'genesysExternalId', 'appUserName', 'login', 'email'] as const;
export type MatchRule = (typeof matchRules)[number];

export interface UserPlan {
  readonly action: UserAction;
  /** Okta is set not to send this action (section 6). */
  readonly notSent: boolean;
  readonly note: string | null;
  readonly userName: string | null;
  readonly oktaUserId: string | null;
  readonly genesysUserId: string | null;
  readonly matchedBy: MatchRule | null;
  readonly version: string | null;
  readonly attributes: readonly AttributePlan[];
}

export const attributeKinds = ['equal', 'pingPong', 'change', 'latentOverwrite', 'invalid', 'unsupported', 'readOnly'] as const;
export type AttributeKind = (typeof attributeKinds)[number];

export interface AttributePlan {
  /** A SCIM path, for instance `phoneNumbers[type eq "work"].value`. */
  readonly path: string;
  readonly kind: AttributeKind;
  readonly okta: string | null;
  readonly genesys: string | null;
  /** What Genesys would store. */
  readonly normalized: string | null;
  readonly message: string | null;
}

export const conflictKinds = ['sameGenesysUser', 'sameOktaUser', 'duplicateLogin'] as const;
export type ConflictKind = (typeof conflictKinds)[number];

export interface Conflict {
  readonly kind: ConflictKind;
  readonly message: string;
  readonly oktaUserIds: readonly string[];
  readonly genesysUserIds: readonly string[];
}
