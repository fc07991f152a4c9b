import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { InputReport } from '../../src/input/problem';
import { inspectExport } from '../../src/okta/inspectExport';
import { readExport } from '../../src/okta/readExport';
import type { Source } from '../../src/okta/source';
import { readOptions } from './exportFolder';

const fixtures = join(import.meta.dirname, '../fixtures/okta');

/** A form in which an Okta admin has saved something (product.md, section 3), and what must come of it. */
interface Form {
  readonly form: string;
  /** Files or folders below test/fixtures/okta; the README there names the source of each. */
  readonly fixture: string | readonly string[];
  readonly origin: 'real' | 'documentation' | 'hand-made';
  /** Read together with it: what the form cannot tell by itself. */
  readonly with?: readonly string[];
  /** `kind records` of the fixture's files, in the order of the trust report. */
  readonly lines: readonly string[];
  /** In the words that say how the first of them was recognised. */
  readonly by: RegExp;
  /** What the source then holds: numbers, members by group name ("?": unknown, "!": incomplete, "=": confirmed). */
  readonly users?: number;
  readonly groups?: number;
  readonly members?: Readonly<Record<string, string>>;
  /** People assigned to the app, and those of them whose account Okta holds. */
  readonly assigned?: readonly [number, number];
  readonly pushed?: number;
  readonly mapped?: readonly string[];
  /** Codes of the fixture's own problems above a note; and notes that the form is about. */
  readonly problems?: readonly string[];
  readonly notes?: readonly string[];
  readonly complete?: boolean;
}

const people = 'base/users.json';
const groups = 'base/groups.json';
const base = [people, groups];

const forms: readonly Form[] = [
  // Management API
  { form: 'API: users, one array', fixture: 'users-list-3.json', origin: 'real', lines: ['users 3'], by: /profile/, users: 3 },
  { form: 'API: one page of users', fixture: 'users-page1-limit1.json', origin: 'real', lines: ['users 1'], by: /profile/, users: 1 },
  { form: 'API: a single user', fixture: 'user-suspended.json', origin: 'real', lines: ['users 1'], by: /profile/, users: 1 },
  { form: 'API: a single user, hand-made', fixture: 'api-single-object', origin: 'hand-made', lines: ['users 1'], by: /profile/, users: 1 },
  { form: 'API: groups', fixture: 'groups-list-okta-group.json', origin: 'real', lines: ['groups 3'], by: /objectClass/, groups: 3 },
  {
    form: 'API: groups of Okta and AD',
    fixture: 'docs-list-groups-okta-and-ad-app-group.json',
    origin: 'documentation',
    lines: ['groups 2'],
    by: /objectClass/,
    groups: 2,
  },
  {
    form: 'API: members, without their group',
    fixture: 'group-members-3.json',
    origin: 'real',
    lines: ['users 3'],
    by: /profile/,
    users: 3,
  },
  {
    form: 'API: members in a members folder',
    fixture: 'api-one-array',
    origin: 'hand-made',
    with: base,
    lines: ['groupMembers 3'],
    by: /members of group/,
    members: { Agents: '3=' },
  },
  {
    form: 'API: users, pages in files',
    fixture: 'api-pages-in-files',
    origin: 'hand-made',
    lines: ['users 2', 'users 2'],
    by: /profile/,
    users: 4,
  },
  {
    form: 'API: users, pages appended (][)',
    fixture: 'api-pages-appended',
    origin: 'hand-made',
    lines: ['users 4'],
    by: /profile/,
    users: 4,
  },
  { form: 'API: users, pages in an array', fixture: 'api-pages-merged', origin: 'hand-made', lines: ['users 4'], by: /profile/, users: 4 },
  { form: 'API: users as NDJSON', fixture: 'api-ndjson', origin: 'hand-made', lines: ['users 4'], by: /profile/, users: 4 },
  {
    form: 'okta-cli --json: keys sorted, indented',
    fixture: 'okta-cli-json',
    origin: 'hand-made',
    lines: ['users 4'],
    by: /profile/,
    users: 4,
  },
  { form: 'API: app users', fixture: 'app-users-1.json', origin: 'real', lines: ['appUsers 1'], by: /app users/, assigned: [1, 0] },
  {
    form: 'API: app users, expand=user',
    fixture: 'docs-app-users-provisioned-expand-user.json',
    origin: 'documentation',
    lines: ['appUsers 1'],
    by: /app users/,
    users: 1,
    assigned: [1, 1],
  },
  {
    form: 'API: app users, assigned by a group',
    fixture: 'api-app-users',
    origin: 'hand-made',
    with: base,
    lines: ['appUsers 2'],
    by: /app users/,
    assigned: [2, 1],
  },
  { form: 'API: app groups', fixture: 'app-groups-3.json', origin: 'real', lines: ['appGroups 3'], by: /priority/ },
  {
    form: 'API: push mappings',
    fixture: 'group-push-mappings-list-2.json',
    origin: 'real',
    lines: ['pushMappings 2'],
    by: /sourceGroupId/,
    pushed: 2,
  },
  {
    form: 'API: a mapping with its expressions',
    fixture: 'salto-mapping-user-to-zendesk.json',
    origin: 'real',
    lines: ['profileMapping 1'],
    by: /properties/,
  },
  {
    form: 'API: mappings in list form',
    fixture: 'mappings-list-4.json',
    origin: 'real',
    lines: ['profileMappingList 4'],
    by: /without properties/,
  },
  { form: 'API: app user schema', fixture: 'app-user-schema-default.json', origin: 'real', lines: ['appUserSchema 1'], by: /schema/ },
  {
    form: "API: an error answer in a page's place",
    fixture: 'error-429-rate-limit.json',
    origin: 'real',
    lines: ['oktaError 1'],
    by: /error answer/,
    problems: ['okta-error-body'],
    complete: false,
  },
  {
    form: "The console's internal grouppush answer",
    fixture: 'console-grouppush',
    origin: 'hand-made',
    with: base,
    lines: ['pushMappings 1'],
    by: /sourceUserGroupId/,
    pushed: 1,
  },
  // Envelopes
  {
    form: 'Airbyte: streams in a file',
    fixture: 'airbyte-jsonl',
    origin: 'hand-made',
    lines: ['users 4', 'groups 2', 'unknown 1'],
    by: /profile/,
    users: 4,
    groups: 2,
    notes: ['unknown-file'],
  },
  { form: 'Airbyte: a destination', fixture: 'airbyte-destination', origin: 'hand-made', lines: ['users 4'], by: /profile/, users: 4 },
  { form: 'Singer messages', fixture: 'singer-messages', origin: 'hand-made', lines: ['users 4'], by: /profile/, users: 4 },
  {
    form: 'Elastic documents',
    fixture: 'elastic-documents',
    origin: 'hand-made',
    lines: ['users 4', 'groups 4', 'groupMembers 4'],
    by: /profile/,
    users: 4,
    groups: 2,
    members: { Agents: '3', Supervisors: '1' },
  },
  {
    form: "Elastic's own test events",
    fixture: 'elastic-test-user.json',
    origin: 'real',
    lines: ['users 2', 'groups 2', 'groupMembers 2'],
    by: /profile/,
    users: 1,
    groups: 1,
    members: { Everyone: '1' },
  },
  {
    form: 'A script: an object of lists',
    fixture: 'script-object-of-lists',
    origin: 'hand-made',
    lines: ['users 4', 'groups 2'],
    by: /profile/,
    users: 4,
    groups: 2,
  },
  {
    form: 'A script: groups with their members',
    fixture: 'script-groups-with-members',
    origin: 'hand-made',
    with: [people],
    lines: ['groups 2', 'groupMembers 4'],
    by: /objectClass/,
    members: { Agents: '3=', Supervisors: '1=' },
  },
  {
    form: 'A script: ids of members by id of the group',
    fixture: 'script-members-by-group-id',
    origin: 'hand-made',
    with: base,
    lines: ['groupMembers 4'],
    by: /below their group/,
    members: { Agents: '3=', Supervisors: '1=' },
  },
  {
    form: 'A script: a page that says there is another',
    fixture: 'script-next-page',
    origin: 'hand-made',
    lines: ['users 2'],
    by: /profile/,
    users: 2,
    problems: ['truncated'],
    complete: false,
  },
  {
    form: "A browser's HAR file",
    fixture: 'har',
    origin: 'hand-made',
    lines: ['users 4', 'groups 2', 'groupMembers 3'],
    by: /profile/,
    users: 4,
    members: { Agents: '3=' },
  },
  {
    form: 'A HAR file in which a next page is missing',
    fixture: 'har-next-page-missing',
    origin: 'hand-made',
    with: base,
    lines: ['groupMembers 2'],
    by: /below their group/,
    members: { Agents: '2!' },
    problems: ['count-below-stats', 'truncated'],
  },
  {
    form: 'A Postman collection with saved answers',
    fixture: 'postman-collection',
    origin: 'hand-made',
    with: base,
    lines: ['groupMembers 3'],
    by: /below their group/,
    members: { Agents: '3=' },
  },
  // PowerShell
  {
    form: 'PowerShell 5.1: an array as value and Count',
    fixture: 'powershell-5-array',
    origin: 'hand-made',
    lines: ['users 4'],
    by: /profile/,
    users: 4,
  },
  {
    form: 'ConvertTo-Json without -Depth: users',
    fixture: 'powershell-cut-depth',
    origin: 'hand-made',
    lines: ['users 4'],
    by: /profile/,
    users: 4,
    problems: ['missing-column'],
    complete: false,
  },
  {
    form: 'ConvertTo-Json without -Depth: groups',
    fixture: 'powershell-cut-depth-groups',
    origin: 'hand-made',
    lines: ['groups 2'],
    by: /objectClass/,
    groups: 2,
  },
  {
    form: 'Export-Csv with a #TYPE line',
    fixture: 'powershell-type-line',
    origin: 'hand-made',
    lines: ['users 4'],
    by: /users or members/,
    users: 4,
    problems: ['dropped-column'],
  },
  {
    form: 'Export-Csv in UTF-16 with semicolons',
    fixture: 'powershell-utf16',
    origin: 'hand-made',
    lines: ['users 4'],
    by: /users or members/,
    users: 4,
    problems: ['dropped-column'],
  },
  {
    form: 'Export-Csv in ASCII: accents became ?',
    fixture: 'powershell-lost-accents',
    origin: 'hand-made',
    lines: ['users 4'],
    by: /users or members/,
    users: 4,
    problems: ['dropped-column', 'excel-damage'],
  },
  {
    form: 'PowerShell: one CSV per group, named after it',
    fixture: 'powershell-csv-per-group',
    origin: 'hand-made',
    with: base,
    lines: ['groupMembers 3'],
    by: /name in its path/,
    members: { Agents: '3=' },
    notes: ['group-from-file-name'],
  },
  {
    form: 'PowerShell: exportedGroups.csv',
    fixture: 'powershell-groups',
    origin: 'hand-made',
    lines: ['groups 2'],
    by: /groups/,
    groups: 2,
  },
  {
    form: 'PowerShell: exportedUsersGroups.csv',
    fixture: 'powershell-users-and-groups',
    origin: 'hand-made',
    with: base,
    lines: ['groupMembers 4'],
    by: /memberships of many groups/,
    members: { Agents: '3=', Supervisors: '1=' },
  },
  {
    form: "PowerShell: Export-Csv of the API's own objects",
    fixture: 'powershell-csv-of-objects',
    origin: 'hand-made',
    lines: ['appUsers 2', 'groups 2', 'users 4'],
    by: /users or members/,
    users: 4,
    groups: 2,
    assigned: [2, 1],
  },
  // What people's own scripts leave
  {
    form: 'A script: members in a CSV without a header',
    fixture: 'script-csv-without-header',
    origin: 'hand-made',
    with: base,
    lines: ['groupMembers 3'],
    by: /no header/,
    members: { Agents: '3=' },
  },
  {
    form: 'A script: ids of members, line by line, in a file named after the group',
    fixture: 'script-ids-of-members',
    origin: 'hand-made',
    with: base,
    lines: ['groupMembers 3'],
    by: /name in its path/,
    members: { Agents: '3=' },
  },
  {
    form: 'A script: ids of members as JSON strings',
    fixture: 'script-ids-of-members-json',
    origin: 'hand-made',
    with: base,
    lines: ['groupMembers 3'],
    by: /ids of Okta users/,
    members: { Agents: '3=' },
  },
  {
    form: 'A script: flat objects of users',
    fixture: 'script-flat-users',
    origin: 'hand-made',
    lines: ['users 4'],
    by: /without inner ones/,
    users: 4,
    problems: ['dropped-column'],
  },
  {
    form: 'A script: flat objects of groups with counts',
    fixture: 'script-flat-groups',
    origin: 'hand-made',
    with: [people, 'api-one-array'],
    lines: ['groups 2'],
    by: /without inner ones/,
    groups: 2,
    members: { Agents: '3=' },
  },
  {
    form: 'A script: flat objects of memberships',
    fixture: 'script-flat-memberships',
    origin: 'hand-made',
    with: base,
    lines: ['groupMembers 3'],
    by: /without inner ones/,
    members: { Agents: '3=', Supervisors: '?' },
  },
  {
    form: 'A script: users below the name of their group',
    fixture: 'script-named-group',
    origin: 'hand-made',
    with: base,
    lines: ['groupMembers 3'],
    by: /below their group/,
    members: { Agents: '3=' },
  },
  {
    form: 'A script: a report of members with ids and names',
    fixture: 'script-report-of-members',
    origin: 'hand-made',
    with: base,
    lines: ['groupMembers 3'],
    by: /memberships of many groups/,
    members: { Agents: '3=' },
  },
  {
    form: 'A script: members by e-mail',
    fixture: 'script-members-by-email',
    origin: 'hand-made',
    with: base,
    lines: ['groupMembers 3'],
    by: /without their ids/,
    members: { Agents: '3=' },
  },
  { form: 'GraphQL: nodes', fixture: 'script-graphql', origin: 'hand-made', lines: ['users 4'], by: /profile/, users: 4 },
  {
    form: 'Steampipe: the profile as JSON in a cell',
    fixture: 'steampipe-csv',
    origin: 'hand-made',
    lines: ['users 4'],
    by: /users or members/,
    users: 4,
  },
  {
    form: 'CloudQuery: the profile as JSON in a cell',
    fixture: 'cloudquery-csv',
    origin: 'hand-made',
    lines: ['users 4'],
    by: /users or members/,
    users: 4,
  },
  // Rockstar
  {
    form: 'Rockstar: users',
    fixture: 'rockstar-users',
    origin: 'hand-made',
    lines: ['users 4'],
    by: /users or members/,
    users: 4,
  },
  {
    form: "Rockstar: users by an org's own titles",
    fixture: 'rockstar-users-own-titles',
    origin: 'hand-made',
    lines: ['users 4'],
    by: /users or members/,
    users: 4,
    problems: ['dropped-column'],
  },
  {
    form: "Rockstar: users by titles that only the org's schema explains",
    fixture: 'rockstar-users-schema-titles',
    origin: 'hand-made',
    with: [groups, 'declared-members-by-email'],
    lines: ['users 4', 'userSchema 1'],
    by: /users or members/,
    users: 4,
    members: { Agents: '3=' },
    problems: ['dropped-column'],
  },
  { form: 'Rockstar: groups with counts', fixture: 'rockstar-groups', origin: 'hand-made', lines: ['groups 2'], by: /groups/, groups: 2 },
  {
    form: 'Rockstar: members of a group',
    fixture: 'rockstar-group-members',
    origin: 'hand-made',
    with: base,
    lines: ['groupMembers 3'],
    by: /name in its path/,
    members: { Agents: '3=' },
  },
  {
    form: 'Rockstar: app users',
    fixture: 'rockstar-app-users',
    origin: 'hand-made',
    with: base,
    lines: ['appUsers 2'],
    by: /app users/,
    assigned: [2, 1],
  },
  { form: 'Rockstar: app groups', fixture: 'rockstar-app-groups', origin: 'hand-made', lines: ['appGroups 1'], by: /app groups/ },
  {
    form: 'Rockstar: mappings',
    fixture: 'rockstar-mappings',
    origin: 'hand-made',
    lines: ['profileMappingList 1'],
    by: /without expressions/,
  },
  {
    form: 'Rockstar: group rules, of no use',
    fixture: 'rockstar-group-rules',
    origin: 'hand-made',
    lines: ['unknown 0'],
    by: /group rules/,
    notes: ['unknown-file'],
  },
  // CSV import template and okta-cli
  {
    form: 'The CSV import template beside users with ids',
    fixture: 'csv-import-template',
    origin: 'hand-made',
    with: base,
    lines: ['users 4'],
    by: /import template/,
    users: 4,
  },
  {
    form: 'The CSV import template alone: users by login',
    fixture: 'csv-import-template',
    origin: 'hand-made',
    lines: ['users 4'],
    by: /import template/,
    users: 4,
    problems: ['missing-column'],
    complete: false,
  },
  {
    form: "okta-cli's dump folder",
    fixture: 'okta-cli-dump',
    origin: 'hand-made',
    lines: ['appUsers 2', 'apps 1', 'groupMembers 4', 'groups 2', 'users 4'],
    by: /app,user/,
    users: 4,
    groups: 2,
    members: { Agents: '3', Supervisors: '1' },
    assigned: [2, 0],
    problems: ['dropped-column'],
  },
  {
    form: "okta-cli's CSV for adding users",
    fixture: 'okta-cli-mock_users_0010.csv',
    origin: 'real',
    lines: ['users 10'],
    by: /without their ids/,
    users: 10,
    problems: ['dropped-column', 'missing-column'],
    complete: false,
  },
  {
    form: 'CSV saved twice by a program that knows no UTF-8',
    fixture: 'excel-mojibake',
    origin: 'hand-made',
    lines: ['users 4'],
    by: /users or members/,
    users: 4,
    problems: ['dropped-column', 'excel-damage'],
  },
  // Console reports
  {
    form: 'Report Group membership: never confirmed',
    fixture: 'console-group-membership',
    origin: 'hand-made',
    with: base,
    lines: ['groupMembers 3'],
    by: /report Group membership/,
    members: { Agents: '2!', Supervisors: '1' },
    problems: ['count-below-stats'],
    notes: ['no-deprovisioned-users'],
  },
  {
    form: 'Report Group membership, other spelling, and a login that nobody has',
    fixture: 'console-group-membership-underscored',
    origin: 'hand-made',
    with: base,
    lines: ['groupMembers 2'],
    by: /report Group membership/,
    members: { Agents: '2!' },
    problems: ['count-below-stats', 'missing-column'],
  },
  {
    form: 'Report User app access',
    fixture: 'console-user-app-access',
    origin: 'hand-made',
    with: base,
    lines: ['appUsers 3'],
    by: /report User app access/,
    assigned: [2, 0],
  },
  {
    form: 'Report Current Assignments',
    fixture: 'console-current-assignments',
    origin: 'hand-made',
    with: base,
    lines: ['appUsers 2'],
    by: /report Current Assignments/,
    assigned: [2, 0],
  },
  {
    form: 'Report Recent Unassignments, of no use',
    fixture: 'console-recent-unassignments',
    origin: 'hand-made',
    lines: ['unknown 0'],
    by: /Recent Unassignments/,
    notes: ['unknown-file'],
  },
  {
    form: 'Report Application Usage, of no use',
    fixture: 'console-application-usage',
    origin: 'hand-made',
    lines: ['unknown 0'],
    by: /Application Usage/,
    notes: ['unknown-file'],
  },
  {
    form: 'Report Okta Password Health',
    fixture: 'console-password-health',
    origin: 'hand-made',
    with: base,
    lines: ['users 4'],
    by: /Password Health/,
    users: 4,
    problems: ['dropped-column'],
  },
  {
    form: 'System Log, of no use',
    fixture: 'console-system-log',
    origin: 'hand-made',
    lines: ['unknown 0'],
    by: /System Log/,
    notes: ['unknown-file'],
  },
  // Headers that nobody documented
  {
    form: 'A header that cannot be told',
    fixture: 'unknown-header',
    origin: 'hand-made',
    with: base,
    lines: ['unknown 0'],
    by: /Person, Anmeldung, Gruppe/,
    members: { Agents: '?' },
    notes: ['unknown-file'],
  },
  {
    form: 'Declared: memberships by login and name',
    fixture: 'declared-memberships',
    origin: 'hand-made',
    with: base,
    lines: ['groupMembers 4', 'manifest 1'],
    by: /the manifest/,
    members: { Agents: '3=', Supervisors: '1=' },
  },
  {
    form: 'Declared: the members of one group by e-mail',
    fixture: 'declared-members-by-email',
    origin: 'hand-made',
    with: base,
    lines: ['groupMembers 3', 'manifest 1'],
    by: /by the manifest/,
    members: { Agents: '3=' },
  },
  {
    form: 'Declared: users',
    fixture: 'declared-users',
    origin: 'hand-made',
    lines: ['users 4', 'manifest 1'],
    by: /the manifest/,
    users: 4,
    problems: ['dropped-column'],
  },
  {
    form: 'Declared: groups with counts',
    fixture: 'declared-groups',
    origin: 'hand-made',
    lines: ['groups 2', 'manifest 1'],
    by: /the manifest/,
    groups: 2,
  },
  {
    form: 'Declared: assignments with accounts',
    fixture: 'declared-app-users',
    origin: 'hand-made',
    with: base,
    lines: ['manifest 1', 'appUsers 2'],
    by: /manifest/,
    assigned: [2, 1],
  },
  // Terraform and SCIM
  {
    form: 'terraform show -json, alone',
    fixture: 'terraform-show',
    origin: 'hand-made',
    lines: ['terraform 1', 'users 2', 'groups 2', 'appUsers 1', 'appGroups 1', 'pushMappings 1', 'profileMapping 1', 'groupMembers 3'],
    by: /terraform show -json/,
    users: 3,
    groups: 2,
    members: { Agents: '?', Supervisors: '1' },
    assigned: [1, 0],
    pushed: 1,
    mapped: ['title'],
    problems: ['partial-by-declaration', 'stale-members'],
    complete: false,
  },
  {
    form: 'terraform show -json beside whole lists',
    fixture: 'terraform-show',
    origin: 'hand-made',
    with: [...base, 'api-one-array', 'api-app-users'],
    lines: ['terraform 1', 'appGroups 1', 'pushMappings 1', 'profileMapping 1', 'groupMembers 1'],
    by: /terraform show -json/,
    users: 4,
    members: { Agents: '3=', Supervisors: '1' },
    assigned: [2, 1],
    problems: ['partial-by-declaration', 'stale-members'],
    complete: false,
  },
  {
    form: 'A Terraform state file',
    fixture: 'terraform-state',
    origin: 'hand-made',
    lines: ['terraform 1', 'users 2', 'groups 2', 'appUsers 1', 'appGroups 1', 'pushMappings 1', 'profileMapping 1', 'groupMembers 3'],
    by: /terraform/,
    users: 3,
    members: { Agents: '?', Supervisors: '1' },
    problems: ['partial-by-declaration', 'stale-members'],
    complete: false,
  },
  {
    form: 'A SCIM list of users',
    fixture: 'scim-users',
    origin: 'hand-made',
    lines: ['scimUsers 2'],
    by: /Genesys Cloud's side/,
    users: 0,
  },
  {
    form: 'A SCIM list of groups',
    fixture: 'scim-groups',
    origin: 'hand-made',
    lines: ['scimGroups 1'],
    by: /Genesys Cloud's side/,
    groups: 0,
  },
];

/** Copies the fixtures into a folder of their own, each under its own folder's content, and reads them. */
async function readForm(
  form: Form,
): Promise<{ readonly own: readonly InputReport[]; readonly source: Source; readonly inspected: readonly InputReport[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'scim-preflight-form-'));
  const copy = async (name: string, as: string): Promise<void> => {
    await mkdir(dirname(join(folder, as)), { recursive: true });
    await cp(join(fixtures, name), join(folder, as), { recursive: true });
  };
  try {
    for (const name of [form.fixture].flat()) await copy(name, /\.\w+$/.test(name) ? `form/${name}` : 'form');
    for (const name of form.with ?? []) await copy(name, /\.\w+$/.test(name) ? name.replace('base/', 'beside/') : `beside/${name}`);
    const source = await readExport([folder], {
      ...readOptions,
      oktaApp: form.assigned ? 'Genesys Cloud' : null,
      oldExportHours: 1_000_000,
    }).catch((error: unknown) => {
      if (!form.assigned) throw error;
      return readExport([folder], { ...readOptions, oldExportHours: 1_000_000 });
    });
    const own = source.trust.inputs.filter(({ path }) => path.startsWith('form/'));
    return { own, source, inspected: await inspectExport([folder], {}) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function membersOf(source: Source, name: string): string {
  const group = [...source.groups.values()].find((candidate) => candidate.name === name);
  const members = group ? source.members.get(group.id) : undefined;
  if (!members) return '?';
  return `${members.userIds.length}${members.incomplete ? '!' : ''}${members.confirmed ? '=' : ''}`;
}

describe('every form in which Okta admins save things', () => {
  for (const form of forms) {
    it(`${form.form} (${form.origin})`, async () => {
      const { own, source, inspected } = await readForm(form);
      assert.deepEqual(
        own.map(({ kind, records }) => `${kind} ${records}`),
        form.lines,
      );
      assert.match(own.map(({ recognizedBy }) => recognizedBy).join('\n'), form.by);
      assert.deepEqual(
        inspected.map(({ path, kind, records }) => [path, kind, records]),
        source.trust.inputs.map(({ path, kind, records }) => [path, kind, records]),
      );
      const problems = own.flatMap((input) => input.problems);
      assert.deepEqual([...new Set(problems.filter(({ level }) => level !== 'note').map(({ code }) => code))].sort(), form.problems ?? []);
      for (const note of form.notes ?? [])
        assert.ok(
          problems.some(({ code }) => code === note),
          note,
        );
      assert.equal(source.trust.complete, form.complete ?? true, 'complete');
      if (form.users !== undefined) assert.equal(source.users.size, form.users, 'users');
      if (form.groups !== undefined) assert.equal(source.groups.size, form.groups, 'groups');
      for (const [name, expected] of Object.entries(form.members ?? {})) assert.equal(membersOf(source, name), expected, name);
      if (form.assigned) {
        const assigned = [...(source.assignments?.byUser.values() ?? [])];
        assert.deepEqual([assigned.length, assigned.filter(({ externalId }) => externalId !== null).length], form.assigned);
      }
      if (form.pushed !== undefined) assert.equal(source.pushMappings?.length, form.pushed);
      if (form.mapped) assert.deepEqual(Object.keys(source.mapping?.properties ?? {}), form.mapped);
    });
  }
});
