import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import { fillPath } from './fillPath';
import { useWorkbench } from './workbench';

const run = promisify(execFile);

/** What a person does with a plan once it is there. The folder is a git work tree, and one users file of the export is cut. */
describe('The Plan view', () => {
  let temporary: string;

  const workbench = useWorkbench(async () => {
    temporary = await mkdtemp(path.join(tmpdir(), 'scim-preflight-plan-'));
    await writeSampleExport(path.join(temporary, 'okta-export'), { form: 'json' });
    await writeSampleExport(path.join(temporary, 'cut-export'), { form: 'json' });
    const cut = path.join(temporary, 'cut-export', 'users-3.json');
    const text = await readFile(cut, 'utf8');
    await writeFile(cut, text.slice(0, text.length / 2));
    await writeFile(path.join(temporary, 'broken.scimplan.json'), '{\n  "format": "scim-preflight/plan@1",\n  oops\n}\n');
    return { folder: temporary, folderName: 'change-4711', sideBarWidth: 560, settings: { 'explorer.autoReveal': false } };
  });
  after(() => rm(temporary, { recursive: true, force: true }));

  it('previews a folder of the Explorer', async () => {
    const window = workbench();
    await run('git', ['init', '--quiet'], { cwd: window.folder });
    await window.openSideBar();
    await window.view('Orgs').getByRole('button', { name: 'Try the Sandbox Org' }).first().click();
    await window.notification(/sandbox org runs in this window/);
    await window.runCommand('View: Show Explorer');
    const folder = window.page.getByRole('treeitem', { name: 'okta-export', exact: true });
    await window.contextMenu(folder, 'Preview Push from This Export');
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
      (all) => all.length === 2,
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
    await (await window.treeItem('aarav.petrovic@contoso.example', 'Plan')).click();
    await window.tab('aarav.petrovic@contoso.example: current ↔ desired');
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
    await window.quickRows().filter({ hasText: 'Okta users' }).first().click();
    await window.tab(/users-.*\.json/);
    await window.page.locator('.monaco-editor.focused').first().waitFor();
  });

  it('asks before a plan is saved where it could be committed', async () => {
    const window = workbench();
    await window.runCommand('SCIM Preflight: Save Plan…');
    await window.quickInput().getByText('Save as JSON').waitFor();
    await fillPath(window, path.join(window.folder, 'saved.scimplan.json'));
    await window.page.keyboard.press('Enter');
    await window.dialog().getByText('Save the plan inside a git repository?').waitFor();
    await window.screenshot('plan-git');
    await window.pressDialogButton('Cancel');
    assert.ok(!(await readdir(window.folder)).includes('saved.scimplan.json'));
  });

  it('says where a plan file is broken', async () => {
    const window = workbench();
    await window.runCommand('View: Show Explorer');
    await window.contextMenu(window.page.getByRole('treeitem', { name: 'broken.scimplan.json' }), 'Open Plan…');
    await window.notification('broken.scimplan.json:3:3 is not JSON');
    await window.screenshot('plan-broken');
  });

  it('says on top of a partial plan why nothing in it can be applied, and leads there', async () => {
    const window = workbench();
    await window.contextMenu(window.page.getByRole('treeitem', { name: 'cut-export', exact: true }), 'Preview Push from This Export');
    const banner = await window.treeItem(/^Preview only: users-3\.json stops in the middle \(line 1\); nothing in this plan can be applied$/, 'Plan');
    await window.screenshot('plan-partial');
    await banner.click();
    await window.tab('users-3.json');
    await window.runCommand('View: Toggle Problems');
    await window.page.locator('.markers-panel').getByText('users-3.json').first().waitFor();
    await window.screenshot('plan-problems');
  });
});
