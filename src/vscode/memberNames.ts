import { inParallel } from '../http/inParallel';
import type { ScimUser } from '../genesys/scim';
import type { OrgReader } from './orgBrowser';

/** A member of a group by name; `unknown`: no user and no group of this id could be read, the id is all there is. */
export type Member =
  | { readonly id: string; readonly kind: 'user'; readonly user: ScimUser }
  | { readonly id: string; readonly kind: 'group'; readonly name: string }
  | { readonly id: string; readonly kind: 'unknown' };

/** So few are simply read by id. */
const few = 5;
const pageSize = 100;

/** How far the listings of all users were read. */
interface Listed {
  /** Active and inactive users. */
  readonly totals: readonly number[];
  /** The listing that is read, and where it goes on. */
  active: boolean;
  startIndex: number;
  read: number;
}

/**
 * Names of member ids. What any listing has shown is remembered; the rest is read by id, or, where that takes fewer requests, from the
 * listings of all users (a group of 1,512 in an org of 2,000 takes 20 requests, not 1,512).
 */
export class MemberNames {
  private readonly known = new Map<string, Member>();
  private listed: Listed | null = null;
  /** Told of how many of all users were read, while they are. */
  onProgress: ((read: number, total: number) => void) | undefined;

  constructor(private readonly connect: () => Promise<OrgReader>) {}

  learnUsers(users: readonly ScimUser[]): void {
    for (const user of users) this.known.set(user.id, { id: user.id, kind: 'user', user });
  }

  learnGroups(groups: readonly { readonly id: string; readonly name: string }[]): void {
    for (const { id, name } of groups) this.known.set(id, { id, kind: 'group', name });
  }

  clear(): void {
    this.known.clear();
    this.listed = null;
  }

  /** In the order of the ids; fails where Genesys cannot be asked. @param ahead these ids and those that will be asked for next. */
  async resolve(ids: readonly string[], signal: AbortSignal, ahead = ids): Promise<readonly Member[]> {
    const reader = await this.connect();
    let missing = this.unknownOf(ids);
    if (missing.length > few && (await this.worthListing(reader, this.unknownOf(ahead).length, signal))) {
      await this.readAllUsers(reader, ids, signal);
      missing = this.unknownOf(ids);
    }
    await inParallel(missing, (id, stop) => this.readOne(reader, id, stop), signal);
    return ids.map((id) => this.known.get(id) ?? { id, kind: 'unknown' });
  }

  private unknownOf(ids: readonly string[]): readonly string[] {
    return ids.filter((id) => !this.known.has(id));
  }

  private async worthListing(reader: OrgReader, missing: number, signal: AbortSignal): Promise<boolean> {
    this.listed ??= await countUsers(reader, signal);
    const pages = pagesLeft(this.listed);
    return pages > 0 && pages <= missing;
  }

  /** Goes on with the listings until these are known, or everybody is. */
  private async readAllUsers(reader: OrgReader, wanted: readonly string[], signal: AbortSignal): Promise<void> {
    for (let listed = this.listed; listed && pagesLeft(listed) > 0;) {
      if (this.unknownOf(wanted).length === 0) return;
      const { active, startIndex, totals } = listed;
      const query = { active, startIndex, count: pageSize, attributes: ['id', 'userName', 'displayName', 'active'] };
      const { Resources: users = [], totalResults } = await reader.listUsers(query, signal);
      if (this.listed !== listed) return; // forgotten meanwhile
      this.learnUsers(users);
      listed.startIndex += users.length;
      listed.read += users.length;
      if (users.length === 0 || listed.startIndex > totalResults)
        Object.assign(listed, active ? { active: false, startIndex: 1 } : { startIndex: Infinity });
      this.onProgress?.(
        listed.read,
        totals.reduce((sum, total) => sum + total, 0),
      );
    }
  }

  private async readOne(reader: OrgReader, id: string, signal: AbortSignal): Promise<void> {
    const user = await reader.getUser(id, signal);
    if (user) {
      this.learnUsers([user]);
      return;
    }
    const group = await reader.getGroup(id, signal);
    if (group) this.learnGroups([{ id, name: group.displayName }]);
    else this.known.set(id, { id, kind: 'unknown' });
  }
}

async function countUsers(reader: OrgReader, signal: AbortSignal): Promise<Listed> {
  const counts = await Promise.all(
    [true, false].map((active) => reader.listUsers({ active, startIndex: 1, count: 1, attributes: ['id'] }, signal)),
  );
  return { totals: counts.map(({ totalResults }) => totalResults), active: true, startIndex: 1, read: 0 };
}

/** Pages of users that are still to be read until every user is known. */
function pagesLeft({ totals: [active = 0, inactive = 0], active: isFirst, startIndex }: Listed): number {
  const left = (total: number, from: number): number => Math.max(0, Math.ceil((total - from + 1) / pageSize));
  return isFirst ? left(active, startIndex) + left(inactive, 1) : left(inactive, startIndex);
}
