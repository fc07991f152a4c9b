import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Sandbox } from '../../src/sandbox/sandbox';
import { startSandbox } from '../../src/sandbox/sandbox';
import { acceptPath, fillPath } from './fillPath';
import type { Workbench } from './workbench';
import { useWorkbench } from './workbench';

/** The machine is shared, and a collection is eighty requests. */
const patience = { timeout: 90_000 };

async function manifestOf(
  folder: string,
): Promise<{ readonly complete: boolean; readonly files: readonly unknown[]; readonly missing?: unknown }> {
  return JSON.parse(await readFile(path.join(folder, 'okta-export.json'), 'utf8')) as Awaited<ReturnType<typeof manifestOf>>;
}

async function collectInto(window: Workbench, folder: string): Promise<void> {
  await window.quickInput().getByText('A folder for the export; it is made').waitFor();
  await fillPath(window, folder);
  await acceptPath(window);
}

describe('Collect Export from Okta…, from the sandbox', () => {
  const workbench = useWorkbench(() => ({ folderName: 'change-4711', sideBarWidth: 560 }));
  const folder = (): string => path.join(workbench().folder, 'okta-export-2026-11-23');

  it('stands in the empty Plan view', async () => {
    const window = workbench();
    await window.openSideBar();
    await window.runCommand('SCIM Preflight: Try the Sandbox Org');
    await window.notification('The sandbox org runs in this window');
    await window.runCommand('Notifications: Clear All Notifications');
    const welcome = window.view('Plan').locator('.welcome-view');
    await welcome.getByRole('button', { name: 'Collect Export from Okta…' }).waitFor();
    await window.screenshot('collect-01-empty');
    await window.press(welcome.getByRole('button', { name: 'Collect Export from Okta…' }), window.quickRows());
  });

  it('offers the Okta org of the sandbox, for which no token is asked', async () => {
    const window = workbench();
    await window.quickRows().first().waitFor();
    await window.screenshot('collect-02-org');
    await window.quickPick('Sandbox');
  });

  it('lists the apps, and asks for a folder with a name for it', async () => {
    const window = workbench();
    await window.quickInput().locator('input[placeholder*="feeds Genesys"]').waitFor();
    await window.quickRows().first().waitFor();
    await window.screenshot('collect-03-app');
    await window.quickPick('Genesys Cloud');
    await window.quickInput().getByText('A folder for the export; it is made').waitFor();
    // The dialog fills its box a moment after it opened.
    await window.until(
      () => window.quickInput().locator('input[type="text"]').inputValue(),
      (path) => /change-4711\/okta-export-\d{4}-\d\d-\d\d$/.test(path),
    );
    await window.screenshot('collect-04-folder');
    await collectInto(window, folder());
  });

  it('says what it collected, and that every membership is confirmed', async () => {
    const window = workbench();
    const done = window.page.locator('.notifications-toasts .notification-list-item', { hasText: /Collected 4,518 users/ });
    await done.first().waitFor(patience);
    await window.screenshot('collect-05-collected');
    assert.match(await done.first().innerText(), /Collected 4,518 users, 7\d groups, 4,4\d\d memberships/);
    const { complete, files } = await manifestOf(folder());
    assert.ok(complete && files.length > 70);
    assert.ok(!existsSync(path.join(folder(), 'okta-export.state.json')));
  });

  it('previews the push from it', async () => {
    const window = workbench();
    await window.pressNotificationButton(/Collected 4,518 users/, 'Preview Push');
    await window.page.locator('.sidebar').getByText('Groups at risk').first().waitFor(patience);
    const rows = await window.until(
      () => window.treeRows('Plan'),
      (all) => all.some((row) => row.startsWith('Support Tier 1')),
    );
    assert.ok(
      rows.includes('Support Tier 1  −1,240 +3 · 82.0 % · up to 1,259 out for a time · Genesys should block this'),
      rows.join('\n'),
    );
    await window.screenshot('collect-06-plan');
  });
});

describe('Collect Export from Okta…, from an org with a token', () => {
  const workbench = useWorkbench(() => ({ folderName: 'change-4711', sideBarWidth: 560 }));
  const folder = (): string => path.join(workbench().folder, 'okta-export-2026-11-23');
  let sandbox: Sandbox;
  let slow = true;

  before(async () => {
    sandbox = await startSandbox({
      users: 300,
      groups: 8,
      oktaRequestsPerMinute: 0,
      // As an org whose limit another integration has used up, for as long as the test says.
      oktaIntercept: (request, answer) => {
        const reset = String(Math.floor(Date.now() / 1000) + 40);
        if (!slow || !request.path.includes('/groups/')) return answer();
        const body = { errorCode: 'E0000047', errorSummary: 'API call exceeded rate limit due to too many requests.' };
        return { status: 429, headers: { 'X-Rate-Limit-Limit': '50', 'X-Rate-Limit-Remaining': '0', 'X-Rate-Limit-Reset': reset }, body };
      },
    });
  });
  after(() => sandbox.close());

  it('asks for the domain, and says what is wrong with one', async () => {
    const window = workbench();
    await window.openSideBar();
    await window.runCommand('SCIM Preflight: Collect Export from Okta…');
    await window.inputBox('developer.okta.com', /Domain of your Okta org/);
    await window
      .quickInput()
      .getByText(/Okta's own site/)
      .waitFor();
    await window.inputBox('login.contoso.example');
    await window.dialog().getByText('Is login.contoso.example your Okta org?').waitFor();
    await window.screenshot('collect-11-own-domain');
    await window.pressDialogButton('Cancel');
    await window
      .quickInput()
      .getByText(/login\.contoso\.example is not used/)
      .waitFor();
    await window.inputBox(sandbox.oktaUrl);
  });

  it('asks for the token without showing it, and again where Okta refuses it', async () => {
    const window = workbench();
    await window
      .quickInput()
      .getByText(/API token of a Read-only Administrator/)
      .waitFor();
    assert.equal(await window.quickInput().locator('input').getAttribute('type'), 'password');
    await window.inputBox('00notTheToken');
    await window.quickPick('Use the token for this run only');
    await window
      .quickInput()
      .getByText(/does not accept the API token/)
      .waitFor(patience);
    await window.screenshot('collect-12-wrong-token');
    await window.inputBox(sandbox.oktaToken);
    await window.quickPick('Keep it in the secret storage of this machine');
    await window.quickPick('Genesys Cloud');
    await collectInto(window, folder());
  });

  it('shows how long it waits, and can be cancelled', async () => {
    const window = workbench();
    await window.notification(/going on in \d+ s/, patience.timeout);
    await window.screenshot('collect-13-waiting');
    await window.pressNotificationButton(/going on in \d+ s/, 'Cancel');
    await window.notification(
      /Collecting was cancelled\. [\d,]+ records are in okta-export-2026-11-23, which says that it is not complete\./,
    );
    await window.screenshot('collect-14-cancelled');
    assert.equal((await manifestOf(folder())).complete, false);
    await window.runCommand('Notifications: Clear All Notifications');
  });

  it('goes on the next time, with the token that was kept', async () => {
    const window = workbench();
    slow = false;
    await window.runCommand('SCIM Preflight: Collect Export from Okta…');
    await window.quickRows().first().waitFor();
    await window.screenshot('collect-15-go-on');
    await window.quickPick('Go On in okta-export-2026-11-23');
    const done = window.page.locator('.notifications-toasts .notification-list-item', { hasText: /Collected \d+ users/ });
    await done.first().waitFor(patience);
    assert.equal((await manifestOf(folder())).complete, true);
    await window.runCommand('Notifications: Clear All Notifications');
  });

  it('forgets the kept token when asked to, and then asks for one', async () => {
    const window = workbench();
    await window.runCommand('SCIM Preflight: Collect Export from Okta…');
    await window.inputBox(sandbox.oktaUrl, /Domain of your Okta org/);
    await window.quickRows().first().waitFor();
    await window.screenshot('collect-16-kept-token');
    await window.quickPick('Forget the kept token');
    await window
      .quickInput()
      .getByText(/API token of a Read-only Administrator/)
      .waitFor();
    assert.equal(await window.quickInput().locator('input').inputValue(), '');
    await window.page.keyboard.press('Escape');
  });
});

describe('Create Export Script…', () => {
  const workbench = useWorkbench(() => ({ folderName: 'change-4711', sideBarWidth: 460 }));

  it('makes a script to read, filled in with org and app and without a token', async () => {
    const window = workbench();
    await window.openSideBar();
    await window.runCommand('SCIM Preflight: Create Export Script…');
    await window.inputBox('contoso-admin.okta.com', /Domain of your Okta org/);
    await window.inputBox('0oa1a2b3c4d5E6f7g8h9', /Id of the Genesys Cloud app/);
    await window.quickRows().first().waitFor();
    await window.screenshot('collect-21-shell');
    await window.quickPick('PowerShell');
    await window.quickInput().getByText('Save the Export Script').waitFor();
    const file = path.join(window.folder, 'okta-export.ps1');
    await fillPath(window, file);
    await acceptPath(window);
    await window.tab('okta-export.ps1');
    await window.notification(/okta-export\.ps1 is saved\. Read it, run it where Okta can be reached/);
    await window.screenshot('collect-22-script');
    const text = await readFile(file, 'utf8');
    assert.match(text, /^\$Okta = 'https:\/\/contoso\.okta\.com'\r?$/m);
    assert.match(text, /^\$App = '0oa1a2b3c4d5E6f7g8h9'\r?$/m);
  });
});
