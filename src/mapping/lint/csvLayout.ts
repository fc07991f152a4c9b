import { CsvCells, rowGoesOn } from './csvCells';
import type { CsvLintColumns } from './csvColumns';
import type { CsvBlock } from './csvText';

const separators = [',', ';', '\t'] as const;
/** A header is not longer: what is, is no CSV. */
const longestHeader = 1 << 20;
const mostColumns = 10_000;

/** What stands before the rows of a CSV. */
export interface CsvLayout {
  readonly separator: string;
  readonly columns: CsvLintColumns;
  /** Where the first row of data begins. */
  readonly dataStart: number;
  /** The blocks that it was read from: while they stand there it holds. */
  readonly blocks: readonly CsvBlock[];
}

/**
 * Reads the header: behind a byte order mark, `sep=` and `#TYPE` lines and empty lines, as the reader does (src/input/csvRows.ts). Null where
 * there is none.
 */
export function readLayout(blocks: readonly CsvBlock[], columnsOf: (firstRow: readonly string[]) => CsvLintColumns): CsvLayout | null {
  let text = '';
  for (const [index, block] of blocks.entries()) {
    text += block.text;
    const isLast = index === blocks.length - 1;
    const header = readHeader(text, isLast);
    if (header === 'more' && !isLast && text.length < longestHeader) continue;
    if (header === 'more' || header === null) return null;
    const columns = columnsOf(header.titles);
    const dataStart = columns.headed ? header.end : header.start;
    return { separator: header.separator, columns, dataStart, blocks: blocks.slice(0, index + 1) };
  }
  return null;
}

interface Header {
  readonly titles: readonly string[];
  readonly separator: string;
  readonly start: number;
  readonly end: number;
}

function readHeader(text: string, isLast: boolean): Header | 'more' | null {
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  for (;;) {
    const feed = text.indexOf('\n', at);
    if (feed === -1 && !isLast) return 'more';
    const line = text.slice(at, feed === -1 ? text.length : feed).replace(/\r$/, '');
    if (feed === -1 && line === '') return null;
    const declared = /^sep=(.)$/i.exec(line)?.[1];
    if (declared !== undefined && feed !== -1) return readTitles(text, feed + 1, declared, isLast);
    if (line !== '' && !line.startsWith('#TYPE')) return readTitles(text, at, separatorOf(line), isLast);
    if (feed === -1) return null;
    at = feed + 1;
  }
}

function readTitles(text: string, start: number, separator: string, isLast: boolean): Header | 'more' | null {
  const cells = new CsvCells(separator, mostColumns);
  cells.load(text, isLast);
  const end = cells.row(start);
  if (end === rowGoesOn) return isLast ? null : 'more';
  if (cells.count > mostColumns) return null;
  const titles = Array.from({ length: cells.count }, (_, index) => cells.value(index).trim());
  return titles.every((title) => title === '') ? null : { titles, separator, start, end };
}

/** The separator that the header has most of, quoted ones aside. */
function separatorOf(header: string): string {
  const bare = header.replace(/"[^"]*"/g, '');
  const counts = separators.map((separator) => ({ separator, count: bare.split(separator).length }));
  return counts.reduce((most, other) => (other.count > most.count ? other : most)).separator;
}
