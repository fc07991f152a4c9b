import type { InputKind, JsonObject, JsonValue } from '../input/problem';

/** What kinds a JSON record can be told to be, and by what (the words go into the trust report). */
export const recordWords: Readonly<Partial<Record<InputKind, string>>> = {
  users: 'JSON objects with a profile and a login or status (Okta users)',
  groups: 'JSON objects with objectClass or type and profile.name (Okta groups)',
  groupMembers: 'users below their group',
  appUsers: 'JSON objects with scope, syncState or credentials.userName (app users)',
  appGroups: 'JSON objects with priority or a group link (app groups)',
  pushMappings: 'JSON objects with sourceGroupId (group push mappings)',
  profileMapping: 'a JSON object with source, target and properties (profile mapping)',
  profileMappingList: 'JSON objects with source and target, without properties (list of profile mappings)',
  apps: 'JSON objects with label and signOnMode, features or a username template (apps)',
  appUserSchema: 'a JSON schema of app users',
  userSchema: 'a JSON schema of Okta users',
  scimUsers: "SCIM users: Genesys Cloud's side and not Okta's",
  scimGroups: "SCIM groups: Genesys Cloud's side and not Okta's",
  snapshot: 'the header of a snapshot (scim-preflight/snapshot@1)',
  terraform: 'terraform_version or format_version with resources (terraform show -json)',
  oktaError: 'errorCode and errorSummary (an error answer of Okta in place of data)',
  manifest: 'format scim-preflight/okta-export@1',
};

export const manifestFormat = 'scim-preflight/okta-export@1';
export const snapshotFormat = 'scim-preflight/snapshot@1';
const listResponse = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `Array.isArray` for values of JSON, without `any`. */
export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** The object behind a key; null where there is none. */
export function objectAt(record: JsonObject, key: string): JsonObject | null {
  const value = record[key];
  return isObject(value) ? value : null;
}

/** Tells what a record is by its content alone (product.md, section 3; the shapes: facts/okta.md, section 1.1). */
export function recordKind(record: JsonObject): InputKind {
  const { profile } = record;
  // By far the most frequent first: users, and app users, which have all that users have and more.
  if (isObject(profile)) return kindByProfile(record, profile);
  if (typeof record.errorCode === 'string' && typeof record.errorSummary === 'string') return 'oktaError';
  if (typeof record.error === 'string' && typeof record.error_description === 'string') return 'oktaError';
  if (record.sourceGroupId !== undefined && record.schemas === undefined) return 'pushMappings';
  return kindByFormat(record) ?? kindOfSetting(record) ?? kindWithoutProfile(record);
}

function kindByProfile(record: JsonObject, profile: JsonObject): InputKind {
  if (isList(record.objectClass) || isGroupType(record.type)) return 'groups';
  if (record.scope !== undefined || record.syncState !== undefined || record.externalId !== undefined) return 'appUsers';
  if (isObject(record.credentials) && record.credentials.userName !== undefined) return 'appUsers';
  const links = record._links;
  if (isObject(links) && isObject(links.app)) return isObject(links.user) ? 'appUsers' : isObject(links.group) ? 'appGroups' : 'unknown';
  if (typeof record.priority === 'number') return 'appGroups';
  if (profile.login !== undefined || profile.email !== undefined || profile.firstName !== undefined || isUserStatus(record)) return 'users';
  if (isObject(links) && isObject(links.group)) return 'appGroups';
  return typeof profile.name === 'string' ? 'groups' : 'unknown';
}

const isGroupType = (type: JsonValue | undefined): boolean => type === 'OKTA_GROUP' || type === 'APP_GROUP' || type === 'BUILT_IN';

/** A status together with one of the times that only users have: apps and mappings have a status, too. */
function isUserStatus(record: JsonObject): boolean {
  if (typeof record.status !== 'string' || record.label !== undefined) return false;
  return 'statusChanged' in record || 'lastLogin' in record || 'passwordChanged' in record || 'activated' in record;
}

function kindByFormat(record: JsonObject): InputKind | null {
  // A later version, too: its reader says that it is not understood.
  if (typeof record.format === 'string' && record.format.startsWith('scim-preflight/okta-export@')) return 'manifest';
  if (record.format === snapshotFormat) return 'snapshot';
  if (record.terraform_version !== undefined || (record.format_version !== undefined && record.values !== undefined)) return 'terraform';
  return isList(record.schemas) ? scimKind(record) : null;
}

function scimKind(record: JsonObject): InputKind | null {
  const schemas = isList(record.schemas) ? record.schemas : [];
  if (schemas.includes(listResponse)) {
    const [first] = isList(record.Resources) ? record.Resources : [];
    return isObject(first) && (isList(first.members) || first.userName === undefined) ? 'scimGroups' : 'scimUsers';
  }
  if (schemas.some((schema) => typeof schema === 'string' && schema.endsWith(':2.0:Group'))) return 'scimGroups';
  if (schemas.some((schema) => typeof schema === 'string' && schema.endsWith(':2.0:User'))) return 'scimUsers';
  return null;
}

function kindOfSetting(record: JsonObject): InputKind | null {
  const { source, target } = record;
  if (isObject(source) && isObject(target) && isMappingSide(source) && isMappingSide(target)) {
    return isObject(record.properties) ? 'profileMapping' : 'profileMappingList';
  }
  const definitions = objectAt(record, 'definitions');
  if (definitions) return schemaKind(record, definitions);
  if (typeof record.label !== 'string') return null;
  const template = objectAt(objectAt(record, 'credentials') ?? {}, 'userNameTemplate');
  return typeof record.signOnMode === 'string' || isList(record.features) || template ? 'apps' : null;
}

const isMappingSide = (side: JsonObject): boolean => side.type === 'user' || side.type === 'appuser';

function schemaKind(record: JsonObject, definitions: JsonObject): InputKind | null {
  const id = typeof record.id === 'string' ? record.id : '';
  if (id.includes('/meta/schemas/apps/')) return 'appUserSchema';
  if (id.includes('/meta/schemas/user/')) return 'userSchema';
  const base = objectAt(objectAt(definitions, 'base') ?? {}, 'properties');
  if (!base) return null;
  return isObject(base.login) ? 'userSchema' : isObject(base.userName) ? 'appUserSchema' : null;
}

function kindWithoutProfile(record: JsonObject): InputKind {
  if (record.id === undefined) return 'unknown';
  const links = record._links;
  if (isObject(links) && isObject(links.app)) return isObject(links.user) ? 'appUsers' : isObject(links.group) ? 'appGroups' : 'unknown';
  if (record.scope !== undefined && (record.syncState !== undefined || record.externalId !== undefined)) return 'appUsers';
  if (record.externalId !== undefined && isObject(record.credentials)) return 'appUsers';
  if (typeof record.priority === 'number' && typeof record.lastUpdated === 'string') return 'appGroups';
  if (isUserStatus(record)) return 'users';
  // A projection (`fields=id,status`).
  const isProjection = typeof record.id === 'string' && record.id.startsWith('00u') && typeof record.status === 'string';
  return isProjection ? 'users' : 'unknown';
}
