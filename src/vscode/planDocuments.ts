import * as vscode from 'vscode';
import { displayName } from '../report/words';

export const planScheme = 'scim-preflight-plan';

/**
 * The read-only documents that are made from a plan: sides of diffs, reports, requests. Each text is made when VS Code asks for it, for as
 * long as its plan is shown.
 */
export class PlanDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, () => string | Promise<string>>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(planScheme, this);
  readonly onDidChange = this.changed.event;

  /**
   * A document under an address of its own. `folders` tell it from others, `name` is what people see: an untrusted one becomes one
   * segment of a path.
   */
  publish(folders: readonly string[], name: string, text: () => string | Promise<string>): vscode.Uri {
    const path = `/${[...folders, name].map(segment).join('/')}`;
    const uri = vscode.Uri.from({ scheme: planScheme, path });
    this.texts.set(uri.toString(), text);
    this.changed.fire(uri);
    return uri;
  }

  /** Forgets all documents; those that are open keep their text. */
  clear(): void {
    this.texts.clear();
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const text = this.texts.get(uri.toString());
    return text
      ? await text()
      : 'The plan that this belongs to is no longer shown. Preview the push again, or open the plan from its file.\n';
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}

function segment(text: string): string {
  const safe = displayName(text).replace(/[\\/]/g, '∕').slice(0, 120);
  return safe === '' || safe === '.' || safe === '..' ? `‹${safe}›` : safe;
}
