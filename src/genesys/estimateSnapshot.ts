import type { GenesysClient } from './client';
import { largestPageSize } from './pageSize';
import { comparedUserAttributes } from './takeSnapshot';

/** What a snapshot costs, said before it is taken (product.md, section 7). */
export interface SnapshotEstimate {
  readonly activeUsers: number;
  readonly inactiveUsers: number;
  readonly groups: number;
  readonly requests: number;
  readonly seconds: number;
  /** "≈ 1,040 requests, about 3½ minutes at 300 a minute" */
  readonly words: string;
}

/** Totals asked for once more at the end: active users, inactive users, groups. */
const closingRequests = 3;
/** A request takes about so long where the rate does not hold it back. */
const secondsPerRequest = 0.15;

/**
 * Asks for the totals and tries the first page in the size that the snapshot would use: four requests. It is an estimate: members that no
 * listing holds, empty groups, changes meanwhile and retries add to it. Throws RequestError.
 */
export async function estimateSnapshot(
  client: GenesysClient,
  options: { readonly signal?: AbortSignal | undefined; readonly pageSize?: number | undefined } = {},
): Promise<SnapshotEstimate> {
  const { signal } = options;
  const pageSize = options.pageSize ?? largestPageSize;
  const first = await client.listUsers({ active: true, startIndex: 1, count: pageSize, attributes: comparedUserAttributes }, signal);
  const inactive = await client.listUsers({ active: false, startIndex: 1, count: 0 }, signal);
  const groups = await client.listGroups({ startIndex: 1, count: 0 }, signal);
  const counted = await client.readIfAllowed(
    '/api/v2/groups?pageSize=1&pageNumber=1',
    { doing: 'read the member counts of groups' },
    signal,
  );
  const [activeUsers, inactiveUsers] = [first.totalResults, inactive.totalResults];
  const served = first.Resources?.length ?? 0;
  const usersPerPage = served > 0 && served < activeUsers ? served : pageSize;
  const groupsPerPage = Math.min(pageSize, client.pageSizes.groups.current);
  const memberCounts = counted === null ? groups.totalResults : Math.ceil(groups.totalResults / 100);
  const requests =
    pages(activeUsers, usersPerPage) +
    pages(inactiveUsers, usersPerPage) +
    pages(groups.totalResults, groupsPerPage) +
    memberCounts +
    closingRequests;
  const seconds = secondsFor(requests, client.requestsPerMinute);
  return {
    activeUsers,
    inactiveUsers,
    groups: groups.totalResults,
    requests,
    seconds,
    words: estimateWords(requests, seconds, client.requestsPerMinute),
  };
}

/** "≈ 1,040 requests, about 3½ minutes at 300 a minute" */
export function estimateWords(requests: number, seconds: number, perMinute: number): string {
  return `≈ ${requests.toLocaleString('en-US')} requests, ${durationWords(seconds)} at ${perMinute.toLocaleString('en-US')} a minute`;
}

/** At least one page is asked for, even of nothing. */
function pages(records: number, perPage: number): number {
  return Math.max(1, Math.ceil(records / perPage));
}

/** Within a minute's budget only the latency counts; beyond it, the rate. */
function secondsFor(requests: number, perMinute: number): number {
  return Math.ceil(Math.max(requests * secondsPerRequest, requests > perMinute ? (requests / perMinute) * 60 : 0));
}

function durationWords(seconds: number): string {
  if (seconds < 45) return 'less than a minute';
  const halves = Math.round(seconds / 30);
  const whole = Math.floor(halves / 2);
  const text = halves % 2 === 0 ? whole.toLocaleString('en-US') : `${whole === 0 ? '' : whole.toLocaleString('en-US')}½`;
  return `about ${text} ${halves <= 2 ? 'minute' : 'minutes'}`;
}
