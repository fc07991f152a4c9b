import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import type { Sandbox } from '../../src/sandbox/sandbox';
import { startSandbox } from '../../src/sandbox/sandbox';
import { replaceMembersByCsv, replaceMembersByReport, reportColumns, reportName } from '../okta/memberReport';
import { addOrg } from './addOrg';
import { explorerMenu, fileInExplorer, previewFrom } from './explorer';
import { untilStill } from './waitUntil';
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
    // Other headers, for the same header is asked about once.
    for (const name of ['declined-export', 'broken-export']) {
      const report = path.join(temporary, name, reportName);
      await writeFile(report, (await readFile(report, 'utf8')).replace('Lfd. Nr.', `Nummer (${name})`));
    }
    await mkdir(path.join(temporary, 'alone'));
    await writeFile(path.join(temporary, 'alone', 'people.csv'), 'Person,Konto\nAnna Berg,00u1\n');
    const named = path.join(temporary, 'named-export');
    await writeSampleExport(named, { form: 'json' });
    for (const group of ['Claims', 'Payments']) await replaceMembersByCsv(named, group);
    await rename(path.join(named, 'members', 'VIP.json'), path.join(named, 'important people.json'));
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

  const manifestOf = (name: string): string => path.join(workbench().folder, name, 'okta-export.json');
  const previewFolder = (name: string): Promise<void> => previewFrom(workbench(), name);

  async function waitForBox(text: string | RegExp): Promise<void> {
    await workbench().quickInput().getByText(text).first().waitFor({ timeout: 60_000 });
  }

  /** Waits until the preview that was begun from the Explorer is done: its view takes the focus, and with it every pick that is open. */
  async function planned(): Promise<void> {
    await workbench().view('Plan').locator('.pane-body :focus').first().waitFor();
    await workbench().page.locator('.notifications-toasts').getByText('Comparing').first().waitFor({ state: 'hidden' });
  }

  /** What the manifest says of files. */
  async function entriesOf(name: string): Promise<readonly unknown[]> {
    return (JSON.parse(await readFile(manifestOf(name), 'utf8')) as { readonly files: readonly unknown[] }).files;
  }

  /** The row of a file in the trust report, with what stands above it folded away. */
  async function trustFile(label: RegExp, list?: string): Promise<Locator> {
    const window = workbench();
    const row = window
      .view('Plan')
      .getByRole('treeitem')
      .filter({ has: window.page.locator('.label-name', { hasText: label }) });
    await window.collapseAll('Plan');
    await window.expandTreeItem('Not compared, assumptions, trust report', 'Plan');
    await window.expandTreeItem('Trust report', 'Plan');
    if (list !== undefined) await window.expandTreeItem(list, 'Plan');
    return window.scrollTo('Plan', row);
  }

  /** The groups at risk, once one of them reads like this. */
  async function rowsAtRisk(expected: RegExp): Promise<readonly string[]> {
    const window = workbench();
    return await window.until(
      async () => {
        await window.collapseAll('Plan');
        await window.expandTreeItem('Groups at risk', 'Plan');
        return window.treeRows('Plan');
      },
      (rows) => rows.some((row) => expected.test(row)),
    );
  }

  it('asks what the rows of the report are', async () => {
    const window = workbench();
    await window.openSideBar();
    await addOrg(window, sandbox, 'Contoso CX');
    await previewFolder('okta-export');
    await waitForBox('Memberships of many groups');
    await waitForBox(/Say What the Columns Are: Mitgliederliste\.csv/);
    await window.screenshot('columns-01-rows');
    await window.quickPick('Memberships of many groups');
  });

  it('says which columns are needed, and shows the first rows of each', async () => {
    const window = workbench();
    await waitForBox(/Still needed: the column with the user .* and the group/);
    await window.screenshot('columns-02-needed');
    const rows = await untilStill(() => window.quickRows().allInnerTexts());
    assert.equal(rows.length, 4);
    assert.match(rows[2] ?? '', /Konto[\s\S]*@contoso\.example {2}· {2}.*@contoso\.example/);
  });

  it('goes back to the rows, and on again', async () => {
    const window = workbench();
    await window.press(window.quickInput().getByRole('button', { name: 'Back' }), window.quickInput().getByText('Members of one group'));
    await window.quickPick('Memberships of many groups');
    await waitForBox(/Still needed/);
  });

  it('takes what each column holds; going back from one leaves it as it was', async () => {
    const window = workbench();
    await window.quickPick(/Mitarbeiter/);
    await waitForBox('Say What the Columns Are: Mitarbeiter');
    await window.screenshot('columns-03-meaning');
    await window.press(window.quickInput().getByRole('button', { name: 'Back' }), window.quickInput().getByText(/Still needed/));
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
    await planned();
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
    await planned();
    await window.view('Plan').getByText('← declined-export').waitFor();
    assert.equal(existsSync(manifestOf('declined-export')), false);
  });

  it('asks about it again from the trust report of the plan', async () => {
    const window = workbench();
    const file = await trustFile(/^Mitgliederliste\.csv/);
    await window.screenshot('columns-06-trust');
    await window.contextMenu(file, 'Say What the Columns Are…');
    await waitForBox('Not needed');
    await window.quickPick('Not needed');
    await window.until(
      () => Promise.resolve(existsSync(manifestOf('declined-export'))),
      (there) => there,
    );
    assert.deepEqual(await entriesOf('declined-export'), [{ path: reportName, kind: 'unknown' }]);
  });

  it('asks nothing where the manifest is broken, says so by hand, and leaves it as it is', async () => {
    const window = workbench();
    const before = await readFile(manifestOf('broken-export'), 'utf8');
    await previewFolder('broken-export');
    await planned();
    await window.view('Plan').getByText('← broken-export').waitFor();
    await window.runCommand('SCIM Preflight: Say What the Columns Are…');
    await window.quickPick(reportName);
    await window.notification(/okta-export\.json:3 is not JSON/);
    await window.screenshot('columns-07-broken');
    await window.pressNotificationButton(/okta-export\.json:3 is not JSON/, 'Open It');
    await window.tab('okta-export.json');
    assert.equal(await readFile(manifestOf('broken-export'), 'utf8'), before);
  });

  it('asks once about files with the same columns, whose names tell their groups', async () => {
    const window = workbench();
    await previewFolder('named-export');
    await waitForBox('Members of one group');
    await window.screenshot('columns-08-same-columns');
    await window.quickPick('Members of one group');
    await waitForBox('Each file is named after its group.');
    await window.screenshot('columns-09-group');
    await window.quickPick(/As the files are named/);
    await waitForBox(/Still needed/);
    await window.quickPick(/Konto/);
    await waitForBox('Say What the Columns Are: Konto');
    await window.quickPick('Okta username');
    await window.quickPick(/Remember these columns/);
    await planned();
    await window.view('Plan').getByText('← named-export').waitFor();
    const columns = { Person: 'ignore', Konto: 'login' };
    const entries = ['members/Claims.csv', 'members/Payments.csv'].map((file) => ({ path: file, kind: 'groupMembers', columns }));
    assert.deepEqual(await entriesOf('named-export'), entries);
    const rows = await rowsAtRisk(/^VIP/);
    // Only of VIP the members are not known: its file is named after nobody.
    assert.deepEqual(
      rows.filter((row) => row.includes('members unknown')).map((row) => row.split('  ')[0]),
      ['VIP'],
    );
  });

  it('is told whose members a file holds', async () => {
    const window = workbench();
    await window.contextMenu(await trustFile(/^important people\.json/, 'Okta users'), 'Say Which Group This Is…');
    await waitForBox('Say Which Group This Is: important people.json');
    await window.screenshot('columns-10-which-group');
    await window.quickPick('VIP');
    await rowsAtRisk(/^VIP {2}−6 \+0 · 30\.0 %/);
    assert.equal((await entriesOf('named-export')).length, 3);
  });

  it('is told that a file does not hold everything, and that it does', async () => {
    const window = workbench();
    await window.contextMenu(await trustFile(/^push-mappings\.json/), 'Mark as Partial');
    const declared = window.view('Plan').getByText('declared not to be whole').first();
    await declared.waitFor();
    await window.screenshot('columns-11-partial');
    assert.deepEqual((await entriesOf('named-export')).at(-1), { path: 'push-mappings.json', partial: true });
    await window.contextMenu(await trustFile(/^push-mappings\.json/), 'Mark as Whole');
    await declared.waitFor({ state: 'hidden' });
    assert.deepEqual((await entriesOf('named-export')).at(-1), { path: 'push-mappings.json' });
  });

  it('keeps what was said where it cannot be written', async () => {
    const window = workbench();
    await window.closeEditors();
    await fileInExplorer(window, 'alone', 'people.csv');
    await explorerMenu(window, 'people.csv', 'Say What the Columns Are…');
    await waitForBox('Members of one group');
    await rename(path.join(window.folder, 'alone'), path.join(temporary, 'moved-away'));
    await window.quickPick('Users');
    await window.quickPick(/Konto/);
    await waitForBox('Say What the Columns Are: Konto');
    await window.quickPick('Okta user id');
    await window.quickPick(/Remember these columns/);
    await window.notification(/okta-export\.json could not be written .*the folder is not there any more/);
    const shown = (text: string): boolean => text.includes('people.csv');
    const text = await window.until(() => window.editorText(), shown);
    await window.screenshot('columns-12-kept');
    assert.deepEqual(JSON.parse(text), {
      format: 'scim-preflight/okta-export@1',
      files: [{ path: 'people.csv', kind: 'users', columns: { Person: 'ignore', Konto: 'id' } }],
    });
  });
});
