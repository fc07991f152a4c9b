import type { GroupPlan, NotPushedReason, Plan, RemovalReason } from '../plan/plan';
import { notPushedReasons, removalReasons } from '../plan/plan';

/** The sections that groups are shown in, everywhere and in this order (screens.md, "Plan"); inside each the plan's own order. */
export interface GroupSections {
  /** A guard tripped, Genesys should refuse the push, or a matched group cannot be known. */
  readonly atRisk: readonly GroupPlan[];
  readonly safe: readonly GroupPlan[];
  readonly unchanged: readonly GroupPlan[];
  readonly unmatched: readonly GroupPlan[];
}

export function groupSections(plan: Plan): GroupSections {
  const atRisk: GroupPlan[] = [];
  const safe: GroupPlan[] = [];
  const unchanged: GroupPlan[] = [];
  const unmatched: GroupPlan[] = [];
  for (const group of plan.groups) {
    if (isUnmatched(group)) unmatched.push(group);
    else if (group.verdict === 'safe') safe.push(group);
    else if (group.verdict === 'unchanged') unchanged.push(group);
    else atRisk.push(group);
  }
  return { atRisk, safe, unchanged, unmatched };
}

/** No one Genesys group belongs to it: it has no counts (section 5, "Guards and verdicts"). */
export function isUnmatched(group: GroupPlan): boolean {
  return group.match === 'ambiguous' || group.match === 'nearMiss' || group.match === 'missing';
}

/** Removals by reason, in the order of section 5; reasons that do not occur are left out. */
export function removalsByReason(group: GroupPlan): ReadonlyMap<RemovalReason, GroupPlan['removals']> {
  return grouped(removalReasons, group.removals);
}

/** Members of the Okta group that are not pushed, by reason. */
export function notPushedByReason(group: GroupPlan): ReadonlyMap<NotPushedReason, GroupPlan['notPushed']> {
  return grouped(notPushedReasons, group.notPushed);
}

function grouped<Reason extends string, Item extends { readonly reason: Reason }>(
  order: readonly Reason[],
  items: readonly Item[],
): ReadonlyMap<Reason, readonly Item[]> {
  const byReason = new Map<Reason, Item[]>(order.map((reason) => [reason, []]));
  for (const item of items) byReason.get(item.reason)?.push(item);
  return new Map([...byReason].filter(([, found]) => found.length > 0));
}
