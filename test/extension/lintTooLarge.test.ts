import assert from 'node:assert/strict';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';

describe('A file that VS Code hands to no extension', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'scim-preflight-large-'));
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(folder, { recursive: true, force: true });
  });

  it('is said in the Problems panel to be unchecked', async () => {
    const uri = vscode.Uri.file(path.join(folder, 'users.csv'));
    const file = await open(uri.fsPath, 'w');
    await file.write('id,login,firstName,email,status,primaryPhone\n');
    const rows = '00u1,a@contoso.example,A,a@contoso.example,ACTIVE,(317) 222-2222\n'.repeat(16_000);
    for (let written = 0; written <= 50 * 1024 * 1024; written += rows.length) await file.write(rows);
    await file.close();
    await assert.rejects(async () => await vscode.workspace.openTextDocument(uri), /50MB/);
    // Shown all the same, as a person would open it.
    void vscode.commands.executeCommand('vscode.open', uri);
    let found: readonly vscode.Diagnostic[] = [];
    while (found.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      found = vscode.languages.getDiagnostics(uri);
    }
    assert.deepEqual(
      found.map(({ message, source }) => [source, message]),
      [
        [
          'SCIM Preflight',
          'users.csv is larger than 50 MB, and VS Code hands no such file to extensions: what is wrong in it is not marked in the editor. The command line checks it: scim-preflight lint.',
        ],
      ],
    );
    assert.ok(!vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString()));
  });
});
