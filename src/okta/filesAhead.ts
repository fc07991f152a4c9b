import { webcrypto } from 'node:crypto';
import { chunkBytes, openFile, type OpenedFile } from '../input/fileChunks';
import type { ExportFile } from './exportFile';

/** A file with its first chunk; null where nothing of it is to be read, an error where it cannot be. */
export type Ahead = AheadFile | { readonly cause: unknown } | null;

export interface AheadFile {
  readonly opened: OpenedFile;
  /** Hex, of a file that is at hand as a whole, reckoned off the main thread; null where its chunks have to be hashed as they come. */
  readonly sha256: Promise<string> | null;
}

/**
 * The files of an export one after the other, the next one opened and hashed while the one at hand is worked on: an export of hundreds of small files
 * otherwise spends its time waiting. Two buffers serve them all; whatever was opened in vain is closed in the end.
 */
export async function* filesAhead(
  files: readonly ExportFile[],
): AsyncGenerator<{ readonly file: ExportFile; readonly ahead: Ahead }, void, undefined> {
  const buffers = [Buffer.allocUnsafeSlow(chunkBytes), Buffer.allocUnsafeSlow(chunkBytes)];
  let next = openAhead(files[0], buffers[0]);
  try {
    for (const [index, file] of files.entries()) {
      const ahead = await next;
      next = openAhead(files[index + 1], buffers[(index + 1) % 2]);
      yield { file, ahead };
    }
  } finally {
    const unused = await next;
    if (unused && 'opened' in unused) await unused.opened.handle?.close();
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

async function sha256Of(bytes: Buffer): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex');
}
