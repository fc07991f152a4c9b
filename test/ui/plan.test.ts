import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import { planId, serializePlan } from '../../src/plan/planFile';
import type { Sandbox } from '../../src/sandbox/sandbox';
import { startSandbox } from '../../src/sandbox/sandbox';
import { groupPlan, samplePlan } from '../vscode/samplePlan';
import { addOrg } from './addOrg';
import { explorerMenu, previewFrom } from './explorer';
import { acceptPath, fillPath } from './fillPath';
import { useWorkbench } from './workbench';

const run = promisify(execFile);

/** What a person does with a plan once it is there. The folder is a git work tree, and one users file of the export is cut. */
describe('The Plan view', () => {
  let temporary: string;
  let sandbox: Sandbox;

  before(async () => {
    sandbox = await startSandbox({ requestsPerMinute: 0 });
  });

  const workbench = useWorkbench(async () => {
    temporary = await mkdtemp(path.join(tmpdir(), 'scim-preflight-plan-'));
    await writeSampleExport(path.join(temporary, 'okta-export'), { form: 'json' });
    await writeSampleExport(path.join(temporary, 'cut-export'), { form: 'json' });
    const uncounted = path.join(temporary, 'uncounted-export');
    await writeSampleExport(uncounted, { form: 'json' });
    const groups = await readFile(path.join(uncounted, 'groups.json'), 'utf8');
    await writeFile(path.join(uncounted, 'groups.json'), groups.replace(/"usersCount":\s*\d+,?/g, ''));
    const cut = path.join(temporary, 'cut-export', 'users-3.json');
    const text = await readFile(cut, 'utf8');
    await writeFile(cut, text.slice(0, text.length / 2));
    const agreeing = samplePlan({ groups: [groupPlan({ name: 'Night Shift', members: 60 })] });
    await writeFile(path.join(temporary, 'agree.scimplan.json'), [...serializePlan({ ...agreeing, id: planId(agreeing) })].join(''));
    await mkdir(path.join(temporary, 'app-export'));
    await copyFile(path.join(temporary, 'okta-export', 'app.json'), path.join(temporary, 'app-export', 'app.json'));
    await writeFile(path.join(temporary, 'broken.scimplan.json'), '{\n  "format": "scim-preflight/plan@1",\n  oops\n}\n');
    return {
      folder: temporary,
      folderName: 'change-4711',
      sideBarWidth: 560,
      settings: { 'explorer.autoReveal': false },
    };
  });
  after(async () => {
    await sandbox.close();
    await rm(temporary, { recursive: true, force: true });
  });

  it('previews a folder of the Explorer', async () => {
    const window = workbench();
    await run('git', ['init', '--quiet'], { cwd: window.folder });
    await window.openSideBar();
    await addOrg(window, sandbox, 'Contoso CX');
    await previewFrom(window, 'okta-export');
    await window.treeItem('Groups at risk', 'Plan');
    await window.view('Plan').getByText('← okta-export').waitFor();
  });

  it('is narrowed by a text, which is shown and can be cleared', async () => {
    const window = workbench();
    await window.runCommand('SCIM Preflight: Filter Plan…');
    await window.inputBox('vip', /Show only groups and people/);
    await window.view('Plan').getByText('Only groups and people with “vip”').waitFor();
    const rows = await window.until(
      () => window.treeRows('Plan'),
      (all) => all.length === 2 && all.some((row) => row.startsWith('VIP')),
    );
    assert.deepEqual(rows, ['Groups at risk  1', 'VIP  −6 +0 · 30.0 % · over 20 %']);
    await window.screenshot('plan-filter');
    await window.runCommand('SCIM Preflight: Clear Plan Filter');
    await window.treeItem('Unchanged groups', 'Plan');
  });

  it('compares a user as SCIM JSON', async () => {
    const window = workbench();
    await window.runCommand('SCIM Preflight: Filter Plan…');
    await window.inputBox('aarav.petrovic', /Show only groups and people/);
    await window.view('Plan').getByText('Only groups and people with “aarav.petrovic”').waitFor();
    await window.press(
      await window.treeItem('aarav.petrovic@contoso.example', 'Plan'),
      window.openTab('aarav.petrovic@contoso.example: current ↔ desired'),
    );
    const desired = await window.until(
      () => window.editorText('modified'),
      (text) => text.includes('"phoneNumbers"'),
    );
    assert.match(desired, /"displayName": "Aarav Petrović"/);
    await window.screenshot('plan-user');
    await window.runCommand('SCIM Preflight: Clear Plan Filter');
  });

  it('compares all changed groups in one editor', async () => {
    const window = workbench();
    await window.runCommand('SCIM Preflight: Compare All Changed Groups');
    await window.tab(/groups now ↔ after the push/);
    await window.page.locator('.multiDiffEntry', { hasText: 'Support Tier 1.txt' }).first().waitFor();
    await window.screenshot('plan-all-groups');
  });

  it('shows the report, the trust report and how to export as pages', async () => {
    const window = workbench();
    for (const [command, tab] of [
      ['Show Report', 'Plan report.md'],
      ['Show Trust Report', 'Trust report.md'],
      ['How to Export', 'how-to-export.md'],
    ] as const) {
      await window.runCommand(`SCIM Preflight: ${command}`);
      await window.tab(tab);
      await window.page.waitForTimeout(1500); // the page's own frame draws it
      await window.screenshot(`plan-page-${tab.replace(/\W+/g, '-').toLowerCase()}`);
    }
  });

  it('shows the requests that Okta would send, as a model', async () => {
    const window = workbench();
    await window.contextMenu(await window.treeItem('VIP', 'Plan'), 'Show the Requests Okta Would Send');
    await window.tab('VIP (model).http');
    const text = await window.until(
      () => window.editorText(),
      (shown) => shown.includes('PATCH'),
    );
    assert.match(text, /# A model of a full push of “VIP”/);
    await window.screenshot('plan-requests');
  });

  it('finds a person of the plan in the files of the export', async () => {
    const window = workbench();
    await window.expandTreeItem('VIP', 'Plan');
    await window.expandTreeItem('Removed', 'Plan');
    await window.expandTreeItem('Added by hand in Genesys, not in the Okta group', 'Plan');
    const person = window.view('Plan').getByRole('treeitem').filter({ hasText: '@contoso.example' }).first();
    await window.contextMenu(person, 'Find in Okta Export');
    await window.quickRows().first().waitFor();
    await window.screenshot('plan-find');
    await window.quickPick(/^users-.*\.json/);
    await window.tab(/users-.*\.json/);
    await window.page.locator('.monaco-editor.focused').first().waitFor();
  });

  it('asks before a plan is saved where it could be committed', async () => {
    const window = workbench();
    await window.runCommand('SCIM Preflight: Save Plan…');
    await window.quickInput().getByText('Save as JSON').waitFor();
    await fillPath(window, path.join(window.folder, 'saved.scimplan.json'));
    await acceptPath(window);
    await window.dialog().getByText('Save the plan inside a git repository?').waitFor();
    await window.screenshot('plan-git');
    await window.pressDialogButton('Cancel');
    assert.ok(!(await readdir(window.folder)).includes('saved.scimplan.json'));
  });

  it('exports the plan as a table, and the lists for Okta', async () => {
    const window = workbench();
    await window.runCommand('SCIM Preflight: Export Plan As…');
    await window.quickPick('CSV');
    await window.quickInput().getByText('Save as CSV').waitFor();
    await fillPath(window, path.join(window.folder, 'plan.csv'));
    await acceptPath(window);
    await window.pressDialogButton('Save');
    await window.notification('Saved plan.csv.');
    const lines = (await readFile(path.join(window.folder, 'plan.csv'), 'utf8')).split('\r\n');
    assert.equal(lines.filter((line) => line.startsWith('membership,remove,')).length, 1246);
    await window.runCommand('SCIM Preflight: Save Cure CSVs…');
    await window.quickInput().getByText('The folder to save the lists in').waitFor();
    await fillPath(window, `${window.folder}/`);
    await window.pressQuickInputButton('Save Here');
    await window.pressDialogButton('Save');
    await window.pressNotificationButton('Saved 3 lists for Okta.', 'What to Do With Them');
    await window.tab('Lists for Okta.md');
    const list = await readFile(path.join(window.folder, 'add-to-group-support-tier-1.csv'), 'utf8');
    assert.deepEqual(list.trimEnd().split('\r\n').length, 913);
  });

  it('confirms a member list by the number that Okta shows', async () => {
    const window = workbench();
    await window.runCommand('View: Show Explorer');
    // The rows move until the files that were just saved are there.
    await window.page.getByRole('treeitem', { name: 'retry-provisioning-support-tier-1.csv' }).waitFor();
    await previewFrom(window, 'uncounted-export');
    const row = await window.treeItem('VIP', 'Plan');
    await row.getByText('member list not confirmed').waitFor();
    await window.contextMenu(row, 'Confirm Member Count…');
    await window.inputBox('14', /How many members does Okta show/);
    await row.getByText('member list not confirmed').waitFor({ state: 'hidden' });
    await window.treeItem('VIP', 'Plan');
  });

  it('says that nothing would change', async () => {
    const window = workbench();
    await explorerMenu(window, 'agree.scimplan.json', 'Open Plan…');
    await window.view('Plan').getByText('Okta and Contoso CX agree: 1 group and 8,412 users compared, nothing would change.').waitFor();
    await window.screenshot('plan-agree');
  });

  it('says where a plan file is broken', async () => {
    const window = workbench();
    await explorerMenu(window, 'broken.scimplan.json', 'Open Plan…');
    await window.notification('broken.scimplan.json:3:3 is not JSON');
    await window.screenshot('plan-broken');
  });

  it('says on top of a partial plan why nothing in it can be applied, and leads there', async () => {
    const window = workbench();
    await previewFrom(window, 'cut-export');
    const banner = await window.treeItem(
      /^Preview only: users-3\.json stops in the middle \(line 1\); nothing in this plan can be applied$/,
      'Plan',
    );
    await window.screenshot('plan-partial');
    await window.press(banner, window.openTab('users-3.json'));
    await window.runCommand('View: Toggle Problems');
    await window.page.locator('.markers-panel').getByText('users-3.json').first().waitFor();
    await window.screenshot('plan-problems');
    await window.press(
      window.page.locator('.markers-panel').getByText('truncated', { exact: true }).first(),
      window.openTab('Trust report.md'),
    );
  });

  it('tells of no agreement where an export holds no list of Okta’s', async () => {
    const window = workbench();
    await previewFrom(window, 'app-export');
    await window.treeItem(/^Preview only: No file of the export holds users, groups, .*; nothing in this plan can be applied$/, 'Plan');
    await window.page
      .locator('.statusbar')
      .getByRole('button', { name: /^SCIM Preflight: Contoso CX .* · preview only$/ })
      .waitFor();
    await window.runCommand('Notifications: Clear All Notifications');
    await window.screenshot('plan-no-list');
  });
});
