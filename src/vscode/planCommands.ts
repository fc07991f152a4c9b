import * as vscode from 'vscode';
import type { GroupPlan } from '../plan/plan';
import { displayName, groupHeadline } from '../report/words';
import type { CommandRegistry } from './commandRegistry';
import type { ExportChoice } from './exportChoice';
import { findInExport, soughtResource, soughtTarget } from './exportFind';
import { groupNodeId, isMatched } from './planGroupNodes';
import type { NodeTarget, PlanNode } from './planNode';
import type { OpenPlan } from './planOpen';
import type { PlanSaving } from './planSaving';
import type { PlanSession } from './planService';
import type { PlanTree } from './planTree';
import type { PlanViewer } from './planViewer';
import type { Prompts } from './prompts';
import { orgIdOf, resourceOf } from './services';

/** The commands around a plan: making, showing, filtering, finding, saving it. */
export class PlanCommands {
  constructor(
    private readonly session: PlanSession,
    private readonly choice: ExportChoice,
    private readonly tree: PlanTree,
    private readonly viewer: PlanViewer,
    private readonly saving: PlanSaving,
    private readonly extensionUri: vscode.Uri,
    private readonly prompts: Prompts,
  ) {}

  register(commands: CommandRegistry): void {
    this.registerMaking(commands);
    this.registerShowing(commands);
    commands.register('scimPreflight.plan.save', () => this.saving.savePlan());
    commands.register('scimPreflight.plan.export', () => this.saving.exportPlan());
    commands.register('scimPreflight.plan.saveCures', () => this.saving.saveCures());
  }

  private registerMaking(commands: CommandRegistry): void {
    commands.register('scimPreflight.plan.preview', (argument) => this.session.preview(orgIdOf(argument)));
    commands.register('scimPreflight.plan.previewExport', (uri, uris) => this.previewExport(uri, uris));
    commands.register('scimPreflight.plan.previewSnapshot', () => this.previewSnapshot());
    commands.register('scimPreflight.plan.refresh', () => this.session.refresh());
    commands.register('scimPreflight.plan.recheck', () => this.recheck());
    commands.register('scimPreflight.group.planAgain', (argument) => this.planAgain(argument));
    commands.register('scimPreflight.plan.open', (uri) => this.openPlan(uri));
    commands.register('scimPreflight.export.choose', () => this.session.chooseExport());
    commands.register('scimPreflight.export.chooseApp', () => this.session.chooseAppAnew());
    commands.register('scimPreflight.export.howTo', () => this.howToExport());
    commands.register('scimPreflight.group.confirmMembers', (node) => this.confirmMembers(node));
  }

  private registerShowing(commands: CommandRegistry): void {
    commands.register('scimPreflight.plan.openNode', (node) => this.openNode(node));
    commands.register('scimPreflight.plan.filter', () => this.filter());
    commands.register('scimPreflight.plan.clearFilter', () => this.tree.setFilter(''));
    commands.register('scimPreflight.plan.compareAll', () => this.viewer.compareAll());
    commands.register('scimPreflight.plan.showReport', () => this.viewer.showReport());
    commands.register('scimPreflight.plan.showTrustReport', () => this.viewer.showTrustReport());
    commands.register('scimPreflight.group.showRequests', (node) => this.showRequests(node));
    commands.register('scimPreflight.resource.showInPlan', (argument) => this.showInPlan(argument));
    commands.register('scimPreflight.resource.findInExport', (argument) => this.find(argument));
  }

  private async previewExport(uri: unknown, uris: unknown): Promise<void> {
    const several = Array.isArray(uris) ? uris.filter((each) => each instanceof vscode.Uri) : [];
    const chosen = several.length > 0 ? several : uri instanceof vscode.Uri ? [uri] : [];
    if (chosen.length === 0) {
      if (!(await this.session.chooseExport())) return;
    } else await this.session.useExport(chosen);
    await this.session.preview();
  }

  private async previewSnapshot(): Promise<void> {
    const uris = await vscode.window.showOpenDialog({
      title: 'A snapshot, or SCIM answers that were saved',
      openLabel: 'Compare',
      canSelectMany: true,
      filters: { 'Snapshot or SCIM answers': ['ndjson', 'json'], 'All files': ['*'] },
    });
    if (uris && uris.length > 0) await this.session.previewSnapshot(uris);
  }

  private async openPlan(argument: unknown): Promise<void> {
    const [picked] =
      argument instanceof vscode.Uri
        ? [argument]
        : ((await vscode.window.showOpenDialog({
            title: 'Open Plan',
            openLabel: 'Open',
            filters: { Plan: ['scimplan.json', 'json'] },
          })) ?? []);
    if (picked) await this.session.openFile(picked);
  }

  /** On a node, or on groups of the plan that an apply found changed. */
  private async planAgain(argument: unknown): Promise<void> {
    const several = Array.isArray(argument) ? (argument as readonly GroupPlan[]) : [];
    const one = several.length > 0 ? undefined : await this.groupOf(argument, 'Which group is to be planned again?', isMatched);
    const groups = one ? [one] : several;
    const [first] = groups;
    if (!first) return;
    const before = await this.session.planAgain(groups);
    const after = this.session.current?.plan;
    if (!before || !after) return;
    const { plannedAgainWords } = await import('./planAgain');
    void this.prompts.offer('information', plannedAgainWords(groups, before, after), []);
    await this.tree.reveal(({ kind, target }) => kind === 'group' && target?.kind === 'group' && isSame(target.group, first));
  }

  private async recheck(): Promise<void> {
    if (!this.needPlan()) return;
    const { offerRecheck } = await import('./planRecheckOffer');
    await offerRecheck(this.session, this.prompts, (name, markdown) => this.viewer.showPage(name, markdown));
  }

  private async howToExport(): Promise<void> {
    await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.joinPath(this.extensionUri, 'media', 'how-to-export.md'));
  }

  private async confirmMembers(argument: unknown): Promise<void> {
    const group = await this.groupOf(argument, 'The group whose members you counted in Okta', (each) => !each.confirmed);
    if (!group) return;
    const typed = await vscode.window.showInputBox({
      title: `Confirm Member Count of ${displayName(group.name)}`,
      prompt: 'How many members does Okta show for this group? Where the export holds as many, its removals count as confirmed.',
      validateInput: (text) => (/^\d{1,7}$/.test(text.trim()) ? undefined : 'Type the number that the group’s page in Okta shows.'),
    });
    if (typed === undefined) return;
    await this.choice.confirmMembers(group.oktaGroupId, Number(typed));
    await this.session.refresh();
  }

  private async openNode(argument: unknown): Promise<void> {
    const target = targetOf(argument) ?? this.tree.selected?.target ?? undefined;
    if (target?.kind === 'more') this.tree.loadMore(target.parentId);
    else if (target) await this.viewer.open(target);
  }

  private async filter(): Promise<void> {
    const text = await vscode.window.showInputBox({
      title: 'Filter Plan',
      prompt: 'Show only groups and people whose name holds this text; nothing shows all',
      value: this.tree.filter,
    });
    if (text !== undefined) await this.tree.setFilter(text.trim());
  }

  private async showRequests(argument: unknown): Promise<void> {
    const group = await this.groupOf(argument, 'Requests of a full push of which group?', isMatched);
    if (group) await this.viewer.showRequests(group);
  }

  /** The group that a command was called on or that is selected, else the one that the person picks. */
  private async groupOf(argument: unknown, question: string, fits: (group: GroupPlan) => boolean): Promise<GroupPlan | undefined> {
    const target = targetOf(argument) ?? this.tree.selected?.target;
    if (target?.kind === 'group' && fits(target.group)) return target.group;
    const plan = this.session.current?.plan;
    const items = plan?.groups
      .filter(fits)
      .map((group) => ({ label: displayName(group.name), description: groupHeadline(group, plan.settings), group }));
    return items && (await vscode.window.showQuickPick(items, { placeHolder: question, matchOnDescription: true }))?.group;
  }

  private async showInPlan(argument: unknown): Promise<void> {
    const resource = resourceOf(argument);
    if (!resource || !this.needPlan()) return;
    const fits = (node: PlanNode): boolean => {
      const { target } = node;
      if (resource.kind === 'group') return target?.kind === 'group' && target.group.genesysGroupId === resource.id;
      return target?.kind === 'person' && target.genesysUserId === resource.id;
    };
    const asUser = (node: PlanNode): boolean => node.kind === 'user' && fits(node);
    await this.tree.focus();
    for (const filter of new Set([this.tree.filter, ''])) {
      if (this.tree.filter !== filter) await this.tree.setFilter(filter);
      if ((await this.tree.reveal(asUser)) || (await this.tree.reveal(fits))) return;
    }
    const what = resource.kind === 'group' ? 'no Okta group is pushed to it' : 'a push would change nothing about them';
    void vscode.window.showInformationMessage(`${displayName(resource.name)} is not in this plan: ${what}.`);
  }

  private async find(argument: unknown): Promise<void> {
    const open = this.needPlan();
    if (!open) return;
    const resource = resourceOf(argument);
    const target = targetOf(argument) ?? this.tree.selected?.target;
    const sought = resource ? soughtResource(open, resource) : target && soughtTarget(open, target);
    if (sought) await findInExport(open, sought);
    else void vscode.window.showInformationMessage('Select a group or a person in the Orgs or the Plan view first.');
  }

  private needPlan(): OpenPlan | undefined {
    const open = this.session.current;
    if (!open) {
      const preview = 'Preview Push…';
      void vscode.window.showInformationMessage('There is no plan yet.', preview).then((choice) => {
        if (choice) void vscode.commands.executeCommand('scimPreflight.plan.preview');
      });
    }
    return open;
  }
}

const isSame = (one: GroupPlan, other: GroupPlan): boolean => groupNodeId(one) === groupNodeId(other);

/** What a node of the Plan view stands for, when a command was called on one. */
function targetOf(argument: unknown): NodeTarget | undefined {
  if (typeof argument !== 'object' || argument === null || !('target' in argument)) return undefined;
  return (argument as PlanNode).target ?? undefined;
}
