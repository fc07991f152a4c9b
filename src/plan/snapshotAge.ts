import type { Snapshot } from '../genesys/snapshot';
import { ageWords } from '../input/ageWords';
import { problem, type Problem } from '../input/problem';
import type { AskedSettings } from './settings';

const hourMs = 3_600_000;

/**
 * A doubt where a saved snapshot is older than the setting, by the plan's own time (product.md, sections 7 and 8); none of a live one, nor where
 * it does not tell its time.
 */
export function oldSnapshotProblems(
  snapshot: Snapshot,
  { now, oldSnapshotHours }: Pick<AskedSettings, 'now' | 'oldSnapshotHours'>,
): readonly Problem[] {
  const hours = snapshot.live ? null : ageOf(snapshot, now);
  if (hours === null || hours <= oldSnapshotHours) return [];
  return [problem('old-snapshot', `The snapshot of ${snapshot.org.name} is ${ageWords(hours)} old: Genesys Cloud may have changed since.`)];
}

/** What is taken for granted of a saved snapshot that does not tell when it was taken. */
export function snapshotAgeAssumptions(snapshot: Snapshot, now: string): readonly string[] {
  if (snapshot.live || ageOf(snapshot, now) !== null) return [];
  return ['The files of the org do not tell when they were saved: they are taken to be as the org is now.'];
}

/** In hours; null where it is not known. */
function ageOf({ takenAt }: Snapshot, now: string): number | null {
  const hours = takenAt === null ? NaN : (Date.parse(now) - Date.parse(takenAt)) / hourMs;
  return Number.isNaN(hours) ? null : hours;
}
