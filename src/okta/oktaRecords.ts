import type { JsonObject, JsonValue } from '../input/problem';
import { isList, isObject, objectAt } from './recordKinds';
import { oktaStatus } from './oktaStatus';
import type {
  AppUser,
  AppUserSchema,
  MappedProperty,
  OktaApp,
  OktaGroup,
  OktaUser,
  ProfileMapping,
  PushMapping,
  SchemaProperty,
} from './source';

/** Turns records of the Management API into the shapes of `Source`. What is not there becomes null; nothing throws. */

/** Control characters, byte order marks and lost characters: no id has them, damage does. */
const inNoId = /[\p{Cc}\uFEFF\uFFFD]/u;

export const isUsableId = (id: string): boolean => id !== '' && !inNoId.test(id);

/** Ids are opaque. Numbers (a CSV converter's work) are taken where they are exact; anything else is no id. */
export function recordId(value: JsonValue | undefined): string | null {
  if (typeof value === 'string') return isUsableId(value) ? value : null;
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : null;
}

export function textAt(record: JsonObject, key: string): string | null {
  const value = record[key];
  return typeof value === 'string' ? value : null;
}

const noProfile: JsonObject = {};

export function userOf(record: JsonObject, id: string): OktaUser {
  const profile = isObject(record.profile) ? record.profile : noProfile;
  const { status } = record;
  return {
    id,
    status: typeof status === 'string' ? oktaStatus(status) : null,
    login: textAt(profile, 'login'),
    email: textAt(profile, 'email'),
    lastUpdated: textAt(record, 'lastUpdated'),
    profile,
  };
}

const groupTypes: ReadonlyMap<string, 'OKTA_GROUP' | 'APP_GROUP' | 'BUILT_IN'> = new Map([
  ['OKTA_GROUP', 'OKTA_GROUP'],
  ['APP_GROUP', 'APP_GROUP'],
  ['BUILT_IN', 'BUILT_IN'],
]);

export function groupTypeOf(text: string | null): OktaGroup['type'] {
  return (text === null ? undefined : groupTypes.get(text.trim().toUpperCase())) ?? null;
}

export function groupOf(record: JsonObject, id: string, name: string): OktaGroup {
  const stats = objectAt(objectAt(record, '_embedded') ?? {}, 'stats') ?? {};
  const links = objectAt(record, '_links') ?? {};
  const source = objectAt(record, 'source') ?? {};
  return {
    id,
    name,
    type: groupTypeOf(textAt(record, 'type')),
    sourceAppId: appIdOfHref(textAt(objectAt(links, 'source') ?? {}, 'href')) ?? recordId(source.id),
    usersCount: countOf(stats.usersCount),
    lastMembershipUpdated: textAt(record, 'lastMembershipUpdated'),
  };
}

/** A number of people; null for anything that is none. */
const countOf = (value: JsonValue | undefined): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;

export function groupNameOf(record: JsonObject): string | null {
  return textAt(objectAt(record, 'profile') ?? {}, 'name');
}

/** An app user, with its time: of two records of one user the newer counts. */
export interface TimedAppUser extends AppUser {
  readonly lastUpdated: string | null;
}

export function appUserOf(record: JsonObject, userId: string): TimedAppUser {
  return {
    userId,
    externalId: recordId(record.externalId),
    status: textAt(record, 'status'),
    syncState: textAt(record, 'syncState'),
    userName: textAt(objectAt(record, 'credentials') ?? {}, 'userName'),
    profile: objectAt(record, 'profile'),
    lastUpdated: textAt(record, 'lastUpdated'),
  };
}

const mappingStatuses: ReadonlyMap<string, 'ACTIVE' | 'INACTIVE' | 'ERROR'> = new Map([
  ['ACTIVE', 'ACTIVE'],
  ['INACTIVE', 'INACTIVE'],
  ['ERROR', 'ERROR'],
]);

function mappingStatusOf(text: string | null): PushMapping['status'] {
  return (text === null ? undefined : mappingStatuses.get(text.toUpperCase())) ?? null;
}

export function pushMappingOf(record: JsonObject, sourceGroupId: string): PushMapping {
  return {
    id: recordId(record.id),
    sourceGroupId,
    sourceGroupName: null,
    targetGroupId: recordId(record.targetGroupId),
    targetGroupName: textAt(record, 'targetGroupName'),
    status: mappingStatusOf(textAt(record, 'status')),
    errorSummary: textAt(record, 'errorSummary') || null,
  };
}

/** A mapping of the admin console's internal `grouppush` answer (facts/okta.md, section 1.1), which names its target. */
export function internalPushMappingOf(record: JsonObject, sourceGroupId: string): PushMapping {
  return {
    id: recordId(record.mappingId),
    sourceGroupId,
    sourceGroupName: textAt(record, 'sourceGroupName'),
    targetGroupId: recordId(record.targetAppGroupUserGroupId),
    targetGroupName: textAt(record, 'targetGroupName'),
    status: mappingStatusOf(textAt(record, 'status')),
    errorSummary: textAt(record, 'pushErrorMessage') || null,
  };
}

export function appOf(record: JsonObject, id: string): OktaApp {
  const template = objectAt(objectAt(record, 'credentials') ?? {}, 'userNameTemplate') ?? {};
  const { features } = record;
  const settings = objectAt(objectAt(record, 'settings') ?? {}, 'app');
  return {
    id,
    label: textAt(record, 'label'),
    name: textAt(record, 'name'),
    features: isList(features) ? features.filter((feature): feature is string => typeof feature === 'string') : null,
    userNameTemplate: textAt(template, 'template'),
    ...(settings && { hosts: Object.values(settings).flatMap(hostOf) }),
  };
}

/** A setting that is a host or a URL, as its host; nothing else of the settings is kept, since some hold secrets. */
function hostOf(value: JsonValue): readonly string[] {
  const host =
    typeof value === 'string' ? /^(?:https?:\/\/)?([\w-]+(?:\.[\w-]+)+)(?::\d+)?(?:\/\S*)?$/i.exec(value.trim())?.[1] : undefined;
  return host === undefined ? [] : [host.toLowerCase()];
}

/** One side of a profile mapping. */
export interface MappingSide {
  readonly id: string | null;
  readonly name: string | null;
  readonly type: string | null;
}

export function mappingSideOf(record: JsonObject, key: 'source' | 'target'): MappingSide {
  const side = objectAt(record, key) ?? {};
  return { id: recordId(side.id), name: textAt(side, 'name'), type: textAt(side, 'type') };
}

export function mappingOf(record: JsonObject, path: string): ProfileMapping {
  const properties = Object.entries(objectAt(record, 'properties') ?? {}).flatMap(([name, value]): [string, MappedProperty][] => {
    if (!isObject(value) || typeof value.expression !== 'string') return [];
    const { pushStatus } = value;
    return [[name, { expression: value.expression, pushStatus: pushStatus === 'PUSH' || pushStatus === 'DONT_PUSH' ? pushStatus : null }]];
  });
  return { id: recordId(record.id), path, properties: Object.fromEntries(properties) };
}

/** Base and custom attributes of a schema by variable name; custom ones stand last and win. */
export function schemaOf(record: JsonObject, path: string): AppUserSchema {
  const definitions = objectAt(record, 'definitions') ?? {};
  const properties = ['base', 'custom'].flatMap((part) =>
    Object.entries(objectAt(objectAt(definitions, part) ?? {}, 'properties') ?? {}).flatMap(([name, value]): [string, SchemaProperty][] =>
      isObject(value)
        ? [
            [
              name,
              {
                title: textAt(value, 'title'),
                externalName: textAt(value, 'externalName'),
                externalNamespace: textAt(value, 'externalNamespace'),
              },
            ],
          ]
        : [],
    ),
  );
  return { path, properties: Object.fromEntries(properties) };
}

/** The app id in a link such as `https://…/api/v1/apps/0oa…/users/00u…`; a documentation's `{appId}` is none. */
export function appIdOfHref(href: string | null): string | null {
  const id = href === null ? null : (/\/apps\/([^/?#]+)/.exec(href)?.[1] ?? null);
  return id === null || id.startsWith('{') ? null : id;
}
