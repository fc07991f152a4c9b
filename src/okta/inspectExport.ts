import type { InputReport } from '../input/problem';
import { chooseApp, type ChosenApp } from './chooseApp';
import { examineExport, undecidedApp, type ExamineOptions } from './examineExport';
import type { ExportData } from './exportData';
import { ExportError } from './exportError';
import { AppChoiceNeeded, type TrustReport } from './source';

/** What an export holds, file by file, without choosing an app (`inspect`). Throws `ExportError` where there is nothing to read. */
export async function inspectExport(paths: readonly string[], options: Partial<ExamineOptions>): Promise<readonly InputReport[]> {
  return (await inspectTrust(paths, options)).inputs;
}

/**
 * The trust report of an export as far as it can be said without a plan: where several Okta apps have data, of all of them. Nothing is
 * remembered. Throws `ExportError` where there is nothing to read.
 */
export async function inspectTrust(paths: readonly string[], options: Partial<ExamineOptions>): Promise<TrustReport> {
  const defaults = { confirmedMembers: {}, now: new Date().toISOString(), oldExportHours: 24 };
  const examined = await examineExport(paths, { ...defaults, ...options }, (data) => Promise.resolve(onlyApp(data)));
  const { problems, complete, counts, fingerprint, lastImport } = examined;
  const inputs = examined.files.flatMap((file) => file.sections).map((section) => section.report());
  return { inputs, problems, complete, assumptions: [], counts, fingerprint, lastImport };
}

function onlyApp(data: ExportData): ChosenApp {
  try {
    return chooseApp(data, null);
  } catch (error) {
    if (error instanceof AppChoiceNeeded || error instanceof ExportError) return undecidedApp;
    throw error;
  }
}
