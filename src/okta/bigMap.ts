/** To grow beyond, a table would be laid out anew for a tenth of a second and more: what comes later goes into many small ones. */
const mostInOne = 1 << 17;
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
export class BigMap<Value extends object | boolean | number> extends Map<string, Value> {
  /** Of entries beyond those of the map itself. */
  private shards: readonly Map<string, Value>[] = [];
  /** Entries of all shards. */
  private count = 0;

  private shard(key: string): Map<string, Value> | undefined {
    return this.shards.length === 0 ? undefined : this.shards[shardOf(key)];
  }

  override get(key: string): Value | undefined {
    return super.get(key) ?? this.shard(key)?.get(key);
  }

  override has(key: string): boolean {
    return super.has(key) || this.shard(key)?.has(key) === true;
  }

  override set(key: string, value: Value): this {
    const shard = super.size < mostInOne || super.has(key) ? undefined : this.grown(key);
    if (shard) {
      const before = shard.size;
      shard.set(key, value);
      this.count += shard.size - before;
    } else if (this.shard(key)?.has(key) === true) this.shard(key)?.set(key, value);
    else super.set(key, value);
    return this;
  }

  private grown(key: string): Map<string, Value> | undefined {
    if (this.shards.length === 0) this.shards = Array.from({ length: shardCount }, () => new Map<string, Value>());
    return this.shard(key);
  }

  override delete(key: string): boolean {
    if (super.delete(key)) return true;
    const deleted = this.shard(key)?.delete(key) === true;
    if (deleted) this.count -= 1;
    return deleted;
  }

  override clear(): void {
    super.clear();
    this.shards = [];
    this.count = 0;
  }

  override get size(): number {
    return super.size + this.count;
  }

  override *entries(): MapIterator<[string, Value]> {
    yield* super.entries();
    for (const shard of this.shards) yield* shard.entries();
  }

  override *keys(): MapIterator<string> {
    yield* super.keys();
    for (const shard of this.shards) yield* shard.keys();
  }

  override *values(): MapIterator<Value> {
    yield* super.values();
    for (const shard of this.shards) yield* shard.values();
  }

  override [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }

  override forEach(take: (value: Value, key: string, map: Map<string, Value>) => void): void {
    for (const [key, value] of this) take(value, key, this);
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
