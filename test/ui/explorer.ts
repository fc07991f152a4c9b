import type { Locator } from 'playwright-core';
import { actUntil, clickTimeout } from './waitUntil';
import type { Workbench } from './workbench';

/** Opens a file of a folder of the workspace by the Explorer, as an editor that stays. */
export async function openInExplorer(window: Workbench, folder: string, name: string): Promise<void> {
  const file = await fileInExplorer(window, folder, name);
  await window.press(file, window.openTab(name), 'dblclick');
}

/** The row of a file in the Explorer, whose folder is open then. */
export async function fileInExplorer(window: Workbench, folder: string, name: string): Promise<Locator> {
  const rows = window.page.locator('.explorer-folders-view');
  const row = rows.getByRole('treeitem', { name: folder, exact: true });
  const file = rows.getByRole('treeitem', { name, exact: true });
  await actUntil(
    async () => {
      if (!(await row.isVisible())) await showExplorer(window);
      if ((await row.getAttribute('aria-expanded', clickTimeout)) !== 'true') await row.click(clickTimeout);
    },
    () => file.isVisible(),
  );
  return file;
}

/** Chooses an entry of the menu of a folder or a file of the Explorer, which another view may have covered. */
export async function explorerMenu(window: Workbench, name: string, entry: string): Promise<void> {
  const row = window.page.locator('.explorer-folders-view').getByRole('treeitem', { name, exact: true });
  await window.contextMenu(row, entry, () => showExplorer(window));
}

/** Previews a push from a folder of the workspace. */
export function previewFrom(window: Workbench, folder: string): Promise<void> {
  return explorerMenu(window, folder, 'Preview Push from This Export');
}

async function showExplorer(window: Workbench): Promise<void> {
  await window.runCommand('View: Show Explorer');
}
