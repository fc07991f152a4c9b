import * as vscode from 'vscode';
import type { AppChoiceNeeded } from '../okta/source';
import type { GroupPlan, Plan } from '../plan/plan';
import { displayName } from '../report/words';
import { chooseOrg } from './chooseOrg';
import type { ExportChoice } from './exportChoice';
import type { ExportColumns } from './exportColumns';
import { exportName } from './exportInputs';
import type { ExtensionSettings } from './extensionSettings';
import type { OpenPlan } from './planOpen';
import type { Recheck } from './planRecheck';
import type { SnapshotFrom } from './planRun';
import { isAtRisk } from './planSections';
import { orCancelled, withCancel } from './progress';
import type { OrgAccess, OrgEntry, PlanRisk, PlanService } from './services';

/** What the last preview was made from, so that it can be made again. */
type Preview =
  | { readonly kind: 'org'; readonly orgId: string }
  | { readonly kind: 'snapshot'; readonly paths: readonly string[] }
  | { readonly kind: 'file'; readonly uri: vscode.Uri };

/** The plan was made from files, which do not hold the export or lead to the org. */
export class PlanAgainError extends Error {
  constructor(what = 'Single groups can be planned again') {
    super(`${what} only where the plan was made here from an export and an org. Preview the push first.`);
    this.name = 'PlanAgainError';
  }
}

/** Holds the plan that is shown, and makes it: one preview at a time, a later one ends an earlier one. */
export class PlanSession implements PlanService, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private shown: OpenPlan | undefined;
  private last: Preview | undefined;
  private running: AbortController | undefined;

  constructor(
    private readonly orgs: OrgAccess,
    private readonly choice: ExportChoice,
    private readonly settings: () => ExtensionSettings,
    private readonly tool: Plan['tool'],
    private readonly columns: Pick<ExportColumns, 'askAboutUnknown'>,
  ) {}

  get current(): OpenPlan | undefined {
    return this.shown;
  }

  get exportPaths(): readonly string[] {
    return this.choice.paths;
  }

  get risk(): PlanRisk | undefined {
    if (!this.shown) return undefined;
    const { groups, complete } = this.shown.plan;
    const atRisk = groups.filter(isAtRisk);
    const alarming = atRisk.some((group) => group.verdict === 'blocked' || group.verdict === 'unresolved');
    return { orgId: this.shown.orgId, groupsAtRisk: atRisk.length, alarming, complete };
  }

  async chooseExport(uri?: vscode.Uri): Promise<boolean> {
    if (uri) await this.useExport([uri]);
    else if (!(await this.choice.ask())) return false;
    else this.changed.fire();
    return true;
  }

  /** Remembers these files or this folder as the export. */
  async useExport(uris: readonly vscode.Uri[]): Promise<void> {
    await this.choice.use(uris);
    this.changed.fire();
  }

  async preview(orgId?: string): Promise<void> {
    const org = orgId === undefined ? await this.askOrg() : this.orgs.get(orgId);
    if (!org || !(await this.needExport())) return;
    await this.orgs.setActive(org.id);
    await this.run({ kind: 'org', orgId: org.id });
  }

  /** Previews against a snapshot file or SCIM list answers instead of the org itself. */
  async previewSnapshot(uris: readonly vscode.Uri[]): Promise<void> {
    if (!(await this.needExport())) return;
    await this.run({ kind: 'snapshot', paths: uris.map((uri) => uri.fsPath) });
  }

  /** Makes the plan again from what it was made from. */
  async refresh(): Promise<void> {
    if (!this.last) await this.preview();
    else if (this.last.kind === 'file') await this.openFile(this.last.uri);
    else await this.run(this.last);
  }

  /**
   * Plans these groups on their members as they are now, and leaves the others as they are planned; how the plan was before, or undefined where
   * it was cancelled or overtaken. Throws PlanAgainError where the plan does not hold what it takes.
   */
  async planAgain(groups: readonly GroupPlan[]): Promise<Plan | undefined> {
    const open = this.shown;
    const { source, snapshot, orgId } = open ?? {};
    if (!open || !source || !snapshot || !orgId) throw new PlanAgainError();
    const title = `Reading ${groups.length === 1 ? 'the group' : 'the groups'} once more`;
    const made = await orCancelled(
      withCancel(title, async (signal) => {
        const { planGroupsAgain } = await import('./planAgain');
        const { client } = await this.orgs.connect(orgId);
        return await planGroupsAgain({ plan: open.plan, source, snapshot }, groups, client, signal);
      }),
    );
    if (!made || this.shown !== open) return undefined;
    this.show({ ...open, ...made });
    return open.plan;
  }

  /**
   * Reads again what the plan touches, and plans on it; nothing is shown yet. Undefined where it was cancelled or overtaken. Throws PlanAgainError
   * where the plan does not hold what it takes.
   */
  async recheck(): Promise<Recheck | undefined> {
    const open = this.shown;
    const { source, snapshot, orgId } = open ?? {};
    if (!open || !source || !snapshot || !orgId) throw new PlanAgainError('What a plan touches can be re-checked');
    const made = await orCancelled(
      withCancel('Re-checking what the plan touches', async (signal, report) => {
        const { recheckPlan } = await import('./planRecheck');
        const { client } = await this.orgs.connect(orgId);
        return await recheckPlan({ plan: open.plan, source, snapshot }, client, signal, report);
      }),
    );
    return this.shown === open ? made : undefined;
  }

  /** Shows a plan that a re-check of `before` made; false where another plan is shown by now. */
  take(before: Plan, { plan, snapshot }: Recheck): boolean {
    const open = this.shown;
    if (open?.plan !== before) return false;
    this.show({ ...open, plan, snapshot });
    return true;
  }

  /** Asks anew which Okta app feeds the org of the plan, and makes the plan again. */
  async chooseAppAnew(): Promise<void> {
    const orgId = this.last?.kind === 'org' ? this.last.orgId : undefined;
    if (orgId !== undefined) await this.choice.rememberApp(orgId, null);
    await this.refresh();
  }

  /** Shows a plan from a `*.scimplan.json`. Throws PlanFileError. */
  async openFile(uri: vscode.Uri): Promise<void> {
    const { readPlanFile } = await import('./planFiles');
    const plan = await readPlanFile(uri);
    this.running?.abort();
    this.last = { kind: 'file', uri };
    const exportPaths = this.choice.paths;
    this.show({ plan, source: null, snapshot: null, exportPaths, inputRoots: exportPaths, orgId: this.orgOf(plan)?.id ?? null });
  }

  dispose(): void {
    this.running?.abort();
    this.changed.dispose();
  }

  private async run(preview: Exclude<Preview, { kind: 'file' }>): Promise<void> {
    const exportPaths = this.choice.paths;
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    const title = `Comparing ${displayName(exportName(exportPaths))} with ${this.nameOf(preview)}`;
    const made = await orCancelled(
      withCancel(title, async (cancelled, onProgress) => {
        const signal = AbortSignal.any([running.signal, cancelled]);
        const { runPlan } = await import('./planRun');
        return await runPlan({
          exportPaths,
          oktaApp: preview.kind === 'org' ? this.choice.appFor(preview.orgId) : null,
          snapshotFrom: await this.snapshotFrom(preview),
          settings: { ...this.settings().plan, now: new Date().toISOString(), confirmedMembers: this.choice.confirmedMembers },
          tool: this.tool,
          signal,
          onProgress,
          chooseApp: (apps) => this.chooseApp(apps, preview),
          askAboutUnknown: (source) => this.columns.askAboutUnknown(source, exportPaths, signal),
        });
      }),
    );
    if (!made || this.running !== running) return; // cancelled, or overtaken by a later one
    this.last = preview;
    const inputRoots = preview.kind === 'snapshot' ? [...exportPaths, ...preview.paths] : exportPaths;
    this.show({ ...made, exportPaths, inputRoots, orgId: preview.kind === 'org' ? preview.orgId : null });
  }

  private show(open: OpenPlan): void {
    this.shown = open;
    this.changed.fire();
  }

  private async snapshotFrom(preview: Exclude<Preview, { kind: 'file' }>): Promise<SnapshotFrom> {
    return preview.kind === 'org' ? { kind: 'org', ...(await this.orgs.connect(preview.orgId)) } : { kind: 'files', paths: preview.paths };
  }

  private async needExport(): Promise<boolean> {
    return this.choice.paths.length > 0 || (await this.chooseExport());
  }

  private async askOrg(): Promise<OrgEntry | undefined> {
    if (this.orgs.list().length === 0) {
      const add = 'Add Org…';
      const sandbox = 'Try the Sandbox Org';
      const choice = await vscode.window.showInformationMessage('There is no org to compare with yet.', add, sandbox);
      if (choice === add) await vscode.commands.executeCommand('scimPreflight.org.add');
      if (choice === sandbox) await vscode.commands.executeCommand('scimPreflight.org.trySandbox');
      return undefined;
    }
    return await chooseOrg(this.orgs, undefined, 'The org that Okta pushes to');
  }

  private async chooseApp(apps: AppChoiceNeeded['apps'], preview: Preview): Promise<string | null> {
    const items = apps.map((app) => ({
      label: displayName(app.label ?? app.id),
      description: app.label === null ? '' : app.id,
      id: app.id,
    }));
    const picked = await vscode.window.showQuickPick(items, {
      title: 'Several Okta apps are in this export',
      placeHolder: `The app that feeds ${this.nameOf(preview)}`,
      ignoreFocusOut: true,
    });
    if (!picked) return null;
    if (preview.kind === 'org') await this.choice.rememberApp(preview.orgId, picked.id);
    return picked.id;
  }

  private nameOf(preview: Preview): string {
    const org = preview.kind === 'org' ? this.orgs.get(preview.orgId) : undefined;
    return org ? displayName(org.name) : 'the snapshot';
  }

  /** The org here that a plan from a file speaks of, as far as its host tells. */
  private orgOf(plan: Plan): OrgEntry | undefined {
    const same = this.orgs.list().filter((org) => org.host === plan.org.host && org.name === plan.org.name);
    return same.length === 1 ? same[0] : undefined;
  }
}
