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

  it('are kept with the same plan, and with another one that plans the group alike', () => {
    const checks = new PlanChecks();
    const plan = samplePlan({ groups });
    checks.show(plan);
    checks.set(adding, false);
    checks.setMode(removing, 'removals');
    const chosen = (): unknown[] => checks.selections().map(({ group, mode }) => [group.name, mode]);
    checks.show(plan);
    assert.deepEqual(chosen(), [['Removing', 'both']]);
    checks.show(samplePlan({ groups: groups.map((group) => ({ ...group, version: 'W/"2"' })) }));
    assert.deepEqual(chosen(), [['Removing', 'both']]);
    checks.show(undefined);
    assert.deepEqual(chosen(), []);
    checks.show(plan);
    assert.deepEqual(chosen(), [['Adding', 'both']]);
  });

  it('are of neither plan while another one is gone over to, and lose nothing where that is given up', () => {
    const checks = new PlanChecks();
    const plan = samplePlan({ groups });
    checks.show(plan);
    checks.set(adding, false);
    checks.set(removing, true);
    const steps = checks.showInSteps({ ...plan });
    for (let taken = 0; steps.next().done !== true; taken++) {
      assert.deepEqual(checks.selections(), []);
      assert.equal(checks.isChecked(removing), false);
      if (taken === 3) break;
    }
    checks.show({ ...plan });
    assert.deepEqual(
      checks.selections().map(({ group }) => group.name),
      ['Removing'],
    );
    assert.equal(checks.canBeChecked(held), true);
  });

  it('choose single people, by the side or one by one, and say how much of the group that is', () => {
    const checks = new PlanChecks();
    const mixed = groupPlan({ name: 'Mixed', verdict: 'review', adds: [add], removals: removals('notInOktaGroup', 3) });
    checks.show(samplePlan({ groups: [mixed] }));
    const [first = '', second = '', third = ''] = mixed.removals.map(({ genesysUserId }) => genesysUserId);
    const steps: readonly (readonly [() => void, string, readonly string[] | null])[] = [
      [() => checks.setPeople(mixed, [first], true), 'some', [first]],
      [() => checks.setPeople(mixed, [third, second, 'nobody-here'], true), 'removals', null],
      [() => checks.setPeople(mixed, ['new'], true), 'both', null],
      [() => checks.setPeople(mixed, [second], false), 'some', [first, third, 'new']],
      [() => checks.setMode(mixed, 'adds'), 'adds', null],
      [() => checks.setPeople(mixed, [second, first], true), 'some', [first, second, 'new']],
      [() => checks.set(mixed, true), 'both', null],
    ];
    for (const [step, mode, people] of steps) {
      step();
      assert.equal(checks.modeOf(mixed), mode);
      const [selection] = checks.selections();
      assert.deepEqual(selection?.people && [...selection.people], people);
      assert.equal(selection?.mode, mode === 'some' ? 'both' : mode);
    }
    checks.setPeople(mixed, [first, second, third, 'new'], false);
    assert.equal(checks.isChecked(mixed), false);
    assert.deepEqual(checks.selections(), []);
  });

  it('leave out whom a conflict holds, whichever of the two says so', () => {
    const checks = new PlanChecks();
    const held = groupPlan({
      name: 'Held',
      verdict: 'review',
      guards: ['conflict'],
      adds: [add],
      removals: [...removals('conflict', 1), ...removals('notInOktaGroup', 1)],
    });
    const conflicts = [{ kind: 'sameGenesysUser' as const, message: '', oktaUserIds: [], genesysUserIds: ['new'] }];
    checks.show(samplePlan({ groups: [held], conflicts }));
    assert.deepEqual([...checks.choosable(held).everybody], ['notInOktaGroup-0']);
    checks.setPeople(held, ['new', 'conflict-0'], true);
    assert.deepEqual(checks.selections(), []);
    checks.set(held, true);
    assert.equal(checks.modeOf(held), 'both');
    checks.show(samplePlan({ groups: [held] }));
    assert.deepEqual(checks.selections(), [], 'another conflict is another choice');
  });

  const people = groupPlan({ name: 'People', verdict: 'review', membersSha256: 'a', removals: removals('notInOktaGroup', 3), members: 9 });
  const changes: readonly (readonly [string, Partial<typeof people>, boolean])[] = [
    ['nothing but the version', { version: 'W/"7"' }, true],
    ['the members', { membersSha256: 'b' }, false],
    ['a guard', { guards: ['percent'] }, false],
    ['who is removed', { removals: removals('notInOktaGroup', 2) }, false],
    ['a reason', { removals: removals('unknownToOkta', 3) }, false],
    ['the name in Genesys', { genesysName: 'people' }, false],
  ];
  for (const [what, given, isKept] of changes) {
    it(`of people ${isKept ? 'stay' : 'go'} where ${what} changed with a new plan`, () => {
      const checks = new PlanChecks();
      checks.show(samplePlan({ groups: [people] }));
      checks.setPeople(people, ['notInOktaGroup-1'], true);
      const again = { ...people, ...given };
      checks.show(samplePlan({ groups: [again] }));
      assert.deepEqual([...checks.choiceOf(again)], isKept ? ['notInOktaGroup-1'] : []);
    });
  }

  it('of people go with the plan of another org, and come back safe after a partial plan', () => {
    const checks = new PlanChecks();
    checks.show(samplePlan({ groups: [people, adding] }));
    checks.setPeople(people, ['notInOktaGroup-1'], true);
    checks.show(samplePlan({ groups: [people], org: { name: 'Other', host: 'api.mypurecloud.de', orgId: 'org-2', clientId: 'c' } }));
    assert.equal(checks.isChecked(people), false);
    checks.show(samplePlan({ groups: [adding], complete: false }));
    checks.show(samplePlan({ groups: [adding] }));
    assert.equal(checks.isChecked(adding), true);
  });

  it('are not to be had in a partial plan', () => {
    const checks = new PlanChecks();
    checks.show(samplePlan({ groups, complete: false }));
    checks.set(adding, true);
    assert.deepEqual(checks.selections(), []);
    assert.equal(checks.canBeChecked(adding), false);
  });
});
