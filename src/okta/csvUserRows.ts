import type { JsonObject } from '../input/problem';
import { cellAt, idAt, isBeginningOfId, type RowTaker, type TakerContext } from './rowTaker';
import { isImportTemplate } from './csvForms';
import { ColumnWatch, LetterWatch } from './excelDamage';
import type { UserList } from './exportData';
import { oktaStatus } from './oktaStatus';
import { standIn, type LoginList } from './peopleByLogin';
import { objectInCell } from './powerShellText';
import type { OktaUser } from './source';
import { missingAttributes, userColumnsOf, type UserColumns } from './userColumns';

/** Users, or members of a group: which, is told by the file's place. Without a column of ids they are told by login. */
export class UserRows implements RowTaker {
  private readonly columns: UserColumns;
  private readonly list: UserList;
  private readonly byLogin: LoginList | null;
  private readonly watches: readonly { readonly index: number; readonly watch: ColumnWatch | LetterWatch }[];
  private lastId = '';
  private idBefore = '';

  constructor(
    private readonly header: readonly string[],
    private readonly context: TakerContext,
  ) {
    const { data, section, dotted } = context;
    this.columns = userColumnsOf(header, data.userAttributeNames(), dotted);
    this.list = { section, userIds: [], missingAttributes: missingAttributes(this.columns) };
    data.userLists.push(this.list);
    this.watches = this.columns.profile.flatMap(({ index, name }) => {
      const watch = ColumnWatch.of(name) ?? LetterWatch.of(name);
      return watch ? [{ index, watch }] : [];
    });
    this.byLogin = this.columns.id === null ? { list: this.list, isTemplate: isImportTemplate(header), strangers: [] } : null;
    if (this.byLogin) data.people.lists.push(this.byLogin);
    if (this.byLogin && !this.columns.profile.some(({ name }) => name === 'login' || name === 'email')) {
      section.add('missing-column', 'There is no column with the Okta user id ("User Id" in rockstar): nobody in this file can be told.', {
        line: 1,
      });
    }
  }

  take(cells: readonly string[], line: () => number): void {
    for (const { index, watch } of this.watches) watch.see(cells[index] ?? '', line);
    if (this.byLogin) {
      this.takeByLogin(cells, line, this.byLogin);
      return;
    }
    const { section, data } = this.context;
    const id = idAt(cells, this.columns.id, section, line);
    if (id === null) return;
    this.idBefore = this.lastId;
    this.lastId = id;
    const known = data.users.get(id);
    if (known && this.addsNothing(known, cells)) {
      this.list.userIds.push(known.id);
      return;
    }
    const user = this.userOf(id, cells, this.profileOf(cells));
    this.list.userIds.push(data.addUser(user, this.tellsStatus(user, cells, line), true, section));
  }

  /**
   * Whether the row gives a status, understood or not; a cell that is not there gives none. One that Okta does not have is damage, or a label
   * that this program does not know: nobody can tell what a push does with such a user.
   */
  private tellsStatus({ status }: OktaUser, cells: readonly string[], line: () => number): boolean {
    const text = this.columns.status === null ? undefined : cells[this.columns.status];
    if (text === undefined) return false;
    if (status !== null || text.trim() === '') return true;
    // A row that is too wide is a doubt of its own: its cells stand under the wrong titles.
    if (cells.length > this.header.length) return true;
    this.context.section.add('unreadable', `The status "${text.slice(0, 60)}" is none that Okta has.`, { line: line() });
    return true;
  }

  finish(endsInCell: boolean, line: () => number): void {
    for (const { watch } of this.watches) watch.report(this.context.section);
    const endsInId = endsInCell && this.columns.id !== null && this.columns.id === this.header.length - 1;
    if (endsInId && (this.lastId.length < this.idBefore.length || isBeginningOfId(this.lastId, this.context.data.users.keys()))) {
      this.context.section.add('truncated', 'The file is cut off inside of its last id.', { line: line() });
    }
  }

  private userOf(id: string, cells: readonly string[], profile: JsonObject): OktaUser {
    const { login, email } = profile;
    return {
      id,
      status: this.columns.status === null ? null : oktaStatus(cells[this.columns.status] ?? ''),
      login: typeof login === 'string' ? login : null,
      email: typeof email === 'string' ? email : null,
      lastUpdated: cellAt(cells, this.columns.lastUpdated),
      profile,
    };
  }

  private takeByLogin(cells: readonly string[], line: () => number, { strangers }: LoginList): void {
    const { section, data } = this.context;
    const profile = this.profileOf(cells);
    const person = this.userOf('', cells, profile);
    if (person.login === null && person.email === null) {
      section.add('unreadable', 'A row without an id and without a login cannot be read.', { line: line() });
      return;
    }
    const hasStatus = this.tellsStatus(person, cells, line);
    const id = data.people.find(person);
    if (id === null) {
      strangers.push({ user: { ...person, id: standIn(person) }, hasStatus });
      return;
    }
    // That the login is written in another case is no disagreement.
    const { login, ...rest } = profile;
    this.list.userIds.push(
      data.addUser({ ...person, id, login: null, profile: login === undefined ? profile : rest }, hasStatus, true, section),
    );
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
    return this.columns.json === null ? profile : { ...objectInCell(cells[this.columns.json] ?? ''), ...profile };
  }
}
