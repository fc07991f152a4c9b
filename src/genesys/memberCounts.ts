import type { GenesysClient } from './client';
import { inParallel } from '../http/inParallel';
import { isCount, isId, isRecord } from './resourceCheck';

const task = { doing: 'read the member counts of groups' };
const groupsPerPage = 100;

/**
 * Genesys' own member count of groups (`memberCount` of the directory group), by id; a group whose count may not be read has no entry. A
 * listing (`GET /api/v2/groups`) costs one request for a hundred groups; where there is none, each group is asked for, until it is plain
 * that none may be read.
 */
export async function readMemberCounts(
  client: Pick<GenesysClient, 'readIfAllowed'>,
  groupIds: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, number>> {
  const wanted = new Set(groupIds);
  const counts = (wanted.size === 0 ? null : await fromListing(client, signal)) ?? new Map<string, number>();
  for (const id of counts.keys()) if (!wanted.has(id)) counts.delete(id);
  await addOneByOne(
    client,
    [...wanted].filter((id) => !counts.has(id)),
    counts,
    signal,
  );
  return counts;
}

/** The count of one group as it is now; null where it may not be read. */
export async function readMemberCount(
  client: Pick<GenesysClient, 'readIfAllowed'>,
  id: string,
  signal?: AbortSignal,
): Promise<number | null> {
  const group = await client.readIfAllowed(`/api/v2/groups/${encodeURIComponent(id)}`, task, signal);
  return isCount(group?.memberCount) ? group.memberCount : null;
}

async function fromListing(client: Pick<GenesysClient, 'readIfAllowed'>, signal: AbortSignal): Promise<Map<string, number> | null> {
  const counts = new Map<string, number>();
  for (let page = 1; ; page++) {
    const answer = await client.readIfAllowed(`/api/v2/groups?pageSize=${groupsPerPage}&pageNumber=${page}`, task, signal);
    if (answer === null || !Array.isArray(answer.entities)) return page === 1 ? null : counts;
    for (const group of answer.entities as readonly unknown[]) {
      if (isRecord(group) && isId(group.id) && isCount(group.memberCount)) counts.set(group.id, group.memberCount);
    }
    if (answer.entities.length < groupsPerPage && !(isCount(answer.pageCount) && page < answer.pageCount)) return counts;
    if (answer.entities.length === 0) return counts;
  }
}

async function addOneByOne(
  client: Pick<GenesysClient, 'readIfAllowed'>,
  ids: readonly string[],
  counts: Map<string, number>,
  signal: AbortSignal,
): Promise<void> {
  let unread = 0;
  await inParallel(
    ids,
    async (id, inner) => {
      if (counts.size === 0 && unread >= 3) return;
      const count = await readMemberCount(client, id, inner);
      if (count !== null) counts.set(id, count);
      else unread++;
    },
    signal,
  );
}
