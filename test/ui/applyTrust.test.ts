import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import assert from 'node:assert/strict';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import type { Sandbox } from '../../src/sandbox/sandbox';
import { startSandbox } from '../../src/sandbox/sandbox';
import { addOrg } from './addOrg';
import { previewFrom } from './explorer';
import { startHeldServer, type HeldServer } from './heldServer';
import { useWorkbench } from './workbench';

/** A folder that nobody said to trust: a push is previewed as anywhere, and nothing is written (product.md, section 9). */
describe('A workspace that is not trusted', () => {
  let temporary: string;
  let sandbox: Sandbox;
  let counted: HeldServer;

  before(async () => {
    sandbox = await startSandbox({ requestsPerMinute: 0 });
    counted = await startHeldServer(sandbox.baseUrl);
  });
  after(async () => {
    await counted.close();
    await sandbox.close();
    await rm(temporary, { recursive: true, force: true });
  });

  const workbench = useWorkbench(async () => {
    temporary = await mkdtemp(path.join(tmpdir(), 'scim-preflight-trust-'));
    await writeSampleExport(path.join(temporary, 'okta-export'), { form: 'json' });
    return { folder: temporary, folderName: 'change-4711', untrusted: true, sideBarWidth: 620, settings: { 'explorer.autoReveal': false } };
  });

  const refusal = 'This workspace is not trusted, so nothing is written to Genesys Cloud from here.';

  it('shows the plan, with its boxes', async () => {
    const window = workbench();
    await window.statusBarItem('Restricted Mode');
    await addOrg(window, { ...sandbox, baseUrl: counted.url }, 'Contoso CX');
    await previewFrom(window, 'okta-export');
    const group = await window.expandTreeItem('Support Tier 1', 'Plan');
    const removed = await window.treeItem('Removed', 'Plan');
    await window.check(group, true, () => window.isChecked(removed, true));
  });

  for (const command of ['Apply Checked Groups…', 'Undo Last Apply…', 'Resume Apply…']) {
    it(`refuses “${command}” in words`, async () => {
      const window = workbench();
      await window.runCommand('Notifications: Clear All Notifications');
      await window.runCommand(`SCIM Preflight: ${command}`);
      await window.notification(refusal);
      if (command.startsWith('Apply')) await window.screenshot('apply-untrusted');
      assert.equal(counted.patches, 0);
    });
  }
});
