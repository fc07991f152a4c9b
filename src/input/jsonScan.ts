/**
 * Finds where JSON values end in bytes, without parsing them: it knows strings, escapes and nesting and nothing else. What stands between
 * is JSON.parse's business.
 */

/** The value goes on behind the bytes at hand. */
export const unfinished = -1;

/** A line break or another control character inside a string: the value is broken, and `~result` is where. */
export const isBroken = (result: number): boolean => result < unfinished;
export const brokenAt = (result: number): number => -result - 2;
const broken = (offset: number): number => -offset - 2;

const quote = 0x22;
const backslash = 0x5c;

const structure = new Uint8Array(256);
structure[quote] = 1;
structure[0x7b] = 2;
structure[0x5b] = 2;
structure[0x7d] = 3;
structure[0x5d] = 3;

const endsStringRun = new Uint8Array(256);
endsStringRun.fill(1, 0, 0x20);
endsStringRun[quote] = 1;
endsStringRun[backslash] = 1;

/** The offset behind the object or array that begins at `start`; `unfinished`, or a broken one (`isBroken`). */
export function endOfContainer(bytes: Buffer, start: number, end: number): number {
  let depth = 0;
  let at = start;
  while (at < end) {
    const kind = structure[bytes[at] ?? 0] ?? 0;
    if (kind === 0) at += 1;
    else if (kind === 1) {
      const behind = endOfString(bytes, at, end);
      if (behind < 0) return behind;
      at = behind;
    } else {
      at += 1;
      depth += kind === 2 ? 1 : -1;
      if (depth === 0) return at;
    }
  }
  return unfinished;
}

/** The offset behind the string whose opening quote is at `start`; `unfinished`, or a broken one. */
export function endOfString(bytes: Buffer, start: number, end: number): number {
  let at = start + 1;
  while (at < end) {
    const byte = bytes[at] ?? 0;
    if (endsStringRun[byte] === 0) at += 1;
    else if (byte === quote) return at + 1;
    else if (byte === backslash) at += 2;
    else return broken(at);
  }
  return unfinished;
}

const endsScalar = new Set([0x20, 0x09, 0x0a, 0x0d, 0x2c, 0x5b, 0x5d, 0x7b, 0x7d, quote]);

/** The offset behind the number or word that begins at `start`, or `unfinished` where it reaches the end. */
export function endOfWord(bytes: Buffer, start: number, end: number): number {
  for (let at = start; at < end; at += 1) if (endsScalar.has(bytes[at] ?? 0)) return at;
  return unfinished;
}
