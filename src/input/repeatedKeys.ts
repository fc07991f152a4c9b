import { endOfString } from './jsonScan';
import type { RawRecord } from './jsonRecordSink';

const quote = 0x22;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/** Looking at every key costs as much as parsing: of a large export only so much is looked at. */
const bytesLookedAt = 1 << 24;
const longestShown = 60;

/**
 * Finds objects that name a key twice. `JSON.parse` takes the last of two and says nothing, so that two records that have run into each other
 * would pass for one.
 */
export class RepeatedKeys {
  private left = bytesLookedAt;

  /**
   * The first key that an object of this record, which is well-formed JSON, names twice; null where there is none, or it is not looked at.
   *
   * @param value what `JSON.parse` makes of it.
   */
  find(raw: RawRecord, value: unknown): string | null {
    const length = raw.end - raw.start;
    if (this.left < length) return null;
    this.left -= length;
    // Written without white space, and as long as what was kept of it: nothing was dropped.
    return compactLength(value) === length ? null : firstRepeated(raw);
  }
}

/** Bytes of a value as JSON without white space; null for one that is nested too deeply to be written. */
function compactLength(value: unknown): number | null {
  try {
    return Buffer.byteLength(JSON.stringify(value));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function firstRepeated({ bytes, start, end }: RawRecord): string | null {
  /** Keys of each object that is open; null for an array. */
  const open: (Set<string> | null)[] = [];
  for (let at = start; at < end;) {
    const byte = bytes[at];
    if (byte === quote) {
      const behind = endOfString(bytes, at, end);
      if (bytes[afterSpace(bytes, behind)] === colon) {
        const key = bytes.toString('utf8', at + 1, behind - 1);
        if (open.at(-1)?.has(key) === true) return key.slice(0, longestShown);
        open.at(-1)?.add(key);
      }
      at = behind;
      continue;
    }
    if (byte === openBrace) open.push(new Set());
    else if (byte === openBracket) open.push(null);
    else if (byte === closeBrace || byte === closeBracket) open.pop();
    at += 1;
  }
  return null;
}

function afterSpace(bytes: Buffer, start: number): number {
  let at = start;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at += 1;
  return at;
}
