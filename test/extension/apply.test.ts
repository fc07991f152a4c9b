import assert from 'node:assert/strict';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Plan } from '../../src/plan/plan';
import { serializePlan } from '../../src/plan/planFile';
import type { SessionEnd } from '../../src/vscode/applySession';
import type { PlanNode } from '../../src/vscode/planNode';
import { ApplyStage, run } from './applyStage';

describe('Applying the checked groups of a plan', () => {
  let stage: ApplyStage;
  let original: readonly string[];

  before(async () => {
    stage = await ApplyStage.open();
    original = await stage.members(stage.group('Support Tier 1'));
  });
  after(() => stage.close());
  beforeEach(() => stage.begin());

  const saved = async (plan: Plan): Promise<vscode.Uri> => {
    const file = path.join(stage.folder, 'saved.scimplan.json');
    await writeFile(file, [...serializePlan(plan)].join(''));
    return vscode.Uri.file(file);
  };
  const apply = (): Promise<SessionEnd> => run('scimPreflight.plan.apply');

  it('checks what only adds and tripped no guard, everything else is checked by hand', async () => {
    const { tree } = stage.parts.planFeature;
    const { checks } = tree;
    const checked = stage.plan().groups.filter((each) => checks.isChecked(each));
    assert.ok(checked.length > 0);
    assert.ok(checked.every(({ verdict, removals, adds }) => verdict === 'safe' && removals.length === 0 && adds.length > 0));
    const atRisk = tree.getChildren().find(({ label }) => label === 'Groups at risk');
    const boxes = (): unknown[] =>
      tree.getChildren(atRisk).map((node: PlanNode) => {
        const state = tree.getTreeItem(node).checkboxState;
        return [node.label, typeof state === 'object' ? state.state : state];
      });
    const { Checked, Unchecked } = vscode.TreeItemCheckboxState;
    assert.deepEqual(boxes(), [
      ['Support Tier 1', Unchecked],
      ['Service Desk', undefined],
      ['VIP', Unchecked],
      ['Billing', undefined],
    ]);
    stage.checkOnly('VIP');
    await tree.setFilter('vip');
    await tree.setFilter('');
    assert.deepEqual(boxes()[2], ['VIP', Checked], 'the state survives that the tree is drawn again');
  });

  it('refuses without a check, for a read-only org and for a plan of another org, in words', async () => {
    stage.checkOnly();
    assert.equal((await apply()).kind, 'refused');
    assert.match(await stage.lastSaid(), /^No group is checked\./);
    stage.checkOnly('VIP');
    await stage.parts.store.edit('apply', { readOnly: true });
    assert.equal((await apply()).kind, 'refused');
    assert.match(stage.said.at(-1) ?? '', /^Contoso CX is read-only here, so nothing is written to it\./);
    await stage.parts.store.edit('apply', { readOnly: false, orgId: 'another-org' });
    await stage.parts.plans.openFile(await saved(stage.plan()));
    stage.checkOnly('VIP');
    assert.equal((await apply()).kind, 'refused');
    assert.match(stage.said.at(-1) ?? '', /^This plan is of Contoso CX \(.*\), which is not among your orgs\./);
    await stage.parts.store.edit('apply', { orgId: stage.sandbox.orgId });
    assert.deepEqual(stage.asked, []);
    await stage.parts.plans.preview('apply');
  });

  it('writes nothing when the org became read-only while it asked', async () => {
    const adding = stage
      .plan()
      .groups.find(({ verdict, adds, removals }) => verdict === 'safe' && adds.length > 0 && removals.length === 0);
    assert.ok(adding);
    stage.checkOnly(adding.name);
    const had = await stage.members(adding);
    stage.meanwhile = () => stage.parts.store.edit('apply', { readOnly: true });
    stage.answers.push(true);
    assert.equal((await apply()).kind, 'refused');
    await stage.parts.store.edit('apply', { readOnly: false });
    assert.match(await stage.lastSaid(), /^Contoso CX is read-only here/);
    assert.deepEqual(await stage.members(adding), had);
  });

  it('writes nothing without the count, with a wrong one, or with a guard that is not lifted', async () => {
    stage.checkOnly('Support Tier 1');
    for (const given of [[], [true], [true, '1241'], [true, '1240 '], stage.passing().slice(0, 2), stage.passing().slice(0, -1)]) {
      stage.answers.splice(0, stage.answers.length, ...given);
      const end = await apply();
      assert.ok(end.kind === 'cancelled' || end.kind === 'refused', JSON.stringify(given));
    }
    assert.ok(
      stage.said.some((words) => words === '"1241" is not the count, 1240. Nothing was written.'),
      stage.said.join('\n'),
    );
    assert.deepEqual(await stage.members(stage.group('Support Tier 1')), original);
    const [question = ''] = stage.asked;
    assert.match(question, /^Remove 1,240 of 1,512 members from "Support Tier 1" in Contoso CX\?\n/);
    assert.match(question, /\nThe group grants Agent and Supervisor in Home; they lose what they hold through it\.\n/);
    assert.match(question, /An undo file is written first\.$/);
    assert.ok(stage.asked.includes('Apply to Contoso CX: Type 1240 to remove these members.'));
  });

  it('is cancelled after two batches, resumed behind the gate, and undone', async () => {
    stage.checkOnly('Support Tier 1');
    const support = stage.group('Support Tier 1');
    stage.answers.push(...stage.passing());
    const progress: string[] = [];
    const watching = stage.parts.apply.onDidProgress(({ added, removed, doing }) => {
      progress.push(`${doing} ${added} ${removed}`);
      if (doing === 'checked' && removed > 0) stage.parts.apply.cancel();
    });
    const end = await apply();
    watching.dispose();
    assert.ok(end.kind === 'applied');
    assert.equal(end.applied.result.end, 'cancelled');
    assert.ok(progress.includes('checked 3 25'), progress.join());
    const half = await stage.members(support);
    assert.equal(half.length, 1512 + 3 - 25);
    const journal = end.applied.result.journal ?? '';
    assert.match(
      await stage.lastSaid(),
      /^Cancelled between two batches\. 25 removed, 3 added, all checked; 1,215 left\. \[Resume…\] \[Show Result\] \[Undo…\]$/,
    );

    stage.answers.push(true, '1214');
    assert.equal((await run('scimPreflight.plan.resumeApply', journal)).kind, 'refused');
    assert.equal((await stage.members(support)).length, half.length);
    stage.asked.length = stage.said.length = 0;
    stage.answers.splice(0);
    stage.answers.push(true, '1215', '1215', ...Array.from({ length: 10 }, () => true));
    const resumed = await run('scimPreflight.plan.resumeApply', journal);
    assert.ok(resumed.kind === 'applied', stage.asked.join('\n---\n'));
    assert.equal(resumed.applied.result.end, 'done');
    assert.equal((await stage.members(support)).length, 275);
    assert.match(await stage.lastSaid(), /^1,215 removed, all checked\. \[Show Result\] \[Undo…\]$/);

    stage.asked.length = stage.said.length = 0;
    stage.answers.splice(0);
    stage.answers.push(true, '3', ...Array.from({ length: 10 }, () => true));
    const undone = await run('scimPreflight.plan.undoLastApply');
    assert.ok(undone.kind === 'applied', [...stage.asked, ...stage.said].join('\n---\n'));
    assert.equal(undone.applied.result.end, 'done');
    assert.deepEqual(await stage.members(support), original);
    assert.match(await stage.lastSaid(), /^3 removed, 1,240 added, all checked\. \[Show Result\]$/);
    assert.equal((await run('scimPreflight.plan.resumeApply', journal)).kind, 'refused', 'an undone apply is not resumed');
  });

  it('asks for a group that only gets members once, and for many by the name of the org', async () => {
    const checked = stage
      .plan()
      .groups.filter(({ verdict, adds, removals }) => verdict === 'safe' && adds.length > 0 && removals.length === 0);
    stage.checkOnly(...checked.map(({ name }) => name));
    stage.answers.push(false);
    assert.equal((await apply()).kind, 'cancelled');
    assert.match(stage.asked[0] ?? '', /^Add [\d,]+ memberships? to \d+ groups in Contoso CX\?\n/);
    stage.asked.length = 0;
    stage.checkOnly(...checked.map(({ name }) => name), 'VIP');
    stage.answers.push(true, 'Contoso');
    assert.equal((await apply()).kind, 'refused');
    assert.match(await stage.lastSaid(), /^"Contoso" is not the name of the org, Contoso CX\. Nothing was written\./);
    assert.match(stage.asked[0] ?? '', /^Remove 6 memberships from 1 group in Contoso CX\?\n/);
  });

  it('does one side of a group alone, where its menu says so', async () => {
    const { tree } = stage.parts.planFeature;
    stage.checkOnly();
    const row = (): PlanNode | undefined =>
      tree.getChildren(tree.getChildren().find(({ label }) => label === 'Groups at risk')).find(({ label }) => label === 'Support Tier 1');
    await vscode.commands.executeCommand('scimPreflight.group.applyAdds', row());
    const drawn = row();
    assert.ok(drawn);
    assert.match(String(tree.getTreeItem(drawn).description), /^adds only · −1,240 \+3/);
    assert.equal((await apply()).kind, 'cancelled');
    assert.match(stage.asked[0] ?? '', /^Add 3 members to "Support Tier 1" in Contoso CX\?\nNobody is removed\.\n/);
    await vscode.commands.executeCommand('scimPreflight.group.applyRemovals', row());
    stage.asked.length = 0;
    assert.equal((await apply()).kind, 'cancelled');
    assert.match(stage.asked[0] ?? '', /^Remove 1,240 of 1,512 members/);
    await vscode.commands.executeCommand('scimPreflight.group.applyBoth', row());
    assert.match(String(tree.getTreeItem(drawn).description), /^−1,240 \+3/);
  });

  it('sends who is checked one by one, and nobody else', async () => {
    const { tree } = stage.parts.planFeature;
    stage.checkOnly();
    const support = stage.group('Support Tier 1');
    const find = (labels: readonly string[]): PlanNode =>
      labels.reduce<PlanNode | undefined>((node, label) => tree.getChildren(node).find((child) => child.label === label), undefined) ??
      assert.fail(labels.join(' / '));
    const way = ['Groups at risk', 'Support Tier 1', 'Removed', 'Added by hand in Genesys, not in the Okta group'];
    const rows = (): unknown[] =>
      [2, 3, 4].map((depth) => {
        const item = tree.getTreeItem(find(way.slice(0, depth)));
        return [item.description, (item.checkboxState as { readonly state: unknown }).state];
      });
    const list = find(way);
    tree.loadMore(list.id);
    const people = tree.getChildren(list);
    assert.equal(people.length, 912);
    const chosen = [...people.slice(0, 2), ...people.slice(-1)];
    for (const person of chosen) {
      assert.equal((tree.getTreeItem(person).checkboxState as { readonly state: unknown }).state, vscode.TreeItemCheckboxState.Unchecked);
      tree.checks.setPeople(support, person.people?.ids ?? [], true);
    }
    const { Checked } = vscode.TreeItemCheckboxState;
    const expected = [
      [
        `3 of 1,243 chosen · ${String(tree.getTreeItem(find(way.slice(0, 2))).description)
          .split(' · ')
          .slice(1)
          .join(' · ')}`,
        Checked,
      ],
      ['3 of 1,240 chosen', Checked],
      ['3 of 912 chosen', Checked],
    ];
    assert.deepEqual(rows(), expected);
    await stage.parts.plans.preview('apply');
    assert.deepEqual(rows(), expected, 'the same group of a plan that is made again keeps its choice');
    stage.answers.push(true, '3', ...Array.from({ length: 5 }, () => true));
    const end = await apply();
    assert.ok(end.kind === 'applied', stage.said.join());
    assert.match(stage.asked[0] ?? '', /^Remove 3 of 1,512 members from "Support Tier 1" in Contoso CX\?\n/);
    assert.match(stage.asked[0] ?? '', /\nOf what is planned for this group: 3 of 1,240 removals and 0 of 3 adds\.\n/);
    const gone = new Set(chosen.flatMap((person) => person.people?.ids ?? []));
    assert.deepEqual(
      await stage.members(support),
      original.filter((id) => !gone.has(id)),
    );
    stage.answers.splice(0, Infinity, true);
    const undone = await run('scimPreflight.plan.undoLastApply');
    assert.ok(undone.kind === 'applied', stage.said.join());
    assert.deepEqual(await stage.members(support), original);
  });

  it('offers once to go on with an apply that did not come to its end', async () => {
    stage.checkOnly('Support Tier 1');
    stage.answers.push(...stage.passing());
    const watching = stage.parts.apply.onDidProgress(({ doing, added }) => {
      if (doing === 'checked' && added > 0) stage.parts.apply.cancel();
    });
    const end = await apply();
    watching.dispose();
    assert.ok(end.kind === 'applied' && end.applied.result.end === 'cancelled');
    await stage.lastSaid();
    stage.said.length = 0;
    await stage.parts.apply.offerJournals();
    assert.match(
      await stage.lastSaid(),
      /^An apply did not come to its end\. Support Tier 1 in Contoso CX: 3 of 1,243 changes done, .* UTC\. \[Resume…\] \[Undo…\] \[Not Now\]$/,
    );
    await setTimeout(50);
    stage.said.length = 0;
    await stage.parts.apply.offerJournals();
    assert.deepEqual(stage.said, []);
  });

  it('leaves a group alone that another hand has changed, and says so three ways', async () => {
    stage.checkOnly('Support Tier 1');
    const end = await apply();
    assert.ok(end.kind === 'applied');
    assert.equal(end.applied.result.journal, null);
    assert.equal(end.applied.result.stale.length, 1);
    assert.deepEqual(stage.asked, []);
    assert.match(
      await stage.lastSaid(),
      /^Nothing was changed; 1 group left alone\. \[Show Result\] \[Compare\] \[Plan This Group Again\]$/,
    );
    const members = new Set(end.applied.result.stale[0]?.now?.members);
    await stage.parts.planFeature.viewer.compareThenNow([{ group: stage.group('Support Tier 1'), members }]);
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    assert.equal(tab?.label, 'Support Tier 1: when the plan was made ↔ now');
    assert.ok(tab.input instanceof vscode.TabInputTextDiff);
    const texts = await Promise.all([tab.input.original, tab.input.modified].map((uri) => vscode.workspace.openTextDocument(uri)));
    const counts = texts.map((document) => document.getText().trimEnd().split('\n').length);
    assert.deepEqual(counts, [1512, 1515]);
    const { appliedDocument } = await import('../../src/report/applyDocument');
    assert.match(appliedDocument(end.applied), /\| Person +\| Planned +\| Then +\| Now +\|/);
  });

  it('plans that group again on its members of now, and leaves the others and their checks as they are', async () => {
    const before = stage.plan();
    stage.checkOnly('Support Tier 1', 'VIP');
    stage.said.length = 0;
    await vscode.commands.executeCommand('scimPreflight.group.planAgain', [stage.group('Support Tier 1')]);
    assert.match(
      await stage.lastSaid(),
      /^"Support Tier 1" was planned again: −1,240 \+3 then, −1,240 \+0 now\. Check it again to apply it\. The other \d+ groups keep their plan of .* UTC\.$/,
    );
    const others = (plan: typeof before): unknown[] => plan.groups.filter(({ name }) => name !== 'Support Tier 1');
    assert.deepEqual(others(stage.plan()), others(before));
    const { checks } = stage.parts.planFeature.tree;
    assert.deepEqual(
      checks.selections().map(({ group }) => group.name),
      ['VIP'],
    );
    stage.checkOnly('Support Tier 1');
    assert.equal((await apply()).kind, 'cancelled', 'the gate is reached');
    assert.match(stage.asked[0] ?? '', /^Remove 1,240 of 1,515 members from "Support Tier 1" in Contoso CX\?\n/);
    await stage.parts.plans.openFile(await saved(before));
    const opened = stage.plan();
    await vscode.commands.executeCommand('scimPreflight.group.planAgain', [stage.group('Support Tier 1')]);
    assert.equal(stage.plan(), opened, 'a plan file does not hold what it takes');
    await stage.parts.plans.preview('apply');
  });

  it('goes on after a crash without a question, and takes all of it back', async () => {
    const home = path.join(process.env.SCIM_PREFLIGHT_HOME ?? '', 'journals');
    const newest = (await readdir(home)).sort().at(-1) ?? '';
    const journal = path.join(home, newest);
    // A process that is killed writes neither how the group ended nor how the whole did.
    const lines = (await readFile(journal, 'utf8')).trimEnd().split('\n');
    assert.match(lines.at(-1) ?? '', /"type":"end"/);
    await writeFile(journal, `${lines.slice(0, -2).join('\n')}\n`);
    const end = await run('scimPreflight.plan.resumeApply', journal);
    assert.ok(end.kind === 'applied', stage.said.join('\n'));
    assert.deepEqual([end.applied.result.end, stage.asked], ['done', []]);
    assert.equal((await stage.members(stage.group('Support Tier 1'))).length, 275);
    stage.answers.push(true, '3', ...Array.from({ length: 10 }, () => true));
    assert.equal((await run('scimPreflight.plan.undoLastApply', journal)).kind, 'applied');
    assert.deepEqual(await stage.members(stage.group('Support Tier 1')), original);
  });

  it('keeps its journals for their owner alone', async () => {
    const journals = path.join(process.env.SCIM_PREFLIGHT_HOME ?? '', 'journals');
    const names = await readdir(journals);
    assert.ok(names.length >= 2);
    // Windows has no such modes.
    if (process.platform === 'win32') return;
    for (const name of names) assert.equal((await stat(path.join(journals, name))).mode & 0o777, 0o600);
  });
});
