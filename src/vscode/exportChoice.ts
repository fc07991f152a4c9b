import path from 'node:path';
import * as vscode from 'vscode';
import { exportName } from './exportInputs';

const exportKey = 'exportPaths';
const appKey = 'oktaAppOfOrg';
const confirmedKey = 'confirmedMembers';

/** An export must lie in the file system: it is read as files, and large ones are streamed (product.md, section 3). */
export class ExportNotInFilesError extends Error {
  readonly reason = 'notInFiles';
  constructor(uri: vscode.Uri) {
    super(`The Okta export must be in the file system of this machine; ${uri.scheme}: cannot be read. Copy it there first.`);
    this.name = 'ExportNotInFilesError';
  }
}

interface ChoiceItem extends vscode.QuickPickItem {
  readonly choose: () => Promise<readonly vscode.Uri[] | undefined>;
}

/** Which Okta export is previewed in this workspace, and which Okta app of it feeds which org. */
export class ExportChoice {
  constructor(
    private readonly workspaceState: vscode.Memento,
    private readonly globalState: vscode.Memento,
  ) {}

  /** Absolute paths; empty where none was chosen. */
  get paths(): readonly string[] {
    return this.workspaceState.get<readonly string[]>(exportKey, []);
  }

  /** Remembers these files or this folder. Throws ExportNotInFilesError. */
  async use(uris: readonly vscode.Uri[]): Promise<void> {
    const elsewhere = uris.find((uri) => uri.scheme !== 'file');
    if (elsewhere) throw new ExportNotInFilesError(elsewhere);
    await this.workspaceState.update(
      exportKey,
      uris.map((uri) => uri.fsPath),
    );
    await this.workspaceState.update(confirmedKey, undefined); // they were read off Okta for the other export
  }

  /** Member numbers that the person read off Okta, by Okta group id (product.md, section 3, "Confirmed membership"). */
  get confirmedMembers(): Readonly<Record<string, number>> {
    return this.workspaceState.get<Readonly<Record<string, number>>>(confirmedKey, {});
  }

  async confirmMembers(oktaGroupId: string, count: number): Promise<void> {
    await this.workspaceState.update(confirmedKey, { ...this.confirmedMembers, [oktaGroupId]: count });
  }

  /** Asks for a folder or files, folders of the workspace first. False when the person cancelled. */
  async ask(): Promise<boolean> {
    const picked = await vscode.window.showQuickPick(this.items(), {
      title: 'Choose Export',
      placeHolder: 'The folder or the files with your Okta export',
    });
    const uris = await picked?.choose();
    if (!uris || uris.length === 0) return false;
    await this.use(uris);
    return true;
  }

  /** The app chosen for the org, by id or label; null where none had to be. */
  appFor(orgId: string): string | null {
    return this.globalState.get<Readonly<Record<string, string>>>(appKey, {})[orgId] ?? null;
  }

  /** Null forgets it, so that it is asked again. */
  async rememberApp(orgId: string, app: string | null): Promise<void> {
    const known = new Map(Object.entries(this.globalState.get<Readonly<Record<string, string>>>(appKey, {})));
    if (app === null) known.delete(orgId);
    else known.set(orgId, app);
    await this.globalState.update(appKey, Object.fromEntries(known));
  }

  private items(): ChoiceItem[] {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === 'file');
    const current = this.paths;
    return [
      ...folders.map((folder) => ({
        label: `$(root-folder) ${path.basename(folder.uri.fsPath)}`,
        description: 'the folder that is open',
        choose: () => Promise.resolve([folder.uri]),
      })),
      { label: '$(folder-opened) Choose Folder…', description: 'with all files of the export', choose: () => openDialog('folder') },
      { label: '$(files) Choose Files…', description: 'JSON, NDJSON or CSV', choose: () => openDialog('files') },
      ...(current.length === 0
        ? []
        : [
            {
              label: `$(history) ${exportName(current)}`,
              description: 'chosen now',
              choose: () => Promise.resolve(current.map((file) => vscode.Uri.file(file))),
            },
          ]),
    ];
  }
}

async function openDialog(what: 'folder' | 'files'): Promise<readonly vscode.Uri[] | undefined> {
  const folder = what === 'folder';
  return await vscode.window.showOpenDialog({
    title: folder ? 'The folder with your Okta export' : 'The files of your Okta export',
    openLabel: 'Choose',
    canSelectFolders: folder,
    canSelectFiles: !folder,
    canSelectMany: !folder,
  });
}
