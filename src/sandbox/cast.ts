import type { RoleGrant } from '../genesys/snapshot';

/**
 * The cast of a sample org: who stands how on either side, and who is in which group. Records are made from it on demand
 * (`genesysRecords.ts`, `oktaRecords.ts`), so an org of a million people is a few arrays.
 *
 * A *part* is a number from 0 to `parts - 1`. Most parts are one person with one account on each side; two Okta users of one person are two
 * parts, the second one pointing at the first (`accountOf`).
 */
export interface Cast {
  /** Ids of the org and its clients hang on it. */
  readonly name: string;
  readonly parts: number;
  standing(part: number): Standing;
  look(part: number): Look;
  /** The part whose Genesys account Okta holds for this Okta user; mostly itself. */
  accountOf(part: number): number;
  /** The part whose Okta id stands as `externalId` in this part's Genesys account; mostly itself. */
  linkedTo(part: number): number;
  /** The part that manages this one; null for most. */
  managerOf(part: number): number | null;
  readonly groups: readonly CastGroup[];
}

export type OktaCode = 'ACTIVE' | 'PASSWORD_EXPIRED' | 'LOCKED_OUT' | 'SUSPENDED' | 'STAGED' | 'DEPROVISIONED';
export type GenesysState = 'active' | 'inactive' | 'deleted';

/** How a part stands on either side. */
export interface Standing {
  /** Null: Okta does not know this person. */
  readonly okta: OktaCode | null;
  /** What the app assignment says: the account is held, none is held, or there is no assignment. */
  readonly assignment: 'held' | 'withoutAccount' | 'failed' | null;
  /** Null: never was in Genesys. */
  readonly genesys: GenesysState | null;
}

export const standings = {
  synced: { okta: 'ACTIVE', assignment: 'held', genesys: 'active' },
  passwordExpired: { okta: 'PASSWORD_EXPIRED', assignment: 'held', genesys: 'active' },
  lockedOut: { okta: 'LOCKED_OUT', assignment: 'held', genesys: 'active' },
  suspended: { okta: 'SUSPENDED', assignment: 'held', genesys: 'active' },
  onlyGenesys: { okta: null, assignment: null, genesys: 'active' },
  onlyGenesysInactive: { okta: null, assignment: null, genesys: 'inactive' },
  /** Deactivated on both sides; the assignment rides on a group that the person never left. */
  leaver: { okta: 'DEPROVISIONED', assignment: 'held', genesys: 'inactive' },
  /** The deactivation never arrived. */
  leaverStillActive: { okta: 'DEPROVISIONED', assignment: 'held', genesys: 'active' },
  leaverStillActiveUnassigned: { okta: 'DEPROVISIONED', assignment: null, genesys: 'active' },
  leaverDeleted: { okta: 'DEPROVISIONED', assignment: null, genesys: 'deleted' },
  /** Assigned before provisioning was set up: Okta holds no account, though Genesys has one. */
  notLinked: { okta: 'ACTIVE', assignment: 'withoutAccount', genesys: 'active' },
  toCreate: { okta: 'ACTIVE', assignment: 'failed', genesys: null },
  accountMissing: { okta: 'ACTIVE', assignment: 'held', genesys: null },
  staged: { okta: 'STAGED', assignment: null, genesys: null },
  toReactivate: { okta: 'ACTIVE', assignment: 'held', genesys: 'inactive' },
  /** A second Okta user of somebody (its account is another part's). */
  twin: { okta: 'ACTIVE', assignment: 'held', genesys: null },
  /** The Okta user that somebody had before being hired again. */
  formerSelf: { okta: 'DEPROVISIONED', assignment: 'held', genesys: null },
} as const satisfies Record<string, Standing>;

export type StandingName = keyof typeof standings;

/** In what the two sides differ about a person. */
export const looks = [
  'same',
  'phoneParentheses',
  'phoneDashes',
  'phoneTel',
  'phoneSpaced',
  'mailCase',
  'titleByHand',
  'departmentByHand',
  'titlePending',
  'namePending',
  'managerByMail',
] as const;
export type Look = (typeof looks)[number];

/** A group on either side. Members are parts, each once. */
export interface CastGroup {
  /** Okta's name; Genesys' where Okta has no such group. */
  readonly name: string;
  /** Null: the group is not in Genesys. */
  readonly genesys: GenesysGroup | null;
  /** Null: Okta has no such group. */
  readonly okta: OktaSide | null;
}

export interface GenesysGroup {
  readonly name: string;
  readonly members: () => Uint32Array;
  readonly grants: readonly RoleGrant[];
  /** Parts that are members because they own the group. */
  readonly owners: readonly number[];
  /** Every member comes from a rule, not by hand. */
  readonly byRule: boolean;
}

export interface OktaSide {
  readonly members: () => Uint32Array;
  /** Null: not pushed. */
  readonly push: { readonly status: 'ACTIVE' | 'INACTIVE' | 'ERROR'; readonly targetListed: boolean; readonly error: string | null } | null;
  /** The group gives its members the app. */
  readonly assignsApp: boolean;
}
