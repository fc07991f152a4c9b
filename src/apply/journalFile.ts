import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, stat } from 'node:fs/promises';
import { constants, type BigIntStats } from 'node:fs';
import { dirname, join } from 'node:path';
import { homeFolder } from '../input/homeFolder';
import { journalFormat, type Journal, type JournalEntry, type JournalLine } from './journal';
import { JournalOrder } from './journalOrder';
import { shapeFault } from './journalShape';

/** A journal that cannot be written, read or believed. */
export class JournalError extends Error {
  constructor(
    message: string,
    readonly reason: 'cannotWrite' | 'cannotRead' | 'notAJournal' | 'newerFormat' | 'changed' | 'empty',
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

/** What a journal needs of an open file; a `FileHandle` is one. */
export interface JournalHandle {
  stat(options: { readonly bigint: true }): Promise<BigIntStats>;
  write(bytes: Uint8Array, offset: number, length: number, position: null): Promise<{ readonly bytesWritten: number }>;
  sync(): Promise<void>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

/** Opens a journal, as `open` of `node:fs/promises` does. */
export type OpenJournal = (path: string, flags: string | number, mode?: number) => Promise<JournalHandle>;

/** Where a journal stands, and what is in it so far. */
interface Standing {
  last: string;
  lines: number;
  /** Bytes that the file should have. */
  size: number;
  readonly order: JournalOrder;
}

/**
 * A journal on disk. Every entry is flushed to the disk before `write` is fulfilled, and so is the folder when the file is made. Once a
 * write failed no other succeeds: the engine stops before its next request.
 */
export class JournalFile implements Journal {
  private failed: JournalError | null = null;

  private constructor(
    readonly path: string,
    private readonly handle: JournalHandle,
    private readonly standing: Standing,
    private readonly now: () => Date,
  ) {}

  /** Makes a new file of its own in the folder (0700), readable by its owner only. @throws JournalError cannotWrite. */
  static async create(
    folder: string,
    name: string,
    now: () => Date = () => new Date(),
    openJournal: OpenJournal = open,
  ): Promise<JournalFile> {
    const stamp = now().toISOString().replace(/[:.]/g, '-');
    const path = join(folder, `${stamp}-${fileNamePart(name)}-${randomBytes(3).toString('hex')}${journalSuffix}`);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const handle = await openJournal(path, 'ax', 0o600);
      await syncFolder(dirname(path));
      return new JournalFile(path, handle, { last: firstHash, lines: 0, size: 0, order: new JournalOrder() }, now);
    } catch (cause) {
      throw cannotWrite(path, cause);
    }
  }

  /** Goes on with a journal that was read: a torn last line is cut off first. @throws JournalError. */
  static async reopen(read: ReadJournal, now: () => Date = () => new Date(), openJournal: OpenJournal = open): Promise<JournalFile> {
    try {
      const handle = await openJournal(read.path, constants.O_WRONLY | constants.O_APPEND);
      try {
        if ((await handle.stat({ bigint: true })).size !== BigInt(read.bytes)) throw new Error('it was written on since it was read.');
        await handle.truncate(read.wholeBytes);
        await handle.sync();
        const order = new JournalOrder();
        for (const { entry } of read.lines) order.take(entry);
        return new JournalFile(read.path, handle, { last: read.lastHash, lines: read.lines.length, size: read.wholeBytes, order }, now);
      } catch (cause) {
        await handle.close();
        throw cause;
      }
    } catch (cause) {
      throw cannotWrite(read.path, cause);
    }
  }

  async write(entry: JournalEntry): Promise<void> {
    if (this.failed) throw this.failed;
    const { standing } = this;
    const body = JSON.stringify({ n: standing.lines + 1, at: this.now().toISOString(), entry });
    const hash = hashOf(standing.last, body);
    const line = Buffer.from(`${body.slice(0, -1)},"hash":"${hash}"}\n`);
    try {
      // What could not be read again would be no record.
      const fault = shapeFault(JSON.parse(body)) ?? standing.order.take(entry);
      if (fault !== null) throw new Error(`${fault}.`);
      await this.checkPlace();
      const { bytesWritten } = await this.handle.write(line, 0, line.length, null);
      if (bytesWritten !== line.length) throw new Error(`Only ${bytesWritten} of ${line.length} bytes could be written.`);
      await this.handle.sync();
    } catch (cause) {
      this.failed = cannotWrite(this.path, cause);
      throw this.failed;
    }
    standing.last = hash;
    standing.lines += 1;
    standing.size += line.length;
  }

  /** A journal that was taken away is a record that nobody finds, and one with two writers can be read by nobody. */
  private async checkPlace(): Promise<void> {
    const ours = await this.handle.stat({ bigint: true });
    if (ours.size !== BigInt(this.standing.size)) throw new Error('another process has written into it.');
    const found = await stat(this.path, { bigint: true });
    if (found.ino !== ours.ino || found.dev !== ours.dev) throw new Error('another file stands in its place.');
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
  /** Of the file in all. */
  readonly bytes: number;
  readonly lastHash: string;
}

/**
 * Reads a journal and believes none of it: every line must fit the one before, have its shape, and be able to stand where it stands. A last
 * line without its end is a crash in the middle of a write, and understood; anything else that does not fit is a journal that was changed.
 *
 * @throws JournalError with file and line.
 */
export async function readJournal(path: string): Promise<ReadJournal> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new JournalError(`${path} cannot be read: ${wordsOf(cause)}`, 'cannotRead', { cause });
  });
  const lines: JournalLine[] = [];
  const order = new JournalOrder();
  let [last, from, torn] = [firstHash, 0, false];
  while (from < bytes.length) {
    const end = bytes.indexOf(0x0a, from);
    if (end === -1) {
      torn = true;
      break;
    }
    const text = bytes.toString('utf8', from, end);
    const { line, hash } = parseLine(path, text, last, lines.length + 1, order);
    lines.push(line);
    last = hash;
    from = end + 1;
  }
  if (lines.length === 0) refuseEmpty(path, bytes);
  return { path, lines, torn, wholeBytes: from, bytes: bytes.length, lastHash: last };
}

interface Parsed {
  readonly line: JournalLine;
  readonly hash: string;
}

/** A line that fits the chain and its place. @throws JournalError. */
function parseLine(path: string, text: string, last: string, n: number, order: JournalOrder): Parsed {
  const match = /^(.*),"hash":"([0-9a-f]{64})"\}$/s.exec(text);
  const [body, hash] = [`${match?.[1] ?? ''}}`, match?.[2]];
  if (n === 1) refuseNewer(path, text);
  const line = hash === undefined || hashOf(last, body) !== hash ? undefined : parsed(body);
  if (hash === undefined || line === undefined) {
    throw new JournalError(
      `${path}:${n} does not follow from the line before: the journal was changed after it was written, or is none.`,
      n === 1 ? 'notAJournal' : 'changed',
    );
  }
  // The chain fits; but whoever changes a journal can make the chain anew.
  const fault = shapeFault(line) ?? ((line as JournalLine).n === n ? order.take((line as JournalLine).entry) : `it is not line ${n}`);
  if (fault !== null) {
    throw new JournalError(
      `${path}:${n} cannot stand in a journal: ${fault}. It was not written by this program, or was changed.`,
      'changed',
    );
  }
  return { line: line as JournalLine, hash };
}

/** Said even where nothing else can be read: a newer format may chain its lines in another way. */
function refuseNewer(path: string, text: string): void {
  const format = /"format":"(scim-preflight\/journal@(?:[2-9]|[1-9]\d{1,5}))"/.exec(text.slice(0, 4000))?.[1];
  if (format !== undefined) throw new JournalError(`${path} has the format ${format}; this version reads ${journalFormat}.`, 'newerFormat');
}

const beginning = '{"n":1,"at":"';

/** @throws JournalError for a file without a whole line: a journal that broke off at once, or something else. */
function refuseEmpty(path: string, bytes: Buffer): void {
  const isBegun = beginning.startsWith(bytes.toString('utf8', 0, beginning.length));
  const what = isBegun ? 'holds no whole line: it broke off before anything was done' : 'is no journal';
  throw new JournalError(`${path} ${what}.`, isBegun ? 'empty' : 'notAJournal');
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
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
