import type { RoleGrant } from '../genesys/snapshot';
import type { Plan } from '../plan/plan';
import type { GroupDoor } from './groupDoor';
import { reversalPlan, type Reversal, type ReversalOptions } from './reversal';

/** The members of a group at an earlier time: a before-image of a journal, or a group of a saved snapshot. */
export interface GroupImage {
  readonly groupId: string;
  readonly name: string;
  readonly members: readonly string[];
}

export type RestoreOptions = ReversalOptions & {
  readonly door: GroupDoor;
  /** Removes who came since, besides adding who is missing. */
  readonly exact: boolean;
  /** userName by Genesys id, as far as it is known. */
  readonly userNames: Readonly<Record<string, string>>;
  /** What a group grants; null: may not be read. */
  readonly rolesOf: (groupId: string) => Promise<readonly RoleGrant[] | null>;
  readonly signal?: AbortSignal | undefined;
};

/**
 * The plan that brings groups back to an earlier image: whoever is missing is added; who came since is removed only where it is to be exact
 * (product.md, section 9, "Restore from Snapshot"). Groups that are as they were have no part in it; those that are gone are named in
 * `gone`. Throws RequestError, or the signal's reason.
 */
export async function restorePlan(
  images: readonly GroupImage[],
  options: RestoreOptions,
): Promise<{ readonly plan: Plan; readonly gone: readonly GroupImage[] }> {
  const reversals: Reversal[] = [];
  const gone: GroupImage[] = [];
  for (const image of images) {
    options.signal?.throwIfAborted();
    const now = await options.door.readGroup(image.groupId);
    if (now === null) {
      gone.push(image);
      continue;
    }
    const members = new Set(image.members);
    const adds = [...members].filter((id) => !now.members.has(id));
    const removals = options.exact ? [...now.members].filter((id) => !members.has(id)) : [];
    if (adds.length === 0 && removals.length === 0) continue;
    const rolesGranted = await options.rolesOf(image.groupId);
    const { userNames } = options;
    reversals.push({ groupId: image.groupId, oktaGroupId: '', now, adds, removals, reason: 'notInImage', userNames, rolesGranted });
  }
  return { plan: reversalPlan(reversals, options), gone };
}
