import { readChunks } from './fileChunks';

/** A place in a text: line and column count from 1, the column in bytes of UTF-8. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

const lineFeed = 0x0a;

/**
 * Lines and columns of byte offsets in the text of a file (as `readChunks` gives it). The file is read once more: problems are rare, and
 * counting the lines of everything that is read would cost more than that.
 */
export async function positionsInFile(path: string, offsets: readonly number[]): Promise<ReadonlyMap<number, TextPosition>> {
  const wanted = [...new Set(offsets)].sort((a, b) => a - b);
  const positions = new Map<number, TextPosition>();
  let line = 1;
  let lineStart = 0;
  let base = 0;
  let next = 0;
  for await (const chunk of readChunks(path)) {
    let at = 0;
    while (next < wanted.length && (wanted[next] ?? 0) <= base + chunk.length) {
      const target = wanted[next] ?? 0;
      for (let feed = chunk.indexOf(lineFeed, at); feed !== -1 && base + feed < target; feed = chunk.indexOf(lineFeed, at)) {
        line += 1;
        lineStart = base + feed + 1;
        at = feed + 1;
      }
      positions.set(target, { line, column: target - lineStart + 1 });
      next += 1;
    }
    if (next >= wanted.length) return positions;
    for (let feed = chunk.indexOf(lineFeed, at); feed !== -1; feed = chunk.indexOf(lineFeed, at)) {
      line += 1;
      lineStart = base + feed + 1;
      at = feed + 1;
    }
    base += chunk.length;
  }
  for (const target of wanted.slice(next)) positions.set(target, { line, column: target - lineStart + 1 });
  return positions;
}
