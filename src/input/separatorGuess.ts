import { endOfString, unfinished } from './jsonScan';

const quote = 0x22;
const openBrace = 0x7b;
const closeBrace = 0x7d;

const longestSeparator = 256;
const mostFailures = 64;

/** The bytes between two records of an array or of NDJSON, first key of the second included: `},{"id":`. */
export class SeparatorGuess {
  private pattern: Buffer | null = null;
  /** Array depth at which the pattern was seen: between lines there is no comma. */
  private depth = 0;
  /** From the end of a record to the start of the next one. */
  private gap = 0;
  /** Where the last record ended, as an offset of the text; null after a bracket. */
  private lastEnd: number | null = null;
  private longest = 0;
  private failures = 0;

  /** A bracket was met: what follows is not separated like what came before. */
  interrupt(): void {
    this.lastEnd = null;
  }

  /** A record that ended there was taken without a guess: what follows stands behind it, and not behind the one before. */
  passed(end: number): void {
    this.lastEnd = end;
  }

  failed(): void {
    this.failures += 1;
    // Records whose keys change their order: guessing costs more than it saves.
    if (this.failures > mostFailures) this.pattern = null;
  }

  /** A record was scanned from `start` to `end`; together with the one before it shows the separator. */
  learn(bytes: Buffer, base: number, start: number, end: number, depth: number): void {
    this.longest = Math.max(this.longest, end - start);
    const before = this.lastEnd === null ? 0 : this.lastEnd - base;
    this.lastEnd = base + end;
    if (this.failures > mostFailures || before < 1 || start - before > longestSeparator) return;
    if (bytes[before - 1] !== closeBrace || bytes[start] !== openBrace) return;
    const key = bytes.indexOf(quote, start);
    const behind = key === -1 ? unfinished : endOfString(bytes, key, Math.min(end, key + longestSeparator));
    if (behind < 0) return;
    this.pattern = Buffer.from(bytes.subarray(before - 1, behind));
    this.gap = start - before;
    this.depth = depth;
  }

  /** The end of the record that starts at `start`, as far as the separator tells; null where it does not. */
  find(bytes: Buffer, start: number, depth: number): number | null {
    if (!this.pattern || depth !== this.depth) return null;
    const hit = bytes.indexOf(this.pattern, start);
    const length = (hit === -1 ? bytes.length : hit + 1) - start;
    if (length > 4 * this.longest + longestSeparator) {
      // Far away: there are records between that are separated otherwise.
      this.failed();
      return null;
    }
    if (hit === -1) return null;
    this.longest = Math.max(this.longest, length);
    return hit + 1;
  }

  /** Where the record behind the one that ended at `end` begins. */
  behind(end: number, base: number): number {
    this.lastEnd = base + end;
    return end + this.gap;
  }
}
