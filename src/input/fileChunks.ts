import { constants, fstatSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { sharedBuffer, type ChunkHash } from './hashThread';

/** Large enough to make the cost of a read small, small enough that parsing one chunk leaves the event loop free soon. */
export const chunkBytes = 1 << 20;

export interface ChunkOptions {
  /** Fed with the bytes as they are on disk. */
  readonly hash?: ChunkHash | null;
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
  /** What the file was when it was opened. */
  readonly state: FileState;
  /** Of a file that is closed already: it was written to while it was read. */
  readonly changed: boolean;
}

/** What tells that a file was written to. */
export interface FileState {
  /** In bytes. */
  readonly size: number;
  /** ISO 8601. */
  readonly modifiedAt: string;
}

/** The file is not what it was when it was listed or opened: what was read of it may belong to two versions. */
export class FileChangedError extends Error {
  constructor() {
    super('it was changed while the export was read. Read the export again when nothing writes to it any more');
    this.name = 'FileChangedError';
  }
}

/** A pipe that took the place of a file must not be waited for. Windows has neither. */
const openFlags = constants.O_RDONLY | ((constants as { readonly O_NONBLOCK?: number }).O_NONBLOCK ?? 0);

/** Opens a file and reads its first chunk, into `buffer` (a `sharedBuffer`) if one is given. Throws what the file system throws, and for what is no file. */
export async function openFile(path: string, buffer?: Buffer): Promise<OpenedFile> {
  const handle = await open(path, openFlags);
  let keep = false;
  try {
    const state = stateOf(handle);
    // One byte more than the file has: a read that does not fill the buffer is the last one.
    const space = buffer ?? sharedBuffer(Math.min(state.size + 1, chunkBytes));
    const first = await fill(handle, space);
    keep = first.length === space.length;
    const changed = !keep && (first.length !== state.size || !isSameState(state, stateOf(handle)));
    return { handle: keep ? handle : null, buffer: space, first, state, changed };
  } finally {
    if (!keep) await handle.close();
  }
}

/** Asked of an open file this costs microseconds, and no turn of the event loop. */
function stateOf(handle: FileHandle): FileState {
  const status = fstatSync(handle.fd);
  if (!status.isFile()) throw new Error('it is no file, but a folder, a device, a socket or a pipe');
  return { size: status.size, modifiedAt: status.mtime.toISOString() };
}

export function isSameState(first: FileState, second: FileState): boolean {
  return first.size === second.size && first.modifiedAt === second.modifiedAt;
}

/**
 * The text of a file as UTF-8, chunk by chunk: a byte order mark is left out and UTF-16 (which needs its mark) is turned into UTF-8, so
 * that everything behind works on one encoding. A chunk is valid until the next one is asked for; a character may be cut between two.
 * Throws what the file system throws, the signal's reason, and behind the last chunk `FileChangedError` where the file was written to.
 */
export async function* readChunks(source: string | OpenedFile, options: ChunkOptions = {}): AsyncGenerator<Buffer, void, undefined> {
  const { handle, buffer, first, state, changed } = typeof source === 'string' ? await openFile(source) : source;
  let total = 0;
  let reading: Promise<Buffer> | null = null;
  let hashed: Promise<void> = Promise.resolve();
  try {
    const mark = byteOrderMark(first);
    const decoder = mark.utf16 === null ? null : new TextDecoder(mark.utf16, { ignoreBOM: true });
    // By turns: one is worked on, the next is being read, and the one before may still be being hashed, which must not be overwritten then.
    const spares = handle === null ? [] : [free(buffer.length), free(buffer.length)];
    let bytes: Buffer | null = first;
    while (bytes !== null) {
      options.signal?.throwIfAborted();
      const last: boolean = handle === null || bytes.length < buffer.length;
      const spare = spares.shift();
      reading = last || handle === null || !spare ? null : refill(handle, spare);
      // A failure is met where the chunk is awaited; until then it is not unhandled.
      reading?.catch(() => null);
      if (options.hash) hashed = options.hash.update(bytes);
      hashed.catch(() => null);
      spares.push({ buffer: bytes, until: hashed });
      options.onBytes?.(bytes.length);
      total += bytes.length;
      const content = bytes === first ? bytes.subarray(mark.length) : bytes;
      if (decoder) yield Buffer.from(decoder.decode(content, { stream: !last }), 'utf8');
      else if (content.length > 0) yield content;
      bytes = await reading;
    }
    if (changed || (handle !== null && (total !== state.size || !isSameState(state, stateOf(handle))))) throw new FileChangedError();
    await Promise.all(spares.map(({ until }) => until));
  } finally {
    await reading?.catch(() => null);
    await handle?.close();
  }
}

interface Spare {
  readonly buffer: Buffer;
  /** From then on it may be overwritten. */
  readonly until: Promise<void>;
}

function free(length: number): Spare {
  return { buffer: sharedBuffer(length), until: Promise.resolve() };
}

async function refill(handle: FileHandle, { buffer, until }: Spare): Promise<Buffer> {
  await until;
  return await fill(handle, buffer);
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
