import { readFile, open, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { CollectError } from './collect';
import { codeOf, writing } from './collectFiles';

export const lockName = 'okta-export.lock';

/** Folders that this process writes to: its own lock file says nothing to it. */
const ours = new Set<string>();

/** That only one collection writes to a folder. What a process left that was killed holds nobody up. */
export class FolderLock {
  private constructor(
    private readonly folder: string,
    private readonly path: string,
  ) {}

  /** @throws CollectError `folderInUse`, `cannotWrite`. */
  static async take(folder: string): Promise<FolderLock> {
    const whole = resolve(folder);
    const path = join(whole, lockName);
    if (ours.has(whole)) throw inUse(folder, path, process.pid);
    ours.add(whole);
    try {
      for (let tries = 0; !(await created(path)); tries++) {
        const holder = await holderOf(path);
        if (tries > 0 || (holder !== null && isAlive(holder))) throw inUse(folder, path, holder?.pid ?? null);
        await rm(path, { force: true });
      }
    } catch (error) {
      ours.delete(whole);
      throw error;
    }
    return new FolderLock(whole, path);
  }

  async release(): Promise<void> {
    ours.delete(this.folder);
    await rm(this.path, { force: true });
  }
}

interface Holder {
  readonly pid: number;
  readonly host: string;
}

async function created(path: string): Promise<boolean> {
  return writing(path, async () => {
    try {
      const handle = await open(path, 'wx', 0o600);
      await handle.writeFile(JSON.stringify({ pid: process.pid, host: hostname() } satisfies Holder));
      await handle.close();
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      throw error;
    }
  });
}

/** Null for a lock that tells nobody: its writer was killed while it wrote it. */
async function holderOf(path: string): Promise<Holder | null> {
  try {
    const holder = JSON.parse(await readFile(path, 'utf8')) as Partial<Holder> | null;
    return typeof holder?.pid === 'number' && typeof holder.host === 'string' ? { pid: holder.pid, host: holder.host } : null;
  } catch {
    return null;
  }
}

function isAlive({ pid, host }: Holder): boolean {
  // Of another machine, on a shared disk, nothing can be known.
  if (host !== hostname()) return true;
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function inUse(folder: string, path: string, pid: number | null): CollectError {
  return new CollectError(
    'folderInUse',
    `Another collection${pid === null ? '' : ` (process ${pid})`} writes to ${folder}. Wait for it, or choose another folder; if none runs any ` +
      `more, delete ${path}.`,
  );
}
