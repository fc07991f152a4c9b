import { CsvCells, rowGoesOn } from './csvCells';
import { csvFindings, type CsvChecks } from './csvChecks';
import { findTokens } from './csvSecrets';
import type { CsvBlock } from './csvText';

/** What was found in the rows that begin in a block, behind `entry`. */
export interface BlockResult {
  /** Where the first row begins that is not one of a block before. */
  readonly entry: number;
  /** The blocks behind it into which its last row reaches: the result holds while these follow. */
  readonly seam: readonly CsvBlock[];
  /** So many characters of these belong to its last row. */
  readonly overhang: number;
  /** By place, `findingLength` numbers each: index in `csvFindings`, start and end in the block (or behind it), column, region. */
  readonly findings: Int32Array;
  /** By index in `csvFindings`. */
  readonly counts: Int32Array;
}

export const findingLength = 5;

/** Of a row that is longer, as where a quote swallows half of the file, only the beginning is searched for tokens. */
const longestSearched = 1 << 20;

/** Checks the rows that begin in a block. One for a text and its columns. */
export class BlockCheck {
  private readonly cells: CsvCells;

  constructor(
    private readonly checks: CsvChecks,
    separator: string,
  ) {
    this.cells = new CsvCells(separator, checks.wanted);
  }

  /** @param entry So many characters of the block belong to a row before; less than all. */
  check(blocks: readonly CsvBlock[], index: number, entry: number): BlockResult {
    const own = blocks[index]?.text ?? '';
    const found: number[][] = [];
    const take = (finding: (typeof csvFindings)[number], start: number, end: number, column: number, region: number): void => {
      found.push([csvFindings.indexOf(finding), start, end, column, region]);
    };
    const rows = new RowText(blocks, index);
    this.cells.load(rows.text, rows.isLast);
    let [at, lastRow] = [entry, entry];
    while (at < own.length) {
      const next = this.cells.row(at);
      if (next === rowGoesOn && rows.extend(this.cells.openQuote !== -1)) {
        this.cells.load(rows.text, rows.isLast);
        continue;
      }
      // What stands before a quote that never closes are cells like others.
      this.checks.row(this.cells, take);
      if (next === rowGoesOn) take('unclosedQuote', this.cells.openQuote, this.cells.openQuote + 1, -1, 0);
      lastRow = at;
      at = next === rowGoesOn ? own.length + rows.lengthBehind : next;
    }
    findTokens(rows.text, entry, Math.min(at, rows.text.length, lastRow + longestSearched), (start, end) => {
      // In a column of secrets the cell is marked already.
      if (!found.some(([, from = 0, to = 0]) => from <= start && end <= to)) take('secretText', start, end, -1, 0);
    });
    found.sort(([, a = 0], [, b = 0]) => a - b);
    const counts = new Int32Array(csvFindings.length);
    for (const [finding = 0] of found) counts[finding] = (counts[finding] ?? 0) + 1;
    return { entry, seam: rows.seam(), overhang: at - own.length, findings: Int32Array.from(found.flat()), counts };
  }
}

/** The text of a block, and of as many behind it as its last row needs. */
class RowText {
  text: string;
  private behind = 0;
  /** The last row does not end: everything behind is its own, and is not joined. */
  private endless = false;

  constructor(
    private readonly blocks: readonly CsvBlock[],
    private readonly index: number,
  ) {
    this.text = blocks[index]?.text ?? '';
  }

  get isLast(): boolean {
    return this.index + this.behind === this.blocks.length - 1;
  }

  get lengthBehind(): number {
    return this.seam().reduce((sum, { text }) => sum + text.length, 0);
  }

  seam(): readonly CsvBlock[] {
    return this.blocks.slice(this.index + 1, this.endless ? undefined : this.index + 1 + this.behind);
  }

  /**
   * Joins the next blocks: up to one that can close the quote, and twice as many each time, so that a row is not read too often. False where
   * there is none.
   */
  extend(inQuotes: boolean): boolean {
    const from = this.index + 1 + this.behind;
    let end = from;
    if (inQuotes) {
      while (end < this.blocks.length && !this.blocks[end]?.text.includes('"')) end += 1;
      this.endless = end === this.blocks.length;
    }
    if (this.endless || end === this.blocks.length) return false;
    end = Math.min(this.blocks.length, Math.max(end + 1, from + this.behind));
    this.text += this.blocks
      .slice(from, end)
      .map(({ text }) => text)
      .join('');
    this.behind = end - this.index - 1;
    return true;
  }
}
