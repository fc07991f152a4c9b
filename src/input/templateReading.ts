import { mostLeaves, type TemplateNode, wordBytes } from './templateNode';

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const comma = 0x2c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/** Takes one well-formed record apart. */
export class TemplateReading {
  /** Where the leaves begin and end, quotes included. */
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  value(depth: number): TemplateNode | null {
    this.skipSpace();
    switch (this.bytes[this.at]) {
      case openBrace:
        return depth === 0 ? null : this.object(depth);
      case openBracket:
        return depth === 0 ? null : this.list(depth);
      default:
        return this.leaf();
    }
  }

  private object(depth: number): TemplateNode | null {
    const names: string[] = [];
    const values: TemplateNode[] = [];
    const parts = new Map<string, TemplateNode>();
    this.at += 1;
    while (this.next() !== closeBrace) {
      const end = this.endOfText();
      const name = JSON.parse(this.bytes.toString('utf8', this.at, end)) as string;
      this.at = end;
      this.skipSpace();
      if (this.bytes[this.at] !== colon || name === '__proto__' || parts.has(name)) return null;
      this.at += 1;
      const value = this.value(depth - 1);
      if (value === null) return null;
      names.push(name);
      values.push(value);
      parts.set(name, value);
    }
    this.at += 1;
    return { kind: 'object', names, values, parts };
  }

  private list(depth: number): TemplateNode | null {
    const items: TemplateNode[] = [];
    this.at += 1;
    while (this.next() !== closeBracket) {
      const item = this.value(depth - 1);
      if (item === null) return null;
      items.push(item);
    }
    this.at += 1;
    return { kind: 'list', items };
  }

  private leaf(): TemplateNode | null {
    if (this.ends.length === mostLeaves) return null;
    this.starts.push(this.at);
    this.at = this.bytes[this.at] === quote ? this.endOfText() : this.endOfWord();
    this.ends.push(this.at);
    return { kind: 'leaf', leaf: this.ends.length - 1 };
  }

  private endOfText(): number {
    let end = this.at + 1;
    while (this.bytes[end] !== quote) end += this.bytes[end] === backslash ? 2 : 1;
    return end + 1;
  }

  private endOfWord(): number {
    let end = this.at;
    while (wordBytes[this.bytes[end] ?? 0] === 1) end += 1;
    return end;
  }

  /** The byte behind white space and the comma that stands before a value. */
  private next(): number | undefined {
    this.skipSpace();
    if (this.bytes[this.at] === comma) this.at += 1;
    this.skipSpace();
    return this.bytes[this.at];
  }

  private skipSpace(): void {
    while ([0x20, 0x09, 0x0a, 0x0d].includes(this.bytes[this.at] ?? 0)) this.at += 1;
  }
}
