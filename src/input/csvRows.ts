import Papa from 'papaparse';
import { WaitingChunks } from './waitingChunks';

/** Who takes what a `CsvReader` finds. */
export interface CsvSink {
  /** The first row; false: the rest is of no interest. */
  header(cells: readonly string[]): boolean;
  /** A row with at least one cell that is not empty. `reader.line()` tells its line while the call lasts. */
  row(cells: readonly string[]): void;
  fault(fault: CsvFault): void;
}

export interface CsvFault {
  /** `truncated`: a quoted cell does not end. `broken`: a quote stands where none may be. */
  readonly kind: 'truncated' | 'broken';
  readonly line: number;
  readonly message: string;
}

interface ParsedRows {
  readonly data: string[][];
  readonly errors: readonly { readonly code: string; readonly row: number }[];
  readonly meta: { readonly cursor: number };
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const quote = 0x22;

const separators = [',', ';', '\t'] as const;

/** Longer than any row can be: a quote that never closes, or no CSV at all. */
const longestRow = 1 << 26;

/**
 * Reads CSV chunk by chunk: separator `,`, `;` or tab (told by the header), LF, CRLF or CR, quoted line breaks, a `sep=` line and
 * PowerShell's `#TYPE` line. Quoting is papaparse's business; this class adds chunks, lines and what papaparse leaves open.
 */
export class CsvReader {
  /** Rows behind the header. */
  rows = 0;
  /** The text ended without a line break. */
  endsInLine = false;
  /** It did, and not behind a quote: its last cell may be cut. */
  endsInCell = false;
  /** It ended behind a quoted cell and a separator: one that quotes its cells would have gone on with a quote. */
  endsInGap = false;
  /** A quoted cell did not end before the text did: what there is of it is the last cell of the last row. */
  endsInQuotes = false;
  /** The text is a single line that does not end. */
  isOneLine = false;
  /** Bytes were no UTF-8: letters are lost. Line of the first, null where there is none. */
  damagedLine: number | null = null;

  /** What is not taken yet: the beginning of a row. */
  private bytes: Buffer = Buffer.alloc(0);
  private readonly waiting = new WaitingChunks();
  private parser: Papa.Parser | null = null;
  private newline: '\n' | '\r' = '\n';
  private headerDone = false;
  private stopped = false;
  private waitFor = 0;
  /** Line of the first row of the rows at hand. */
  private firstLine = 1;
  private current: readonly string[][] = [];
  private currentIndex = 0;
  /** Every row at hand is one line. */
  private uniform = true;
  private hasCarriageReturns = false;

  constructor(private readonly sink: CsvSink) {}

  /** Takes the next bytes of the text; they are not kept after the call. */
  push(chunk: Buffer): void {
    if (this.stopped) return;
    if (this.waiting.keep(chunk, this.waitFor - this.bytes.length)) return;
    this.bytes = this.waiting.join(this.bytes, chunk);
    this.drain(false);
    this.bytes = Buffer.from(this.bytes);
  }

  /** The text is at its end. */
  finish(): void {
    if (this.stopped) return;
    this.bytes = this.waiting.join(this.bytes);
    if (this.bytes.length === 0) return;
    const last = this.bytes.at(-1);
    this.endsInLine = last !== lineFeed && last !== carriageReturn;
    this.endsInCell = this.endsInLine && last !== quote;
    this.endsInGap = this.bytes.at(-2) === quote && separators.some((separator) => separator.charCodeAt(0) === last);
    this.isOneLine = this.parser === null && this.endsInLine;
    this.drain(true);
  }

  /** The line, counted from 1, in which the row at hand begins; behind the last row the line in which the text ends. */
  line(): number {
    return this.lineOf(this.currentIndex);
  }

  /** The row at hand is the last one of a text that ends without a line break: it may be cut. */
  isUnterminated(): boolean {
    return this.endsInLine && this.currentIndex === this.current.length - 1;
  }

  private lineOf(index: number): number {
    if (this.uniform) return this.firstLine + index;
    return this.firstLine + this.current.slice(0, index).reduce((sum, row) => sum + linesOf(row), 0);
  }

  private drain(last: boolean): void {
    this.parser ??= this.prepare(last);
    if (this.parser) this.takeRows(this.parser, last);
    this.waitFor = Math.min(2 * this.bytes.length, longestRow + 1);
    if (this.bytes.length <= longestRow || this.stopped) return;
    this.sink.fault({ kind: 'broken', line: this.firstLine, message: `a row or a quoted cell does not end within ${longestRow >> 20} MB` });
    this.bytes = Buffer.alloc(0);
    this.stopped = true;
  }

  private takeRows(parser: Papa.Parser, last: boolean): void {
    // Whole lines only: a character is never cut, and what stands behind is read with the next chunk.
    const end = last ? this.bytes.length : this.bytes.lastIndexOf(this.newline) + 1;
    const text = this.bytes.toString('utf8', 0, end);
    const parsed = parser.parse(text, 0, !last) as ParsedRows;
    const whole = last || parsed.meta.cursor === text.length;
    const consumed = whole ? text : text.slice(0, parsed.meta.cursor);
    // Without quotes, each line is a row; behind the last line break stands one more, if only an empty one.
    const breaks = text.includes('"') ? countOf(consumed, this.newline) : Math.max(0, parsed.data.length - (last ? 1 : 0));
    this.hasCarriageReturns = text.includes('\r');
    this.current = parsed.data;
    this.uniform = breaks === parsed.data.length || breaks === parsed.data.length - 1;
    if (this.damagedLine === null) this.findDamage(consumed);
    this.reportFaults(parsed, last);
    for (this.currentIndex = 0; this.currentIndex < parsed.data.length && !this.stopped; this.currentIndex += 1) {
      this.take(parsed.data[this.currentIndex] ?? []);
    }
    this.current = [];
    this.currentIndex = 0;
    this.firstLine += breaks;
    this.bytes = this.bytes.subarray(whole ? end : Buffer.byteLength(consumed));
  }

  private take(cells: string[]): void {
    const end = cells.length - 1;
    // CRLF is split at its LF, so that files which mix both are read as well.
    if (this.hasCarriageReturns && cells[end]?.endsWith('\r') === true) cells[end] = cells[end].slice(0, -1);
    if (end === 0 && cells[0] === '') return;
    if (this.headerDone) {
      if (cells[0] === '' && cells.every((cell) => cell === '')) return;
      this.rows += 1;
      this.sink.row(cells);
    } else {
      this.headerDone = true;
      this.stopped = !this.sink.header(cells.map((cell) => cell.trim()));
    }
  }

  /** Looks at the first lines for separator and line ends; null where there is no whole line yet. */
  private prepare(last: boolean): Papa.Parser | null {
    const carriage = this.bytes.indexOf(carriageReturn);
    if (!last && carriage === this.bytes.length - 1) return null;
    this.newline = this.bytes.includes(lineFeed) || carriage === -1 ? '\n' : '\r';
    for (;;) {
      const end = this.bytes.indexOf(this.newline);
      if (end === -1 && !last) return null;
      const line = this.bytes.toString('utf8', 0, end === -1 ? this.bytes.length : end);
      const declared = /^sep=(.)\r?$/i.exec(line);
      if (end !== -1 && (declared !== null || line.startsWith('#TYPE'))) {
        this.bytes = this.bytes.subarray(end + 1);
        this.firstLine += 1;
        if (declared === null) continue;
      }
      return new Papa.Parser({ delimiter: declared?.[1] ?? separatorOf(line), newline: this.newline });
    }
  }

  private findDamage(consumed: string): void {
    const at = consumed.indexOf('\uFFFD');
    if (at !== -1) this.damagedLine = this.firstLine + countOf(consumed.slice(0, at), this.newline);
  }

  private reportFaults(parsed: ParsedRows, last: boolean): void {
    for (const { code, row } of parsed.errors) {
      // What stands behind the last whole row is read again with the next chunk.
      if (!last && row >= parsed.data.length) continue;
      const truncated = code === 'MissingQuotes';
      this.endsInQuotes ||= truncated;
      const message = truncated ? 'a quoted cell does not end' : 'a quote stands inside of a quoted cell';
      this.sink.fault({ kind: truncated ? 'truncated' : 'broken', line: this.lineOf(row), message });
    }
  }
}

function linesOf(row: readonly string[]): number {
  return row.reduce((sum, cell) => sum + countOf(cell, '\n'), 1);
}

function countOf(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) count += 1;
  return count;
}

/** The separator that the header has most of, quoted ones aside. */
function separatorOf(header: string): string {
  const bare = header.replace(/"[^"]*"/g, '');
  const counts = separators.map((separator) => ({ separator, count: countOf(bare, separator) }));
  return counts.reduce((most, other) => (other.count > most.count ? other : most)).separator;
}
