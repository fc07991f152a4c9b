import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox';
import { storyAttributes, storyUsers } from '../sandbox/storyNumbers';
import { addOrg } from './addOrg';
import { openInExplorer, previewFrom } from './explorer';
import { actUntil, clickTimeout } from './waitUntil';
import { useWorkbench, type Workbench } from './workbench';

const csvFile = 'Export Users.csv';
const phones = storyAttributes['pingPong phoneNumbers[type eq "work"].value'];

/**
 * Curing ping-pong as an admin does it: an export of CSV files, with the app, its mapping and its schema saved from Okta's API. The problems are
 * seen where they stand, corrected, and the push is previewed again.
 */
describe('Problems of a mapping and of phones, seen and corrected', () => {
  let sandbox: Sandbox;
  let temporary: string;

  before(async () => {
    sandbox = await startSandbox({ requestsPerMinute: 0 });
  });
  after(async () => {
    await sandbox.close();
    await rm(temporary, { recursive: true, force: true });
  });

  const workbench = useWorkbench(async () => {
    temporary = await mkdtemp(path.join(tmpdir(), 'scim-preflight-lint-'));
    const exported = path.join(temporary, 'okta-export');
    const json = path.join(temporary, 'as-json');
    await writeSampleExport(exported, { form: 'csv' });
    await writeSampleExport(json, { form: 'json' });
    for (const name of ['app.json', 'mapping.json', 'schema.json']) await copyFile(path.join(json, name), path.join(exported, name));
    await rm(json, { recursive: true });
    return {
      folder: temporary,
      folderName: 'change-4711',
      sideBarWidth: 400,
      settings: {
        'explorer.autoReveal': false,
        'scimPreflight.phone.defaultRegion': 'US',
      },
    };
  });

  async function openFile(window: Workbench, name: string): Promise<void> {
    await openInExplorer(window, 'okta-export', name);
  }

  const problems = (window: Workbench): Locator => window.page.locator('.markers-panel');

  /** How many users the plan calls ping-pong; undefined while it does not say. */
  async function sentAgain(window: Workbench): Promise<number | undefined> {
    await window.openSideBar();
    const rows = await window.treeRows('Plan');
    const count = rows.map((row) => /^Sent again and again .* {2}([\d,]+)/.exec(row)?.[1]).find((each) => each !== undefined);
    return count === undefined ? undefined : Number(count.replaceAll(',', ''));
  }

  async function previewAgain(window: Workbench, expected: number): Promise<void> {
    await window.runCommand('SCIM Preflight: Refresh Plan');
    await window.until(
      () => sentAgain(window),
      (count) => count === expected,
    );
  }

  it('has hundreds of users that are sent again and again', async () => {
    const window = workbench();
    await addOrg(window, sandbox, 'Contoso CX');
    await previewFrom(window, 'okta-export');
    await window.treeItem('Support Tier 1', 'Plan');
    await window.expandTreeItem('Users', 'Plan');
    await window.until(
      () => sentAgain(window),
      (count) => count === storyUsers.pingPong,
    );
    await window.runCommand('Notifications: Clear All Notifications');
    await window.screenshot('lint-01-plan');
  });

  it('marks the mapping where it is wrong, and says why', async () => {
    const window = workbench();
    await openFile(window, 'mapping.json');
    await window.runCommand('Problems: Focus on Problems View');
    await window.press(
      problems(window).getByText('Genesys Cloud takes the Genesys user id (GUID) of the manager').first(),
      window.page.locator('.editor-group-container.active .view-line', { hasText: '"managerValue"' }),
      'dblclick',
    );
    await window.page.mouse.move(640, 4);
    await window.screenshot('lint-02-mapping');
  });

  it('tells what an expression yields for a user', async () => {
    const window = workbench();
    await window.runCommand('View: Toggle Panel Visibility');
    const text = await readFile(path.join(window.folder, 'okta-export', 'mapping.json'), 'utf8');
    await window.goToLine(text.slice(0, text.indexOf('"user.primaryPhone"')).split('\n').length);
    await window.page.locator('.codelens-decoration a', { hasText: 'sent again and again' }).first().waitFor();
    const line = window.page.locator('.editor-group-container.active .view-line', { hasText: '"user.primaryPhone"' });
    const hover = window.page.locator('.monaco-hover:visible');
    await window.hover(line.getByText('user.primaryPhone'), hover.getByText(/Genesys Cloud stores/));
    assert.match(await hover.innerText(), /For .+ \(.+@contoso\.example\)\s+Okta sends: \+?[\d( ]/);
    await window.screenshot('lint-03-hover');
  });

  it('offers functions and attributes where an expression is written', async () => {
    const window = workbench();
    await window.page.keyboard.press('Escape');
    const line = window.page.locator('.editor-group-container.active .view-line', { hasText: '"user.primaryPhone"' });
    await window.press(line.getByText('user.primaryPhone'), window.page.getByText('(12 selected)'), 'dblclick');
    // What is selected, the dot and the root.
    for (let part = 0; part < 3; part += 1) await window.page.keyboard.press('Control+Backspace');
    await window.page.keyboard.type('Str');
    const row = window.page.locator('.suggest-widget .monaco-list-row', { hasText: 'String.append' });
    const details = window.page.locator('.suggest-details').getByText('The text with the suffix after it.');
    await row.first().waitFor();
    // The first press shows the list where it has gone again meanwhile, the next one the details.
    await actUntil(
      () => window.page.keyboard.press('Control+Space'),
      () => details.isVisible(),
      3000,
    );
    await window.screenshot('lint-04-completion');
    await window.page.keyboard.press('Escape');
    await window.runCommand('File: Revert File');
    await window.page.locator('.editor-group-container.active .view-line', { hasText: '"user.primaryPhone"' }).waitFor();
  });

  it('marks phones in the CSV', async () => {
    const window = workbench();
    await openFile(window, csvFile);
    await window.runCommand('Problems: Focus on Problems View');
    await problems(window).getByText('is not in E.164. Genesys Cloud stores').first().waitFor();
    await window.page.mouse.move(640, 4);
    await window.screenshot('lint-05-csv');
  });

  it('corrects one of them', async () => {
    const window = workbench();
    const first = problems(window).getByText('is not in E.164. Genesys Cloud stores').first();
    const stored = /stores (\+\d+)/.exec(await first.innerText())?.[1];
    assert.ok(stored);
    await window.press(first, window.page.locator('.editor-group-container.active .monaco-editor.focused'), 'dblclick');
    const menu = window.page.locator('.action-widget').first();
    const fix = menu.getByText(`Write ${stored}`, { exact: true });
    await actUntil(
      () => window.page.keyboard.press('Control+.'),
      () => fix.isVisible(),
      5000,
    );
    await window.screenshot('lint-06-quick-fix');
    await actUntil(
      () => fix.click(clickTimeout),
      async () => !(await menu.isVisible()),
    );
    await save(window, (text) => text.includes(`"${stored}"`));
    await previewAgain(window, storyUsers.pingPong - 1);
  });

  it('corrects all of them, and the push sends nothing again because of a phone', async () => {
    const window = workbench();
    await actUntil(
      () => window.openTab(csvFile).first().click(clickTimeout),
      async () => /(^| )active( |$)/.test((await window.openTab(csvFile).first().getAttribute('class')) ?? ''),
    );
    await window.runCommand('SCIM Preflight: Fix All Problems That Are Certain');
    await window.notification(`${phones - 1} values corrected in ${csvFile}. Save it to keep them.`);
    await problems(window).getByText('is not in E.164. Genesys Cloud stores').first().waitFor({ state: 'hidden' });
    await window.page.getByText(`Correcting ${csvFile}…`).waitFor({ state: 'hidden' });
    await window.screenshot('lint-07-fixed');
    await save(window, (text) => !/"\(\d{3}\) /.test(text));
    await previewAgain(window, storyUsers.pingPong - phones);
    await window.runCommand('Notifications: Clear All Notifications');
    await window.screenshot('lint-08-plan-after');
  });

  async function save(window: Workbench, isSaved: (text: string) => boolean): Promise<void> {
    await window.runCommand('File: Save');
    await window.until(() => readFile(path.join(window.folder, 'okta-export', csvFile), 'utf8'), isSaved);
  }
});
