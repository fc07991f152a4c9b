/** When a table of a million texts grows, it is laid out anew for a quarter of a second: from here on there are many small ones. */
const mostInOne = 1 << 14;
const shardCount = 64;

/** Told by a few characters of the end and the middle, where ids and logins differ: a hash of the whole would cost as much as the look-up. */
function shardOf(key: string): number {
  const last = key.length - 1;
  const middle = key.length >> 1;
  let hash = key.length;
  for (let back = 0; back < 4; back += 1) {
    hash = Math.imul(hash ^ (key.charCodeAt(last - back) | 0), 0x01000193);
    hash = Math.imul(hash ^ (key.charCodeAt(middle - back) | 0), 0x01000193);
  }
  return (hash ^ (hash >>> 15)) & (shardCount - 1);
}

/**
 * A map by text that grows without ever holding the event loop for long. Small, it is a `Map` like any other; large, its order is not that
 * of insertion, though always the same for the same content in the same order.
 */
export class BigMap<Value> extends Map<string, Value> {
  private shards: readonly Map<string, Value>[] | null = null;
  /** Entries of all shards. */
  private count = 0;

  private shard(key: string): Map<string, Value> | undefined {
    return this.shards?.[shardOf(key)];
  }

  override get(key: string): Value | undefined {
    return this.shards === null ? super.get(key) : this.shard(key)?.get(key);
  }

  override has(key: string): boolean {
    return this.shards === null ? super.has(key) : this.shard(key)?.has(key) === true;
  }

  override set(key: string, value: Value): this {
    if (this.shards === null) {
      super.set(key, value);
      if (super.size > mostInOne) this.split();
      return this;
    }
    const shard = this.shard(key);
    if (!shard) return this;
    const before = shard.size;
    shard.set(key, value);
    this.count += shard.size - before;
    return this;
  }

  override delete(key: string): boolean {
    if (this.shards === null) return super.delete(key);
    const deleted = this.shard(key)?.delete(key) === true;
    if (deleted) this.count -= 1;
    return deleted;
  }

  override clear(): void {
    super.clear();
    this.shards = null;
  }

  override get size(): number {
    return this.shards === null ? super.size : this.count;
  }

  override *entries(): MapIterator<[string, Value]> {
    if (this.shards === null) yield* super.entries();
    else for (const shard of this.shards) yield* shard.entries();
  }

  override *keys(): MapIterator<string> {
    if (this.shards === null) yield* super.keys();
    else for (const shard of this.shards) yield* shard.keys();
  }

  override *values(): MapIterator<Value> {
    if (this.shards === null) yield* super.values();
    else for (const shard of this.shards) yield* shard.values();
  }

  override [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }

  override forEach(take: (value: Value, key: string, map: Map<string, Value>) => void): void {
    for (const [key, value] of this) take(value, key, this);
  }

  private split(): void {
    const shards = Array.from({ length: shardCount }, () => new Map<string, Value>());
    for (const [key, value] of super.entries()) shards[shardOf(key)]?.set(key, value);
    this.count = super.size;
    super.clear();
    this.shards = shards;
  }
}

/** A set of texts that grows without ever holding the event loop for long. */
export class BigSet implements Iterable<string> {
  private readonly map = new BigMap<true>();

  add(key: string): this {
    this.map.set(key, true);
    return this;
  }

  /** False where it was there already. */
  addNew(key: string): boolean {
    const before = this.map.size;
    this.map.set(key, true);
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
