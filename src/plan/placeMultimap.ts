/**
 * Values by place (`TextMap`), several for a place where that happens. Almost every place here has one value, so that a list is only made
 * for those that have more: at a million users this is the difference between one array and a million of them.
 */
export class PlaceMultimap<Value extends object> {
  private readonly firsts: (Value | undefined)[];
  private readonly lists = new Map<number, Value[]>();

  /** @param size places are below it. */
  constructor(size: number) {
    this.firsts = new Array<Value | undefined>(size).fill(undefined);
  }

  add(place: number, value: Value): void {
    const first = this.firsts[place];
    if (first === undefined) {
      this.firsts[place] = value;
      return;
    }
    const list = this.lists.get(place);
    if (list) list.push(value);
    else this.lists.set(place, [first, value]);
  }

  has(place: number): boolean {
    return this.firsts[place] !== undefined;
  }

  /** The value that came first. */
  first(place: number): Value | undefined {
    return this.firsts[place];
  }

  get(place: number): readonly Value[] {
    const list = this.lists.size === 0 ? undefined : this.lists.get(place);
    if (list) return list;
    const first = this.firsts[place];
    return first === undefined ? [] : [first];
  }

  /** Places that have more than one value, in the order in which the second came. */
  several(): Iterable<readonly [number, readonly Value[]]> {
    return this.lists;
  }
}
