import type { GuardedGroup, Prediction } from './guardPushGroup';

/** What became of a person, predicted against actual, in the order that it is told. */
export const guardOutcomes = [
  'removedUnexpectedly',
  'notRemoved',
  'addedUnexpectedly',
  'notAdded',
  'cameBack',
  'removedAsPredicted',
  'addedAsPredicted',
] as const;
export type GuardOutcome = (typeof guardOutcomes)[number];

/** A guarded group at its last look, against its before-image and the prediction. */
export interface GuardComparison {
  readonly predicted: { readonly removals: number; readonly adds: number } | null;
  readonly actual: { readonly removals: number; readonly adds: number };
  /** Genesys ids. Without a prediction everybody who left or came is unexpected. */
  readonly people: Readonly<Record<GuardOutcome, readonly string[]>>;
  /** Predicted, and so already before the guard began: whom to remove was no member, whom to add was one. */
  readonly alreadySo: number;
  /** The prediction held for everybody; null without one. */
  readonly asPredicted: boolean | null;
  /** Members before who are not in it now: what a restore would add back. */
  readonly missing: readonly string[];
  /** The largest number that a look showed out at once. */
  readonly largestOut: number;
}

/** Compares a group as it was last read with what was predicted, person by person. */
export function compareGuarded(group: Pick<GuardedGroup, 'before' | 'now' | 'seenOut' | 'largestOut' | 'target'>): GuardComparison {
  const { before, now, seenOut, largestOut } = group;
  const { prediction } = group.target;
  const removals = new Set(prediction?.removals);
  const adds = new Set(prediction?.adds);
  const missing = [...before].filter((id) => !now.has(id));
  const come = [...now].filter((id) => !before.has(id));
  const people: Record<GuardOutcome, readonly string[]> = {
    removedUnexpectedly: missing.filter((id) => !removals.has(id)),
    notRemoved: [...removals].filter((id) => before.has(id) && now.has(id)),
    addedUnexpectedly: come.filter((id) => !adds.has(id)),
    notAdded: [...adds].filter((id) => !before.has(id) && !now.has(id)),
    cameBack: [...seenOut].filter((id) => now.has(id)),
    removedAsPredicted: missing.filter((id) => removals.has(id)),
    addedAsPredicted: come.filter((id) => adds.has(id)),
  };
  const differences = [people.removedUnexpectedly, people.notRemoved, people.addedUnexpectedly, people.notAdded];
  return {
    predicted: prediction && { removals: removals.size, adds: adds.size },
    actual: { removals: missing.length, adds: come.length },
    people,
    alreadySo: alreadySo(prediction, before),
    asPredicted: prediction && differences.every((ids) => ids.length === 0),
    missing,
    largestOut,
  };
}

/** Whether a restore could add anybody back: somebody is missing, and not since the group itself has gone. */
export const canAddBack = (group: GuardedGroup): boolean => !group.gone && [...group.before].some((id) => !group.now.has(id));

function alreadySo(prediction: Prediction | null, before: ReadonlySet<string>): number {
  if (prediction === null) return 0;
  return prediction.removals.filter((id) => !before.has(id)).length + prediction.adds.filter((id) => before.has(id)).length;
}
