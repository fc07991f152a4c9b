import path from 'node:path';
import * as vscode from 'vscode';
import { completed, ManifestFileError, manifestName, newManifest, type EntryChange } from '../okta/manifestFile';
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
  const start = JSON.stringify(newManifest({}), null, 2);
  const document = await vscode.workspace.openTextDocument({ language: 'json', content: `${completed(start, { files }, manifestName)}\n` });
  await vscode.window.showTextDocument(document);
  const words = error instanceof Error ? error.message : String(error);
  void vscode.window.showWarningMessage(
    `${manifestName} cannot be written in ${displayName(folder)}: ${displayName(words)} What you said is in the editor, to be saved there.`,
  );
}
