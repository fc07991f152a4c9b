import { performance } from 'node:perf_hooks';
import type { ScimUser } from '../../src/genesys/scim';
import type { Snapshot } from '../../src/genesys/snapshot';
import type { MappingInput, SchemaInput } from '../../src/mapping/attributeRules';
import type { OktaUser, Source } from '../../src/okta/source';
import { pushedPeopleInSteps } from '../../src/plan/pushedPeople';
import { UserValues } from '../../src/plan/userValues';
import { countValuesInSteps } from '../../src/plan/valueTotals';
import { userValuesCsv } from '../../src/report/userValuesCsv';
import { inTurns } from '../../src/vscode/turns';
import { Stretches } from './stretches';

export interface PreviewRequest {
  readonly users: number;
}

export interface PreviewResult {
  readonly attributes: number;
  /** Who is whom, once a plan. */
  readonly matchMs: number;
  /** From a mapping to the counts of all users, as after every pause in typing; by the clock, and processor time of all threads. */
  readonly countMs: number;
  readonly countCpuMs: number;
  /** Every value as a row of CSV, thrown away. */
  readonly csvMs: number;
  /** While it was matched and counted. */
  readonly longestStretchMs: number;
  readonly peakRssBytes: number;
}

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const phone = (type: string): string => `phoneNumbers.^[type=='${type}'].value`;

/** Variable, external name and expression: 20 that Genesys has, the most that it takes of a mapping, and 12 that it has not. */
const mapped: readonly (readonly [variable: string, externalName: string, expression: string, namespace?: string])[] = [
  ['displayName', 'displayName', 'user.displayName ?: (user.firstName + " " + user.lastName)'],
  ['title', 'title', 'user.title matches "(?i).*manager.*" ? "Manager" : user.title'],
  ['workEmail', "emails.^[type=='work'].value", 'String.toLowerCase(user.email)'],
  ['externalCode', 'externalId', 'String.substringBefore(user.login, "@")'],
  ['workPhone', phone('work'), 'user.primaryPhone'],
  ['mobilePhone', phone('mobile'), 'user.mobilePhone'],
  [
    ...(['homePhone', phone('home')] as const),
    'String.len(user.homePhone) == 0 ? null : "+1" + String.replace(String.removeSpaces(user.homePhone), "-", "")',
  ],
  ['workPhone2', phone('work2'), "(user.phone2 != null && user.phone2 != '') ? user.phone2 : null"],
  ['workPhone3', phone('work3'), "user.countryCode == 'DE' ? user.phone3 : null"],
  ['workPhone4', phone('work4'), 'user.phone4'],
  ['otherPhone', phone('other'), 'isMemberOfGroupName("Care") ? user.primaryPhone : user.mobilePhone'],
  ['teamsPhone', phone('microsoftteams'), 'user.teamsPhone'],
  ['zoomPhone', phone('zoomphone'), 'user.zoomPhone ?: user.none'],
  ['eightPhone', phone('eightbyeight'), 'user.eightPhone'],
  ['ringPhone', phone('ringcentral'), 'user.ringPhone'],
  [
    'department',
    'department',
    'String.stringSwitch(user.department, user.department, "IT", "Information Technology", "HR", "People")',
    enterprise,
  ],
  ['division', 'division', 'user.costCenter == 42 ? "HQ" : "Home"', enterprise],
  [
    'employeeNumber',
    'employeeNumber',
    'user.employeeNumber != "" AND user.employeeNumber != null ? user.employeeNumber : user.login',
    enterprise,
  ],
  ['hireDate', 'dateHire', 'user.hireDate', enterprise],
  ['managerValue', 'manager.value', 'getManagerUser("active_directory").externalId', enterprise],
  ...'givenName familyName middleName nickName profileUrl preferredLanguage locale timezone userType honorificPrefix honorificSuffix photos'
    .split(' ')
    .map((name) => [`${name}Attribute`, name.endsWith('Name') ? `name.${name}` : name, `user.${name}`] as const),
];

const mapping: MappingInput = {
  properties: Object.fromEntries(mapped.map(([variable, , expression]) => [variable, { expression, pushStatus: 'PUSH' as const }])),
};
const schema: SchemaInput = {
  properties: Object.fromEntries(
    mapped.map(([variable, externalName, , externalNamespace = core]) => [variable, { title: null, externalName, externalNamespace }]),
  ),
};

/** One in ten is at odds with Genesys by title, three numbers in ten are not in E.164, no two are the same. */
function workload(users: number): { readonly source: Source; readonly snapshot: Snapshot } {
  const okta = new Map<string, OktaUser>();
  const genesys = new Map<string, ScimUser>();
  for (let index = 0; index < users; index++) {
    const email = `user${index}@contoso.example`;
    const digits = String(2_000_000 + (index % 7_999_999)).padStart(7, '0');
    const national = `(317) ${digits.slice(0, 3)}-${digits.slice(3)}`;
    const e164 = `+1317${digits}`;
    const title = index % 3 ? 'Care Manager' : 'Agent';
    const department = ['Sales', 'Care', 'IT', 'HR'][index % 4] ?? '';
    const work = { title, department, employeeNumber: String(index), costCenter: index, countryCode: 'US', hireDate: '2020-01-01' };
    const phones = { primaryPhone: index % 10 < 3 ? national : e164, mobilePhone: index % 10 === 5 ? national : e164 };
    const profile = { firstName: `F${index}`, lastName: `L${index}`, ...work, ...phones };
    const id = `00u${String(index).padStart(17, 'a')}`;
    okta.set(id, { id, status: 'ACTIVE', login: email, email, lastUpdated: null, profile });
    const genesysId = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
    const phoneNumbers = ['work', 'mobile'].map((type) => ({ type, value: e164 }));
    const held = { displayName: `F${index} L${index}`, title: index % 10 ? (index % 3 ? 'Manager' : 'Agent') : 'Lead', phoneNumbers };
    genesys.set(genesysId, { id: genesysId, userName: email, active: true, externalId: `user${index}`, ...held });
  }
  const trust = { counts: { users, groups: 0, assignments: null, pushMappings: null, memberships: {} }, fingerprint: '', lastImport: null };
  return {
    source: {
      ...{ users: okta, groups: new Map(), members: new Map(), assignments: null, pushMappings: null, appGroups: null },
      ...{ app: null, appIncomplete: false, mapping: null, schema: { path: null, properties: {} } },
      trust: { inputs: [], problems: [], complete: true, assumptions: [], ...trust },
    },
    snapshot: {
      ...{ org: { name: 'Contoso CX', host: 'api.mypurecloud.ie', orgId: null, clientId: null }, takenAt: null, live: false },
      ...{ complete: true, problems: [], users: genesys, groups: new Map(), deletedMembers: new Set(), unprovedGroups: new Map() },
      ...{ groupFacts: new Map(), inputs: [] },
    },
  };
}

async function measure({ users }: PreviewRequest): Promise<PreviewResult> {
  const { source, snapshot } = workload(users);
  // The garbage of making the users is not what is measured.
  await new Promise((resolve) => setTimeout(resolve, 200));
  const stretches = new Stretches();
  const started = performance.now();
  const matched = await inTurns(pushedPeopleInSteps(source, snapshot));
  if (matched?.people.length !== users) throw new Error(`Of ${users} users ${matched?.people.length ?? 0} are matched.`);
  const [countedFrom, cpu] = [performance.now(), process.cpuUsage()];
  const values = new UserValues({ ...source, schema: { path: null, ...schema } as Source['schema'] }, mapping, 'US');
  const totals = await inTurns(countValuesInSteps(values, matched.people));
  const countMs = performance.now() - countedFrom;
  const { user, system } = process.cpuUsage(cpu);
  const longestStretchMs = stretches.stop();
  const title = totals?.attributes.find(({ path }) => path === 'title');
  // Of the mapped ones, and userName and active.
  if (values.attributes.length !== 22 || title?.counts.change !== Math.ceil(users / 10) || !totals?.counts.pingPong) {
    throw new Error(`The values are not what they should be: ${values.attributes.length} attributes, ${JSON.stringify(totals?.counts)}`);
  }
  const writing = performance.now();
  let characters = 0;
  for (const piece of userValuesCsv(values, matched.people)) characters += piece.length;
  if (characters === 0) throw new Error('No CSV was written.');
  const rounded = (ms: number): number => Math.round(10 * ms) / 10;
  return {
    attributes: values.attributes.length,
    matchMs: rounded(countedFrom - started),
    countMs: rounded(countMs),
    countCpuMs: rounded((user + system) / 1000),
    csvMs: rounded(performance.now() - writing),
    longestStretchMs: rounded(longestStretchMs),
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  };
}

process.once('message', (request: PreviewRequest) => {
  void measure(request)
    .then((result) => process.send?.(result, () => process.disconnect()))
    .catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    });
});
