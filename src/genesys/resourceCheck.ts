import type { ListResponse, ScimGroup, ScimUser } from './scim';
import { enterpriseSchema, genesysSchema } from './scim';
import { SharedMember } from './sharedMember';

/**
 * The edge where what a server or a file says becomes our types (RFC 7643; data/scim_models.json). Written by hand and not with valibot,
 * because a file of 100,000 users has to be checked in little more than the time that parsing it takes.
 *
 * Each function says in words what is wrong first, or null: then the value has the type.
 */
export type Check = (value: unknown) => string | null;

type Fields = Readonly<Record<string, unknown>>;

/** Null: the value is a ScimUser. */
export function userFault(value: unknown): string | null {
  if (!isRecord(value)) return 'is no JSON object';
  if (!isId(value.id)) return 'has no id';
  if (typeof value.userName !== 'string' || value.userName === '') return 'has no userName';
  if (typeof value.active !== 'boolean') return 'has no active that is true or false';
  return (
    textFault(value, 'displayName') ??
    textFault(value, 'title') ??
    textFault(value, 'externalId') ??
    listFault(value, 'emails', typedValueFault) ??
    listFault(value, 'phoneNumbers', typedValueFault) ??
    listFault(value, 'roles', typedValueFault) ??
    listFault(value, 'groups', typedValueFault) ??
    metaFault(value) ??
    enterpriseFault(value[enterpriseSchema]) ??
    genesysFault(value[genesysSchema])
  );
}

/** Null: the value is a ScimGroup. */
export function groupFault(value: unknown): string | null {
  if (!isRecord(value)) return 'is no JSON object';
  if (!isId(value.id)) return 'has no id';
  if (typeof value.displayName !== 'string') return 'has no displayName';
  return textFault(value, 'externalId') ?? listFault(value, 'members', memberFault) ?? metaFault(value);
}

/** Null: the value is a ListResponse whose resources passed `resource`. */
export function listResponseFault(value: unknown, resource: Check): string | null {
  if (!isRecord(value)) return 'is no JSON object';
  if (!isCount(value.totalResults)) return 'has no totalResults that is a number';
  if (value.Resources !== undefined && value.Resources !== null && !Array.isArray(value.Resources)) return 'has Resources that are no list';
  const resources: readonly unknown[] = value.Resources ?? [];
  for (const [index, item] of resources.entries()) {
    const fault = resource(item);
    if (fault !== null) return `holds a resource (number ${index + 1}) that ${fault}`;
  }
  return null;
}

export function isUser(value: unknown): value is ScimUser {
  return userFault(value) === null;
}

export function isGroup(value: unknown): value is ScimGroup {
  return groupFault(value) === null;
}

export function isListOf<Resource>(value: unknown, resource: Check): value is ListResponse<Resource> {
  return listResponseFault(value, resource) === null;
}

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An id goes into URLs and comparisons: a non-empty text without white space or control characters. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 200 && !/[\s\p{Cc}]/u.test(value);
}

export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function textFault(fields: Fields, name: string): string | null {
  const value = fields[name];
  return value === undefined || value === null || typeof value === 'string' ? null : `has a ${name} that is no text`;
}

function numberFault(fields: Fields, name: string): string | null {
  const value = fields[name];
  return value === undefined || value === null || typeof value === 'number' ? null : `has a ${name} that is no number`;
}

function listFault(fields: Fields, name: string, item: Check): string | null {
  const value = fields[name];
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value)) return `has ${name} that are no list`;
  for (const element of value as readonly unknown[]) {
    const fault = item(element);
    if (fault !== null) return `has ${name} of which one ${fault}`;
  }
  return null;
}

function typedValueFault(value: unknown): string | null {
  if (!isRecord(value)) return 'is no JSON object';
  const { primary } = value;
  if (primary !== undefined && primary !== null && typeof primary !== 'boolean') return 'has a primary that is not true or false';
  return textFault(value, 'value') ?? textFault(value, 'type');
}

function memberFault(value: unknown): string | null {
  // Its id is that of a user which was checked.
  if (value instanceof SharedMember) return null;
  if (!isRecord(value)) return 'is no JSON object';
  return isId(value.value) ? textFault(value, 'type') : 'has no value that is an id';
}

function metaFault(fields: Fields): string | null {
  const { meta } = fields;
  if (meta === undefined || meta === null) return null;
  if (!isRecord(meta)) return 'has a meta that is no JSON object';
  return textFault(meta, 'version') ?? textFault(meta, 'lastModified') ?? textFault(meta, 'location') ?? textFault(meta, 'resourceType');
}

function enterpriseFault(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (!isRecord(value)) return 'has an enterprise extension that is no JSON object';
  const { manager } = value;
  if (manager !== undefined && manager !== null && (!isRecord(manager) || textFault(manager, 'value') !== null))
    return 'has a manager without a text value';
  return (
    textFault(value, 'department') ?? textFault(value, 'division') ?? textFault(value, 'employeeNumber') ?? textFault(value, 'dateHire')
  );
}

function genesysFault(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (!isRecord(value)) return 'has a Genesys extension that is no JSON object';
  return (
    listFault(value, 'routingSkills', proficiencyFault) ??
    listFault(value, 'routingLanguages', proficiencyFault) ??
    listFault(value, 'externalIds', (item) =>
      isRecord(item) ? (textFault(item, 'authority') ?? textFault(item, 'value')) : 'is no JSON object',
    )
  );
}

function proficiencyFault(value: unknown): string | null {
  return isRecord(value) ? (textFault(value, 'name') ?? numberFault(value, 'proficiency')) : 'is no JSON object';
}
