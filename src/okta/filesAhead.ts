import { chunkBytes, openFile, type OpenedFile } from '../input/fileChunks';
import { sha256Of, sharedBuffer } from '../input/hashThread';
import type { ExportFile } from './exportFile';

/** A file with its first chunk; null where nothing of it is to be read, an error where it cannot be. */
export type Ahead = AheadFile | { readonly cause: unknown } | null;

export interface AheadFile {
  readonly opened: OpenedFile;
  /** Hex, of a file that is at hand as a whole, reckoned off the main thread; null where its chunks have to be hashed as they come. */
  readonly sha256: Promise<string> | null;
}

/** Opening, reading and closing a file each wait for a turn of the event loop, of which working on a small file has one or two. */
const mostAhead = 4;

/**
 * The files of an export one after the other, the next ones opened and hashed while the one at hand is worked on: an export of hundreds of small files
 * otherwise spends its time waiting. A few buffers serve them all; whatever was opened in vain is closed in the end.
 */
export async function* filesAhead(
  files: readonly ExportFile[],
): AsyncGenerator<{ readonly file: ExportFile; readonly ahead: Ahead }, void, undefined> {
  const buffers = Array.from({ length: Math.min(files.length, mostAhead) + 1 }, () => sharedBuffer(chunkBytes));
  const open = (index: number): Promise<Ahead> => openAhead(files[index], buffers[index % buffers.length]);
  const opening = Array.from({ length: buffers.length - 1 }, (_, index) => open(index));
  try {
    for (const [index, file] of files.entries()) {
      const ahead = (await opening.shift()) ?? null;
      // The buffer of the file before is free.
      opening.push(open(index + buffers.length - 1));
      yield { file, ahead };
    }
  } finally {
    for (const unused of await Promise.all(opening)) if (unused && 'opened' in unused) await unused.opened.handle?.close();
  }
}

async function openAhead(file: ExportFile | undefined, buffer: Buffer | undefined): Promise<Ahead> {
  if (file?.walked.passedOver !== null) return null;
  try {
    const opened = await openFile(file.walked.absolutePath, buffer);
    return { opened, sha256: opened.handle === null ? sha256Of(opened.first) : null };
  } catch (cause) {
    return { cause };
  }
}
