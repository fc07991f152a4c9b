import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GenesysClient } from '../../src/genesys/client';
import { connectionForUrl } from '../../src/genesys/regions';
import { TokenProvider } from '../../src/genesys/tokenProvider';
import { pushLikeOkta, readPushedSet } from '../../src/sandbox/oktaPush';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import type { Sandbox } from '../../src/sandbox/sandbox';
import { startSandbox } from '../../src/sandbox/sandbox';
import { addOrg } from './addOrg';
import { previewFrom } from './explorer';
import { acceptPath, fillPath } from './fillPath';
import { actUntil, clickTimeout } from './waitUntil';
import { useWorkbench } from './workbench';

/** What an admin sees who guards a push of Okta's: one that goes well, and one that stops in the middle and is put back. */
describe('Guarding a push', () => {
  let temporary: string;
  let sandbox: Sandbox;

  before(async () => {
    sandbox = await startSandbox({ requestsPerMinute: 0, switches: { block: 'none' } });
  });

  const workbench = useWorkbench(async () => {
    temporary = await mkdtemp(path.join(tmpdir(), 'scim-preflight-guard-'));
    const folder = path.join(temporary, 'workspace');
    await writeSampleExport(path.join(folder, 'okta-export'), { form: 'json' });
    const env = { SCIM_PREFLIGHT_HOME: path.join(temporary, 'home') };
    return { folder, folderName: 'change-4711', env };
  });
  after(async () => {
    await sandbox.close();
    await rm(temporary, { recursive: true, force: true });
  });

  /** Okta's push of the synced group of 2,000; `beforeWrite` is called with the number of each request that writes, from 1. */
  async function push(beforeWrite: (write: number) => Promise<void>): Promise<void> {
    const { baseUrl, oktaUrl, oktaToken } = sandbox;
    const group = 'Service Desk';
    const { accessToken } = await new TokenProvider(connectionForUrl(baseUrl), sandbox).get();
    const members = await readPushedSet({ oktaUrl, oktaToken, group });
    let write = 0;
    await pushLikeOkta({
      baseUrl,
      accessToken,
      group,
      members,
      model: 'batched',
      beforeWrite: () => beforeWrite(++write),
    });
  }

  /** An accident of another kind: somebody takes people out of a group by hand. */
  async function takeOut(name: string, count: number): Promise<void> {
    const connection = connectionForUrl(sandbox.baseUrl);
    const client = new GenesysClient(connection, new TokenProvider(connection, sandbox));
    const { Resources: groups = [] } = await client.listGroups({ startIndex: 1, count: 100 });
    const group = groups.find(({ displayName }) => displayName === name);
    const ids = (group?.members ?? []).slice(0, count).map(({ value }) => value);
    assert.equal(ids.length, count);
    await client.patchMembers(group?.id ?? '', { op: 'remove', ids }, null);
    client.close();
  }

  /** The page, once it says so. */
  function page(holds: RegExp): Promise<string> {
    const window = workbench();
    return window.until(
      () => window.editorText(),
      (text) => holds.test(text),
    );
  }

  /** The page at its end, which the button goes with. */
  async function endGuarding(holds: RegExp): Promise<string> {
    const button = workbench().page.getByRole('button', { name: 'End Guarding' });
    await actUntil(
      () => button.click(clickTimeout),
      async () => holds.test(await workbench().editorText()),
      15_000,
    );
    return page(holds);
  }

  it('begins with the members of the group, saved', async () => {
    const window = workbench();
    await addOrg(window, sandbox, 'Contoso CX');
    await previewFrom(window, 'okta-export');
    await window.contextMenu(await window.treeItem('Service Desk', 'Plan'), 'Guard a Push…');
    await window.tab('Guard Service Desk.md');
    const text = await page(/Before: 2,000 members/);
    assert.match(text, /Now push the group in Okta; this page\s+follows it\./);
    await window.screenshot('guard-begin');
  });

  it('follows the 1,744 who are out for a time, and compares at the end', async () => {
    const window = workbench();
    await push(async (write) => {
      if (write === 3) {
        assert.match(await page(/256 \| +1,744/), /\| +256 \| 1,744 \| +0 \| +0 \|/);
        await window.screenshot('guard-out');
      } else if (write > 3) await window.page.waitForTimeout(1200);
    });
    await page(/2,000 \| +0 \| 1,744/);
    const text = await endGuarding(/actual −0/);
    assert.match(text, /Predicted −0 \+0, actual −0 \+0: as predicted\./);
    assert.match(text, /1,744 were out for a time; they are back\./);
    await window.screenshot('guard-as-predicted');
  });

  it('says who is missing after a push that stopped, person by person', async () => {
    const window = workbench();
    await window.runCommand('View: Close Editor');
    await window.contextMenu(await window.treeItem('Service Desk', 'Plan'), 'Guard a Push…');
    await page(/Before: 2,000 members/);
    const stopped = push(async (write) => {
      if (write === 4) throw new Error('Okta stopped.');
      if (write === 3) await page(/256 \| +1,744/);
    });
    await assert.rejects(stopped, /Okta stopped/);
    await page(/512 \| +1,488/);
    const text = await endGuarding(/actual −1,488/);
    assert.match(text, /not as predicted/);
    assert.match(text, /− \S+@contoso\.example — /);
    await window.page.getByRole('button', { name: 'Restore from Snapshot…' }).waitFor();
    await window.screenshot('guard-missing');
  });

  it('adds them back behind the gate', async () => {
    const window = workbench();
    await window.press(
      window.page.getByRole('button', { name: 'Restore from Snapshot…' }),
      window.dialog().getByText('Add 1,488 members to "Service Desk" in Contoso CX?'),
    );
    await window.screenshot('guard-restore-gate');
    await window.pressDialogButton('Continue…');
    await window.inputBox('1488', /Type 1488 to add these members/);
    await window
      .dialog()
      .getByText(/"Service Desk" is held back/)
      .first()
      .waitFor();
    await window.pressDialogButton('Apply All the Same');
    await window.notification(/1,488 added, all checked/);
    await window.screenshot('guard-restored');
  });

  it('keeps all of it in the History view', async () => {
    const window = workbench();
    await window.closeEditors();
    await window.foldView('History', 'open');
    const rows = await window.until(
      () => window.treeRows('History'),
      (all) => all.length > 1 && all.every((row) => / · (done|ended)$/.test(row)),
    );
    assert.match(rows[0] ?? '', /^Restore: Service Desk {2}Contoso CX · \d\d:\d\d · −0 \+1,488 · done$/);
    assert.match(rows[1] ?? '', /^Guarded push: Service Desk {2}Contoso CX · \d\d:\d\d · −1,488 \+0 · ended$/);
    const guarded = await window.treeItem('Guarded push: Service Desk', 'History');
    await window.press(guarded, window.openTab(/Guard/));
    await page(/actual −1,488/);
    await window.openMenu(guarded, 'Restore from Snapshot…');
    await window.screenshot('guard-history');
    await window.page.keyboard.press('Escape');
  });

  it('restores a group from a saved snapshot, which History lists', async () => {
    const window = workbench();
    await window.closeEditors();
    await window.runCommand('Notifications: Clear All Notifications');
    await window.contextMenu(await window.treeItem(/^Contoso CX/, 'Orgs'), 'Take Snapshot…');
    await window.quickInput().getByText('Snapshot of Contoso CX').waitFor();
    await fillPath(window, path.join(window.folder, 'contoso.scimsnapshot.ndjson'));
    await acceptPath(window);
    await window.notification(/are saved in contoso\.scimsnapshot\.ndjson, and proved complete/);
    await takeOut('VIP', 7);
    const saved = await window.treeItem('Snapshot', 'History');
    const rows = await window.treeRows('History');
    assert.match(rows[0] ?? '', /^Snapshot {2}Contoso CX · \d\d:\d\d · 4,519 users and 40 groups$/);
    await window.runCommand('Notifications: Clear All Notifications');
    await window.contextMenu(saved, 'Restore from Snapshot…');
    await window.narrowQuickRows('VIP');
    await window.checkQuickRow('VIP');
    await window.screenshot('guard-restore-groups');
    await window.pressQuickInputButton('OK');
    await window.dialog().getByText('Add 7 members to "VIP" in Contoso CX?').waitFor();
    await window.screenshot('guard-restore-snapshot');
    await window.pressDialogButton('Apply');
    await window.notification(/7 added, all checked/);
    await window.treeItem('Restore: VIP', 'History');
    await window.press(saved, window.openTab('contoso.scimsnapshot.ndjson'));
    await window.page.getByRole('button', { name: 'Restore from Snapshot…' }).waitFor();
  });

  it('restores nothing into an org that is read-only', async () => {
    const window = workbench();
    await window.contextMenu(await window.treeItem(/^Contoso CX/, 'Orgs'), 'Read-Only On/Off');
    const org = window.view('Orgs').getByRole('treeitem').filter({ hasText: 'read-only' });
    await org.waitFor();
    await window.press(
      window.page.getByRole('button', { name: 'Restore from Snapshot…' }),
      window.openNotification(/Contoso CX is read-only here, so nothing is written to it\./),
    );
    await window.screenshot('guard-read-only');
    await window.contextMenu(org, 'Read-Only On/Off');
    await org.waitFor({ state: 'detached' });
  });

  it('guards several groups at once, and tells what came of it when the page is closed', async () => {
    const window = workbench();
    await window.closeEditors();
    await window.runCommand('SCIM Preflight: Guard a Push…');
    // The palette's own rows go first.
    await window.until(
      () => window.quickRows().first().innerText(),
      (text) => /^Support Tier 1\s*−1,240 \+3/.test(text),
    );
    for (const group of ['VIP', 'Service Desk']) await window.checkQuickRow(group);
    await window.screenshot('guard-choose');
    await window.pressQuickInputButton('OK');
    await window.tab('Guard VIP and 1 more.md');
    const text = await page(/## Service Desk/);
    assert.match(text, /## VIP\s+Before: 20 members, saved/);
    await window.screenshot('guard-two');
    await window.runCommand('View: Close Editor');
    await window.notification(/The guard of .*VIP.* ended at \d\d:\d\d:\d\d/);
    await window.treeItem('Guarded push: VIP and Service Desk', 'History');
  });
});
