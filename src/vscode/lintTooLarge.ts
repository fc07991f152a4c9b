import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { displayName } from '../report/words';
import { findInput } from './exportInputs';
import { lintSource } from './lintDiagnostics';
import type { OpenPlan } from './planOpen';
import type { PlanSession } from './planService';

/** In bytes. What is larger VS Code shows and hands to no extension (its "Files above 50MB cannot be synchronized with extensions"). */
const mostSynchronized = 50 * 1024 * 1024;

/** Says of files that VS Code keeps from extensions that they are not checked in the editor: those that are opened, and those of the plan's export. */
export class TooLargeFiles implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('scimPreflight.tooLarge');
  private readonly disposables: readonly { dispose(): unknown }[];

  constructor(private readonly session: PlanSession) {
    this.disposables = [
      this.collection,
      vscode.window.tabGroups.onDidChangeTabs(({ opened }) => void this.markTabs(opened)),
      session.onDidChange(() => void this.markExport()),
    ];
    void this.markTabs(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs));
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private async markTabs(tabs: readonly vscode.Tab[]): Promise<void> {
    for (const { input } of tabs) if (input instanceof vscode.TabInputText) await this.mark(input.uri);
  }

  private async markExport(): Promise<void> {
    const { current } = this.session;
    for (const file of current ? await largeInputs(current) : []) await this.mark(vscode.Uri.file(file));
  }

  private async mark(uri: vscode.Uri): Promise<void> {
    if (uri.scheme !== 'file' || !/\.(?:csv|tsv|json|ndjson|jsonl)$/i.test(uri.path)) return;
    if (!(await isTooLarge(uri.fsPath))) {
      this.collection.delete(uri);
      return;
    }
    const made = new vscode.Diagnostic(new vscode.Range(0, 0, 0, 0), wordsOf(uri.fsPath), vscode.DiagnosticSeverity.Information);
    made.source = lintSource;
    this.collection.set(uri, [made]);
  }
}

/** For the trust report: which files of the export the editor cannot check. */
export async function tooLargeForEditor(open: OpenPlan): Promise<readonly string[]> {
  return (await largeInputs(open)).map(wordsOf);
}

async function largeInputs({ plan, inputRoots }: OpenPlan): Promise<readonly string[]> {
  const files = new Set<string>();
  for (const input of new Set(plan.inputs.map((each) => each.path))) {
    const file = await findInput(inputRoots, input);
    if (file !== null && (await isTooLarge(file))) files.add(file);
  }
  return [...files];
}

async function isTooLarge(file: string): Promise<boolean> {
  // A file that is gone is not too large.
  return await stat(file).then(
    (entry) => entry.isFile() && entry.size > mostSynchronized,
    () => false,
  );
}

function wordsOf(file: string): string {
  const name = displayName(path.basename(file));
  return `${name} is larger than 50 MB, and VS Code hands no such file to extensions: what is wrong in it is not marked in the editor. The command line checks it: scim-preflight lint.`;
}
