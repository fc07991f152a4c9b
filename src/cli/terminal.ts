import { once } from 'node:events';
import { rename, rm } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What the commands see of the process: streams, environment, exit code, and the signal that Ctrl-C aborts. */
export class Terminal {
  private progressShown = false;

  constructor(
    private readonly process: NodeJS.Process,
    readonly signal: AbortSignal,
  ) {}

  get environment(): NodeJS.ProcessEnv {
    return this.process.env;
  }

  set exitCode(code: 0 | 1 | 2 | 3) {
    this.process.exitCode = code;
  }

  /** Writes to stdout as fast as its reader reads. */
  async write(chunks: Iterable<string>): Promise<void> {
    for (const chunk of batched(chunks)) {
      if (!this.process.stdout.write(chunk)) await once(this.process.stdout, 'drain');
    }
  }

  /** Writes a file whole or not at all; readable by its owner only, since plans and snapshots hold personal data. */
  async writeFile(path: string, chunks: Iterable<string>): Promise<void> {
    const unfinished = `${path}.${this.process.pid}.part`;
    try {
      await pipeline(Readable.from(batched(chunks)), createWriteStream(unfinished, { mode: 0o600 }), { signal: this.signal });
      await rename(unfinished, path);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  }

  /** Columns of the terminal; undefined where stdout is none. */
  get width(): number | undefined {
    return this.process.stdout.isTTY ? this.process.stdout.columns : undefined;
  }

  /** Until Ctrl-C or SIGTERM. */
  async untilStopped(): Promise<void> {
    const stopped = new AbortController();
    const stop = (): void => stopped.abort();
    this.process.once('SIGTERM', stop);
    this.signal.addEventListener('abort', stop, { once: true });
    const alive = setInterval(() => undefined, 1 << 30);
    if (!stopped.signal.aborted && !this.signal.aborted) await once(stopped.signal, 'abort');
    clearInterval(alive);
  }

  /** Whether a person sees what is said on stderr. */
  get isWatched(): boolean {
    return this.process.stderr.isTTY;
  }

  /** One line that is written over; only where a person watches. */
  progress(text: string): void {
    if (!this.isWatched) return;
    this.process.stderr.write(`\r\u001b[K${text}`);
    this.progressShown = true;
  }

  /** A line on stderr. */
  say(text: string): void {
    this.endProgress();
    this.process.stderr.write(`${text}\n`);
  }

  endProgress(): void {
    if (this.progressShown) this.process.stderr.write('\r\u001b[K');
    this.progressShown = false;
  }

  /** An error with what caused it, where the cause says more. */
  fail(error: unknown): void {
    const messages = new Set<string>();
    for (let one = error; one instanceof Error; one = one.cause) messages.add(one.message);
    this.say(`scim-preflight: ${messages.size > 0 ? [...messages].join('\n  because: ') : String(error)}`);
  }
}

function* batched(chunks: Iterable<string>): Iterable<string> {
  let pending = '';
  for (const chunk of chunks) {
    pending += chunk;
    if (pending.length < 65_536) continue;
    yield pending;
    pending = '';
  }
  if (pending !== '') yield pending;
}
