import type { RawRecord } from '../input/jsonRecordSink';

const blockBytes = 1 << 20;
/** Beyond this, users are still read, only no longer recognised by their bytes. */
const mostBlocks = 96;

const quote = 0x22;
const space = 0x20;
/** `{"id":` */
const opening = Buffer.from('{"id":');

/**
 * The bytes of user records as they were read. A members file repeats whole users that the users file holds as well, mostly byte for byte:
 * such a record says nothing new, and comparing it is many times faster than parsing it.
 */
export class SeenUsers {
  private readonly slots = new Map<string, number>();
  private readonly ids: string[] = [];
  private readonly offsets: number[] = [];
  private readonly lengths: number[] = [];
  private readonly blocks: Buffer[] = [];
  private used = blockBytes;

  /** `enabled`: it is worth the memory, since the export holds members files. */
  constructor(private readonly enabled: boolean) {}

  /** Keeps the bytes of a whole record that was parsed and told of this user. */
  add(id: string, { bytes, start, end }: RawRecord): void {
    const length = end - start;
    if (!this.enabled || length > blockBytes >> 4 || this.slots.has(id) || idAt(bytes, start) !== id) return;
    if (this.used + length > blockBytes) {
      if (this.blocks.length === mostBlocks) return;
      this.blocks.push(Buffer.allocUnsafeSlow(blockBytes));
      this.used = 0;
    }
    const block = this.blocks.length - 1;
    const target = this.blocks[block];
    if (!target) return;
    bytes.copy(target, this.used, start, end);
    this.slots.set(id, this.ids.length);
    this.ids.push(id);
    this.offsets.push(block * blockBytes + this.used);
    this.lengths.push(length);
    this.used += length;
  }

  /** The user whose record has exactly these bytes; null where none has. */
  find({ bytes, start, end }: RawRecord): string | null {
    if (this.ids.length === 0) return null;
    const slot = this.slots.get(idAt(bytes, start) ?? '');
    if (slot === undefined || this.lengths[slot] !== end - start) return null;
    const offset = this.offsets[slot] ?? 0;
    const block = this.blocks[Math.floor(offset / blockBytes)];
    const from = offset % blockBytes;
    if (block?.compare(bytes, start, end, from, from + end - start) !== 0) return null;
    return this.ids[slot] ?? null;
  }
}

/** The id that a record begins with, as it stands there; null where it begins otherwise. */
function idAt(bytes: Buffer, start: number): string | null {
  for (let index = 0; index < opening.length; index += 1) if (bytes[start + index] !== opening[index]) return null;
  let from = start + opening.length;
  if (bytes[from] === space) from += 1;
  if (bytes[from] !== quote) return null;
  const end = bytes.indexOf(quote, from + 1);
  return end === -1 ? null : bytes.toString('latin1', from + 1, end);
}
