import { randomBytes } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchChromium } from '../host/chromium';
import { ensureVsCode, hostVersion } from '../host/hostedParts';
import { pathBesideHost, startServer, themed, workbenchUrl, writeUserSettings, type HostedServer } from '../host/hostedServer';
import { savePicture, type DrawnLine } from './drawn';
import { QuickInputs } from './quickInputs';
import { shown } from './sideBar';
import { actUntil, clickTimeout, patienceMs } from './waitUntil';

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

/** Sandboxes of tests have no limit, so nobody is to wait for one. */
const unhurried = { 'scimPreflight.requestsPerMinute': 3000 };

/** Not asked at the start: then the window is in Restricted Mode. */
const restricted = { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' };

/**
 * A hosted VS Code with the extension, used as a person would: by what is on screen. Dialogs show and can be pressed, for no tests path is set.
 * Every method waits for what it needs, and fails with Playwright's account of what it looked for.
 */
export class Workbench extends QuickInputs {
  private constructor(
    page: Page,
    /** The folder that is open, as a path. */
    readonly folder: string,
    readonly vscodeVersion: string,
    private readonly browser: Browser,
    private readonly server: HostedServer,
    private readonly temporary: string,
  ) {
    super(page);
  }

  /** Starts server and browser and returns once the window can be used. About five seconds. */
  static async start(options: WorkbenchOptions = {}): Promise<Workbench> {
    const parts = await ensureVsCode(hostVersion());
    const temporary = await mkdtemp(path.join(tmpdir(), 'scim-preflight-ui-'));
    const folder = path.join(temporary, options.folderName ?? path.basename(options.folder ?? 'workspace'));
    await mkdir(folder);
    if (options.folder !== undefined) await cp(options.folder, folder, { recursive: true });
    const userDataDir = path.join(temporary, 'user-data');
    const { untrusted = false } = options;
    await writeUserSettings(userDataDir, { ...unhurried, ...options.settings, ...(untrusted ? restricted : {}) });
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
    await page.goto(workbenchUrl(server, { folder, extensionDevelopmentPath: await pathBesideHost(userDataDir) }));
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

  /** The modal dialog that is open, with its message and detail. */
  dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  /** Presses a button of the dialog, and returns once it is gone; another one may be there then. */
  async pressDialogButton(text: string): Promise<void> {
    await this.dialog().waitFor();
    const asked = await this.dialog().innerText();
    await actUntil(
      () => this.dialog().getByRole('button', { name: text, exact: true }).click(clickTimeout),
      async () =>
        (await this.dialog()
          .innerText({ timeout: 500 })
          .catch(() => '')) !== asked,
      10_000,
    );
  }

  /** A notification that holds `text`, waited for; its buttons are within. */
  async notification(text: string | RegExp, timeoutMs = patienceMs): Promise<Locator> {
    return shown(this.openNotification(text), timeoutMs);
  }

  openNotification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text });
  }

  /** Presses a button of a notification, which closes it. */
  async pressNotificationButton(text: string | RegExp, button: string): Promise<void> {
    const wanted = (await this.notification(text)).getByRole('button', { name: button, exact: true });
    let isPressed = false;
    await actUntil(
      async () => {
        await wanted.click(clickTimeout);
        isPressed = true;
      },
      async () => isPressed && !(await wanted.isVisible()),
      10_000,
    );
  }

  /** Closes all editors, and returns once they are gone. */
  async closeEditors(): Promise<void> {
    await this.runCommand('View: Close All Editors');
    await this.until(
      () => this.page.locator('.tabs-container .tab').count(),
      (count) => count === 0,
    );
  }

  /** The editor tab with this label, waited for. */
  async tab(label: string | RegExp): Promise<Locator> {
    return shown(this.openTab(label));
  }

  openTab(label: string | RegExp): Locator {
    return this.page.locator('.tabs-container .tab').filter({ hasText: label });
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

  /** Saves what is on screen; see `savePicture`. */
  screenshot(name: string): Promise<void> {
    return savePicture(this.page, name);
  }
}

/**
 * One window for all tests of a `describe`. A test that fails leaves a picture, test-results/screenshots/failed-<title>.png.
 */
export function useWorkbench(options: () => WorkbenchOptions | Promise<WorkbenchOptions> = () => ({})): () => Workbench {
  let workbench: Workbench | undefined;
  before(async () => {
    workbench = await Workbench.start(await options());
  });
  afterEach(async function () {
    const test = this.currentTest;
    if (!test || test.isPassed() || test.isPending()) return;
    await workbench?.screenshot(`failed-${test.fullTitle().replace(/\W+/g, '-')}`);
  });
  after(() => workbench?.close());
  return () => {
    if (!workbench) throw new Error('The window is there in tests and hooks only.');
    return workbench;
  };
}
