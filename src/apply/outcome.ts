import type { RequestError, RequestErrorReason } from '../http/requestError';

/**
 * What a failed PATCH means for the group (product.md, section 9).
 * `stale`: not done, the version was not the current one. `refused`: not done, it may be one of the ids. `unknown`: done or not, only reading
 * back tells. `failed`: not done, and no other batch would be.
 */
export type WriteOutcome = 'stale' | 'refused' | 'unknown' | 'failed';

/** Reasons after which it is certain that the request changed nothing: whatever moved meanwhile was another hand. */
const withoutEffect: ReadonlySet<RequestErrorReason> = new Set<RequestErrorReason>([
  'conflict',
  'refused',
  'tooLarge',
  'notFound',
  'badCredentials',
  'unauthorized',
  'forbidden',
  'rateLimited',
]);

export const changedNothing = (error: RequestError): boolean => withoutEffect.has(error.reason) && !isLongAnswer(error);

/** The answer was too long to be read, not the request: it may well say that all is done. */
const isLongAnswer = ({ reason, status }: RequestError): boolean => reason === 'tooLarge' && status === null;

export function outcomeOf(error: RequestError): WriteOutcome {
  if (isLongAnswer(error)) return 'unknown';
  switch (error.reason) {
    case 'conflict':
      return 'stale';
    case 'refused':
    case 'tooLarge':
    case 'notFound':
      return 'refused';
    case 'serverError':
    case 'timeout':
    case 'connectionLost':
    case 'badAnswer':
    case 'notGenesys':
      return 'unknown';
    default:
      return 'failed';
  }
}
