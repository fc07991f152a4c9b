import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import type { Sandbox } from '../../src/sandbox/sandbox';
import { startSandbox } from '../../src/sandbox/sandbox';
import { addOrg } from './addOrg';
import { previewFrom } from './explorer';
import { startHeldServer, type HeldServer } from './heldServer';
import { liftGuards } from './liftGuards';
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
      settings: { 'explorer.autoReveal': false },
    };
  });

  /** Answers every question that is left until so many batches are sent. */
  const lift = (window: Workbench, count: string, batches = 1): Promise<number> => liftGuards(window, held, held.patches + batches, count);

  it('begins with what is checked: only what nobody is removed by', async () => {
    const window = workbench();
    await window.openSideBar();
    await addOrg(window, { ...sandbox, baseUrl: held.url }, 'Contoso CX');
    await previewFrom(window, 'okta-export');
    await window.treeItem('Support Tier 1', 'Plan');
    await window.foldView('Orgs', 'folded');
    const row = await window.expandTreeItem('Support Tier 1', 'Plan');
    assert.equal(await row.getByRole('checkbox').getAttribute('aria-checked'), 'false');
    const removed = await window.treeItem('Removed', 'Plan');
    const safe = await window.expandTreeItem('Safe groups', 'Plan');
    const adding = await window.treeItem('Back Office', 'Plan');
    assert.equal(await adding.getByRole('checkbox').getAttribute('aria-checked'), 'true');
    await window.runCommand('Notifications: Clear All Notifications');
    await window.screenshot('apply-01-checked');
    await window.check(safe, false, () => window.isChecked(adding, false));
    await window.check(row, true, () => window.isChecked(removed, true));
  });

  it('chooses single people, and says in words how many', async () => {
    const window = workbench();
    const reason = 'Added by hand in Genesys, not in the Okta group';
    const group = await window.expandTreeItem('Support Tier 1', 'Plan');
    const removed = await window.expandTreeItem('Removed', 'Plan');
    const list = await window.expandTreeItem(reason, 'Plan');
    const words = async (): Promise<readonly string[]> =>
      (await window.treeRows('Plan')).filter((row) => /^(Support Tier 1|Removed|Added by hand|Okta holds no) /.test(row));
    const areShown = (rows: readonly string[], wanted: readonly string[]): boolean =>
      wanted.every((start, index) => rows[index]?.startsWith(start) === true);
    const shown = (...wanted: readonly string[]) => window.until(words, (rows) => areShown(rows, wanted));
    const isShown =
      (...wanted: readonly string[]) =>
      async (): Promise<boolean> =>
        areShown(await words(), wanted);
    const none = ['Support Tier 1  331 of 1,243 chosen · −1,240 +3', 'Removed  328 of 1,240 chosen', `${reason}  912`];
    await window.check(list, false, isShown(...none));
    const people = window.view('Plan').getByRole('treeitem').filter({ hasText: '@contoso.example' });
    for (let count = 1; count <= 12; count++) {
      const some = [
        `Support Tier 1  ${331 + count} of 1,243 chosen`,
        `Removed  ${328 + count} of 1,240 chosen`,
        `${reason}  ${count} of 912 chosen`,
      ];
      await window.check(people.nth(count - 1), true, isShown(...some));
    }
    await window.screenshot('apply-08-people');
    // What was chosen outlives that the tree is folded, drawn anew and made again.
    await window.runCommand('SCIM Preflight: Refresh Plan');
    await window.collapseAll('Plan');
    await window.page.locator('.notifications-toasts').getByText('Comparing').first().waitFor({ state: 'hidden' });
    await window.expandTreeItem('Groups at risk', 'Plan');
    await shown('Support Tier 1  343 of 1,243 chosen');
    await removed.getByRole('checkbox').waitFor({ state: 'detached' });
    // A box that is checked for some is unchecked by a click, and checks all with the next.
    await window.check(group, false, isShown('Support Tier 1  −1,240 +3'));
    await window.expandTreeItem('Support Tier 1', 'Plan');
    await window.check(group, true, () => window.isChecked(removed, true));
  });

  it('says who loses what, and writes nothing with a wrong count', async () => {
    const window = workbench();
    await window.press(
      window.view('Plan').getByRole('button', { name: 'Apply Checked Groups…' }),
      window.dialog().getByText('Remove 1,240 of 1,512 members from "Support Tier 1" in Contoso CX?'),
    );
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
    // The second is waited for too: its progress is shown before it is sent, and what is cancelled then removes nobody.
    assert.ok((await lift(window, '1240', 2)) > 1);
    await window.pressNotificationButton(/Writing to Contoso CX.*3 of 3 added, 0 of 1,240 removed/, 'Cancel');
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
    await lift(window, '1215');
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
    await window.closeEditors();
    await window.runCommand('SCIM Preflight: Undo Last Apply…');
    await window.dialog().getByText('Remove 3 of 275 members from "Support Tier 1" in Contoso CX?').waitFor();
    await window.pressDialogButton('Continue…');
    await window.inputBox('3', 'Type 3 to remove these members.');
    await lift(window, '3');
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
