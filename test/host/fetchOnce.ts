import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const markerName = '.scim-preflight-complete';

export interface FetchOptions {
  /** Where node_modules is once `finish` has run; `folder/node_modules` by default. */
  readonly installed?: string;
  /** Makes the fetched parts usable; only then do they count as complete. */
  readonly finish?: () => Promise<void>;
  /** Files that `finish` is made of: when one changes, all is fetched anew. */
  readonly recipe?: readonly string[];
}

/**
 * Runs `npm ci --ignore-scripts` in a tiny npm project below test/host, once for each state of its lock file. Nothing that is fetched runs a
 * script of its own. Two runs at once (two terminals) wait for each other.
 * @param folder holds package.json and package-lock.json
 * @throws Error when the npm registry cannot be reached or an integrity does not match
 */
export async function fetchOnce(folder: string, options: FetchOptions = {}): Promise<void> {
  const wanted = await hashOf([path.join(folder, 'package-lock.json'), ...(options.recipe ?? [])]);
  const marker = path.join(options.installed ?? path.join(folder, 'node_modules'), markerName);
  if ((await textOf(marker)) === wanted) return;
  await withLock(folder, async () => {
    if ((await textOf(marker)) === wanted) return;
    console.log(`Fetching ${path.relative(process.cwd(), folder)} from the npm registry, once…`);
    await npmCi(folder);
    await options.finish?.();
    await writeFile(marker, wanted);
  });
}

async function hashOf(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) hash.update(await readFile(file));
  return hash.digest('hex');
}

async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return null;
  }
}

function npmCi(folder: string): Promise<void> {
  const npm = process.env.npm_execpath;
  const [command, first] = npm !== undefined && path.basename(npm) === 'npm-cli.js' ? [process.execPath, [npm]] : ['npm', []];
  const args = [...first, 'ci', '--ignore-scripts', '--omit=dev', '--engine-strict=false', '--no-audit', '--no-fund', '--loglevel=error'];
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: command === 'npm' && process.platform === 'win32',
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`npm ci in ${folder} ended with ${String(code)}; what npm said stands above.`));
    });
  });
}

/** One process at a time; a lock whose process is gone is taken over. */
async function withLock(folder: string, run: () => Promise<void>): Promise<void> {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const lock = path.join(tmpdir(), `scim-preflight-fetch-${name}`);
  await mkdir(tmpdir(), { recursive: true });
  while (!(await takeLock(lock))) {
    const owner = Number(await textOf(lock));
    if (owner > 0 && !isAlive(owner)) await rm(lock, { force: true });
    await sleep(300);
  }
  try {
    await run();
  } finally {
    await rm(lock, { force: true });
  }
}

async function takeLock(lock: string): Promise<boolean> {
  try {
    const handle = await open(lock, 'wx');
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
