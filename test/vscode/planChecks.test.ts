import assert from 'node:assert/strict';
import { PlanChecks } from '../../src/vscode/planChecks';
import { groupPlan, removals, samplePlan } from './samplePlan';

const add = { genesysUserId: 'new', userName: 'new@contoso.example', oktaUserId: '00u-new' };

describe('The checks of the Plan view', () => {
  const adding = groupPlan({ name: 'Adding', verdict: 'safe', adds: [add] });
  const removing = groupPlan({ name: 'Removing', verdict: 'safe', removals: removals('notInOktaGroup', 1) });
  const held = groupPlan({ name: 'Held', verdict: 'review', guards: ['manyAdds'], adds: [add] });
  const unresolved = groupPlan({ name: 'Unresolved', verdict: 'unresolved', guards: ['unknownMembers'], adds: [add] });
  const unmatched = groupPlan({ name: 'Unmatched', verdict: 'unresolved', match: 'missing', genesysGroupId: null, adds: [add] });
  const unchanged = groupPlan({ name: 'Unchanged' });
  const groups = [adding, removing, held, unresolved, unmatched, unchanged];

  it('begin with what only adds and is safe; what cannot be applied has none', () => {
    const checks = new PlanChecks();
    checks.show(samplePlan({ groups }));
    assert.deepEqual(
      groups.map((group) => [group.name, checks.canBeChecked(group), checks.isChecked(group)]),
      [
        ['Adding', true, true],
        ['Removing', true, false],
        ['Held', true, false],
        ['Unresolved', false, false],
        ['Unmatched', false, false],
        ['Unchanged', false, false],
      ],
    );
    for (const group of groups) checks.set(group, true);
    assert.deepEqual(
      checks.selections().map(({ group }) => group.name),
      ['Adding', 'Removing', 'Held'],
    );
  });

  it('are gone with another plan, and kept with the same', () => {
    const checks = new PlanChecks();
    const plan = samplePlan({ groups });
    checks.show(plan);
    checks.set(adding, false);
    checks.setMode(removing, 'removals');
    checks.show(plan);
    assert.deepEqual(
      checks.selections().map(({ group, mode }) => [group.name, mode]),
      [['Removing', 'removals']],
    );
    checks.show(samplePlan({ groups }));
    assert.deepEqual(
      checks.selections().map(({ group, mode }) => [group.name, mode]),
      [['Adding', 'both']],
    );
    checks.show(undefined);
    assert.deepEqual(checks.selections(), []);
  });

  it('are not to be had in a partial plan', () => {
    const checks = new PlanChecks();
    checks.show(samplePlan({ groups, complete: false }));
    checks.set(adding, true);
    assert.deepEqual(checks.selections(), []);
    assert.equal(checks.canBeChecked(adding), false);
  });
});
