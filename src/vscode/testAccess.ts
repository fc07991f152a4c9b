import type * as vscode from 'vscode';
import type { ApplyFeature } from './applyFeature';
import type { CollectFeature } from './collectFeature';
import type { HistoryFeature } from './historyFeature';
import type { LintFeature } from './lintFeature';
import type { OrgConnections } from './orgConnections';
import type { OrgFeature } from './orgFeature';
import type { OrgStore } from './orgStore';
import type { PlanFeature } from './planFeature';
import type { PlanSession } from './planService';
import type { Prompts } from './prompts';
import type { SandboxHost } from './sandboxHost';

/** What `activate` gives to tests that run inside VS Code, and to nobody else: the running parts, so that nothing has to be faked. */
export interface TestAccess {
  readonly context: vscode.ExtensionContext;
  readonly store: OrgStore;
  readonly connections: OrgConnections;
  readonly orgs: OrgFeature;
  readonly plans: PlanSession;
  readonly planFeature: PlanFeature;
  /** VS Code refuses modal dialogs in tests: a test sets `confirm` to its answer. */
  readonly prompts: Prompts;
  readonly collect: CollectFeature;
  readonly apply: ApplyFeature;
  readonly history: HistoryFeature;
  readonly lint: LintFeature;
  /** The one that *Try the Sandbox Org* starts. */
  readonly sandbox: SandboxHost;
}
