import type { GenesysClient } from './client';
import { type PageMemory, recallPages } from './pageMemory';
import { pageSteps, plannedPages } from './pagePlan';
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
 * Asks for the three totals (`count=0`), for the first pages in growing sizes where it is not known which the org takes, and whether groups
 * are counted in a listing: eleven requests at the most. It is an estimate: members that no listing holds, empty groups, changes meanwhile
 * and retries add to it. Throws RequestError.
 */
export async function estimateSnapshot(
  client: GenesysClient,
  options: {
    readonly signal?: AbortSignal | undefined;
    readonly pageSize?: number | undefined;
    readonly pageMemory?: PageMemory | undefined;
  } = {},
): Promise<SnapshotEstimate> {
  const { signal } = options;
  const most = options.pageSize ?? largestPageSize;
  const sizes = client.pageSizes;
  await recallPages({ pageSizes: sizes, now: client.now() }, options.pageMemory);
  const active = await client.listUsers({ active: true, startIndex: 1, count: 0 }, signal);
  const inactive = await client.listUsers({ active: false, startIndex: 1, count: 0 }, signal);
  const groups = await client.listGroups({ startIndex: 1, count: 0 }, signal);
  const total = active.totalResults;
  const served = await learnPages(client, total, most, signal);
  const counted = await client.readIfAllowed(
    '/api/v2/groups?pageSize=1&pageNumber=1',
    { doing: 'read the member counts of groups' },
    signal,
  );
  const memberCounts = counted === null ? groups.totalResults : Math.ceil(groups.totalResults / 100);
  const requests =
    plannedPages(total, sizes.users, served) +
    plannedPages(inactive.totalResults, sizes.users, served) +
    plannedPages(groups.totalResults, sizes.groups, Math.min(most, served)) +
    memberCounts +
    closingRequests;
  const seconds = secondsFor(requests, client.requestsPerMinute);
  return {
    activeUsers: total,
    inactiveUsers: inactive.totalResults,
    groups: groups.totalResults,
    requests,
    seconds,
    words: estimateWords(requests, seconds, client.requestsPerMinute),
  };
}

/** Reads first pages in growing sizes, as the snapshot does. The size that the server gives in the end, where it gives less than is asked. */
async function learnPages(client: GenesysClient, total: number, most: number, signal: AbortSignal | undefined): Promise<number> {
  for (const count of pageSteps(client.pageSizes.users, most)) {
    const page = await client.listUsers({ active: true, startIndex: 1, count, attributes: comparedUserAttributes }, signal);
    const came = page.Resources?.length ?? 0;
    if (count >= total) return most;
    if (came > 0 && came < count) return came;
  }
  return most;
}

/** "≈ 1,040 requests, about 3½ minutes at 300 a minute" */
export function estimateWords(requests: number, seconds: number, perMinute: number): string {
  return `≈ ${requests.toLocaleString('en-US')} requests, ${durationWords(seconds)} at ${perMinute.toLocaleString('en-US')} a minute`;
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
