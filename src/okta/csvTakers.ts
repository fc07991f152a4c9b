import { bucketsOf, AppUserRows } from './csvAppUsers';
import { Columns, usersCountNames } from './columnNames';
import type { CsvForm } from './csvForms';
import { MembershipRows } from './csvMemberships';
import { UserRows } from './csvUserRows';
import { LetterWatch } from './excelDamage';
import { appIdOfHref, groupTypeOf, pushMappingOf, textAt } from './oktaRecords';
import { objectInCell } from './powerShellText';
import { cellAt, idAt, reportMissingColumn, type RowTaker, type TakerContext } from './rowTaker';

/** Who takes the rows of a CSV of this form and header. */
export function rowTakerOf(form: CsvForm, header: readonly string[], context: TakerContext): RowTaker {
  const columns = new Columns(header);
  switch (form.rows) {
    case 'users':
      return new UserRows(header, context);
    case 'groups':
      return new GroupRows(columns, context);
    case 'memberships':
      return new MembershipRows(header, context);
    case 'appUsers':
      return new AppUserRows(header, context);
    case 'appGroups':
      return new SimpleRows(appGroupRow(columns, context));
    case 'apps':
      return new SimpleRows(appRow(columns, context));
    case 'pushMappings':
      return new SimpleRows(pushMappingRow(columns, context));
    case 'counted':
    case 'unused':
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

class GroupRows implements RowTaker {
  private readonly names = LetterWatch.of('name');
  private readonly id: number | null;
  private readonly name: number | null;
  /** The profile in one cell. */
  private readonly profile: number | null;
  private readonly type: number | null;
  private readonly count: number | null;
  private readonly changed: number | null;
  private readonly source: number | null;
  private readonly sourceLink: number | null;

  constructor(
    columns: Columns,
    private readonly context: TakerContext,
  ) {
    this.id = columns.find('id', 'groupid', 'group');
    this.name = columns.find('name', 'profile.name', 'groupname');
    this.profile = columns.find('profile');
    this.type = columns.find('type');
    this.count = columns.find(...usersCountNames);
    this.changed = columns.find('lastmembershipupdated');
    this.source = columns.find('source.id');
    this.sourceLink = columns.find('_links.source.href');
    if (this.id === null) reportMissingColumn(context.section, 'the id of the group');
    if (this.name === null && this.profile === null) reportMissingColumn(context.section, 'the name of the group');
  }

  take(cells: readonly string[], line: () => number): void {
    const { section, data } = this.context;
    if (this.id === null || (this.name === null && this.profile === null)) return;
    const id = idAt(cells, this.id, section, line);
    const name = cellAt(cells, this.name) ?? textAt(objectInCell(cellAt(cells, this.profile) ?? ''), 'name');
    if (id === null) return;
    if (name === null) {
      section.add('unreadable', `Group ${id} has no name.`, { line: line() });
      return;
    }
    this.names?.see(name, line);
    const usersCount = cellAt(cells, this.count);
    const group = {
      id,
      name,
      type: groupTypeOf(cellAt(cells, this.type)),
      sourceAppId: cellAt(cells, this.source) ?? appIdOfHref(cellAt(cells, this.sourceLink)),
      usersCount: usersCount !== null && /^\d+$/.test(usersCount) ? Number(usersCount) : null,
      lastMembershipUpdated: cellAt(cells, this.changed),
    };
    data.addGroup(group, section);
  }

  finish(): void {
    this.names?.report(this.context.section);
  }
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
