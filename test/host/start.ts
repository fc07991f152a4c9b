import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import { launchChromium } from './chromium';
import { findDesktop } from './desktop';
import { ensureVsCode, hostVersion } from './hostedParts';
import { pathBesideHost, startServer, themed, workbenchUrl, writeUserSettings } from './hostedServer';
import { results, root } from './paths';

/** With it the extension opens its views with the sandbox org and the plan of the opened folder (src/vscode/demo.ts). */
const demoVariable = 'SCIM_PREFLIGHT_DEMO';

/**
 * `npm start`: writes the sample export, prints the preview of its push, and opens VS Code with the extension, the sandbox org, the export and its
 * plan: the desktop one where there is one (nothing is downloaded for it), else the hosted one, whose address is printed. Nothing outlives it.
 *
 * SCIM_PREFLIGHT_START_CHECK=1 opens the hosted one in Chromium instead, ends once the plan is on screen and leaves a picture.
 */
async function main(): Promise<number> {
  const temporary = await mkdtemp(path.join(tmpdir(), 'scim-preflight-'));
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  // What the demonstration remembers goes with it.
  process.env.SCIM_PREFLIGHT_HOME = path.join(temporary, 'home');
  try {
    const folder = path.join(temporary, 'okta-export');
    await writeSampleExport(folder, { form: 'json' });
    if (!(await printPreview(folder))) return 1;
    const userDataDir = path.join(temporary, 'user-data');
    await writeUserSettings(userDataDir);
    if (process.env.SCIM_PREFLIGHT_START_CHECK === '1') return await withHosted(folder, userDataDir, check);
    const code = await desktopCommand();
    if (code !== null) return await openDesktop(code, folder, userDataDir, stop.signal);
    return await withHosted(folder, userDataDir, (url, ended) => showUrl(url, ended, stop.signal));
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What a push of the sample would do, as the command line says it. It exits with 2 or 3 when there is something to see; 1 is an error. */
async function printPreview(folder: string): Promise<boolean> {
  const args = ['plan', '--okta', folder, '--sandbox'];
  console.log(`\n$ node dist/cli.js ${args.join(' ')}\n`);
  const code = await exitCode(spawn(process.execPath, [path.join(root, 'dist', 'cli.js'), ...args], { cwd: root, stdio: 'inherit' }));
  console.log('');
  return code === 2 || code === 3;
}

async function desktopCommand(): Promise<string | null> {
  const desktop = await findDesktop({ mayDownload: false });
  if (desktop) return desktop.executable;
  // In a terminal of a remote window `code` is another program, which knows nothing of extension development.
  if (process.env.VSCODE_IPC_HOOK_CLI) return null;
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return null;
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  const found = (process.env.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder, name));
  return found.find((file) => existsSync(file)) ?? null;
}

async function openDesktop(code: string, folder: string, userDataDir: string, signal: AbortSignal): Promise<number> {
  console.log(`Opening ${code}; this ends when its window is closed.`);
  const args = [folder, '--new-window', '--wait', '--disable-workspace-trust', '--skip-welcome', '--skip-release-notes'];
  args.push(`--extensionDevelopmentPath=${root}`, `--user-data-dir=${userDataDir}`, `--extensions-dir=${userDataDir}-extensions`);
  const shell = process.platform === 'win32';
  const quoted = shell ? [code, ...args].map((arg) => `"${arg}"`) : [code, ...args];
  const [command = code, ...rest] = quoted;
  const child = spawn(command, rest, { env: { ...process.env, [demoVariable]: '1' }, stdio: 'ignore', shell });
  signal.addEventListener('abort', () => child.kill());
  return (await exitCode(child)) === 0 || signal.aborted ? 0 : 1;
}

type Use = (url: string, ended: Promise<void>) => Promise<number>;

async function withHosted(folder: string, userDataDir: string, use: Use): Promise<number> {
  const parts = await ensureVsCode(hostVersion());
  console.log(`VS Code ${parts.vscodeVersion} from the npm registry:`);
  const server = await startServer(parts, { userDataDir, env: { [demoVariable]: '1' }, endsAlone: false });
  try {
    return await use(workbenchUrl(server, { folder, extensionDevelopmentPath: await pathBesideHost(userDataDir) }), server.ended);
  } finally {
    await server.close();
  }
}

async function showUrl(url: string, ended: Promise<void>, signal: AbortSignal): Promise<number> {
  console.log(`Open this address in a browser on this machine. Ctrl-C ends it.\n\n  ${url}\n`);
  const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  await Promise.race([ended, stopped]);
  if (!signal.aborted) console.error(`VS Code's server ended; what it said is in ${results}.`);
  return signal.aborted ? 0 : 1;
}

async function check(url: string): Promise<number> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'dark' });
    const picture = path.join(results, 'screenshots', 'start.png');
    try {
      await page.goto(url);
      const plan = page.locator('.sidebar .pane').filter({ has: page.locator('.pane-header .title', { hasText: /^Plan$/ }) });
      await plan.getByRole('treeitem').filter({ hasText: 'Groups at risk' }).waitFor({ timeout: 60_000 });
      await page.locator(themed).waitFor();
    } finally {
      await page.screenshot({ path: picture });
    }
    console.log(`OK: the plan of the sample is on screen (${path.relative(process.cwd(), picture)}).`);
    return 0;
  } finally {
    await browser.close();
  }
}

function exitCode(child: ReturnType<typeof spawn>): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

void main().then((code) => process.exit(code));
