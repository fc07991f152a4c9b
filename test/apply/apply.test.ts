import { strict as assert } from 'node:assert';
import { readJournal } from '../../src/apply/journalFile';
import { journalState } from '../../src/apply/journalState';
import { prepareApply } from '../../src/apply/prepareApply';
import { runApply } from '../../src/apply/runApply';
import type { GateAnswer } from '../../src/apply/gate';
import type { GroupPlan } from '../../src/plan/plan';
import { SampleOrg } from './sampleOrg';

/** Everything that the gate of this group asks for. */
function passing(group: GroupPlan): GateAnswer {
  const lifts = group.guards.map((guard) => ({ guard, count: guard === 'genesysBlock' ? group.removals.length : null, group: null }));
  return { confirmation: String(group.removals.length), lifts };
}

const membersAfter = (group: GroupPlan, before: ReadonlySet<string>): Set<string> => {
  const members = new Set(before);
  for (const { genesysUserId } of group.adds) members.add(genesysUserId);
  for (const { genesysUserId } of group.removals) members.delete(genesysUserId);
  return members;
};

describe('applying a plan in the sandbox', () => {
  let sample: SampleOrg;
  before(async () => {
    sample = await SampleOrg.start();
  });
  after(() => sample.stop());

  it('does the 1,240 removals and 3 adds of Support Tier 1 in seven batches, each proved', async () => {
    const group = sample.group('Support Tier 1');
    const members = await sample.members(group);
    const prepared = await prepareApply(sample.plan, [{ group, mode: 'both', people: null }], sample.prepareOptions());
    assert.equal(prepared.gate?.confirmation, '1240');
    const result = await runApply(prepared, passing(group), sample.runOptions());
    assert.deepEqual([result.end, result.groups[0]?.end, result.groups[0]?.left], ['done', 'done', []]);
    const now = await sample.members(group);
    assert.deepEqual([...now].sort(), [...membersAfter(group, members)].sort());
    const state = journalState((await readJournal(result.journal ?? '')).lines);
    assert.deepEqual(state.groups[0]?.before?.members, [...members].sort());
    assert.equal(state.groups[0].removed.size, 1240);
    assert.equal(state.groups[0].added.size, 3);
    assert.equal(state.nextBatch, 8);
  });
});
