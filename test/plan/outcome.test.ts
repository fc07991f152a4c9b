import assert from 'node:assert/strict';
import { planOutcome, type PlanOutcome } from '../../src/plan/outcome';
import { oktaGroup, oktaUser, plan, scimGroup, scimUser, snapshot, source } from './examples';
import type { Plan } from '../../src/plan/plan';

const same = oktaUser('a', { email: null });
const table: readonly (readonly [what: string, plan: Plan, outcome: PlanOutcome])[] = [
  ['equal', plan(source({ users: [same] }), snapshot([scimUser('a')], [])), 'nothing'],
  ['a user only in Genesys', plan(source({ users: [] }), snapshot([scimUser('a')], [])), 'nothing'],
  [
    'ping-pong',
    plan(source({ users: [oktaUser('a', { login: 'A@contoso.example', email: null })] }), snapshot([scimUser('a')], [])),
    'nothing',
  ],
  ['a create', plan(source({ users: [same] }), snapshot([], [])), 'changes'],
  ['a create that is not sent', plan(source({ users: [same] }), snapshot([], []), { features: [] }), 'nothing'],
  [
    'a safe group',
    plan(
      source({ users: [same], groups: [oktaGroup('o', 'S')], members: { o: ['a'] } }),
      snapshot([scimUser('a')], [scimGroup('s', 'S', [])]),
    ),
    'changes',
  ],
  [
    'a group in review',
    plan(
      source({ users: [same], groups: [oktaGroup('o', 'S')], members: { o: ['a'] } }),
      snapshot([scimUser('a')], [scimGroup('s', 's', ['a'])]),
    ),
    'held',
  ],
  [
    'a conflict',
    plan(
      source({ users: [oktaUser('b', { email: 'a@contoso.example' }), oktaUser('c', { email: 'a@contoso.example' })] }),
      snapshot([scimUser('a')], []),
    ),
    'held',
  ],
  ['a partial plan that changes nothing', plan(source({ users: [same] }), snapshot([scimUser('a')], [], { complete: false })), 'held'],
];

describe('planOutcome', () => {
  for (const [what, made, outcome] of table) {
    it(`${what}: ${outcome}`, () => {
      assert.equal(planOutcome(made), outcome);
    });
  }
});
