import { type Problem, problem } from '../input/problem';
import type { GenesysClient } from './client';
import { RequestError } from '../http/requestError';
import { inParallel } from '../http/inParallel';
import type { ScimGroup, ScimUser } from './scim';

/** What could not be proved about members, in the terms of a snapshot. */
export interface MemberProof {
  readonly deletedMembers: ReadonlySet<string>;
  readonly unprovedGroups: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

type Reader = Pick<GenesysClient, 'getUser' | 'getGroup'>;

/**
 * Every group member that no listing holds is fetched by id (product.md, section 7, churn): found, it joins `users` (or, a nested group,
 * `groups`); 404, its removal costs nobody; anything else, and its groups are not proved. Throws only when the signal fires.
 */
export async function proveMembers(
  client: Reader,
  users: Map<string, ScimUser>,
  groups: Map<string, ScimGroup>,
  options: { readonly signal: AbortSignal; readonly onProgress: (done: number, total: number) => void },
): Promise<MemberProof> {
  const strangers = findStrangers(users, groups);
  const deletedMembers = new Set<string>();
  const unprovedGroups = new Map<string, string>();
  const problems: Problem[] = [];
  let done = 0;
  await inParallel(
    strangers.values(),
    async (stranger, signal) => {
      const found = await find(client, stranger, signal);
      if (found === null) deletedMembers.add(stranger.id);
      else if (found instanceof RequestError) {
        const message = `The group member ${stranger.id} is in no listing and could not be read. ${found.message}`;
        for (const groupId of stranger.groupIds) unprovedGroups.set(groupId, message);
        problems.push(problem('member-unresolved', message));
      } else if ('userName' in found) users.set(found.id, found);
      else {
        groups.set(found.id, found);
        unprovedGroups.set(found.id, 'It came up as a member of another group after the groups had been listed.');
      }
      options.onProgress(++done, strangers.size);
    },
    options.signal,
  );
  return { deletedMembers, unprovedGroups, problems };
}

/** A member that no listing holds. */
interface Stranger {
  readonly id: string;
  /** As the member reference says it: `User`, `Group`, or nothing. */
  readonly type: string | null;
  readonly groupIds: string[];
}

function findStrangers(users: ReadonlyMap<string, ScimUser>, groups: ReadonlyMap<string, ScimGroup>): ReadonlyMap<string, Stranger> {
  const strangers = new Map<string, Stranger>();
  for (const group of groups.values()) {
    for (const member of group.members ?? []) {
      if (users.has(member.value) || groups.has(member.value)) continue;
      const stranger = strangers.get(member.value) ?? { id: member.value, type: member.type?.toLowerCase() ?? null, groupIds: [] };
      stranger.groupIds.push(group.id);
      strangers.set(stranger.id, stranger);
    }
  }
  return strangers;
}

/** Null only where Genesys says of every kind that the member can be that there is none. */
async function find(client: Reader, stranger: Stranger, signal: AbortSignal): Promise<ScimUser | ScimGroup | null | RequestError> {
  try {
    const user = stranger.type === 'group' ? null : await client.getUser(stranger.id, signal);
    return user ?? (stranger.type === 'user' ? null : await client.getGroup(stranger.id, signal));
  } catch (error) {
    if (error instanceof RequestError) return error;
    throw error;
  }
}
