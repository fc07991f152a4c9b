import type { JsonObject, JsonValue } from '../input/problem';
import { exchangesOf } from './httpExchanges';
import { recordId, textAt } from './oktaRecords';
import { isList, isObject, objectAt, recordKind } from './recordKinds';

/** Records that stand inside of an object which is none itself. */
export interface InnerRecords {
  readonly records: readonly JsonValue[];
  /** Id or name of the Okta group whose members they are; null where nothing tells. */
  readonly groupId: string | null;
  /** The envelope belongs to a connector, whose other streams are of no use here. */
  readonly connector: boolean;
  /** Why more than these must exist; null where nothing says so. */
  readonly more: string | null;
}

/**
 * Unpacks what connectors, scripts and browsers put around Okta's records (facts/okta.md, section 1.1): Airbyte's and Singer's messages,
 * Elastic's documents, objects that hold lists, PowerShell 5.1's arrays, HAR files and Postman collections. Null for an object that is no
 * envelope.
 */
export function innerRecords(record: JsonObject): readonly InnerRecords[] | null {
  return (
    connectorMessage(record) ?? exchanges(record) ?? documentOfUser(record) ?? groupWithMembers(record) ?? lists(record) ?? byId(record)
  );
}

const part = (records: readonly JsonValue[], rest: Partial<InnerRecords> = {}): InnerRecords => ({
  records,
  groupId: null,
  connector: false,
  more: null,
  ...rest,
});

/** Messages of Airbyte and Singer that carry no record. */
const controlMessages: ReadonlySet<string> = new Set(
  'SCHEMA STATE LOG TRACE ACTIVATE_VERSION SPEC CATALOG CONNECTION_STATUS CONTROL BATCH'.split(' '),
);

function connectorMessage(record: JsonObject): readonly InnerRecords[] | null {
  const { type, stream, data } = record;
  if (type === 'RECORD' && isObject(record.record)) {
    const inner = record.record;
    return [part([typeof inner.stream === 'string' && isObject(inner.data) ? inner.data : inner], { connector: true })];
  }
  if (typeof type === 'string' && controlMessages.has(type) && Object.keys(record).length <= 8) return [];
  if (typeof stream === 'string' && isObject(data)) return [part([data], { connector: true })];
  const raw = parsed(record._airbyte_data);
  return isObject(raw) ? [part([raw], { connector: true })] : null;
}

/** JSON that was put into JSON as text. */
function parsed(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as JsonValue;
  } catch {
    return undefined; // It stays what it is: a text.
  }
}

function exchanges(record: JsonObject): readonly InnerRecords[] | null {
  const found = exchangesOf(record);
  if (found === null) return null;
  return found.map(({ url, body, nextUrl }) => {
    const content = parsed(body);
    const missing = nextUrl !== null && !found.some((other) => sameAddress(other.url, nextUrl));
    return part(isList(content) ? content : content === undefined ? [] : [content], {
      groupId: /\/api\/v1\/groups\/([^/?]+)\/users/.exec(url)?.[1] ?? null,
      more: missing ? `The answer to ${url} has a next page, which is not among the saved ones` : null,
    });
  });
}

const sameAddress = (first: string, second: string): boolean => decodeURIComponentSafe(first) === decodeURIComponentSafe(second);

function decodeURIComponentSafe(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A stray % is compared as it stands.
  }
}

/** Elastic's entity analytics: a user, and the groups that the user is in. */
function documentOfUser(record: JsonObject): readonly InnerRecords[] | null {
  const { okta, user, groups } = isObject(record._source) ? record._source : record;
  const person = [okta, user].find((value): value is JsonObject => isObject(value) && recordKind(value) === 'users');
  if (!person) return null;
  const ofGroups = isList(groups) ? groups.filter(isObject) : [];
  return [
    part([person]),
    ...ofGroups.flatMap((group) => {
      const groupId = recordId(group.id);
      return groupId === null ? [] : [part(recordKind(group) === 'groups' ? [group] : []), part([person], { groupId })];
    }),
  ];
}

/** `{ "groupId", "members": […] }`, or the group itself beside its members, as scripts write them. */
function groupWithMembers(record: JsonObject): readonly InnerRecords[] | null {
  const members = membersIn(record);
  if (members === null) return null;
  const group = [record.group, record.okta_group].find(isObject) ?? null;
  const text = typeof record.group === 'string' ? record.group : undefined;
  const groupId = recordId(record.groupId ?? record.group_id ?? group?.id ?? text ?? record.groupName ?? record.group_name ?? record.name);
  if (groupId === null) return null;
  return [...(group === null ? [] : [part([group])]), part(members, { groupId, more: nextPage(record) })];
}

/** The members that a script put into a group; null where there are none. */
export function membersIn(record: JsonObject): readonly JsonValue[] | null {
  const members = [record.members, record.users, objectAt(record, '_embedded')?.users].find(isList);
  return members?.every((member) => isObject(member) || typeof member === 'string') === true ? members : null;
}

/** Objects that hold lists of records under any name: `{"users":[…],"groups":[…]}`, `{"value":[…],"Count":2}`, `{"events":[…]}`. */
function lists(record: JsonObject): readonly InnerRecords[] | null {
  const known = Object.values(record).flatMap((value): readonly (readonly JsonValue[])[] => {
    const nested = isObject(value) ? [value.hits, value.nodes, value.edges, value.items, value.records].find(isList) : undefined;
    if (nested?.some((item) => isObject(item) && isRecord(item)) === true) return [nested];
    return isList(value) && value.some((item) => isObject(item) && isRecord(item)) ? [value] : [];
  });
  if (known.length > 0) return known.map((records) => part(records, { more: nextPage(record) }));
  const inner = ['data', 'response', 'body', 'result', 'results', 'items', 'value'].map((key) => parsed(record[key])).find(isEnvelope);
  return inner === undefined ? null : [part(isList(inner) ? inner : [inner], { more: nextPage(record) })];
}

const isEnvelope = (value: JsonValue | undefined): value is JsonObject | readonly JsonValue[] => {
  const first = isList(value) ? value[0] : value;
  return isObject(first) && (isRecord(first) || innerRecords(first) !== null);
};

/** A record of Okta, or a document that holds one. */
const isRecord = (item: JsonObject): boolean => recordKind(item) !== 'unknown' || documentOfUser(item) !== null;

/** What envelopes of other people's making say of pages. */
function nextPage(record: JsonObject): string | null {
  const links = objectAt(record, '_links') ?? objectAt(record, 'links') ?? {};
  const next = [record.next, record.nextLink, record.next_page, record.nextPageUrl, links.next].find(
    (value) => isObject(value) || isText(value),
  );
  const says = next !== undefined || [record.hasMore, record.has_more, record.hasNextPage].includes(true);
  return says ? 'The list says that it has a next page' : null;
}

const isText = (value: JsonValue | undefined): boolean => typeof value === 'string' && value !== '';

/** Objects by id: of users, or of lists of members. */
function byId(record: JsonObject): readonly InnerRecords[] | null {
  const entries = Object.entries(record);
  if (entries.length === 0 || !entries.every(([key]) => /^00[gu][0-9A-Za-z]{17}$|^0oa[0-9A-Za-z]{17}$/.test(key))) return null;
  if (entries.every(([, value]) => isObject(value))) return [part(entries.map(([, value]) => value))];
  if (!entries.every(([key, value]) => key.startsWith('00g') && isList(value))) return null;
  return entries.map(([groupId, members]) => part(isList(members) ? members : [], { groupId }));
}

/** The console's own answer of the mappings of group push (`/api/internal/instance/{appId}/grouppush`); null where it is none. */
export function internalPushMappings(record: JsonObject): { readonly mappings: readonly JsonValue[]; readonly more: boolean } | null {
  const { mappings } = record;
  const fits =
    isList(mappings) &&
    ('nextMappingsPageUrl' in record || mappings.some((mapping) => isObject(mapping) && 'sourceUserGroupId' in mapping));
  return fits ? { mappings, more: textAt(record, 'nextMappingsPageUrl') !== null } : null;
}
