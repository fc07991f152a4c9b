import { brokenValue, truncatedValue, type JsonFault } from './jsonFault';
import { brokenAt, endOfContainer, endOfString, endOfWord, isBroken, unfinished } from './jsonScan';
import type { JsonValue } from './problem';

/** Who takes what a `JsonRecordReader` finds. Offsets count bytes of UTF-8 from the start of the text. */
export interface JsonRecordSink {
  record(value: JsonValue, offset: number): void;
  fault(fault: JsonFault): void;
}

const space = 0x20;
const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const comma = 0x2c;
const quote = 0x22;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** A single value above this size is refused: it could not become a string. */
const largestValue = 1 << 28;
/** Most records end within so many bytes of the next chunk. */
const bridgeBytes = 1 << 14;
const longestSeparator = 256;
const mostFailures = 64;

/**
 * Reads the *records* of a JSON text: the outermost values that are not arrays. One array, pages one after the other (`][`), arrays in
 * an array, NDJSON and a single object are all the same to it, and what was whole before a fault is kept. A file larger than a string
 * may be is no problem, since only one chunk and one record are in memory.
 *
 * It is as fast as a bare `JSON.parse` of each record, because it does not look for a record's end by reading it: the bytes between two
 * records (`},{"id":`) are taken from the first two and searched for, and where `JSON.parse` accepts what stands before them, that was a
 * whole record: no JSON object is the beginning of another. Where it does not, the bytes are scanned.
 */
export class JsonRecordReader {
  /** Values that are not arrays. */
  records = 0;
  /** Outermost arrays that were closed. */
  arrays = 0;
  /** Records in the last outermost array that was closed: the size of the last page. */
  lastArrayRecords = 0;

  private bytes: Buffer = Buffer.alloc(0);
  private at = 0;
  /** Offset of `bytes[0]` in the text. */
  private base = 0;
  private depth = 0;
  private recordsBeforeArray = 0;
  private needsComma = false;
  private afterComma = false;
  private stopped = false;
  /** Bytes that must be at hand before an unfinished value is tried again; doubling keeps large values linear. */
  private waitFor = 0;
  private readonly separator = new SeparatorGuess();

  constructor(private readonly sink: JsonRecordSink) {}

  /** Takes the next bytes of the text; they are not kept after the call. */
  push(chunk: Buffer): void {
    if (this.stopped) return;
    if (!this.bridge(chunk)) {
      this.bytes = this.bytes.length === 0 ? chunk : Buffer.concat([this.bytes, chunk]);
      if (this.bytes.length >= this.waitFor) this.drain(false);
    }
    this.release();
    this.bytes = Buffer.from(this.bytes);
  }

  /** Ends the value that the last chunk began with the first bytes of this one, which then need not be copied as a whole. */
  private bridge(chunk: Buffer): boolean {
    const pending = this.bytes.length;
    if (pending === 0 || pending + bridgeBytes < this.waitFor || chunk.length < 2 * bridgeBytes) return false;
    this.bytes = Buffer.concat([this.bytes, chunk.subarray(0, bridgeBytes)]);
    this.drain(false);
    const into = this.at - pending;
    if (into < 0 || this.stopped) {
      this.bytes = this.bytes.subarray(0, pending);
      return this.stopped;
    }
    this.base += pending;
    this.bytes = chunk;
    this.at = into;
    this.drain(false);
    return true;
  }

  /** Lets go of what is taken. */
  private release(): void {
    this.base += this.at;
    this.bytes = this.bytes.subarray(this.at);
    this.at = 0;
  }

  /** The text is at its end. */
  finish(): void {
    if (this.stopped) return;
    this.drain(true);
    const whole = this.depth === 0 && this.at >= this.bytes.length;
    if (!whole && !this.hasStopped()) this.sink.fault(truncatedValue(this.bytes.subarray(this.at), this.base + this.bytes.length));
  }

  private hasStopped(): boolean {
    return this.stopped;
  }

  private drain(last: boolean): void {
    this.waitFor = 0;
    while (this.at < this.bytes.length && !this.stopped) {
      switch (this.bytes[this.at]) {
        case space:
        case tab:
        case lineFeed:
        case carriageReturn:
          this.at += 1;
          break;
        case comma:
          this.takeComma();
          break;
        case openBracket:
          this.openArray();
          break;
        case closeBracket:
          this.closeArray();
          break;
        case openBrace:
          if (this.takeGuessed() || this.takeScanned(endOfContainer(this.bytes, this.at, this.bytes.length))) break;
          return;
        default:
          if (this.takeScanned(this.endOfScalar(last))) break;
          return;
      }
    }
  }

  private endOfScalar(last: boolean): number {
    if (this.bytes[this.at] === quote) return endOfString(this.bytes, this.at, this.bytes.length);
    const end = endOfWord(this.bytes, this.at, this.bytes.length);
    // A brace that closes nothing ends a word before it begins.
    if (end === this.at) return end + 1;
    return end === unfinished && last ? this.bytes.length : end;
  }

  private takeComma(): void {
    if (this.depth === 0 || !this.needsComma) {
      this.stop('this comma separates nothing');
      return;
    }
    this.needsComma = false;
    this.afterComma = true;
    this.at += 1;
  }

  private openArray(): void {
    if (this.needsComma) {
      this.stop('a comma is missing');
      return;
    }
    if (this.depth === 0) this.recordsBeforeArray = this.records;
    this.depth += 1;
    this.afterComma = false;
    this.separator.interrupt();
    this.at += 1;
  }

  private closeArray(): void {
    if (this.depth === 0 || this.afterComma) {
      this.stop(this.afterComma ? 'a value is missing' : 'this bracket closes nothing');
      return;
    }
    this.depth -= 1;
    this.needsComma = this.depth > 0;
    if (this.depth === 0) {
      this.arrays += 1;
      this.lastArrayRecords = this.records - this.recordsBeforeArray;
    }
    this.separator.interrupt();
    this.at += 1;
  }

  /** Takes as many records as the guessed separator yields; false where it yields none. */
  private takeGuessed(): boolean {
    if (this.needsComma) return false;
    let taken = false;
    for (;;) {
      const end = this.separator.find(this.bytes, this.at, this.depth);
      if (end === null) return taken;
      const value = parseOrUndefined(this.bytes, this.at, end);
      if (value === undefined) {
        this.separator.failed();
        return taken;
      }
      this.emit(value, this.at);
      this.at = this.separator.behind(end, this.base);
      this.afterComma = this.depth > 0;
      taken = true;
    }
  }

  private emit(value: JsonValue, start: number): void {
    this.records += 1;
    this.sink.record(value, this.base + start);
  }

  /** Takes the value from here to `end`; false where the text must go on first. */
  private takeScanned(end: number): boolean {
    if (end === unfinished) {
      if (this.bytes.length - this.at > largestValue) this.stop('this value is too large');
      this.waitFor = 2 * (this.bytes.length - this.at);
      return false;
    }
    if (this.needsComma) this.fault('a comma is missing', this.at);
    if (isBroken(end)) {
      this.sink.fault(brokenValue(this.bytes.subarray(this.at, brokenAt(end) + 1), this.base + this.at));
      this.stopped = true;
      return true;
    }
    const start = this.at;
    const value = parseOrUndefined(this.bytes, start, end);
    if (value === undefined) this.sink.fault(brokenValue(this.bytes.subarray(start, end), this.base + start));
    else this.emit(value, start);
    this.separator.learn(this.bytes, this.base, start, end, this.depth);
    this.needsComma = this.depth > 0;
    this.afterComma = false;
    this.at = end;
    return true;
  }

  private fault(message: string, at: number): void {
    this.sink.fault({ kind: 'broken', offset: this.base + at, message, partial: null });
  }

  private stop(message: string): void {
    this.fault(message, this.at);
    this.stopped = true;
  }
}

function parseOrUndefined(bytes: Buffer, start: number, end: number): JsonValue | undefined {
  try {
    return JSON.parse(bytes.toString('utf8', start, end)) as JsonValue;
  } catch {
    return undefined; // The caller says where and why, or tries a longer piece.
  }
}

/** The bytes between two records of an array or of NDJSON, first key of the second included: `},{"id":`. */
class SeparatorGuess {
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
