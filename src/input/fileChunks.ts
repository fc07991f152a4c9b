import type { Hash } from 'node:crypto';
import { open } from 'node:fs/promises';

/** Large enough to make the cost of a read small, small enough that parsing one chunk leaves the event loop free soon. */
const chunkBytes = 1 << 20;

export interface ChunkOptions {
  /** Fed with the bytes as they are on disk. */
  readonly hash?: Hash | null;
  readonly signal?: AbortSignal | undefined;
  /** Told of every read, in bytes. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/**
 * The text of a file as UTF-8, chunk by chunk: a byte order mark is left out and UTF-16 (which needs its mark) is turned into UTF-8, so
 * that everything behind works on one encoding. A chunk is valid until the next one is asked for; a character may be cut between two.
 * Throws what the file system throws, and the signal's reason.
 */
export async function* readChunks(path: string, options: ChunkOptions = {}): AsyncGenerator<Buffer, void, undefined> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    // One byte more than the file has: a read that does not fill the buffer is the last one.
    const buffer = Buffer.allocUnsafeSlow(Math.min(Math.max(size, 0) + 1, chunkBytes));
    let decoder: InstanceType<typeof TextDecoder> | null = null;
    for (let first = true; ; first = false) {
      options.signal?.throwIfAborted();
      const filled = await fill(file, buffer);
      const bytes = buffer.subarray(0, filled);
      options.hash?.update(bytes);
      options.onBytes?.(filled);
      const mark = first ? byteOrderMark(bytes) : noMark;
      decoder ??= mark.utf16 === null ? null : new TextDecoder(mark.utf16, { ignoreBOM: true });
      const last = filled < buffer.length;
      const content = bytes.subarray(mark.length);
      if (decoder) yield Buffer.from(decoder.decode(content, { stream: !last }), 'utf8');
      else if (content.length > 0) yield content;
      if (last) return;
    }
  } finally {
    await file.close();
  }
}

async function fill(file: Awaited<ReturnType<typeof open>>, buffer: Buffer): Promise<number> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, null);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

interface ByteOrderMark {
  readonly length: number;
  readonly utf16: 'utf-16le' | 'utf-16be' | null;
}

const noMark: ByteOrderMark = { length: 0, utf16: null };

/** A file that was cut inside its mark holds nothing else: the rest of a mark is no text. */
function byteOrderMark(bytes: Buffer): ByteOrderMark {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return { length: 2, utf16: 'utf-16le' };
  if (first === 0xfe && second === 0xff) return { length: 2, utf16: 'utf-16be' };
  if (first === 0xef && second === 0xbb && third === 0xbf) return { length: 3, utf16: null };
  const cutMark =
    (bytes.length === 1 && (first === 0xff || first === 0xfe || first === 0xef)) ||
    (bytes.length === 2 && first === 0xef && second === 0xbb);
  return cutMark ? { length: bytes.length, utf16: null } : noMark;
}
