import { performance } from 'node:perf_hooks';
import type { MappedUser } from '../../src/mapping/attributeRules';
import { userExpression } from '../../src/mapping/userExpression';

export interface MappingRequest {
  readonly users: number;
}

export interface MappingResult {
  readonly expressions: number;
  readonly values: number;
  readonly unknown: number;
  /** Parsing and compiling all of the expressions. */
  readonly compileMs: number;
  /** Evaluating all of them for all users, as the planner does. */
  readonly evaluateMs: number;
  /** Processor time of all threads for it. */
  readonly evaluateCpuMs: number;
}

const recipe =
  'String.append("+1", String.replace(String.replace(String.replace(String.replace(user.mobilePhone, "-", ""), "(", ""), ")", ""), " ", ""))';

/** A mapping of the size and kind of the largest that was recorded, with most functions that mappings of Okta's pages and articles use. */
const expressions = [
  ...'firstName lastName email login title department division employeeNumber primaryPhone costCenter managerId'
    .split(' ')
    .map((name) => `user.${name}`),
  "(user.primaryPhone != null && user.primaryPhone != '') ? 'work' : ''",
  "(user.mobilePhone != null && user.mobilePhone != '') ? 'mobile' : ''",
  recipe,
  'user.firstName + " " + user.lastName',
  'String.substringBefore(user.email, "@")',
  'toUpperCase(substringBefore(substringAfter(user.email, "@"), "."))',
  'user.employeeNumber != "" AND user.employeeNumber != null ? user.employeeNumber : user.login',
  'String.stringSwitch(user.department, "Other", "Sales", "S", "Care", "C", "IT", "I")',
  'user.displayName ?: (user.firstName + " " + user.lastName)',
  'String.toLowerCase(user.login)',
  'user.title matches "(?i).*manager.*" ? "M" : "E"',
  'Iso3166Convert.toAlpha3(user.countryCode)',
  'String.len(user.title) == 0 ? "" : String.substring(user.title, 0, 1)',
  'Arrays.toCsvString(user.tags)',
  'Arrays.contains(user.tags, "b") ? "yes" : "no"',
  'user.city + ", " + user.state + " " + user.zipCode',
  'isMemberOfGroupName("Care") ? "Agent" : "Other"',
  'getManagerUser("active_directory").email',
  'user.preferredLanguage ?: "en"',
  'String.removeSpaces(user.primaryPhone)',
  'user.costCenter == 42 ? "HQ" : "Field"',
];

function userOf(index: number): MappedUser {
  const email = `user${index}@contoso.example`;
  const department = ['Sales', 'Care', 'IT', 'HR'][index % 4] ?? '';
  const phones = { primaryPhone: `(415) 555-${index}`, mobilePhone: `415-555-${index}` };
  const place = { countryCode: 'US', city: 'San Francisco', state: 'CA', zipCode: String(index) };
  const work = { title: index % 3 ? 'Care Manager' : 'Agent', department, division: 'CX', employeeNumber: index % 5 ? String(index) : '' };
  const profile = { firstName: `F${index}`, lastName: `L${index}`, ...work, ...phones, ...place, tags: ['a', 'b'], costCenter: index };
  return { id: String(index), login: email, email, status: 'ACTIVE', profile };
}

function measure({ users }: MappingRequest): MappingResult {
  const people = Array.from({ length: users }, (_, index) => userOf(index));
  const started = performance.now();
  const reads = expressions.map((text) => {
    const expression = userExpression(text);
    if (expression.kind === 'failed') throw new Error(`${text}: ${expression.message}`);
    return expression.read;
  });
  const compiled = performance.now();
  const processor = process.cpuUsage();
  let unknown = 0;
  for (const user of people) for (const read of reads) if (read(user, undefined) === undefined) unknown++;
  const evaluateMs = Math.round(performance.now() - compiled);
  const { user: inUser, system } = process.cpuUsage(processor);
  const evaluateCpuMs = Math.round((inUser + system) / 1_000);
  // Two of them look something up for everybody; the rest is known.
  if (unknown !== 2 * users) throw new Error(`Of ${users} users ${unknown} values are unknown.`);
  const compileMs = Math.round((compiled - started) * 10) / 10;
  return { expressions: expressions.length, values: users * expressions.length, unknown, compileMs, evaluateMs, evaluateCpuMs };
}

process.once('message', (request: MappingRequest) => {
  process.send?.(measure(request), () => process.disconnect());
});
