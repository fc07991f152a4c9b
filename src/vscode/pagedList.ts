/** One page of a listing as the server gave it. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** The server's `totalResults`. */
  readonly total: number;
}

/**
 * Reads the page that begins at `startIndex` (from 1), of at most `count` items; `wanted` is how many are going to be read from there on, this page
 * included.
 */
export type ReadPage<Item> = (startIndex: number, count: number, signal: AbortSignal, wanted: number) => Promise<Page<Item>>;

/**
 * A listing that is read a page at a time. It says how much of it is there ("100 of 1,512"), keeps each id once even where the listing moves
 * while it is read, and drops what arrives after a reset.
 */
export class PagedList<Item extends { readonly id: string }> {
  private found = new Map<string, Item>();
  private nextIndex = 1;
  private knownTotal: number | null = null;
  private ended = false;
  private cancel = new AbortController();
  private reading: Promise<void> | null = null;

  constructor(
    private readonly readPage: ReadPage<Item>,
    private readonly pageSize = 100,
  ) {}

  get items(): readonly Item[] {
    return [...this.found.values()];
  }

  /** Null until the first page is there. */
  get total(): number | null {
    return this.knownTotal;
  }

  get started(): boolean {
    return this.knownTotal !== null;
  }

  /** Whether the server has more than what was read. */
  get hasMore(): boolean {
    return this.knownTotal !== null && !this.ended && this.nextIndex <= this.knownTotal;
  }

  /** Reads the first page, unless it was read. */
  async start(): Promise<void> {
    if (!this.started) await this.loadMore();
  }

  /** Reads one more page; calls at the same time share one request. */
  async loadMore(signal?: AbortSignal, wanted = this.pageSize): Promise<void> {
    if (this.started && !this.hasMore) return;
    const reading = this.reading ?? this.readNext(wanted, signal);
    this.reading = reading;
    try {
      await reading;
    } finally {
      if (this.reading === reading) this.reading = null;
    }
  }

  /** Reads on until `limit` items are there or the listing ends. `onProgress` is called after each page. */
  async loadAll(limit: number, onProgress: () => void, signal?: AbortSignal): Promise<void> {
    const cancel = this.cancel;
    while (!this.started || (this.hasMore && this.found.size < limit)) {
      if (signal?.aborted || cancel !== this.cancel) return;
      await this.loadMore(signal, limit - this.found.size);
      onProgress();
    }
  }

  /** Puts what was read anew in the place of what was read before; nothing where it holds no such item. */
  replace(item: Item): void {
    if (this.found.has(item.id)) this.found.set(item.id, item);
  }

  /** Forgets everything; a page under way is cancelled and dropped. */
  reset(): void {
    this.cancel.abort();
    this.cancel = new AbortController();
    this.found = new Map();
    this.nextIndex = 1;
    this.knownTotal = null;
    this.ended = false;
    this.reading = null;
  }

  private async readNext(wanted: number, signal?: AbortSignal): Promise<void> {
    const cancel = this.cancel;
    const signals = signal ? [cancel.signal, signal] : [cancel.signal];
    const page = await this.readPage(this.nextIndex, this.pageSize, AbortSignal.any(signals), wanted);
    if (cancel !== this.cancel) return; // a stale answer
    for (const item of page.items) this.found.set(item.id, item);
    this.nextIndex += page.items.length;
    this.knownTotal = page.total;
    this.ended = page.items.length === 0;
  }
}
