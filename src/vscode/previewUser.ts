import * as vscode from 'vscode';
import type { OktaUser, Source } from '../okta/source';

/** The Okta user for whom mappings are previewed: what was chosen last in this window, for hovers and pages alike. */
export class PreviewUser implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private id: string | null = null;
  readonly onDidChange = this.changed.event;

  /** Of the export as it is now; null where nobody was chosen, or where the export does not know them. */
  in({ users }: Pick<Source, 'users'>): OktaUser | null {
    return (this.id === null ? undefined : users.get(this.id)) ?? null;
  }

  choose({ id }: OktaUser): void {
    if (this.id === id) return;
    this.id = id;
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }
}
