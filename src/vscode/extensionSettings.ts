import * as vscode from 'vscode';
import type { AskedSettings, ProvisioningFeature } from '../plan/settings';
import { defaultSettings, provisioningFeatures } from '../plan/settings';

/** The settings of the extension, checked. All have `application` scope: no workspace can set them (product.md, section 2). */
export interface ExtensionSettings {
  readonly requestsPerMinute: number;
  /** Hours after which a plan is old, and has to be lifted at the gate. */
  readonly oldPlanHours: number;
  /** Members in one request of an apply. */
  readonly batchSize: number;
  /** Days that journals are kept; 0: for ever. */
  readonly historyDays: number;
  readonly plan: Omit<AskedSettings, 'now' | 'confirmedMembers'>;
}

/** Reads the settings; a value of the wrong type or out of range counts as not set. */
export function readSettings(): ExtensionSettings {
  const configuration = vscode.workspace.getConfiguration('scimPreflight');
  const number = (key: string, fallback: number, least: number): number => {
    const value = configuration.get<unknown>(key);
    return typeof value === 'number' && value >= least ? value : fallback;
  };
  const strings = (key: string): readonly string[] | null => {
    const value = configuration.get<unknown>(key);
    return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : null;
  };
  const phoneRegion = configuration.get<unknown>('phone.defaultRegion');
  const features = strings('features');
  return {
    requestsPerMinute: number('requestsPerMinute', 300, 1),
    oldPlanHours: number('oldPlanHours', 24, Number.MIN_VALUE),
    batchSize: Math.min(1000, number('batchSize', 250, 1)),
    historyDays: number('history.days', 365, 0),
    plan: {
      maxRemovals: number('maxRemovals', defaultSettings.maxRemovals, 0),
      maxRemovalPercent: number('maxRemovalPercent', defaultSettings.maxRemovalPercent, 0),
      maxAdds: number('maxAdds', defaultSettings.maxAdds, 0),
      oktaBatch: number('oktaBatch', defaultSettings.oktaBatch, 1),
      protectedGroups: strings('protectedGroups') ?? [],
      features: features && provisioningFeatures.filter((feature: ProvisioningFeature) => features.includes(feature)),
      phoneRegion: typeof phoneRegion === 'string' && /^[A-Z]{2}$/.test(phoneRegion) ? phoneRegion : null,
      oldExportHours: number('oldExportHours', defaultSettings.oldExportHours, Number.MIN_VALUE),
      oldSnapshotHours: number('oldSnapshotHours', defaultSettings.oldSnapshotHours, Number.MIN_VALUE),
      fewerPercent: Math.min(100, number('export.fewerPercent', defaultSettings.fewerPercent, 0)),
    },
  };
}
