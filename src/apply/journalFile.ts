import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { homeFolder } from '../input/homeFolder';
import { journalFormat, type Journal, type JournalEntry, type JournalLine } from './journal';

/** A journal that cannot be written, read or believed. */
export class JournalError extends Error {
  constructor(
    message: string,
    readonly reason: 'cannotWrite' | 'cannotRead' | 'notAJournal' | 'newerFormat' | 'changed',
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'JournalError';
  }
}

export const journalSuffix = '.scimjournal.ndjson';

/** Where journals of the extension and of the command line stand unless told (section 11). */
export const journalFolder = (): string => join(homeFolder(), 'journals');

const firstHash = '0'.repeat(64);

function hashOf(previous: string, body: string): string {
  return createHash('sha256').update(previous).update(body).digest('hex');
}

/**
 * A journal on disk. Every entry is flushed to the disk before `write` is fulfilled, and so is the folder when the file is made. Once a
 * write failed no other succeeds: the engine stops before its next request.
 */
export class JournalFile implements Journal {
  private failed: JournalError | null = null;

  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
    private last: string,
    private lines: number,
    private readonly now: () => Date,
  ) {}

  /** Makes a new file of its own in the folder (0700), readable by its owner only. @throws JournalError cannotWrite. */
  static async create(folder: string, name: string, now: () => Date = () => new Date()): Promise<JournalFile> {
    const stamp = now().toISOString().replace(/[:.]/g, '-');
    const path = join(folder, `${stamp}-${fileNamePart(name)}-${randomBytes(3).toString('hex')}${journalSuffix}`);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const handle = await open(path, 'ax', 0o600);
      await syncFolder(dirname(path));
      return new JournalFile(path, handle, firstHash, 0, now);
    } catch (cause) {
      throw cannotWrite(path, cause);
    }
  }

  /** Goes on with a journal that was read: a torn last line is cut off first. @throws JournalError. */
  static async reopen(read: ReadJournal, now: () => Date = () => new Date()): Promise<JournalFile> {
    try {
      const handle = await open(read.path, 'a');
      await handle.truncate(read.wholeBytes);
      await handle.sync();
      return new JournalFile(read.path, handle, read.lastHash, read.lines.length, now);
    } catch (cause) {
      throw cannotWrite(read.path, cause);
    }
  }

  async write(entry: JournalEntry): Promise<void> {
    if (this.failed) throw this.failed;
    const body = JSON.stringify({ n: this.lines + 1, at: this.now().toISOString(), entry });
    const hash = hashOf(this.last, body);
    const line = Buffer.from(`${body.slice(0, -1)},"hash":"${hash}"}\n`);
    try {
      const { bytesWritten } = await this.handle.write(line, 0, line.length, null);
      if (bytesWritten !== line.length) throw new Error(`Only ${bytesWritten} of ${line.length} bytes could be written.`);
      await this.handle.sync();
    } catch (cause) {
      this.failed = cannotWrite(this.path, cause);
      throw this.failed;
    }
    this.last = hash;
    this.lines += 1;
  }

  async close(): Promise<void> {
    await this.handle.close().catch(() => undefined);
  }
}

/** A journal as read, every line checked against the chain. */
export interface ReadJournal {
  readonly path: string;
  readonly lines: readonly JournalLine[];
  /** The last line was cut in the middle: what it was to say did not count. */
  readonly torn: boolean;
  /** Bytes up to the end of the last whole line. */
  readonly wholeBytes: number;
  readonly lastHash: string;
}

/**
 * Reads a journal and believes none of it: every line must fit the one before. A last line without its end is a crash in the middle of a
 * write, and understood; anything else that does not fit is a journal that was changed.
 *
 * @throws JournalError with file and line.
 */
export async function readJournal(path: string): Promise<ReadJournal> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new JournalError(`${path} cannot be read: ${wordsOf(cause)}`, 'cannotRead', { cause });
  });
  const lines: JournalLine[] = [];
  let [last, from, torn] = [firstHash, 0, false];
  while (from < bytes.length) {
    const end = bytes.indexOf(0x0a, from);
    if (end === -1) {
      torn = true;
      break;
    }
    const text = bytes.toString('utf8', from, end);
    const parsed = parseLine(text, last, lines.length + 1);
    if (parsed === null) {
      throw new JournalError(
        `${path}:${lines.length + 1} does not follow from the line before: the journal was changed after it was written, or is none.`,
        lines.length === 0 ? 'notAJournal' : 'changed',
      );
    }
    lines.push(parsed.line);
    last = parsed.hash;
    from = end + 1;
  }
  checkFirst(path, lines[0]?.entry);
  return { path, lines, torn, wholeBytes: from, lastHash: last };
}

function checkFirst(path: string, first: JournalEntry | undefined): void {
  if (first?.type !== 'open') throw new JournalError(`${path} is no journal: it does not begin with what was asked for.`, 'notAJournal');
  const format: string = first.format;
  if (format !== journalFormat)
    throw new JournalError(`${path} has the format ${format}; this version reads ${journalFormat}.`, 'newerFormat');
}

function parseLine(text: string, last: string, n: number): { readonly line: JournalLine; readonly hash: string } | null {
  const match = /^(.*),"hash":"([0-9a-f]{64})"\}$/s.exec(text);
  const [body, hash] = [`${match?.[1] ?? ''}}`, match?.[2]];
  if (hash === undefined || hashOf(last, body) !== hash) return null;
  // The chain fits, so this is what was written.
  const line = JSON.parse(body) as JournalLine;
  return line.n === n ? { line, hash } : null;
}

async function syncFolder(folder: string): Promise<void> {
  // Windows can open no folder; there the file system keeps the name by itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const fileNamePart = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40)
    .toLowerCase() || 'org';

function cannotWrite(path: string, cause: unknown): JournalError {
  return new JournalError(
    `The journal ${path} cannot be written, so nothing more is written to Genesys Cloud: ${wordsOf(cause)}`,
    'cannotWrite',
    { cause },
  );
}

const wordsOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
