import type { Workbench } from './workbench';
import { actUntil, untilStill } from './waitUntil';

/** Types a path into VS Code's own file dialog, which fills the box itself once it has looked at the disk, and goes on doing so for a moment. */
export async function fillPath(window: Workbench, path: string): Promise<void> {
  const input = window.quickInput().locator('input[type="text"]');
  await window.until(
    () => untilStill(() => input.inputValue()),
    (value) => value !== '',
  );
  await window.until(
    async () => {
      await input.fill(path);
      await window.page.waitForTimeout(200);
      return untilStill(() => input.inputValue());
    },
    (value) => value === path,
  );
}

/** Saves under the path that was typed. */
export async function acceptPath(window: Workbench): Promise<void> {
  await actUntil(
    () => window.page.keyboard.press('Enter'),
    async () => !(await window.quickInput().isVisible()),
    15_000,
  );
}
