import type { Gate, GateAnswer } from '../../src/apply/gate';

/** Everything that a gate asks for. */
export function passing(gate: Gate | null): GateAnswer {
  if (gate === null) return { confirmation: null, lifts: [] };
  const ofPlan = [...gate.planGuards.keys()].map((guard) => ({ guard, count: null, group: null }));
  const ofGroups = gate.groups.flatMap(({ guards, work, removals }) =>
    guards.map((guard) => ({ guard, count: guard === 'genesysBlock' ? removals : null, group: work.groupId })),
  );
  return { confirmation: gate.confirmation, lifts: [...ofPlan, ...ofGroups] };
}
