import { Columns, type CsvForm } from './csvForms';
import { UserRows } from './csvUserRows';
import { cellAt, idAt, type RowTaker, type TakerContext } from './rowTaker';
import type { AppBucket, ExportData, MembershipTable } from './exportData';
import type { Section } from './exportFile';
import { appIdOfHref, groupTypeOf, pushMappingOf } from './oktaRecords';

/** Who takes the rows of a CSV of this form and header. */
export function rowTakerOf(form: CsvForm, header: readonly string[], context: TakerContext): RowTaker {
  switch (form.rows) {
    case 'users':
      return new UserRows(header, context);
    case 'groups':
      return new SimpleRows(groupRow(new Columns(header), context));
    case 'appUsers':
      return new SimpleRows(appUserRow(header, context));
    case 'appGroups':
      return new SimpleRows(appGroupRow(new Columns(header), context));
    case 'apps':
      return new SimpleRows(appRow(new Columns(header), context));
    case 'pushMappings':
      return new SimpleRows(pushMappingRow(new Columns(header), context));
    case 'groupPairs':
      return new GroupPairs(new Columns(header), context);
    case 'appPairs':
      return new SimpleRows(appPairRow(new Columns(header), context));
    case 'counted':
      return new SimpleRows(() => undefined);
  }
}

type TakeRow = (cells: readonly string[], line: () => number) => void;

class SimpleRows implements RowTaker {
  constructor(readonly take: TakeRow) {}
  finish(): void {
    // Nothing is left to be said.
  }
}

/** `group,user`: the memberships of many groups in one file. */
class GroupPairs implements RowTaker {
  private readonly table: MembershipTable;
  private readonly group: number | null;
  private readonly user: number | null;
  private groupId = '';
  private userIds: string[] = [];
  private lengthBefore = 0;
  private lastUser = '';

  constructor(
    columns: Columns,
    private readonly context: TakerContext,
  ) {
    this.table = { section: context.section, byGroup: new Map() };
    context.data.membershipTables.push(this.table);
    this.group = columns.find('group', 'groupid');
    this.user = columns.find('user', 'userid');
  }

  take(cells: readonly string[], line: () => number): void {
    const groupId = idAt(cells, this.group ?? 0, this.context.section, line);
    const userId = groupId === null ? null : idAt(cells, this.user ?? 1, this.context.section, line);
    if (groupId === null || userId === null) return;
    if (groupId !== this.groupId) this.switchTo(groupId);
    this.userIds.push(this.context.data.addUserId(userId));
    this.lengthBefore = this.lastUser.length;
    this.lastUser = userId;
  }

  finish(endsInCell: boolean, line: () => number): void {
    if (endsInCell && this.lastUser.length < this.lengthBefore) {
      this.context.section.add('truncated', 'The file is cut off inside of its last id.', { line: line() });
    }
  }

  private switchTo(groupId: string): void {
    this.groupId = groupId;
    const known = this.table.byGroup.get(groupId);
    this.userIds = known ?? [];
    if (!known) this.table.byGroup.set(groupId, this.userIds);
  }
}

function groupRow(columns: Columns, { section, data }: TakerContext): TakeRow {
  const id = columns.find('id', 'groupid');
  const name = columns.find('name', 'profile.name');
  const type = columns.find('type');
  const count = columns.find('userscount', '_embedded.stats.userscount');
  const changed = columns.find('lastmembershipupdated');
  const source = columns.find('source.id');
  const sourceLink = columns.find('_links.source.href');
  return (cells, line) => {
    const groupId = idAt(cells, id, section, line);
    const groupName = cellAt(cells, name);
    if (groupId === null) return;
    if (groupName === null) {
      section.add('unreadable', `Group ${groupId} has no name.`, { line: line() });
      return;
    }
    const usersCount = cellAt(cells, count);
    const group = {
      id: groupId,
      name: groupName,
      type: groupTypeOf(cellAt(cells, type)),
      sourceAppId: cellAt(cells, source) ?? appIdOfHref(cellAt(cells, sourceLink)),
      usersCount: usersCount !== null && /^\d+$/.test(usersCount) ? Number(usersCount) : null,
      lastMembershipUpdated: cellAt(cells, changed),
    };
    data.addGroup(group, section);
  };
}

/** Buckets by app, made when an app is first met. */
function bucketsOf(section: Section, data: ExportData): (appId: string | null) => AppBucket {
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

function appUserRow(header: readonly string[], { section, data }: TakerContext): TakeRow {
  const columns = new Columns(header);
  const id = columns.find('id', 'userid');
  const userName = columns.find('username', 'credentials.username');
  const externalId = columns.find('externalid');
  const [status, syncState, lastUpdated] = [columns.find('status'), columns.find('syncstate'), columns.find('lastupdated')];
  const link = columns.find('_links.app.href');
  const profileColumns = header.flatMap((cell, index) =>
    /^profile\.(?!__proto__$)./.test(cell) ? [{ index, name: cell.slice('profile.'.length) }] : [],
  );
  const bucketOf = bucketsOf(section, data);
  if (link === null) bucketOf(null).holdsAccounts = externalId !== null;
  return (cells, line) => {
    const userId = idAt(cells, id, section, line);
    if (userId === null) return;
    const bucket = bucketOf(appIdOfHref(cellAt(cells, link)));
    bucket.holdsAccounts = externalId !== null;
    const profile = Object.fromEntries(profileColumns.flatMap(({ index, name }) => (cells[index] ? [[name, cells[index]]] : [])));
    data.addAppUser(bucket, {
      userId,
      externalId: cellAt(cells, externalId),
      status: cellAt(cells, status),
      syncState: cellAt(cells, syncState),
      userName: cellAt(cells, userName),
      profile: profileColumns.length === 0 ? null : profile,
      lastUpdated: cellAt(cells, lastUpdated),
    });
  };
}

function appPairRow(columns: Columns, { section, data }: TakerContext): TakeRow {
  const [app, user] = [columns.find('app', 'appid'), columns.find('user', 'userid')];
  const bucketOf = bucketsOf(section, data);
  const none = { externalId: null, status: null, syncState: null, userName: null, profile: null, lastUpdated: null };
  return (cells, line) => {
    const appId = idAt(cells, app, section, line);
    const userId = appId === null ? null : idAt(cells, user, section, line);
    if (userId !== null) data.addAppUser(bucketOf(appId), { userId, ...none });
  };
}

function appGroupRow(columns: Columns, { section, data }: TakerContext): TakeRow {
  const [id, link] = [columns.find('id', 'groupid'), columns.find('_links.app.href')];
  const bucketOf = bucketsOf(section, data);
  if (link === null) bucketOf(null);
  return (cells, line) => {
    const groupId = idAt(cells, id, section, line);
    if (groupId !== null) bucketOf(appIdOfHref(cellAt(cells, link))).groupIds.add(groupId);
  };
}

function appRow(columns: Columns, { section, data }: TakerContext): TakeRow {
  const [id, label, name] = [columns.find('id'), columns.find('label'), columns.find('name')];
  const [features, template] = [columns.find('features'), columns.find('credentials.usernametemplate.template')];
  return (cells, line) => {
    const appId = idAt(cells, id, section, line);
    if (appId === null) return;
    data.addApp({
      id: appId,
      label: cellAt(cells, label),
      name: cellAt(cells, name),
      // Written as a list of Python: ['PUSH_NEW_USERS', …]
      features: features === null ? null : ((cells[features] ?? '').match(/[A-Z][A-Z_]+/g) ?? []),
      userNameTemplate: cellAt(cells, template),
    });
  };
}

function pushMappingRow(columns: Columns, { section, data }: TakerContext): TakeRow {
  const source = columns.find('sourcegroupid');
  const fields = { id: columns.find('id'), targetGroupId: columns.find('targetgroupid'), targetGroupName: columns.find('targetgroupname') };
  const [status, errorSummary, link] = [columns.find('status'), columns.find('errorsummary'), columns.find('_links.app.href')];
  const bucketOf = bucketsOf(section, data);
  if (link === null) bucketOf(null);
  return (cells, line) => {
    const sourceGroupId = idAt(cells, source, section, line);
    if (sourceGroupId === null) return;
    const record = {
      id: cellAt(cells, fields.id),
      targetGroupId: cellAt(cells, fields.targetGroupId),
      targetGroupName: cellAt(cells, fields.targetGroupName),
      status: cellAt(cells, status),
      errorSummary: cellAt(cells, errorSummary),
    };
    bucketOf(appIdOfHref(cellAt(cells, link))).pushMappings.push(pushMappingOf(record, sourceGroupId));
  };
}
