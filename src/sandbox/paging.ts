import { listResponseSchema } from '../genesys/scim';
import { badParameter, type Reply } from './reply';

/** Resources in a page at most; `filter.maxResults` of the service provider configuration says the same. */
export const maximumPage = 1000;
const defaultPage = 25;

export interface Page {
  /** From 1 on. */
  readonly startIndex: number;
  readonly count: number;
}

/** `startIndex` and `count`. @throws Refusal 400 for what is no number. */
export function readPage(query: URLSearchParams): Page {
  return {
    startIndex: Math.max(1, wholeNumber(query, 'startIndex', 1)),
    count: Math.min(maximumPage, Math.max(0, wholeNumber(query, 'count', defaultPage))),
  };
}

/** A ListResponse of the wanted part of a list; only that part is rendered. */
export function listReply<Item>(items: readonly Item[], page: Page, render: (item: Item) => unknown): Reply {
  const shown = items.slice(page.startIndex - 1, page.startIndex - 1 + page.count);
  return {
    status: 200,
    body: {
      schemas: [listResponseSchema],
      totalResults: items.length,
      startIndex: page.startIndex,
      itemsPerPage: shown.length,
      Resources: shown.map(render),
    },
  };
}

function wholeNumber(query: URLSearchParams, name: string, usual: number): number {
  const text = query.get(name);
  if (text === null || text === '') return usual;
  if (!/^-?\d{1,9}$/.test(text)) throw badParameter(name, text, 'whole numbers');
  return Number(text);
}
