import * as vscode from 'vscode';
import { AddOrg } from './addOrg';
import { BrowseCommands } from './browseCommands';
import { Browsers } from './browsers';
import type { CommandRegistry } from './commandRegistry';
import type { ContextKeys } from './contextKeys';
import type { HistorySnapshots } from './historySnapshots';
import type { Logger } from './log';
import { OrgCommands } from './orgCommands';
import type { OrgConnections } from './orgConnections';
import type { OrgsNode } from './orgsNodes';
import { OrgsTree } from './orgsTree';
import type { OrgStore } from './orgStore';
import type { Prompts } from './prompts';
import type { SandboxHost } from './sandboxHost';
import type { PlanService } from './services';
import { StatusBar } from './statusBar';
import { TakeSnapshotCommand } from './takeSnapshotCommand';
import { TestCredentials } from './testCredentials';
import { TokenForOkta } from './tokenForOkta';
import { TokenReminders } from './tokenReminders';
import type { TrySandbox } from './trySandbox';
import { VirtualDocuments } from './virtualDocuments';

export interface OrgFeatureParts {
  readonly store: OrgStore;
  readonly connections: OrgConnections;
  readonly sandbox: SandboxHost;
  readonly plans: PlanService;
  readonly trySandbox: TrySandbox;
  readonly commands: CommandRegistry;
  readonly contextKeys: ContextKeys;
  readonly prompts: Prompts;
  readonly state: vscode.Memento;
  readonly snapshots: Pick<HistorySnapshots, 'add'>;
  readonly log: Logger;
}

/** The Orgs view with its commands, the status bar item and the reminders. */
export class OrgFeature implements vscode.Disposable {
  private readonly disposables: readonly { dispose(): unknown }[];
  readonly tree: OrgsTree;
  readonly browsers: Browsers;
  /** Pages of reports, for the whole extension. */
  readonly documents: VirtualDocuments;

  constructor(parts: OrgFeatureParts) {
    const { store, connections, sandbox, plans, trySandbox, commands, contextKeys, prompts, state, snapshots, log } = parts;
    const logError = (message: string, error: unknown): void => log.error(message, error);
    const browsers = new Browsers(connections);
    this.browsers = browsers;
    const documents = new VirtualDocuments(connections);
    this.documents = documents;
    const reminders = new TokenReminders(state);
    this.tree = new OrgsTree(connections, browsers, async (id) => (await connections.knownToken(id))?.expiresAt, logError);
    const view = vscode.window.createTreeView<OrgsNode>('scimPreflight.orgs', { treeDataProvider: this.tree, showCollapseAll: true });

    new OrgCommands(store, connections, sandbox, prompts, logError).register(commands, new AddOrg(store, connections), trySandbox);
    new BrowseCommands(connections, browsers, this.tree, view, documents).register(commands);
    const testCredentials = new TestCredentials(connections, documents);
    const takeSnapshot = new TakeSnapshotCommand(connections, prompts, snapshots);
    const tokenForOkta = new TokenForOkta(connections, reminders);
    commands.register('scimPreflight.org.testCredentials', (argument) => testCredentials.run(argument));
    commands.register('scimPreflight.org.takeSnapshot', (argument) => takeSnapshot.run(argument));
    commands.register('scimPreflight.org.copyToken', (argument) => tokenForOkta.run(argument));
    commands.register('scimPreflight.log.show', () => log.show());

    this.disposables = [
      this.tree,
      view,
      documents,
      new StatusBar(connections, plans),
      store.onDidChange(() => {
        browsers.prune();
        contextKeys.set('hasOrgs', store.list().length > 0);
        this.tree.refresh();
      }),
      store.onDidChangeToken((id) => this.tree.refreshOrg(id)),
      view.onDidChangeSelection(async ({ selection: [node] }) => {
        const context = node ? await this.tree.contextOf(node) : '';
        if (view.selection[0] === node) contextKeys.set('selection', context);
      }),
      view.onDidCollapseElement(({ element }) => this.tree.stopReading(element)),
    ];
    contextKeys.set('hasOrgs', store.list().length > 0);
    reminders.show(Date.now()).catch((error: unknown) => logError('showing reminders', error));
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }
}
