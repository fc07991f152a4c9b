import * as vscode from 'vscode';
import { allSteps } from '../input/steps';
import type { ApplyMode } from '../apply/work';
import type { GroupPlan } from '../plan/plan';
import { planOutcome } from '../plan/outcome';
import { planHeadline } from '../report/planHeadline';
import { countOf, displayName } from '../report/words';
import { exportName } from './exportInputs';
import { markdownText } from './markdownText';
import { checkOf, groupOf, setCheck } from './planCheckbox';
import { PlanChecks } from './planChecks';
import { PlanFilter } from './planFilter';
import { groupNodeId } from './planGroupNodes';
import type { PlanNode } from './planNode';
import type { OpenPlan } from './planOpen';
import { PlanOutline } from './planOutline';
import { isAtRisk, planSectionsInSteps, safeSection } from './planSections';
import { inTurns } from './turns';

/** So many users and groups take some milliseconds. */
const drawnAtOnce = 2000;
/** With a filter, a list of at most this many is unfolded. */
const mostUnfolded = 20;

/** The Plan view: draws the outline of the plan that is shown, narrowed by the filter. */
export class PlanTree implements vscode.TreeDataProvider<PlanNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<PlanNode | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<PlanNode>;
  private open: OpenPlan | undefined;
  private outline = new PlanOutline([]);
  private filtered = new PlanFilter('');
  readonly checks = new PlanChecks();
  private readonly checking: vscode.Disposable;
  private drawing: AbortController | undefined;

  constructor() {
    const options = { treeDataProvider: this, showCollapseAll: true, manageCheckboxStateManually: true };
    this.view = vscode.window.createTreeView('scimPreflight.plan', options);
    this.checking = this.view.onDidChangeCheckboxState(({ items }) => {
      for (const [node, state] of items) this.check(node, state === vscode.TreeItemCheckboxState.Checked);
    });
  }

  get filter(): string {
    return this.filtered.text;
  }

  /** The node that is selected in the view; commands from the palette act on it. */
  get selected(): PlanNode | undefined {
    return this.view.selection[0];
  }

  /** Shows another plan, or none; the filter stays. Until it is drawn nothing is checked, and what was drawn before stays. */
  async show(open: OpenPlan | undefined): Promise<void> {
    this.open = open;
    await this.draw();
  }

  /** Narrows the tree to people and groups whose names hold the text; an empty text ends that. */
  async setFilter(text: string): Promise<void> {
    this.filtered = new PlanFilter(text);
    await this.draw();
  }

  /** Chooses how much of a group is applied. */
  setMode(group: GroupPlan, mode: ApplyMode): void {
    this.checks.setMode(group, mode);
    this.changed.fire(undefined);
  }

  /** Takes the checks off these groups, for instance since they are applied. */
  uncheck(groups: readonly GroupPlan[]): void {
    for (const group of groups) this.checks.set(group, false);
    this.changed.fire(undefined);
  }

  loadMore(parentId: string): void {
    const parent = this.outline.showMore(parentId);
    if (parent) this.changed.fire(parent);
  }

  /** Brings the view to the front; nothing in it is selected. */
  async focus(): Promise<void> {
    await vscode.commands.executeCommand('scimPreflight.plan.focus');
  }

  /** Selects the first node that fits, parents before children; without one where nothing fits says false. */
  async reveal(fits: (node: PlanNode) => boolean): Promise<boolean> {
    const { outline } = this;
    const node = await inTurns(outline.findInSteps(fits));
    if (!node || outline !== this.outline) return false;
    const parent = this.outline.parent(node);
    if (parent) this.changed.fire(parent); // its list may have been widened
    await this.view.reveal(node, { select: true, focus: true, expand: true });
    return true;
  }

  getTreeItem(node: PlanNode): vscode.TreeItem {
    const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const unfolded = node.expanded || this.foundIn(node);
    const item = new vscode.TreeItem(node.label, node.children === null ? None : unfolded ? Expanded : Collapsed);
    // A filter shows other counts below the same lists: what was collapsed by hand does not hide what it found.
    item.id = this.filtered.active ? `${node.id}?${this.filtered.text}` : node.id;
    item.description = node.description;
    item.contextValue = [node.kind, ...node.flags].join(';');
    if (node.icon) item.iconPath = new vscode.ThemeIcon(node.icon.id, node.icon.color ? new vscode.ThemeColor(node.icon.color) : undefined);
    item.accessibilityInformation = { label: node.spoken ?? [node.label, node.description].filter(Boolean).join(', ') };
    this.addCheck(item, node);
    if (node.target) item.command = { command: 'scimPreflight.plan.openNode', title: 'Open', arguments: [node] };
    return item;
  }

  getChildren(node?: PlanNode): PlanNode[] {
    return [...this.outline.children(node)];
  }

  getParent(node: PlanNode): PlanNode | undefined {
    return this.outline.parent(node);
  }

  resolveTreeItem(item: vscode.TreeItem, node: PlanNode): vscode.TreeItem {
    item.tooltip = new vscode.MarkdownString(node.tooltip.split('\n').map(markdownText).join('  \n'));
    return item;
  }

  dispose(): void {
    this.drawing?.abort();
    this.checking.dispose();
    this.view.dispose();
    this.changed.dispose();
  }

  private check(node: PlanNode, isChecked: boolean): void {
    setCheck(node, this.checks, isChecked);
    const group = node.people?.group ?? groupOf(node);
    const row = group ? this.outline.byId(groupNodeId(group)) : node;
    const section = row && this.outline.parent(row);
    // The words of the rows above and below change with it; of the sections only this one has a box.
    this.changed.fire(section?.id === safeSection ? section : row);
  }

  private addCheck(item: vscode.TreeItem, node: PlanNode): void {
    const { box, words } = checkOf(node, this.checks);
    const spoken = item.accessibilityInformation?.label ?? node.label;
    if (words !== '') {
      item.description = node.kind === 'list' || node.description === '' ? words : `${words} · ${node.description}`;
      item.accessibilityInformation = { label: `${spoken}, ${words}` };
    }
    if (!box) return;
    const { Checked, Unchecked } = vscode.TreeItemCheckboxState;
    item.checkboxState = {
      state: box.isChecked ? Checked : Unchecked,
      tooltip: box.tooltip,
      accessibilityInformation: { label: box.spoken, role: 'checkbox' },
    };
    if (groupOf(node)) item.contextValue = `${item.contextValue ?? ''};applicable`;
  }

  /** A large plan is drawn in turns; a later drawing ends an earlier one. */
  private async draw(): Promise<void> {
    this.drawing?.abort();
    const drawing = new AbortController();
    this.drawing = drawing;
    if ((this.open?.plan.users.length ?? 0) + (this.open?.plan.groups.length ?? 0) <= drawnAtOnce) allSteps(this.drawn());
    else await inTurns(this.drawn(), drawing.signal);
  }

  private *drawn(): Generator<undefined, void> {
    const { open } = this;
    yield* this.checks.showInSteps(open?.plan);
    this.outline = new PlanOutline(open ? yield* planSectionsInSteps(open, this.filtered) : []);
    this.view.description = open ? titleOf(open) : '';
    this.view.message = open ? this.message(open) : '';
    const atRisk = open?.plan.groups.filter(isAtRisk).length ?? 0;
    this.view.badge = atRisk === 0 ? undefined : { value: atRisk, tooltip: `${countOf(atRisk, 'group')} at risk` };
    this.changed.fire(undefined);
  }

  /** What the filter left of a list is shown at once, where it is little. */
  private foundIn(node: PlanNode): boolean {
    if (!this.filtered.active || node.kind === 'user' || node.kind === 'cure' || node.target !== null) return false;
    return (node.children?.().total ?? 0) <= mostUnfolded;
  }

  private message(open: OpenPlan): string {
    if (this.filtered.active) return `Only groups and people with “${displayName(this.filtered.text)}”`;
    return planOutcome(open.plan) === 'nothing' ? planHeadline(open.plan) : '';
  }
}

/** `Contoso CX ← okta-export-2026-11-20`. */
function titleOf({ plan, exportPaths }: OpenPlan): string {
  const org = displayName(plan.org.name);
  return exportPaths.length === 0 ? org : `${org} ← ${displayName(exportName(exportPaths))}`;
}
