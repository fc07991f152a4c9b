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
  /** The plan may be applied: whole, of an org that is here and not read-only, in a trusted workspace. */
  readonly canApply: boolean;
  /** The Plan view is narrowed by a text. */
  readonly planFiltered: boolean;
  /** Pages of guarded pushes that go on, by their URI. */
  readonly guarding: readonly string[];
  /** Pages of guarded pushes that ended with people missing, by their URI. */
  readonly guardMissing: readonly string[];
  /** There is a journal, a snapshot or a guarded push to show. */
  readonly hasHistory: boolean;
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
