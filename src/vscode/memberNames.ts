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

/**
 * Names of member ids. What any listing has shown is remembered; the rest is read by id, or, where that takes fewer requests, from the
 * listings of all users (a group of 1,512 in an org of 2,000 takes 20 requests, not 1,512).
 */
export class MemberNames {
  private readonly known = new Map<string, Member>();
  /** Pages of users that are still to be read until every user is known; null: not counted yet. */
  private pagesOfAll: number | null = null;

  constructor(private readonly connect: () => Promise<OrgReader>) {}

  learnUsers(users: readonly ScimUser[]): void {
    for (const user of users) this.known.set(user.id, { id: user.id, kind: 'user', user });
  }

  learnGroups(groups: readonly { readonly id: string; readonly name: string }[]): void {
    for (const { id, name } of groups) this.known.set(id, { id, kind: 'group', name });
  }

  clear(): void {
    this.known.clear();
    this.pagesOfAll = null;
  }

  /** In the order of the ids; fails where Genesys cannot be asked. */
  async resolve(ids: readonly string[], signal: AbortSignal): Promise<readonly Member[]> {
    const reader = await this.connect();
    let missing = this.unknownOf(ids);
    if (missing.length > few && (await this.worthListing(reader, missing.length, signal))) {
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
    if (this.pagesOfAll === null) {
      const counts = await Promise.all(
        [true, false].map((active) => reader.listUsers({ active, startIndex: 1, count: 1, attributes: ['id'] }, signal)),
      );
      this.pagesOfAll = counts.reduce((pages, { totalResults }) => pages + Math.ceil(totalResults / pageSize), 0);
    }
    return this.pagesOfAll > 0 && this.pagesOfAll <= missing;
  }

  private async readAllUsers(reader: OrgReader, wanted: readonly string[], signal: AbortSignal): Promise<void> {
    for (const active of [true, false]) {
      for (let startIndex = 1, total = 1; startIndex <= total;) {
        if (this.unknownOf(wanted).length === 0) return;
        const query = { active, startIndex, count: pageSize, attributes: ['id', 'userName', 'displayName', 'active'] };
        const answer = await reader.listUsers(query, signal);
        const users = answer.Resources ?? [];
        if (users.length === 0) break;
        this.learnUsers(users);
        startIndex += users.length;
        total = answer.totalResults;
      }
    }
    this.pagesOfAll = 0; // all of them were read: what is still unknown is asked for by id
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
