import type { InputReport } from '../input/problem';
import { chooseApp, type ChosenApp } from './chooseApp';
import { examineExport, undecidedApp, type ExamineOptions } from './examineExport';
import type { ExportData } from './exportData';
import { ExportError } from './exportError';
import { AppChoiceNeeded, type Source, type TrustReport } from './source';

export interface InspectedExport extends TrustReport {
  /** What tells how far each member list can be believed. */
  readonly read: Pick<Source, 'users' | 'groups' | 'members' | 'pushMappings'>;
}

/** What an export holds, file by file, without choosing an app (`inspect`). Throws `ExportError` where there is nothing to read. */
export async function inspectExport(paths: readonly string[], options: Partial<ExamineOptions>): Promise<readonly InputReport[]> {
  return (await inspectTrust(paths, options)).inputs;
}

/**
 * The trust report of an export as far as it can be said without a plan: where several Okta apps have data, of all of them. Nothing is
 * remembered. Throws `ExportError` where there is nothing to read.
 */
export async function inspectTrust(paths: readonly string[], options: Partial<ExamineOptions>): Promise<InspectedExport> {
  const defaults = { confirmedMembers: {}, now: new Date().toISOString(), oldExportHours: 24 };
  const examined = await examineExport(paths, { ...defaults, ...options }, (data) => Promise.resolve(onlyApp(data)));
  const { problems, complete, counts, fingerprint, lastImport } = examined;
  const inputs = examined.files.flatMap((file) => file.sections).map((section) => section.report());
  const { users, groups } = examined.data;
  const read = { users, groups, members: examined.members, pushMappings: examined.appData.pushMappings };
  return { inputs, problems, complete, assumptions: [], counts, fingerprint, lastImport, read };
}

function onlyApp(data: ExportData): ChosenApp {
  try {
    return chooseApp(data, null);
  } catch (error) {
    if (error instanceof AppChoiceNeeded || error instanceof ExportError) return undecidedApp;
    throw error;
  }
}
