import type { InputKind } from '../input/problem';
import { headerKey } from './userColumns';

/** What a CSV is, told by its header (facts/okta.md, sections 1.2 and 1.6). */
export interface CsvForm {
  readonly kind: InputKind;
  /** `pairs`: rows `group,user` or `app,user`. */
  readonly rows: 'users' | 'groups' | 'appUsers' | 'appGroups' | 'apps' | 'pushMappings' | 'groupPairs' | 'appPairs' | 'counted';
  readonly words: string;
}

/** Columns of a header by any of their names. */
export class Columns {
  private readonly indexes = new Map<string, number>();

  constructor(readonly header: readonly string[]) {
    for (const [index, cell] of header.entries()) {
      const key = headerKey(cell);
      if (!this.indexes.has(key)) this.indexes.set(key, index);
    }
  }

  /** Index of the first of these columns (lower case, without spaces) that is there; null where none is. */
  find(...keys: readonly string[]): number | null {
    for (const key of keys) {
      const index = this.indexes.get(key);
      if (index !== undefined) return index;
    }
    return null;
  }

  has(...keys: readonly string[]): boolean {
    return this.find(...keys) !== null;
  }
}

/** Null for a header that is none of Okta's forms. `inMembersFolder`: there a column of ids is enough. */
export function csvFormOf(header: readonly string[], inMembersFolder: boolean): CsvForm | null {
  const columns = new Columns(header);
  const shown = header.length > 8 ? `${header.slice(0, 8).join(',')},…` : header.join(',');
  const form = (kind: InputKind, rows: CsvForm['rows'], what: string): CsvForm => ({
    kind,
    rows,
    words: `the CSV header ${shown} (${what})`,
  });
  if (header.length === 2 && columns.has('user', 'userid')) {
    if (columns.has('group', 'groupid')) return form('groupMembers', 'groupPairs', 'memberships of many groups');
    if (columns.has('app', 'appid')) return form('appUsers', 'appPairs', 'assignments of many apps');
  }
  if (columns.has('sourceid') && columns.has('targetid') && columns.has('targettype'))
    return form('profileMappingList', 'counted', 'Export Mappings, without expressions');
  if (columns.has('sourcegroupid')) return form('pushMappings', 'pushMappings', 'group push mappings');
  const hasId = columns.has('id', 'userid', 'oktaid', 'oktauserid');
  const hasUserName = columns.has('username', 'credentials.username');
  if (hasUserName && columns.has('scope', 'externalid', 'syncstate')) return form('appUsers', 'appUsers', 'app users');
  if (!hasId) return isUsersWithoutId(columns) ? form('users', 'users', 'users, without their ids') : null;
  if (columns.has('label') && columns.has('signonmode')) return form('apps', 'apps', 'apps');
  if (columns.has('priority') || (columns.has('name') && columns.has('licenses', 'featurelicenses')))
    return form('appGroups', 'appGroups', 'app groups');
  if (
    columns.has('name', 'profile.name') &&
    columns.has('type', 'description', 'profile.description') &&
    !columns.has('login', 'profile.login', 'username')
  ) {
    return form('groups', 'groups', 'groups');
  }
  if (columns.has('login', 'profile.login', 'username', 'email', 'profile.email', 'primaryemail'))
    return form('users', 'users', 'users or members');
  return inMembersFolder && header.length === 1 ? form('users', 'users', 'ids') : null;
}

/** Rockstar's titles or dotted names, and no id: the export of users with one column too few. Other lists with a login are other things. */
const isUsersWithoutId = (columns: Columns): boolean =>
  columns.has('profile.login') ||
  (columns.has('username') && columns.has('primaryemail', 'firstname', 'lastname') && !columns.has('application', 'applicationname'));
