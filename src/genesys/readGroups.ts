import { type Problem, problem } from '../input/problem';
import type { GenesysClient } from './client';
import { RequestError } from '../http/requestError';
import { inParallel } from '../http/inParallel';
import { readMemberCount, readMemberCounts } from './memberCounts';
import type { ScimGroup } from './scim';

export interface GroupReadOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** Groups with their members, and the ones of which the members are not known or not proved. */
export interface GroupsRead {
  readonly groups: Map<string, ScimGroup>;
  readonly unprovedGroups: Map<string, string>;
  readonly problems: Problem[];
  /** False where a group's members could not be read at all: then the snapshot is not complete (product.md, section 7). */
  allRead: boolean;
}

type Reader = Pick<GenesysClient, 'getGroup' | 'readIfAllowed'>;

/**
 * Each group's members: as the listing gave them, and by the group's own id where it gave none, or another number than Genesys' own member
 * count. A count that still differs means that the server cut the list; where there is no count, a round number is a doubt.
 */
export async function readGroups(
  client: Reader,
  listed: ReadonlyMap<string, ScimGroup>,
  options: GroupReadOptions,
): Promise<Readonly<GroupsRead>> {
  const read: GroupsRead = { groups: new Map(listed), unprovedGroups: new Map(), problems: [], allRead: true };
  const counts = await countsOf(client, [...listed.keys()], read, options.signal);
  const doubted = [...listed.values()].filter((group) => isDoubted(group, counts.get(group.id) ?? null));
  let done = listed.size - doubted.length;
  options.onProgress(done, listed.size);
  await inParallel(
    doubted,
    async ({ id }, signal) => {
      await readAgain(client, id, read, signal);
      const members = read.groups.get(id)?.members?.length;
      // Somebody may have come or gone since the members were counted; where that cannot be asked, the count stands that was given.
      const recounted =
        members !== undefined && counts.has(id) && counts.get(id) !== members ? await orNull(readMemberCount(client, id, signal)) : null;
      if (recounted !== null) counts.set(id, recounted);
      options.onProgress(++done, listed.size);
    },
    options.signal,
  );
  for (const group of read.groups.values()) judge(group, counts.get(group.id) ?? null, read);
  return read;
}

/** Counts that may not be read are not there; counts that the server failed to give leave the snapshot incomplete. */
async function countsOf(client: Reader, ids: readonly string[], read: GroupsRead, signal: AbortSignal): Promise<Map<string, number>> {
  try {
    return await readMemberCounts(client, ids, signal);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    read.problems.push(problem('not-read', `Genesys' own member counts of the groups could not be read. ${error.message}`));
    read.allRead = false;
    return new Map();
  }
}

async function orNull<Value>(value: Promise<Value>): Promise<Value | null> {
  try {
    return await value;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return null;
  }
}

/** A list page that leaves members out, or gives an empty list, is never taken for "no members" on its own word. */
function isDoubted({ members }: ScimGroup, count: number | null): boolean {
  if (!members) return true;
  return count === null ? members.length === 0 : members.length !== count;
}

async function readAgain(client: Reader, id: string, read: GroupsRead, signal: AbortSignal): Promise<void> {
  try {
    const group = await client.getGroup(id, signal);
    // Deleted since it was listed.
    if (group === null) read.groups.delete(id);
    else read.groups.set(id, { ...group, members: group.members ?? [] });
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const name = read.groups.get(id)?.displayName ?? id;
    const message = `The members of the group "${name}" could not be read. ${error.message}`;
    read.unprovedGroups.set(id, message);
    read.problems.push(problem('not-read', message));
    read.allRead = false;
  }
}

function judge(group: ScimGroup, count: number | null, read: GroupsRead): void {
  if (read.unprovedGroups.has(group.id)) return;
  const members = group.members?.length ?? 0;
  const ids = new Set(group.members?.map((member) => member.value)).size;
  if (ids !== members) {
    const message = `The group "${group.displayName}" holds members twice: ${members} were listed, of which ${ids} differ.`;
    read.unprovedGroups.set(group.id, message);
    read.problems.push(problem('members-cut', message));
  } else if (count !== null && count !== members) {
    const message = `Genesys counts ${count} members in the group "${group.displayName}", but its SCIM list holds ${members}: the list may be cut.`;
    read.unprovedGroups.set(group.id, message);
    read.problems.push(problem('members-cut', message));
  } else if (count === null && isRound(members)) {
    const message = `The group "${group.displayName}" has exactly ${members} members, and Genesys' own count may not be read: the list may be cut.`;
    read.problems.push(problem('round-member-count', message));
  }
}

/** Numbers at which servers stop: hundreds, and powers of two from 256 on. */
function isRound(members: number): boolean {
  return members > 0 && (members % 100 === 0 || (members >= 256 && Number.isInteger(Math.log2(members))));
}
