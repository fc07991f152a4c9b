import type { TextMap } from '../input/textMap';
import type { ScimMember } from './scim';

/** What stands for a user in all the groups of a snapshot file. It knows its user's place among the users, so that nobody has to look for it. */
export class SharedMember implements ScimMember {
  readonly #place: number;

  constructor(
    readonly value: string,
    place: number,
  ) {
    this.#place = place;
  }

  /** The place of the member's user, as `users.placeOf` tells it; -1 where it has none. */
  static placeOf(member: ScimMember, users: TextMap<unknown>): number {
    if (member instanceof SharedMember && users.isAt(member.#place, member.value)) return member.#place;
    return users.placeOf(member.value);
  }
}
