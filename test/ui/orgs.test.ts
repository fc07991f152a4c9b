import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Sandbox } from '../../src/sandbox/sandbox';
import { startSandbox } from '../../src/sandbox/sandbox';
import { waitUntil } from './waitUntil';
import type { Workbench } from './workbench';
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
    await window.view('Orgs').getByRole('button', { name: 'Add Org…' }).first().click();
    await window.quickRows().first().waitFor();
    await window.screenshot('org-add-region');
    await window.quickInput().locator('input').fill('Other');
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
    const rows = await waitUntil(
      () => window.treeRows('Orgs'),
      (all) => all.length >= 4,
    );
    assert.match(rows[0] ?? '', /^Contoso CX · 127\.0\.0\.1:\d+ {2}token 2\d hours$/);
    assert.deepEqual(rows.slice(1), ['Users  4,212 active', 'Inactive users  307', 'Groups  40']);
    await window.screenshot('org-lists');
  });

  it('pages to a user on the third page and opens it as JSON', async () => {
    const window = workbench();
    await window.expandTreeItem('Users', 'Orgs');
    for (const shown of ['100 of 4,212', '200 of 4,212']) {
      const more = await scrollTo(window, shown);
      await more.click();
    }
    await scrollTo(window, '300 of 4,212');
    const user = window.view('Orgs').getByRole('treeitem').filter({ hasText: '@contoso.example' }).last();
    const name = await user.locator('.label-name').innerText();
    await user.click();
    await window.tab(`${name}.json`);
    const text = await waitUntil(
      () => window.editorText(),
      (shown) => shown.includes('"userName"'),
    );
    assert.match(text, new RegExp(`"displayName": "${name}"`));
    await window.screenshot('org-user-json');
  });
});

/** Turns the wheel over the view until the row whose description is this is drawn. */
async function scrollTo(window: Workbench, description: string): Promise<Locator> {
  const rows = window.view('Orgs').getByRole('treeitem');
  const row = rows.filter({ has: window.page.locator('.label-description', { hasText: description }) });
  const box = await window.view('Orgs').boundingBox();
  if (box) await window.page.mouse.move(box.x + box.width / 2, box.y + box.height - 40);
  for (let turns = 0; (await row.count()) === 0; turns++) {
    if (turns === 200) assert.fail(`no row says ${description}: ${JSON.stringify(await window.treeRows('Orgs'))}`);
    await window.page.mouse.wheel(0, 200);
    await window.page.waitForTimeout(40);
  }
  return row;
}
