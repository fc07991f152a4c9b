import type { GroupPlan, Plan } from '../plan/plan';
import { verdicts } from '../plan/plan';
import { formatNumber } from '../report/words';
import type { PlanFilter } from './planFilter';
import { filterGroup, groupNode, isMatched } from './planGroupNodes';
import type { PlanNode } from './planNode';
import { listOf, planNode } from './planNode';
import type { OpenPlan } from './planOpen';
import { bannerNode, trustNode } from './planTrustNodes';
import { trustSubject } from './planTrustReport';
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
export function planSections({ plan, source, snapshot }: Pick<OpenPlan, 'plan' | 'source' | 'snapshot'>, filter: PlanFilter): PlanNode[] {
  return [
    bannerNode(plan),
    ...groupSections.map((section) => groupSectionNode(section, plan, filter)),
    usersNode(plan.users, filter),
    conflictsNode(plan.conflicts, filter),
    filter.active ? null : trustNode(plan, trustSubject({ plan, source, snapshot })),
  ].filter((node) => node !== null);
}

function groupSectionNode(section: GroupSection, plan: Plan, filter: PlanFilter): PlanNode | null {
  const groups = plan.groups
    .filter((group) => section.holds(group))
    .sort(byPeopleOut)
    .flatMap((group) => {
      const visible = filterGroup(group, filter);
      return visible === null ? [] : [{ group, visible }];
    });
  if (groups.length === 0) return null;
  return planNode({
    id: section.id,
    kind: 'section',
    label: section.label,
    description: formatNumber(groups.length),
    tooltip: section.tooltip,
    expanded: section.expanded || filter.active,
    children: () => listOf(groups, ({ group, visible }) => groupNode(group, visible, plan.settings)),
  });
}

/** Worst verdict first, as in the plan; then who could be out of a group, if only for a time, counts as much as who would be removed. */
function byPeopleOut(a: GroupPlan, b: GroupPlan): number {
  return verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) || peopleOut(b) - peopleOut(a);
}

function peopleOut(group: GroupPlan): number {
  return group.guards.includes('transientBlock') ? (group.removalsAtWorst ?? 0) : group.removals.length;
}
