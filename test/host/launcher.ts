import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { format, parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { launchChromium } from './chromium';
import { ensureVsCode, hostVersion } from './hostedParts';
import { startServer, workbenchUrl, writeUserSettings, type HostedServer } from './hostedServer';
import { results } from './paths';

/** No test run ends with this one. */
const stoppedEarly = 70;

/**
 * VS Code's command line as far as @vscode/test-electron uses it, in front of the hosted VS Code: runs the tests at --extensionTestsPath with
 * the extension at --extensionDevelopmentPath, prints what they print and ends with their exit code. Flags that only mean something to a
 * desktop are ignored.
 */
async function launch(): Promise<number> {
  const { values, positionals } = parseArgs({
    strict: false,
    allowPositionals: true,
    options: {
      extensionDevelopmentPath: { type: 'string' },
      extensionTestsPath: { type: 'string' },
      'extensions-dir': { type: 'string' },
      'user-data-dir': { type: 'string' },
    },
  });
  const { extensionDevelopmentPath, extensionTestsPath } = values;
  if (typeof extensionDevelopmentPath !== 'string' || typeof extensionTestsPath !== 'string') {
    throw new Error('--extensionDevelopmentPath=… and --extensionTestsPath=… are needed.');
  }
  const parts = await ensureVsCode(hostVersion());
  const temporary = await mkdtemp(path.join(tmpdir(), 'scim-preflight-host-'));
  const userDataDir = typeof values['user-data-dir'] === 'string' ? values['user-data-dir'] : path.join(temporary, 'user-data');
  const extensionsDir = typeof values['extensions-dir'] === 'string' ? values['extensions-dir'] : path.join(temporary, 'extensions');
  if (typeof values['user-data-dir'] !== 'string') await writeUserSettings(userDataDir);
  const server = await startServer(parts, { userDataDir, extensionsDir, endsAlone: true });
  try {
    const folder = positionals[0] ?? temporary;
    return await runTests(server, workbenchUrl(server, { folder, extensionDevelopmentPath, extensionTestsPath }));
  } finally {
    await server.close();
    await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Opens the workbench and waits for the extension host to say how its tests ended. */
async function runTests(server: HostedServer, url: string): Promise<number> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const code = new Promise<number>((resolve) => {
      void page.exposeFunction('codeAutomationExit', (exitCode: number) => resolve(exitCode));
    });
    await page.exposeFunction('codeAutomationLog', printTo(createWriteStream(path.join(results, 'vscode-host.log'))));
    await page.goto(url);
    const ended = await Promise.race([code, hang(page), gone(server, page)]);
    if (ended === stoppedEarly) console.error(`VS Code went away before its tests had ended; what it said is in ${results}.`);
    return ended;
  } finally {
    await browser.close();
  }
}

/**
 * What the tests say goes to the terminal; what VS Code says of itself (how it connects, which services it misses here) to a log. It all comes
 * in one stream: test/extension/index.ts opens with a line of its own.
 */
function printTo(hostLog: NodeJS.WritableStream): (type: string, args: readonly unknown[]) => void {
  let begun = false;
  return (type, args) => {
    const text = `${format(...args)}\n`;
    begun ||= text.startsWith('Running in VS Code');
    if (!begun || isAboutItself(text)) hostLog.write(text);
    else if (type === 'error' || type === 'warn') process.stderr.write(text);
    else process.stdout.write(text);
  };
}

function isAboutItself(text: string): boolean {
  if (/^(Ignoring|Updating) .*additional builtin extensions/.test(text)) return true;
  if (text.includes('/dist/extension.js') || text.includes('/out/test/')) return false;
  return text.includes('/static/out/vs/') || text.includes('/lib/vscode/out/vs/');
}

async function gone(server: HostedServer, page: Page): Promise<number> {
  const crashed = new Promise<void>((resolve) => {
    page.once('crash', () => resolve());
  });
  await Promise.race([server.ended, crashed]);
  return stoppedEarly;
}

/** A run that never ends is a failure with a picture. */
async function hang(page: Page): Promise<number> {
  const seconds = Number(process.env.VSCODE_TEST_SECONDS ?? '300');
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000).unref());
  await mkdir(results, { recursive: true });
  const picture = path.join(results, 'hung.png');
  await page.screenshot({ path: picture });
  console.error(`The tests did not end within ${String(seconds)} s (VSCODE_TEST_SECONDS); what was on screen: ${picture}`);
  return 1;
}

process.once('SIGTERM', () => process.exit(143));
void launch().then((code) => process.exit(code));
