import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Plan } from '../../src/plan/plan';
import { planId, serializePlan } from '../../src/plan/planFile';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import type { Sandbox } from '../../src/sandbox/sandbox';
import { startSandbox } from '../../src/sandbox/sandbox';
import type { PlanNode } from '../../src/vscode/planNode';
import type { TestAccess } from '../../src/vscode/testAccess';

describe('The Plan view, against a sandbox', () => {
  let parts: TestAccess;
  let sandbox: Sandbox;
  let folder: string;

  before(async () => {
    const extension = vscode.extensions.getExtension<TestAccess | undefined>('scim-preflight.scim-preflight');
    const given = await extension?.activate();
    assert.ok(given, 'the extension gives its parts to tests');
    parts = given;
    await configure(3000);
    folder = await mkdtemp(path.join(tmpdir(), 'scim-preflight-plans-'));
    await writeSampleExport(path.join(folder, 'okta-export'), { form: 'json' });
    sandbox = await startSandbox({ requestsPerMinute: 0 });
    const target = { kind: 'url', baseUrl: sandbox.baseUrl, loginUrl: null } as const;
    const org = { id: 'plans', name: 'Contoso CX', target, clientId: sandbox.clientId, readOnly: false, orgId: sandbox.orgId };
    await parts.store.add(org, sandbox.clientSecret);
    await parts.plans.chooseExport(vscode.Uri.file(path.join(folder, 'okta-export')));
    await parts.plans.preview('plans');
  });
  after(async () => {
    await configure(undefined);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await parts.store.remove('plans');
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(() => parts.planFeature.tree.setFilter(''));

  /** Many previews in a minute: the org is not Genesys, it need not be spared. */
  function configure(requestsPerMinute: number | undefined): Thenable<void> {
    const settings = vscode.workspace.getConfiguration('scimPreflight');
    return settings.update('requestsPerMinute', requestsPerMinute, vscode.ConfigurationTarget.Global);
  }

  function plan(): Plan {
    const current = parts.plans.current?.plan;
    assert.ok(current, 'a plan is shown');
    return current;
  }

  /** The node that a path of labels leads to. */
  function node(...labels: readonly string[]): PlanNode {
    const { tree } = parts.planFeature;
    let found: PlanNode | undefined;
    for (const label of labels) {
      const nodes = tree.getChildren(found);
      found = nodes.find((candidate) => candidate.label === label);
      assert.ok(found, `${label} is not among ${nodes.map((candidate) => candidate.label).join(', ')}`);
    }
    assert.ok(found);
    return found;
  }

  function rows(parent?: PlanNode): readonly string[] {
    const items = parts.planFeature.tree.getChildren(parent).map((child) => parts.planFeature.tree.getTreeItem(child));
    return items.map(({ label, description }) =>
      [label, description]
        .filter((part) => typeof part === 'string')
        .filter(Boolean)
        .join(' | '),
    );
  }

  /** Both texts of the diff that is open. */
  async function openDiff(label: string): Promise<{ readonly left: string; readonly right: string }> {
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    assert.equal(tab?.label, label);
    assert.ok(tab.input instanceof vscode.TabInputTextDiff);
    const [left, right] = await Promise.all(
      [tab.input.original, tab.input.modified].map(async (uri) => (await vscode.workspace.openTextDocument(uri)).getText()),
    );
    return { left: left ?? '', right: right ?? '' };
  }

  function open(target: PlanNode): Thenable<unknown> {
    return vscode.commands.executeCommand('scimPreflight.plan.openNode', target);
  }

  /** A plan file as another program could have written it, its id in order. */
  /** Our problems in a file; they come a moment after the plan. */
  async function marksIn(file: string): Promise<readonly vscode.Diagnostic[]> {
    for (let tries = 0; ; tries++) {
      const found = vscode.languages.getDiagnostics(vscode.Uri.file(file)).filter(({ source }) => source === 'SCIM Preflight');
      if (found.length > 0 || tries === 100) return found;
      await setTimeout(50);
    }
  }

  async function planFile(name: string, change: (plan: Plan) => Plan): Promise<vscode.Uri> {
    const changed = change(plan());
    const file = path.join(folder, name);
    await writeFile(file, [...serializePlan({ ...changed, id: planId(changed) })].join(''));
    return vscode.Uri.file(file);
  }

  it('tells the sample story', () => {
    assert.deepEqual(rows().slice(0, 5), [
      'Groups at risk | 4',
      'Safe groups | 14',
      'Unchanged groups | 19',
      'Cannot be matched | 2',
      'Users',
    ]);
    assert.deepEqual(rows(node('Groups at risk')), [
      'Support Tier 1 | −1,240 +3 · 82.0 % · up to 1,259 out for a time · Genesys should block this',
      'Service Desk | −0 +0 · up to 1,744 out for a time while Okta pushes',
      'VIP | −6 +0 · 30.0 % · over 20 %',
      'Billing | −0 +0 · name differs in case; Okta will try to rename it',
    ]);
    assert.deepEqual(rows(node('Groups at risk', 'Support Tier 1', 'Removed')), [
      'Added by hand in Genesys, not in the Okta group | 912',
      'Deactivated in Okta | 301',
      'Okta holds no account for them | 27',
    ]);
    assert.equal(parts.plans.risk?.groupsAtRisk, 4);
    assert.equal(parts.plans.risk.alarming, true);
  });

  it('shows a long list in pages', async () => {
    const list = node('Groups at risk', 'Support Tier 1', 'Removed', 'Added by hand in Genesys, not in the Okta group');
    assert.equal(rows(list).at(-1), 'Load more | 100 of 912');
    const more = parts.planFeature.tree.getChildren(list).at(-1);
    assert.ok(more);
    await open(more);
    assert.equal(parts.planFeature.tree.getChildren(list).length, 912);
  });

  it('opens the members of a group, now and after the push', async () => {
    await open(node('Groups at risk', 'Support Tier 1'));
    const { left, right } = await openDiff('Support Tier 1: Genesys now ↔ after the push');
    const [now, after] = [left, right].map((text) => text.trimEnd().split('\n'));
    assert.deepEqual([now?.length, after?.length], [1512, 275]);
    assert.match(now?.[0] ?? '', /^\S+@contoso\.example — \S/);
    const gone = now?.filter((line) => !after?.includes(line));
    const come = after?.filter((line) => !now?.includes(line));
    assert.deepEqual([gone?.length, come?.length], [1240, 3]);
  });

  it('opens a person as SCIM JSON, current and desired', async () => {
    const users = plan().users.filter((user) => user.action === 'update');
    const user = users.find(({ attributes }) => attributes.some((attribute) => attribute.path === 'title'));
    assert.ok(user?.userName);
    await parts.planFeature.tree.setFilter(user.userName);
    await open(node('Users', 'Updated', user.userName));
    const { left, right } = await openDiff(`${user.userName}: current ↔ desired`);
    const [current, desired] = [left, right].map((text) => JSON.parse(text) as Record<string, unknown>);
    const title = user.attributes.find((attribute) => attribute.path === 'title');
    assert.deepEqual([current?.title, desired?.title], [title?.genesys, title?.okta]);
    assert.deepEqual([current?.id, desired?.id], [user.genesysUserId, user.genesysUserId]);
  });

  it('compares all changed groups in one editor', async () => {
    await vscode.commands.executeCommand('scimPreflight.plan.compareAll');
    assert.match(vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '', /^Contoso CX: groups now ↔ after the push/);
  });

  it('narrows the tree and finds what is in it', async () => {
    await parts.planFeature.tree.setFilter('vip');
    assert.deepEqual(rows(), ['Groups at risk | 1']);
    const [tier1, vip] = ['Support Tier 1', 'VIP'].map((name) => plan().groups.find((group) => group.name === name));
    const resource = { kind: 'group', orgId: 'plans', id: tier1?.genesysGroupId, name: 'Support Tier 1' };
    await vscode.commands.executeCommand('scimPreflight.resource.showInPlan', resource);
    assert.equal(parts.planFeature.tree.filter, '', 'what the filter hides is shown by clearing it');
    assert.deepEqual(parts.planFeature.tree.selected?.label, 'Support Tier 1');
    const person = vip?.removals.at(-1);
    assert.ok(person);
    const user = { kind: 'user', orgId: 'plans', id: person.genesysUserId, name: person.userName };
    await vscode.commands.executeCommand('scimPreflight.resource.showInPlan', user);
    const { selected } = parts.planFeature.tree;
    assert.ok(selected.target?.kind === 'person');
    assert.equal(selected.target.genesysUserId, person.genesysUserId);
  });

  it('keeps the ids of its rows when the plan is made again', async () => {
    const ids = (): unknown[] => [node('Groups at risk', 'VIP').id, ...parts.planFeature.tree.getChildren().map((each) => each.id)];
    const before = ids();
    await vscode.commands.executeCommand('scimPreflight.plan.refresh');
    assert.deepEqual(ids(), before);
  });

  it('opens a plan from a file; only who leaves and comes is known then', async () => {
    await parts.plans.openFile(await planFile('saved.scimplan.json', (each) => each));
    assert.equal(rows(node('Groups at risk')).length, 4);
    await open(node('Groups at risk', 'VIP'));
    const { left } = await openDiff('VIP: Genesys now ↔ after the push');
    assert.match(left, /^# Only who leaves and who comes: 14 members who stay are not in the plan file\.\n/);
    assert.equal(left.trimEnd().split('\n').length, 7);
    await parts.plans.preview('plans');
  });

  it('refuses a plan file that was changed, and keeps the plan that is shown', async () => {
    const shown = parts.plans.current;
    const uri = await planFile('changed.scimplan.json', (each) => each);
    const text = await readFile(uri.fsPath, 'utf8');
    await writeFile(uri.fsPath, text.replace('"VIP"', '"VIB"'));
    await assert.rejects(parts.plans.openFile(uri), { name: 'PlanFileError', reason: 'changed' });
    assert.equal(parts.plans.current, shown);
  });

  it('shows untrusted names harmlessly', async () => {
    const name = '[x](command:workbench.action.quit)\n<img src=x> $(trash) \u202Egpj./../\\';
    const uri = await planFile('names.scimplan.json', (each) => ({
      ...each,
      groups: each.groups.map((group) => (group.name === 'VIP' ? { ...group, name, genesysName: name } : group)),
    }));
    await parts.plans.openFile(uri);
    const { tree } = parts.planFeature;
    const group = tree.getChildren(node('Groups at risk')).find((each) => each.label.startsWith('[x]'));
    assert.ok(group);
    assert.doesNotMatch(group.label, /[\n\u202E]/u);
    const { tooltip } = tree.resolveTreeItem(tree.getTreeItem(group), group);
    assert.ok(tooltip instanceof vscode.MarkdownString);
    assert.equal(tooltip.isTrusted ?? false, false);
    assert.doesNotMatch(tooltip.value, /(?<!\\)[<[$]/);
    await open(group);
    const { left } = await openDiff(`${group.label}: Genesys now ↔ after the push`);
    assert.match(left, /^# Only who leaves/);
    await parts.plans.preview('plans');
  });

  it('puts the problems of the files into the Problems panel, and leads there', async () => {
    const cut = path.join(folder, 'cut-export');
    await writeSampleExport(cut, { form: 'json' });
    const file = path.join(cut, 'users-3.json');
    await writeFile(file, (await readFile(file, 'utf8')).slice(0, 5000));
    await parts.plans.chooseExport(vscode.Uri.file(cut));
    await parts.plans.preview('plans');
    const [banner] = parts.planFeature.tree.getChildren();
    assert.equal(banner?.label, 'Preview only: users-3.json stops in the middle (line 1); nothing in this plan can be applied');
    await open(banner);
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, file);
    // The check of open files leaves to the plan what the plan has marked.
    assert.ok(await parts.lint.documents.of(vscode.window.activeTextEditor.document));
    const found = (await marksIn(file)).filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
    assert.deepEqual(
      found.map(({ severity, range }) => [severity, range.start.line]),
      [[vscode.DiagnosticSeverity.Error, 0]],
    );
    const [{ code, message } = { code: undefined, message: '' }] = found;
    assert.ok(typeof code === 'object', 'the code leads to the trust report');
    assert.equal(code.value, 'truncated');
    assert.match(message, /\nAsk Okta again: GET \/api\/v1\/users\?limit=200, .*rel="next"/);
    assert.equal(code.target.scheme, 'command');
    await vscode.commands.executeCommand(code.target.path);
    const labels = (): string[] => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    for (let tries = 0; tries < 600 && !labels().includes('Preview Trust report.md'); tries++) await setTimeout(50);
    assert.ok(labels().includes('Preview Trust report.md'), labels().join());
  });

  it('has a node for every file, what is wrong first, with advice in its tooltip and without links', async () => {
    const damaged = path.join(folder, 'damaged-export');
    await writeSampleExport(damaged, { form: 'json' });
    const strange = path.join(damaged, 'members', 'Ghost [x](command:workbench.action.quit) <b>.json');
    await writeFile(strange, '[]');
    const vip = path.join(damaged, 'members', 'VIP.json');
    await writeFile(vip, JSON.stringify((JSON.parse(await readFile(vip, 'utf8')) as unknown[]).slice(0, 10)));
    await parts.plans.chooseExport(vscode.Uri.file(damaged));
    await parts.plans.preview('plans');
    const trust = node('Not compared, assumptions, trust report', 'Trust report');
    const shown = rows(trust);
    assert.deepEqual(
      shown.filter((row) => row.startsWith('members/') || row.startsWith('Member')),
      [
        'members/Ghost [x](command:workbench.action.quit) <b>.json | members of an unknown group · Members of an Okta group · 0 records',
        'members/VIP.json | fewer than Okta counts · Members of an Okta group · 10 records',
        'Member lists | 38 of 39 confirmed',
        'Members of Okta groups | 40 more files, all read · 4,442 records · group taken from the file’s name',
      ],
    );
    assert.ok(shown.includes('Okta users | 23 files, all read · 4,518 records'));
    const { tree } = parts.planFeature;
    for (const row of tree.getChildren(trust)) {
      const { tooltip } = tree.resolveTreeItem(tree.getTreeItem(row), row);
      assert.ok(tooltip instanceof vscode.MarkdownString);
      assert.doesNotMatch(tooltip.value, /(?<!\\)[<[$]/);
    }
    const [problem] = tree.getChildren(tree.getChildren(trust).find(({ label }) => label === 'members/VIP.json'));
    assert.match(problem?.label ?? '', /^Okta counts 14 members of VIP, the export has 10: some are missing\./);
    assert.match(problem?.tooltip ?? '', /GET \/api\/v1\/groups\/\{groupId\}\/users\?limit=1000/);
    assert.ok(problem);
    await open(problem);
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, vip);
    const marks = await marksIn(strange);
    assert.deepEqual(
      marks.map(({ range }) => range.start.line),
      [0],
    );
  });

  it('tells of a plan from a file what it holds, and marks no file of another export', async () => {
    await parts.plans.chooseExport(vscode.Uri.file(path.join(folder, 'cut-export')));
    await parts.plans.preview('plans');
    const saved = await planFile('cut.scimplan.json', (each) => each);
    await parts.plans.chooseExport(vscode.Uri.file(path.join(folder, 'okta-export')));
    await parts.plans.openFile(saved);
    const trust = node('Not compared, assumptions, trust report', 'Trust report');
    assert.match(rows(trust).join('\n'), /^users-3\.json \| cut off · Okta users/m);
    assert.match(rows(trust).join('\n'), /^Member lists \| 37 of 37 confirmed$/m);
    const file = vscode.Uri.file(path.join(folder, 'okta-export', 'users-3.json'));
    assert.deepEqual(
      vscode.languages.getDiagnostics(file).filter((each) => each.source === 'SCIM Preflight'),
      [],
    );
    await parts.plans.preview('plans');
  });
});
