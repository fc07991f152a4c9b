import fc from 'fast-check';
import assert from 'node:assert/strict';
import { buildPlan } from '../../src/plan/buildPlan';
import type { Plan } from '../../src/plan/plan';
import { assertSamePlan, assertSound, bytesOf } from './comparePlans';
import { planSlowly } from './oracle';
import { largeOrgs, shuffled } from './orderAndSize';
import { rawOrgs } from './randomOrg';
import { orgOf, type Org } from './rawOrg';

const tool = { name: 'scim-preflight', version: '0.0.0' };

function planOf({ source, snapshot, settings }: Org): Plan {
  return buildPlan(source, snapshot, settings, tool);
}

function oracleOf({ source, snapshot, settings }: Org): ReturnType<typeof planSlowly> {
  return planSlowly(source, snapshot, settings);
}

describe('plan on random orgs', () => {
  it('equals an independent computation of sections 4 to 6', () => {
    fc.assert(
      fc.property(rawOrgs, (raw) => {
        const org = orgOf(raw);
        assertSamePlan(planOf(org), oracleOf(org));
      }),
      { numRuns: 600 },
    );
  });

  it('equals it on groups around the block of 1000 and the batch of 256', function () {
    this.timeout(120_000);
    fc.assert(
      fc.property(largeOrgs, (org) => {
        const plan = planOf(org);
        assertSamePlan(plan, oracleOf(org));
        assertSound(plan);
      }),
      { numRuns: 12 },
    );
  });

  it('is sound: disjoint lists, sums, order, summary and id', () => {
    fc.assert(
      fc.property(rawOrgs, (raw) => assertSound(planOf(orgOf(raw)))),
      { numRuns: 300 },
    );
  });

  it('does not depend on the order of the input, and is the same a second time', () => {
    fc.assert(
      fc.property(rawOrgs, fc.nat(), (raw, seed) => {
        const bytes = bytesOf(planOf(orgOf(raw)));
        assert.equal(bytesOf(planOf(orgOf(raw))), bytes);
        assert.equal(bytesOf(planOf(shuffled(orgOf(raw), seed))), bytes);
      }),
      { numRuns: 300 },
    );
  });

  it('has nothing left to change in a group after its push', () => {
    fc.assert(
      fc.property(rawOrgs, (raw) => {
        const org = orgOf(raw);
        for (const group of planOf(org).groups.filter(({ pushed }) => pushed !== null)) {
          const again = planOf(afterPush(org, group)).groups.find(
            (other) => other.oktaGroupId === group.oktaGroupId && other.genesysGroupId === group.genesysGroupId,
          );
          assert.deepEqual([again?.adds, again?.removals, again?.members], [[], [], group.after], group.name);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** The org with the members of one group replaced by what Okta pushes. */
function afterPush(org: Org, { genesysGroupId, adds, removals }: Plan['groups'][number]): Org {
  const group = org.snapshot.groups.get(genesysGroupId ?? '');
  assert.ok(group !== undefined);
  const removed = new Set(removals.map((removal) => removal.genesysUserId));
  const kept = (group.members ?? []).filter((member) => !removed.has(member.value));
  const members = [...kept, ...adds.map((add) => ({ value: add.genesysUserId }))];
  const groups = new Map(org.snapshot.groups).set(group.id, { ...group, members });
  return { ...org, snapshot: { ...org.snapshot, groups } };
}
