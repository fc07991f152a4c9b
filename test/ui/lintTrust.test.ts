import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import { useWorkbench } from './workbench';

/** Checks read what is open and the files beside it: they execute and send nothing, and run in a workspace that nobody trusts. */
describe('A mapping in a workspace that is not trusted', () => {
  let temporary: string;
  const workbench = useWorkbench(async () => {
    temporary = await mkdtemp(path.join(tmpdir(), 'scim-preflight-lint-trust-'));
    await writeSampleExport(temporary, { form: 'json' });
    return { folder: temporary, folderName: 'okta-export', untrusted: true };
  });
  after(() => rm(temporary, { recursive: true, force: true }));

  it('is checked and explained', async () => {
    const window = workbench();
    await window.runCommand('View: Show Explorer');
    const file = window.page.locator('.explorer-folders-view').getByRole('treeitem', { name: 'mapping.json', exact: true });
    await window.press(file, window.openTab('mapping.json'), 'dblclick');
    await window.statusBarItem('Restricted Mode');
    await window.runCommand('Problems: Focus on Problems View');
    const problem = window.page
      .locator('.markers-panel')
      .getByText('Genesys Cloud takes the Genesys user id (GUID) of the manager')
      .first();
    const target = window.page.locator('.editor-group-container.active .view-line').getByText('"managerValue"');
    await window.press(problem, target, 'dblclick');
    await window.hover(target, window.page.locator('.monaco-hover:visible').getByText('UserProfile.relationships.manager'));
    await window.screenshot('lint-untrusted');
  });
});
