import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { FileChangedError, isSameState, readChunks } from '../input/fileChunks';
import { JsonRecordReader } from '../input/jsonRecords';
import { walkFiles, type WalkedFile } from '../input/walkFiles';
import { ExportData } from './exportData';
import { ExportError } from './exportError';
import { CsvExportFile } from './csvExportFile';
import { ExportFile } from './exportFile';
import { isInMembersFolder } from './filePlace';
import { filesAhead, type Ahead } from './filesAhead';
import { JsonExportFile } from './jsonExportFile';
import type { Manifest } from './manifest';

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
  const walked = await walk(paths, options.signal);
  const files = walked.map((file) => new ExportFile(file));
  const data = new ExportData(walked.some(({ path }) => isInMembersFolder(path)));
  const bytesTotal = walked.reduce((sum, { size }) => sum + size, 0);
  let bytesRead = 0;
  const counted = new Map<ExportFile, number>();
  let waiting: readonly ExportFile[] = files;
  for (const pass of passes) {
    const postponed: ExportFile[] = [];
    for await (const { file, ahead } of filesAhead(waiting)) {
      let at = 0;
      // Counted once, though a file that an earlier pass had opened is opened again, and no more than was listed.
      const reach = (offset: number): void => {
        const now = Math.min(offset, file.walked.size);
        const before = counted.get(file) ?? 0;
        if (now <= before) return;
        counted.set(file, now);
        bytesRead += now - before;
        options.onProgress?.({ bytesRead, bytesTotal, path: file.path });
      };
      const onBytes = (bytes: number): void => {
        at += bytes;
        reach(at);
      };
      const done = await readFile(file, ahead, new Content(file, data, pass), onBytes, options.signal);
      if (done) reach(file.walked.size);
      else postponed.push(file);
    }
    waiting = postponed;
  }
  return { files: [...files, ...missingFiles(files, data.manifest)], data };
}

/** Files that a manifest lists and that are not there: as good as unreadable. */
function missingFiles(files: readonly ExportFile[], manifest: Manifest | null): readonly ExportFile[] {
  const present = new Set(files.map(({ path }) => path));
  return [...(manifest?.files ?? [])].flatMap(([path, { kind }]) => {
    if (present.has(path)) return [];
    const modifiedAt = new Date(0).toISOString();
    const file = new ExportFile({ path, absolutePath: path, size: 0, modifiedAt, passedOver: 'not there', lost: true });
    file.section(kind ?? 'unknown', 'listed in the manifest').add('unreadable', 'The manifest lists this file, and it is not there.');
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

type Pass = 'json' | 'csv' | 'pairs';
const passes: readonly Pass[] = ['json', 'csv', 'pairs'];

/** So much is taken at a time: a whole chunk of CSV rows would hold the event loop for too long, and leave the processor's caches. */
const sliceBytes = 1 << 18;

/** False where the file is for a later pass. */
async function readFile(
  file: ExportFile,
  ahead: Ahead,
  content: Content,
  onBytes: (bytes: number) => void,
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
    const hash = ahead.sha256 === null ? createHash('sha256') : null;
    for await (const chunk of readChunks(ahead.opened, { hash, signal, onBytes })) {
      for (let from = 0; from < chunk.length; from += sliceBytes) {
        if (from > 0) await setImmediate();
        content.push(chunk.subarray(from, from + sliceBytes));
        if (content.isForLater()) return false;
      }
    }
    file.sha256 = hash?.digest('hex') ?? (await ahead.sha256);
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

type Format = 'json' | 'markup' | 'binary' | 'text';

/** What a file turns out to hold, told by its first character that is no white space. */
class Content {
  private format: Format | null = null;
  private readonly json: JsonRecordReader;
  private readonly csv: CsvExportFile;

  constructor(
    private readonly file: ExportFile,
    private readonly data: ExportData,
    private readonly pass: Pass,
  ) {
    this.json = new JsonRecordReader(new JsonExportFile(file, data));
    this.csv = new CsvExportFile(file, data, pass === 'pairs');
  }

  push(chunk: Buffer): void {
    this.format ??= formatOf(chunk);
    if (this.format === 'json') this.json.push(chunk);
    else if (this.format === 'text' && this.pass !== 'json') this.csv.reader.push(chunk);
  }

  isForLater(): boolean {
    return this.format === 'text' && (this.pass === 'json' || this.csv.postponed);
  }

  finish(): void {
    switch (this.format) {
      case 'json':
        this.finishJson();
        break;
      case 'text':
        this.csv.finish();
        if (this.csv.form === null) this.finishUnknown('text');
        break;
      case null:
        this.finishEmpty();
        break;
      default:
        this.finishUnknown(this.format);
    }
  }

  private finishJson(): void {
    this.json.finish();
    const [first] = this.file.sections;
    if (first) {
      if (this.json.arrays > 1) first.lastPageRecords = this.json.lastArrayRecords;
    } else this.data.emptyLists.push(this.file.section('unknown', 'an empty list, []'));
  }

  private finishEmpty(): void {
    const section = this.file.section('unknown', 'an empty file');
    // `.gitkeep` and its like are nobody's data.
    if (basename(this.file.path).startsWith('.')) section.add('unknown-file', 'An empty hidden file.');
    else section.add('empty-file', 'The file is empty: what should be in it is missing.');
  }

  private finishUnknown(format: Exclude<Format, 'json'>): void {
    const section = this.file.section('unknown', formatWords[format]);
    const named =
      /\.(json|ndjson|jsonl)$/i.test(this.file.path) || (format === 'markup' && !/\.(x?html?|xml|svg|md)$/i.test(this.file.path));
    const cutHeader = format === 'text' && /\.[ct]sv$/i.test(this.file.path) && this.csv.reader.isOneLine;
    if (cutHeader) section.add('truncated', 'The file is cut off inside of its header.', { line: 1 });
    else if (named) section.add('unreadable', `This is no JSON but ${formatWords[format]} (${this.file.path}:1:1).`, { line: 1 });
    else section.add('unknown-file', `Not understood: ${formatWords[format]}.`);
  }
}

const formatWords: Readonly<Record<Format, string>> = {
  json: 'JSON',
  markup: 'a page of HTML or XML, as a proxy or a login page would send it',
  binary: 'a binary file',
  text: 'a text of no known form',
};

const whiteSpace = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** Null where there is nothing but white space so far. */
function formatOf(chunk: Buffer): Format | null {
  const first = chunk.find((byte) => !whiteSpace.has(byte));
  if (first === undefined) return null;
  if (first === 0x7b || first === 0x5b) return 'json';
  if (first === 0x3c) return 'markup';
  return chunk.subarray(0, 4096).includes(0) ? 'binary' : 'text';
}
