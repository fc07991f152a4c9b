import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import type { Sandbox } from '../../src/sandbox/sandbox';
import { startSandbox } from '../../src/sandbox/sandbox';
import { replaceMembersByReport, reportColumns, reportName } from '../okta/memberReport';
import { addOrg } from './addOrg';
import { useWorkbench } from './workbench';

/** A report of the console with columns that nobody documented stands in the place of forty members files. */
describe('Say What the Columns Are…', () => {
  let temporary: string;
  let sandbox: Sandbox;

  before(async () => {
    sandbox = await startSandbox({ requestsPerMinute: 0 });
  });

  const workbench = useWorkbench(async () => {
    temporary = await mkdtemp(path.join(tmpdir(), 'scim-preflight-columns-'));
    const asked = path.join(temporary, 'okta-export');
    await writeSampleExport(asked, { form: 'json' });
    await replaceMembersByReport(asked);
    await cp(asked, path.join(temporary, 'declined-export'), { recursive: true });
    await cp(asked, path.join(temporary, 'broken-export'), { recursive: true });
    await writeFile(path.join(temporary, 'broken-export', 'okta-export.json'), '{\n  "format": "scim-preflight/okta-export@1",\n');
    // Another header, for the same header is asked about once.
    const declined = path.join(temporary, 'declined-export', reportName);
    await writeFile(declined, (await readFile(declined, 'utf8')).replace('Lfd. Nr.', 'Nummer'));
    return {
      folder: temporary,
      folderName: 'change-4711',
      sideBarWidth: 560,
      settings: { 'explorer.autoReveal': false, 'scimPreflight.requestsPerMinute': 3000 },
    };
  });
  after(async () => {
    await sandbox.close();
    await rm(temporary, { recursive: true, force: true });
  });

  const manifestOf = (name: string): string => path.join(workbench().folder, name, 'okta-export.json');

  async function previewFolder(name: string): Promise<void> {
    const window = workbench();
    await window.runCommand('View: Show Explorer');
    const folder = window.page.getByRole('treeitem', { name, exact: true });
    await window.contextMenu(folder, 'Preview Push from This Export');
  }

  const boxTitle = (): Promise<string> => workbench().quickInput().locator('.quick-input-title').innerText();

  async function waitForBox(text: string | RegExp): Promise<void> {
    await workbench().quickInput().getByText(text).first().waitFor({ timeout: 60_000 });
  }

  it('asks what the rows of the report are', async () => {
    const window = workbench();
    await window.openSideBar();
    await addOrg(window, sandbox, 'Contoso CX');
    await previewFolder('okta-export');
    await waitForBox('Memberships of many groups');
    assert.match(await boxTitle(), /Say What the Columns Are: Mitgliederliste\.csv/);
    await window.screenshot('columns-01-rows');
    await window.quickPick('Memberships of many groups');
  });

  it('says which columns are needed, and shows the first rows of each', async () => {
    const window = workbench();
    await waitForBox(/Still needed: the column with the user .* and the group/);
    await window.screenshot('columns-02-needed');
    const rows = await window.quickRows().allInnerTexts();
    assert.equal(rows.length, 4);
    assert.match(rows[2] ?? '', /Konto[\s\S]*@contoso\.example {2}· {2}.*@contoso\.example/);
  });

  it('goes back to the rows, and on again', async () => {
    const window = workbench();
    await window.quickInput().getByRole('button', { name: 'Back' }).click();
    await waitForBox('Members of one group');
    await window.quickPick('Memberships of many groups');
    await waitForBox(/Still needed/);
  });

  it('takes what each column holds; going back from one leaves it as it was', async () => {
    const window = workbench();
    await window.quickPick(/Mitarbeiter/);
    await waitForBox('Say What the Columns Are: Mitarbeiter');
    await window.screenshot('columns-03-meaning');
    await window.quickInput().getByRole('button', { name: 'Back' }).click();
    await waitForBox(/Still needed/);
    await window.quickPick(/Konto/);
    await waitForBox('Say What the Columns Are: Konto');
    await window.quickPick('Okta username');
    await waitForBox(/Still needed: the column with the group$/);
    await window.quickPick(/Team/);
    await waitForBox('Say What the Columns Are: Team');
    await window.quickPick('Group name');
    await waitForBox(/Remember these columns/);
    await window.screenshot('columns-04-remember');
  });

  it('remembers it beside the files, and plans from the report', async () => {
    const window = workbench();
    await window.quickPick(/Remember these columns/);
    const row = await window.treeItem('Support Tier 1', 'Plan');
    await window.until(
      () => row.innerText(),
      (text) => text.replaceAll('\u00a0', ' ').includes('−1,240 +3 · 82.0 %'),
    );
    await window.screenshot('columns-05-plan');
    assert.deepEqual(JSON.parse(await readFile(manifestOf('okta-export'), 'utf8')), {
      format: 'scim-preflight/okta-export@1',
      files: [{ path: reportName, kind: 'groupMembers', columns: reportColumns }],
    });
  });

  it('does not ask a second time', async () => {
    const window = workbench();
    await previewFolder('okta-export');
    const comparing = window.page.locator('.notifications-toasts .notification-list-item', { hasText: 'Comparing' });
    await comparing.waitFor({ timeout: 3000 }).catch(() => undefined); // it may be gone already
    await comparing.waitFor({ state: 'hidden', timeout: 60_000 });
    await window.treeItem('Support Tier 1', 'Plan');
    assert.equal(await window.quickInput().isVisible(), false);
  });

  it('leaves everything as it was when cancelled, and plans without the report', async () => {
    const window = workbench();
    await previewFolder('declined-export');
    await waitForBox('Memberships of many groups');
    await window.quickPick('Memberships of many groups');
    await waitForBox(/Still needed/);
    await window.page.keyboard.press('Escape');
    await window.view('Plan').getByText('← declined-export').waitFor({ timeout: 60_000 });
    assert.equal(existsSync(manifestOf('declined-export')), false);
  });

  it('asks about it again from the trust report of the plan', async () => {
    const window = workbench();
    // 37 groups stand above: folded away.
    const atRisk = await window.treeItem('Groups at risk', 'Plan');
    await atRisk.locator('.monaco-tl-twistie').click();
    await window.expandTreeItem('Not compared, assumptions, trust report', 'Plan');
    const file = window.view('Plan').getByRole('treeitem').filter({ hasText: reportName });
    await window.until(
      async () => {
        await window.view('Plan').hover();
        await window.page.mouse.wheel(0, 200);
        return file.count();
      },
      (count) => count === 1,
    );
    await window.screenshot('columns-06-trust');
    await window.contextMenu(file, 'Say What the Columns Are…');
    await waitForBox('Not needed');
    await window.quickPick('Not needed');
    await window.until(
      () => Promise.resolve(existsSync(manifestOf('declined-export'))),
      (there) => there,
    );
    const { files } = JSON.parse(await readFile(manifestOf('declined-export'), 'utf8')) as { readonly files: readonly unknown[] };
    assert.deepEqual(files, [{ path: reportName, kind: 'unknown' }]);
  });

  it('asks nothing where the manifest is broken, says so by hand, and leaves it as it is', async () => {
    const window = workbench();
    const before = await readFile(manifestOf('broken-export'), 'utf8');
    await previewFolder('broken-export');
    await window.view('Plan').getByText('← broken-export').waitFor({ timeout: 60_000 });
    await window.runCommand('SCIM Preflight: Say What the Columns Are…');
    await window.quickPick(reportName);
    const said = await window.notification(/okta-export\.json:3 is not JSON/);
    await window.screenshot('columns-07-broken');
    await said.getByRole('button', { name: 'Open It' }).click();
    await window.tab('okta-export.json');
    assert.equal(await readFile(manifestOf('broken-export'), 'utf8'), before);
  });
});
