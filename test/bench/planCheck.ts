import type { GroupPlan, Plan, UserPlan } from '../../src/plan/plan';
import { genesysId, genesysMembers, groupSize, memberIndex, oktaGroupId, oktaUserId, type Scale } from './records';
import { expectedAction, expectedAttributes, isCreated, isDeactivated, unmanagedOf } from './traits';

/**
 * Holds a plan against what the generator put in: every add and every removal by id, every user's action, and every attribute by kind.
 *
 * @throws Error for the first thing that is not as it should be.
 */
export function checkPlan(plan: Plan, scale: Scale): void {
  if (!plan.complete) throw new Error(`The plan is partial: ${JSON.stringify(plan.problems.slice(0, 5))}`);
  checkGroups(plan, scale);
  checkUsers(plan, scale);
}

function checkGroups({ groups, summary }: Plan, scale: Scale): void {
  const byOktaId = new Map(groups.map((group) => [group.oktaGroupId, group]));
  equal('groups', byOktaId.size, scale.groups);
  const removed = new Set<number>();
  let [adds, removals] = [0, 0];
  for (let index = 0; index < scale.groups; index++) {
    const group = byOktaId.get(oktaGroupId(index));
    if (!group) throw new Error(`The plan has no group ${index}.`);
    const change = checkGroup(group, index, scale);
    adds += change.adds;
    removals += change.removed.length;
    for (const member of change.removed) removed.add(member);
  }
  equal('adds', summary.members.adds, adds);
  equal('removals', summary.members.removals, removals);
  equal('people removed', summary.members.peopleRemoved, removed.size);
}

function checkGroup(group: GroupPlan, index: number, scale: Scale): { readonly adds: number; readonly removed: readonly number[] } {
  const inOkta = new Set<number>();
  for (let position = 0; position < groupSize(index, scale); position++) inOkta.add(memberIndex(index, position, scale));
  const pushed = [...inOkta].filter((member) => !isCreated(member) && !isDeactivated(member));
  const members = genesysMembers(index, scale);
  const added = pushed.filter((member) => !members.has(member));
  const removed = [...members].filter((member) => !inOkta.has(member) || isDeactivated(member));
  equal(`members of ${group.name}`, group.members, members.size);
  equal(`pushed to ${group.name}`, group.pushed, pushed.length);
  equal(`not pushed to ${group.name}`, group.notPushed.length, inOkta.size - pushed.length);
  sameSet(
    `adds to ${group.name}`,
    group.adds.map((one) => `${one.oktaUserId} ${one.genesysUserId}`),
    added.map((member) => `${oktaUserId(member)} ${genesysId('a', member)}`),
  );
  sameSet(
    `removals from ${group.name}`,
    group.removals.map((one) => `${one.genesysUserId} ${one.reason}`),
    removed.map((member) => `${genesysId('a', member)} ${inOkta.has(member) ? 'inactiveInOkta' : 'notInOktaGroup'}`),
  );
  return { adds: added.length, removed };
}

function checkUsers({ users, summary }: Plan, scale: Scale): void {
  const byOktaId = new Map(users.map((user) => [user.oktaUserId, user]));
  const counts = { deactivate: 0, create: 0, reactivate: 0, update: 0, pingPong: 0, unchanged: 0 };
  for (let index = 0; index < scale.users; index++) {
    const action = expectedAction(index);
    counts[action] += 1;
    const planned = byOktaId.get(oktaUserId(index));
    equal(`action of user ${index}`, planned?.action ?? 'unchanged', action);
    if (planned) checkUser(planned, index);
  }
  const unmanaged = unmanagedOf(scale.users);
  const expected = { ...counts, accountMissing: 0, unmanaged, conflict: 0 };
  for (const [action, count] of Object.entries(summary.users))
    equal(`users to ${action}`, count, expected[action as keyof typeof expected]);
  equal('users of the plan', users.length, scale.users - counts.unchanged + unmanaged);
}

function checkUser(planned: UserPlan, index: number): void {
  equal(`account of user ${index}`, planned.genesysUserId, isCreated(index) ? null : genesysId('a', index));
  if (planned.action === 'create' || planned.action === 'deactivate') return;
  const attributes = planned.attributes.map(({ path, kind }) => `${path} ${kind}`);
  equal(`attributes of user ${index}`, attributes.join(', '), expectedAttributes(index).join(', '));
}

function sameSet(what: string, found: readonly string[], expected: readonly string[]): void {
  equal(`number of ${what}`, found.length, expected.length);
  const all = new Set(expected);
  for (const one of found) if (!all.delete(one)) throw new Error(`Among the ${what}: ${one}, which does not belong there.`);
}

function equal<Value extends string | number | null | undefined>(what: string, found: Value, expected: Value): void {
  if (found !== expected) throw new Error(`The benchmark's plan is wrong. ${what}: ${String(found)}, and not ${String(expected)}.`);
}
