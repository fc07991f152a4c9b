import { anySize, safePageSize } from './pageSize';
import type { Listing, ListingRead } from './readListing';

interface Segment {
  /** Rows `from` to `to` of the listing as it is now, from 1 on. */
  readonly from: number;
  readonly to: number;
  /** What is believed to stand there: of the rows that were read, from the place `first` up to `end`, `end` excluded. */
  readonly first: number;
  readonly end: number;
}

/**
 * Reads again only what moved in a listing: it is halved, with a look at one row each time, until every half either has as many rows between
 * the same ends as were read there, with no seam in it, or fits into one page, which is read. A change costs about as many requests as the
 * number of pages has binary digits, where reading everything again on a busy org would never end. Null where that does not lead to a whole
 * listing: it moves again, or does not keep its order, or too much of it changed. Throws what a page throws.
 */
export async function repairListing<Resource extends { readonly id: string }>(
  listing: Listing<Resource>,
  read: ListingRead<Resource>,
  options: { readonly pageSize: number; readonly signal: AbortSignal },
): Promise<ListingRead<Resource> | null> {
  const repair = new Repair(listing, read, options);
  const resources = await repair.run();
  return resources && { resources, total: resources.size, faults: [], seams: [], brokenOff: false };
}

/** The size of the pages that a listing is read in, as far as it is known. */
export function usualPage({ size = anySize }: Pick<Listing<unknown>, 'size'>, most: number): number {
  return Math.min(most, size.current, Math.max(safePageSize, size.proved));
}

/** Its order is another one, or it moved again: this way leads nowhere. */
class NoRepair extends Error {}

class Repair<Resource extends { readonly id: string }> {
  private readonly known: readonly Resource[];
  private readonly places: ReadonlyMap<string, number>;
  private readonly page: number;
  private requestsLeft: number;
  private total: number | null = null;
  private readonly rows: Resource[] = [];

  constructor(
    private readonly listing: Listing<Resource>,
    private readonly read: ListingRead<Resource>,
    private readonly options: { readonly pageSize: number; readonly signal: AbortSignal },
  ) {
    this.known = [...read.resources.values()];
    this.places = new Map(this.known.map(({ id }, place) => [id, place]));
    this.page = usualPage(listing, options.pageSize);
    // Beyond half of what reading everything takes, reading everything is surer.
    this.requestsLeft = Math.ceil(this.known.length / this.page / 2) + 16;
  }

  async run(): Promise<ReadonlyMap<string, Resource> | null> {
    try {
      await this.ask(1, 0);
      await this.settle({ from: 1, to: this.total ?? 0, first: 0, end: this.known.length });
    } catch (error) {
      if (error instanceof NoRepair) return null;
      throw error;
    }
    const resources = new Map(this.rows.map((row) => [row.id, row]));
    return resources.size === this.rows.length && resources.size === this.total ? resources : null;
  }

  private async settle(segment: Segment): Promise<void> {
    const { from, to, first, end } = segment;
    const length = to - from + 1;
    if (length === end - first && !this.hasSeam(first, end)) {
      for (let place = first; place < end; place++) this.keep(this.known[place]);
      return;
    }
    if (length <= this.page) {
      await this.readAgain(segment);
      return;
    }
    const anchor = await this.anchor(segment);
    await this.settle({ from, to: anchor.at, first, end: anchor.place + 1 });
    await this.settle({ from: anchor.at + 1, to, first: anchor.place + 1, end });
  }

  /** A row near the middle that was read before, with where it stands now. */
  private async anchor({ from, to, first, end }: Segment): Promise<{ at: number; place: number }> {
    const middle = Math.floor((from + to) / 2);
    const fits = (row: Resource | undefined): number | null => {
      const place = row && this.places.get(row.id);
      return place !== undefined && place >= first && place < end ? place : null;
    };
    const [row] = await this.ask(middle, 1);
    const place = fits(row);
    if (place !== null) return { at: middle, place };
    // It is new: the next one that is not will do.
    const around = await this.ask(middle, Math.min(this.page, to - middle));
    for (const [index, one] of around.entries()) {
      const found = fits(one);
      if (found !== null) return { at: middle + index, place: found };
    }
    throw new NoRepair();
  }

  /** With the row in front of it, which must be the one that is kept there: it may move while it is repaired, too. */
  private async readAgain({ from, to, end }: Segment): Promise<void> {
    const before = this.rows.at(-1);
    const rows = await this.range(before ? from - 1 : from, to);
    if (before && rows[0]?.id !== before.id) throw new NoRepair();
    if (to !== this.total && rows.at(-1)?.id !== this.known[end - 1]?.id) throw new NoRepair();
    this.rows.push(...rows.slice(before ? 1 : 0));
  }

  private async range(from: number, to: number): Promise<readonly Resource[]> {
    const rows: Resource[] = [];
    while (from + rows.length <= to) {
      const came = await this.ask(from + rows.length, to - from - rows.length + 1);
      if (came.length === 0) throw new NoRepair();
      rows.push(...came);
    }
    return rows;
  }

  private async ask(startIndex: number, count: number): Promise<readonly Resource[]> {
    if (this.requestsLeft-- <= 0) throw new NoRepair();
    const page = await this.listing.page(startIndex, count, this.options.signal);
    this.total ??= page.totalResults;
    if (page.totalResults !== this.total) throw new NoRepair();
    return page.Resources?.slice(0, count) ?? [];
  }

  private hasSeam(first: number, end: number): boolean {
    return this.read.seams.some((seam) => seam >= first && seam <= end);
  }

  private keep(row: Resource | undefined): void {
    if (row !== undefined) this.rows.push(row);
  }
}
