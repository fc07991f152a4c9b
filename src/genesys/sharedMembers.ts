import type { TextMap } from '../input/textMap';
import { isRecord } from './resourceCheck';
import { SharedMember } from './sharedMember';

/** One object for a user, however many groups it is in: five million memberships would be as many objects and ids. */
export class SharedMembers {
  /** By the place of a user. */
  private readonly members: (SharedMember | undefined)[] = [];

  constructor(private readonly users: TextMap<unknown>) {}

  /** Puts these objects in the place of the members of whom nothing is told but the id of a user that is known. Whether the others are members is not looked at. */
  share(members: unknown[]): void {
    const { users } = this;
    // Filled up, so that it stays an array and does not become a table.
    while (this.members.length < users.size) this.members.push(undefined);
    for (let index = 0; index < members.length; index += 1) {
      const id = mereId(members[index]);
      const place = id === null ? -1 : users.placeOf(id);
      if (place >= 0) members[index] = this.members[place] ??= new SharedMember(users.keyAt(place), place);
    }
  }
}

/** The id of a member of which nothing else is told; null for any other. */
function mereId(member: unknown): string | null {
  if (!isRecord(member) || typeof member.value !== 'string') return null;
  for (const name in member) if (name !== 'value') return null;
  return member.value;
}
