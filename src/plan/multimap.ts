/**
 * Values by key, several for a key where that happens. Almost every key here has one value, so that a list is only made for those that have
 * more: at a million users this is the difference between one map and a million arrays.
 */
export class Multimap<Value> {
  private readonly firsts = new Map<string, Value>();
  private readonly lists = new Map<string, Value[]>();

  add(key: string, value: Value): void {
    const first = this.firsts.get(key);
    if (first === undefined) {
      this.firsts.set(key, value);
      return;
    }
    const list = this.lists.get(key);
    if (list) list.push(value);
    else this.lists.set(key, [first, value]);
  }

  has(key: string): boolean {
    return this.firsts.has(key);
  }

  /** The value that came first. */
  first(key: string): Value | undefined {
    return this.firsts.get(key);
  }

  hasSeveral(key: string): boolean {
    return this.lists.size > 0 && this.lists.has(key);
  }

  get(key: string): readonly Value[] {
    const list = this.lists.size === 0 ? undefined : this.lists.get(key);
    if (list) return list;
    const first = this.firsts.get(key);
    return first === undefined ? [] : [first];
  }

  /** Keys that have more than one value. */
  several(): Iterable<readonly [string, readonly Value[]]> {
    return this.lists;
  }

  *[Symbol.iterator](): Iterator<readonly [string, readonly Value[]]> {
    for (const [key, value] of this.firsts) yield [key, (this.lists.size === 0 ? undefined : this.lists.get(key)) ?? [value]];
  }
}
