import type { ApplyMode, GroupSelection } from '../apply/work';
import type { GroupPlan, Plan } from '../plan/plan';
import { groupNodeId, isMatched } from './planGroupNodes';

/** Which groups of the plan are checked, and how much of each. Kept for as long as its plan is shown; free of VS Code. */
export class PlanChecks {
  private plan: Plan | undefined;
  private readonly checked = new Set<string>();
  private readonly modes = new Map<string, ApplyMode>();

  /** Begins anew with another plan: what only adds and tripped no guard is checked, everything else is checked by hand. */
  show(plan: Plan | undefined): void {
    if (plan === this.plan) return;
    this.plan = plan;
    this.checked.clear();
    this.modes.clear();
    for (const group of plan?.groups ?? []) {
      if (this.canBeChecked(group) && group.verdict === 'safe' && group.removals.length === 0) this.checked.add(groupNodeId(group));
    }
  }

  /** Whether there is something that could be applied: not in a partial plan, and not to a group that is not resolved. */
  canBeChecked(group: GroupPlan): boolean {
    if (this.plan?.complete !== true || group.verdict === 'unresolved') return false;
    return isMatched(group) && group.genesysGroupId !== null && group.adds.length + group.removals.length > 0;
  }

  isChecked(group: GroupPlan): boolean {
    return this.checked.has(groupNodeId(group));
  }

  set(group: GroupPlan, isChecked: boolean): void {
    if (isChecked && this.canBeChecked(group)) this.checked.add(groupNodeId(group));
    else this.checked.delete(groupNodeId(group));
  }

  modeOf(group: GroupPlan): ApplyMode {
    return this.modes.get(groupNodeId(group)) ?? 'both';
  }

  /** Chooses how much of the group is applied, and checks it. */
  setMode(group: GroupPlan, mode: ApplyMode): void {
    this.modes.set(groupNodeId(group), mode);
    this.set(group, true);
  }

  /** What is checked, in the order of the plan. */
  selections(): readonly GroupSelection[] {
    const groups = this.plan?.groups ?? [];
    return groups.filter((group) => this.isChecked(group)).map((group) => ({ group, mode: this.modeOf(group), people: null }));
  }
}
