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
    await file.dblclick();
    await window.tab('mapping.json');
    await window.statusBarItem('Restricted Mode');
    await window.runCommand('Problems: Focus on Problems View');
    const problem = window.page
      .locator('.markers-panel')
      .getByText('Genesys Cloud takes the Genesys user id (GUID) of the manager')
      .first();
    await problem.waitFor();
    await problem.dblclick();
    const target = window.page.locator('.editor-group-container.active .view-line').getByText('"managerValue"');
    const hover = window.page.locator('.monaco-hover:visible').getByText('UserProfile.relationships.manager');
    // The editor may still be on its way to the problem, and a hover that is begun then is gone again.
    await window.until(
      async () => {
        await window.page.mouse.move(0, 0);
        await target.hover({ timeout: 3000 }).catch(() => undefined);
        return await hover.waitFor({ timeout: 4000 }).then(
          () => true,
          () => false,
        );
      },
      (isShown) => isShown,
    );
    await window.screenshot('lint-untrusted');
  });
});
