import type { InputKind } from '../../input/problem';

export type OktaListName =
  | 'app'
  | 'users'
  | 'usersDeprovisioned'
  | 'groups'
  | 'appUsers'
  | 'appGroups'
  | 'pushMappings'
  | 'members'
  | 'mapping'
  | 'mappingFromApp'
  | 'appUserSchema'
  | 'userSchema'
  | 'mappedGroups';

/** Something that an export needs from Okta's Management API, and the files that it is saved as. */
export interface OktaList {
  readonly name: OktaListName;
  /** In words, for progress and messages: `users`. */
  readonly title: string;
  readonly kind: InputKind;
  /** Path and query behind the org's address. `{app}`, `{group}` and `{mapping}` stand for ids. Page sizes: facts/okta.md, section 1.1. */
  readonly query: string;
  /** The list whose first record's id is `{mapping}`; it is not saved. Null where the query needs no such id. */
  readonly find: string | null;
  /** Path in the export. With `{page}` it is a list, one file a page from 1 on; without, one object. */
  readonly file: string;
  /** Whether an export can do without it: where Okta refuses it (400, 403, 404), that is said, and the rest is read. */
  readonly optional: boolean;
}

/**
 * All that a collection reads, in its order (product.md, section 3, "Collecting"). The collector and both export scripts follow this one
 * table, so that they make the same folder. `members` is read once for each group that is pushed, or for every group where none is.
 */
export const oktaLists: readonly OktaList[] = [
  list('app', 'the app', 'apps', '/api/v1/apps/{app}', 'app.json'),
  list('users', 'users', 'users', '/api/v1/users?limit=200', 'users-{page}.json'),
  list(
    'usersDeprovisioned',
    'deactivated users',
    'users',
    '/api/v1/users?filter=status%20eq%20%22DEPROVISIONED%22&limit=200',
    'users-deprovisioned-{page}.json',
  ),
  list('groups', 'groups', 'groups', '/api/v1/groups?expand=stats&limit=200', 'groups-{page}.json'),
  list('appUsers', 'assignments', 'appUsers', '/api/v1/apps/{app}/users?limit=500', 'app-users-{page}.json'),
  list('appGroups', 'groups assigned to the app', 'appGroups', '/api/v1/apps/{app}/groups?limit=200', 'app-groups-{page}.json', true),
  list(
    'pushMappings',
    'push mappings',
    'pushMappings',
    '/api/v1/apps/{app}/group-push/mappings?limit=1000',
    'push-mappings-{page}.json',
    true,
  ),
  list('members', 'members', 'groupMembers', '/api/v1/groups/{group}/users?limit=1000', 'members/{group}-{page}.json'),
  {
    ...list('mapping', 'the profile mapping', 'profileMapping', '/api/v1/mappings/{mapping}', 'mapping.json', true),
    find: '/api/v1/mappings?targetId={app}&limit=200',
  },
  {
    ...list('mappingFromApp', 'the mapping back', 'profileMapping', '/api/v1/mappings/{mapping}', 'mapping-from-app.json', true),
    find: '/api/v1/mappings?sourceId={app}&limit=200',
  },
  list('appUserSchema', "the app's schema", 'appUserSchema', '/api/v1/meta/schemas/apps/{app}/default', 'app-user-schema.json', true),
  list('userSchema', 'the user schema', 'userSchema', '/api/v1/meta/schemas/user/default', 'user-schema.json', true),
];

/**
 * A group that a push mapping names and the list of groups does not hold: Okta hides a group of the app once it is linked to a push
 * (facts/okta.md, section 1.1). Without its name the plan takes the source's name for that of the target.
 */
export const mappedGroup = list(
  'mappedGroups',
  'a group that a push mapping names',
  'groups',
  '/api/v1/groups/{group}?expand=stats',
  'mapped-groups/{group}.json',
  true,
);

function list(name: OktaListName, title: string, kind: InputKind, query: string, file: string, optional = false): OktaList {
  return { name, title, kind, query, find: null, file, optional };
}

/** A query or file name with its ids and its page filled in; ids are Okta's, of letters and digits. */
export function filledIn(
  template: string,
  values: Readonly<Partial<Record<'app' | 'group' | 'mapping' | 'page', string | number>>>,
): string {
  return template.replace(/\{(app|group|mapping|page)\}/g, (whole, name: 'app' | 'group' | 'mapping' | 'page') =>
    String(values[name] ?? whole),
  );
}
