import { RequestError } from '../http/requestError';

/** Genesys' default page, which it always accepts (facts/genesys-scim.md, section 1.2). */
export const safePageSize = 25;

/** Tried from the largest on. */
const ladder: readonly number[] = [500, 200, 100, 50, safePageSize];

/** The largest page that is ever asked for. */
export const largestPageSize = 500;

/**
 * How many records to ask for at once. The server declares no maximum but may object to more than 25 with a 429, so above 25 every objection
 * means smaller pages first, and only at 25 slower ones (product.md, section 7). A size is given up for good only when a smaller one went
 * through undisturbed: otherwise it was the rate that the server objected to.
 */
export class PageSize {
  private limit = largestPageSize;

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
        return page;
      } catch (error) {
        const smaller = ladder.find((size) => size < count);
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
