import type { HeldServer } from './heldServer';
import { clickTimeout } from './waitUntil';
import type { Workbench } from './workbench';

/**
 * Answers every question of the gate that is left until that many PATCH requests have arrived: guards are lifted one by one, the block by its count.
 * Returns how many were lifted.
 */
export async function liftGuards(window: Workbench, held: HeldServer, sends: number, count: string): Promise<number> {
  const lifted = new Set<string>();
  await window.until(
    async () => {
      const goOn = window.dialog().getByRole('button', { name: 'Apply All the Same', exact: true });
      const again = window.quickInput().getByText('once more');
      // What is answered may be gone before it is pressed: then the next look finds what is there instead.
      if (await goOn.isVisible()) {
        const asked = await window
          .dialog()
          .innerText(clickTimeout)
          .catch(() => '');
        const isPressed = await goOn.click(clickTimeout).then(
          () => true,
          () => false,
        );
        if (isPressed) lifted.add(asked);
      } else if (await again.first().isVisible()) {
        const input = window.quickInput().locator('input');
        await input
          .fill(count, clickTimeout)
          .then(() => input.press('Enter', clickTimeout))
          .then(() => lifted.add('once more'))
          .catch(() => undefined);
      }
      return held.patches;
    },
    (patches) => patches >= sends,
  );
  return lifted.size;
}
