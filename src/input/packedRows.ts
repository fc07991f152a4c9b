import type { JsonValue } from './problem';
import type { RecordMatch } from './recordMatch';
import type { RecordTemplate } from './recordTemplate';
import { allLeaves, built, type JsonScalar, leafKinds, mostLeaves, type TemplateNode } from './templateNode';

const blockBytes = 1 << 20;
/** Rows begin at multiples of it, so that the address of a row stays a small integer up to 8 GB. */
const unit = 4;
/** Number of the form; which leaves are the sample's, which are the key, and which hold an escape or letters beyond ASCII. */
const headerBytes = 16;
/** Of each other leaf the length, in front of all of their bytes. */
const lengthBytes = 2;

/** What is kept of records that match a template. */
export interface RowForm {
  readonly number: number;
  readonly template: RecordTemplate;
  /** Leaves that are kept, a bit each. */
  readonly kept: number;
  /** A text that the owner of the row holds anyway; -1: none. */
  readonly key: number;
  /** Leaves that are texts, a bit each. */
  readonly texts: number;
}

/** The bytes of a block, and the same memory as words. */
interface Block {
  readonly bytes: Buffer;
  readonly words: Int32Array;
}

/** A row that is being read. */
interface OpenRow {
  address: number;
  block: Block;
  form: RowForm | null;
  sameAsSample: number;
  sameAsKey: number;
  special: number;
  /** Where in the block each leaf that stands there begins and ends, quotes included. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/**
 * Records that matched templates, as bytes outside of the heap: a million of them are some hundred megabytes, where as many objects are a
 * gigabyte that every garbage collection looks at. Of a record its scalars are kept as they stood; what is the same as in the template's sample,
 * or as the key (a login is mostly the e-mail address as well), is left out.
 */
export class PackedRows {
  private readonly blocks: Block[] = [];
  private used = blockBytes;
  private readonly forms: RowForm[] = [];
  private readonly row: OpenRow = {
    address: -1,
    block: { bytes: Buffer.alloc(0), words: new Int32Array(0) },
    form: null,
    sameAsSample: 0,
    sameAsKey: 0,
    special: 0,
    starts: new Int32Array(mostLeaves),
    ends: new Int32Array(mostLeaves),
  };

  /** @param match a record of the form: what its leaves are holds for all of them. */
  form(match: RecordMatch, template: RecordTemplate, kept: number, key: number): RowForm {
    let texts = 0;
    for (let leaf = 0; leaf < template.leaves; leaf += 1) if (match.kindOf(leaf) === leafKinds.text) texts |= 1 << leaf;
    const all = template.leaves === mostLeaves ? allLeaves : (1 << template.leaves) - 1;
    const form: RowForm = { number: this.forms.length, template, kept: kept & all, key, texts };
    this.forms.push(form);
    return form;
  }

  /** Keeps a record of a form, and returns its address. */
  add(match: RecordMatch, form: RowForm): number {
    const most = headerBytes + lengthBytes * mostLeaves + (match.end - match.start) + unit;
    if (this.used + most > blockBytes) {
      const bytes = Buffer.allocUnsafeSlow(blockBytes);
      this.blocks.push({ bytes, words: new Int32Array(bytes.buffer) });
      this.used = 0;
    }
    const index = this.blocks.length - 1;
    const start = this.used;
    this.used = Math.ceil(write(match, form, this.blockAt(index), start) / unit) * unit;
    return (index * blockBytes + start) / unit;
  }

  /** What stands at a node of the record's template; leaves that were not kept are null. @param key the text of the form's key. */
  read(address: number, node: TemplateNode, key: string): JsonValue {
    return built(node, (leaf) => this.leaf(address, leaf, key));
  }

  /** One scalar, without looking at the others; null for one that was not kept. */
  leaf(address: number, leaf: number, key: string): JsonScalar {
    const { row } = this;
    const { kept, texts, template } = this.open(address);
    const bit = 1 << leaf;
    if ((kept & bit) === 0) return null;
    if ((row.sameAsSample & bit) !== 0) return template.samples[leaf] ?? null;
    if ((row.sameAsKey & bit) !== 0) return key;
    const { bytes } = row.block;
    const [start, end] = [row.starts[leaf] ?? 0, row.ends[leaf] ?? 0];
    const isPlain = (texts & ~row.special & bit) !== 0;
    return isPlain ? bytes.toString('latin1', start + 1, end - 1) : (JSON.parse(bytes.toString('utf8', start, end)) as JsonScalar);
  }

  /** Whether all of these leaves, a bit each, are the sample's. */
  areSamples(address: number, leaves: number): boolean {
    this.open(address);
    return (this.row.sameAsSample & leaves) === leaves;
  }

  formAt(address: number): RowForm {
    return this.open(address);
  }

  /** Finds where everything of a row stands: whoever reads one scalar of it reads more of them. */
  private open(address: number): RowForm {
    const { row } = this;
    if (address === row.address && row.form) return row.form;
    const block = this.blockAt(Math.floor(address / (blockBytes / unit)));
    const at = (address % (blockBytes / unit)) * unit;
    const [number, sameAsSample, sameAsKey, special] = headerAt(block, at);
    const form = this.forms[number];
    if (!form) throw new RangeError(`There is no form ${number}.`);
    const own = form.kept & ~sameAsSample & ~sameAsKey;
    let length = at + headerBytes;
    let start = length + lengthBytes * bitsIn(own);
    for (let rest = own; rest !== 0; rest &= rest - 1, length += lengthBytes) {
      const leaf = lowestBit(rest);
      row.starts[leaf] = start;
      start += (block.bytes[length] ?? 0) | ((block.bytes[length + 1] ?? 0) << 8);
      row.ends[leaf] = start;
    }
    row.address = address;
    row.block = block;
    row.form = form;
    row.sameAsSample = sameAsSample;
    row.sameAsKey = sameAsKey;
    row.special = special;
    return form;
  }

  private blockAt(index: number): Block {
    const block = this.blocks[index];
    if (!block) throw new RangeError(`There is no block ${index}.`);
    return block;
  }
}

/** Returns where the row ends. */
function write(match: RecordMatch, { number, kept, key }: RowForm, { bytes: block, words }: Block, start: number): number {
  const { bytes, starts, ends, sameAsSample } = match;
  let sameAsKey = 0;
  if (key >= 0) {
    for (let rest = kept & ~sameAsSample; rest !== 0; rest &= rest - 1) {
      const leaf = lowestBit(rest);
      if (haveSameBytes(match, leaf, key)) sameAsKey |= 1 << leaf;
    }
  }
  const word = start / unit;
  words[word] = number;
  words[word + 1] = sameAsSample;
  words[word + 2] = sameAsKey;
  words[word + 3] = match.special;
  const own = kept & ~sameAsSample & ~sameAsKey;
  let length = start + headerBytes;
  let at = length + lengthBytes * bitsIn(own);
  for (let rest = own; rest !== 0; rest &= rest - 1, length += lengthBytes) {
    const leaf = lowestBit(rest);
    const [from, until] = [starts[leaf] ?? 0, ends[leaf] ?? 0];
    block[length] = (until - from) & 0xff;
    block[length + 1] = (until - from) >> 8;
    // Texts are short: to have them copied takes longer than to copy them.
    for (let byte = from; byte < until; byte += 1, at += 1) block[at] = bytes[byte] ?? 0;
  }
  return at;
}

function headerAt({ words }: Block, at: number): readonly [form: number, sameAsSample: number, sameAsKey: number, special: number] {
  const word = at / unit;
  return [words[word] ?? 0, words[word + 1] ?? 0, words[word + 2] ?? 0, words[word + 3] ?? 0];
}

const lowestBit = (bits: number): number => 31 - Math.clz32(bits & -bits);

function bitsIn(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

function haveSameBytes({ bytes, starts, ends }: RecordMatch, leaf: number, other: number): boolean {
  const [start, from] = [starts[leaf] ?? 0, starts[other] ?? 0];
  const length = (ends[leaf] ?? 0) - start;
  if (length !== (ends[other] ?? 0) - from) return false;
  for (let index = 0; index < length; index += 1) if (bytes[start + index] !== bytes[from + index]) return false;
  return true;
}
