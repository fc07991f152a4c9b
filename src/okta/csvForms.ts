import type { InputKind } from '../input/problem';
import {
  appIdNames,
  appNames,
  appUserNames,
  Columns,
  emailNames,
  groupNames,
  loginNames,
  plainGroupNames,
  statusNames,
  userIdNames,
} from './columnNames';
import { reportOf } from './consoleReports';

/** What a CSV is, told by its header (facts/okta.md, sections 1.2 to 1.6) or by the manifest. */
export interface CsvForm {
  readonly kind: InputKind;
  readonly rows: 'users' | 'groups' | 'memberships' | 'appUsers' | 'appGroups' | 'apps' | 'pushMappings' | 'counted' | 'unused';
  /** When it can be read: with the other CSVs, or when all users that have ids, and all groups, are known. */
  readonly pass: 'csv' | 'pairs';
  readonly words: string;
  /** Of a form that is known and of no use: why. Of a console report: what it leaves out. */
  readonly remark: string | null;
}

/** What is known of a CSV besides its header. */
export interface CsvPlace {
  /** There a column of ids is enough. */
  readonly inMembersFolder: boolean;
  /** The manifest's word. */
  readonly kind: InputKind | null;
}

/** Null for a header that is none of these forms. */
export function csvFormOf(header: readonly string[], place: CsvPlace): CsvForm | null {
  const columns = new Columns(header);
  const titles = header.slice(0, 8).map((title) => (title.length > 60 ? `${title.slice(0, 60)}…` : title));
  const shown = header.length > 8 ? `${titles.join(',')},…` : titles.join(',');
  const form = place.kind === null ? formByHeader(columns, place.inMembersFolder) : formByKind(columns, place.kind);
  if (form === null) return null;
  const [kind, rows, what, pass = 'csv'] = form;
  const report = reportOf(columns);
  const by = place.kind === null ? `the CSV header ${shown} (${report?.name ?? what})` : `the manifest: ${what}`;
  const notNeeded = place.kind === 'unknown' ? 'The manifest says that it is not needed.' : null;
  return { kind, rows, pass, words: by, remark: notNeeded ?? report?.remark ?? null };
}

type Form = readonly [kind: InputKind, rows: CsvForm['rows'], what: string, pass?: CsvForm['pass']];

function formByHeader(columns: Columns, inMembersFolder: boolean): Form | null {
  const report = reportOf(columns);
  if (report?.used === false) return ['unknown', 'unused', report.name];
  return formOfApp(columns) ?? formOfMemberships(columns) ?? formOfRecords(columns) ?? formOfPeople(columns, inMembersFolder);
}

const names = { user: ['user', ...userIdNames], app: [...appIdNames, ...appNames], group: [...groupNames, ...plainGroupNames] };
const anybody = [...names.user, ...loginNames, ...emailNames];

function formOfApp(columns: Columns): Form | null {
  if (columns.has('sourceid') && columns.has('targetid') && columns.has('targettype'))
    return ['profileMappingList', 'counted', 'Export Mappings, without expressions'];
  if (columns.has('sourcegroupid')) return ['pushMappings', 'pushMappings', 'group push mappings'];
  if (columns.has('id') && columns.has('label') && columns.has('signonmode')) return ['apps', 'apps', 'apps'];
  const hasId = columns.has(...userIdNames);
  if (hasId && columns.has('username', 'credentials.username', 'credentials') && columns.has('scope', 'externalid', 'syncstate'))
    return ['appUsers', 'appUsers', 'app users'];
  if (!columns.has(...names.app) || !columns.has(...anybody)) return null;
  if (columns.header.length === 2) return ['appUsers', 'appUsers', 'assignments of many apps', 'pairs'];
  // Of an app alone, many lists speak; a user's name in it, or when it was assigned, make it an assignment.
  const isAssignment = columns.has(...appUserNames, 'externalid', 'assignedon', 'appassigned', 'appid', 'applicationid');
  return isAssignment ? ['appUsers', 'appUsers', 'assignments of apps', 'pairs'] : null;
}

/** A group and a user in each row. A column that is only called "Group" may be an attribute of the user: rockstar's users have their own titles. */
function formOfMemberships(columns: Columns): Form | null {
  if (!columns.has(...anybody) || !columns.has(...names.group) || columns.has(...names.app)) return null;
  const isPlain = !columns.has(...groupNames);
  const isUsers = columns.has('userid') && columns.has('primaryemail', 'firstname');
  if (isPlain && (isUsers || columns.header.length > 8 || columns.header.some((cell) => cell.startsWith('profile.')))) return null;
  // "id" stands for the group's where its name is all that is told of it.
  if (columns.has('description', 'type') && !columns.has(...loginNames, ...emailNames)) return null;
  return ['groupMembers', 'memberships', 'memberships of many groups', 'pairs'];
}

function formOfRecords(columns: Columns): Form | null {
  if (!columns.has('id', 'groupid')) return null;
  if (columns.has('id') && (columns.has('priority') || (columns.has('name') && columns.has('licenses', 'featurelicenses'))))
    return ['appGroups', 'appGroups', 'app groups'];
  const isNamed = columns.has('name', 'profile.name', 'groupname') || (columns.has('profile') && columns.has('objectclass'));
  const isGroup = columns.has(
    'objectclass',
    'type',
    'description',
    'profile.description',
    'userscount',
    'groupid',
    'lastmembershipupdated',
  );
  return isNamed && isGroup && !columns.has(...loginNames) ? ['groups', 'groups', 'groups'] : null;
}

function formOfPeople(columns: Columns, inMembersFolder: boolean): Form | null {
  if (columns.has(...userIdNames)) {
    const tellsProfile = columns.has('profile') && columns.has(...statusNames);
    // Rockstar heads the login by the org's own title, its own columns never.
    const isRockstars = columns.has(...userIdNames.filter((name) => name !== 'id')) && columns.has(...statusNames);
    if (tellsProfile || isRockstars || columns.has(...loginNames, ...emailNames)) return ['users', 'users', 'users or members'];
    return inMembersFolder && columns.header.length === 1 ? ['users', 'users', 'ids'] : null;
  }
  if (inMembersFolder && columns.has(...loginNames, ...emailNames)) return ['users', 'users', 'members, without their ids', 'pairs'];
  if (!columns.has(...loginNames)) return null;
  const tellsMore = columns.has(...emailNames, ...statusNames, 'firstname', 'lastname', 'displayname', 'profile.firstname');
  if (!tellsMore) return null;
  return [
    'users',
    'users',
    isImportTemplate(columns.header) ? 'the CSV import template, without ids' : 'users, without their ids',
    'pairs',
  ];
}

/** One column, of Okta ids of users. */
export const isIdList = (header: readonly string[]): boolean => header.length === 1 && new Columns(header).has(...userIdNames);

/** The header that Okta gives to be filled in begins so. */
export const isImportTemplate = (header: readonly string[]): boolean => header.slice(0, 3).join() === 'login,firstName,lastName';

/** What the manifest calls the rows is what they are. */
function formByKind(columns: Columns, kind: InputKind): Form | null {
  switch (kind) {
    case 'users':
      return ['users', 'users', 'users', columns.has(...userIdNames) ? 'csv' : 'pairs'];
    case 'groups':
      return ['groups', 'groups', 'groups'];
    case 'groupMembers':
      if (columns.has(...names.group)) return ['groupMembers', 'memberships', 'memberships of many groups', 'pairs'];
      return ['users', 'users', 'members', columns.has(...userIdNames) ? 'csv' : 'pairs'];
    case 'appUsers':
      return ['appUsers', 'appUsers', 'app users', 'pairs'];
    case 'appGroups':
    case 'apps':
    case 'pushMappings':
      return [kind, kind, kind];
    case 'unknown':
      return ['unknown', 'unused', 'a file that is not needed'];
    default:
      return formByHeader(columns, false);
  }
}
