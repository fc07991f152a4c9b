import path from 'node:path';
import * as vscode from 'vscode';
import type { GroupProgress } from '../apply/groupWriter';
import type { ApplyMode } from '../apply/work';
import type { GroupPlan, Plan } from '../plan/plan';
import type { Applied } from '../report/applyDocument';
import { displayName } from '../report/words';
import { planTarget, untrusted, writingRefused } from './applyOrgs';
import type { FoundJournal } from './applyJournals';
import type { ApplySession, SessionEnd } from './applySession';
import type { CommandRegistry } from './commandRegistry';
import type { ContextKeys } from './contextKeys';
import type { ExtensionSettings } from './extensionSettings';
import type { OrgConnections } from './orgConnections';
import type { OrgStore, StoredOrg } from './orgStore';
import type { PlanNode } from './planNode';
import type { PlanSession } from './planService';
import type { PlanTree } from './planTree';
import type { PlanViewer } from './planViewer';
import type { Prompts } from './prompts';
import type { RestoreAsked } from './restore';
import type { SandboxHost } from './sandboxHost';
import type { VirtualDocuments } from './virtualDocuments';

export interface ApplyFeatureParts {
  readonly session: PlanSession;
  readonly tree: PlanTree;
  readonly viewer: Pick<PlanViewer, 'compareThenNow'>;
  readonly store: OrgStore;
  readonly connections: OrgConnections;
  readonly sandbox: SandboxHost;
  readonly documents: Pick<VirtualDocuments, 'showReport'>;
  readonly commands: CommandRegistry;
  readonly contextKeys: ContextKeys;
  readonly prompts: Prompts;
  readonly settings: () => ExtensionSettings;
  readonly tool: Plan['tool'];
  readonly state: vscode.Memento;
}

const dismissedKey = 'scimPreflight.dismissedJournals';
/** After the start, when nobody waits for the window any more; then again, since a lock outlives a crash by half a minute. */
const offerAfterMs: readonly number[] = [3000, 20_000, 20_000];

const [showResult, undoIt, resumeIt, compare, preview] = ['Show Result', 'Undo…', 'Resume…', 'Compare', 'Preview Push…'];
const planAgain = (groups: number): string => (groups === 1 ? 'Plan This Group Again' : 'Plan These Groups Again');

/**
 * Everything that writes to Genesys Cloud from within VS Code: applying the checked groups of the plan, undo and resume (product.md, section
 * 9). Nothing of the engine is loaded before one of them is asked for.
 */
export class ApplyFeature implements vscode.Disposable {
  private readonly progressed = new vscode.EventEmitter<GroupProgress>();
  /** A batch is sent, or was proved. */
  readonly onDidProgress = this.progressed.event;
  private readonly disposables: readonly { dispose(): unknown }[];
  private offering: NodeJS.Timeout | undefined;
  private session: ApplySession | undefined;
  private busy = false;

  constructor(private readonly parts: ApplyFeatureParts) {
    const { commands, session, store } = parts;
    commands.register('scimPreflight.plan.apply', () => this.apply());
    commands.register('scimPreflight.plan.undoLastApply', (journal) => this.undo(journal));
    commands.register('scimPreflight.plan.resumeApply', (journal) => this.resume(journal));
    commands.register('scimPreflight.group.applyBoth', (node) => this.setMode(node, 'both'));
    commands.register('scimPreflight.group.applyAdds', (node) => this.setMode(node, 'adds'));
    commands.register('scimPreflight.group.applyRemovals', (node) => this.setMode(node, 'removals'));
    this.disposables = [
      this.progressed,
      session.onDidChange(() => this.setKeys()),
      store.onDidChange(() => this.setKeys()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.setKeys()),
    ];
    this.setKeys();
    this.offerLater(offerAfterMs, Date.now());
  }

  private offerLater([wait, ...waits]: readonly number[], startedAt: number): void {
    if (wait === undefined) return;
    this.offering = setTimeout(() => {
      this.offerJournals(startedAt).then(
        (offered) => offered || this.offerLater(waits, startedAt),
        (error: unknown) => this.parts.commands.showError(error, 'looking for applies that broke off'),
      );
    }, wait);
  }

  dispose(): void {
    clearTimeout(this.offering);
    vscode.Disposable.from(...this.disposables).dispose();
  }

  /** Ends what is being written at the end of its batch. */
  cancel(): void {
    this.session?.cancel();
  }

  /**
   * Offers to go on with an apply that broke off in an earlier window, or to take it back; once for each. False where the org is being written
   * to just now, or seems so after a crash: then it is to be asked again.
   *
   * @param until journals that were written later are none of an earlier window.
   */
  async offerJournals(until = Infinity): Promise<boolean> {
    if (this.parts.store.list().length === 0) return true;
    if (this.busy || !vscode.workspace.isTrusted) return false;
    const { isBeingWritten, journalWords, resumable } = await import('./applyJournals');
    const journals = await this.journals();
    const dismissed = this.parts.state.get<readonly string[]>(dismissedKey, []);
    const open = resumable(journals).filter(
      (journal) => !dismissed.includes(path.basename(journal.path)) && Date.parse(journal.state.lastAt) < until,
    );
    const [newest] = open;
    if (!newest) return true;
    if (await isBeingWritten(newest)) return false;
    const more = open.length > 1 ? ` ${open.length - 1} more can be found with “Resume Apply…”.` : '';
    const isUndo = newest.state.open.kind === 'undo';
    const message = `${isUndo ? 'An undo' : 'An apply'} did not come to its end. ${journalWords(newest)}.${more}`;
    void this.parts.prompts.offer('warning', message, [resumeIt, ...(isUndo ? [] : [undoIt]), 'Not Now']).then(async (choice) => {
      const known = journals.map((journal) => path.basename(journal.path));
      const names = [...dismissed.filter((name) => known.includes(name)), ...open.map((journal) => path.basename(journal.path))];
      if (choice === resumeIt) await vscode.commands.executeCommand('scimPreflight.plan.resumeApply', newest.path);
      else if (choice === undoIt) await vscode.commands.executeCommand('scimPreflight.plan.undoLastApply', newest.path);
      else await this.parts.state.update(dismissedKey, names);
    });
    return true;
  }

  /** @returns how it ended, for who called the command. */
  private async apply(): Promise<SessionEnd> {
    const open = this.parts.session.current;
    const target = planTarget(open, this.parts.store, vscode.workspace.isTrusted);
    if ('refused' in target) return this.told({ kind: 'refused', message: target.refused });
    const selections = this.parts.tree.checks.selections();
    if (!open || selections.length === 0) {
      return this.told({
        kind: 'refused',
        message: 'No group is checked. Check the groups of the Plan view whose changes are to be applied.',
      });
    }
    return await this.lead(target.org, async (session) => {
      const end = await session.apply(open, selections, target.org);
      if (end.kind === 'applied') {
        const touched = new Set(end.applied.result.groups.map(({ groupId }) => groupId));
        this.parts.tree.uncheck(selections.flatMap(({ group }) => (touched.has(group.genesysGroupId ?? '') ? [group] : [])));
      }
      return end;
    });
  }

  /** Brings groups back to what was saved, through the same gate. */
  async restore(asked: RestoreAsked, org: StoredOrg): Promise<SessionEnd> {
    return await this.lead(org, (session) => session.restore(asked, org));
  }

  private async undo(argument: unknown): Promise<SessionEnd> {
    if (!vscode.workspace.isTrusted) return this.told({ kind: 'refused', message: untrusted });
    if (typeof argument === 'string') return await this.leadNamed(argument, (session, journal) => session.undo(journal.path, journal.org));
    const { undoable } = await import('./applyJournals');
    const journals = undoable(await this.journals());
    const active = this.parts.store.active()?.id;
    const journal = journals.find(({ org }) => org.id === active) ?? journals[0];
    if (!journal)
      return this.told({ kind: 'refused', message: 'There is no apply that could be undone: no journal of your orgs holds a change.' });
    return await this.lead(journal.org, (session) => session.undo(journal.path, journal.org));
  }

  private async resume(argument: unknown): Promise<SessionEnd> {
    if (!vscode.workspace.isTrusted) return this.told({ kind: 'refused', message: untrusted });
    if (typeof argument === 'string')
      return await this.leadNamed(argument, (session, journal) => session.resume(journal.path, journal.org));
    const { journalWords, resumable } = await import('./applyJournals');
    const journals = resumable(await this.journals());
    if (journals.length === 0) {
      return this.told({
        kind: 'refused',
        message: 'There is nothing to resume: every apply of your orgs came to its end, or was undone.',
      });
    }
    const journal = await pickJournal(journals, journalWords);
    if (!journal) return { kind: 'cancelled' };
    return await this.lead(journal.org, (session) => session.resume(journal.path, journal.org));
  }

  /** Works on the journal that is meant, never on another one in its place; what cannot be done with it the engine says. */
  private async leadNamed(file: string, work: (session: ApplySession, journal: FoundJournal) => Promise<SessionEnd>): Promise<SessionEnd> {
    const { openJournal } = await import('./applyJournals');
    const journal = await openJournal(file, this.parts.store, this.parts.sandbox);
    if (journal) return await this.lead(journal.org, (session) => work(session, journal));
    return this.told({ kind: 'refused', message: `${path.basename(file)} is no journal of an org that is here.` });
  }

  private async journals(): Promise<readonly FoundJournal[]> {
    const { findJournals } = await import('./applyJournals');
    return await findJournals(this.parts.store, this.parts.sandbox);
  }

  /** One at a time in this window; the lock of the org holds off the others. */
  private async lead(org: StoredOrg, work: (session: ApplySession) => Promise<SessionEnd>): Promise<SessionEnd> {
    const refused = writingRefused(org, vscode.workspace.isTrusted);
    if (refused !== null) return this.told({ kind: 'refused', message: refused });
    if (this.busy)
      return this.told({ kind: 'refused', message: 'Changes are being applied in this window already. Wait until that is done.' });
    this.busy = true;
    try {
      const { ApplySession } = await import('./applySession');
      const { connections, prompts, settings, tool } = this.parts;
      const onProgress = (progress: GroupProgress): void => this.progressed.fire(progress);
      this.session = new ApplySession({ connections, prompts, settings, tool, onProgress });
      return this.told(await work(this.session));
    } catch (error) {
      // The engine's own words for what cannot be done: nothing was written, and there is nothing to look up in the log.
      if (error instanceof Error && (error.name === 'ApplyRefused' || error.name === 'OrgLocked')) {
        return this.told({ kind: 'refused', message: error.message });
      }
      throw error;
    } finally {
      this.session = undefined;
      this.busy = false;
    }
  }

  /** Says how it ended, with what can be done next. */
  private told(end: SessionEnd): SessionEnd {
    if (end.kind === 'refused') void this.parts.prompts.offer('warning', end.message, []);
    if (end.kind === 'applied') {
      this.tellResult(end.applied).catch((error: unknown) => this.parts.commands.showError(error, 'showing the result'));
    }
    return end;
  }

  private async tellResult(applied: Applied): Promise<void> {
    const { appliedDocument, appliedHeadline, appliedTitles } = await import('../report/applyDocument');
    const { result, org, kind } = applied;
    // What an undo or a restore finds changed is not of the plan that is shown.
    const stale = kind === 'apply' ? result.stale : [];
    const { current } = this.parts.session;
    const canPlanAgain = current?.source && current.snapshot && current.orgId;
    const again = planAgain(stale.length);
    const moved = stale.flatMap(({ group, now }) => (now === null ? [] : [{ group, members: now.members }]));
    const wrote = result.groups.some(({ added, removed }) => added.length + removed.length > 0);
    const rest = result.journal !== null && result.groups.some(({ end }) => end === 'cancelled' || end === 'failed');
    const isWhole = result.end === 'done' && applied.brokenOff === null && applied.heldBack === 0;
    const actions = [
      ...(rest || applied.brokenOff !== null ? [resumeIt] : []),
      showResult,
      ...(wrote && kind !== 'undo' ? [undoIt] : []),
      ...(moved.length > 0 && current?.snapshot ? [compare] : []),
      ...(stale.length > 0 ? [canPlanAgain ? again : preview] : []),
    ];
    const name = `${appliedTitles[kind]} ${displayName(org)}`;
    const page = appliedDocument(applied);
    const choice = await this.parts.prompts.offer(isWhole ? 'information' : 'warning', appliedHeadline(applied), actions);
    if (choice === showResult) await this.parts.documents.showReport(name, page);
    else if (choice === undoIt) await vscode.commands.executeCommand('scimPreflight.plan.undoLastApply', result.journal);
    else if (choice === resumeIt) await vscode.commands.executeCommand('scimPreflight.plan.resumeApply', result.journal);
    else if (choice === compare) await this.parts.viewer.compareThenNow(moved);
    else if (choice === preview) await vscode.commands.executeCommand('scimPreflight.plan.preview');
    else if (choice === again) {
      const groups = stale.map(({ group }) => group);
      await vscode.commands.executeCommand('scimPreflight.group.planAgain', groups);
    }
  }

  private setMode(argument: unknown, mode: ApplyMode): void {
    const group = groupOf(argument) ?? groupOf(this.parts.tree.selected);
    if (group) this.parts.tree.setMode(group, mode);
  }

  private setKeys(): void {
    const { session, store, contextKeys } = this.parts;
    contextKeys.set('canApply', 'org' in planTarget(session.current, store, vscode.workspace.isTrusted));
  }
}

async function pickJournal(journals: readonly FoundJournal[], words: (journal: FoundJournal) => string): Promise<FoundJournal | undefined> {
  if (journals.length === 1) return journals[0];
  const items = journals.map((journal) => ({ label: words(journal), journal }));
  return (await vscode.window.showQuickPick(items, { placeHolder: 'Go on with which apply?' }))?.journal;
}

function groupOf(argument: unknown): GroupPlan | undefined {
  if (typeof argument !== 'object' || argument === null || !('target' in argument)) return undefined;
  const { target } = argument as PlanNode;
  return target?.kind === 'group' ? target.group : undefined;
}
