import type { SandboxRequest } from './httpMessages';
import { gatewayError, type Reply } from './reply';

const mostOnAPage = 100;

/**
 * A page of a Platform API listing, by `pageSize` (25 unless told, 100 at most) and `pageNumber` from 1 on, in the shape of the official
 * SDK's models; only that page is rendered. @throws Refusal 400 for what is no positive number.
 */
export function entityPage<Item>(request: SandboxRequest, path: string, items: readonly Item[], render: (item: Item) => unknown): Reply {
  const pageSize = Math.min(mostOnAPage, positive(request, 'pageSize', 25));
  const pageNumber = positive(request, 'pageNumber', 1);
  return {
    status: 200,
    body: {
      entities: items.slice((pageNumber - 1) * pageSize, pageNumber * pageSize).map(render),
      pageSize,
      pageNumber,
      total: items.length,
      pageCount: Math.ceil(items.length / pageSize),
      selfUri: `${path}?pageSize=${pageSize}&pageNumber=${pageNumber}`,
    },
  };
}

function positive(request: SandboxRequest, name: string, otherwise: number): number {
  const text = request.query.get(name);
  if (text === null) return otherwise;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw gatewayError(400, 'bad.request', `The value of ${name} must be a positive number.`);
  return value;
}
