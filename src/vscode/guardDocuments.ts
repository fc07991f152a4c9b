import * as vscode from 'vscode';
import { displayName } from '../report/words';
import type { ContextKeys } from './contextKeys';
import { cutText } from './uriParts';

export const guardScheme = 'scim-preflight-guard';

/** Read-only pages that change while they are open: guarded pushes, and what History opens. Their title bar has commands of their own. */
export class GuardDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  /** Files behind the pages, by URI. */
  private readonly files = new Map<string, string>();
  private readonly restorable = new Set<string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  // After onDidChange: VS Code subscribes to it at once.
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(guardScheme, this);

  constructor(private readonly contextKeys: ContextKeys) {}

  /** An address of its own for a page about a file, which people see as `name`. */
  uriOf(name: string, file: string): vscode.Uri {
    const clean = cutText(displayName(name).replace(/[/\\:*?"<>|%#]/g, '_'), 100);
    const uri = vscode.Uri.from({ scheme: guardScheme, path: `/${clean.trim() || '_'}.md`, query: encodeURIComponent(file) });
    this.files.set(uri.toString(), file);
    return uri;
  }

  /** The file that a page is about; only of pages that were made in this window. */
  fileOf(uri: vscode.Uri): string | undefined {
    return this.files.get(uri.toString());
  }

  /** People are missing on this page: its title bar offers to restore them. */
  offerRestore(uri: vscode.Uri): void {
    this.restorable.add(uri.toString());
    this.contextKeys.set('guardMissing', [...this.restorable]);
  }

  set(uri: vscode.Uri, markdown: string): void {
    if (this.texts.get(uri.toString()) === markdown) return;
    this.texts.set(uri.toString(), markdown);
    this.changed.fire(uri);
  }

  async show(uri: vscode.Uri): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: false });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? 'This page was made in an earlier window. Open it again from the History view.\n';
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}
