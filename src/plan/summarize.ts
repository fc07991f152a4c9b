import type { Steps } from '../input/steps';
import type { AttributeRules } from '../mapping/attributeRules';
import type { AttributeKind, GroupPlan, GroupRemoval, PlanSummary, UserAction, Verdict } from './plan';
import type { PlannedUsers } from './planUsers';

/** The counts of a plan, some hundred users at a time. Memberships are counted without `unresolved` groups (product.md, section 8). */
export function* summarizeInSteps(
  groups: readonly GroupPlan[],
  planned: PlannedUsers,
  rules: Pick<AttributeRules, 'ignored'>,
): Steps<PlanSummary> {
  const byVerdict: Record<Verdict, number> = { unchanged: 0, safe: 0, review: 0, blocked: 0, unresolved: 0 };
  const removed = new Set<string>();
  let adds = 0;
  let removals = 0;
  for (const group of groups) {
    byVerdict[group.verdict]++;
    if (group.verdict === 'unresolved') continue;
    adds += group.adds.length;
    removals += group.removals.length;
    for (const removal of group.removals) if (!isNobody(removal)) removed.add(removal.genesysUserId);
    yield undefined;
  }
  const users: Record<UserAction | 'unchanged', number> = {
    create: 0,
    accountMissing: 0,
    update: 0,
    pingPong: 0,
    deactivate: 0,
    reactivate: 0,
    unmanaged: 0,
    conflict: 0,
    unchanged: planned.unchanged,
  };
  const attributes: Record<Exclude<AttributeKind, 'equal'>, number> = {
    change: 0,
    pingPong: 0,
    latentOverwrite: 0,
    invalid: 0,
    unsupported: rules.ignored.filter((target) => target.support === 'unsupported').length,
    readOnly: rules.ignored.filter((target) => target.support === 'readOnly').length,
  };
  let counted = 0;
  for (const user of planned.users) {
    if (++counted % usersAStep === 0) yield undefined;
    users[user.action]++;
    for (const attribute of user.attributes) if (attribute.kind !== 'equal') attributes[attribute.kind]++;
  }
  return { groups: byVerdict, members: { adds, removals, peopleRemoved: removed.size }, users, attributes };
}

const usersAStep = 1024;

/** A nested group is no person, and the removal of somebody whom Genesys itself no longer finds costs nobody (section 7). */
function isNobody(removal: GroupRemoval): boolean {
  return removal.reason === 'groupMember' || removal.reason === 'deletedInGenesys';
}
