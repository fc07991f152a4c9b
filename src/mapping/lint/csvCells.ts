const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const nowhere = Number.MAX_SAFE_INTEGER;

/** More is needed behind the text: the row does not end in it. */
export const rowGoesOn = -1;

/**
 * Finds the cells of CSV rows in a text that is being edited, by the rules with which the reader takes them (src/input/csvRows.ts): a quote
 * counts at the start of a cell, `""` in a quoted cell is one quote, and a quote that neither doubles nor ends the cell is a letter of it.
 * Rows end with LF or CRLF, as an editor holds them. Nothing is copied: cells are offsets of the text.
 */
export class CsvCells {
  /** Cells of the row at hand; of those behind the wanted ones nothing is kept. */
  count = 0;
  /** Of an unfinished row: where the quote stands that does not close; -1 where the row is unfinished otherwise. */
  openQuote = -1;
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly quotes: boolean[] = [];
  private text = '';
  private isLast = true;
  private readonly separatorCode: number;
  /** Where the next of each stands at or behind the place at hand, as far as it was looked for. */
  private nextSeparator = -1;
  private nextFeed = -1;
  private nextQuote = -1;

  /** @param wanted So many cells of a row are of interest. */
  constructor(
    private readonly separator: string,
    private readonly wanted: number,
  ) {
    this.separatorCode = separator.charCodeAt(0);
  }

  /** `isLast`: nothing follows the text. */
  load(text: string, isLast: boolean): void {
    this.text = text;
    this.isLast = isLast;
    this.nextSeparator = this.nextFeed = this.nextQuote = -1;
  }

  /** Where the value begins: behind the quote of a quoted cell. */
  start(cell: number): number {
    return this.starts[cell] ?? 0;
  }

  /** Behind the value: at the quote that closes it. */
  end(cell: number): number {
    return this.ends[cell] ?? 0;
  }

  /** What the cell holds, without the quotes of CSV. */
  value(cell: number): string {
    const raw = this.text.slice(this.start(cell), this.end(cell));
    return this.quotes[cell] === true ? unquoted(raw) : raw;
  }

  /** Reads the row that begins at `from`. Returns where the next one begins, or `rowGoesOn`. */
  row(from: number): number {
    const { text } = this;
    this.count = 0;
    this.openQuote = -1;
    for (let at = from; ; at += 1) {
      if (this.count >= this.wanted && !this.hasQuoteInLine(at)) return this.endOfLine(at);
      at = text.charCodeAt(at) === quote ? this.quotedCell(at) : this.plainCell(at);
      if (at === rowGoesOn) return rowGoesOn;
      if (at >= text.length) return this.isLast ? text.length : rowGoesOn;
      if (text.charCodeAt(at) === lineFeed) return at + 1;
    }
  }

  private plainCell(at: number): number {
    const end = Math.min(this.separatorFrom(at), this.feedFrom(at), this.text.length);
    const isLineEnd = end > at && this.text.charCodeAt(end) !== this.separatorCode && this.text.charCodeAt(end - 1) === carriageReturn;
    this.keep(at, isLineEnd ? end - 1 : end, false);
    return end;
  }

  private quotedCell(at: number): number {
    const { text } = this;
    for (let hit = text.indexOf('"', at + 1); hit !== -1; hit = text.indexOf('"', hit + 1)) {
      if (text.charCodeAt(hit + 1) === quote) {
        hit += 1;
        continue;
      }
      const behind = this.behindSpaces(hit + 1);
      const code = text.charCodeAt(behind);
      if (behind < text.length && code !== this.separatorCode && code !== lineFeed) continue;
      if (behind >= text.length && !this.isLast) return rowGoesOn;
      this.keep(at + 1, hit, true);
      return behind;
    }
    this.openQuote = at;
    return rowGoesOn;
  }

  /** The reader lets spaces stand between a closing quote and the separator. */
  private behindSpaces(from: number): number {
    let at = from;
    for (; at < this.text.length; at += 1) {
      const code = this.text.charCodeAt(at);
      const isSpace = code === 0x20 || code === 0x09 || code === carriageReturn || code === 0xa0;
      if (!isSpace || code === this.separatorCode) break;
    }
    return at;
  }

  private keep(start: number, end: number, quoted: boolean): void {
    if (this.count < this.wanted) {
      this.starts[this.count] = start;
      this.ends[this.count] = end;
      this.quotes[this.count] = quoted;
    }
    this.count += 1;
  }

  private hasQuoteInLine(at: number): boolean {
    if (this.nextQuote < at) this.nextQuote = found(this.text.indexOf('"', at));
    return this.nextQuote < this.feedFrom(at);
  }

  private endOfLine(at: number): number {
    const feed = this.feedFrom(at);
    if (feed !== nowhere) return feed + 1;
    return this.isLast ? this.text.length : rowGoesOn;
  }

  private separatorFrom(at: number): number {
    if (this.nextSeparator < at) this.nextSeparator = found(this.text.indexOf(this.separator, at));
    return this.nextSeparator;
  }

  private feedFrom(at: number): number {
    if (this.nextFeed < at) this.nextFeed = found(this.text.indexOf('\n', at));
    return this.nextFeed;
  }
}

const found = (index: number): number => (index === -1 ? nowhere : index);

/** The value of what stands between the quotes of a cell. */
export function unquoted(raw: string): string {
  return raw.includes('"') ? raw.replaceAll('""', '"') : raw;
}

/** A value as it stands between the quotes of a quoted cell, or, where it has to, gets quotes of its own. */
export function quotedFor(value: string, separator: string, isQuoted: boolean): string {
  const inner = value.replaceAll('"', '""');
  if (isQuoted) return inner;
  const needsQuotes = value.includes(separator) || value.includes('"') || /[\r\n]/.test(value);
  return needsQuotes ? `"${inner}"` : value;
}
