import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import { useWorkbench } from './workbench';

describe('The window of npm start', () => {
  let folder: string;

  const workbench = useWorkbench(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'scim-preflight-demo-'));
    await writeSampleExport(folder, { form: 'json' });
    return { folder, folderName: 'okta-export', env: { SCIM_PREFLIGHT_DEMO: '1' } };
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('shows the sandbox org, the export in the folder and its plan without a click', async () => {
    const window = workbench();
    await window.statusBarItem('Sandbox · loopback · 4 groups at risk');
    await window.treeItem('Support Tier 1', 'Plan');
    assert.match((await window.treeRows('Orgs'))[0] ?? '', /^Sandbox {2}loopback/);
    await window.screenshot('org-demo');
  });
});
