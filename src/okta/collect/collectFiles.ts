import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CollectError } from './collect';

/** The names of everything in a folder; null where there is no such folder. Throws CollectError where it cannot be read. */
export async function namesIn(folder: string): Promise<readonly string[] | null> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return null;
    throw cannotWrite(folder, cause);
  }
}

export async function makeFolder(folder: string): Promise<void> {
  await writing(folder, () => mkdir(folder, { recursive: true, mode: 0o700 }));
}

/**
 * Puts a file into its place whole or not at all, readable by its owner only: exports hold personal data. Returns the SHA-256 of its bytes.
 * Throws CollectError `cannotWrite`.
 */
export async function writeWhole(path: string, bytes: Buffer | string): Promise<string> {
  const unfinished = `${path}${unfinishedEnding}`;
  await writing(path, async () => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const handle = await open(unfinished, 'w', 0o600);
    try {
      await handle.writeFile(bytes);
    } finally {
      await handle.close();
    }
    await rename(unfinished, path);
  });
  return sha256(bytes);
}

/** Takes away what a write that was broken off left. */
export async function removeUnfinished(folder: string): Promise<void> {
  const unfinished = ((await namesIn(folder)) ?? []).filter(isUnfinished);
  for (const name of unfinished) await remove(join(folder, name));
}

export async function remove(path: string): Promise<void> {
  await writing(path, () => rm(path, { force: true }));
}

/** Null where there is no such file. */
export async function bytesOf(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return null;
    throw cannotWrite(path, cause);
  }
}

export function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Lines that are added one after the other, whoever adds them at the same time. */
export class LineFile {
  private last: Promise<void> = Promise.resolve();

  private constructor(
    private readonly path: string,
    private readonly handle: FileHandle,
  ) {}

  /** Goes on behind what stands there. Throws CollectError `cannotWrite`. */
  static async open(path: string): Promise<LineFile> {
    return new LineFile(path, await writing(path, () => open(path, 'a', 0o600)));
  }

  async add(record: object): Promise<void> {
    const write = async (): Promise<void> => {
      await writing(this.path, () => this.handle.appendFile(`${JSON.stringify(record)}\n`));
    };
    const mine = this.last.then(write);
    this.last = mine.catch(() => undefined);
    await mine;
  }

  async close(): Promise<void> {
    await this.last;
    await this.handle.close();
  }
}

const unfinishedEnding = '.part';

/** Whether a write that was broken off left this, of a page or of the manifest. */
export function isUnfinished(name: string): boolean {
  return name.endsWith(unfinishedEnding) || /^okta-export\.json\..+\.tmp$/.test(name);
}

/** Runs what writes, with the file system's refusals in words. Throws CollectError `cannotWrite`. */
export async function writing<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw cannotWrite(path, cause);
  }
}

function cannotWrite(path: string, cause: unknown): unknown {
  const code = codeOf(cause);
  if (code === null) return cause;
  const why = reasons[code] ?? 'it cannot be read or written';
  return new CollectError(
    'cannotWrite',
    `${path}: ${why} (${code}). What was collected before stays and is marked as not complete; collect into the same folder again to go on.`,
    { cause },
  );
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  EACCES: 'no permission to write there',
  EPERM: 'no permission to write there',
  EROFS: 'the disk is read-only',
  ENOTDIR: 'a file stands where a folder is needed',
  EEXIST: 'a file stands where a folder is needed',
  EISDIR: 'a folder stands where a file is needed',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many files are open',
};

export function codeOf(cause: unknown): string | null {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
}
