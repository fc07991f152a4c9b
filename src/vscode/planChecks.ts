import { isDeepStrictEqual } from 'node:util';
import { allSteps } from '../input/steps';
import { plannedWork, type ApplyMode, type GroupSelection } from '../apply/work';
import type { GroupPlan, Plan } from '../plan/plan';
import { groupNodeId, isMatched } from './planGroupNodes';

/** Who of a group can be chosen: Genesys ids in the order of the plan. People in a conflict are in none of the lists. */
export interface Choosable {
  readonly adds: readonly string[];
  readonly removals: readonly string[];
  readonly everybody: ReadonlySet<string>;
}

const nobody: Choosable = { adds: [], removals: [], everybody: new Set() };
const noChoice: ReadonlySet<string> = new Set();

/**
 * Which changes of the plan are checked, person by person; a group is checked where anybody of it is. Kept for as long as its group is
 * planned alike; free of VS Code.
 */
export class PlanChecks {
  private plan: Plan | undefined;
  /** Genesys ids by group node; only groups of which anybody is chosen. */
  private chosen = new Map<string, ReadonlySet<string>>();
  private readonly choosables = new Map<string, Choosable>();
  /** The plan before and what was chosen in it, for as long as another one is gone over to. */
  private left: { readonly plan: Plan | undefined; readonly chosen: ReadonlyMap<string, ReadonlySet<string>> } | undefined;

  /** `showInSteps` at once. */
  show(plan: Plan | undefined): void {
    allSteps(this.showInSteps(plan));
  }

  /**
   * Goes on with another plan: groups that it plans as before keep their choice, since a group that is planned anew, or a plan made again,
   * must not undo what was chosen by hand. In all others only what adds and tripped no guard is checked, the rest is checked by hand. Until
   * the last step nothing is chosen, of either plan; steps that are given up lose nothing, the next ones go on from the plan before.
   */
  *showInSteps(plan: Plan | undefined): Generator<undefined, void> {
    if (plan === this.plan && !this.left) return;
    const earlier = (this.left ??= { plan: this.plan, chosen: this.chosen });
    this.plan = undefined;
    this.chosen = new Map();
    this.choosables.clear();
    const chosen = new Map<string, ReadonlySet<string>>();
    const isSameOrg = isDeepStrictEqual(earlier.plan?.org, plan?.org);
    const groups = new Map(isSameOrg ? earlier.plan?.groups.map((group) => [groupNodeId(group), group]) : []);
    for (const group of plan?.groups ?? []) {
      const id = groupNodeId(group);
      const before = groups.get(id);
      const isKept = plan && earlier.plan && before && (yield* isChosenAlike(earlier.plan, before, plan, group));
      const choice = earlier.chosen.get(id);
      if (isKept && choice) chosen.set(id, choice);
      else if (plan && !isKept && group.verdict === 'safe' && group.removals.length === 0) {
        const { everybody } = choosableOf(plan, group);
        if (everybody.size > 0) chosen.set(id, everybody);
      }
      yield;
    }
    this.plan = plan;
    this.chosen = chosen;
    this.choosables.clear();
    this.left = undefined;
  }

  /** Who of the group could be chosen: nobody in a partial plan or in a group that is not resolved, and nobody whom a conflict holds. */
  choosable(group: GroupPlan): Choosable {
    const id = groupNodeId(group);
    const known = this.choosables.get(id);
    if (known) return known;
    const made = this.plan ? choosableOf(this.plan, group) : nobody;
    this.choosables.set(id, made);
    return made;
  }

  /** Whether there is something that could be applied. */
  canBeChecked(group: GroupPlan): boolean {
    return this.choosable(group).everybody.size > 0;
  }

  isChecked(group: GroupPlan): boolean {
    return this.choiceOf(group).size > 0;
  }

  /** The people of the group who are chosen, by Genesys id. */
  choiceOf(group: GroupPlan): ReadonlySet<string> {
    return this.chosen.get(groupNodeId(group)) ?? noChoice;
  }

  /** Chooses everybody of the group, or nobody. */
  set(group: GroupPlan, isChecked: boolean): void {
    this.choose(group, isChecked ? this.choosable(group).everybody : []);
  }

  /** Chooses these people besides those who are chosen, or takes them off; whoever cannot be chosen is left out. */
  setPeople(group: GroupPlan, ids: readonly string[], isChecked: boolean): void {
    const choice = new Set(this.choiceOf(group));
    for (const id of ids) {
      if (isChecked) choice.add(id);
      else choice.delete(id);
    }
    this.choose(
      group,
      [...this.choosable(group).everybody].filter((id) => choice.has(id)),
    );
  }

  /** Chooses everybody of one side, or of both. */
  setMode(group: GroupPlan, mode: ApplyMode): void {
    const { adds, removals } = this.choosable(group);
    this.choose(group, [...(mode === 'adds' ? [] : removals), ...(mode === 'removals' ? [] : adds)]);
  }

  /** Which side of the group is chosen as a whole: `some` of the people, or `none`. */
  modeOf(group: GroupPlan): ApplyMode | 'some' | 'none' {
    const { adds, removals, everybody } = this.choosable(group);
    const choice = this.choiceOf(group);
    if (choice.size === 0) return 'none';
    if (choice.size === everybody.size) return 'both';
    const added = adds.filter((id) => choice.has(id)).length;
    if (added === adds.length && choice.size === added) return 'adds';
    return added === 0 && choice.size === removals.length ? 'removals' : 'some';
  }

  /** What is checked, in the order of the plan. */
  selections(): readonly GroupSelection[] {
    return (this.plan?.groups ?? []).flatMap((group): GroupSelection[] => {
      const mode = this.modeOf(group);
      if (mode === 'none') return [];
      return mode === 'some' ? [{ group, mode: 'both', people: this.choiceOf(group) }] : [{ group, mode, people: null }];
    });
  }

  private choose(group: GroupPlan, ids: Iterable<string>): void {
    const choice = new Set(ids);
    if (choice.size === 0) this.chosen.delete(groupNodeId(group));
    else this.chosen.set(groupNodeId(group), choice);
  }
}

/** The engine itself says who can be sent, so that nobody is shown a box that does nothing. */
function choosableOf(plan: Plan, group: GroupPlan): Choosable {
  if (group.verdict === 'unresolved' || !isMatched(group) || group.adds.length + group.removals.length === 0) return nobody;
  const [work] = plannedWork(plan, [{ group, mode: 'both', people: null }]).works;
  return work ? { adds: work.adds, removals: work.removals, everybody: new Set([...work.removals, ...work.adds]) } : nobody;
}

/**
 * The same changes of the same members, held by the same guards, of which the same people can be chosen: whom a conflict holds, and whether
 * anything may be applied, stands in the plan and not in the group. The version tells nothing: it moves with what is no membership.
 */
function* isChosenAlike(plan: Plan, group: GroupPlan, otherPlan: Plan, other: GroupPlan): Generator<undefined, boolean> {
  const withoutPeople = { version: null, adds: [], removals: [], notPushed: [] };
  if (!isDeepStrictEqual({ ...group, ...withoutPeople }, { ...other, ...withoutPeople })) return false;
  for (const list of ['adds', 'removals', 'notPushed'] as const) {
    if (!(yield* areAlike(group[list], other[list]))) return false;
  }
  const one = choosableOf(plan, group);
  yield;
  const two = choosableOf(otherPlan, other);
  yield;
  return (yield* areAlike(one.adds, two.adds)) && (yield* areAlike(one.removals, two.removals));
}

function* areAlike(one: readonly unknown[], other: readonly unknown[]): Generator<undefined, boolean> {
  if (one.length !== other.length) return false;
  for (const [index, element] of one.entries()) {
    if (index % 256 === 255) yield;
    if (!isDeepStrictEqual(element, other[index])) return false;
  }
  return true;
}
