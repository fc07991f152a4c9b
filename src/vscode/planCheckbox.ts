import type { GroupPlan } from '../plan/plan';
import { formatNumber } from '../report/words';
import type { PlanChecks } from './planChecks';
import type { PlanNode } from './planNode';
import { safeSection } from './planSections';

/** The checkbox of a node of the Plan view. */
export interface NodeCheckbox {
  /** Something below it is chosen: whatever would be applied has a checked box above it. */
  readonly isChecked: boolean;
  readonly tooltip: string;
  /** What a screen reader says of the box. */
  readonly spoken: string;
}

export interface NodeCheck {
  readonly box: NodeCheckbox | null;
  /** What a box of two states cannot say, before the description: `12 of 1,240 chosen`. */
  readonly words: string;
}

const noCheck: NodeCheck = { box: null, words: '' };

/** What can be chosen at this node: a group, its people by reason, one person, or all safe groups that nobody is removed from. */
export function checkOf(node: PlanNode, checks: PlanChecks): NodeCheck {
  if (node.kind === 'section') return sectionCheck(node, checks);
  const group = groupOf(node);
  if (group) return groupCheck(group, node.label, checks);
  if (!node.people) return noCheck;
  const choosable = checks.choosable(node.people.group).everybody;
  if (choosable.size === 0) return noCheck;
  const ids = node.people.ids.filter((id) => choosable.has(id));
  if (node.kind === 'person') {
    if (ids.length === 0) return { box: null, words: 'in a conflict, left alone' };
    const tooltip = 'Whether “Apply Checked Groups…” changes this person’s membership';
    return { box: boxOf(checks, node.people.group, ids, tooltip, `Apply the change of ${node.label}`), words: '' };
  }
  if (ids.length === 0) return noCheck;
  const box = boxOf(checks, node.people.group, ids, 'All of these people', `Apply the changes of all under ${node.label}`);
  return { box, words: partWords(checks.choiceOf(node.people.group), ids) };
}

/** Checks or unchecks what stands at the node. */
export function setCheck(node: PlanNode, checks: PlanChecks, isChecked: boolean): void {
  const group = groupOf(node);
  if (group) checks.set(group, isChecked);
  else if (node.people) checks.setPeople(node.people.group, node.people.ids, isChecked);
  else for (const each of onlyAdding(node, checks)) checks.set(each, isChecked);
}

/** The group that a node stands for; undefined for its people, and for everything else. */
export function groupOf({ kind, target }: PlanNode): GroupPlan | undefined {
  return kind === 'group' && target?.kind === 'group' ? target.group : undefined;
}

function groupCheck(group: GroupPlan, label: string, checks: PlanChecks): NodeCheck {
  if (!checks.canBeChecked(group)) return noCheck;
  const { everybody } = checks.choosable(group);
  const mode = checks.modeOf(group);
  const words = mode === 'adds' ? 'adds only' : mode === 'removals' ? 'removals only' : partWords(checks.choiceOf(group), [...everybody]);
  const tooltip = 'Whether “Apply Checked Groups…” changes this group';
  return { box: boxOf(checks, group, everybody, tooltip, `Apply the changes of ${label}`), words };
}

/** Of groups that lose members every one is checked by itself. */
function sectionCheck(section: PlanNode, checks: PlanChecks): NodeCheck {
  const groups = onlyAdding(section, checks);
  if (groups.length === 0) return noCheck;
  const checked = groups.filter((group) => checks.isChecked(group)).length;
  const box = {
    isChecked: checked > 0,
    tooltip: 'All groups here that only get members',
    spoken: 'Apply the changes of all groups here that only get members',
  };
  const isPart = checked > 0 && checked < groups.length;
  return { box, words: isPart ? `${formatNumber(checked)} of ${formatNumber(groups.length)} chosen` : '' };
}

function onlyAdding(section: PlanNode, checks: PlanChecks): readonly GroupPlan[] {
  const groups = section.id === safeSection ? (section.groups ?? []) : [];
  return groups.filter((group) => group.removals.length === 0 && checks.canBeChecked(group));
}

function boxOf(checks: PlanChecks, group: GroupPlan, ids: Iterable<string>, tooltip: string, spoken: string): NodeCheckbox {
  const choice = checks.choiceOf(group);
  return { isChecked: [...ids].some((id) => choice.has(id)), tooltip, spoken };
}

function partWords(choice: ReadonlySet<string>, ids: readonly string[]): string {
  const chosen = ids.filter((id) => choice.has(id)).length;
  return chosen === 0 || chosen === ids.length ? '' : `${formatNumber(chosen)} of ${formatNumber(ids.length)} chosen`;
}
