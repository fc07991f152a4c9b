import { RequestError } from '../http/requestError';

/** Genesys' default page, which it always accepts (facts/genesys-scim.md, section 1.2). */
export const safePageSize = 25;

/** Page sizes: upward where nothing is known, downward where a page is refused. */
export const ladder: readonly number[] = [500, 200, 100, 50, safePageSize];

/** The largest page that is ever asked for. */
export const largestPageSize = 500;

/** Of a server that is believed to take every page. */
export const anySize = { proved: largestPageSize, current: largestPageSize };

/**
 * How many records to ask for at once. The server declares no maximum but may object to more than 25 with a 429, so above 25 every objection
 * means smaller pages first, and only at 25 slower ones (product.md, section 7). A size is given up for good only when a smaller one went
 * through undisturbed: otherwise it was the rate that the server objected to.
 */
export class PageSize {
  private limit = largestPageSize;
  private accepted = 0;

  /** The largest page that went through whole; 0 before the first. */
  get proved(): number {
    return this.accepted;
  }

  /** What an earlier run found. */
  recall({ proved, current }: Pick<PageSize, 'proved' | 'current'>): void {
    if (this.accepted > 0 || current < safePageSize || current > largestPageSize) return;
    this.limit = current;
    this.accepted = Math.min(proved, current);
  }

  /** The size that is believed to be accepted now. */
  get current(): number {
    return this.limit;
  }

  /** Reads a page of at most `wanted` records, smaller ones where the server objects. Throws what the smallest page threw. */
  async fit<Page>(wanted: number, read: (count: number, isLarge: boolean) => Promise<{ page: Page; undisturbed: boolean }>): Promise<Page> {
    let count = Math.min(wanted, this.limit);
    for (;;) {
      try {
        const { page, undisturbed } = await read(count, count > safePageSize);
        if (undisturbed && count < Math.min(wanted, this.limit)) this.limit = count;
        if (undisturbed) this.accepted = Math.min(this.limit, Math.max(this.accepted, count));
        return page;
      } catch (error) {
        // What went through before will do so again; then it was no longer the size.
        const smaller = this.accepted < count && this.accepted >= safePageSize ? this.accepted : ladder.find((size) => size < count);
        if (count <= safePageSize || smaller === undefined || !isObjection(error)) throw error;
        count = Math.min(smaller, this.limit);
      }
    }
  }
}

function isObjection(error: unknown): boolean {
  if (!(error instanceof RequestError)) return false;
  return error.retriable || error.reason === 'tooLarge' || (error.reason === 'refused' && error.status === 400);
}
