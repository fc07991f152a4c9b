import { type RecordMatch, viewOf } from './recordMatch';
import { isPlainText, type JsonScalar, leafKinds, type TemplateNode } from './templateNode';
import { TemplateReading } from './templateReading';

const openBrace = 0x7b;
const quote = 0x22;
const longestRecord = 1 << 14;
const deepest = 16;
/** Bytes that are compared at once. */
const word = 4;
/** So many records may differ from the sample at a leaf before it is asked whether comparing is worth it. */
const patience = 16;

/**
 * A record of JSON that was parsed once, as what all records have that were written like it: the bytes between its scalars. Records of one kind
 * come from one program, which writes the same names in the same order; whether the next record is such a one is told by comparing bytes, many
 * times faster than by parsing it, and then every scalar is found. What does not fit to the byte, or could be no JSON, does not match.
 *
 * Many scalars are the same in most records, too (a status, a type, `null`): they are compared before they are scanned.
 */
export class RecordTemplate {
  /** The scalars of the record that it was made of. */
  readonly samples: readonly JsonScalar[];
  /** The record as it stood. Four bytes at a time are compared in a third of the time. */
  private readonly text: DataView;
  /** Where its leaves begin and end, quotes included; behind the last of them the text begins to end. */
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;
  /** What the leaves are. */
  private readonly kinds: Uint8Array;
  /** Leaves that are compared with the sample first, a bit each. */
  private steady = 0;
  private readonly missed: Uint32Array;
  private matched = 0;

  private constructor(
    bytes: Buffer,
    { starts, ends }: Pick<TemplateReading, 'starts' | 'ends'>,
    /** The record as it was parsed. */
    readonly root: TemplateNode & { readonly kind: 'object' },
  ) {
    this.text = viewOf(bytes);
    this.starts = Int32Array.from([...starts, bytes.length]);
    this.ends = Int32Array.from(ends);
    const samples = ends.map((end, leaf) => bytes.subarray(starts[leaf], end));
    this.samples = samples.map((sample) => JSON.parse(sample.toString()) as JsonScalar);
    this.kinds = Uint8Array.from(samples, kindOf);
    this.missed = new Uint32Array(ends.length);
    for (const [leaf, sample] of samples.entries()) if (canBeSteady(sample)) this.steady |= 1 << leaf;
  }

  /** Null where the record is not worth one: too long, too many scalars, a name twice, or no object. @param end behind a whole, well-formed value. */
  static of(bytes: Buffer, start: number, end: number): RecordTemplate | null {
    if (end - start > longestRecord || bytes[start] !== openBrace) return null;
    const record = Buffer.from(bytes.subarray(start, end));
    const reading = new TemplateReading(record);
    const root = reading.value(deepest);
    return root?.kind === 'object' ? new RecordTemplate(record, reading, root) : null;
  }

  get leaves(): number {
    return this.samples.length;
  }

  /** The node of a name of the record itself; undefined where it has none. */
  part(name: string): TemplateNode | undefined {
    return this.root.parts.get(name);
  }

  /** The leaf at a name of the record itself; -1 where it has none. */
  leafOf(name: string): number {
    const part = this.part(name);
    return part?.kind === 'leaf' ? part.leaf : -1;
  }

  /** Whether a whole record that was written like this one begins at `start`; `match` then tells of it. */
  matches(bytes: Buffer, start: number, match: RecordMatch): boolean {
    const { text, starts, ends } = this;
    const view = match.viewOf(bytes);
    const count = ends.length;
    let at = start;
    let from = 0;
    match.begin();
    for (let leaf = 0; ; leaf += 1) {
      const until = starts[leaf] ?? 0;
      if (!isSame(view, at, text, from, until)) return false;
      at += until - from;
      if (leaf === count) break;
      from = ends[leaf] ?? 0;
      if ((this.steady & (1 << leaf)) !== 0) {
        if (isSame(view, at, text, until, from)) {
          match.takeSample(leaf, at, at + from - until, this.kinds[leaf] ?? 0);
          at += from - until;
          continue;
        }
        this.miss(leaf);
      }
      at = match.scanLeaf(bytes, at, leaf);
      if (at < 0) return false;
    }
    this.matched += 1;
    match.take(this, bytes, start, at);
    return true;
  }

  /** A leaf that is mostly another one than the sample's is not compared any more. */
  private miss(leaf: number): void {
    const missed = (this.missed[leaf] ?? 0) + 1;
    this.missed[leaf] = missed;
    if (2 * missed > this.matched + patience) this.steady &= ~(1 << leaf);
  }
}

/** Whether the bytes from `at` on are those of the text from `from` to `until`. */
function isSame(view: DataView, at: number, text: DataView, from: number, until: number): boolean {
  if (at + until - from > view.byteLength) return false;
  let place = at;
  let other = from;
  for (; other + 2 * word <= until; other += 2 * word, place += 2 * word) {
    const differs =
      (view.getInt32(place, true) ^ text.getInt32(other, true)) | (view.getInt32(place + word, true) ^ text.getInt32(other + word, true));
    if (differs !== 0) return false;
  }
  for (; other + word <= until; other += word, place += word) if (view.getInt32(place, true) !== text.getInt32(other, true)) return false;
  for (; other < until; other += 1, place += 1) if (view.getUint8(place) !== text.getUint8(other)) return false;
  return true;
}

/** Wherever its bytes stand again, they are this scalar and no part of another; a number could go on, and an escape or letters beyond ASCII are looked at. */
function canBeSteady(sample: Buffer): boolean {
  return sample[0] === quote ? isPlainText(sample) : kindOf(sample) !== leafKinds.number;
}

function kindOf(sample: Buffer): number {
  const [first] = sample.toString('latin1', 0, 1);
  if (first === '"') return leafKinds.text;
  if (first === 'n') return leafKinds.null;
  return first === 't' || first === 'f' ? leafKinds.boolean : leafKinds.number;
}
