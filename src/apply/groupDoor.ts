import type { RoleGrant } from '../genesys/snapshot';
import type { Batch } from './batches';

/** A group as it is now, read in full. */
export interface GroupNow {
  readonly name: string;
  /** SCIM `meta.version`; null where the server gives none. */
  readonly version: string | null;
  readonly members: ReadonlySet<string>;
}

/** What the engine needs of an org. Reads are tried again by themselves; a write is sent once. */
export interface GroupDoor {
  /** Reads a group in full, never from a cache. Null: there is no such group. @throws RequestError. */
  readGroup(groupId: string): Promise<GroupNow | null>;
  /** Genesys' own count of the members; null where it may not be read. @throws RequestError. */
  memberCount(groupId: string): Promise<number | null>;
  /**
   * Sends one PATCH. Fulfilled: the server says that it did it. @param version sent as `If-Match`; null: none. @param signal keeps it from
   * being sent, or sent again, while it waits for its turn; a request that is on its way is never broken off.
   * @throws RequestError; what came of the request is told by `outcomeOf`. The signal's reason: it was not sent.
   */
  patchMembers(groupId: string, batch: Batch, version: string | null, signal?: AbortSignal): Promise<void>;
  /** The roles that the group grants; null where they may not be read. @throws RequestError. */
  rolesGranted(groupId: string): Promise<readonly RoleGrant[] | null>;
}
