import { createHash } from 'node:crypto';
import { unresolving } from '../plan/guards';
import type { GroupPlan, Plan } from '../plan/plan';

/** Which side of a group's changes is applied (product.md, section 9). */
export const applyModes = ['both', 'adds', 'removals'] as const;
export type ApplyMode = (typeof applyModes)[number];

/** A group of the plan that was checked, and how much of it. */
export interface GroupSelection {
  readonly group: GroupPlan;
  readonly mode: ApplyMode;
  /** Genesys ids of single people that were checked; null: everybody. */
  readonly people: ReadonlySet<string> | null;
}

/** What is to be done to one group: exactly the checked changes, each id once. */
export interface GroupWork {
  readonly group: GroupPlan;
  readonly groupId: string;
  readonly mode: ApplyMode;
  /** Genesys ids, in the order of the plan. */
  readonly adds: readonly string[];
  readonly removals: readonly string[];
  /** Genesys ids that are planned and never applied, since they are in a conflict (guard `conflict`). */
  readonly heldBack: readonly string[];
}

/** Why a group of the selection cannot be applied at all, in words. */
export interface RefusedGroup {
  readonly group: GroupPlan;
  readonly message: string;
}

export interface PlannedWork {
  readonly works: readonly GroupWork[];
  readonly refused: readonly RefusedGroup[];
}

/**
 * The checked changes of a plan as work, worst groups first as in the plan. What cannot be applied is refused with words, never dropped:
 * partial plans, unresolved groups, ids that stand twice or on both sides, two plans of one Genesys group.
 */
export function plannedWork(plan: Plan, selections: readonly GroupSelection[]): PlannedWork {
  const inConflict = conflictingOf(plan);
  const targets = countBy(selections.map(({ group }) => group.genesysGroupId));
  const works: GroupWork[] = [];
  const refused: RefusedGroup[] = [];
  for (const selection of selections) {
    const { group } = selection;
    const groupId = group.genesysGroupId;
    const message = refusal(plan, selection, targets);
    if (message !== null || groupId === null) refused.push({ group, message: message ?? noGroup });
    else works.push(workOf(selection, groupId, inConflict));
  }
  return { works, refused };
}

/** The Plan view asks for each of thousands of groups. */
const conflicting = new WeakMap<Plan, ReadonlySet<string>>();

function conflictingOf(plan: Plan): ReadonlySet<string> {
  const known = conflicting.get(plan) ?? new Set(plan.conflicts.flatMap((conflict) => conflict.genesysUserIds));
  conflicting.set(plan, known);
  return known;
}

const resolvedMatches: ReadonlySet<GroupPlan['match']> = new Set<GroupPlan['match']>(['exact', 'caseOnly']);

const noGroup = 'The plan names no Genesys group for it.';

function refusal(plan: Plan, { group }: GroupSelection, targets: ReadonlyMap<string | null, number>): string | null {
  if (!plan.complete) return 'The plan is partial: what it rests on is not complete, so nothing in it can be applied.';
  // The verdict is not believed: what makes a group unresolved cannot be lifted, whatever a plan calls it.
  if (group.verdict === 'unresolved' || group.guards.some((guard) => unresolving.has(guard)) || !resolvedMatches.has(group.match))
    return `It is not resolved (${group.guards.join(', ') || group.match}): what would happen cannot be known.`;
  if (group.genesysGroupId === null) return noGroup;
  if ((targets.get(group.genesysGroupId) ?? 0) > 1) return 'Two groups of the selection change the same Genesys group. Choose one of them.';
  const seen = new Set<string>();
  for (const { genesysUserId } of [...group.adds, ...group.removals]) {
    if (seen.has(genesysUserId)) return `The plan names ${genesysUserId} more than once in this group.`;
    seen.add(genesysUserId);
  }
  return null;
}

function workOf({ group, mode, people }: GroupSelection, groupId: string, inConflict: ReadonlySet<string>): GroupWork {
  const heldBack: string[] = [];
  const chosen = (changes: readonly { readonly genesysUserId: string; readonly reason?: string }[], wanted: boolean): readonly string[] => {
    if (!wanted) return [];
    return changes.flatMap(({ genesysUserId: id, reason }) => {
      if (people !== null && !people.has(id)) return [];
      if (reason !== 'conflict' && !inConflict.has(id)) return [id];
      heldBack.push(id);
      return [];
    });
  };
  const adds = chosen(group.adds, mode !== 'removals');
  const removals = chosen(group.removals, mode !== 'adds');
  return { group, groupId, mode, adds, removals, heldBack };
}

function countBy<Key>(keys: readonly Key[]): ReadonlyMap<Key, number> {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** SHA-256 in hex of a set of member ids, as `membersSha256` of a plan is made (section 8). */
export function memberSetHash(ids: Iterable<string>): string {
  return createHash('sha256')
    .update([...new Set(ids)].sort().join('\n'))
    .digest('hex');
}
