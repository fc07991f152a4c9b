import type { TextRange } from './problem';

/** A value at the top of a JSON text; `closed`: false where the text ends within it. */
export interface TopValue extends TextRange {
  readonly closed: boolean;
}

const quote = 0x22;
const slash = 0x2f;
const star = 0x2a;
const lineFeed = 0x0a;
const backslash = 0x5c;

/**
 * The values at the top of a JSON text: the elements of an array, each object of NDJSON or of pages that follow each other, or the one value.
 * Knows strings, comments and nesting and nothing else; one value at a time, so that a large export can be checked in slices.
 */
export function* topValues(text: string): Generator<TopValue, void, undefined> {
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let listed = false;
  while ((at = behindFill(text, at, listed)) < text.length) {
    const char = text.charAt(at);
    if (!listed && char === '[') {
      listed = true;
      at += 1;
    } else if (listed && char === ']') {
      listed = false;
      at += 1;
    } else {
      const end = endOfValue(text, at);
      yield { start: at, end: Math.abs(end), closed: end >= 0 };
      at = Math.abs(end);
    }
  }
}

/** Behind white space and comments, and behind commas where a list is open. */
function behindFill(text: string, start: number, listed: boolean): number {
  for (let at = start; at < text.length;) {
    const code = text.charCodeAt(at);
    if (code === 0x20 || code === lineFeed || code === 0x0d || code === 0x09 || (listed && code === 0x2c)) at += 1;
    else if (code === slash && isComment(text, at)) at = endOfComment(text, at);
    else return at;
  }
  return text.length;
}

/** Behind the value that begins at `start`; the negative of the text's length where it does not end. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length;) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = endOfString(text, at);
      if (depth === 0) return at;
    } else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      at += 1;
    } else if (code === 0x7d || code === 0x5d) {
      if (depth === 0) return at === start ? at + 1 : at;
      depth -= 1;
      at += 1;
      if (depth === 0) return at;
    } else if (code === slash && isComment(text, at)) at = endOfComment(text, at);
    else if (depth === 0 && at > start && (code === 0x2c || code <= 0x20)) return at;
    else at += 1;
  }
  return depth === 0 ? text.length : -text.length;
}

/** A string that does not end goes to the end of its line: JSON has no line breaks in strings. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === backslash) at += 1;
    else if (code === quote) return at + 1;
    else if (code === lineFeed) return at;
  }
  return text.length;
}

function isComment(text: string, at: number): boolean {
  const next = text.charCodeAt(at + 1);
  return next === slash || next === star;
}

function endOfComment(text: string, at: number): number {
  const line = text.charCodeAt(at + 1) === slash;
  const end = text.indexOf(line ? '\n' : '*/', at + 2);
  return end === -1 ? text.length : end + (line ? 1 : 2);
}
