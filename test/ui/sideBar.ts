import type { Locator, Page } from 'playwright-core';
import type { DrawnLine } from './drawn';
import { actUntil, clickTimeout, patienceMs, untilStill, waitUntil } from './waitUntil';

/** What may be repeated where nothing comes of it, and what must not be done twice while the first is still on its way. */
const graceOfCommands = 15_000;

/** VS Code lets a menu hear clicks 100 ms after it opened, so that the click that opened it chooses nothing. */
const deafMenuMs = 250;

/** The views of a window and their trees, used by what is on screen. VS Code draws them anew at any time: every act looks whether it took. */
export class SideBar {
  constructor(
    /** For what the methods do not offer. */
    readonly page: Page,
  ) {}

  /** Opens the extension's view container in the side bar, if it is not open. */
  async openSideBar(title = 'SCIM Preflight'): Promise<void> {
    const open = this.page.locator('.sidebar .composite.title', { hasText: new RegExp(`^${title}`, 'i') });
    await actUntil(
      () => this.page.locator('.activitybar').getByRole('tab', { name: title }).click(clickTimeout),
      () => open.isVisible(),
      10_000, // a second click would fold it away
    );
  }

  /** For what is not a matter of one element being there: asks again and again until the answer `holds`, and returns it. */
  until<T>(ask: () => Promise<T>, holds: (answer: T) => boolean): Promise<T> {
    return waitUntil(ask, holds);
  }

  /** A view of the side bar by the name in its header: "Orgs", "Plan". */
  view(name: string): Locator {
    return this.page.locator('.sidebar .pane').filter({ has: this.page.locator('.pane-header .title', { hasText: exactly(name) }) });
  }

  /** Folds a view up to its header, or opens it; one that is so already stays so. */
  async foldView(name: string, state: 'folded' | 'open'): Promise<void> {
    const header = this.view(name).locator('.pane-header');
    const wanted = state === 'open' ? 'true' : 'false';
    await actUntil(
      () => header.click(clickTimeout),
      async () => (await header.getAttribute('aria-expanded')) === wanted,
    );
  }

  /** A row of a tree by its label, waited for. Rows that are scrolled away do not exist: the tree draws only what it shows. */
  async treeItem(label: string | RegExp, view?: string): Promise<Locator> {
    return shown(this.row(label, view));
  }

  /** A row of a tree by its label, there or not. */
  row(label: string | RegExp, view?: string): Locator {
    const within = view === undefined ? this.page.locator('.sidebar') : this.view(view);
    return within
      .getByRole('treeitem')
      .filter({ has: this.page.locator('.label-name', { hasText: typeof label === 'string' ? exactly(label) : label }) });
  }

  /** Label, two spaces and description of every row that a view shows, from top to bottom. */
  async treeRows(view: string): Promise<readonly string[]> {
    // In one go: rows come and go while a tree is drawn.
    const rows = await this.view(view)
      .getByRole('treeitem')
      .evaluateAll((nodes: readonly DrawnLine[]) =>
        nodes.map((node) => ({
          top: node.getBoundingClientRect().top,
          text: Array.from(node.querySelectorAll('.label-name, .label-description'), (part) => part.textContent).join('  '),
        })),
      );
    return rows.sort((a, b) => a.top - b.top).map(({ text }) => text.replaceAll('\u00a0', ' '));
  }

  /** Opens a node, and returns once it is open and what is below it is drawn; a node that is open stays so. */
  async expandTreeItem(label: string | RegExp, view?: string): Promise<Locator> {
    const row = await this.treeItem(label, view);
    await actUntil(
      () => row.locator('.monaco-tl-twistie').click(clickTimeout),
      async () => (await row.getAttribute('aria-expanded', clickTimeout).catch(() => null)) === 'true',
    );
    await waitUntil(() => row.evaluate(isFollowedByItsChildren).catch(() => false), Boolean);
    return row;
  }

  /** Closes a node if it is there and open. */
  async collapseTreeItem(label: string, view: string): Promise<void> {
    const open = this.view(view)
      .getByRole('treeitem', { expanded: true })
      .filter({ has: this.page.locator('.label-name', { hasText: exactly(label) }) });
    await actUntil(
      () => open.first().locator('.monaco-tl-twistie').click(clickTimeout),
      async () => (await open.count()) === 0,
    );
  }

  /** Closes all nodes of a view by the button in its header. */
  async collapseAll(view: string): Promise<void> {
    const button = this.view(view).getByRole('button', { name: 'Collapse All' });
    const open = this.view(view).getByRole('treeitem', { expanded: true });
    await actUntil(
      () => button.click(clickTimeout),
      async () => (await open.count()) === 0,
    );
  }

  /**
   * Sets the box of a row. While a tree is drawn anew VS Code forgets the rows for a moment: it drops a click that comes then, and the box falls
   * back to what the extension knows. So it is clicked for as long as it does not show `state`, until the extension itself has `told` that it knows:
   * by words or by the boxes of other rows, for the clicked box shows a click before anybody has heard of it.
   */
  async check(row: Locator, state: boolean, told: () => Promise<boolean>): Promise<void> {
    const box = row.getByRole('checkbox');
    await waitUntil(
      async () => {
        const isShown = (await box.getAttribute('aria-checked', clickTimeout).catch(() => null)) === String(state);
        if (!isShown) await box.click(clickTimeout).catch(() => undefined);
        return isShown && (await told());
      },
      (done) => done,
    );
  }

  /** Whether a row is drawn, with this state of its box. */
  async isChecked(row: Locator, state: boolean): Promise<boolean> {
    return (
      (await row
        .getByRole('checkbox')
        .getAttribute('aria-checked', { timeout: 500 })
        .catch(() => null)) === String(state)
    );
  }

  /**
   * Chooses an entry of a row's context menu. VS Code ignores clicks on a menu that has only just opened, closes one where something else takes
   * the focus, and opens one whose entries are those of a moment ago: then once more, as one would. A menu that closes at the click was chosen from;
   * one that closes later was only closed.
   * @param reach brings the row on screen where it is not
   */
  async contextMenu(row: Locator, entry: string, reach?: () => Promise<void>): Promise<void> {
    const menu = this.page.locator('.monaco-menu');
    let isChosen = false;
    await actUntil(
      async () => {
        await this.openMenu(row, entry, reach);
        await this.page.waitForTimeout(deafMenuMs);
        await menu.getByRole('menuitem', { name: entry, exact: true }).click(clickTimeout);
        await menu.waitFor({ state: 'hidden', ...clickTimeout });
        isChosen = true;
      },
      () => Promise.resolve(isChosen),
      0,
    );
  }

  /** Opens a row's context menu, which then holds this entry. */
  async openMenu(row: Locator, entry: string, reach?: () => Promise<void>): Promise<void> {
    const menu = this.page.locator('.monaco-menu');
    const wanted = menu.getByRole('menuitem', { name: entry, exact: true });
    await actUntil(
      async () => {
        if (await menu.isVisible()) await this.page.keyboard.press('Escape');
        if (reach && !(await row.isVisible())) await reach();
        await row.click({ button: 'right', ...clickTimeout });
      },
      () => wanted.isVisible(),
    );
  }

  /** Presses *Load more*, which says how much of the list is shown, and returns once it shows more. */
  async loadMore(view: string, shown: string): Promise<void> {
    const more = await this.scrollTo(view, this.rowSaying(view, shown));
    await actUntil(
      () => more.click(clickTimeout),
      async () => (await more.count()) === 0,
      15_000,
    );
  }

  /** A row by its description, wherever it is. */
  rowSaying(view: string, description: string): Locator {
    return this.view(view)
      .getByRole('treeitem')
      .filter({ has: this.page.locator('.label-description', { hasText: description }) });
  }

  /** Turns the wheel over a view until the row is drawn and nothing moves any more: a tree draws only what it shows. */
  async scrollTo(view: string, row: Locator): Promise<Locator> {
    await waitUntil(
      async () => {
        if ((await row.count()) > 0) return [];
        const box = await this.view(view).boundingBox();
        if (box) await this.page.mouse.move(box.x + box.width / 2, box.y + box.height - 40);
        for (let turns = 0; turns < 5 && (await row.count()) === 0; turns++) {
          await this.page.mouse.wheel(0, 200);
          await this.page.waitForTimeout(40);
        }
        return this.treeRows(view);
      },
      (rows) => rows.length === 0,
    );
    await untilStill(() => this.treeRows(view));
    return row;
  }

  /**
   * Presses a button or a link until `then` is on screen. Commands begin with a look at files or an org: only after long is it pressed again.
   */
  async press(button: Locator, then: Locator, how: 'click' | 'dblclick' = 'click'): Promise<void> {
    let isPressed = false;
    await actUntil(
      async () => {
        await button[how](clickTimeout);
        isPressed = true;
      },
      async () => isPressed && (await then.first().isVisible()),
      graceOfCommands,
    );
  }

  /** Rests the mouse on something until `told` is shown. What is still moving takes the mouse away from it, and a hover that was begun then is gone. */
  async hover(target: Locator, told: Locator): Promise<void> {
    await actUntil(
      async () => {
        await this.page.mouse.move(0, 0);
        await target.hover(clickTimeout);
      },
      () => told.first().isVisible(),
      4000,
    );
  }
}

/** The first that is there, waited for. */
export async function shown(locator: Locator, timeout = patienceMs): Promise<Locator> {
  await locator.first().waitFor({ timeout });
  return locator.first();
}

/** The whole text, whatever stands in it. */
export function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
}

/** A row of a tree in the browser, and those beside it. */
interface DrawnRow {
  getAttribute(name: string): string | null;
  getBoundingClientRect(): { readonly top: number };
  readonly parentElement: { querySelectorAll(selector: string): Iterable<DrawnRow> } | null;
}

/** Runs in the browser. The next row is one level below, or there is none that is drawn. */
function isFollowedByItsChildren(row: DrawnRow): boolean {
  const { top } = row.getBoundingClientRect();
  const below = Array.from(row.parentElement?.querySelectorAll('[role="treeitem"]') ?? []).filter(
    (other) => other.getBoundingClientRect().top > top,
  );
  const next = below.sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)[0];
  return next === undefined || Number(next.getAttribute('aria-level')) === Number(row.getAttribute('aria-level')) + 1;
}
