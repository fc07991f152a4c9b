import path from 'node:path';
import * as vscode from 'vscode';
import { completed, completedText, ManifestFileError, manifestName, newManifest, type EntryChange } from '../okta/manifestFile';
import { displayName } from '../report/words';

/** Shows why a manifest cannot be completed, and the way to it. */
export function showManifestProblem(folder: string, error: unknown): void {
  const open = 'Open It';
  const words = error instanceof Error ? error.message : String(error);
  const offer = error instanceof ManifestFileError ? [open] : [];
  void vscode.window.showErrorMessage(displayName(words), ...offer).then(async (choice) => {
    if (!choice) return;
    const line = (error instanceof ManifestFileError ? (error.line ?? 1) : 1) - 1;
    const selection = new vscode.Range(line, 0, line, 0);
    await vscode.window.showTextDocument(vscode.Uri.file(path.join(folder, manifestName)), { selection });
  });
}

/** What was said and could not be written is put into an editor, to be saved by hand. */
export async function keepForLater(folder: string, files: readonly EntryChange[], error: unknown): Promise<void> {
  const fromNothing = (): string => completed(JSON.stringify(newManifest({}), null, 2), { files }, manifestName);
  const content = await completedText(folder, { files }).catch(fromNothing);
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'json', content }));
  void vscode.window.showWarningMessage(
    `${manifestName} could not be written in ${displayName(folder)}: ${reasonOf(error)}. ` +
      `What you said is in the editor: save it as ${manifestName} beside the files.`,
  );
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'nothing may be written there';
  if (code === 'ENOENT') return 'the folder is not there any more';
  return displayName(error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}

/** Whether the manifest is open with changes that are not saved: then it is for the person to save them first. */
export function hasUnsavedChanges(folder: string): boolean {
  const { fsPath } = vscode.Uri.file(path.join(folder, manifestName));
  const isOpen = vscode.workspace.textDocuments.some(({ isDirty, uri }) => isDirty && uri.scheme === 'file' && uri.fsPath === fsPath);
  if (isOpen)
    void vscode.window.showInformationMessage(`${manifestName} has changes that are not saved. Save them first, then say it again.`);
  return isOpen;
}
