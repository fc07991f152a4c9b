import { isUtf8 } from 'node:buffer';
import { brokenValue, parseOrUndefined, truncatedValue } from './jsonFault';
import type { JsonRecordSink } from './jsonRecordSink';
import { brokenAt, endOfContainer, endOfString, endOfWord, isBroken, unfinished } from './jsonScan';
import type { RecordTemplates } from './recordTemplates';
import { SeparatorGuess } from './separatorGuess';
import { WaitingChunks } from './waitingChunks';

const space = 0x20;
const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const comma = 0x2c;
const quote = 0x22;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
/** Of a byte order mark, as it stands between files that were put together. */
const markStart = 0xef;
const markEnd = [0xbb, 0xbf] as const;

/** A single value above this size is refused: it could not become a string. */
const largestValue = 1 << 28;
/** Most records end within so many bytes of the next chunk. */
const bridgeBytes = 1 << 14;

/**
 * Reads the *records* of a JSON text: the outermost values that are not arrays. One array, pages one after the other (`][`), arrays in
 * an array, NDJSON and a single object are all the same to it, and what was whole before a fault is kept. A file larger than a string
 * may be is no problem, since only one chunk and one record are in memory.
 *
 * A record that fits a template need not be parsed at all. Any other costs no more than a bare `JSON.parse` of it, because it does not look for
 * a record's end by reading it: the bytes between two records (`},{"id":`) are taken from the first two and searched for, and where
 * `JSON.parse` accepts what stands before them, that was a whole record: no JSON object is the beginning of another. Where it does not, the
 * bytes are scanned.
 */
export class JsonRecordReader {
  /** Values that are not arrays. */
  records = 0;
  /** Outermost arrays that were closed. */
  arrays = 0;
  /** Records in the last outermost array that was closed: the size of the last page. */
  lastArrayRecords = 0;

  private bytes: Buffer = Buffer.alloc(0);
  /** Chunks that an unfinished value waits behind: joined once there is enough to try again. */
  private readonly waiting = new WaitingChunks();
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
  /** The record at hand fits a template, though the sink wants it parsed. */
  private fitsTemplate = false;
  private readonly separator = new SeparatorGuess();
  private readonly raw = { bytes: this.bytes, start: 0, end: 0 };

  /** @param templates of the records of one kind of file; shared by the readers of many small ones. */
  constructor(
    private readonly sink: JsonRecordSink,
    private readonly templates: RecordTemplates | null = null,
  ) {}

  /** Takes the next bytes of the text; they are not kept after the call. */
  push(chunk: Buffer): void {
    if (this.stopped) return;
    if (this.waiting.keep(chunk, this.waitFor - this.bytes.length)) return;
    if (!this.bridge(chunk)) {
      this.bytes = this.waiting.join(this.bytes, chunk);
      this.drain(false);
    }
    this.release();
    this.bytes = Buffer.from(this.bytes);
  }

  /** Ends the value that the last chunk began with the first bytes of this one, which then need not be copied as a whole. */
  private bridge(chunk: Buffer): boolean {
    const pending = this.bytes.length;
    if (pending === 0 || !this.waiting.isEmpty() || pending + bridgeBytes < this.waitFor || chunk.length < 2 * bridgeBytes) return false;
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
    this.bytes = this.waiting.join(this.bytes);
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
        case markStart:
          if (this.skipMark(last)) break;
          return;
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
          if (this.takeTemplated() || this.takeGuessed() || this.takeScanned(endOfContainer(this.bytes, this.at, this.bytes.length))) break;
          return;
        default:
          if (this.takeScanned(this.endOfScalar(last))) break;
          return;
      }
    }
  }

  /** False where the text must go on first. What only begins like a mark is no JSON. */
  private skipMark(last: boolean): boolean {
    const [second, third] = [this.bytes[this.at + 1], this.bytes[this.at + 2]];
    if (this.depth === 0 && second === markEnd[0] && third === markEnd[1]) {
      this.at += 1 + markEnd.length;
      return true;
    }
    return third === undefined && !last ? false : this.takeScanned(this.endOfScalar(last));
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

  /** Takes the record that begins here, where it fits a template. */
  private takeTemplated(): boolean {
    if (this.needsComma || this.templates === null) return false;
    const match = this.templates.find(this.bytes, this.at);
    this.fitsTemplate = match !== null;
    if (match === null || this.sink.templated?.(match, this.base + this.at) !== true) return false;
    this.records += 1;
    this.needsComma = this.depth > 0;
    this.afterComma = false;
    this.at = match.end;
    this.separator.passed(this.base + this.at);
    return true;
  }

  /** Takes as many records as the guessed separator yields; false where it yields none. */
  private takeGuessed(): boolean {
    if (this.needsComma) return false;
    let taken = false;
    for (;;) {
      const end = this.separator.find(this.bytes, this.at, this.depth);
      if (end === null) return taken;
      if (!this.takeValue(end)) {
        this.separator.failed();
        return taken;
      }
      this.at = this.separator.behind(end, this.base);
      this.afterComma = this.depth > 0;
      taken = true;
      // The next one may fit the template of this one.
      if (this.templates !== null) return true;
    }
  }

  /** Hands on the value from here to `end`; false where this is no JSON. */
  private takeValue(end: number): boolean {
    this.raw.bytes = this.bytes;
    this.raw.start = this.at;
    this.raw.end = end;
    if (this.sink.isKnown?.(this.raw) === true) {
      this.records += 1;
      return true;
    }
    const text = this.bytes.toString('utf8', this.at, end);
    const value = parseOrUndefined(text);
    if (value === undefined) return false;
    this.records += 1;
    if (!this.fitsTemplate) this.templates?.learn(this.bytes, this.at, end);
    if (text.includes(replacement) && !isUtf8(this.bytes.subarray(this.at, end))) this.reportDamage(text);
    this.sink.record(value, this.base + this.at, this.raw);
    return true;
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
    if (!this.takeValue(end)) this.sink.fault(brokenValue(this.bytes.subarray(start, end), this.base + start));
    this.separator.learn(this.bytes, this.base, start, end, this.depth);
    this.needsComma = this.depth > 0;
    this.afterComma = false;
    this.at = end;
    return true;
  }

  private reportDamage(text: string): void {
    this.sink.damaged?.(this.base + this.at + Buffer.byteLength(text.slice(0, text.indexOf(replacement))));
  }

  private fault(message: string, at: number): void {
    this.sink.fault({ kind: 'broken', offset: this.base + at, message, partial: null });
  }

  private stop(message: string): void {
    this.fault(message, this.at);
    this.stopped = true;
  }
}

/** Stands for bytes that are no UTF-8. */
const replacement = '\uFFFD';
