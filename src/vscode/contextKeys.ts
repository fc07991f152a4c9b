import * as vscode from 'vscode';

/** Every context key that menus, welcome texts and the palette ask for. */
export interface ContextValues {
  /** An org was added. */
  readonly hasOrgs: boolean;
  /** The context value of what is selected in the Orgs view, for instance `users;more`; empty for nothing. */
  readonly selection: string;
  /** An Okta export was chosen in this workspace. */
  readonly hasExport: boolean;
  /** The Plan view shows a plan. */
  readonly hasPlan: boolean;
  /** The Plan view is narrowed by a text. */
  readonly planFiltered: boolean;
}

/** The one place that sets context keys (`scimPreflight.<key>`); what did not change is not sent again. */
export class ContextKeys {
  private readonly values = new Map<keyof ContextValues, unknown>();

  set<Key extends keyof ContextValues>(key: Key, value: ContextValues[Key]): void {
    if (this.values.get(key) === value) return;
    this.values.set(key, value);
    void vscode.commands.executeCommand('setContext', `scimPreflight.${key}`, value);
  }
}
