import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox';
import { addOrg } from './addOrg';
import { previewFrom } from './explorer';
import { acceptPath, fillPath } from './fillPath';
import { useWorkbench, type Workbench } from './workbench';

/** *Check Setup…* from the org's menu, and *Resolve Managers and Names…* from the plan, as pages with pictures. */
describe('The setup, and managers and names', () => {
  let temporary: string;
  let sandbox: Sandbox;

  before(async () => {
    sandbox = await startSandbox({ requestsPerMinute: 0 });
  });
  after(async () => {
    await sandbox.close();
    await rm(temporary, { recursive: true, force: true });
  });

  const workbench = useWorkbench(async () => {
    temporary = await mkdtemp(path.join(tmpdir(), 'scim-preflight-setup-'));
    await writeSampleExport(path.join(temporary, 'okta-export'), { form: 'json' });
    return {
      folder: temporary,
      folderName: 'change-4711',
      settings: { 'explorer.autoReveal': false },
    };
  });

  function preview(window: Workbench): FrameLocator {
    return window.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  it('is checked from the org’s menu before there is an export', async () => {
    const window = workbench();
    await addOrg(window, sandbox, 'Contoso CX');
    await window.contextMenu(await window.treeItem(/^Contoso CX/, 'Orgs'), 'Check Setup…');
    await window.tab(/Setup of Contoso CX/);
    await preview(window).getByText('Okta export: none was chosen').waitFor();
    await window.runCommand('Notifications: Clear All Notifications');
    await window.screenshot('setup-01-org-only');
  });

  it('tells both sides once an export is chosen, and what to click', async () => {
    const window = workbench();
    await previewFrom(window, 'okta-export');
    await window.treeItem('Support Tier 1', 'Plan');
    await window.closeEditors();
    await window.runCommand('SCIM Preflight: Check Setup…');
    const page = preview(window);
    await page.getByText('Okta export: okta-export').waitFor();
    await window.runCommand('Notifications: Clear All Notifications');
    await window.screenshot('setup-02-both');
    await page.getByRole('heading', { name: 'Phone numbers in E.164' }).scrollIntoViewIfNeeded();
    await window.screenshot('setup-03-phones');
    await page.getByRole('heading', { name: 'The pushed groups' }).scrollIntoViewIfNeeded();
    await window.screenshot('setup-04-groups');
  });

  it('resolves managers and names, and saves the list', async () => {
    const window = workbench();
    await window.closeEditors();
    await window.runCommand('SCIM Preflight: Resolve Managers and Names…');
    const page = preview(window);
    await page.getByRole('heading', { name: 'Managers', exact: true }).waitFor();
    await window.screenshot('setup-05-managers');
    await window.pressNotificationButton(/1 person’s manager is resolved/, 'Save Manager CSV…');
    const file = path.join(window.folder, 'managers.csv');
    await fillPath(window, file);
    await acceptPath(window);
    await window.notification('Saved managers.csv');
    assert.match(await readFile(file, 'utf8'), /^login,firstName,lastName,email,managerId\r\n[^\r\n]+,[0-9a-f-]{36}\r\n$/);
  });
});
