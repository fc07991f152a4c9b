import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Sandbox } from '../../src/sandbox/sandbox';
import { startSandbox } from '../../src/sandbox/sandbox';
import { hugeGroup, writeHugeOrg } from '../extension/hugeOrg';
import { addOrg } from './addOrg';
import { useWorkbench } from './workbench';

/** What a person sees of 100,000 users, 200 groups, and a push that takes 20,000 people out of one of them. */
describe('An org of 100,000 users', () => {
  let temporary: string;
  let sandbox: Sandbox;

  before(async () => {
    temporary = await mkdtemp(path.join(tmpdir(), 'scim-preflight-huge-'));
    const { snapshot } = await writeHugeOrg(temporary, { users: 100_000, groups: 200, removals: 20_000 });
    sandbox = await startSandbox({ seed: snapshot, requestsPerMinute: 0 });
  });
  const workbench = useWorkbench(() => {
    const settings = { 'explorer.autoReveal': false };
    return Promise.resolve({ folder: temporary, folderName: 'change-4712', sideBarWidth: 620, settings });
  });
  after(async () => {
    await sandbox.close();
    await rm(temporary, { recursive: true, force: true });
  });

  it('is browsed up to 5,000 users and members, which is said, and the rest is found by a search', async () => {
    const window = workbench();
    await window.openSideBar();
    await addOrg(window, sandbox, 'Huge CX');
    await window.expandTreeItem(/^Huge CX/, 'Orgs');
    await window.treeItem('Users', 'Orgs');
    await window.screenshot('scale-orgs');
    await window.expandTreeItem('Groups', 'Orgs');
    const group = await window.expandTreeItem(hugeGroup, 'Orgs');
    await window.treeItem(/^User Number/, 'Orgs');
    await window.contextMenu(group, 'Load All');
    await window.notification('5,000 of 20,500 are shown: Load All stops at 5,000. Search finds any other one.', 150_000);
    await window.screenshot('scale-members');
    await window.contextMenu(group, 'Search…');
    await window.quickPick('User name');
    await window.inputBox('user.number20009@contoso.example', /the whole value/);
    await (await window.treeItem('User Number20009', 'Orgs')).waitFor();
    await window.screenshot('scale-member-found');
    assert.ok(
      (await window.treeRows('Orgs')).some((row) => row.includes('1 of 20,500 members · userName = user.number20009@contoso.example')),
    );
  });

  it('is previewed: 20,000 removals are listed up to 5,000, and a filter finds the rest', async () => {
    const window = workbench();
    await window.runCommand('View: Show Explorer');
    const folder = window.page.getByRole('treeitem', { name: 'okta-export', exact: true });
    await window.contextMenu(folder, 'Preview Push from This Export');
    await window.view('Plan').getByText('Groups at risk').waitFor({ timeout: 180_000 });
    await window.expandTreeItem(hugeGroup, 'Plan');
    await window.expandTreeItem('Removed', 'Plan');
    await window.screenshot('scale-plan');
    await window.runCommand('SCIM Preflight: Filter Plan…');
    await window.inputBox('user.number20009', /Show only groups and people/);
    await window.treeItem('User Number20009', 'Plan');
    await window.screenshot('scale-plan-filter');
    await window.runCommand('SCIM Preflight: Clear Plan Filter');
    await (await window.treeItem(hugeGroup, 'Plan')).click();
    await window.tab(/^Everybody: Genesys now/);
    await window.until(
      () => window.editorText('original'),
      (text) => text.includes('# Cut here: 19,998 of 20,001 lines are shown.'),
    );
    await window.screenshot('scale-diff');
  });
});
