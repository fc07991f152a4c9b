import type { Snapshot } from '../genesys/snapshot';
import type { Source } from '../okta/source';
import type { Plan } from '../plan/plan';

/** The plan that is shown, and what it was computed from as far as it is there. */
export interface OpenPlan {
  readonly plan: Plan;
  /** Null for a plan that was opened from a file. */
  readonly source: Source | null;
  /** Null for a plan that was opened from a file. */
  readonly snapshot: Snapshot | null;
  /** Absolute paths of the export. */
  readonly exportPaths: readonly string[];
  /** The export and the snapshot's files: the plan's input paths are relative to these. */
  readonly inputRoots: readonly string[];
  /** Id of the org that it was made for; null for a plan or snapshot from a file. */
  readonly orgId: string | null;
}
