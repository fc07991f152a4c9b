import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Snapshot } from '../../src/genesys/snapshot';
import { problem } from '../../src/input/problem';
import { compareSnapshots } from '../../src/plan/compareSnapshots';
import { sortInSteps } from '../../src/plan/sortInSteps';
import { scimGroup, scimUser, snapshot } from './examples';

/** How an org truly is at one time: by user whether they are active, by group its members. */
interface Truth {
  readonly users: Readonly<Record<string, { readonly active: boolean; readonly title: string }>>;
  readonly groups: Readonly<Record<string, readonly string[]>>;
}

/** What a snapshot of it misses, and says so. */
interface Damage {
  readonly users: readonly string[];
  readonly groups: readonly string[];
  /** Groups of whose list the first member is missing. */
  readonly cut: readonly string[];
}

const userIds = ['u1', 'u2', 'u3', 'u4', 'u5', 'u6'];
const groupIds = ['g1', 'g2', 'g3'];
const truth: fc.Arbitrary<Truth> = fc.record({
  users: fc.dictionary(fc.constantFrom(...userIds), fc.record({ active: fc.boolean(), title: fc.constantFrom('Agent', 'Lead', '') })),
  groups: fc.dictionary(fc.constantFrom(...groupIds), fc.uniqueArray(fc.constantFrom(...userIds))),
});
const damage: fc.Arbitrary<Damage> = fc.record({
  users: fc.subarray(userIds),
  groups: fc.subarray(groupIds),
  cut: fc.subarray(groupIds),
});
const none: Damage = { users: [], groups: [], cut: [] };

function taken({ users, groups }: Truth, { users: lostUsers, groups: lostGroups, cut }: Damage, at: string): Snapshot {
  const lost = lostUsers.some((id) => users[id]) || lostGroups.some((id) => groups[id]);
  const isCut = (id: string): boolean => cut.includes(id) && (groups[id]?.length ?? 0) > 0;
  return snapshot(
    Object.entries(users).flatMap(([id, rest]) => (lostUsers.includes(id) ? [] : [scimUser(id, rest)])),
    Object.entries(groups).flatMap(([id, members]) =>
      lostGroups.includes(id) ? [] : [scimGroup(id, id, isCut(id) ? members.slice(1) : members)],
    ),
    {
      takenAt: at,
      live: true,
      complete: !lost,
      problems: lost ? [problem('listing-short', 'Somebody is missing.')] : [],
      unprovedGroups: new Map(groupIds.filter(isCut).map((id) => [id, 'The list may be cut.'])),
    },
  );
}

const [tuesday, friday] = ['2026-11-17T14:02:00.000Z', '2026-11-20T14:31:00.000Z'];
const sorted = (items: Iterable<string>): string[] => [...items].sort();
const idsOf = (list: readonly { readonly id: string }[]): string[] => sorted(list.map(({ id }) => id));

describe('plan: snapshots compared, against the truth', () => {
  it('is exact where both are whole', () => {
    fc.assert(
      fc.property(truth, truth, (before, after) => {
        const { people, groups } = compareSnapshots(taken(before, none, tuesday), taken(after, none, friday), { phoneRegion: null });
        const [was, is] = [before.users, after.users];
        const both = userIds.filter((id) => was[id] && is[id]);
        assert.deepEqual(idsOf(people.appeared), sorted(userIds.filter((id) => !was[id] && is[id])));
        assert.deepEqual(idsOf(people.gone), sorted(userIds.filter((id) => was[id] && !is[id])));
        assert.deepEqual(idsOf(people.deactivated), sorted(both.filter((id) => was[id]?.active && !is[id]?.active)));
        assert.deepEqual(idsOf(people.reactivated), sorted(both.filter((id) => !was[id]?.active && is[id]?.active)));
        assert.deepEqual(idsOf(people.changed), sorted(both.filter((id) => was[id]?.title !== is[id]?.title)));
        const moved = groupIds.flatMap((id) => {
          const [then, now] = [before.groups[id], after.groups[id]];
          if (!then || !now) return [];
          const came = sorted(now.filter((member) => !then.includes(member)));
          const left = sorted(then.filter((member) => !now.includes(member)));
          return came.length + left.length === 0 ? [] : [{ id, came, left }];
        });
        assert.deepEqual(
          groups.members.map(({ id, came, left }) => ({ id, came: idsOf(came ?? []), left: idsOf(left ?? []) })),
          moved,
        );
        assert.deepEqual(idsOf(groups.gone), sorted(groupIds.filter((id) => before.groups[id] && !after.groups[id])));
      }),
      { numRuns: 300 },
    );
  });

  it('never tells of anybody gone, come, left or new who is not, whatever the snapshots miss', () => {
    let told = 0;
    fc.assert(
      fc.property(truth, truth, damage, damage, (before, after, lostBefore, lostAfter) => {
        const options = { phoneRegion: null };
        const { people, groups } = compareSnapshots(taken(before, lostBefore, tuesday), taken(after, lostAfter, friday), options);
        for (const { id } of people.gone) assert.ok(before.users[id] && !after.users[id], `${id} has not gone`);
        for (const { id } of people.appeared) assert.ok(!before.users[id] && after.users[id], `${id} has not appeared`);
        for (const { id } of groups.gone) assert.ok(before.groups[id] && !after.groups[id], `${id} has not gone`);
        for (const { id } of groups.appeared) assert.ok(!before.groups[id] && after.groups[id], `${id} has not appeared`);
        for (const { id, came, left } of groups.members) {
          const [then, now] = [before.groups[id] ?? [], after.groups[id] ?? []];
          for (const member of left ?? [])
            assert.ok(then.includes(member.id) && !now.includes(member.id), `${member.id} has not left ${id}`);
          for (const member of came ?? []) assert.ok(!then.includes(member.id) && now.includes(member.id), `${member.id} did not come`);
          told += (left?.length ?? 0) + (came?.length ?? 0);
        }
        told += people.gone.length + people.appeared.length;
      }),
      { numRuns: 500 },
    );
    assert.ok(told > 500, `only ${told} changes were told`);
  });

  it('sorts in steps as a sort does', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { maxLength: 5000, size: 'max' }), (numbers) => {
        const items = numbers.map((key, place) => ({ key, place }));
        const steps = sortInSteps(items, (a, b) => a.key - b.key);
        let step = steps.next();
        while (step.done !== true) step = steps.next();
        assert.deepEqual(
          step.value,
          [...items].sort((a, b) => a.key - b.key),
        );
      }),
      { numRuns: 30 },
    );
  });
});
