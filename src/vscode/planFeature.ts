import * as vscode from 'vscode';
import type { CommandRegistry } from './commandRegistry';
import type { ContextKeys } from './contextKeys';
import type { ExportChoice } from './exportChoice';
import { PlanCommands } from './planCommands';
import { PlanDiagnostics } from './planDiagnostics';
import { PlanDocuments } from './planDocuments';
import type { OpenPlan } from './planOpen';
import { PlanSaving } from './planSaving';
import type { PlanSession } from './planService';
import { PlanTree } from './planTree';
import { PlanViewer } from './planViewer';
import type { Prompts } from './prompts';

/** What the plan feature needs of the extension. */
export interface PlanFeatureParts {
  readonly session: PlanSession;
  readonly choice: ExportChoice;
  readonly extensionUri: vscode.Uri;
  readonly commands: CommandRegistry;
  readonly contextKeys: ContextKeys;
  readonly prompts: Prompts;
}

/** Composes everything around plans: the Plan view, its documents, commands and problems. Reads and sends nothing by itself. */
export class PlanFeature implements vscode.Disposable {
  private readonly disposables: readonly { dispose(): unknown }[];
  readonly tree: PlanTree;
  readonly viewer: PlanViewer;
  private shown: OpenPlan | undefined;

  constructor(private readonly parts: PlanFeatureParts) {
    const { session, choice, prompts } = parts;
    const current = (): OpenPlan | undefined => session.current;
    const documents = new PlanDocuments();
    this.tree = new PlanTree();
    const viewer = new PlanViewer(documents, current);
    this.viewer = viewer;
    const saving = new PlanSaving(prompts, current, (name, markdown) => viewer.showPage(name, markdown));
    const diagnostics = new PlanDiagnostics();
    new PlanCommands(session, choice, this.tree, viewer, saving, parts.extensionUri, prompts).register(parts.commands);
    this.disposables = [
      documents,
      this.tree,
      diagnostics,
      session.onDidChange(() => void this.update(documents, diagnostics)),
      this.tree.onDidChangeTreeData(() => parts.contextKeys.set('planFiltered', this.tree.filter !== '')),
    ];
    this.setKeys();
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private async update(documents: PlanDocuments, diagnostics: PlanDiagnostics): Promise<void> {
    this.setKeys();
    const { current } = this.parts.session;
    if (current === this.shown) return;
    this.shown = current;
    documents.clear();
    await Promise.all([this.tree.show(current), diagnostics.show(current), this.tree.focus()]);
  }

  private setKeys(): void {
    this.parts.contextKeys.set('hasExport', this.parts.session.exportPaths.length > 0);
    this.parts.contextKeys.set('hasPlan', this.parts.session.current !== undefined);
  }
}
