import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parsePlan } from '../../src/plan/parsePlan';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import type { Sandbox } from '../../src/sandbox/sandbox';
import { startSandbox } from '../../src/sandbox/sandbox';
import { acceptPath, fillPath } from './fillPath';
import { useWorkbench } from './workbench';

/** The main job as a new user does it, from an empty window to a saved plan (screens.md). A picture of each step goes into the README. */
describe('The story of a push that would remove 1,240 people', () => {
  let sandbox: Sandbox;
  let temporary: string;

  before(async () => {
    sandbox = await startSandbox({ requestsPerMinute: 0 });
  });
  after(async () => {
    await sandbox.close();
    await rm(temporary, { recursive: true, force: true });
  });

  const workbench = useWorkbench(async () => {
    temporary = await mkdtemp(path.join(tmpdir(), 'scim-preflight-story-'));
    await writeSampleExport(path.join(temporary, 'okta-export-2026-11-20'), { form: 'json' });
    return { folder: temporary, folderName: 'change-4711', sideBarWidth: 620 };
  });

  it('begins with an org, whose secret is wrong at first', async () => {
    const window = workbench();
    await window.openSideBar();
    await window.view('Plan').getByText('Add your Genesys Cloud org first').waitFor();
    await window.screenshot('story-01-empty');
    await window.press(window.view('Orgs').getByRole('button', { name: 'Add Org…' }).first(), window.quickRows());
    await window.quickPick('Other…');
    await window.inputBox(sandbox.baseUrl, /Base URL of the API/);
    await window.inputBox('Contoso CX', /Name of the org/);
    await window.inputBox(sandbox.clientId, /Client id of an OAuth client/);
    await window.inputBox('not-the-secret', /Client secret/);
    await window
      .quickInput()
      .getByText(/invalid_client/)
      .waitFor();
    await window.screenshot('story-02-wrong-secret');
    await window.inputBox(sandbox.clientSecret);
    await window.notification(/Contoso CX was added/);
  });

  it('goes on to a user on the third page', async () => {
    const window = workbench();
    await window.expandTreeItem(/^Contoso CX · 127/, 'Orgs');
    await window.expandTreeItem('Users', 'Orgs');
    for (const shown of ['100 of 4,212', '200 of 4,212']) await window.loadMore('Orgs', shown);
    await window.scrollTo('Orgs', window.rowSaying('Orgs', '300 of 4,212'));
    const user = window.view('Orgs').getByRole('treeitem').filter({ hasText: '@contoso.example' }).last();
    const name = await user.locator('.label-name').innerText();
    await window.press(user, window.openTab(`${name}.json`));
    await window.until(
      () => window.editorText(),
      (text) => text.includes('"userName"'),
    );
    await window.screenshot('story-03-user-on-page-3');
  });

  it('chooses the export and previews the push', async () => {
    const window = workbench();
    await window.closeEditors();
    await window.foldView('Orgs', 'folded');
    await window.view('Plan').getByText('Choose the folder with your Okta export').waitFor();
    await window.screenshot('story-04-no-export');
    await window.press(window.view('Plan').locator('.welcome-view').getByRole('button', { name: 'Choose Export…' }), window.quickRows());
    await window.quickPick(/Choose Folder…/);
    await window.quickInput().getByText('The folder with your Okta export').waitFor();
    await fillPath(window, `${path.join(window.folder, 'okta-export-2026-11-20')}/`);
    await window.screenshot('story-05-choose-export');
    await window.pressQuickInputButton('Choose');
    await window.press(
      window.view('Plan').locator('.welcome-view').getByRole('button', { name: 'Preview Push…' }),
      window.row('Groups at risk', 'Plan'),
    );
    await window.screenshot('story-06-plan');
  });

  it('sees the group with its count, percentage, block and the figure at worst, for a time', async () => {
    const window = workbench();
    const rows = await window.until(
      () => window.treeRows('Plan'),
      (all) => all.some((row) => row.startsWith('Billing')),
    );
    assert.deepEqual(rows.slice(0, 5), [
      'Groups at risk  4',
      'Support Tier 1  −1,240 +3 · 82.0 % · up to 1,259 out for a time · Genesys should block this',
      'Service Desk  −0 +0 · up to 1,744 out for a time while Okta pushes',
      'VIP  −6 +0 · 30.0 % · over 20 %',
      'Billing  −0 +0 · name differs in case; Okta will try to rename it',
    ]);
    await window.statusBarItem(/Contoso CX · 127\.0\.0\.1.* · 4 groups at risk/);
    await window.view('Plan').getByText('Contoso CX ← okta-export-2026-11-20').waitFor();
  });

  it('opens it: the reasons, what the group grants, what to do in Okta', async () => {
    const window = workbench();
    await window.expandTreeItem('Support Tier 1', 'Plan');
    await window.expandTreeItem('Removed', 'Plan');
    const rows = await window.until(
      () => window.treeRows('Plan'),
      (all) => all.some((row) => row.startsWith('What to do')) && all.some((row) => row.startsWith('Added by hand')),
    );
    assert.deepEqual(rows.slice(2, 10), [
      'Removed  1,240',
      'Added by hand in Genesys, not in the Okta group  912',
      'Deactivated in Okta  301',
      'Okta holds no account for them  27',
      'Added  3',
      'In the Okta group, not pushed  369',
      'The group grants: Agent, Supervisor (Home division)',
      'What to do in Okta: 912 to add to the group, 27 to retry',
    ]);
    await window.screenshot('story-07-group');
  });

  it('compares its members now and after the push', async () => {
    const window = workbench();
    await window.press(await window.treeItem('Support Tier 1', 'Plan'), window.openTab('Support Tier 1: Genesys now ↔ after the push'));
    const now = await window.until(
      () => window.editorText('original'),
      (text) => text.includes('@contoso.example — '),
    );
    const lines = now.split('\n').filter((line) => line !== '');
    assert.ok(
      lines.every((line) => /^\S+@contoso\.example — \S/.test(line)),
      now,
    );
    await window.screenshot('story-08-members');
  });

  it('saves the plan, which can be read again', async () => {
    const window = workbench();
    await window.press(window.view('Plan').getByRole('button', { name: 'Save Plan…' }), window.quickInput().getByText('Save as JSON'));
    const file = path.join(window.folder, 'change-4711.scimplan.json');
    await fillPath(window, file);
    await window.screenshot('story-09-save');
    await acceptPath(window);
    await window.notification('Saved change-4711.scimplan.json.');
    const plan = parsePlan(await readFile(file, 'utf8'), file);
    assert.deepEqual([plan.summary.members.removals, plan.complete], [1246, true]);
  });
});
