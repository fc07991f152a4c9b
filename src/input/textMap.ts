const smallestTable = 16;
/** A table of slots is at most half full. */
const slotsAnEntry = 2;
/** A slot is the hash of a text and, behind it, one more than the text's place; 0 there is a slot that was never used. */
const slotSize = 2;

/** Differs from run to run: nobody can write a file whose ids all fall upon one slot. */
const seed = Math.trunc(Math.random() * 0x7fffffff);

/** Two lanes over all characters, which processors work on side by side. */
function hashOf(text: string): number {
  const { length } = text;
  let even = seed ^ length;
  let odd = ~seed;
  let at = 1;
  for (; at < length; at += 2) {
    even = Math.imul(even ^ text.charCodeAt(at - 1), 0x01000193);
    odd = Math.imul(odd ^ text.charCodeAt(at), 0x01000193);
  }
  if (at === length) even = Math.imul(even ^ text.charCodeAt(at - 1), 0x01000193);
  const mixed = Math.imul(even ^ (odd >>> 16) ^ (odd << 15), 0x2c1b3c6d);
  return mixed ^ (mixed >>> 15);
}

/**
 * A map by text, for hundreds of thousands and millions of entries: in the order of insertion like a `Map`, and each key has a place, a small
 * number that stays its own as long as nothing is deleted. What refers to many users refers to their places.
 *
 * The table that finds a place stands outside of the heap, where no garbage collection looks at it, and grows in some milliseconds at a
 * million entries, where a `Map` takes a tenth of a second.
 */
export class TextMap<Value> implements Iterable<[string, Value]> {
  private texts: (string | undefined)[] = [];
  private kept: (Value | undefined)[] = [];
  private slots: Int32Array;
  private mask: number;
  private deleted = 0;

  /** @param expected how many keys it is to hold; with more it grows. */
  constructor(expected = 0) {
    let size = smallestTable;
    while (expected * slotsAnEntry >= size) size *= 2;
    this.slots = new Int32Array(size * slotSize);
    this.mask = size - 1;
  }

  static of<Value>(entries: ReadonlyMap<string, Value> | readonly (readonly [string, Value])[]): TextMap<Value> {
    const map = new TextMap<Value>('size' in entries ? entries.size : entries.length);
    for (const [key, value] of entries) map.set(key, value);
    return map;
  }

  get size(): number {
    return this.texts.length - this.deleted;
  }

  /** Whether the places are those from 0 to below `size`. */
  get isDense(): boolean {
    return this.deleted === 0;
  }

  /** The place of a key; -1 where it has none. */
  placeOf(key: string): number {
    const { slots, texts, mask } = this;
    const hash = hashOf(key);
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const at = slot * slotSize;
      const next = slots[at + 1] ?? 0;
      if (next === 0) return -1;
      if (slots[at] === hash && texts[next - 1] === key) return next - 1;
    }
  }

  /** Whether this key has this place. */
  isAt(place: number, key: string): boolean {
    return this.texts[place] === key;
  }

  /** The key at a place. Throws where there is none. */
  keyAt(place: number): string {
    const key = this.texts[place];
    if (key === undefined) throw new RangeError(`Nothing stands at ${place}.`);
    return key;
  }

  /** The value at a place; undefined where there is none. */
  at(place: number): Value | undefined {
    return this.kept[place];
  }

  get(key: string): Value | undefined {
    const place = this.placeOf(key);
    return place < 0 ? undefined : this.kept[place];
  }

  has(key: string): boolean {
    return this.placeOf(key) >= 0;
  }

  set(key: string, value: Value): this {
    this.put(key, value);
    return this;
  }

  /** Sets a value and returns its place. */
  put(key: string, value: Value): number {
    const hash = hashOf(key);
    const slot = this.slotOf(key, hash);
    const next = this.slots[slot * slotSize + 1] ?? 0;
    if (next === 0) return this.append(slot, hash, key, value);
    this.kept[next - 1] = value;
    return next - 1;
  }

  /** The value that a key has; this one, where it has none. */
  getOrSet(key: string, value: Value): Value {
    const hash = hashOf(key);
    const slot = this.slotOf(key, hash);
    const next = this.slots[slot * slotSize + 1] ?? 0;
    if (next === 0) this.append(slot, hash, key, value);
    return next === 0 ? value : (this.kept[next - 1] as Value);
  }

  /** The slot of a key, or the one that it is to get. */
  private slotOf(key: string, hash: number): number {
    const { slots, texts, mask } = this;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const next = slots[slot * slotSize + 1] ?? 0;
      if (next === 0 || (slots[slot * slotSize] === hash && texts[next - 1] === key)) return slot;
    }
  }

  private append(slot: number, hash: number, key: string, value: Value): number {
    const { slots, texts } = this;
    texts.push(key);
    this.kept.push(value);
    slots[slot * slotSize] = hash;
    slots[slot * slotSize + 1] = texts.length;
    if (texts.length * slotsAnEntry > this.mask) this.grow();
    return texts.length - 1;
  }

  delete(key: string): boolean {
    const place = this.placeOf(key);
    if (place < 0) return false;
    // Its slot stays, so that what was put behind it is found.
    this.texts[place] = undefined;
    this.kept[place] = undefined;
    this.deleted += 1;
    if (this.size === 0) this.clear();
    return true;
  }

  clear(): void {
    this.texts = [];
    this.kept = [];
    this.slots = new Int32Array(smallestTable * slotSize);
    this.mask = smallestTable - 1;
    this.deleted = 0;
  }

  *entries(): MapIterator<[string, Value]> {
    for (let place = 0; place < this.texts.length; place += 1) {
      const key = this.texts[place];
      if (key !== undefined) yield [key, this.kept[place] as Value];
    }
  }

  *keys(): MapIterator<string> {
    for (const key of this.texts) if (key !== undefined) yield key;
  }

  *values(): MapIterator<Value> {
    for (let place = 0; place < this.texts.length; place += 1) {
      if (this.texts[place] !== undefined) yield this.kept[place] as Value;
    }
  }

  [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }

  forEach(take: (value: Value, key: string, map: ReadonlyMap<string, Value>) => void): void {
    for (const [key, value] of this) take(value, key, this);
  }

  private grow(): void {
    if (this.deleted * 2 > this.texts.length) {
      const left = [...this];
      this.clear();
      for (const [key, value] of left) this.put(key, value);
      return;
    }
    const old = this.slots;
    const mask = this.mask * 2 + 1;
    const slots = new Int32Array((mask + 1) * slotSize);
    for (let from = 0; from < old.length; from += slotSize) {
      const next = old[from + 1] ?? 0;
      if (next === 0 || this.texts[next - 1] === undefined) continue;
      const hash = old[from] ?? 0;
      let slot = hash & mask;
      while ((slots[slot * slotSize + 1] ?? 0) !== 0) slot = (slot + 1) & mask;
      slots[slot * slotSize] = hash;
      slots[slot * slotSize + 1] = next;
    }
    this.slots = slots;
    this.mask = mask;
  }
}

/** A set of texts, like `TextMap`. */
export class TextSet implements Iterable<string> {
  private readonly map = new TextMap<true>();

  add(key: string): this {
    this.map.put(key, true);
    return this;
  }

  /** False where it was there already. */
  addNew(key: string): boolean {
    const before = this.map.size;
    this.map.put(key, true);
    return this.map.size > before;
  }

  has(key: string): boolean {
    return this.map.has(key);
  }

  delete(key: string): boolean {
    return this.map.delete(key);
  }

  get size(): number {
    return this.map.size;
  }

  [Symbol.iterator](): MapIterator<string> {
    return this.map.keys();
  }
}
