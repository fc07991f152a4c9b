import { closeSync, existsSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import path from 'node:path';
import { threadId } from 'node:worker_threads';
import { excerpts, longestForm, SecretIndex } from './secretIndex';

/** How something came to be recorded. `left`: found in a folder that was about to be removed, whoever wrote it. */
export type RecordKind = 'file' | 'left' | 'printed' | 'error';

/** What stands in a process's index about one record. */
export interface RecordHead {
  readonly kind: RecordKind;
  /** Of a file its path; else what printed or what failed. */
  readonly name: string;
  /** The command line of the process that said it. */
  readonly command: readonly string[];
  /** The test that ran, as far as the process knows. */
  readonly test: string | null;
  /** Bytes. */
  readonly length: number;
  /** Line ends, of what is printed. */
  readonly lines: number;
  /** Bytes that it takes in the bytes file, in the order of the index; 0 where it was searched at once. */
  readonly kept: number;
  /** What was found at once. */
  readonly found: readonly string[];
}

/** The folder of the watch; a process with this variable is watched. */
export const watchVariable = 'SECRETS_WATCH';
/** The title of the test that runs. */
export const testVariable = 'SECRETS_WATCH_TEST';

/** Longer pieces are searched at once, for what is known by then, and not kept: they are many megabytes. Shorter ones wait for the end. */
const longestKept = 16_384;

// As they are before they are watched.
const [write, read, open, stat, close] = [writeSync, readSync, openSync, fstatSync, closeSync];

/**
 * Notes what one process (or worker) writes and says, and the secrets that it comes to know. Every call is on disk when it returns, for tests
 * kill processes at any moment; and a secret that one process learns is known to all before anybody can use it.
 */
export class Recorder {
  private readonly index = new SecretIndex();
  private readonly known = new Set<string>();
  private readonly tails = new Map<string, Buffer>();
  private readonly files = new Map<string, number>();
  private knownSize = 0;
  private closed = false;

  constructor(
    private readonly folder: string,
    private readonly command: readonly string[],
  ) {}

  record(kind: RecordKind, name: string, bytes: Buffer, command: readonly string[] = this.command): void {
    if (bytes.length === 0 || this.isOver()) return;
    const isKept = bytes.length <= longestKept;
    // A secret may be cut in two by two writes: the end of the one before stands in front.
    const key = `${kind} ${name}`;
    const tail = this.tails.get(key) ?? Buffer.alloc(0);
    this.tails.set(key, Buffer.concat([tail, bytes.subarray(-longestForm)]).subarray(-longestForm));
    if (isKept) for (const part of [tail, bytes]) this.append(this.own('bytes'), part);
    const head: RecordHead = {
      kind,
      name,
      command,
      test: process.env[testVariable] ?? null,
      length: bytes.length,
      lines: kind === 'printed' ? countLines(bytes) : 0,
      kept: isKept ? tail.length + bytes.length : 0,
      found: isKept ? [] : this.search(tail, bytes),
    };
    this.append(this.own('index'), Buffer.from(`${JSON.stringify(head)}\n`));
  }

  /** Something that must be in no record. */
  learn(secret: string | undefined): void {
    if (secret === undefined || secret === '' || this.known.has(secret) || this.isOver()) return;
    this.add(secret);
    this.append('secrets', Buffer.from(`${JSON.stringify(secret)}\n`));
  }

  private search(tail: Buffer, bytes: Buffer): readonly string[] {
    this.learnOfOthers();
    const seam = Buffer.concat([tail, bytes.subarray(0, longestForm)]);
    return [...excerpts(seam, this.index), ...excerpts(bytes, this.index)].map(({ text }) => text);
  }

  private learnOfOthers(): void {
    const file = this.file('secrets');
    const { size } = stat(file);
    if (size === this.knownSize) return;
    const more = Buffer.alloc(size - this.knownSize);
    const length = read(file, more, 0, more.length, this.knownSize);
    const whole = more.subarray(0, length).lastIndexOf(0x0a) + 1;
    this.knownSize += whole;
    for (const secret of wholeLines(more.toString('utf8', 0, whole)) as readonly string[]) this.add(secret);
  }

  private add(secret: string): void {
    if (this.known.has(secret)) return;
    this.known.add(secret);
    this.index.add(secret);
  }

  /** A process that outlives the run finds the folder gone, and has nobody to tell any more. */
  private isOver(): boolean {
    if (!this.closed && this.files.size === 0) this.closed = !existsSync(this.folder);
    return this.closed;
  }

  private own(ending: 'bytes' | 'index'): string {
    return `${process.pid}-${threadId}.${ending}`;
  }

  /** A process that may write no longer files (a test's full disk) is seen from outside alone: by its pipes, and by what it leaves. */
  private append(name: string, bytes: Buffer): void {
    if (this.closed) return;
    try {
      const file = this.file(name);
      for (let done = 0; done < bytes.length;) done += write(file, bytes, done);
    } catch (error) {
      if (!['EFBIG', 'ENOSPC', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
      this.closed = true;
    }
  }

  private file(name: string): number {
    let file = this.files.get(name);
    if (file === undefined) this.files.set(name, (file = open(path.join(this.folder, name), 'a+', 0o600)));
    return file;
  }

  /** Before the folder goes. What is recorded afterwards goes nowhere. */
  close(): void {
    this.closed = true;
    for (const file of this.files.values()) close(file);
    this.files.clear();
  }
}

/** Values of JSON lines, but for those that a process was killed in, or had no room for. */
export function wholeLines(text: string): readonly unknown[] {
  const values: unknown[] = [];
  for (const line of text.split('\n')) {
    try {
      if (line !== '') values.push(JSON.parse(line));
    } catch {
      // Only the one line is lost.
    }
  }
  return values;
}

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) lines++;
  return lines;
}
