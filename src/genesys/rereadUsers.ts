import { inParallel } from '../http/inParallel';
import type { GenesysClient } from './client';
import type { Snapshot } from './snapshot';

/**
 * A snapshot in which these users are as they are now; everything else is as it was read then, `takenAt` included. One that is known is asked
 * for by its version, and stays as it was read where the server says that it is that one still; one that Genesys no longer finds is in it no
 * more, and proved to be gone. Throws RequestError, or the signal's reason.
 */
export async function rereadUsers(
  client: Pick<GenesysClient, 'getUser' | 'refreshUser'>,
  snapshot: Snapshot,
  userIds: readonly string[],
  options: { readonly signal: AbortSignal; readonly onProgress?: (done: number, total: number) => void },
): Promise<Snapshot> {
  const ids = new Set(userIds);
  const users = new Map(snapshot.users);
  const deletedMembers = new Set(snapshot.deletedMembers);
  let done = 0;
  await inParallel(
    ids,
    async (id, stop) => {
      const known = snapshot.users.get(id);
      const user = known ? await client.refreshUser(known, stop) : await client.getUser(id, stop);
      if (user) {
        users.set(id, user);
        deletedMembers.delete(id);
      } else {
        users.delete(id);
        deletedMembers.add(id);
      }
      options.onProgress?.(++done, ids.size);
    },
    options.signal,
  );
  return { ...snapshot, users, deletedMembers };
}
