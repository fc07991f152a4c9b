/** The order in which people look for the members of a SCIM resource; what is not named here follows by name. */
const firstKeys = [
  'schemas',
  'id',
  'userName',
  'displayName',
  'active',
  'title',
  'externalId',
  'emails',
  'phoneNumbers',
  'roles',
  'groups',
  'members',
  'value',
  'type',
  'primary',
];
const lastKeys = ['meta'];

/** A SCIM resource as indented JSON with the same key order each time, whatever order the server sent. Arrays keep their order. */
export function toStableJson(resource: unknown): string {
  return JSON.stringify(ordered(resource), null, 2);
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, ordered(inner)]));
}

function rank(key: string): number {
  const first = firstKeys.indexOf(key);
  if (first >= 0) return first;
  return lastKeys.includes(key) ? firstKeys.length + 1 : firstKeys.length;
}
