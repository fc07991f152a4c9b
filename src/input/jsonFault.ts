import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import type { JsonValue } from './problem';

/** Text that is not JSON where JSON should be. `offset` counts bytes of UTF-8 from the start of the text. */
export interface JsonFault {
  /** `truncated`: the text ends too early. `broken`: it is wrong where it stands. */
  readonly kind: 'truncated' | 'broken';
  readonly offset: number;
  readonly message: string;
  /** What could be understood of a value that is broken or cut off: good enough to tell what it would have been, never to be used as data. */
  readonly partial: unknown;
}

/** More of a broken value is not looked at. */
const lookAtMost = 1 << 18;

const words: Readonly<Record<string, string>> = {
  InvalidSymbol: 'this is no JSON value',
  InvalidNumberFormat: 'this is no number',
  PropertyNameExpected: 'the name of a property is missing',
  ValueExpected: 'a value is missing',
  ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'a closing brace is missing',
  CloseBracketExpected: 'a closing bracket is missing',
  EndOfFileExpected: 'something follows where nothing should',
  InvalidCommentToken: 'JSON has no comments',
  UnexpectedEndOfComment: 'JSON has no comments',
  UnexpectedEndOfString: 'a string does not end',
  UnexpectedEndOfNumber: 'a number does not end',
  InvalidUnicode: 'a \\u escape is wrong',
  InvalidEscapeCharacter: 'an escape is wrong',
  InvalidCharacter: 'a control character must be escaped',
};

/** Why `JSON.parse` refused these bytes, which begin at `offset` of the text. */
export function brokenValue(bytes: Buffer, offset: number): JsonFault {
  const text = bytes.toString('utf8', 0, lookAtMost);
  const errors: ParseError[] = [];
  const partial = parseTolerantly(text, errors);
  const [first] = errors;
  if (!first) return { kind: 'broken', offset, message: 'it is no JSON', partial };
  const code = printParseErrorCode(first.error);
  return {
    kind: 'broken',
    offset: offset + Buffer.byteLength(text.slice(0, first.offset)),
    message: words[code] ?? code,
    partial,
  };
}

/** The text ends at `offset`, inside the value that these bytes begin. */
export function truncatedValue(bytes: Buffer, offset: number): JsonFault {
  const partial = bytes.length === 0 ? null : parseTolerantly(bytes.toString('utf8', 0, lookAtMost), []);
  return { kind: 'truncated', offset, message: 'the text ends before the data does', partial };
}

/** Null for what is nested deeper than the stack: the parser calls itself. */
function parseTolerantly(text: string, errors: ParseError[]): unknown {
  try {
    return parse(text, errors, { disallowComments: true }) as unknown;
  } catch (cause) {
    if (cause instanceof RangeError) return null;
    throw cause;
  }
}

/** The value of a JSON text; undefined where it is none. */
export function parseOrUndefined(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined; // The caller says where and why, or tries a longer piece.
  }
}
