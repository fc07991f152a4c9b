import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { results, root } from '../host/paths';

/** What of a DOM element is asked for; the DOM's own types would let `src` use a browser. */
export interface DrawnLine {
  readonly textContent: string;
  querySelectorAll(selector: string): Iterable<{ readonly textContent: string }>;
  getBoundingClientRect(): { readonly top: number };
}

/** Saves what is on screen as test-results/screenshots/<name>.png, and with UPDATE_SCREENSHOTS=1 as media/screenshots/<name>.png. */
export async function savePicture(page: Page, name: string): Promise<void> {
  const picture = await page.screenshot({ path: path.join(results, 'screenshots', `${name}.png`), animations: 'disabled', caret: 'hide' });
  if (process.env.UPDATE_SCREENSHOTS !== '1') return;
  const media = path.join(root, 'media', 'screenshots');
  await mkdir(media, { recursive: true });
  await writeFile(path.join(media, `${name}.png`), picture);
}
