import { Turns } from '../input/turns';
import { buildSource } from './buildSource';
import { chooseApp, type ChosenApp } from './chooseApp';
import { examineExport, type ExamineOptions } from './examineExport';
import type { ExportData } from './exportData';
import { unknownConfirmations } from './memberships';
import { AppChoiceNeeded, type Source } from './source';

export interface ReadExportOptions extends ExamineOptions {
  /** Id or label of the Okta app that feeds this org; null: the only one there is. */
  readonly oktaApp: string | null;
  /**
   * Asked where several apps could be meant, when all is read; answers with the id of one of them, null to give up. Without it, and then,
   * `AppChoiceNeeded` is thrown.
   */
  readonly chooseApp?: (apps: AppChoiceNeeded['apps']) => Promise<string | null>;
}

/**
 * Reads an Okta export (product.md, section 3): files and folders in any of the forms that admins make. What is wrong with the files is in
 * the trust report of what is returned. A complete import is remembered, where there is a memory. Throws `AppChoiceNeeded` where several
 * Okta apps could be meant, `ExportError` where there is nothing to read, and the signal's reason.
 */
export async function readExport(paths: readonly string[], options: ReadExportOptions): Promise<Source> {
  const examined = await examineExport(paths, options, (data) => chosenApp(data, options));
  const source = await buildSource(examined, unknownConfirmations(examined.data, options), new Turns(options.signal));
  const { complete, counts, fingerprint } = source.trust;
  if (complete) {
    const one = { fingerprint, at: options.now, counts };
    await options.memory?.remember(source.app?.id ?? null, one, (id) => source.groups.has(id));
  }
  return source;
}

async function chosenApp(data: ExportData, options: ReadExportOptions): Promise<ChosenApp> {
  try {
    return chooseApp(data, options.oktaApp);
  } catch (error) {
    if (!(error instanceof AppChoiceNeeded) || !options.chooseApp) throw error;
    const id = await options.chooseApp(error.apps);
    if (id === null) throw error;
    return chooseApp(data, id);
  }
}
