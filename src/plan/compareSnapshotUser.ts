import {
  enterpriseSchema,
  genesysSchema,
  type ScimEnterpriseUser,
  type ScimNamedProficiency,
  type ScimTypedValue,
  type ScimUser,
} from '../genesys/scim';
import { compareValue } from '../mapping/compareValue';
import type { ValueKind } from '../mapping/genesysAttributes';
import type { PhoneReader } from '../mapping/phone';
import { compareText } from './order';
import type { AttributeChange } from './snapshotChanges';

/** Whether what is not in a user's record has no value there, as in our own snapshots, or may only have been left out. */
export interface AbsentMeans {
  readonly before: 'noValue' | 'notKnown';
  readonly after: 'noValue' | 'notKnown';
}

/** How the attributes of one user differ between two snapshots. */
export interface UserDifference {
  /** By path, without `active`. */
  readonly attributes: readonly AttributeChange[];
  /** Attributes that a side does not hold though the other does. */
  readonly notCompared: readonly string[];
}

/** A value by its path; undefined: the record does not tell. */
interface Value {
  readonly kind: ValueKind;
  readonly value: string | null | undefined;
}

const noDifference: UserDifference = { attributes: [], notCompared: [] };
const sections = [
  'userName',
  'displayName',
  'title',
  'externalId',
  'emails',
  'phoneNumbers',
  'roles',
  enterpriseSchema,
  genesysSchema,
] as const;

/**
 * Every attribute that a snapshot reads, compared as the planner compares values (product.md, section 6): a value that is only written
 * otherwise is no change. `groups` and `meta` are not compared; memberships are the groups' own.
 */
export function compareSnapshotUser(before: ScimUser, after: ScimUser, absent: AbsentMeans, phones: PhoneReader): UserDifference {
  const differing = sections.filter((section) => !isSame(before[section], after[section]));
  if (differing.length === 0) return noDifference;
  const attributes: AttributeChange[] = [];
  const notCompared: string[] = [];
  for (const section of differing) {
    const [was, is] = [valuesOf(before, section), valuesOf(after, section)];
    // A list that is not there at all leaves open what is in it.
    if (isMissing(before[section], absent.before) || isMissing(after[section], absent.after)) {
      notCompared.push(section);
      continue;
    }
    for (const path of new Set([...was.keys(), ...is.keys()])) {
      const [one, other] = [was.get(path), is.get(path)];
      if (isUntold(one, absent.before) || isUntold(other, absent.after)) {
        if ((one?.value ?? '') !== (other?.value ?? '')) notCompared.push(path);
        continue;
      }
      const [from, to] = [one?.value ?? null, other?.value ?? null];
      const { kind } = compareValue((one ?? other)?.kind ?? 'text', from, to, phones);
      if (kind !== 'equal') attributes.push({ path, before: from, after: to, onlyWritten: kind === 'pingPong' });
    }
  }
  return { attributes: attributes.sort((a, b) => compareText(a.path, b.path)), notCompared };
}

const isMissing = (section: unknown, absent: AbsentMeans['before']): boolean => section === undefined && absent === 'notKnown';
const isUntold = (value: Value | undefined, absent: AbsentMeans['before']): boolean =>
  value !== undefined && value.value === undefined && absent === 'notKnown';

function valuesOf(user: ScimUser, section: (typeof sections)[number]): ReadonlyMap<string, Value> {
  switch (section) {
    case 'userName':
      return new Map([[section, { kind: 'caseInsensitive', value: user.userName }]]);
    case 'displayName':
    case 'title':
    case 'externalId':
      return new Map([[section, { kind: 'text', value: user[section] }]]);
    case 'emails':
      return elementsOf(section, user.emails, 'caseInsensitive');
    case 'phoneNumbers':
      return elementsOf(section, user.phoneNumbers, 'phone');
    case 'roles':
      return listed(
        section,
        user.roles?.map(({ value }) => value ?? ''),
      );
    case enterpriseSchema:
      return enterpriseOf(user[enterpriseSchema]);
    case genesysSchema: {
      const own = user[genesysSchema];
      return new Map([
        ...listed(`${genesysSchema}:routingSkills`, own?.routingSkills?.map(proficiency)),
        ...listed(`${genesysSchema}:routingLanguages`, own?.routingLanguages?.map(proficiency)),
        ...listed(
          `${genesysSchema}:externalIds`,
          own?.externalIds?.map(({ authority, value }) => `${authority ?? ''}: ${value ?? ''}`),
        ),
      ]);
    }
  }
}

/** By type; several of one type stand together, and so does which is the primary one. */
function elementsOf(name: string, elements: readonly ScimTypedValue[] | null | undefined, kind: ValueKind): ReadonlyMap<string, Value> {
  const byType = new Map<string, string[]>();
  let primary: string | null = null;
  for (const { type, value, primary: isPrimary } of elements ?? []) {
    byType.set(type ?? '', [...(byType.get(type ?? '') ?? []), value ?? '']);
    if (isPrimary === true) primary = type ?? '';
  }
  const values = new Map<string, Value>();
  for (const [type, all] of byType) {
    const [first] = all;
    const value = all.length === 1 ? first : all.sort(compareText).join(', ');
    values.set(`${name}[type eq "${type}"].value`, { kind: all.length === 1 ? kind : 'text', value });
  }
  // Without a primary one in the list a change to or from it would be a difference of the other side alone.
  if (primary !== null) values.set(`${name}[primary eq true].type`, { kind: 'text', value: primary });
  return values;
}

/** The elements of a list in no order. */
function listed(path: string, items: readonly string[] | undefined): ReadonlyMap<string, Value> {
  const value = items === undefined ? undefined : [...items].sort(compareText).join(', ');
  return new Map([[path, { kind: 'text', value }]]);
}

const proficiency = ({ name, proficiency: level }: ScimNamedProficiency): string =>
  (level ?? null) === null ? (name ?? '') : `${name ?? ''} (${String(level)})`;

function enterpriseOf(user: ScimEnterpriseUser | null | undefined): ReadonlyMap<string, Value> {
  const path = (name: string): string => `${enterpriseSchema}:${name}`;
  const manager = user?.manager === null ? null : user?.manager?.value;
  return new Map<string, Value>([
    [path('department'), { kind: 'text', value: user?.department }],
    [path('division'), { kind: 'text', value: user?.division }],
    [path('employeeNumber'), { kind: 'text', value: user?.employeeNumber }],
    [path('dateHire'), { kind: 'text', value: user?.dateHire }],
    [path('manager.value'), { kind: 'guid', value: manager }],
  ]);
}

/** Deep equality of what JSON can hold; null and absence are one here. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b || (a ?? null) === (b ?? null)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => isSame(item, b[index]));
  }
  const [one, other] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>];
  for (const key in one) if (!isSame(one[key], other[key])) return false;
  for (const key in other) if (!(key in one) && (other[key] ?? null) !== null) return false;
  return true;
}
