import type { InputKind } from '../input/problem';
import {
  appIdNames,
  appNames,
  appUserNames,
  Columns,
  emailNames,
  groupNames,
  headerKey,
  lastUpdatedNames,
  loginNames,
  plainGroupNames,
  statusNames,
  userIdNames,
  usersCountNames,
} from './columnNames';
import { csvFormOf } from './csvForms';
import { attributeOf, isOtherField } from './userColumns';

/** What a column of a CSV can hold (product.md, section 3, "Manifest"): the words of `columns` in `okta-export.json`. */
export interface ColumnMeaning {
  /** As it is written into the manifest; `profile.<attribute>` stands for every attribute of Okta's user profile. */
  readonly meaning: string;
  readonly label: string;
  readonly description: string;
  /** Kinds of rows in which it is of use. */
  readonly kinds: readonly InputKind[];
}

/** Kinds that the rows of a CSV can be said to be. */
export const declarableKinds = ['users', 'groups', 'groupMembers', 'appUsers'] as const satisfies readonly InputKind[];

const people: readonly InputKind[] = ['users', 'groupMembers', 'appUsers'];

/** Every meaning, the most important first. */
export const columnMeanings: readonly ColumnMeaning[] = [
  { meaning: 'id', label: 'Okta user id', description: 'The id of the user in Okta, 00u…', kinds: people },
  { meaning: 'login', label: 'Okta username', description: 'The login; who has no id in the file is told by it', kinds: people },
  { meaning: 'email', label: 'Primary email', description: 'Tells a user only where nobody else has the same', kinds: people },
  {
    meaning: 'status',
    label: 'Status',
    description: "The user's status in Okta, or the assignment's in a file of app users",
    kinds: people,
  },
  { meaning: 'lastUpdated', label: 'Last updated', description: 'Of two records of one user the newer counts', kinds: people },
  {
    meaning: 'group',
    label: 'Group, by id or name',
    description: 'The Okta group of the row; several are separated by semicolons',
    kinds: ['groups', 'groupMembers'],
  },
  { meaning: 'groupName', label: 'Group name', description: 'The name of the Okta group', kinds: ['groups', 'groupMembers'] },
  { meaning: 'usersCount', label: 'Number of members', description: "Okta's count, which proves a list of members", kinds: ['groups'] },
  {
    meaning: 'externalId',
    label: 'Genesys user id that Okta holds',
    description: 'externalId: the account in the app that Okta has linked; empty where there is none',
    kinds: ['appUsers'],
  },
  { meaning: 'userName', label: 'Username in the app', description: 'The name that the user has in the app', kinds: ['appUsers'] },
  { meaning: 'syncState', label: 'Sync state', description: 'SYNCHRONIZED, ERROR, OUT_OF_SYNC', kinds: ['appUsers'] },
  { meaning: 'app', label: 'Application', description: 'The app of the assignment, by id or label', kinds: ['appUsers'] },
  {
    meaning: 'profile.<attribute>',
    label: 'Attribute of the profile…',
    description: "An attribute by Okta's variable name, for instance profile.primaryPhone",
    kinds: ['users', 'groupMembers', 'appUsers'],
  },
  { meaning: 'ignore', label: 'Nothing that counts', description: 'The column is not read', kinds: [...declarableKinds] },
];

/** What the rows and columns of a header seem to be; null where nothing is known of them. Only the header counts, not the rows. */
export function guessColumns(header: readonly string[]): { readonly kind: InputKind | null; readonly columns: readonly (string | null)[] } {
  const form = csvFormOf(header, { inMembersFolder: false, kind: null });
  const kind = form !== null && form.kind !== 'unknown' ? form.kind : null;
  const taken = new Set<string>();
  // A file of pairs names its users by id; where a login stands beside, "User" is a person's full name.
  const hasUser = new Columns(header).has(...userIdNames, ...loginNames, ...emailNames);
  const columns = header.map((cell) => {
    const meaning = headerKey(cell) === 'user' && kind !== null ? (hasUser ? 'ignore' : 'id') : meaningOf(cell, kind);
    if (meaning === null || meaning === 'ignore') return meaning;
    if (taken.has(meaning)) return null;
    taken.add(meaning);
    return meaning;
  });
  return { kind, columns };
}

const named: readonly (readonly [readonly string[], string])[] = [
  [appUserNames, 'userName'],
  [userIdNames, 'id'],
  [loginNames, 'login'],
  [emailNames, 'email'],
  [statusNames, 'status'],
  [lastUpdatedNames, 'lastUpdated'],
  [usersCountNames, 'usersCount'],
  [[...appIdNames, ...appNames], 'app'],
  [['externalid'], 'externalId'],
  [['syncstate'], 'syncState'],
];

function meaningOf(cell: string, kind: InputKind | null): string | null {
  const key = headerKey(cell);
  if (key === '') return null;
  if (kind === 'groups') return groupMeaningOf(key);
  if (kind === 'appUsers' && key === 'username') return 'userName';
  if (groupNames.includes(key)) return kind === 'appUsers' ? 'ignore' : key.endsWith('name') ? 'groupName' : 'group';
  if (plainGroupNames.includes(key) && kind !== 'users' && kind !== 'appUsers') return 'group';
  // Who looks at a header that nobody knows should say what these are.
  if (kind === null && (key === 'user' || key === 'person')) return null;
  const hit = named.find(([names]) => names.includes(key));
  if (hit) return hit[1];
  if (isOtherField(cell)) return 'ignore';
  const attribute = attributeOf(cell);
  return attribute === null ? null : `profile.${attribute}`;
}

function groupMeaningOf(key: string): string | null {
  if (key === 'id' || key === 'groupid') return 'group';
  if (key === 'name' || key === 'profile.name' || key === 'groupname') return 'groupName';
  if (usersCountNames.includes(key)) return 'usersCount';
  return 'ignore';
}
