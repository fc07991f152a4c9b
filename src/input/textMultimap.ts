import { TextMap } from './textMap';

/** A map by text for hundreds of thousands of entries, of which nearly every key has one value: a list is made for a second one alone. */
export class TextMultimap<Value> {
  private readonly firsts: TextMap<Value>;
  private readonly lists = new Map<string, Value[]>();

  /** @param expected how many keys it is to hold; with more it grows. */
  constructor(expected = 0) {
    this.firsts = new TextMap(expected);
  }

  /** Takes a value of a key, once. */
  add(key: string, value: Value): void {
    const first = this.firsts.getOrSet(key, value);
    if (first === value) return;
    const list = this.lists.get(key);
    if (list) list.push(value);
    else this.lists.set(key, [first, value]);
  }

  /** In the order in which they came; none where the key has none. */
  get(key: string): readonly Value[] {
    const list = this.lists.size === 0 ? undefined : this.lists.get(key);
    if (list) return list;
    const first = this.firsts.get(key);
    return first === undefined ? [] : [first];
  }

  /** Whether the key has no other value than this one. */
  isOf(key: string, value: Value): boolean {
    const first = this.firsts.get(key);
    return first === undefined || (first === value && !this.lists.has(key));
  }
}
