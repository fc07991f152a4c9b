import { standings, type Cast } from './cast';
import { scaledCast } from './scaled';
import { storyCast } from './story';

export interface SampleSize {
  /** Genesys users, active and inactive ones together. */
  readonly users?: number;
  readonly groups?: number;
}

/** The sample story, or with a size an org of that size from the same records. */
export function sampleCast({ users, groups }: SampleSize = {}): Cast {
  if (users === undefined && groups === undefined) return storyCast();
  return scaledCast(users ?? 5000, groups ?? null);
}

/** Nobody at all: the Okta side of a sandbox that was seeded from a snapshot. */
export const emptyCast: Cast = {
  name: 'empty',
  parts: 0,
  standing: () => standings.synced,
  look: () => 'same',
  accountOf: (part) => part,
  linkedTo: (part) => part,
  managerOf: () => null,
  groups: [],
};
