import { strict as assert } from 'node:assert';
import { readdir } from 'node:fs/promises';
import { prepareApply } from '../../src/apply/prepareApply';
import { runApply } from '../../src/apply/runApply';
import type { GroupPlan } from '../../src/plan/plan';
import type { SandboxSwitches } from '../../src/sandbox/switches';
import { passing } from './passing';
import { hastyClock, SampleOrg } from './sampleOrg';

/** What is not verified about the real server, both ways (product.md, section 12). */
const switches: readonly Partial<SandboxSwitches>[] = [
  {},
  { stale: '409' },
  { stale: '412' },
  { version: 'fixed' },
  { block: 'operation' },
  { block: 'net' },
  { unknownMember: 'ignore' },
  { absentMember: 'refuse' },
  { derivedMember: 'remove' },
  { stale: '412', version: 'fixed', block: 'net', unknownMember: 'ignore', absentMember: 'refuse' },
];

const name = (one: Partial<SandboxSwitches>): string =>
  Object.entries(one)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(' ') || 'as it is';

const appliable = ({ plan }: SampleOrg): readonly GroupPlan[] =>
  plan.groups.filter((group) => group.verdict !== 'unresolved' && group.adds.length + group.removals.length > 0);

describe('applying, whatever the real server does', () => {
  for (const one of switches) {
    it(`ends in the members that were planned: ${name(one)}`, async () => {
      const sample = await SampleOrg.start({ switches: one });
      try {
        const groups = appliable(sample);
        assert.ok(groups.length > 10, `${groups.length} groups`);
        const before = new Map(await Promise.all(groups.map(async (group) => [group, await sample.members(group)] as const)));
        const prepared = await prepareApply(
          sample.plan,
          groups.map((group) => ({ group, mode: 'both', people: null })),
          sample.prepareOptions(),
        );
        const result = await runApply(prepared, passing(prepared.gate), sample.runOptions({ clock: hastyClock(), lagMs: 5000 }));
        const heldBack = new Set(prepared.works.flatMap((work) => work.heldBack));
        for (const group of groups) {
          const wanted = new Set(before.get(group));
          for (const { genesysUserId: id } of group.adds) if (!heldBack.has(id)) wanted.add(id);
          for (const { genesysUserId: id } of group.removals) if (!heldBack.has(id)) wanted.delete(id);
          const now = await sample.members(group);
          const kept = new Set(result.groups.find(({ groupId }) => groupId === group.genesysGroupId)?.notDone.map(({ id }) => id));
          const differing = [...new Set([...wanted, ...now])].filter((id) => wanted.has(id) !== now.has(id) && !kept.has(id));
          assert.deepEqual([group.name, differing], [group.name, []]);
        }
      } finally {
        await sample.stop();
      }
    });
  }

  it('writes nothing where member lists are cut', async () => {
    const sample = await SampleOrg.start({ switches: { memberLimit: 20 } });
    try {
      const counts = await Promise.all(sample.plan.groups.map(({ genesysGroupId }) => sample.door.memberCount(genesysGroupId ?? '')));
      const groups = sample.plan.groups.filter((_, index) => (counts[index] ?? 0) > 20);
      assert.ok(groups.length > 5, `${groups.length} groups`);
      assert.deepEqual(
        groups.filter(({ verdict }) => verdict !== 'unresolved').map((group) => group.name),
        [],
      );
      const prepared = await prepareApply(
        sample.plan,
        groups.map((group) => ({ group, mode: 'both', people: null })),
        sample.prepareOptions(),
      );
      assert.deepEqual([prepared.works.length, prepared.refused.length], [0, groups.length]);
      const result = await runApply(prepared, passing(prepared.gate), sample.runOptions());
      assert.deepEqual([result.end, result.journal, await readdir(sample.journals).catch(() => [])], ['notAllDone', null, []]);
    } finally {
      await sample.stop();
    }
  });

  it('writes nothing where a list is cut only after the plan was made', async () => {
    const sample = await SampleOrg.start();
    try {
      const group = sample.group('VIP');
      const door = { ...sample.door, memberCount: () => Promise.resolve((group.members ?? 0) + 1) };
      const prepared = await prepareApply(sample.plan, [{ group, mode: 'both', people: null }], sample.prepareOptions({ door }));
      assert.equal(prepared.works.length, 0);
      assert.match(prepared.refused[0]?.message ?? '', /the list is not whole/);
    } finally {
      await sample.stop();
    }
  });
});
