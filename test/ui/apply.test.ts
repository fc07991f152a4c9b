import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import type { Sandbox } from '../../src/sandbox/sandbox';
import { startSandbox } from '../../src/sandbox/sandbox';
import { addOrg } from './addOrg';
import { startHeldServer, type HeldServer } from './heldServer';
import { useWorkbench, type Workbench } from './workbench';

/** The group of 1,240 removals, applied: nothing without the typed count; then in batches, cancelled, resumed, undone (screens.md, "The gate"). */
describe('Applying the removal of 1,240 people', () => {
  let temporary: string;
  let sandbox: Sandbox;
  /** Between the extension and the sandbox, so that a batch can be seen on its way. */
  let held: HeldServer;

  before(async () => {
    sandbox = await startSandbox({ requestsPerMinute: 0 });
    held = await startHeldServer(sandbox.baseUrl);
  });
  after(async () => {
    await held.close();
    await sandbox.close();
    await rm(temporary, { recursive: true, force: true });
  });

  const workbench = useWorkbench(async () => {
    temporary = await mkdtemp(path.join(tmpdir(), 'scim-preflight-apply-'));
    await writeSampleExport(path.join(temporary, 'okta-export'), { form: 'json' });
    return {
      folder: temporary,
      folderName: 'change-4711',
      sideBarWidth: 620,
      settings: { 'explorer.autoReveal': false, 'scimPreflight.requestsPerMinute': 3000 },
    };
  });

  /** Answers every question that is left until something is sent: guards are lifted one by one, the block by its count. */
  async function liftGuards(window: Workbench, count: string): Promise<number> {
    const before = held.patches;
    let lifted = 0;
    await window.until(
      async () => {
        const goOn = window.dialog().getByRole('button', { name: 'Apply All the Same', exact: true });
        if (await goOn.isVisible()) {
          await goOn.click();
          lifted += 1;
        } else if (await window.quickInput().getByText('once more').isVisible()) {
          await window.inputBox(count, /once more/);
          lifted += 1;
        }
        return held.patches;
      },
      (patches) => patches > before,
    );
    return lifted;
  }

  it('begins with what is checked: only what nobody is removed by', async () => {
    const window = workbench();
    await window.openSideBar();
    await addOrg(window, { ...sandbox, baseUrl: held.url }, 'Contoso CX');
    await window.runCommand('View: Show Explorer');
    const folder = window.page.getByRole('treeitem', { name: 'okta-export', exact: true });
    await window.contextMenu(folder, 'Preview Push from This Export');
    await window.view('Orgs').locator('.pane-header').click();
    const row = await window.treeItem('Support Tier 1', 'Plan');
    const box = row.getByRole('checkbox');
    assert.equal(await box.getAttribute('aria-checked'), 'false');
    const safe = await window.expandTreeItem('Safe groups', 'Plan');
    const adding = await window.treeItem('Back Office', 'Plan');
    assert.equal(await adding.getByRole('checkbox').getAttribute('aria-checked'), 'true');
    await window.runCommand('Notifications: Clear All Notifications');
    await window.screenshot('apply-01-checked');
    await safe.getByRole('checkbox').click();
    await window.until(
      () => adding.getByRole('checkbox').getAttribute('aria-checked'),
      (state) => state === 'false',
    );
    await box.click();
    await window.until(
      () => box.getAttribute('aria-checked'),
      (state) => state === 'true',
    );
  });

  it('chooses single people, and says in words how many', async () => {
    const window = workbench();
    const reason = 'Added by hand in Genesys, not in the Okta group';
    const group = await window.expandTreeItem('Support Tier 1', 'Plan');
    const removed = await window.expandTreeItem('Removed', 'Plan');
    const list = await window.expandTreeItem(reason, 'Plan');
    await list.getByRole('checkbox').click();
    const words = async (): Promise<readonly string[]> =>
      (await window.treeRows('Plan')).filter((row) => /^(Support Tier 1|Removed|Added by hand|Okta holds no) /.test(row));
    const shown = (...wanted: readonly string[]) =>
      window.until(words, (rows) => wanted.every((start, index) => rows[index]?.startsWith(start) === true));
    await shown('Support Tier 1  331 of 1,243 chosen · −1,240 +3', 'Removed  328 of 1,240 chosen', `${reason}  912`);
    const people = window.view('Plan').getByRole('treeitem').filter({ hasText: '@contoso.example' });
    for (let index = 0; index < 12; index++) await people.nth(index).getByRole('checkbox').click();
    await shown('Support Tier 1  343 of 1,243 chosen', 'Removed  340 of 1,240 chosen', `${reason}  12 of 912 chosen`);
    await window.screenshot('apply-08-people');
    // What was chosen outlives that the tree is folded, drawn anew and made again.
    await window.runCommand('SCIM Preflight: Refresh Plan');
    await window.view('Plan').getByRole('button', { name: 'Collapse All' }).click();
    await window.until(
      async () => (await window.page.locator('.notifications-toasts').getByText('Comparing').count()) === 0,
      (gone) => gone,
    );
    await window.expandTreeItem('Groups at risk', 'Plan');
    await shown('Support Tier 1  343 of 1,243 chosen');
    await removed.getByRole('checkbox').waitFor({ state: 'detached' });
    // A box that is checked for some is unchecked by a click, and checks all with the next.
    await group.getByRole('checkbox').click();
    await shown('Support Tier 1  −1,240 +3');
    await group.getByRole('checkbox').click();
    await window.until(
      () => group.getByRole('checkbox').getAttribute('aria-checked'),
      (state) => state === 'true',
    );
  });

  it('says who loses what, and writes nothing with a wrong count', async () => {
    const window = workbench();
    await window.view('Plan').hover();
    await window.view('Plan').getByRole('button', { name: 'Apply Checked Groups…' }).click();
    await window.dialog().getByText('Remove 1,240 of 1,512 members from "Support Tier 1" in Contoso CX?').waitFor();
    await window.screenshot('apply-02-gate');
    const detail = await window.dialog().innerText();
    assert.match(detail, /The group grants Agent and Supervisor in Home; they lose what they hold through it\./);
    assert.match(
      detail,
      /This is over your limits of 25 removals and 20 % and over what Genesys accepts in one action; it will be done in 7 batches, each checked\./,
    );
    assert.match(detail, /An undo file is written first\./);
    await window.pressDialogButton('Continue…');
    await window.inputBox('1204', 'Type 1240 to remove these members.');
    await window.notification('"1204" is not the count, 1240. Nothing was written.');
    assert.equal(held.patches, 0);
  });

  it('is cancelled after the second batch', async () => {
    const window = workbench();
    await window.runCommand('Notifications: Clear All Notifications');
    held.holdFrom(2);
    await window.runCommand('SCIM Preflight: Apply Checked Groups…');
    await window.pressDialogButton('Continue…');
    await window.quickInput().getByText('Type 1240 to remove these members.').waitFor();
    await window.screenshot('apply-03-count');
    await window.inputBox('1240', 'Type 1240 to remove these members.');
    assert.ok((await liftGuards(window, '1240')) > 1);
    const progress = await window.notification(/Writing to Contoso CX.*3 of 3 added, 0 of 1,240 removed/);
    await progress.getByRole('button', { name: 'Cancel' }).click();
    held.letGo();
    await window.notification('Cancelled between two batches. 25 removed, 3 added, all checked; 1,215 left.');
    await window.screenshot('apply-04-cancelled');
    assert.equal(held.patches, 2);
  });

  it('is resumed through the gate, with its progress in sight', async () => {
    const window = workbench();
    held.holdFrom(4);
    await window.pressNotificationButton('Cancelled between two batches.', 'Resume…');
    await window.dialog().getByText('Remove 1,215 of 1,490 members from "Support Tier 1" in Contoso CX?').waitFor();
    await window.pressDialogButton('Continue…');
    await window.inputBox('1215', 'Type 1215 to remove these members.');
    await liftGuards(window, '1215');
    await window.notification(/Support Tier 1: 525 of 1,215 removed/);
    await window.screenshot('apply-05-progress');
    held.letGo();
    await window.pressNotificationButton('1,215 removed, all checked.', 'Show Result');
    const page = window.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    await page.getByText('all done and checked').waitFor();
    await window.screenshot('apply-06-result');
  });

  it('is undone, and everyone is back', async () => {
    const window = workbench();
    await window.runCommand('View: Close All Editors');
    await window.runCommand('SCIM Preflight: Undo Last Apply…');
    await window.dialog().getByText('Remove 3 of 275 members from "Support Tier 1" in Contoso CX?').waitFor();
    await window.pressDialogButton('Continue…');
    await window.inputBox('3', 'Type 3 to remove these members.');
    await liftGuards(window, '3');
    await window.notification('3 removed, 1,240 added, all checked.');
    await window.screenshot('apply-07-undone');
    await window.runCommand('SCIM Preflight: Refresh Plan');
    const rows = await window.until(
      () => window.treeRows('Plan'),
      (all) => all.some((row) => row.startsWith('Support Tier 1  −1,240 +3')),
    );
    assert.ok(rows.length > 0);
  });
});
