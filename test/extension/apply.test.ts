import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { GroupPlan, Plan } from '../../src/plan/plan';
import { serializePlan } from '../../src/plan/planFile';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import type { Sandbox } from '../../src/sandbox/sandbox';
import { startSandbox } from '../../src/sandbox/sandbox';
import type { SessionEnd } from '../../src/vscode/applySession';
import type { PlanNode } from '../../src/vscode/planNode';
import type { Prompts } from '../../src/vscode/prompts';
import type { TestAccess } from '../../src/vscode/testAccess';

/** What the person answers, in order: true to a modal, a text to an input box. What is asked beyond it is cancelled. */
type Answer = boolean | string;

describe('Applying the checked groups of a plan', () => {
  let parts: TestAccess;
  let sandbox: Sandbox;
  let folder: string;
  let original: readonly string[];
  const asked: string[] = [];
  const said: string[] = [];
  const answers: Answer[] = [];

  before(async () => {
    const extension = vscode.extensions.getExtension<TestAccess | undefined>('scim-preflight.scim-preflight');
    const given = await extension?.activate();
    assert.ok(given, 'the extension gives its parts to tests');
    parts = given;
    await configure(3000);
    folder = await mkdtemp(path.join(tmpdir(), 'scim-preflight-apply-'));
    await writeSampleExport(path.join(folder, 'okta-export'), { form: 'json' });
    sandbox = await startSandbox({ requestsPerMinute: 0 });
    const target = { kind: 'url', baseUrl: sandbox.baseUrl, loginUrl: null } as const;
    const org = { id: 'apply', name: 'Contoso CX', target, clientId: sandbox.clientId, readOnly: false, orgId: sandbox.orgId };
    await parts.store.add(org, sandbox.clientSecret);
    await parts.plans.chooseExport(vscode.Uri.file(path.join(folder, 'okta-export')));
    Object.assign(parts.prompts, {
      confirm: (message, detail) => {
        asked.push(`${message}\n${detail}`);
        const answer = answers.shift() ?? false;
        assert.equal(typeof answer, 'boolean', message);
        return Promise.resolve(answer === true);
      },
      type: (title, prompt) => {
        asked.push(`${title}: ${prompt}`);
        const answer = answers.shift();
        assert.equal(typeof answer === 'boolean', false, prompt);
        return Promise.resolve(typeof answer === 'string' ? answer : undefined);
      },
      offer: (_severity, message, actions) => {
        said.push([message, ...actions.map((action) => `[${action}]`)].join(' '));
        return Promise.resolve(undefined);
      },
    } satisfies Prompts);
    await parts.plans.preview('apply');
    original = await members(group('Support Tier 1'));
  });
  after(async () => {
    for (const method of ['confirm', 'type', 'offer']) Reflect.deleteProperty(parts.prompts, method); // what the class does comes back
    await configure(undefined);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await parts.store.remove('apply');
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    asked.length = said.length = answers.length = 0;
  });

  function configure(requestsPerMinute: number | undefined): Thenable<void> {
    const settings = vscode.workspace.getConfiguration('scimPreflight');
    return settings.update('requestsPerMinute', requestsPerMinute, vscode.ConfigurationTarget.Global);
  }

  function plan(): Plan {
    const current = parts.plans.current?.plan;
    assert.ok(current, 'a plan is shown');
    return current;
  }

  function group(name: string): GroupPlan {
    const found = plan().groups.find((each) => each.name === name);
    assert.ok(found, name);
    return found;
  }

  /** Only this group is checked from now on. */
  function checkOnly(...names: readonly string[]): void {
    for (const each of plan().groups) parts.planFeature.tree.checks.set(each, names.includes(each.name));
  }

  async function members({ genesysGroupId }: GroupPlan): Promise<readonly string[]> {
    const { client } = await parts.connections.connect('apply');
    const read = await client.getGroup(genesysGroupId ?? '');
    return (read?.members ?? []).map(({ value }) => value).sort();
  }

  const run = async (command: string, ...args: readonly unknown[]): Promise<SessionEnd> =>
    await vscode.commands.executeCommand<SessionEnd>(command, ...args);
  const apply = (): Promise<SessionEnd> => run('scimPreflight.plan.apply');

  /** What was said at the end; the notification comes after the command. */
  async function lastSaid(): Promise<string> {
    for (let tries = 0; tries < 100 && said.length === 0; tries++) await setTimeout(20);
    return said.at(-1) ?? '';
  }

  /** Everything that the gate asks of Support Tier 1, answered. */
  function passing(): readonly Answer[] {
    const guards = group('Support Tier 1').guards.map((guard) => (guard === 'genesysBlock' ? '1240' : true));
    assert.ok(guards.includes('1240'), 'Genesys would block it');
    return [true, '1240', ...guards];
  }

  it('checks what only adds and tripped no guard, everything else is checked by hand', () => {
    const { tree } = parts.planFeature;
    const { checks } = tree;
    const checked = plan().groups.filter((each) => checks.isChecked(each));
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
    checkOnly('VIP');
    tree.setFilter('vip');
    tree.setFilter('');
    assert.deepEqual(boxes()[2], ['VIP', Checked], 'the state survives that the tree is drawn again');
  });

  it('refuses without a check, for a read-only org and for a plan of another org, in words', async () => {
    checkOnly();
    assert.equal((await apply()).kind, 'refused');
    assert.match(await lastSaid(), /^No group is checked\./);
    checkOnly('VIP');
    await parts.store.edit('apply', { readOnly: true });
    assert.equal((await apply()).kind, 'refused');
    assert.match(said.at(-1) ?? '', /^Contoso CX is read-only here, so nothing is written to it\./);
    await parts.store.edit('apply', { readOnly: false, orgId: 'another-org' });
    const file = path.join(folder, 'other.scimplan.json');
    await writeFile(file, [...serializePlan(plan())].join(''));
    await parts.plans.openFile(vscode.Uri.file(file));
    checkOnly('VIP');
    assert.equal((await apply()).kind, 'refused');
    assert.match(said.at(-1) ?? '', /^This plan is of Contoso CX \(.*\), which is not among your orgs\./);
    await parts.store.edit('apply', { orgId: sandbox.orgId });
    assert.deepEqual(asked, []);
    await parts.plans.preview('apply');
  });

  it('writes nothing without the count, with a wrong one, or with a guard that is not lifted', async () => {
    checkOnly('Support Tier 1');
    for (const given of [[], [true], [true, '1241'], [true, '1240 '], passing().slice(0, 2), passing().slice(0, -1)]) {
      answers.splice(0, answers.length, ...given);
      const end = await apply();
      assert.ok(end.kind === 'cancelled' || end.kind === 'refused', JSON.stringify(given));
    }
    assert.ok(
      said.some((words) => words === '"1241" is not the count, 1240. Nothing was written.'),
      said.join('\n'),
    );
    assert.deepEqual(await members(group('Support Tier 1')), original);
    const [question = ''] = asked;
    assert.match(question, /^Remove 1,240 of 1,512 members from "Support Tier 1" in Contoso CX\?\n/);
    assert.match(question, /Agent, Supervisor \(Home division\)/);
    assert.match(question, /An undo file is written first\.$/);
    assert.ok(asked.includes('Apply to Contoso CX: Type 1240 to remove these members.'));
  });

  it('is cancelled after two batches, resumed behind the gate, and undone', async () => {
    checkOnly('Support Tier 1');
    const support = group('Support Tier 1');
    answers.push(...passing());
    const progress: string[] = [];
    const watching = parts.apply.onDidProgress(({ added, removed, doing }) => {
      progress.push(`${doing} ${added} ${removed}`);
      if (doing === 'checked' && removed > 0) parts.apply.cancel();
    });
    const end = await apply();
    watching.dispose();
    assert.ok(end.kind === 'applied');
    assert.equal(end.applied.result.end, 'cancelled');
    assert.ok(progress.includes('checked 3 25'), progress.join());
    const half = await members(support);
    assert.equal(half.length, 1512 + 3 - 25);
    const journal = end.applied.result.journal ?? '';
    assert.match(
      await lastSaid(),
      /^Cancelled between two batches\. 25 removed, 3 added, all checked; 1,215 left\. \[Resume…\] \[Show Result\] \[Undo…\]$/,
    );

    answers.push(true, '1214');
    assert.equal((await run('scimPreflight.plan.resumeApply', journal)).kind, 'refused');
    assert.equal((await members(support)).length, half.length);
    asked.length = said.length = 0;
    answers.splice(0);
    answers.push(true, '1215', '1215', ...Array.from({ length: 10 }, () => true));
    const resumed = await run('scimPreflight.plan.resumeApply', journal);
    assert.ok(resumed.kind === 'applied', asked.join('\n---\n'));
    assert.equal(resumed.applied.result.end, 'done');
    assert.equal((await members(support)).length, 275);
    assert.match(await lastSaid(), /^1,215 removed, all checked\. \[Show Result\] \[Undo…\]$/);

    asked.length = said.length = 0;
    answers.splice(0);
    answers.push(true, '3', ...Array.from({ length: 10 }, () => true));
    const undone = await run('scimPreflight.plan.undoLastApply');
    assert.ok(undone.kind === 'applied', [...asked, ...said].join('\n---\n'));
    assert.equal(undone.applied.result.end, 'done');
    assert.deepEqual(await members(support), original);
    assert.match(await lastSaid(), /^3 removed, 1,240 added, all checked\. \[Show Result\]$/);
    assert.equal((await run('scimPreflight.plan.resumeApply', journal)).kind, 'refused', 'an undone apply is not resumed');
  });

  it('asks for a group that only gets members once, and for many by the name of the org', async () => {
    await parts.plans.preview('apply');
    const checked = plan().groups.filter((each) => parts.planFeature.tree.checks.isChecked(each));
    answers.push(false);
    assert.equal((await apply()).kind, 'cancelled');
    assert.match(asked[0] ?? '', /^Add [\d,]+ memberships? to \d+ groups in Contoso CX\?\n/);
    asked.length = 0;
    checkOnly(...checked.map(({ name }) => name), 'VIP');
    answers.push(true, 'Contoso');
    assert.equal((await apply()).kind, 'refused');
    assert.match(await lastSaid(), /^"Contoso" is not the name of the org, Contoso CX\. Nothing was written\./);
    assert.match(asked[0] ?? '', /^Remove 6 memberships from 1 group in Contoso CX\?\n/);
  });

  it('does one side of a group alone, where its menu says so', async () => {
    const { tree } = parts.planFeature;
    checkOnly();
    const row = (): PlanNode | undefined =>
      tree.getChildren(tree.getChildren().find(({ label }) => label === 'Groups at risk')).find(({ label }) => label === 'Support Tier 1');
    await vscode.commands.executeCommand('scimPreflight.group.applyAdds', row());
    const drawn = row();
    assert.ok(drawn);
    assert.match(String(tree.getTreeItem(drawn).description), /^adds only · −1,240 \+3/);
    assert.equal((await apply()).kind, 'cancelled');
    assert.match(asked[0] ?? '', /^Add 3 members to "Support Tier 1" in Contoso CX\?\nNobody is removed\.\n/);
    await vscode.commands.executeCommand('scimPreflight.group.applyRemovals', row());
    asked.length = 0;
    assert.equal((await apply()).kind, 'cancelled');
    assert.match(asked[0] ?? '', /^Remove 1,240 of 1,512 members/);
    await vscode.commands.executeCommand('scimPreflight.group.applyBoth', row());
    assert.match(String(tree.getTreeItem(drawn).description), /^−1,240 \+3/);
  });

  it('offers once to go on with an apply that did not come to its end', async () => {
    checkOnly('Support Tier 1');
    answers.push(...passing());
    const watching = parts.apply.onDidProgress(({ doing, added }) => {
      if (doing === 'checked' && added > 0) parts.apply.cancel();
    });
    const end = await apply();
    watching.dispose();
    assert.ok(end.kind === 'applied' && end.applied.result.end === 'cancelled');
    await lastSaid();
    said.length = 0;
    await parts.apply.offerJournals();
    assert.match(
      await lastSaid(),
      /^An apply did not come to its end\. Support Tier 1 in Contoso CX: 3 of 1,243 changes done, .* UTC\. \[Resume…\] \[Undo…\] \[Not Now\]$/,
    );
    await setTimeout(50);
    said.length = 0;
    await parts.apply.offerJournals();
    assert.deepEqual(said, []);
  });

  it('leaves a group alone that another hand has changed, and says so three ways', async () => {
    checkOnly('Support Tier 1');
    const end = await apply();
    assert.ok(end.kind === 'applied');
    assert.equal(end.applied.result.journal, null);
    assert.equal(end.applied.result.stale.length, 1);
    assert.deepEqual(asked, []);
    assert.match(await lastSaid(), /^Nothing was changed; 1 group left alone\. \[Show Result\] \[Compare\] \[Refresh Plan\]$/);
    const members = new Set(end.applied.result.stale[0]?.now?.members);
    await parts.planFeature.viewer.compareThenNow([{ group: group('Support Tier 1'), members }]);
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    assert.equal(tab?.label, 'Support Tier 1: when the plan was made ↔ now');
    assert.ok(tab.input instanceof vscode.TabInputTextDiff);
    const texts = await Promise.all([tab.input.original, tab.input.modified].map((uri) => vscode.workspace.openTextDocument(uri)));
    const counts = texts.map((document) => document.getText().trimEnd().split('\n').length);
    assert.deepEqual(counts, [1512, 1515]);
    const { appliedDocument } = await import('../../src/report/applyDocument');
    assert.match(appliedDocument(end.applied), /\| Person +\| Planned +\| Then +\| Now +\|/);
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
    assert.ok(end.kind === 'applied', said.join('\n'));
    assert.deepEqual([end.applied.result.end, asked], ['done', []]);
    assert.equal((await members(group('Support Tier 1'))).length, 275);
    answers.push(true, '3', ...Array.from({ length: 10 }, () => true));
    assert.equal((await run('scimPreflight.plan.undoLastApply', journal)).kind, 'applied');
    assert.deepEqual(await members(group('Support Tier 1')), original);
  });

  it('keeps its journals for their owner alone', async () => {
    const folder = path.join(process.env.SCIM_PREFLIGHT_HOME ?? '', 'journals');
    const names = await readdir(folder);
    assert.ok(names.length >= 2);
    // Windows has no such modes.
    if (process.platform === 'win32') return;
    for (const name of names) assert.equal((await stat(path.join(folder, name))).mode & 0o777, 0o600);
  });
});
