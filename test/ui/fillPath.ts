import type { Workbench } from './workbench';

/** Types a path into VS Code's own file dialog, which goes on filling the box itself for a moment after it opened. */
export async function fillPath(window: Workbench, path: string): Promise<void> {
  const input = window.quickInput().locator('input[type="text"]');
  await window.until(
    async () => {
      await input.fill(path);
      await window.page.waitForTimeout(300);
      return input.inputValue();
    },
    (value) => value === path,
  );
}
