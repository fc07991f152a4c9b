import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GenesysClient } from '../../src/genesys/client';
import { connectionForUrl } from '../../src/genesys/regions';
import { TokenProvider } from '../../src/genesys/tokenProvider';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import type { Sandbox } from '../../src/sandbox/sandbox';
import { startSandbox } from '../../src/sandbox/sandbox';
import { TestClient } from '../sandbox/client';
import { addOrg } from './addOrg';
import { fillPath } from './fillPath';
import { useWorkbench } from './workbench';

/** What an admin sees who asks what changed since the last snapshot. */
describe('Comparing snapshots', () => {
  let temporary: string;
  let sandbox: Sandbox;

  before(async () => {
    sandbox = await startSandbox({ requestsPerMinute: 0 });
  });

  const workbench = useWorkbench(async () => {
    temporary = await mkdtemp(path.join(tmpdir(), 'scim-preflight-snapshots-'));
    const env = { SCIM_PREFLIGHT_HOME: path.join(temporary, 'home') };
    const folder = path.join(temporary, 'workspace');
    await writeSampleExport(path.join(folder, 'okta-export'), { form: 'json' });
    return { folder, folderName: 'change-4711', env };
  });
  after(async () => {
    await sandbox.close();
    await rm(temporary, { recursive: true, force: true });
  });

  /** Somebody else at work in the org: a new title, a deactivation, and members who are taken out of a group. Who was deactivated. */
  async function othersWork(): Promise<string> {
    const connection = connectionForUrl(sandbox.baseUrl);
    const client = new GenesysClient(connection, new TokenProvider(connection, sandbox));
    const { Resources: users = [] } = await client.listUsers({ active: true, startIndex: 1, count: 25 });
    const scim = await TestClient.of(sandbox);
    await scim.patch(`/users/${users[0]?.id ?? ''}`, [{ op: 'replace', value: { title: 'Team Lead' } }]);
    await scim.patch(`/users/${users[1]?.id ?? ''}`, [{ op: 'replace', value: { active: false } }]);
    const { Resources: groups = [] } = await client.listGroups({ startIndex: 1, count: 100 });
    const vip = groups.find(({ displayName }) => displayName === 'VIP');
    const ids = (vip?.members ?? []).slice(0, 3).map(({ value }) => value);
    await client.patchMembers(vip?.id ?? '', { op: 'remove', ids }, null);
    client.close();
    return users[1]?.userName ?? '';
  }

  async function save(name: string): Promise<void> {
    const window = workbench();
    await window.contextMenu(await window.treeItem(/^Contoso CX/, 'Orgs'), 'Take Snapshot…');
    await window.quickInput().getByText('Snapshot of Contoso CX').waitFor();
    await fillPath(window, path.join(temporary, name));
    await window.page.keyboard.press('Enter');
    await window.notification(`are saved in ${name}, and proved complete`);
    await window.runCommand('Notifications: Clear All Notifications');
  }

  it('compares a saved one with the org as it is now, from its menu in the History view', async () => {
    const window = workbench();
    await addOrg(window, sandbox, 'Contoso CX');
    await save('before.scimsnapshot.ndjson');
    const deactivated = await othersWork();
    const header = window.view('History').locator('.pane-header');
    if ((await header.getAttribute('aria-expanded')) !== 'true') await header.click();
    await window.contextMenu(await window.treeItem('Snapshot', 'History'), 'Compare Snapshots…');
    await window.quickInput().getByText('Compare before.scimsnapshot.ndjson with what?').waitFor();
    await window.screenshot('snapshots-compare-with');
    await window.quickPick(/Contoso CX as it is now/);
    await window.tab(/Contoso CX: .* UTC ↔ now/);
    const told = await window.notification(/1 person deactivated and 1 changed; memberships −3 \+0 in 1 group\./);
    // The diff shows what differs first.
    await window.until(
      () => window.editorText('modified'),
      (text) => text.split('\n').some((line) => line.startsWith(`${deactivated} — `) && line.endsWith(' · inactive')),
    );
    await window.screenshot('snapshots-diff');
    await told.getByRole('button', { name: 'Show Summary' }).click();
    await window.tab('Preview What changed.md');
    const page = window.page.frameLocator('iframe.webview.ready').frameLocator('iframe');
    await page.getByRole('heading', { name: 'VIP: 3 left' }).waitFor();
    await window.screenshot('snapshots-summary');
  });

  it('compares two that are selected', async () => {
    const window = workbench();
    await window.runCommand('View: Close All Editors');
    await save('after.scimsnapshot.ndjson');
    await window.until(
      () => window.treeRows('History'),
      (rows) => rows.filter((row) => row.startsWith('Snapshot')).length === 2,
    );
    const rows = window.view('History').getByRole('treeitem').filter({ hasText: 'Snapshot' });
    await rows.nth(0).click();
    await window.tab('after.scimsnapshot.ndjson');
    await window.until(
      () => window.editorText(),
      (text) => /^# Contoso CX .*, taken .* UTC\n# 4,519 users .* and 40 groups, proved complete\n\n# People\n/.test(text),
    );
    await window.page.getByRole('button', { name: 'Restore from Snapshot…' }).waitFor();
    await window.screenshot('snapshots-open');
    await rows.nth(1).click({ modifiers: ['ControlOrMeta'] });
    await window.contextMenu(rows.nth(1), 'Compare Snapshots…');
    await window.tab(/Contoso CX: .* UTC ↔ .* UTC/);
    await window.notification(/1 person deactivated and 1 changed; memberships −3 \+0 in 1 group\./);
  });

  it('re-checks what a plan touches, and offers the new plan', async () => {
    const window = workbench();
    await window.runCommand('View: Close All Editors');
    await window.runCommand('View: Show Explorer');
    await window.contextMenu(window.page.getByRole('treeitem', { name: 'okta-export' }), 'Preview Push from This Export');
    await window.treeItem('VIP', 'Plan');
    await othersWork();
    await window.runCommand('Notifications: Clear All Notifications');
    await window.runCommand('SCIM Preflight: Re-check What the Plan Touches');
    const cost = await window.notification(
      /Re-checking what this plan touches takes about \d+ requests; reading all of Contoso CX took \d+\./,
    );
    await window.screenshot('recheck-cost');
    await cost.getByRole('button', { name: 'Re-check', exact: true }).click();
    const told = await window.notification(/memberships −3 \+0 in 1 group\. Planned otherwise: "VIP"/);
    await window.screenshot('recheck-moved');
    await told.getByRole('button', { name: 'Take the New Plan' }).click();
    await window.until(
      () => window.treeRows('Plan'),
      (rows) => rows.some((row) => row.startsWith('VIP  −6 +6 · ')),
    );
  });
});
