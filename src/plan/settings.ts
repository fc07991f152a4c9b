import type { LastImport } from '../okta/lastImports';
import { compareText } from './order';

/** Everything that decides a plan besides its inputs; it stands in the plan (product.md, sections 5 and 8). */
export interface PlanSettings {
  /** ISO 8601: the time that ages are reckoned from. */
  readonly now: string;
  /** Guard `count` trips above it. */
  readonly maxRemovals: number;
  /** Guard `percent` trips above it (percent of the members now, from 2 removals on). */
  readonly maxRemovalPercent: number;
  /** Guard `manyAdds` trips above it. */
  readonly maxAdds: number;
  /** Memberships that Okta sends in one request, in the batched model (section 5). */
  readonly oktaBatch: number;
  /** Globs of group names (guard `protectedGroup`). */
  readonly protectedGroups: readonly string[];
  /** What Okta is set to send; null: as the app's JSON says, else everything. */
  readonly features: readonly ProvisioningFeature[] | null;
  /** ISO 3166-1 alpha-2 region for national phone numbers; null: none. */
  readonly phoneRegion: string | null;
  /** Hours after which an export is old, and that its files may be apart. */
  readonly oldExportHours: number;
  /** Hours after which a saved snapshot is old. */
  readonly oldSnapshotHours: number;
  /** `fewer-than-last-time`: by more than so many percent fewer than in the last import of the same paths. */
  readonly fewerPercent: number;
  /** Member numbers that the admin read off Okta, by group name or Okta group id (`--confirm-members`). */
  readonly confirmedMembers: Readonly<Record<string, number>>;
  /** The last import of the same paths, where it raised `fewer-than-last-time`; the reader of the export tells it. */
  readonly lastImport: LastImport | null;
}

/** What is asked for; the rest of the settings comes out of the reading. */
export type AskedSettings = Omit<PlanSettings, 'lastImport'>;

export const provisioningFeatures = ['create', 'update', 'deactivate'] as const;
export type ProvisioningFeature = (typeof provisioningFeatures)[number];

/** The defaults of section 5; `now` has none. */
export const defaultSettings: Omit<PlanSettings, 'now'> = {
  maxRemovals: 25,
  maxRemovalPercent: 20,
  maxAdds: 100,
  oktaBatch: 256,
  protectedGroups: [],
  features: null,
  phoneRegion: null,
  oldExportHours: 24,
  oldSnapshotHours: 24,
  fewerPercent: 10,
  confirmedMembers: {},
  lastImport: null,
};

/** The settings with their keys in the order of the plan file, whatever order they were put together in. */
export function inPlanOrder(settings: AskedSettings, lastImport: LastImport | null): PlanSettings {
  const confirmed = Object.entries(settings.confirmedMembers).sort(([a], [b]) => compareText(a, b));
  return {
    now: settings.now,
    maxRemovals: settings.maxRemovals,
    maxRemovalPercent: settings.maxRemovalPercent,
    maxAdds: settings.maxAdds,
    oktaBatch: settings.oktaBatch,
    protectedGroups: settings.protectedGroups,
    features: settings.features,
    phoneRegion: settings.phoneRegion,
    oldExportHours: settings.oldExportHours,
    oldSnapshotHours: settings.oldSnapshotHours,
    fewerPercent: settings.fewerPercent,
    confirmedMembers: Object.fromEntries(confirmed),
    lastImport: lastImport && lastImportInOrder(lastImport),
  };
}

function lastImportInOrder({ at, counts }: LastImport): LastImport {
  const { users, groups, assignments, pushMappings } = counts;
  const memberships = Object.entries(counts.memberships).sort(([a], [b]) => compareText(a, b));
  return { at, counts: { users, groups, assignments, pushMappings, memberships: Object.fromEntries(memberships) } };
}
