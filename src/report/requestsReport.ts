import type { PlanRequests } from '../plan/plan';
import { countOf, formatNumber } from './words';

/** What reading the org cost, in a sentence: "1,028 requests were sent, 3 of them repeated; 3,372 were avoided by large pages and …". */
export function requestsWords({ sent, retried, avoided }: PlanRequests): string {
  const again = retried === 0 ? 'none of them repeated' : `${formatNumber(retried)} of them repeated`;
  const less =
    avoided === 0
      ? 'none was avoided'
      : `${formatNumber(avoided)} ${avoided === 1 ? 'was' : 'were'} avoided by large pages and by members in listings`;
  return `${countOf(sent, 'request')} ${sent === 1 ? 'was' : 'were'} sent, ${again}; ${less}.`;
}
