import { isUtf8 } from 'node:buffer';
import type { JsonValue } from './problem';
import type { RecordTemplate } from './recordTemplate';
import { built, inString, type JsonScalar, leafKinds, mostLeaves, stringBytes, wordBytes } from './templateNode';

const quote = 0x22;

export const viewOf = ({ buffer, byteOffset, byteLength }: Buffer): DataView => new DataView(buffer, byteOffset, byteLength);

const wordLength = 4;
const eachByte = 0x01010101;
const topBits = 0x80808080;

/**
 * Whether four bytes are all `inString.plain`: none is a control character, a quote, a backslash or beyond `~`. Subtracting from each byte sets
 * its top bit where it was smaller; a byte that borrows from its neighbour is found itself, so that none is taken that is not plain.
 */
function isPlainWord(bytes: number): boolean {
  const quoted = bytes ^ 0x22222222;
  const escaped = bytes ^ 0x5c5c5c5c;
  const small = ((bytes - 0x20202020) & ~bytes) | ((quoted - eachByte) & ~quoted) | ((escaped - eachByte) & ~escaped);
  return ((small | bytes | (bytes + eachByte)) & topBits) === 0;
}

/** A record that matches a template. Valid as long as the bytes are. */
export class RecordMatch {
  template: RecordTemplate | null = null;
  bytes: Buffer = Buffer.alloc(0);
  start = 0;
  end = 0;
  /** Where each leaf begins and ends, quotes included. */
  readonly starts = new Int32Array(mostLeaves);
  readonly ends = new Int32Array(mostLeaves);
  /** What the leaves are, two bits each, those from the 17th on in `moreKinds`. */
  kinds = 0;
  moreKinds = 0;
  /** Leaves that hold an escape, a character beyond ASCII, or the control character DEL: a bit each. */
  special = 0;
  /** Leaves that were found to be the template's sample: a bit each. */
  sameAsSample = 0;

  private viewed: Buffer = this.bytes;
  private view = viewOf(this.viewed);

  viewOf(bytes: Buffer): DataView {
    if (bytes !== this.viewed) {
      this.viewed = bytes;
      this.view = viewOf(bytes);
    }
    return this.view;
  }

  begin(): void {
    this.kinds = 0;
    this.moreKinds = 0;
    this.special = 0;
    this.sameAsSample = 0;
  }

  /** A leaf is the template's sample, which is a plain text or a word. */
  takeSample(leaf: number, start: number, end: number, kind: number): void {
    this.starts[leaf] = start;
    this.ends[leaf] = end;
    this.sameAsSample |= 1 << leaf;
    this.noteKind(leaf, kind);
  }

  take(template: RecordTemplate, bytes: Buffer, start: number, end: number): void {
    this.template = template;
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  /** Where the scalar that begins at `start` ends; -1 where there is none that can be taken as it is. */
  scanLeaf(bytes: Buffer, start: number, leaf: number): number {
    this.starts[leaf] = start;
    const end = bytes[start] === quote ? this.scanText(bytes, start, leaf) : this.scanWord(bytes, start, leaf);
    this.ends[leaf] = end;
    return end;
  }

  private scanText(bytes: Buffer, start: number, leaf: number): number {
    this.noteKind(leaf, leafKinds.text);
    const { length } = bytes;
    const lastWord = length - wordLength;
    let how = 0;
    for (let at = start + 1; at < length; at += 1) {
      while (at <= lastWord && isPlainWord(this.view.getInt32(at, true))) at += wordLength;
      const kind = stringBytes[bytes[at] ?? 0] ?? 0;
      if (kind === inString.plain) continue;
      if (kind === inString.end) return how === 0 || this.noteSpecial(bytes, start, at + 1, leaf, how) ? at + 1 : -1;
      if (kind === inString.broken) return -1;
      how |= kind;
      if (kind === inString.escape) at += 1;
    }
    return -1;
  }

  /** False for an escape that JSON does not have, and for bytes that are no UTF-8. */
  private noteSpecial(bytes: Buffer, start: number, end: number, leaf: number, how: number): boolean {
    this.special |= 1 << leaf;
    if ((how & inString.special) !== 0 && !isUtf8(bytes.subarray(start, end))) return false;
    return (how & inString.escape) === 0 || isText(bytes.toString('utf8', start, end));
  }

  private scanWord(bytes: Buffer, start: number, leaf: number): number {
    let end = start;
    while (wordBytes[bytes[end] ?? 0] === 1) end += 1;
    // The text may go on behind the bytes at hand.
    if (end === bytes.length) return -1;
    const word = bytes.toString('latin1', start, end);
    if (word === 'null') this.noteKind(leaf, leafKinds.null);
    else if (word === 'true' || word === 'false') this.noteKind(leaf, leafKinds.boolean);
    else if (!number.test(word)) return -1;
    return end;
  }

  private noteKind(leaf: number, kind: number): void {
    if (leaf < 16) this.kinds |= kind << (2 * leaf);
    else this.moreKinds |= kind << (2 * (leaf - 16));
  }

  kindOf(leaf: number): number {
    return leaf < 16 ? (this.kinds >>> (2 * leaf)) & 3 : (this.moreKinds >>> (2 * (leaf - 16))) & 3;
  }

  isSpecial(leaf: number): boolean {
    return (this.special & (1 << leaf)) !== 0;
  }

  scalar(leaf: number): JsonScalar {
    if ((this.sameAsSample & (1 << leaf)) !== 0) return this.template?.samples[leaf] ?? null;
    const [start, end] = [this.starts[leaf] ?? 0, this.ends[leaf] ?? 0];
    if (this.kindOf(leaf) === leafKinds.text && !this.isSpecial(leaf)) return this.bytes.toString('latin1', start + 1, end - 1);
    return JSON.parse(this.bytes.toString('utf8', start, end)) as JsonScalar;
  }

  /** The text of a leaf; null for any other scalar. */
  text(leaf: number): string | null {
    const scalar = this.kindOf(leaf) === leafKinds.text ? this.scalar(leaf) : null;
    return typeof scalar === 'string' ? scalar : null;
  }

  /** The whole record, as `JSON.parse` would make it. */
  value(): JsonValue {
    if (!this.template) throw new Error('Nothing was matched.');
    return built(this.template.root, (leaf) => this.scalar(leaf));
  }
}

const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function isText(json: string): boolean {
  try {
    return typeof JSON.parse(json) === 'string';
  } catch {
    return false; // An escape that JSON does not have.
  }
}
