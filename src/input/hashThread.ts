import { webcrypto } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

/** The SHA-256 of a file whose bytes come chunk by chunk. */
export interface ChunkHash {
  /** Resolves once the bytes may be overwritten. @param bytes of a `sharedBuffer`. */
  update(bytes: Buffer): Promise<void>;
  /** In hex, of all chunks so far; called once, at the end. */
  digest(): Promise<string>;
}

interface Waiting {
  readonly resolve: (sha256: string | null) => void;
  readonly reject: (cause: Error) => void;
}

/** Runs in the thread. One answer for each message, in their order. */
const script = `
  const { createHash } = require('node:crypto');
  const { parentPort } = require('node:worker_threads');
  const hashes = new Map();
  parentPort.on('message', ({ file, bytes }) => {
    const hash = hashes.get(file) ?? createHash('sha256');
    if (bytes) {
      hashes.set(file, hash.update(bytes));
      parentPort.postMessage(null);
    } else {
      hashes.delete(file);
      parentPort.postMessage(hash.digest('hex'));
    }
  });
`;

/**
 * A thread that hashes files while they are parsed, which takes about a tenth as long as parsing them. It is started with the first of them, and
 * ends with `close`.
 */
export class HashThread {
  private worker: Promise<Worker> | null = null;
  private failure: Error | null = null;
  private readonly waiting: Waiting[] = [];
  private files = 0;

  /** The hash of another file. */
  hash(): ChunkHash {
    const file = this.files;
    this.files += 1;
    return {
      update: async (bytes) => {
        await this.ask({ file, bytes });
      },
      digest: async () => (await this.ask({ file })) ?? '',
    };
  }

  /** Ends the thread. What is still asked of it is not answered any more, but rejected. */
  async close(): Promise<void> {
    await (await this.worker)?.terminate();
  }

  private async ask(message: { readonly file: number; readonly bytes?: Buffer }): Promise<string | null> {
    // In a turn of its own: starting a thread takes some ten milliseconds.
    const worker = await (this.worker ??= sleep(0).then(() => this.start()));
    if (this.failure) throw this.failure;
    return await new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      worker.postMessage(message);
    });
  }

  private start(): Worker {
    const worker = new Worker(script, { eval: true, name: 'hash' });
    worker.on('message', (answer: string | null) => this.waiting.shift()?.resolve(answer));
    worker.once('error', (cause) => this.fail(new Error(`its bytes could not be hashed: ${cause.message}`, { cause })));
    worker.once('exit', () => this.fail(new Error('its bytes could not be hashed: the thread has ended')));
    return worker;
  }

  private fail(cause: Error): void {
    this.failure ??= cause;
    for (const { reject } of this.waiting.splice(0)) reject(this.failure);
  }
}

/** A buffer whose bytes another thread sees without a copy. */
export function sharedBuffer(length: number): Buffer {
  return Buffer.from(new SharedArrayBuffer(length));
}

/** SHA-256 in hex, off the main thread, of bytes that are all at hand. They may be overwritten at once. */
export async function sha256Of(bytes: Buffer): Promise<string> {
  // A copy, since nothing digests memory that could change meanwhile.
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', new Uint8Array(bytes))).toString('hex');
}
