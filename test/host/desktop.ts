import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { downloadAndUnzipVSCode, ProgressReportStage, type ProgressReporter } from '@vscode/test-electron';
import { root } from './paths';

const run = promisify(execFile);
const cache = path.join(root, '.vscode-test');
const patienceMs = 20_000;

export interface Desktop {
  readonly executable: string;
  readonly version: string;
  /** Where it came from, in words for the log. */
  readonly origin: string;
}

/**
 * A desktop VS Code: the executable named in VSCODE_EXECUTABLE, one in .vscode-test, or a download (unless SCIM_PREFLIGHT_NO_DOWNLOAD=1).
 * null where there is none or where it could not open a window; it is said why.
 * @throws Error when VSCODE_EXECUTABLE names nothing
 */
export async function findDesktop(options: { readonly mayDownload: boolean }): Promise<Desktop | null> {
  const named = process.env.VSCODE_EXECUTABLE;
  if (named) {
    if (!existsSync(named)) throw new Error(`VSCODE_EXECUTABLE names ${named}, which does not exist.`);
    return { executable: named, version: await versionOf(named), origin: 'named in VSCODE_EXECUTABLE' };
  }
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return none('there is no display for it');
  const cached = await newestCached();
  if (cached) return usable(cached, 'from .vscode-test');
  if (!options.mayDownload) return null;
  if (process.env.SCIM_PREFLIGHT_NO_DOWNLOAD === '1') return none('SCIM_PREFLIGHT_NO_DOWNLOAD=1');
  try {
    return await usable(await download(), 'downloaded');
  } catch (error) {
    return none(`the download failed (${error instanceof Error ? error.message : String(error)})`);
  }
}

function none(reason: string): null {
  console.log(`No desktop VS Code: ${reason}.`);
  return null;
}

/** Libraries that a desktop needs are often missing in a container; then it does not even start as Node. */
async function usable(executable: string, origin: string): Promise<Desktop | null> {
  try {
    await run(executable, ['--eval', '0'], { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, timeout: patienceMs });
  } catch {
    return none(`${executable} does not start on this machine`);
  }
  return { executable, version: await versionOf(executable), origin };
}

async function newestCached(): Promise<string | null> {
  if (!existsSync(cache)) return null;
  const folders = (await readdir(cache)).filter((name) => name.startsWith('vscode-') && existsSync(path.join(cache, name, 'is-complete')));
  const newest = folders.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
  if (newest === undefined) return null;
  const executable = path.join(cache, newest, ...executableWithin());
  return existsSync(executable) ? executable : null;
}

function executableWithin(): readonly string[] {
  if (process.platform === 'darwin') return ['Visual Studio Code.app', 'Contents', 'MacOS', 'Code'];
  return [process.platform === 'win32' ? 'Code.exe' : 'code'];
}

/** @throws Error when nothing arrived for 20 s: some networks answer "no", others drop packets and never answer */
async function download(): Promise<string> {
  let patience: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    patience = setTimeout(() => reject(new Error(`nothing arrived for ${String(patienceMs / 1000)} s`)), patienceMs);
  });
  const reporter: ProgressReporter = {
    report: (report) => {
      if (report.stage !== ProgressReportStage.Downloading) return;
      // Once all has arrived it is unpacked, which reports nothing and takes its time.
      if (report.bytesSoFar < report.totalBytes) patience?.refresh();
      else clearTimeout(patience);
    },
    error: () => undefined,
  };
  console.log('Looking for a desktop VS Code to download…');
  try {
    return await Promise.race([downloadAndUnzipVSCode({ version: 'stable', cachePath: cache, reporter, timeout: patienceMs }), silence]);
  } finally {
    clearTimeout(patience);
  }
}

/** What stands in the product's own manifest, without starting it. */
async function versionOf(executable: string): Promise<string> {
  const folder = path.dirname(executable);
  const candidates = ['resources/app', '../resources/app', '../Resources/app', 'Contents/Resources/app'].map((app) =>
    path.join(folder, app, 'package.json'),
  );
  const manifest = candidates.find((file) => existsSync(file));
  if (manifest === undefined) return '(version unknown until it runs)';
  return (JSON.parse(await readFile(manifest, 'utf8')) as { version: string }).version;
}
