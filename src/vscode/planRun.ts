import type { GenesysClient } from '../genesys/client';
import type { GroupFacts, Snapshot, SnapshotOrg } from '../genesys/snapshot';
import type { ImportMemory } from '../okta/lastImports';
import type { Source } from '../okta/source';
import { AppChoiceNeeded } from '../okta/source';
import type { Plan } from '../plan/plan';
import type { AskedSettings } from '../plan/settings';
import { countOf, displayName } from '../report/words';
import { snapshotProgressWords } from '../genesys/snapshotProgress';
import { resultInTurns } from './turns';

/** Where the Genesys side comes from: the org itself, or files of a snapshot. */
export type SnapshotFrom =
  | { readonly kind: 'org'; readonly client: GenesysClient; readonly org: SnapshotOrg }
  | { readonly kind: 'files'; readonly paths: readonly string[] };

export interface PlanRunOptions {
  /** Absolute paths of the export. */
  readonly exportPaths: readonly string[];
  readonly oktaApp: string | null;
  readonly snapshotFrom: SnapshotFrom;
  readonly settings: AskedSettings;
  readonly tool: Plan['tool'];
  readonly signal: AbortSignal;
  /** What is being done, with counts, in words. */
  readonly onProgress: (words: string) => void;
  /** Asks which Okta app feeds the org, where the export holds several; null: cancelled. */
  readonly chooseApp: (apps: AppChoiceNeeded['apps']) => Promise<string | null>;
  /** Asks what files are that were not understood; true where the export is to be read again with what was said. */
  readonly askAboutUnknown?: (source: Source) => Promise<boolean>;
}

export interface PlanRun {
  readonly plan: Plan;
  readonly source: Source;
  readonly snapshot: Snapshot;
}

/**
 * Reads the export and the org and plans. A live org is planned twice: the first plan says of which groups it is worth to read what they
 * grant and where their members come from. Null when the choice of the app was cancelled; an abort rejects with an AbortError.
 */
export async function runPlan(options: PlanRunOptions): Promise<PlanRun | null> {
  if (options.snapshotFrom.kind === 'files') return await run(options);
  const { WaitingProgress } = await import('../genesys/waitingProgress');
  const progress = new WaitingProgress(options.snapshotFrom.client, options.onProgress);
  try {
    return await run({ ...options, onProgress: (words) => progress.report(words) });
  } finally {
    progress.end();
  }
}

async function run(options: PlanRunOptions): Promise<PlanRun | null> {
  const { settings, tool, signal, onProgress } = options;
  const source = await readSource(options);
  if (!source) return null;
  const snapshot = await readSnapshotFrom(options);
  onProgress('Comparing…');
  if (options.snapshotFrom.kind === 'files') {
    const { buildPlanInSteps } = await import('../plan/buildPlan');
    return { plan: await resultInTurns(buildPlanInSteps(source, snapshot, settings, tool), signal), source, snapshot };
  }
  const { client } = options.snapshotFrom;
  const { planWithFacts } = await import('../plan/planWithFacts');
  const readFacts = async (groupIds: readonly string[]): Promise<ReadonlyMap<string, GroupFacts>> => {
    onProgress(`Reading what ${countOf(groupIds.length, 'group')} grant…`);
    const { readGroupFacts } = await import('../genesys/groupFacts');
    const facts = await readGroupFacts(client, groupIds, signal, snapshot.groups);
    onProgress('Comparing…');
    return facts;
  };
  const planned = await planWithFacts(source, snapshot, settings, tool, readFacts, (steps) => resultInTurns(steps, signal));
  return { ...planned, source };
}

/** Reads the export, and once more where the person could say what files are that were not understood. */
async function readSource(options: PlanRunOptions): Promise<Source | null> {
  const { importMemory } = await import('../okta/lastImports');
  const memory = importMemory(options.exportPaths);
  let remember = (): Promise<void> => Promise.resolve();
  // What is read again is not yet the last import.
  const patient: ImportMemory = {
    recall: (oktaAppId) => memory.recall(oktaAppId),
    remember: (...one) => {
      remember = () => memory.remember(...one);
      return Promise.resolve();
    },
  };
  const source = await readOnce(options, patient);
  if (!source) return null;
  if (options.askAboutUnknown && (await options.askAboutUnknown(source))) {
    return await readOnce({ ...options, oktaApp: source.app?.id ?? options.oktaApp }, memory);
  }
  await remember();
  return source;
}

async function readOnce(options: PlanRunOptions, memory: ImportMemory): Promise<Source | null> {
  const { settings, signal, onProgress, oktaApp, chooseApp } = options;
  const { readExport } = await import('../okta/readExport');
  try {
    return await readExport(options.exportPaths, {
      oktaApp,
      chooseApp,
      confirmedMembers: settings.confirmedMembers,
      now: settings.now,
      oldExportHours: settings.oldExportHours,
      fewerPercent: settings.fewerPercent,
      memory,
      signal,
      onProgress: ({ path, bytesRead, bytesTotal }) =>
        onProgress(`Reading the export: ${megabytes(bytesRead)} of ${megabytes(bytesTotal)} MB (${displayName(path)})`),
    });
  } catch (error) {
    if (error instanceof AppChoiceNeeded) return null; // The choice was cancelled.
    throw error;
  }
}

async function readSnapshotFrom({ snapshotFrom, signal, onProgress }: PlanRunOptions): Promise<Snapshot> {
  if (snapshotFrom.kind === 'files') {
    onProgress('Reading the snapshot…');
    const { readSnapshot } = await import('../genesys/snapshotFile');
    return await readSnapshot(snapshotFrom.paths, { signal });
  }
  const { client, org } = snapshotFrom;
  const [{ estimateSnapshot }, { takeSnapshot }, { pageMemory }] = await Promise.all([
    import('../genesys/estimateSnapshot'),
    import('../genesys/takeSnapshot'),
    import('../genesys/pageMemory'),
  ]);
  const name = displayName(org.name);
  const known = { signal, pageMemory: pageMemory(org) };
  onProgress(`Counting what ${name} holds…`);
  const cost = await estimateSnapshot(client, known);
  onProgress(`${name}: ${cost.words}`);
  const { requests: before } = client.statistics;
  return await takeSnapshot(client, org, {
    ...known,
    onProgress: (progress) =>
      onProgress(`${name}, ${snapshotProgressWords({ ...progress, requests: progress.requests - before }, cost.requests)}`),
  });
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}
