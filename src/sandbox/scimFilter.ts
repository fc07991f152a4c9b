import { coreGroupSchema, coreUserSchema, enterpriseSchema, genesysSchema } from '../genesys/scim';
import { scimError } from './reply';
import type { FieldReader, LookupField } from './orgState';

/** A documented filter of users: all of them are `eq` (facts/genesys-scim.md, section 1.2). */
export type UserFilter =
  | { readonly by: 'id'; readonly text: string }
  | { readonly by: 'active'; readonly active: boolean }
  | { readonly by: LookupField; readonly text: string };

export interface GroupFilter {
  readonly by: 'id' | 'displayName';
  readonly text: string;
}

const userFields: Readonly<Record<string, LookupField | 'id' | 'active'>> = {
  id: 'id',
  active: 'active',
  username: 'userName',
  email: 'email',
  emails: 'email',
  'emails.value': 'email',
  externalid: 'externalId',
  manager: 'manager',
  'manager.value': 'manager',
  division: 'division',
  employeenumber: 'employeeNumber',
};

/** @throws Refusal 400 `invalidFilter` for anything that is not documented. */
export function parseUserFilter(filter: string): UserFilter {
  const external = parseExternalIds(filter);
  if (external) return external;
  const { attribute, value } = parseEquality(filter);
  const by = userFields[withoutUrn(attribute, [coreUserSchema, enterpriseSchema]).toLowerCase()];
  if (by === undefined) throw invalidFilter(`Filtering by ${attribute} is not supported.`);
  if (by === 'id') return { by, text: value };
  if (by !== 'active') return { by, text: lookupText(by, value) };
  if (!/^(?:true|false)$/i.test(value)) throw invalidFilter(`The value of active is true or false, not ${value}.`);
  return { by, active: value.toLowerCase() === 'true' };
}

/** @throws Refusal 400 `invalidFilter`. */
export function parseGroupFilter(filter: string): GroupFilter {
  const { attribute, value } = parseEquality(filter);
  const name = withoutUrn(attribute, [coreGroupSchema]).toLowerCase();
  if (name === 'id') return { by: 'id', text: value };
  if (name === 'displayname') return { by: 'displayName', text: value.toLowerCase() };
  throw invalidFilter(`Filtering by ${attribute} is not supported.`);
}

/** The texts by which a profile is found. Addresses and names ignore case; ids of other systems do not. */
export const fieldsOf: FieldReader = (field, profile) => {
  const enterprise = profile[enterpriseSchema];
  switch (field) {
    case 'userName':
      return texts(field, [profile.userName]);
    case 'email':
      return texts(field, [...new Set((profile.emails ?? []).map((email) => email.value?.toLowerCase()))]);
    case 'externalId':
      return texts(field, [profile.externalId]);
    case 'manager':
      return texts(field, [enterprise?.manager?.value]);
    case 'division':
      return texts(field, [enterprise?.division]);
    case 'employeeNumber':
      return texts(field, [enterprise?.employeeNumber]);
    case 'authority':
      return (profile[genesysSchema]?.externalIds ?? []).map((id) => authorityText(id.authority ?? '', id.value ?? ''));
  }
};

function texts(field: LookupField, values: readonly (string | null | undefined)[]): readonly string[] {
  return values.flatMap((value) => (value ? [lookupText(field, value)] : []));
}

function lookupText(field: LookupField, value: string): string {
  return field === 'externalId' || field === 'employeeNumber' || field === 'authority' ? value : value.toLowerCase();
}

function authorityText(authority: string, value: string): string {
  return `${authority}\n${value}`;
}

const quoted = String.raw`"(?:[^"\\]|\\.)*"`;
const equality = new RegExp(String.raw`^\s*([A-Za-z][\w.:$-]*)\s+([A-Za-z]{2})\s+(${quoted}|[^"].*?)\s*$`, 's');
const externalIds = new RegExp(
  String.raw`^\s*${genesysSchema.replaceAll('.', String.raw`\.`)}:externalIds\[\s*(authority|value)\s+eq\s+(${quoted})\s+and\s+(authority|value)\s+eq\s+(${quoted})\s*\]\s*$`,
  'i',
);

function parseExternalIds(filter: string): UserFilter | null {
  const match = externalIds.exec(filter);
  if (!match) return null;
  const [, first = '', firstValue = '', second = '', secondValue = ''] = match;
  const values = new Map([
    [first.toLowerCase(), unquoted(firstValue)],
    [second.toLowerCase(), unquoted(secondValue)],
  ]);
  const [authority, value] = [values.get('authority'), values.get('value')];
  if (authority === undefined || value === undefined) throw invalidFilter('externalIds are found by authority and value.');
  return { by: 'authority', text: authorityText(authority, value) };
}

/** `attribute eq value`; the value quoted, as Okta sends it, or bare, as in the examples of the documentation. */
function parseEquality(filter: string): { readonly attribute: string; readonly value: string } {
  const match = equality.exec(filter);
  if (!match) throw invalidFilter(`The filter ${filter} is not understood.`);
  const [, attribute = '', operator = '', value = ''] = match;
  if (operator.toLowerCase() !== 'eq') throw invalidFilter(`The operator ${operator} is not supported.`);
  if (value.startsWith('"')) return { attribute, value: unquoted(value) };
  if (/\s(?:and|or)\s/i.test(value)) throw invalidFilter('Filters cannot be combined.');
  return { attribute, value };
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    throw invalidFilter(`The value ${text} is not a JSON string.`);
  }
}

function withoutUrn(attribute: string, urns: readonly string[]): string {
  const urn = urns.find((known) => attribute.startsWith(`${known}:`));
  return urn === undefined ? attribute : attribute.slice(urn.length + 1);
}

function invalidFilter(detail: string): Error {
  return scimError(400, 'invalidFilter', detail);
}
