import * as vscode from 'vscode';
import type { Logger } from './log';
import { plainMessage } from './plainMessage';

/** Every command of the extension. A test holds this list against package.json. */
export const commandIds = [
  'scimPreflight.org.add',
  'scimPreflight.org.trySandbox',
  'scimPreflight.org.switch',
  'scimPreflight.org.rename',
  'scimPreflight.org.replaceSecret',
  'scimPreflight.org.remove',
  'scimPreflight.org.toggleReadOnly',
  'scimPreflight.org.testCredentials',
  'scimPreflight.org.checkSetup',
  'scimPreflight.org.copyToken',
  'scimPreflight.org.copyScimDomain',
  'scimPreflight.org.takeSnapshot',
  'scimPreflight.orgs.refresh',
  'scimPreflight.list.refresh',
  'scimPreflight.list.search',
  'scimPreflight.list.clearSearch',
  'scimPreflight.list.loadMore',
  'scimPreflight.list.loadAll',
  'scimPreflight.list.retry',
  'scimPreflight.resource.openJson',
  'scimPreflight.resource.copyId',
  'scimPreflight.log.show',
  'scimPreflight.plan.preview',
  'scimPreflight.plan.previewExport',
  'scimPreflight.plan.previewSnapshot',
  'scimPreflight.plan.refresh',
  'scimPreflight.plan.recheck',
  'scimPreflight.plan.open',
  'scimPreflight.plan.openNode',
  'scimPreflight.plan.filter',
  'scimPreflight.plan.clearFilter',
  'scimPreflight.plan.compareAll',
  'scimPreflight.plan.showReport',
  'scimPreflight.plan.showTrustReport',
  'scimPreflight.plan.save',
  'scimPreflight.plan.export',
  'scimPreflight.plan.saveCures',
  'scimPreflight.plan.resolve',
  'scimPreflight.plan.apply',
  'scimPreflight.plan.undoLastApply',
  'scimPreflight.plan.resumeApply',
  'scimPreflight.plan.guardPush',
  'scimPreflight.guard.end',
  'scimPreflight.snapshot.open',
  'scimPreflight.snapshot.compare',
  'scimPreflight.snapshot.restore',
  'scimPreflight.history.open',
  'scimPreflight.history.refresh',
  'scimPreflight.history.resume',
  'scimPreflight.history.undo',
  'scimPreflight.group.applyBoth',
  'scimPreflight.group.applyAdds',
  'scimPreflight.group.applyRemovals',
  'scimPreflight.group.planAgain',
  'scimPreflight.group.showRequests',
  'scimPreflight.group.confirmMembers',
  'scimPreflight.resource.showInPlan',
  'scimPreflight.resource.findInExport',
  'scimPreflight.export.choose',
  'scimPreflight.export.chooseApp',
  'scimPreflight.export.howTo',
  'scimPreflight.export.collect',
  'scimPreflight.export.createScript',
  'scimPreflight.export.mapColumns',
  'scimPreflight.export.sayGroup',
  'scimPreflight.export.markPartial',
  'scimPreflight.export.markWhole',
  'scimPreflight.lint.checkFile',
  'scimPreflight.lint.fixAll',
  'scimPreflight.mapping.previewUser',
  'scimPreflight.mapping.previewAllUsers',
  'scimPreflight.lint.choosePreviewUser',
] as const;
export type CommandId = (typeof commandIds)[number];

/**
 * The one place where commands are registered, and where what they throw is logged and shown. A command that the user cancelled returns;
 * it does not throw.
 */
export class CommandRegistry implements vscode.Disposable {
  private readonly disposables: vscode.Disposable[] = [];

  constructor(private readonly log: Logger) {}

  /** `run` gets what the menu or the caller passed and checks it itself. */
  register(id: CommandId, run: (...args: readonly unknown[]) => unknown): void {
    this.disposables.push(
      vscode.commands.registerCommand(id, async (...args: unknown[]) => {
        try {
          return await run(...args);
        } catch (error) {
          this.showError(error, id);
          return undefined;
        }
      }),
    );
  }

  /** Logs an error with its causes and shows its message; never rejects. */
  showError(error: unknown, doing: string): void {
    this.log.error(doing, error);
    const message = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(plainMessage(message), 'Show Log').then((choice) => {
      if (choice) this.log.show();
    });
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }
}
