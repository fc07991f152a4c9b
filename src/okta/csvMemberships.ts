import { detached } from '../input/detached';
import { Columns, emailNames, groupNames, loginNames, plainGroupNames, statusNames, userIdNames } from './columnNames';
import type { MembershipTable } from './exportData';
import { GroupIndex } from './filePlace';
import { isUsableId } from './oktaRecords';
import { oktaStatus } from './oktaStatus';
import { cellAt, isBeginningOfId, reportMissingColumn, type RowTaker, type TakerContext } from './rowTaker';
import { userColumnsOf, type UserColumns } from './userColumns';

const groupNameNames = groupNames.filter((name) => name.endsWith('name'));
const groupIdNames = groupNames.filter((name) => !name.endsWith('name'));

/**
 * The memberships of many groups in one file, a group and a user in each row: okta-cli's `group,user`, the console's Group membership
 * report, what scripts write. A group goes by id or name, or several of them with semicolons between; a user by id, login or e-mail.
 */
export class MembershipRows implements RowTaker {
  private readonly table: MembershipTable;
  private readonly index: GroupIndex;
  private readonly group: number | null;
  private readonly groupName: number | null;
  private readonly user: number | null;
  private readonly login: number | null;
  private readonly email: number | null;
  /** Columns that tell of the user; null where the file holds pairs of ids and nothing else. */
  private readonly about: UserColumns | null;
  /** The groups of the row before: mostly those of this one. */
  private cell: string | null = null;
  private lists: readonly { readonly groupId: string; readonly userIds: string[] }[] = [];
  private lastUser = '';
  private lengthBefore = 0;
  /** Names that are no group's (true), or several groups' (false). */
  private readonly strangeNames = new Map<string, boolean>();
  /** The last row names such a group. */
  private endsInStrange = false;

  constructor(
    header: readonly string[],
    private readonly context: TakerContext,
  ) {
    const columns = new Columns(header);
    this.table = { section: context.section, byGroup: new Map() };
    context.data.membershipTables.push(this.table);
    this.index = new GroupIndex(context.data.groups);
    this.group = columns.find(...groupIdNames, ...plainGroupNames);
    this.groupName = columns.find(...groupNameNames);
    this.login = columns.find(...loginNames);
    this.email = columns.find(...emailNames);
    // "User" is the person's full name where a login stands beside.
    this.user = columns.find(...userIdNames) ?? (this.login === null && this.email === null ? columns.find('user') : null);
    const isPair = this.login === null && this.email === null && !columns.has(...statusNames);
    this.about = isPair ? null : userColumnsOf(header, context.data.userAttributeNames(), context.dotted);
    if (this.user === null && this.login === null && this.email === null)
      reportMissingColumn(context.section, 'the id or login of the member');
    if (this.group === null && this.groupName === null) reportMissingColumn(context.section, 'the id or name of the group');
  }

  take(cells: readonly string[], line: () => number): void {
    const cell = (this.group === null ? '' : cells[this.group]) || (this.groupName === null ? '' : cells[this.groupName]);
    if (this.user === null && this.login === null && this.email === null) return;
    if (!cell) {
      // Who is in no group has a row all the same where a row is a user.
      if (!this.isListOfUsers()) this.unreadable('A row without a group cannot be read.', line);
      return;
    }
    if (cell !== this.cell) this.switchTo(cell, cells);
    const user = this.user === null ? '' : (cells[this.user] ?? '');
    this.lengthBefore = this.lastUser.length;
    this.lastUser = user;
    for (const { groupId, userIds } of this.lists) {
      const id = this.userIdOf(user, cells, groupId);
      if (id === null) {
        this.unreadable('A row without a user cannot be read.', line);
        return;
      }
      userIds.push(id);
    }
  }

  finish(endsInCell: boolean, line: () => number): void {
    const { section } = this.context;
    const isCut = this.lastUser.length < this.lengthBefore || isBeginningOfId(this.lastUser, this.context.data.users.keys());
    if (endsInCell && (isCut || this.endsInStrange)) {
      section.add('truncated', 'The file is cut off inside of its last cell.', { line: line() });
    }
    const shared = [...this.strangeNames].filter(([, isUnknown]) => !isUnknown);
    for (const [name] of shared) {
      section.add('members-of-unknown-group', `Several groups are called ${name}: whose members these are is not known.`, {
        groupId: name,
      });
    }
    const [first] = this.strangeNames.keys();
    if (first === undefined || this.strangeNames.size < this.table.byGroup.size) return;
    section.add('members-of-unknown-group', `None of its groups is in a groups file by name (${first}, …): save the groups, too.`, {
      groupId: first,
    });
  }

  private unreadable(words: string, line: () => number): void {
    this.context.section.add('unreadable', words, { line: line() });
  }

  /** A cell of all groups of a user (`id,login,groups`). */
  private isListOfUsers(): boolean {
    return this.groupName === null && this.about !== null;
  }

  private userIdOf(id: string, cells: readonly string[], groupId: string): string | null {
    const { data, section } = this.context;
    if (id !== '') {
      const place = data.users.placeOf(id);
      // Of almost every row. No user has an id that is not usable.
      if (place >= 0 && this.about === null) return data.users.keyAt(place);
      if (place < 0 && !isUsableId(id)) return null;
      if (this.about) return this.addUser(id, cells, this.about);
      // A file `group,user` may hold names as well.
      return id.includes('@') ? data.people.idOf({ login: id, email: null }, section, groupId) : data.addUserId(id);
    }
    const person = { login: cellAt(cells, this.login), email: cellAt(cells, this.email) };
    if (person.login === null && person.email === null) return null;
    const known = data.people.idOf(person, section, groupId);
    return this.about && data.users.has(known) ? this.addUser(known, cells, this.about) : known;
  }

  /** Tells of the user what the row tells: nothing that a users file does not know better. */
  private addUser(id: string, cells: readonly string[], { status, lastUpdated }: UserColumns): string {
    const { data, section } = this.context;
    const told = status === null ? '' : (cells[status] ?? '');
    const known = data.users.get(id);
    if (known && (told === '' || known.status !== null)) return known.id;
    const login = known ? null : cellAt(cells, this.login);
    const email = known ? null : cellAt(cells, this.email);
    const user = { id, status: told === '' ? null : oktaStatus(told), login, email, lastUpdated: cellAt(cells, lastUpdated), profile: {} };
    return data.addUser(user, told !== '', true, section);
  }

  private switchTo(cell: string, cells: readonly string[]): void {
    this.cell = cell;
    this.lists = this.groupsOf(cell, this.groupName === null ? '' : (cells[this.groupName] ?? '')).map((found) => {
      const groupId = this.context.data.groups.get(found)?.id ?? detached(found);
      const userIds = this.table.byGroup.get(groupId) ?? [];
      this.table.byGroup.set(groupId, userIds);
      return { groupId, userIds };
    });
    this.endsInStrange = this.lists.some(({ groupId }) => this.strangeNames.has(groupId));
  }

  /** The ids of the groups in a cell; a name that no groups file holds stands for itself. */
  private groupsOf(cell: string, name: string): readonly string[] {
    const whole = this.groupOf(cell) ?? (name === '' ? null : this.groupOf(name));
    if (whole !== null) return [whole];
    const pieces = cell.split(';').map((piece) => piece.trim());
    const groups: string[] = [];
    for (let from = 0; from < pieces.length;) {
      // A name may hold a semicolon: the longest run that is one counts.
      let to = pieces.length;
      while (to > from + 1 && this.groupOf(pieces.slice(from, to).join(';')) === null) to -= 1;
      const text = pieces.slice(from, to).join(';');
      if (text !== '') groups.push(this.groupOf(text) ?? this.strange(text));
      from = to;
    }
    return [...new Set(groups)];
  }

  private groupOf(text: string): string | null {
    return this.index.has(text) ? text : (this.index.named(text) ?? this.index.named(text.trim()) ?? null);
  }

  private strange(text: string): string {
    const isName = !/^00g[0-9A-Za-z]{17}$/.test(text) && (this.groupName !== null || this.about !== null);
    if (isName) this.strangeNames.set(text, this.index.named(text) === undefined);
    return text;
  }
}
