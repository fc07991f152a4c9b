import { appIdNames, appNames, appUserNames, Columns, emailNames, lastUpdatedNames, loginNames, userIdNames } from './columnNames';
import type { AppBucket, ExportData } from './exportData';
import type { Section } from './exportFile';
import { appIdOfHref, textAt } from './oktaRecords';
import { objectInCell } from './powerShellText';
import { cellAt, reportMissingColumn, type RowTaker, type TakerContext } from './rowTaker';

/** Buckets by app, made when an app is first met. */
export function bucketsOf(section: Section, data: ExportData): (appId: string | null) => AppBucket {
  const buckets = new Map<string | null, AppBucket>();
  return (appId) => {
    let bucket = buckets.get(appId);
    if (!bucket) {
      bucket = data.newBucket(section, appId);
      buckets.set(appId, bucket);
    }
    return bucket;
  };
}

/** Assignments to apps: rockstar's and okta-cli's by ids, the console's reports by login and by the app's label. */
export class AppUserRows implements RowTaker {
  private readonly columns: AppUserColumns;
  private readonly bucketOf: (appId: string | null) => AppBucket;

  constructor(
    header: readonly string[],
    private readonly context: TakerContext,
  ) {
    const { section, data } = context;
    this.columns = columnsOf(header);
    this.bucketOf = bucketsOf(section, data);
    const { id, login, email, link, appId, app, externalId } = this.columns;
    if (link === null && appId === null && app === null) this.bucketOf(null).holdsAccounts = externalId !== null;
    if (id === null && login === null && email === null) reportMissingColumn(section, 'the id or login of the user');
  }

  take(cells: readonly string[], line: () => number): void {
    const { section, data } = this.context;
    const { columns } = this;
    if (columns.id === null && columns.login === null && columns.email === null) return;
    const userId = this.userIdOf(cells);
    const appId = this.appIdOf(cells);
    if (userId === null || appId === undefined) {
      section.add('unreadable', `A row without ${userId === null ? 'a user' : 'an app'} cannot be read.`, { line: line() });
      return;
    }
    const bucket = this.bucketOf(appId);
    bucket.holdsAccounts = columns.externalId !== null;
    const profile = Object.fromEntries(columns.profile.flatMap(({ index, name }) => (cells[index] ? [[name, cells[index]]] : [])));
    data.addAppUser(bucket, {
      userId,
      externalId: cellAt(cells, columns.externalId),
      // Current Assignments keeps who was unassigned.
      status: cellAt(cells, columns.unassignedOn) === null ? cellAt(cells, columns.status) : 'UNASSIGNED',
      syncState: cellAt(cells, columns.syncState),
      userName: cellAt(cells, columns.userName) ?? textAt(objectInCell(cellAt(cells, columns.credentials) ?? ''), 'userName'),
      profile: columns.profile.length === 0 ? null : profile,
      lastUpdated: cellAt(cells, columns.lastUpdated),
    });
  }

  finish(): void {
    // Nothing is left to be said.
  }

  private userIdOf(cells: readonly string[]): string | null {
    const { id, login, email } = this.columns;
    const text = cellAt(cells, id);
    if (text !== null) return text;
    const person = { login: cellAt(cells, login), email: cellAt(cells, email) };
    if (person.login === null && person.email === null) return null;
    return this.context.data.people.idOf(person, this.context.section);
  }

  /** Null where the file names no app, undefined where this row names none of those that others name. */
  private appIdOf(cells: readonly string[]): string | null | undefined {
    const { link, appId, app } = this.columns;
    if (link !== null) return appIdOfHref(cellAt(cells, link));
    if (appId === null && app === null) return null;
    const text = cellAt(cells, appId) ?? cellAt(cells, app);
    return text === null ? undefined : appOfLabel(text, this.context.data);
  }
}

/** The id of the app of this id or label. An app of which only the label is known goes by it. */
function appOfLabel(text: string, data: ExportData): string {
  if (data.apps.has(text) || /^0oa[0-9A-Za-z]{17}$/.test(text)) return text;
  const labelled = [...data.apps.values()].filter(({ label }) => label?.toLowerCase() === text.toLowerCase());
  if (labelled.length === 1 && labelled[0]) return labelled[0].id;
  data.addApp({ id: text, label: text, name: null, features: null, userNameTemplate: null });
  return text;
}

interface AppUserColumns {
  readonly id: number | null;
  readonly login: number | null;
  readonly email: number | null;
  readonly userName: number | null;
  /** Export-Csv writes them into one cell: `@{userName=…}`. */
  readonly credentials: number | null;
  readonly externalId: number | null;
  readonly status: number | null;
  readonly unassignedOn: number | null;
  readonly syncState: number | null;
  readonly lastUpdated: number | null;
  readonly link: number | null;
  readonly appId: number | null;
  readonly app: number | null;
  readonly profile: readonly { readonly index: number; readonly name: string }[];
}

function columnsOf(header: readonly string[]): AppUserColumns {
  const columns = new Columns(header);
  // Rockstar's "userName" is the name in the app; in a report it stands beside the Okta username.
  const own = columns.find(...appUserNames);
  const id = columns.find(...userIdNames);
  const userName = own ?? (id === null ? null : columns.find('username'));
  const login = columns.find(...loginNames.filter((name) => name !== 'username' || userName !== columns.find('username')));
  const email = columns.find(...emailNames);
  return {
    id: id ?? (login === null && email === null ? columns.find('user') : null),
    login,
    email,
    userName,
    credentials: columns.find('credentials'),
    externalId: columns.find('externalid'),
    // The status of a user in Okta is not that of the assignment.
    status: columns.find('status', 'assignmentstatus'),
    unassignedOn: columns.find('unassignedon'),
    syncState: columns.find('syncstate'),
    lastUpdated: columns.find(...lastUpdatedNames),
    link: columns.find('_links.app.href'),
    appId: columns.find(...appIdNames),
    app: columns.find(...appNames),
    profile: header.flatMap((cell, index) =>
      /^profile\.(?!__proto__$)./.test(cell) ? [{ index, name: cell.slice('profile.'.length) }] : [],
    ),
  };
}
