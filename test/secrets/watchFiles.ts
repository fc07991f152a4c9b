import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { notWatched } from './allowed';
import type { Recorder } from './recorder';
import { bytesOf, wrap } from './wrap';

// As they are before they are watched.
const { lstatSync, openSync, closeSync, readSync, readdirSync } = fs;

/**
 * Records what is written to files through `fs`, in each of its ways, and what lies in a temp folder when it is removed: with that, what other
 * programs wrote there is seen too (bash scripts, the logs and the state of VS Code, the profile of the browser).
 */
export function watchFiles(recorder: Recorder): void {
  const written = new Map<string, number>();
  const opened = new Map<number, string>();
  const note: Note = (target, data, options) => {
    const file = typeof target === 'number' ? opened.get(target) : pathOf(target);
    const bytes = bytesOf(data, typeof options === 'object' && options !== null && 'encoding' in options ? options.encoding : options);
    if (file === undefined || notWatched(file)) return;
    recorder.record('file', file, bytes);
    written.set(file, (written.get(file) ?? 0) + bytes.length);
  };
  watchWholeFiles(note);
  watchDescriptors(opened, note);
  watchHandles(note);
  watchMoving(written);
  watchRemoving((file, size) => {
    // The same size: our own writes, which are recorded already.
    if (written.get(file) !== size && !notWatched(file)) recordFile(recorder, file, size);
    written.delete(file);
  });
}

type Note = (target: unknown, data: unknown, options?: unknown) => void;

function watchWholeFiles(note: Note): void {
  for (const name of ['writeFile', 'writeFileSync', 'appendFile', 'appendFileSync']) {
    wrap(fs, name, (method, args) => {
      note(args[0], args[1], args[2]);
      return method(...args);
    });
  }
  for (const name of ['writeFile', 'appendFile']) {
    wrap(fs.promises, name, (method, [target, data, options]) => {
      note(target, data, options);
      return method(
        target,
        seenOnTheWay(data, (chunk) => note(target, chunk, options)),
        options,
      );
    });
  }
}

/** Streams end here, too. fs.writeFile opens its files by other ways, and is not noted twice. */
function watchDescriptors(opened: Map<number, string>, note: Note): void {
  for (const name of ['write', 'writeSync']) {
    wrap(fs, name, (method, args) => {
      note(args[0], typeof args[1] === 'string' ? args[1] : partOf(args[1], args[2], args[3]), args[3]);
      return method(...args);
    });
  }
  for (const name of ['writev', 'writevSync']) {
    wrap(fs, name, (method, args) => {
      for (const part of args[1] as readonly unknown[]) note(args[0], part);
      return method(...args);
    });
  }
  wrap(fs, 'openSync', (method, args) => {
    const descriptor = method(...args) as number;
    opened.set(descriptor, pathOf(args[0]) ?? '');
    return descriptor;
  });
  wrap(fs, 'open', (method, args) => {
    const callback = args.at(-1) as (error: unknown, descriptor: number) => void;
    return method(...args.slice(0, -1), (error: unknown, descriptor: number) => {
      if (!error) opened.set(descriptor, pathOf(args[0]) ?? '');
      callback(error, descriptor);
    });
  });
  for (const name of ['close', 'closeSync']) {
    wrap(fs, name, (method, args) => {
      opened.delete(Number(args[0]));
      return method(...args);
    });
  }
}

/** File handles cannot be reached but by one that is open: each is watched as it opens. */
function watchHandles(note: Note): void {
  wrap(fs.promises, 'open', async (open, opening) => {
    const handle = (await open(...opening)) as object;
    const file = pathOf(opening[0]);
    for (const name of ['writeFile', 'appendFile']) {
      wrap(handle, name, (method, [data, options]) => {
        note(file, data, options);
        return method(
          seenOnTheWay(data, (chunk) => note(file, chunk, options)),
          options,
        );
      });
    }
    wrap(handle, 'write', (method, args) => {
      note(file, typeof args[0] === 'string' ? args[0] : partOf(args[0], args[1], args[2]), args[2]);
      return method(...args);
    });
    wrap(handle, 'writev', (method, args) => {
      for (const part of args[0] as readonly unknown[]) note(file, part);
      return method(...args);
    });
    return handle;
  });
}

/** What fs.promises.writeFile takes besides texts and bytes, an iterable, is noted while it is consumed. */
function seenOnTheWay(data: unknown, see: (chunk: unknown) => void): unknown {
  if (typeof data !== 'object' || data === null || ArrayBuffer.isView(data)) return data;
  if (!(Symbol.asyncIterator in data) && !(Symbol.iterator in data)) return data;
  return (async function* () {
    for await (const chunk of data as AsyncIterable<unknown>) {
      see(chunk);
      yield chunk;
    }
  })();
}

/** What `write` writes of a buffer, given an offset and a length or an object of them. */
function partOf(buffer: unknown, second: unknown, third: unknown): Buffer {
  const bytes = bytesOf(buffer);
  const given = typeof second === 'object' && second !== null ? second : { offset: second, length: third };
  const { offset, length } = given as { readonly offset?: number | null; readonly length?: number | null };
  return bytes.subarray(offset ?? 0, (offset ?? 0) + (length ?? bytes.length));
}

/** Files are often written under another name, and put in place as a whole. */
function watchMoving(written: Map<string, number>): void {
  for (const owner of [fs, fs.promises]) {
    for (const name of ['rename', 'renameSync'].filter((one) => one in owner)) {
      wrap(owner, name, (method, args) => {
        const [from, to] = [pathOf(args[0]), pathOf(args[1])];
        const size = written.get(from ?? '');
        if (to !== undefined && size !== undefined) written.set(to, size);
        return method(...args);
      });
    }
  }
}

function watchRemoving(see: (file: string, size: number) => void): void {
  const within = path.resolve(tmpdir()) + path.sep;
  for (const owner of [fs, fs.promises]) {
    for (const name of ['rm', 'rmSync'].filter((one) => one in owner)) {
      wrap(owner, name, (method, args) => {
        const folder = pathOf(args[0]);
        if (folder?.startsWith(within) === true) visit(folder, see);
        return method(...args);
      });
    }
  }
}

function visit(place: string, see: (file: string, size: number) => void): void {
  try {
    const found = lstatSync(place);
    if (found.isFile()) see(place, found.size);
    else if (found.isDirectory()) for (const name of readdirSync(place)) visit(path.join(place, name), see);
  } catch {
    // It may be gone already, or be closed to us; then the removal says so itself.
  }
}

function recordFile(recorder: Recorder, file: string, size: number): void {
  const block = Buffer.allocUnsafe(Math.min(size, 1 << 18) + 1);
  const descriptor = openSync(file, 'r');
  try {
    for (let read; (read = readSync(descriptor, block)) > 0;) recorder.record('left', file, block.subarray(0, read));
  } finally {
    closeSync(descriptor);
  }
}

function pathOf(target: unknown): string | undefined {
  if (typeof target === 'string') return path.resolve(target);
  if (target instanceof URL) return fileURLToPath(target);
  return Buffer.isBuffer(target) ? path.resolve(target.toString()) : undefined;
}
