import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Workbench } from './workbench';

/** Turns the wheel over a view until the row whose description is this is drawn: a tree draws only what it shows. */
export async function scrollTo(window: Workbench, view: string, description: string): Promise<Locator> {
  const rows = window.view(view).getByRole('treeitem');
  const row = rows.filter({ has: window.page.locator('.label-description', { hasText: description }) });
  const box = await window.view(view).boundingBox();
  if (box) await window.page.mouse.move(box.x + box.width / 2, box.y + box.height - 40);
  for (let turns = 0; (await row.count()) === 0; turns++) {
    if (turns === 200) assert.fail(`no row says ${description}: ${JSON.stringify(await window.treeRows(view))}`);
    await window.page.mouse.wheel(0, 200);
    await window.page.waitForTimeout(40);
  }
  return row;
}
