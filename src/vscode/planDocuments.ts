import * as vscode from 'vscode';
import { displayName } from '../report/words';
import { cutText, encodePart } from './uriParts';

export const planScheme = 'scim-preflight-plan';

/**
 * The read-only documents that are made from a plan: sides of diffs, reports, requests. Each text is made when VS Code asks for it, for as
 * long as its plan is shown.
 */
export class PlanDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, () => string | Promise<string>>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  // After onDidChange: VS Code subscribes to it at once.
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(planScheme, this);

  /**
   * A document that people see as `name`, an untrusted one too: it becomes one segment of a path. `key` tells it from others of this name;
   * two sides of a diff differ in it alone, so that VS Code takes them for one document and not for a renamed one.
   */
  publish(name: string, key: readonly string[], text: () => string | Promise<string>): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: planScheme, path: `/${segment(name)}`, query: key.map(encodePart).join('&') });
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
  const safe = cutText(displayName(text).replace(/[\\/]/g, '∕'), 120);
  return safe === '' || safe === '.' || safe === '..' ? `‹${safe}›` : safe;
}
