import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { promisify } from 'node:util';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox';
import { addOrg } from './addOrg';
import { openInExplorer, previewFrom } from './explorer';
import { acceptPath, fillPath } from './fillPath';
import { useWorkbench, type Workbench } from './workbench';

const run = promisify(execFile);

/** What the mapping of the sample gives everybody, before there is a plan, with one, and while it is edited. */
describe('A mapping in the editor', () => {
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
    temporary = await mkdtemp(path.join(tmpdir(), 'scim-preflight-mapping-'));
    const exported = path.join(temporary, 'okta-export');
    await writeSampleExport(exported, { form: 'json' });
    const file = path.join(exported, 'mapping.json');
    await writeFile(file, JSON.stringify(JSON.parse(await readFile(file, 'utf8')), null, 2));
    return {
      folder: temporary,
      folderName: 'change-4711',
      sideBarWidth: 300,
      settings: { 'explorer.autoReveal': false },
    };
  });

  const lens = (window: Workbench, text: string | RegExp): Locator =>
    window.page.locator('.codelens-decoration a', { hasText: text }).first();

  function preview(window: Workbench): FrameLocator {
    return window.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  async function openMapping(window: Workbench): Promise<void> {
    await openInExplorer(window, 'okta-export', 'mapping.json');
  }

  it('says what is missing before there is a plan', async () => {
    const window = workbench();
    await run('git', ['init', '--quiet'], { cwd: window.folder });
    await addOrg(window, sandbox, 'Contoso CX');
    await openMapping(window);
    await lens(window, /Preview a push to see what this mapping gives every user/).waitFor();
    await window.runCommand('Notifications: Clear All Notifications');
    await window.screenshot('mapping-01-no-plan');
  });

  it('shows what it gives all users, above it and above each attribute', async () => {
    const window = workbench();
    await previewFrom(window, 'okta-export');
    await window.treeItem('Support Tier 1', 'Plan');
    await openMapping(window);
    await lens(window, /Preview for a user… · [\d,]+ values? change/).waitFor();
    await window.runCommand('Notifications: Clear All Notifications');
    await window.screenshot('mapping-02-lenses');
  });

  it('counts again after an edit', async () => {
    const window = workbench();
    const before = await lens(window, /Preview for a user… · [\d,]+ values? change/).innerText();
    await window.page.locator('.monaco-editor .view-line', { hasText: '"properties"' }).first().click();
    await window.runCommand('Replace');
    const widget = window.page.locator('.find-widget.visible');
    await widget.getByRole('textbox', { name: 'Find', exact: true }).fill('user.title');
    const replacement = widget.getByRole('textbox', { name: 'Replace', exact: true });
    await replacement.fill('user.login');
    await replacement.press('Control+Alt+Enter');
    await window.page.keyboard.press('Escape');
    await window.until(
      () => lens(window, /Preview for a user… · [\d,]+ values? change/).innerText(),
      (text) => text !== before,
    );
    await window.screenshot('mapping-03-edited');
  });

  it('shows one user', async () => {
    const window = workbench();
    await window.press(lens(window, /Preview for a user…/), window.quickRows());
    await window.screenshot('mapping-04-pick');
    await window.quickInput().locator('input[type="text"]').fill('aarav petrovic');
    await window.until(
      () => window.quickRows().count(),
      (count) => count === 1,
    );
    await window.quickInput().locator('input[type="text"]').press('Enter');
    await preview(window)
      .getByRole('heading', { name: /What the mapping gives/ })
      .waitFor();
    await window.screenshot('mapping-05-user');
    await preview(window).getByRole('heading', { name: 'The expressions' }).scrollIntoViewIfNeeded();
    await window.screenshot('mapping-06-expressions');
  });

  it('shows all users, and saves them as CSV', async () => {
    const window = workbench();
    await window.runCommand('View: Close Editor');
    const page = preview(window);
    await window.press(lens(window, /Preview for all users/), page.getByRole('heading', { name: 'What the mapping gives all users' }));
    await window.screenshot('mapping-07-all');
    await page.getByRole('heading', { name: 'title', exact: true }).scrollIntoViewIfNeeded();
    await window.screenshot('mapping-08-examples');
    await page.getByRole('heading', { name: /an estimate/ }).scrollIntoViewIfNeeded();
    await window.screenshot('mapping-09-estimate');
    await window.pressNotificationButton(/users: [\d,]+ values change/, 'Save CSV…');
    await fillPath(window, path.join(window.folder, 'values.csv'));
    await acceptPath(window);
    await window.dialog().getByText('Save the values inside a git repository?').waitFor();
    await window.pressDialogButton('Save');
    await window.notification(/^Saved values\.csv: [\d,]+ rows\.$/);
    const lines = (await readFile(path.join(window.folder, 'values.csv'), 'utf8')).split('\r\n');
    assert.match(lines[0] ?? '', /^\ufefflogin,oktaUserId,/);
    assert.ok(lines.some((line) => line.includes(',title,title,')));
  });
});
