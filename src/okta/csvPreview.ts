import { extname } from 'node:path';
import { readChunks } from '../input/fileChunks';
import { CsvReader } from '../input/csvRows';
import { guessColumns } from './columnMeanings';
import type { InputKind } from '../input/problem';

/** The beginning of a CSV, for somebody who is to say what its columns are (product.md, section 3). */
export interface CsvPreview {
  readonly header: readonly string[];
  /** At most three, as they stand in the file; each may have more or fewer cells than the header. */
  readonly rows: readonly (readonly string[])[];
  /** What the rows seem to be, told by the header; null where it does not tell. */
  readonly kind: InputKind | null;
  /** What each column seems to hold; null where nothing is known of it. */
  readonly guesses: readonly (string | null)[];
}

const previewRows = 3;

/** A table shows its first rows within so many bytes; what is longer without a line break is none that anybody could tell columns of. */
const lookAtMost = 1 << 22;

const sliceBytes = 1 << 16;

/**
 * The header and the first three rows of a file; null where it is no CSV with a plausible header. The separator and the encoding are told as
 * the reader of an export tells them. Throws what the file system throws.
 */
export async function previewCsv(absolutePath: string, signal?: AbortSignal): Promise<CsvPreview | null> {
  const found: { header: readonly string[] | null; readonly rows: string[][] } = { header: null, rows: [] };
  const reader = new CsvReader({
    header: (cells) => {
      found.header = [...cells];
      return true;
    },
    row: (cells) => {
      if (found.rows.length < previewRows) found.rows.push([...cells]);
    },
    fault: () => undefined,
  });
  const whole = await readUntil(absolutePath, reader, () => found.rows.length === previewRows, signal);
  if (whole === null) return null;
  if (whole) reader.finish();
  const { header, rows } = found;
  if (header === null || !isPlausible(header, rows, isNamedAsTable(absolutePath))) return null;
  const { kind, columns } = guessColumns(header);
  return { header, rows, kind, guesses: columns };
}

/** True where the file was read to its end, false where that was not needed; null where it is no text or shows no rows. */
async function readUntil(
  path: string,
  reader: CsvReader,
  isEnough: () => boolean,
  signal: AbortSignal | undefined,
): Promise<boolean | null> {
  let read = 0;
  for await (const chunk of readChunks(path, { signal })) {
    if (read === 0 && !isText(chunk)) return null;
    for (let from = 0; from < chunk.length; from += sliceBytes) {
      reader.push(chunk.subarray(from, from + sliceBytes));
      if (isEnough()) return false;
    }
    read += chunk.length;
    if (read >= lookAtMost) return null;
  }
  return read > 0 ? true : null;
}

/** Neither JSON nor markup nor binary: what is left is read as a table. */
function isText(chunk: Buffer): boolean {
  const start = chunk.subarray(0, 4096);
  return !start.includes(0) && !/^\s*[[{<]/.test(start.toString('latin1'));
}

const isNamedAsTable = (path: string): boolean => ['.csv', '.tsv'].includes(extname(path).toLowerCase());

const longestTitle = 200;

/** Titles, not data, and rows below them. What is not called a CSV must have several columns besides, filled alike in every row. */
function isPlausible(header: readonly string[], rows: readonly (readonly string[])[], named: boolean): boolean {
  const titles = header.filter((cell) => cell !== '');
  if (titles.length === 0 || rows.length === 0) return false;
  if (titles.some((title) => title.length > longestTitle || isData(title))) return false;
  return named || (header.length > 1 && titles.length === header.length && rows.every((row) => row.length === header.length));
}

/** An address, a number, a time or one of Okta's ids is nobody's column title: then the file has no header. */
const isData = (cell: string): boolean =>
  /^\S+@\S+\.\S+$/.test(cell) ||
  /^[\d.,+-]+$/.test(cell) ||
  /^\d{4}-\d\d-\d\d[T ]/.test(cell) ||
  /^0[0-9a-z]{2}[0-9A-Za-z]{17}$/.test(cell);
