/** The Okta ids of a group's members, each once, in the order in which they were added: as small as a list, and in no hurry to compare. */
export class MemberIds implements Iterable<string> {
  private ids: readonly string[] = [];
  /** What came behind the first list, until somebody asks. */
  private more: (readonly string[])[] = [];
  private isSettled = true;

  static of(ids: readonly string[]): MemberIds {
    return new MemberIds().add(ids);
  }

  /** The first list is kept as it is, not copied: it must not change afterwards. */
  add(ids: readonly string[]): this {
    if (ids.length === 0) return this;
    if (this.ids.length === 0) this.ids = ids;
    else this.more.push(ids);
    this.isSettled = false;
    return this;
  }

  list(): readonly string[] {
    if (!this.isSettled) {
      const all = this.more.length === 0 ? this.ids : [this.ids, ...this.more].flat();
      const distinct = new Set(all);
      this.ids = distinct.size === all.length ? all : [...distinct];
      this.more = [];
      this.isSettled = true;
    }
    return this.ids;
  }

  get size(): number {
    return this.list().length;
  }

  [Symbol.iterator](): Iterator<string> {
    return this.list()[Symbol.iterator]();
  }
}
