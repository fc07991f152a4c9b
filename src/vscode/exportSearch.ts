import { createReadStream } from 'node:fs';
import type { InputKind } from '../input/problem';
import { findInput } from './exportInputs';

/** A line of an export file that holds what was looked for. */
export interface ExportHit {
  /** Relative to the export. */
  readonly path: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 0. */
  readonly column: number;
  readonly length: number;
  readonly kind: InputKind;
}

/** Hits beyond this are not looked for. */
export const mostHits = 200;

interface SearchedInput {
  readonly path: string;
  readonly kind: InputKind;
}

/**
 * Where the files of an export speak of a user or group: the first hit of each line, files in the order given. A page of JSON
 * in one line counts as one; the column leads to the place.
 *
 * @param texts ids, logins, names as they stand in a file; upper and lower case count as one.
 */
export async function searchExport(
  exportPaths: readonly string[],
  inputs: readonly SearchedInput[],
  texts: readonly string[],
  signal: AbortSignal,
  onProgress?: (done: number, total: number) => void,
): Promise<readonly ExportHit[]> {
  const wanted = [...new Set(texts.flatMap(spellings))].filter((text) => text !== '');
  const hits: ExportHit[] = [];
  if (wanted.length === 0) return hits;
  const files = [...new Map(inputs.map((input) => [input.path, input])).values()];
  for (const [index, { path, kind }] of files.entries()) {
    onProgress?.(index, files.length);
    const file = await findInput(exportPaths, path);
    if (file === null) continue;
    await searchFile(file, wanted, signal, (line, column, length) => {
      hits.push({ path, file, line, column, length, kind });
      return hits.length < mostHits;
    });
    if (hits.length >= mostHits) break;
  }
  return hits;
}

/** Reads in chunks, since a page of JSON may be one line of any length. `onHit` gets the first hit of a line, and says whether to go on. */
async function searchFile(
  file: string,
  wanted: readonly string[],
  signal: AbortSignal,
  onHit: (line: number, column: number, length: number) => boolean,
): Promise<void> {
  const overlap = Math.max(...wanted.map((want) => want.length)) - 1;
  const place = new Place();
  let lastLine = 0;
  let rest = '';
  const search = (text: string, end: number): boolean => {
    let passed = 0;
    for (const { index, length } of hitsIn(text, wanted, end)) {
      place.pass(text.slice(passed, index));
      passed = index;
      if (place.line === lastLine) continue;
      lastLine = place.line;
      if (!onHit(place.line, place.column, length)) return false;
    }
    place.pass(text.slice(passed, end));
    return true;
  };
  for await (const chunk of createReadStream(file, { encoding: 'utf8', signal, highWaterMark: 1 << 20 })) {
    const text = rest + String(chunk).toLowerCase();
    const end = Math.max(0, text.length - overlap);
    if (!search(text, end)) return;
    rest = text.slice(end);
  }
  search(rest, rest.length);
}

/** Line (from 1) and column (from 0) of where a reader is. */
class Place {
  line = 1;
  column = 0;

  pass(text: string): void {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      this.line++;
      this.column = -at - 1;
    }
    this.column += text.length;
  }
}

/** Where one of the texts begins before `end`, in order. */
function hitsIn(text: string, wanted: readonly string[], end: number): { readonly index: number; readonly length: number }[] {
  const hits: { index: number; length: number }[] = [];
  for (const want of wanted) {
    for (let index = text.indexOf(want); index >= 0 && index < end; index = text.indexOf(want, index + 1)) {
      hits.push({ index, length: want.length });
    }
  }
  return hits.sort((a, b) => a.index - b.index || b.length - a.length);
}

/** A text as it stands in CSV and in JSON. */
function spellings(text: string): string[] {
  const lower = text.toLowerCase();
  return [lower, JSON.stringify(lower).slice(1, -1)];
}
