import type { Hash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';

/** Large enough to make the cost of a read small, small enough that parsing one chunk leaves the event loop free soon. */
export const chunkBytes = 1 << 20;

export interface ChunkOptions {
  /** Fed with the bytes as they are on disk. */
  readonly hash?: Hash | null;
  readonly signal?: AbortSignal | undefined;
  /** Told of every read, in bytes. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/** A file whose first chunk is read. */
export interface OpenedFile {
  /** Null where the first chunk is all there is: then the file is closed already. */
  readonly handle: FileHandle | null;
  readonly buffer: Buffer;
  readonly first: Buffer;
}

/** Opens a file and reads its first chunk, into `buffer` if one is given. Throws what the file system throws. */
export async function openFile(path: string, buffer?: Buffer): Promise<OpenedFile> {
  const handle = await open(path, 'r');
  let keep = false;
  try {
    // One byte more than the file has: a read that does not fill the buffer is the last one.
    const space = buffer ?? Buffer.allocUnsafeSlow(Math.min((await handle.stat()).size + 1, chunkBytes));
    const first = await fill(handle, space);
    keep = first.length === space.length;
    return { handle: keep ? handle : null, buffer: space, first };
  } finally {
    if (!keep) await handle.close();
  }
}

/**
 * The text of a file as UTF-8, chunk by chunk: a byte order mark is left out and UTF-16 (which needs its mark) is turned into UTF-8, so
 * that everything behind works on one encoding. A chunk is valid until the next one is asked for; a character may be cut between two.
 * Throws what the file system throws, and the signal's reason.
 */
export async function* readChunks(source: string | OpenedFile, options: ChunkOptions = {}): AsyncGenerator<Buffer, void, undefined> {
  const { handle, buffer, first } = typeof source === 'string' ? await openFile(source) : source;
  let reading: Promise<Buffer> | null = null;
  try {
    const mark = byteOrderMark(first);
    const decoder = mark.utf16 === null ? null : new TextDecoder(mark.utf16, { ignoreBOM: true });
    // Two buffers by turns: the next chunk is read while the one at hand is worked on.
    let spare = handle === null ? buffer : Buffer.allocUnsafeSlow(buffer.length);
    let bytes: Buffer | null = first;
    while (bytes !== null) {
      options.signal?.throwIfAborted();
      const last: boolean = handle === null || bytes.length < buffer.length;
      reading = last || handle === null ? null : fill(handle, spare);
      // A failure is met where the chunk is awaited; until then it is not unhandled.
      reading?.catch(() => null);
      options.hash?.update(bytes);
      options.onBytes?.(bytes.length);
      const content = bytes === first ? bytes.subarray(mark.length) : bytes;
      if (decoder) yield Buffer.from(decoder.decode(content, { stream: !last }), 'utf8');
      else if (content.length > 0) yield content;
      spare = bytes;
      bytes = await reading;
    }
  } finally {
    await reading?.catch(() => null);
    await handle?.close();
  }
}

async function fill(handle: FileHandle, buffer: Buffer): Promise<Buffer> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, null);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
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
