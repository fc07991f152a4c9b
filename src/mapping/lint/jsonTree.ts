import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import type { TextEdit, TextRange } from './problem';

export type JsonNode = Node;

/** A property of an object, as it stands in the text: names can repeat, and any name is one (`constructor`, `__proto__`). */
export interface Member {
  readonly name: string;
  readonly key: JsonNode;
  readonly value: JsonNode;
}

/** One value of a JSON text as a tree whose offsets count from the start of the whole text. */
export class JsonTree {
  private constructor(
    readonly text: string,
    private readonly base: number,
    readonly root: JsonNode | null,
    /** The first thing that is wrong with it. */
    readonly fault: (TextRange & { readonly message: string }) | null,
  ) {}

  /** Comments and commas behind the last element are taken: VS Code marks them by itself. Never throws. */
  static read(text: string, { start, end }: TextRange): JsonTree {
    const errors: ParseError[] = [];
    try {
      const root = parseTree(text.slice(start, end), errors, { allowTrailingComma: true }) ?? null;
      const [first] = errors;
      const fault = first && {
        start: start + first.offset,
        end: Math.max(start + first.offset, Math.min(end, start + first.offset + first.length)),
        message: faultWords[printParseErrorCode(first.error)] ?? 'It is no JSON.',
      };
      return new JsonTree(text, start, root, fault ?? null);
    } catch (error) {
      // The parser calls itself for what stands inside of something else.
      if (!(error instanceof RangeError)) throw error;
      return new JsonTree(text, start, null, { start, end: start + 1, message: 'It is nested too deep to be read.' });
    }
  }

  /** Where a node stands, quotes included. */
  range(node: JsonNode): TextRange {
    return { start: this.base + node.offset, end: this.base + node.offset + node.length };
  }

  /** Where the text of a string stands, without its quotes; another value as a whole. */
  inner(node: JsonNode): TextRange {
    const { start, end } = this.range(node);
    return node.type === 'string' ? { start: start + 1, end: end - 1 } : { start, end };
  }

  /** Where a part of a string's value stands, whatever is escaped before it. */
  within(node: JsonNode, part: TextRange): TextRange {
    const { start, end } = this.inner(node);
    const raw = this.text.slice(start, end);
    if (!raw.includes('\\')) return { start: start + part.start, end: start + part.end };
    return { start: start + rawOffset(raw, part.start), end: start + rawOffset(raw, part.end) };
  }

  /** An edit that puts another text in the place of a part of a string's value. */
  editWithin(node: JsonNode, part: TextRange, text: string): TextEdit {
    return { ...this.within(node, part), text: escaped(text) };
  }
}

/** A text as it stands between the quotes of a JSON string. */
export function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** The offset in a string's source of a UTF-16 unit of its value. */
function rawOffset(raw: string, wanted: number): number {
  let at = 0;
  for (let unit = 0; unit < wanted && at < raw.length; unit += 1) {
    if (raw.charAt(at) !== '\\') at += 1;
    else at += raw.charAt(at + 1) === 'u' ? 6 : 2;
  }
  return Math.min(at, raw.length);
}

/** In the order of the text; empty for what is no object. Halves of properties that are being written are left out. */
export function membersOf(node: JsonNode | undefined): readonly Member[] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    return key?.type === 'string' && value ? [{ name: String(key.value), key, value }] : [];
  });
}

/** The value of a property; of several of one name the last, as `JSON.parse` takes it. */
export function valueAt(node: JsonNode | undefined, ...names: readonly string[]): JsonNode | undefined {
  let found = node;
  for (const name of names) found = membersOf(found).findLast((member) => member.name === name)?.value;
  return found;
}

export function textAt(node: JsonNode | undefined, ...names: readonly string[]): string | null {
  return textOf(valueAt(node, ...names));
}

export function textOf(node: JsonNode | undefined): string | null {
  return node?.type === 'string' ? String(node.value) : null;
}

const faultWords: Readonly<Record<string, string>> = {
  InvalidSymbol: 'This is no JSON value.',
  InvalidNumberFormat: 'This is no number.',
  PropertyNameExpected: 'The name of a property is missing.',
  ValueExpected: 'A value is missing.',
  ColonExpected: 'A colon is missing.',
  CommaExpected: 'A comma is missing.',
  CloseBraceExpected: 'A closing brace is missing.',
  CloseBracketExpected: 'A closing bracket is missing.',
  EndOfFileExpected: 'Something follows where nothing should.',
  UnexpectedEndOfComment: 'A comment does not end.',
  UnexpectedEndOfString: 'A string does not end.',
  UnexpectedEndOfNumber: 'A number does not end.',
  InvalidUnicode: 'A \\u escape is wrong.',
  InvalidEscapeCharacter: 'An escape is wrong.',
  InvalidCharacter: 'A control character must be escaped.',
};
