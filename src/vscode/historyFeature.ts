import * as vscode from 'vscode';
import type { Plan } from '../plan/plan';
import { displayName } from '../report/words';
import type { ApplyFeature } from './applyFeature';
import type { CommandRegistry } from './commandRegistry';
import type { ContextKeys } from './contextKeys';
import type { ExtensionSettings } from './extensionSettings';
import { GuardDocuments } from './guardDocuments';
import type { GuardPushCommand, RunningGuard } from './guardPush';
import type { HistorySnapshots } from './historySnapshots';
import type { HistoryNode, HistoryTree } from './historyTree';
import type { Logger } from './log';
import type { OrgConnections } from './orgConnections';
import type { OrgStore } from './orgStore';
import type { PlanSession } from './planService';
import type { Prompts } from './prompts';
import type { SnapshotCommands } from './snapshotCommands';
import { snapshotFileOf, type VirtualDocuments } from './virtualDocuments';

export interface HistoryFeatureParts {
  readonly session: PlanSession;
  readonly store: OrgStore;
  readonly connections: OrgConnections;
  readonly apply: Pick<ApplyFeature, 'restore'>;
  readonly documents: VirtualDocuments;
  readonly prompts: Prompts;
  readonly commands: CommandRegistry;
  readonly contextKeys: ContextKeys;
  readonly snapshots: HistorySnapshots;
  readonly settings: () => ExtensionSettings;
  readonly tool: Plan['tool'];
  readonly log: Logger;
}

/** After the start, when nobody waits for the window any more. */
const lookAfterMs = 2000;
/** Housekeeping is for the end of the start. */
const cleanAfterMs = 30_000;
/** A journal is written line by line; the view is drawn when it rests. */
const settleMs = 500;

/**
 * *Guard a Push…*, *Restore from Snapshot…*, *Open* and *Compare Snapshots…*, and the History view. Nothing of them is loaded, and no file is looked at, before the window has
 * started.
 */
export class HistoryFeature implements vscode.Disposable {
  readonly documents: GuardDocuments;
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly disposables: { dispose(): unknown }[];
  private guards: Promise<GuardPushCommand> | undefined;
  private history: Promise<HistoryTree> | undefined;
  private drawing: NodeJS.Timeout | undefined;

  constructor(private readonly parts: HistoryFeatureParts) {
    const { commands } = parts;
    this.documents = new GuardDocuments(parts.contextKeys);
    this.disposables = [this.documents, parts.snapshots.onDidChange(() => this.refreshSoon())];
    commands.register('scimPreflight.plan.guardPush', (argument) => this.guard(argument));
    commands.register('scimPreflight.guard.end', async (uri) => (await this.guards)?.end(uri));
    commands.register('scimPreflight.snapshot.restore', (argument) => this.restore(argument));
    commands.register('scimPreflight.snapshot.open', async (argument) => await (await this.ofSnapshots()).open(argument));
    commands.register(
      'scimPreflight.snapshot.compare',
      async (argument, several) => await (await this.ofSnapshots()).compare(argument, several),
    );
    commands.register('scimPreflight.history.open', (node) => this.open(node));
    commands.register('scimPreflight.history.refresh', () => this.refresh());
    commands.register('scimPreflight.history.resume', (node) => this.ofApply('scimPreflight.plan.resumeApply', node));
    commands.register('scimPreflight.history.undo', (node) => this.ofApply('scimPreflight.plan.undoLastApply', node));
    this.later(lookAfterMs, async () => await this.watch(), 'looking for journals');
    this.later(cleanAfterMs, async () => await this.deleteOld(), 'deleting old journals');
  }

  /** Guards pushes; the page is open when it is fulfilled. */
  async guard(argument: unknown): Promise<RunningGuard | undefined> {
    const guards = await this.guardPushes();
    return await guards.run(argument);
  }

  /** The view's rows, for whoever draws or tests them. */
  async tree(): Promise<HistoryTree> {
    this.history ??= this.createTree();
    return await this.history;
  }

  /** Looks at the folder anew. */
  async refresh(): Promise<void> {
    const { historyFiles } = await import('../apply/journalList');
    const any = (await historyFiles(undefined, this.parts.snapshots.list())).length > 0;
    this.parts.contextKeys.set('hasHistory', any);
    if (any) (await this.tree()).refresh();
    else (await this.history)?.refresh();
  }

  dispose(): void {
    for (const timer of this.timers) clearTimeout(timer);
    clearTimeout(this.drawing);
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private async guardPushes(): Promise<GuardPushCommand> {
    this.guards ??= this.createGuards();
    return await this.guards;
  }

  private async createGuards(): Promise<GuardPushCommand> {
    const { GuardPushCommand } = await import('./guardPush');
    const { connections, session, contextKeys, settings, tool, log, commands } = this.parts;
    const guards = new GuardPushCommand({
      orgs: connections,
      plan: () => session.current,
      documents: this.documents,
      contextKeys,
      requestsPerMinute: () => settings().requestsPerMinute,
      tool,
      log,
      onChange: () => this.refreshSoon(),
      showError: (error) => commands.showError(error, 'guarding a push'),
    });
    this.disposables.push(guards);
    return guards;
  }

  private async createTree(): Promise<HistoryTree> {
    const { HistoryTree } = await import('./historyTree');
    const tree = new HistoryTree(() => this.parts.snapshots.list());
    this.disposables.push(tree, vscode.window.createTreeView('scimPreflight.history', { treeDataProvider: tree, canSelectMany: true }));
    return tree;
  }

  private async ofSnapshots(): Promise<SnapshotCommands> {
    const { SnapshotCommands } = await import('./snapshotCommands');
    const { connections: orgs, store, snapshots, documents, prompts, settings } = this.parts;
    return new SnapshotCommands({ orgs, store, snapshots, documents, prompts, phoneRegion: () => settings().plan.phoneRegion });
  }

  private async restore(argument: unknown): Promise<unknown> {
    const uri = argument instanceof vscode.Uri ? argument : undefined;
    const ofPage = uri && (this.documents.fileOf(uri) ?? snapshotFileOf(uri) ?? (uri.scheme === 'file' ? uri.fsPath : undefined));
    const file = ofPage ?? (typeof argument === 'string' ? argument : pathOf(argument));
    const { RestoreCommand } = await import('./restore');
    const { store, apply, snapshots } = this.parts;
    const command = new RestoreCommand({ store, snapshots, restore: (asked, org) => apply.restore(asked, org) });
    return await command.run(file);
  }

  private async open(argument: unknown): Promise<void> {
    const node = argument as HistoryNode | undefined;
    if (node?.kind === 'more') (await this.tree()).showMore();
    if (node?.kind !== 'record') return;
    const { record } = node;
    const running = record.kind === 'guard' ? (await this.guards)?.at(record.path) : undefined;
    if (running) await this.documents.show(running.uri);
    else if (record.kind === 'snapshot') await (await this.ofSnapshots()).open(node);
    else {
      const [{ readJournal }, { guardedGroups }, { canAddBack }, { journalPage, recordLabel }] = await Promise.all([
        import('../apply/journalFile'),
        import('../apply/journalList'),
        import('../apply/guardPushOutcome'),
        import('./historyText'),
      ]);
      const { lines } = await readJournal(record.path);
      const uri = this.documents.uriOf(recordLabel(record).replace(':', ''), record.path);
      this.documents.set(uri, journalPage(record.path, lines, Date.now()));
      if (record.kind === 'guard' && guardedGroups(lines).some(canAddBack)) this.documents.offerRestore(uri);
      await this.documents.show(uri);
    }
  }

  private async ofApply(command: 'scimPreflight.plan.resumeApply' | 'scimPreflight.plan.undoLastApply', node: unknown): Promise<unknown> {
    const path = pathOf(node);
    return path === undefined ? undefined : await vscode.commands.executeCommand(command, path);
  }

  private async watch(): Promise<void> {
    const { journalFolder } = await import('../apply/journalFile');
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(journalFolder()), '*.ndjson'));
    const soon = (): void => this.refreshSoon();
    this.disposables.push(watcher, watcher.onDidCreate(soon), watcher.onDidChange(soon), watcher.onDidDelete(soon));
    await this.refresh();
  }

  private refreshSoon(): void {
    clearTimeout(this.drawing);
    this.drawing = setTimeout(() => {
      this.refresh().catch((error: unknown) => this.parts.log.error('drawing the history', error));
    }, settleMs);
  }

  private async deleteOld(): Promise<void> {
    const { deleteOldJournals } = await import('../apply/retention');
    const deleted = await deleteOldJournals(this.parts.settings().historyDays, Date.now());
    for (const path of deleted) this.parts.log.info(`Deleted ${displayName(path)}: it is older than scimPreflight.history.days.`);
    if (deleted.length > 0) await this.refresh();
  }

  private later(milliseconds: number, work: () => Promise<void>, doing: string): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      work().catch((error: unknown) => this.parts.log.error(doing, error));
    }, milliseconds);
    this.timers.add(timer);
  }
}

/** The file of a row of the History view. */
function pathOf(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null || !('kind' in argument)) return undefined;
  const node = argument as HistoryNode;
  return node.kind === 'record' ? node.record.path : undefined;
}
