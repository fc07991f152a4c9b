import { createHash } from 'node:crypto';
import assert from 'node:assert/strict';
import { userActions, verdicts, type GroupPlan, type Plan, type UserPlan } from '../../src/plan/plan';
import type { OracleGroup, OraclePlan, OracleUser } from './oracleTypes';

/** Throws where the plan says something else than the oracle about sections 4 to 6. */
export function assertSamePlan(plan: Plan, oracle: OraclePlan): void {
  assert.equal(plan.complete, oracle.complete, 'complete');
  assert.equal(
    plan.problems.some((problem) => problem.code === 'wrong-org'),
    oracle.wrongOrg,
    'wrong-org',
  );
  assertSameConflicts(plan, oracle);
  assert.deepEqual(plan.groups.map(groupKey).sort(), oracle.groups.map(groupKey).sort(), 'previewed groups');
  for (const expected of oracle.groups) {
    const group = plan.groups.find((candidate) => groupKey(candidate) === groupKey(expected));
    assert.ok(group !== undefined);
    assertSameGroup(group, expected);
  }
  assert.deepEqual(plan.users.map(userKey).sort(), oracle.users.map(userKeyOfOracle).sort(), 'users by action');
  for (const expected of oracle.users) {
    const user = plan.users.find((candidate) => userKey(candidate) === userKeyOfOracle(expected));
    assert.ok(user !== undefined);
    assertSameUser(user, expected);
  }
  assert.deepEqual(plan.summary, oracle.summary, 'summary');
}

/** What holds of every plan, whatever it was made from (sections 5 and 8). */
export function assertSound(plan: Plan): void {
  for (const group of plan.groups) {
    assertSoundGroup(group);
  }
  assertSorted(plan);
  const { id, createdAt, ...rest } = plan;
  assert.ok(createdAt !== '');
  assert.equal(id, createHash('sha256').update(JSON.stringify(rest), 'utf8').digest('hex'), 'id');
  assert.ok(plan.users.every((user) => userActions.includes(user.action)));
}

/** The bytes that must not depend on the order of the input. */
export function bytesOf(plan: Plan): string {
  return JSON.stringify({ ...plan, createdAt: '' });
}

function assertSoundGroup(group: GroupPlan): void {
  const adds = group.adds.map((add) => add.genesysUserId);
  const removals = group.removals.map((removal) => removal.genesysUserId);
  assert.equal(
    new Set([...adds, ...removals]).size,
    adds.length + removals.length,
    `${group.name}: adds and removals are disjoint, each once`,
  );
  assert.equal(
    new Set(group.notPushed.map((person) => person.oktaUserId)).size,
    group.notPushed.length,
    `${group.name}: notPushed each once`,
  );
  if (group.members === null || group.pushed === null) {
    assert.deepEqual(
      [adds, removals, group.notPushed, group.after, group.unchanged, group.removalsAtWorst],
      [[], [], [], null, null, null],
    );
    return;
  }
  assert.equal(group.after, group.pushed, `${group.name}: after is what is pushed`);
  assert.equal(group.members - removals.length + adds.length, group.after, `${group.name}: members - removals + adds`);
  assert.equal(group.members - removals.length, group.unchanged, `${group.name}: unchanged`);
  assert.ok((group.removalsAtWorst ?? -1) >= removals.length && (group.removalsAtWorst ?? -1) <= group.members, `${group.name}: at worst`);
}

function assertSameGroup(group: GroupPlan, expected: OracleGroup): void {
  const { adds, notPushed, removals, genesysName, ...rest } = group;
  const { adds: expectedAdds, notPushed: expectedNotPushed, removals: expectedRemovals, origins, genesysNames, ...expectedRest } = expected;
  const where = `group ${expected.name} (${expected.oktaGroupId})`;
  // Of a group that is not matched the text does not say whether its list counts as confirmed.
  assert.deepEqual(
    { ...rest, confirmed: group.genesysGroupId !== null && rest.confirmed },
    { ...expectedRest, confirmed: expected.genesysGroupId !== null && expectedRest.confirmed },
    where,
  );
  assert.ok(genesysNames.includes(genesysName), `${where}: ${genesysName ?? 'no name'} is shown, not ${genesysNames.join(' or ')}`);
  assert.deepEqual(adds.map((add) => add.genesysUserId).sort(), Object.keys(expectedAdds).sort(), `${where}: adds`);
  for (const add of adds) {
    assert.ok(expectedAdds[add.genesysUserId]?.includes(add.oktaUserId), `${where}: ${add.genesysUserId} is added for ${add.oktaUserId}`);
  }
  assert.deepEqual(
    Object.fromEntries(notPushed.map((person) => [person.oktaUserId, person.reason])),
    expectedNotPushed,
    `${where}: not pushed`,
  );
  assert.deepEqual(removals.map((removal) => removal.genesysUserId).sort(), Object.keys(expectedRemovals).sort(), `${where}: removals`);
  for (const removal of removals) {
    const allowed = expectedRemovals[removal.genesysUserId] ?? [];
    assert.ok(
      allowed.includes(removal.reason),
      `${where}: ${removal.genesysUserId} is removed as ${removal.reason}, not ${allowed.join(' or ')}`,
    );
    assert.equal(removal.origin, origins[removal.genesysUserId] ?? null, `${where}: origin of ${removal.genesysUserId}`);
  }
}

function assertSameUser(user: UserPlan, expected: OracleUser): void {
  const where = `${expected.action} ${userKeyOfOracle(expected)}`;
  const side = expected.oktaSides.find((candidate) => candidate.oktaUserId === user.oktaUserId && candidate.matchedBy === user.matchedBy);
  assert.ok(
    side !== undefined,
    `${where}: ${user.oktaUserId ?? 'nobody'} by ${user.matchedBy ?? 'no rule'}, not ${JSON.stringify(expected.oktaSides)}`,
  );
  assert.equal(user.notSent, expected.notSent, `${where}: notSent`);
  assert.equal(user.version, expected.version, `${where}: version`);
  const shown = user.attributes
    .filter((attribute) => attribute.kind !== 'equal')
    .map(({ path, kind, okta, genesys, normalized }) => {
      const e164 = expected.attributes[path]?.e164 ?? null;
      return [path, { kind, okta, genesys: genesys === '' ? null : genesys, e164: e164 === null ? null : normalized }];
    });
  assert.deepEqual(Object.fromEntries(shown), expected.attributes, `${where}: attributes`);
}

function assertSameConflicts(plan: Plan, oracle: OraclePlan): void {
  const key = (conflict: OraclePlan['conflicts'][number]): string =>
    JSON.stringify([conflict.kind, [...conflict.oktaUserIds].sort(), [...conflict.genesysUserIds].sort()]);
  assert.deepEqual(plan.conflicts.map(key).sort(), oracle.conflicts.map(key).sort(), 'conflicts');
}

/** Section 8: groups by verdict, removals, name; people by user name; users by action and user name; attributes by path. */
function assertSorted(plan: Plan): void {
  assertOrder(plan.groups, (group) => [verdicts.indexOf(group.verdict), -group.removals.length, group.name], 'groups');
  assertOrder(plan.users, (user) => [userActions.indexOf(user.action), user.userName], 'users');
  for (const group of plan.groups) {
    assertOrder(group.adds, (add) => [add.userName], `${group.name}: adds`);
    assertOrder(group.removals, (removal) => [removal.userName], `${group.name}: removals`);
    assertOrder(group.notPushed, (person) => [person.login], `${group.name}: notPushed`);
  }
  for (const user of plan.users) {
    assertOrder(user.attributes, (attribute) => [attribute.path], 'attributes');
  }
}

function assertOrder<Item>(items: readonly Item[], keyOf: (item: Item) => readonly (number | string | null)[], what: string): void {
  for (const [index, item] of items.entries()) {
    const next = items[index + 1];
    assert.ok(
      next === undefined || !isAfter(keyOf(item), keyOf(next)),
      `${what} are sorted: ${JSON.stringify([keyOf(item), next && keyOf(next)])}`,
    );
  }
}

/** Where an unknown name sorts the text does not say: it is compared with nothing. */
function isAfter(one: readonly (number | string | null)[], other: readonly (number | string | null)[]): boolean {
  for (const [index, value] of one.entries()) {
    const against = other[index] ?? null;
    if (value === null || against === null || value < against) {
      return false;
    }
    if (value > against) {
      return true;
    }
  }
  return false;
}

/** A group may be pushed to several targets. */
function groupKey(group: GroupPlan | OracleGroup): string {
  return JSON.stringify([group.oktaGroupId, group.name, group.pushStatus, group.match, group.genesysGroupId]);
}

function userKey(user: UserPlan): string {
  const okta = user.action === 'conflict' || user.genesysUserId === null || user.action === 'accountMissing' ? user.oktaUserId : null;
  return JSON.stringify([user.action, okta, user.action === 'accountMissing' ? null : user.genesysUserId]);
}

function userKeyOfOracle(user: OracleUser): string {
  const okta = user.action === 'conflict' || user.genesysUserId === null ? (user.oktaSides[0]?.oktaUserId ?? null) : null;
  return JSON.stringify([user.action, okta, user.genesysUserId]);
}
