import type { Locator } from 'playwright-core';
import { exactly, SideBar } from './sideBar';
import { actUntil, clickTimeout } from './waitUntil';

/** The palette, quick picks and input boxes of a window, which all are one widget that is drawn anew for each of them. */
export class QuickInputs extends SideBar {
  /**
   * Runs a command from the palette by its full title, as shown there ("SCIM Preflight: Add Org…"). A menu or a notification that is just closing
   * takes the focus back, and the palette with it: then once more, as one would.
   */
  async runCommand(title: string): Promise<void> {
    const input = this.quickInput().locator('input[type="text"]');
    const isOpen = async (): Promise<boolean> => (await this.typed()) === `>${title}`;
    let isChosen = false;
    await actUntil(
      async () => {
        if (!(await isOpen())) {
          if (!(await this.quickInput().isVisible())) await this.page.keyboard.press('F1');
          await input.fill(`>${title}`, clickTimeout);
        }
        await this.quickRow(title).click(clickTimeout);
        isChosen = true;
      },
      async () => isChosen && !(await isOpen()),
    );
  }

  /** Goes to a line of the active editor. */
  async goToLine(line: number): Promise<void> {
    const input = this.quickInput().locator('input[type="text"]');
    await actUntil(
      async () => {
        if (!(await this.quickInput().isVisible())) await this.page.keyboard.press('F1');
        await input.fill(`:${line}`, clickTimeout);
        await this.quickRows().first().waitFor(clickTimeout);
        await input.press('Enter', clickTimeout);
      },
      async () => !(await this.quickInput().isVisible()) && (await this.page.getByText(`Ln ${line}, Col `).first().isVisible()),
    );
  }

  /** What stands in the box of the open quick pick or input box; null where none is open. */
  private async typed(): Promise<string | null> {
    const input = this.quickInput().locator('input:not([type="checkbox"])');
    return (await input.isVisible()) ? input.inputValue(clickTimeout).catch(() => null) : null;
  }

  /** Picks the entry of the open quick pick whose label is `text`; what is given as a string is typed first, for long lists are not drawn as a whole. */
  async quickPick(text: string | RegExp): Promise<void> {
    const row = this.quickRow(text);
    const placeholder = async (): Promise<string | null> =>
      this.quickInput()
        .locator('input[type="text"]')
        .getAttribute('placeholder', { timeout: 500 })
        .catch(() => null);
    await this.until(
      async () => {
        // The pick before this one may still be open: what is typed into it is gone with it.
        if (typeof text === 'string' && (await this.quickRows().count()) > 0 && (await this.typed()) !== text) {
          await this.quickInput()
            .locator('input[type="text"]')
            .fill(text, clickTimeout)
            .catch(() => undefined);
        }
        return row.isVisible();
      },
      (isThere) => isThere,
    );
    const asked = await placeholder();
    await actUntil(
      () => row.click(clickTimeout),
      async () => !(await row.isVisible()) || (await placeholder()) !== asked,
      5000,
    );
  }

  private quickRow(label: string | RegExp): Locator {
    const wanted = this.page.locator('.label-name', { hasText: typeof label === 'string' ? exactly(label) : label });
    return this.quickRows().filter({ has: wanted }).first();
  }

  /** Types into the open quick pick until an entry that holds the text is drawn. */
  async narrowQuickRows(text: string): Promise<void> {
    const input = this.quickInput().locator('input[type="text"]');
    await this.quickRows().first().waitFor();
    await actUntil(
      () => input.fill(text, clickTimeout),
      () => this.quickRows().filter({ hasText: text }).first().isVisible(),
    );
  }

  /** Checks the box of an entry of a quick pick of several. */
  async checkQuickRow(text: string): Promise<void> {
    const box = this.quickRows().filter({ hasText: text }).first().getByRole('checkbox');
    await actUntil(
      () => box.click(clickTimeout),
      async () => (await box.getAttribute('aria-checked', clickTimeout).catch(() => null)) === 'true',
    );
  }

  /** Types into the open input box and presses Enter. `title` makes sure that it is the box that is meant: its title or its prompt. */
  async inputBox(text: string, title?: string | RegExp): Promise<void> {
    if (title !== undefined) await this.quickInput().getByText(title).first().waitFor();
    const input = this.quickInput().locator('input');
    await this.until(
      async () => {
        await input.fill(text);
        return this.typed();
      },
      (typed) => typed === text,
    );
    await input.press('Enter');
  }

  /** Presses a button of the open quick pick, input box or file dialog that ends it. */
  async pressQuickInputButton(text: string): Promise<void> {
    const button = this.quickInput().getByRole('button', { name: text, exact: true });
    await actUntil(
      () => button.click(clickTimeout),
      async () => !(await button.isVisible()),
      10_000,
    );
  }

  /** The open quick pick or input box: for looking at its message or its entries. */
  quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible');
  }

  quickRows(): Locator {
    return this.quickInput().locator('.quick-input-list .monaco-list-row');
  }
}
