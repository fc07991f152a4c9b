import assert from 'node:assert/strict';
import { checkOf, setCheck } from '../../src/vscode/planCheckbox';
import { PlanChecks } from '../../src/vscode/planChecks';
import { PlanFilter } from '../../src/vscode/planFilter';
import type { PlanNode } from '../../src/vscode/planNode';
import { PlanOutline } from '../../src/vscode/planOutline';
import { planSections } from '../../src/vscode/planSections';
import { groupPlan, removals, samplePlan, supportTier1 } from './samplePlan';

const held = groupPlan({
  name: 'Held',
  verdict: 'review',
  guards: ['conflict'],
  members: 9,
  after: 6,
  removals: [...removals('conflict', 1), ...removals('notInOktaGroup', 2)],
});

/** The Plan view of these groups, with its checks. */
function view(groups = [supportTier1, held], filter = '') {
  const plan = samplePlan({ groups });
  const outline = new PlanOutline(planSections({ plan, source: null, snapshot: null }, new PlanFilter(filter)));
  const checks = new PlanChecks();
  checks.show(plan);
  const row = (...labels: readonly string[]): PlanNode => {
    let node: PlanNode | undefined;
    for (const label of labels) {
      const found = outline.children(node).find((child) => child.label === label);
      assert.ok(found, label);
      node = found;
    }
    assert.ok(node);
    return node;
  };
  const said = (node: PlanNode): unknown[] => {
    const { box, words } = checkOf(node, checks);
    return [box?.isChecked, words];
  };
  return { checks, outline, row, said };
}

describe('The checkboxes of the Plan view', () => {
  const group = ['Groups at risk', 'Support Tier 1'];
  const byHand = [...group, 'Removed', 'Added by hand in Genesys, not in the Okta group'];

  it('say in words what two states cannot', () => {
    const { row, said, checks, outline } = view();
    const rows = [row(...group), row(...group, 'Removed'), row(...byHand), row(...group, 'Added')];
    const all = (): unknown[] => rows.map(said);
    assert.deepEqual(all(), [
      [false, ''],
      [false, ''],
      [false, ''],
      [false, ''],
    ]);
    for (const person of outline.children(row(...byHand)).slice(0, 12)) setCheck(person, checks, true);
    assert.deepEqual(all(), [
      [true, '12 of 1,243 chosen'],
      [true, '12 of 1,240 chosen'],
      [true, '12 of 912 chosen'],
      [false, ''],
    ]);
    setCheck(row(...byHand), checks, true);
    assert.deepEqual(all().slice(1, 3), [
      [true, '912 of 1,240 chosen'],
      [true, ''],
    ]);
    setCheck(row(...group, 'Removed'), checks, true);
    assert.deepEqual(all().slice(0, 2), [
      [true, 'removals only'],
      [true, ''],
    ]);
    setCheck(row(...group), checks, true);
    assert.deepEqual(
      all(),
      rows.map(() => [true, '']),
    );
    setCheck(row(...group, 'Removed'), checks, false);
    assert.deepEqual(said(row(...group)), [true, 'adds only']);
  });

  it('reach the last of 1,240 people, whom Load more shows', () => {
    const { row, said, checks, outline } = view([{ ...supportTier1, removals: removals('notInOktaGroup', 1240) }]);
    const list = row(...byHand);
    const more = outline.children(list).at(-1);
    assert.equal(more?.description, '100 of 1,240');
    assert.deepEqual(said(more), [undefined, '']);
    outline.showMore(list.id);
    outline.showMore(list.id);
    const people = outline.children(list);
    assert.equal(people.length, 1240);
    const last = people.at(-1);
    assert.ok(last);
    setCheck(last, checks, true);
    assert.deepEqual(
      [said(last), said(list)],
      [
        [true, ''],
        [true, '1 of 1,240 chosen'],
      ],
    );
    assert.deepEqual([...(checks.selections()[0]?.people ?? [])], ['notInOktaGroup-1239']);
  });

  it('are not there for people in a conflict, who say so', () => {
    const { row, said, outline, checks } = view();
    const removed = ['Groups at risk', 'Held', 'Removed'];
    const reason = row(...removed, 'In a conflict: it is not clear who this is in Okta');
    assert.deepEqual(said(reason), [undefined, '']);
    assert.deepEqual(outline.children(reason).map(said), [[undefined, 'in a conflict, left alone']]);
    setCheck(row(...removed), checks, true);
    assert.deepEqual(said(row(...removed)), [true, '']);
    assert.deepEqual([...checks.choiceOf(held)], ['notInOktaGroup-0', 'notInOktaGroup-1']);
  });

  it('choose with a filter only whom it shows', () => {
    const { row, checks } = view(undefined, 'person 30');
    setCheck(row(...byHand), checks, true);
    const chosen = [...checks.choiceOf(supportTier1)];
    assert.deepEqual(chosen.slice(0, 3), ['notInOktaGroup-30', 'notInOktaGroup-300', 'notInOktaGroup-301']);
    assert.equal(chosen.length, 11);
  });

  it('are nowhere in a partial plan or a group that cannot be known', () => {
    const plans = [
      samplePlan({ groups: [supportTier1], complete: false }),
      samplePlan({ groups: [{ ...supportTier1, verdict: 'unresolved' }] }),
    ];
    for (const plan of plans) {
      const checks = new PlanChecks();
      checks.show(plan);
      const outline = new PlanOutline(planSections({ plan, source: null, snapshot: null }, new PlanFilter('')));
      const seen: unknown[] = [];
      const walk = (node?: PlanNode): void => {
        for (const child of outline.children(node)) {
          seen.push(checkOf(child, checks).box);
          walk(child);
        }
      };
      walk();
      assert.ok(seen.length > 100);
      assert.ok(seen.every((box) => box === null));
    }
  });

  it('choose all safe groups that only get members at once', () => {
    const add = (id: string) => ({ genesysUserId: id, userName: `${id}@contoso.example`, oktaUserId: `00u-${id}` });
    const [one, two] = ['One', 'Two'].map((name) => groupPlan({ name, verdict: 'safe', adds: [add(name)] }));
    assert.ok(one && two);
    const losing = groupPlan({ name: 'Losing', verdict: 'safe', removals: removals('notInOktaGroup', 1) });
    const { row, said, checks } = view([one, two, losing]);
    assert.deepEqual(said(row('Safe groups')), [true, '']);
    setCheck(row('Safe groups', 'One'), checks, false);
    assert.deepEqual(said(row('Safe groups')), [true, '1 of 2 chosen']);
    setCheck(row('Safe groups'), checks, false);
    assert.deepEqual(said(row('Safe groups')), [false, '']);
    setCheck(row('Safe groups'), checks, true);
    assert.deepEqual(
      checks.selections().map(({ group: each }) => each.name),
      ['One', 'Two'],
    );
  });
});
