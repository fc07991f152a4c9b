import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Sandbox } from '../../src/sandbox/sandbox';
import { startSandbox } from '../../src/sandbox/sandbox';
import { acceptPath, fillPath } from './fillPath';
import { useWorkbench } from './workbench';

describe('Orgs, as a new user meets them', () => {
  const workbench = useWorkbench();
  let sandbox: Sandbox;

  before(async () => {
    sandbox = await startSandbox({ requestsPerMinute: 0 });
  });
  after(() => sandbox.close());

  it('adds an org whose secret is wrong at first, and loses nothing that was typed', async () => {
    const window = workbench();
    await window.openSideBar();
    await window.press(window.view('Orgs').getByRole('button', { name: 'Add Org…' }).first(), window.quickRows());
    await window.screenshot('org-add-region');
    await window.quickPick('Other…');
    await window.inputBox(sandbox.baseUrl, /Base URL of the API/);
    await window.inputBox('Contoso CX', /Name of the org/);
    await window.inputBox(sandbox.clientId, /Client id of an OAuth client/);
    await window.inputBox('not-the-secret', /Client secret/);
    const complaint = window.quickInput().getByText(/does not accept this client id and secret/);
    await complaint.waitFor();
    await window.screenshot('org-add-wrong-secret');
    assert.match(await complaint.innerText(), /Admin > Integrations > OAuth.*invalid_client/s);
    const secret = window.quickInput().locator('input');
    assert.deepEqual([await secret.inputValue(), await secret.getAttribute('type')], ['not-the-secret', 'password']);
    await window.inputBox(sandbox.clientSecret);
    await window.notification(/Contoso CX was added; the credentials reached the org "Contoso CX \(sandbox\)" at 127\.0\.0\.1/);
    await window.statusBarItem(/Contoso CX · 127\.0\.0\.1/);
  });

  it('shows users, inactive users and groups with their totals', async () => {
    const window = workbench();
    await window.expandTreeItem(/^Contoso CX · 127/, 'Orgs');
    await window.treeItem('Groups', 'Orgs');
    const rows = await window.until(
      () => window.treeRows('Orgs'),
      (all) => all.length >= 4 && all.every((row) => row.includes('  ')),
    );
    assert.match(rows[0] ?? '', /^Contoso CX · 127\.0\.0\.1:\d+ {2}token 2\d hours$/);
    assert.deepEqual(rows.slice(1), ['Users  4,212 active', 'Inactive users  307', 'Groups  40']);
    await window.screenshot('org-lists');
  });

  it('pages to a user on the third page and opens it as JSON', async () => {
    const window = workbench();
    await window.expandTreeItem('Users', 'Orgs');
    for (const shown of ['100 of 4,212', '200 of 4,212']) await window.loadMore('Orgs', shown);
    await window.scrollTo('Orgs', window.rowSaying('Orgs', '300 of 4,212'));
    const user = window.view('Orgs').getByRole('treeitem').filter({ hasText: '@contoso.example' }).last();
    const name = await user.locator('.label-name').innerText();
    await window.press(user, window.openTab(`${name}.json`));
    const text = await window.until(
      () => window.editorText(),
      (shown) => shown.includes('"userName"'),
    );
    assert.match(text, new RegExp(`"displayName": "${name}"`));
    await window.screenshot('org-user-json');
  });

  it('shows the members of a group by name', async () => {
    const window = workbench();
    await window.closeEditors();
    await window.collapseTreeItem('Users', 'Orgs');
    await window.expandTreeItem('Groups', 'Orgs');
    await window.expandTreeItem('Support Tier 1', 'Orgs');
    await window.scrollTo('Orgs', window.rowSaying('Orgs', '100 of 1,512'));
    const rows = await window.treeRows('Orgs');
    assert.ok(rows.includes('Load more  100 of 1,512'), rows.join('\n'));
    assert.ok(
      rows.some((row) => /^\S+ .+ {2}.+@contoso\.example/.test(row)),
      rows.join('\n'),
    );
    await window.screenshot('org-group-members');
  });

  it('searches users by e-mail, says so at the list, and clears it', async () => {
    const window = workbench();
    await window.collapseTreeItem('Groups', 'Orgs');
    const users = await window.treeItem('Users', 'Orgs');
    await window.contextMenu(users, 'Search…');
    await window.quickRows().first().waitFor();
    await window.screenshot('org-search-by');
    await window.quickPick('User name');
    await window.inputBox('giulia.schafer@contoso.example', /the whole value/);
    const rows = await window.until(
      () => window.treeRows('Orgs'),
      (all) => all.length === 5 && all.some((row) => row.includes('1 found')),
    );
    assert.deepEqual(rows.slice(1, 3), [
      'Users  userName = giulia.schafer@contoso.example · 1 found',
      'Giulia Schäfer  giulia.schafer@contoso.example',
    ]);
    await window.screenshot('org-search-found');
    await window.contextMenu(await window.treeItem('Users', 'Orgs'), 'Clear Search');
    await window.until(
      () => window.treeRows('Orgs'),
      (all) => all[1] === 'Users  4,212 active',
    );
    await window.collapseTreeItem('Users', 'Orgs');
  });

  it('tests the credentials and shows what it found', async () => {
    const window = workbench();
    await window.contextMenu(await window.treeItem(/^Contoso CX/, 'Orgs'), 'Test API Credentials');
    await window.tab(/API credentials of Contoso CX/);
    await window.notification('the API credentials work');
    await window.page.waitForTimeout(1500);
    await window.screenshot('org-credentials');
  });

  it('copies a token for Okta and the SCIM domain', async () => {
    const window = workbench();
    const org = await window.treeItem(/^Contoso CX/, 'Orgs');
    await window.contextMenu(org, 'Copy SCIM Domain');
    await window.notification(/Copied 127\.0\.0\.1:\d+/);
    assert.equal(await window.clipboard(), new URL(sandbox.baseUrl).host);
    await window.contextMenu(org, 'Copy Token for Okta…');
    await window.quickRows().first().waitFor();
    await window.screenshot('org-token-which');
    await window.quickPick('An OAuth client of its own for Okta');
    await window.inputBox(sandbox.clientId, /Client id of the OAuth client for Okta/);
    await window.inputBox(sandbox.clientSecret, /Client secret of that OAuth client/);
    await window.notification(/A token of Contoso CX was copied. It is valid for 23 hours/);
    await window.screenshot('org-token-copied');
    const answer = await fetch(`${sandbox.baseUrl}/api/v2/scim/users?count=1`, {
      headers: { authorization: `Bearer ${await window.clipboard()}` },
    });
    assert.equal(answer.status, 200);
  });

  it('saves a snapshot, after asking where git would take it along', async () => {
    const window = workbench();
    await mkdir(path.join(window.folder, '.git'));
    await window.contextMenu(await window.treeItem(/^Contoso CX/, 'Orgs'), 'Take Snapshot…');
    await window.quickInput().getByText('Snapshot of Contoso CX').waitFor();
    const file = path.join(window.folder, 'contoso.scimsnapshot.ndjson');
    await fillPath(window, file);
    await acceptPath(window);
    await window.dialog().waitFor();
    await window.screenshot('org-snapshot-git');
    await window.pressDialogButton('Save');
    await window.notification('4,519 users and 40 groups of Contoso CX are saved in contoso.scimsnapshot.ndjson, and proved complete.');
    await window.screenshot('org-snapshot-saved');
    const lines = (await readFile(file, 'utf8')).trim().split('\n');
    const header = JSON.parse(lines[0] ?? '') as { org: { orgId: string }; users: number; groups: number; complete: boolean };
    assert.deepEqual([header.users, header.groups, header.complete, lines.length], [4519, 40, true, 4560]);
    assert.equal(header.org.orgId, sandbox.orgId);
  });

  it('tells in the tooltip what is known of a user', async () => {
    const window = workbench();
    await window.runCommand('Notifications: Clear All Notifications');
    await window.expandTreeItem('Users', 'Orgs');
    const user = await window.treeItem('Valeria Castro', 'Orgs');
    const tooltip = window.page.locator('.workbench-hover').filter({ hasText: 'Last change' });
    await window.hover(user, tooltip);
    await window.screenshot('org-user-tooltip');
    const text = await tooltip.innerText();
    assert.match(
      text,
      /Valeria Castro\s+User name: valeria\.castro@contoso\.example\s+Id: [0-9a-f-]{36}\s+Status: active\s+Title: Agent\s+Department: Quality\s+Division: Home/,
    );
    assert.equal(await tooltip.locator('a').count(), 0);
    await window.collapseTreeItem('Users', 'Orgs');
  });

  it('tries the sandbox org beside it', async () => {
    const window = workbench();
    await window.runCommand('SCIM Preflight: Try the Sandbox Org');
    await window.notification('The sandbox org runs in this window.');
    await window.expandTreeItem('Sandbox', 'Orgs');
    await window.statusBarItem('Sandbox · loopback');
    await window.screenshot('org-sandbox');
    await window.pressNotificationButton('The sandbox org runs in this window.', 'Preview a Push');
    await window.statusBarItem(/at risk/);
    await window.screenshot('org-sandbox-plan');
  });

  it('removes an org after asking', async () => {
    const window = workbench();
    await window.contextMenu(await window.treeItem(/^Contoso CX/, 'Orgs'), 'Remove…');
    await window.dialog().waitFor();
    await window.screenshot('org-remove');
    await window.pressDialogButton('Remove');
    await window
      .view('Orgs')
      .getByText(/^Contoso CX/)
      .waitFor({ state: 'hidden' });
    assert.match((await window.treeRows('Orgs'))[0] ?? '', /^Sandbox {2}loopback/);
  });
});
