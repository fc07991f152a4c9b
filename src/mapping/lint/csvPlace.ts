import { CsvCells, rowGoesOn } from './csvCells';
import type { CsvChecks } from './csvChecks';
import type { CsvLintColumn } from './csvColumns';
import type { CsvText } from './csvText';
import type { TextRange } from './problem';

/** A cell of a checked column: offsets of the whole text, without quotes. */
export interface CsvPlace extends TextRange {
  readonly column: CsvLintColumn;
  /** Without the quotes of CSV. */
  readonly value: string;
  /** Whose national numbers the row's phones are; null: nobody's. ISO 3166-1 alpha-2. */
  readonly region: string | null;
}

/** A row is looked for in so many characters: one that is longer is no row of an export. */
const longestRow = 1 << 20;

/** @param from where the first row of a block begins that is not one of a block before. */
export function cellIn(
  text: CsvText,
  from: { readonly index: number; readonly blockStart: number; readonly entry: number },
  offset: number,
  checks: CsvChecks,
  separator: string,
): CsvPlace | null {
  const { index, blockStart, entry } = from;
  const wanted = offset - blockStart;
  const reach = wanted + longestRow;
  const read = text.slice(index, 0, reach);
  const cells = new CsvCells(separator, checks.wanted);
  cells.load(read, read.length < reach);
  for (let at = entry; at <= wanted;) {
    const next = cells.row(at);
    if (next === rowGoesOn && cells.openQuote === -1) return null;
    if (next === rowGoesOn || next > wanted) return cellOf(cells, blockStart, wanted, checks);
    if (next === at) return null;
    at = next;
  }
  return null;
}

function cellOf(cells: CsvCells, blockStart: number, wanted: number, checks: CsvChecks): CsvPlace | null {
  for (const column of checks.columns) {
    const { index } = column;
    if (index >= cells.count || cells.start(index) > wanted || wanted > cells.end(index)) continue;
    const region = checks.regionOf(checks.regionOfRow(cells));
    return { start: blockStart + cells.start(index), end: blockStart + cells.end(index), column, value: cells.value(index), region };
  }
  return null;
}
