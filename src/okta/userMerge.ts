import type { OktaStatus, OktaUser } from './source';

/** A user as some file tells of it. */
export interface ToldUser {
  readonly user: OktaUser;
  /** The record has a status, understood or not. */
  readonly hasStatus: boolean;
  /** The record may leave out attributes that the user has (a CSV's columns, a projection): its gaps mean nothing. */
  readonly partial: boolean;
}

export interface Merged {
  readonly told: ToldUser;
  /** The two disagree (note `conflicting-records`). */
  readonly differ: boolean;
}

/**
 * Of two records of one user the newer `lastUpdated` counts. Where times do not decide, the status that is not pushed counts: a plan
 * rather shows a removal too many than one too few (product.md, section 3).
 */
export function mergeUsers(known: ToldUser, other: ToldUser): Merged {
  if (isSame(known, other)) return { told: known, differ: false };
  const order = compareTimes(known.user.lastUpdated, other.user.lastUpdated);
  const differ = order !== null && order !== 0 ? true : disagree(known, other);
  const [winner, loser] = order !== null && order < 0 ? [other, known] : [known, other];
  if (!winner.partial && winner.user.status !== null && order !== null && order !== 0) return { told: winner, differ };
  return { told: combine(winner, loser, order === null || order === 0), differ };
}

function isSame(known: ToldUser, other: ToldUser): boolean {
  const { user } = known;
  return (
    user.lastUpdated !== null &&
    user.lastUpdated === other.user.lastUpdated &&
    user.status === other.user.status &&
    user.login === other.user.login &&
    !known.partial
  );
}

/** Negative where the first is older; null where a time is missing. */
function compareTimes(first: string | null, second: string | null): number | null {
  if (first === null || second === null) return null;
  if (first === second) return 0;
  const difference = Date.parse(first) - Date.parse(second);
  return Number.isNaN(difference) ? null : difference;
}

function disagree(first: ToldUser, second: ToldUser): boolean {
  if (first.hasStatus && second.hasStatus && first.user.status !== second.user.status) return true;
  return differs(first.user.login, second.user.login) || differs(first.user.email, second.user.email);
}

const differs = (first: string | null, second: string | null): boolean => first !== null && second !== null && first !== second;

/** The winner, with what only the loser tells. */
function combine(winner: ToldUser, loser: ToldUser, tie: boolean): ToldUser {
  const fills = winner.partial || loser.partial || tie;
  const [first, second] = [winner.user.status, loser.user.status];
  // One that was not understood is a fault of its own file, and must not reach the groups of others.
  const status = first !== null && second !== null && tie ? worse(first, second) : (first ?? second);
  return {
    user: {
      id: winner.user.id,
      status,
      login: winner.user.login ?? loser.user.login,
      email: winner.user.email ?? loser.user.email,
      lastUpdated: winner.user.lastUpdated ?? loser.user.lastUpdated,
      profile: fills ? { ...loser.user.profile, ...winner.user.profile } : winner.user.profile,
    },
    hasStatus: winner.hasStatus || loser.hasStatus,
    partial: winner.partial && loser.partial,
  };
}

/** The one of two statuses under which less is pushed. */
function worse(first: OktaStatus, second: OktaStatus): OktaStatus {
  const rank = (status: OktaStatus): number => (status === 'DEPROVISIONED' ? 2 : status === 'STAGED' ? 1 : 0);
  return rank(second) > rank(first) ? second : first;
}
