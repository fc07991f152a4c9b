import { randomBytes } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchChromium } from '../host/chromium';
import { ensureVsCode, hostVersion } from '../host/hostedParts';
import { startServer, themed, workbenchUrl, writeUserSettings, type HostedServer } from '../host/hostedServer';
import { root } from '../host/paths';
import { savePicture, type DrawnLine } from './drawn';
import { waitUntil } from './waitUntil';

export interface WorkbenchOptions {
  /** Copied into a temp folder, which is opened; an empty one by default. */
  readonly folder?: string;
  /** The name that the opened folder shows in the window; that of `folder` by default. */
  readonly folderName?: string;
  /** Reaches the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The folder is opened in Restricted Mode, as one is that nobody said to trust. */
  readonly untrusted?: boolean;
  /** In pixels, of 1280; wide enough for a group and its counts by default. */
  readonly sideBarWidth?: number;
}

/** Not asked at the start: then the window is in Restricted Mode. */
const restricted = { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' };

/** How long a person would wait for something to appear before calling it broken. */
const patienceMs = 20_000;

/**
 * A hosted VS Code with the extension, used as a person would: by what is on screen. Dialogs show and can be pressed, for no tests path is set.
 * Every method waits for what it needs, and fails with Playwright's account of what it looked for.
 */
export class Workbench {
  private constructor(
    /** For what the methods below do not offer. */
    readonly page: Page,
    /** The folder that is open, as a path. */
    readonly folder: string,
    readonly vscodeVersion: string,
    private readonly browser: Browser,
    private readonly server: HostedServer,
    private readonly temporary: string,
  ) {}

  /** Starts server and browser and returns once the window can be used. About five seconds. */
  static async start(options: WorkbenchOptions = {}): Promise<Workbench> {
    const parts = await ensureVsCode(hostVersion());
    const temporary = await mkdtemp(path.join(tmpdir(), 'scim-preflight-ui-'));
    const folder = path.join(temporary, options.folderName ?? path.basename(options.folder ?? 'workspace'));
    await mkdir(folder);
    if (options.folder !== undefined) await cp(options.folder, folder, { recursive: true });
    const userDataDir = path.join(temporary, 'user-data');
    const { untrusted = false } = options;
    await writeUserSettings(userDataDir, { ...options.settings, ...(untrusted ? restricted : {}) });
    const server = await startServer(parts, { userDataDir, env: options.env ?? {}, endsAlone: true, asksForTrust: untrusted });
    const browser = await launchChromium();
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: 'en-US',
      timezoneId: 'UTC',
      colorScheme: 'dark',
    });
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.origin });
    const page = await context.newPage();
    page.setDefaultTimeout(patienceMs);
    const key = randomBytes(32); // the server's half of the key to secrets, as code-server gives it: with it they outlive a reload
    await page.route('**/mint-key', (route) => route.fulfill({ body: key, contentType: 'application/octet-stream' }));
    const workbench = new Workbench(page, folder, parts.vscodeVersion, browser, server, temporary);
    await page.goto(workbenchUrl(server, { folder, extensionDevelopmentPath: root }));
    await page.locator('.monaco-workbench .activitybar').waitFor({ timeout: 60_000 });
    await page.locator(themed).waitFor();
    await workbench.dragSideBarTo(options.sideBarWidth ?? 460);
    return workbench;
  }

  /** Starts VS Code anew in the same window, as after a crash: another extension host, the same settings and secrets. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.page.locator('.monaco-workbench .activitybar').waitFor({ timeout: 60_000 });
    await this.page.locator(themed).waitFor();
  }

  private async dragSideBarTo(width: number): Promise<void> {
    const sideBar = this.page.locator('.part.sidebar');
    const box = await sideBar.boundingBox();
    if (!box) throw new Error('VS Code opened without a side bar.');
    const y = box.y + box.height / 2;
    await this.page.mouse.move(box.x + box.width, y);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + width, y, { steps: 5 });
    await this.page.mouse.up();
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.close();
    await rm(this.temporary, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Runs a command from the palette by its full title, as shown there ("SCIM Preflight: Add Org…"). */
  async runCommand(title: string): Promise<void> {
    await this.openPalette(`>${title}`);
    await this.quickRow(title).click();
  }

  /** A menu or a notification that is just closing takes the focus back, and the palette with it: then once more, as one would. */
  private async openPalette(text: string): Promise<void> {
    const input = this.quickInput().locator('input[type="text"]');
    await this.until(
      async () => {
        if (!(await this.quickInput().isVisible())) await this.page.keyboard.press('F1');
        await input.fill(text, { timeout: 1500 }).catch(() => undefined);
        return (await input.isVisible()) ? input.inputValue() : '';
      },
      (value) => value === text,
    );
  }

  /** Picks the entry of the open quick pick whose label is `text`; what is given as a string is typed first, for long lists are not drawn as a whole. */
  async quickPick(text: string | RegExp): Promise<void> {
    const row = this.quickRow(text);
    if (typeof text === 'string') {
      await this.quickRows().first().waitFor();
      await this.quickInput().locator('input[type="text"]').fill(text);
    }
    await row.click();
  }

  private quickRow(label: string | RegExp): Locator {
    const wanted = this.page.locator('.label-name', { hasText: typeof label === 'string' ? exactly(label) : label });
    return this.quickRows().filter({ has: wanted }).first();
  }

  /** Types into the open input box and presses Enter. `title` makes sure that it is the box that is meant: its title or its prompt. */
  async inputBox(text: string, title?: string | RegExp): Promise<void> {
    if (title !== undefined) await this.quickInput().getByText(title).first().waitFor();
    const input = this.quickInput().locator('input');
    await input.fill(text);
    await input.press('Enter');
  }

  /** The open quick pick or input box: for looking at its message or its entries. */
  quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible');
  }

  quickRows(): Locator {
    return this.quickInput().locator('.quick-input-list .monaco-list-row');
  }

  /** Opens the extension's view container in the side bar, if it is not open. */
  async openSideBar(title = 'SCIM Preflight'): Promise<void> {
    if (await this.page.locator('.sidebar .composite.title', { hasText: new RegExp(`^${title}`, 'i') }).isVisible()) return;
    await this.page.locator('.activitybar').getByRole('tab', { name: title }).click();
    await this.page.locator('.sidebar .composite.title', { hasText: new RegExp(title, 'i') }).waitFor();
  }

  /** A view of the side bar by the name in its header: "Orgs", "Plan". */
  view(name: string): Locator {
    return this.page.locator('.sidebar .pane').filter({ has: this.page.locator('.pane-header .title', { hasText: exactly(name) }) });
  }

  /** A row of a tree by its label, waited for. Rows that are scrolled away do not exist: the tree draws only what it shows. */
  async treeItem(label: string | RegExp, view?: string): Promise<Locator> {
    const within = view === undefined ? this.page.locator('.sidebar') : this.view(view);
    const wanted = this.page.locator('.label-name', { hasText: typeof label === 'string' ? exactly(label) : label });
    return shown(within.getByRole('treeitem').filter({ has: wanted }));
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

  /** Opens a node, and returns once it is open; a node that is open stays so. */
  async expandTreeItem(label: string | RegExp, view?: string): Promise<Locator> {
    const row = await this.treeItem(label, view);
    if ((await row.getAttribute('aria-expanded')) !== 'true') await row.locator('.monaco-tl-twistie').click();
    await this.page.locator(`[id="${(await row.getAttribute('id')) ?? ''}"][aria-expanded="true"]`).waitFor();
    return row;
  }

  /** Chooses an entry of a row's context menu. VS Code ignores clicks on a menu that has only just opened: then once more, as one would. */
  async contextMenu(row: Locator, entry: string): Promise<void> {
    const menu = this.page.locator('.monaco-menu');
    await row.click({ button: 'right' });
    await menu.waitFor();
    await this.until(
      async () => {
        await menu
          .getByRole('menuitem', { name: entry, exact: true })
          .click({ timeout: 1500 })
          .catch(() => undefined);
        return menu.isVisible();
      },
      (open) => !open,
    );
  }

  /** The modal dialog that is open, with its message and detail. */
  dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  async pressDialogButton(text: string): Promise<void> {
    await this.dialog().getByRole('button', { name: text, exact: true }).click();
    await this.dialog().waitFor({ state: 'hidden' });
  }

  /** A notification that holds `text`, waited for; its buttons are within. */
  async notification(text: string | RegExp, timeoutMs = patienceMs): Promise<Locator> {
    return shown(this.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text }), timeoutMs);
  }

  async pressNotificationButton(text: string | RegExp, button: string): Promise<void> {
    await (await this.notification(text)).getByRole('button', { name: button, exact: true }).click();
  }

  /** The editor tab with this label, waited for. */
  async tab(label: string | RegExp): Promise<Locator> {
    return shown(this.page.locator('.tabs-container .tab').filter({ hasText: label }));
  }

  /**
   * The lines that the active editor shows, from top to bottom; of a diff those of one side. Lines that are scrolled away do not exist.
   * Goes with `until` where the text takes its time.
   */
  async editorText(side?: 'original' | 'modified'): Promise<string> {
    const group = this.page.locator('.editor-group-container.active');
    const editor = side === undefined ? group.locator('.monaco-editor') : group.locator(`.monaco-diff-editor .editor.${side}`);
    const lines = await editor
      .first()
      .locator('.lines-content > .view-lines > .view-line')
      .evaluateAll((nodes: readonly DrawnLine[]) =>
        nodes.map((node) => ({ top: node.getBoundingClientRect().top, text: node.textContent })),
      );
    return lines
      .sort((a, b) => a.top - b.top)
      .map(({ text }) => text.replaceAll('\u00a0', ' '))
      .join('\n');
  }

  /** A status bar item that holds `text`, waited for. */
  async statusBarItem(text: string | RegExp): Promise<Locator> {
    return shown(this.page.locator('.statusbar-item').filter({ hasText: text }));
  }

  async clipboard(): Promise<string> {
    return this.page.evaluate<string>('navigator.clipboard.readText()');
  }

  /** For what is not a matter of one element being there: asks again and again until the answer `holds`, and returns it. */
  until<T>(ask: () => Promise<T>, holds: (answer: T) => boolean): Promise<T> {
    return waitUntil(ask, holds);
  }

  /** Saves what is on screen; see `savePicture`. */
  screenshot(name: string): Promise<void> {
    return savePicture(this.page, name);
  }
}

/** One window for all tests of a `describe`; a test that fails leaves a picture, test-results/screenshots/failed-<title>.png. */
export function useWorkbench(options: () => WorkbenchOptions | Promise<WorkbenchOptions> = () => ({})): () => Workbench {
  let workbench: Workbench | undefined;
  before(async () => {
    workbench = await Workbench.start(await options());
  });
  afterEach(async function () {
    const test = this.currentTest;
    if (test?.state === 'failed') await workbench?.screenshot(`failed-${test.fullTitle().replace(/\W+/g, '-')}`);
  });
  after(() => workbench?.close());
  return () => {
    if (!workbench) throw new Error('The window is there in tests and hooks only.');
    return workbench;
  };
}

async function shown(locator: Locator, timeout = patienceMs): Promise<Locator> {
  await locator.first().waitFor({ timeout });
  return locator.first();
}

/** The whole text, whatever stands in it. */
function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
}
