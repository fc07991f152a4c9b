import { setImmediate } from 'node:timers/promises';
import { FileChangedError, isSameState, readChunks } from '../input/fileChunks';
import { HashThread } from '../input/hashThread';
import { walkFiles, type WalkedFile } from '../input/walkFiles';
import { ExportData } from './exportData';
import { ExportError } from './exportError';
import { ExportFile } from './exportFile';
import { isInMembersFolder } from './filePlace';
import { FileContent, type Pass } from './fileContent';
import { filesAhead, type Ahead } from './filesAhead';
import type { Manifest } from './manifest';
import { manifestsBeside } from './manifestPlace';

export interface ReadFilesOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ReadProgress) => void) | undefined;
}

/** In bytes of the files on disk. */
export interface ReadProgress {
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly path: string;
}

export interface ReadFiles {
  readonly files: readonly ExportFile[];
  readonly data: ExportData;
}

/**
 * Reads every file at and under the paths, one after the other, chunk by chunk: JSON first, then CSV (whose titles a user schema may
 * explain), then lists of mere ids. Throws `ExportError` where there is nothing to read.
 */
export async function readFiles(paths: readonly string[], options: ReadFilesOptions): Promise<ReadFiles> {
  const hashes = new HashThread();
  try {
    return await readAll(paths, options, hashes);
  } finally {
    await hashes.close();
  }
}

async function readAll(paths: readonly string[], options: ReadFilesOptions, hashes: HashThread): Promise<ReadFiles> {
  const beside = await manifestsBeside(paths);
  const walked = await walk([...paths, ...beside], options.signal);
  const files = walked.map((file) => new ExportFile(file));
  const data = new ExportData(walked.some(({ path }) => isInMembersFolder(path)));
  const bytesTotal = walked.reduce((sum, { size }) => sum + size, 0);
  let bytesRead = 0;
  const counted = new Map<ExportFile, number>();
  const allPaths = new Set(walked.map(({ path }) => path));
  let waiting: readonly ExportFile[] = files;
  for (const pass of passes) {
    const postponed: ExportFile[] = [];
    for await (const { file, ahead } of filesAhead(waiting)) {
      // Counted once, though a file that an earlier pass had opened is opened again, and no more than was listed.
      const reach = (offset: number): void => {
        const now = Math.min(offset, file.walked.size);
        const before = counted.get(file) ?? 0;
        if (now <= before) return;
        counted.set(file, now);
        bytesRead += now - before;
        options.onProgress?.({ bytesRead, bytesTotal, path: file.path });
      };
      const content = new FileContent(file, data, pass, allPaths);
      const done = await readFile(file, ahead, content, hashes, reach, options.signal);
      if (done) reach(file.walked.size);
      else postponed.push(file);
    }
    waiting = postponed;
  }
  return { files: [...files, ...missingFiles(files, data.manifest, beside)], data };
}

/** Files that a manifest lists and that are not there: as good as unreadable. One beside a file that was chosen by itself asks for no others. */
function missingFiles(files: readonly ExportFile[], manifest: Manifest | null, beside: readonly string[]): readonly ExportFile[] {
  const asksForNone = new Set(files.filter(({ walked }) => beside.includes(walked.absolutePath)).map(({ path }) => path));
  const present = new Set(files.map(({ path }) => path));
  return [...(manifest?.files ?? [])].flatMap(([path, { kind, manifest: by }]) => {
    if (present.has(path) || asksForNone.has(by)) return [];
    const modifiedAt = new Date(0).toISOString();
    const file = new ExportFile({ path, absolutePath: path, size: 0, modifiedAt, passedOver: 'not there', lost: true });
    file.section(kind ?? 'unknown', 'listed in the manifest').add('unreadable', `Named in ${by}, but not there.`);
    return [file];
  });
}

async function walk(paths: readonly string[], signal: AbortSignal | undefined): Promise<readonly WalkedFile[]> {
  let walked: readonly WalkedFile[];
  try {
    walked = await walkFiles(paths, signal);
  } catch (cause) {
    signal?.throwIfAborted();
    const missing = isErrno(cause) && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR');
    const words = cause instanceof Error ? cause.message : String(cause);
    if (missing) throw new ExportError('notFound', `There is no file or folder ${cause.path ?? paths.join(', ')}.`, { cause });
    throw new ExportError('fileSystem', `The export cannot be read: ${words}`, { cause });
  }
  if (walked.length === 0) throw new ExportError('noFiles', `There is no file in ${paths.join(', ') || 'the export: no path was given'}.`);
  return walked;
}

const isErrno = (cause: unknown): cause is NodeJS.ErrnoException => cause instanceof Error && 'code' in cause;

const passes: readonly Pass[] = ['json', 'csv', 'pairs'];

/** So much is taken at a time: a whole chunk of CSV rows would hold the event loop for too long, and leave the processor's caches. */
const sliceBytes = 1 << 18;

/** False where the file is for a later pass. */
async function readFile(
  file: ExportFile,
  ahead: Ahead,
  content: FileContent,
  hashes: HashThread,
  reach: (offset: number) => void,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { passedOver, lost } = file.walked;
  if (ahead === null) {
    file.section('unknown', passedOver ?? '').add(lost ? 'unreadable' : 'unknown-file', `Not read: ${passedOver ?? ''}.`);
    return true;
  }
  try {
    if ('cause' in ahead) throw ahead.cause;
    // Replaced since it was listed: what was read of other files may not fit to it.
    if (!isSameState(file.walked, ahead.opened.state)) {
      await ahead.opened.handle?.close();
      throw new FileChangedError();
    }
    const hash = ahead.sha256 === null ? hashes.hash() : null;
    let taken = 0;
    let until = 0;
    const onBytes = (bytes: number): void => {
      until += bytes;
    };
    for await (const chunk of readChunks(ahead.opened, { hash, signal, onBytes })) {
      const before = taken;
      for (let from = 0; from < chunk.length; from += sliceBytes) {
        if (from > 0) await setImmediate();
        signal?.throwIfAborted();
        const slice = chunk.subarray(from, from + sliceBytes);
        content.push(slice);
        if (content.isForLater()) return false;
        // The chunk of a file in UTF-16 has another length than its bytes on disk.
        taken = before + Math.round(((from + slice.length) / chunk.length) * (until - before));
        reach(taken);
      }
    }
    file.sha256 = hash === null ? await ahead.sha256 : await hash.digest();
  } catch (cause) {
    signal?.throwIfAborted();
    const words = cause instanceof Error ? cause.message : String(cause);
    if (file.sections.length === 0) file.section('unknown', 'a file that cannot be read');
    // Of a file that mixes kinds nobody knows which of them the rest would have been.
    for (const section of file.sections) section.add('unreadable', `The file cannot be read: ${words}.`);
    return true;
  }
  content.finish();
  // A CSV of a single line shows its header only at the end.
  return !content.isForLater();
}
