import type { JsonObject } from '../input/problem';
import { cellAt, idAt, type RowTaker, type TakerContext } from './rowTaker';
import { ColumnWatch } from './excelDamage';
import type { UserList } from './exportData';
import { oktaStatus } from './oktaStatus';
import type { OktaStatus, OktaUser } from './source';
import { missingAttributes, userColumnsOf, type UserColumns } from './userColumns';

/** Users, or members of a group: which, is told by the file's place. */
export class UserRows implements RowTaker {
  private readonly columns: UserColumns;
  private readonly list: UserList;
  private readonly watches: readonly { readonly index: number; readonly watch: ColumnWatch }[];
  private lastId = '';
  private idBefore = '';

  constructor(
    private readonly header: readonly string[],
    private readonly context: TakerContext,
  ) {
    const { data, section, declared } = context;
    this.columns = userColumnsOf(header, data.userAttributeNames(), declared);
    this.list = { section, userIds: [], missingAttributes: missingAttributes(this.columns) };
    data.userLists.push(this.list);
    this.watches = this.columns.profile.flatMap(({ index, name }) => {
      const watch = ColumnWatch.of(name);
      return watch ? [{ index, watch }] : [];
    });
    if (this.columns.id === null) {
      section.add('missing-column', 'There is no column with the Okta user id ("User Id" in rockstar): nobody in this file can be told.', {
        line: 1,
      });
    }
  }

  take(cells: readonly string[], line: () => number): void {
    const { section, data } = this.context;
    if (this.columns.id === null) return;
    const id = idAt(cells, this.columns.id, section, line);
    if (id === null) return;
    for (const { index, watch } of this.watches) watch.see(cells[index] ?? '', line);
    this.idBefore = this.lastId;
    this.lastId = id;
    const known = data.users.get(id);
    if (known && this.addsNothing(known, cells)) {
      this.list.userIds.push(known.id);
      return;
    }
    const profile = this.profileOf(cells);
    const { login, email } = profile;
    const status = this.statusOf(cells, line);
    const user = {
      id,
      status,
      login: typeof login === 'string' ? login : null,
      email: typeof email === 'string' ? email : null,
      lastUpdated: cellAt(cells, this.columns.lastUpdated),
      profile,
    };
    this.list.userIds.push(data.addUser(user, this.columns.status !== null, true, section));
  }

  /** A status that Okta does not have is damage, or a label that this program does not know: nobody can tell what a push does with them. */
  private statusOf(cells: readonly string[], line: () => number): OktaStatus | null {
    const text = cellAt(cells, this.columns.status);
    const status = text === null ? null : oktaStatus(text);
    // A row that is too wide is a doubt of its own: its cells stand under the wrong titles.
    if (text !== null && text.trim() !== '' && status === null && cells.length <= this.header.length) {
      this.context.section.add('unreadable', `The status "${text.slice(0, 60)}" is none that Okta has.`, { line: line() });
    }
    return status;
  }

  finish(endsInCell: boolean, line: () => number): void {
    for (const { watch } of this.watches) watch.report(this.context.section);
    if (endsInCell && this.columns.id === this.header.length - 1 && this.lastId.length < this.idBefore.length) {
      this.context.section.add('truncated', 'The file is cut off inside of its last id.', { line: line() });
    }
  }

  /** Nearly every member: the row has what a users file told, and less. */
  private addsNothing(known: OktaUser, cells: readonly string[]): boolean {
    const { status, lastUpdated, profile } = this.columns;
    if (status === null || cells[status] !== known.status || lastUpdated !== null) return false;
    for (const { index, name } of profile) {
      const cell = cells[index];
      if (cell && known.profile[name] !== cell) return false;
    }
    return true;
  }

  /** An empty cell tells nothing: rockstar writes null, absent and "" alike. */
  private profileOf(cells: readonly string[]): JsonObject {
    const profile: Record<string, string> = {};
    for (const { index, name } of this.columns.profile) {
      const cell = cells[index];
      if (cell) profile[name] = cell;
    }
    return profile;
  }
}
