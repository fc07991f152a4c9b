import { allSteps } from '../input/steps';
import type { GroupPlan, Plan } from '../plan/plan';
import { verdicts } from '../plan/plan';
import { formatNumber } from '../report/words';
import type { PlanFilter } from './planFilter';
import { filterGroup, groupNode, isMatched } from './planGroupNodes';
import type { PlanNode } from './planNode';
import { listOf, planNode } from './planNode';
import type { OpenPlan } from './planOpen';
import { bannerNode, trustNode } from './planTrustNodes';
import { trustSubjectInSteps } from './planTrustReport';
import { conflictsNode, usersNode } from './planUserNodes';

interface GroupSection {
  readonly id: string;
  readonly label: string;
  readonly expanded: boolean;
  readonly tooltip: string;
  holds(group: GroupPlan): boolean;
}

/** The section of groups that a push would change and that no guard holds back. */
export const safeSection = 'safe';

const groupSections: readonly GroupSection[] = [
  {
    id: 'atRisk',
    label: 'Groups at risk',
    expanded: true,
    tooltip: 'A guard tripped, Genesys should block the push, or it cannot be known what the push would do.',
    holds: isAtRisk,
  },
  {
    id: safeSection,
    label: 'Safe groups',
    expanded: false,
    tooltip: 'A push would change them, and no guard tripped.',
    holds: (group) => isMatched(group) && group.verdict === 'safe',
  },
  {
    id: 'unchanged',
    label: 'Unchanged groups',
    expanded: false,
    tooltip: 'A push would change nothing.',
    holds: (group) => isMatched(group) && group.verdict === 'unchanged',
  },
  {
    id: 'unmatched',
    label: 'Cannot be matched',
    expanded: false,
    tooltip: 'No Genesys group of this name, or more than one.',
    holds: (group) => !isMatched(group),
  },
];

/** Whether the Plan view lists the group under *Groups at risk*; one that could not be matched has a section of its own. */
export function isAtRisk(group: GroupPlan): boolean {
  return isMatched(group) && (group.verdict === 'blocked' || group.verdict === 'review' || group.verdict === 'unresolved');
}

/**
 * The top level of the Plan view in the order of screens.md: what makes the plan partial, groups at risk, the other groups, users by
 * action, conflicts, and what the plan rests on. Sections without content are left out; with a filter, what does not fit it.
 */
export function planSections(open: Sectioned, filter: PlanFilter): PlanNode[] {
  return allSteps(planSectionsInSteps(open, filter));
}

/** `planSections`, a group or some hundred users at a time: between two steps others can work, or it can be given up. */
export function* planSectionsInSteps(open: Sectioned, filter: PlanFilter): Generator<undefined, PlanNode[]> {
  const { plan } = open;
  const nodes: (PlanNode | null)[] = [bannerNode(plan)];
  for (const section of groupSections) nodes.push(yield* groupSectionNode(section, plan, filter));
  nodes.push(yield* usersNode(plan.users, filter));
  nodes.push(yield* conflictsNode(plan.conflicts, filter));
  if (!filter.active) nodes.push(trustNode(plan, yield* trustSubjectInSteps(open)));
  return nodes.filter((node) => node !== null);
}

type Sectioned = Pick<OpenPlan, 'plan' | 'source' | 'snapshot'>;

function* groupSectionNode(section: GroupSection, plan: Plan, filter: PlanFilter): Generator<undefined, PlanNode | null> {
  const groups: { readonly group: GroupPlan; readonly visible: GroupPlan }[] = [];
  for (const group of plan.groups.filter((each) => section.holds(each)).sort(byPeopleOut)) {
    const visible = filterGroup(group, filter);
    if (visible !== null) groups.push({ group, visible });
    yield;
  }
  if (groups.length === 0) return null;
  return planNode({
    id: section.id,
    kind: 'section',
    label: section.label,
    description: formatNumber(groups.length),
    tooltip: section.tooltip,
    expanded: section.expanded || filter.active,
    children: () => listOf(groups, ({ group, visible }) => groupNode(group, visible, plan.settings)),
    groups: groups.map(({ group }) => group),
  });
}

/** Worst verdict first, as in the plan; then who could be out of a group, if only for a time, counts as much as who would be removed. */
function byPeopleOut(a: GroupPlan, b: GroupPlan): number {
  return verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) || peopleOut(b) - peopleOut(a);
}

function peopleOut(group: GroupPlan): number {
  return group.guards.includes('transientBlock') ? (group.removalsAtWorst ?? 0) : group.removals.length;
}
