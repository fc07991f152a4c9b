import { enterpriseUserUrn, phoneTypes } from './scimNames';

/** How values of an attribute are compared and checked (product.md, section 6). */
export type ValueKind = 'text' | 'caseInsensitive' | 'phone' | 'guid' | 'boolean';

/** An attribute of a Genesys SCIM user, or one that Genesys does not have or does not let anybody write. */
export type AttributeTarget =
  | { readonly support: 'writable'; readonly path: string; readonly value: ValueKind }
  | { readonly support: 'unsupported' | 'readOnly'; readonly path: string; readonly why: string };

const enterprise = (name: string): string => `${enterpriseUserUrn}:${name}`;
const phone = (type: string): string => `phoneNumbers[type eq "${type}"].value`;

/** Paths of SCIM attributes that the planner uses by name. */
export const paths = {
  userName: 'userName',
  active: 'active',
  displayName: 'displayName',
  title: 'title',
  workEmail: 'emails[type eq "work"].value',
  workPhone: phone('work'),
  mobilePhone: phone('mobile'),
  department: enterprise('department'),
  division: enterprise('division'),
  employeeNumber: enterprise('employeeNumber'),
  manager: enterprise('manager.value'),
  dateHire: enterprise('dateHire'),
} as const;

const writable: readonly (readonly [string, ValueKind])[] = [
  [paths.userName, 'caseInsensitive'],
  [paths.active, 'boolean'],
  [paths.displayName, 'text'],
  [paths.title, 'text'],
  ['externalId', 'text'],
  [paths.workEmail, 'caseInsensitive'],
  ...phoneTypes.map((type) => [phone(type), 'phone'] as const),
  [paths.department, 'text'],
  [paths.division, 'text'],
  [paths.employeeNumber, 'text'],
  [paths.manager, 'guid'],
  [paths.dateHire, 'text'],
];

const catalogue = new Map<string, AttributeTarget>(writable.map(([path, value]) => [path, { support: 'writable', path, value }]));

const readOnly = new Map<string, string>([
  ['emails[type eq "other"].value', 'Genesys keeps the userName there and lets nobody write it.'],
  ['groups', 'Genesys takes memberships only through groups.'],
  ['id', 'Genesys gives ids itself.'],
  ['meta', 'Genesys writes it itself.'],
]);

/** What Genesys makes of a SCIM path. Everything that its SCIM model does not have is `unsupported` (facts/genesys-scim.md, section 2). */
export function attributeTarget(path: string): AttributeTarget {
  const known = catalogue.get(path);
  if (known) return known;
  const why = readOnly.get(path) ?? (path.startsWith('meta.') ? readOnly.get('meta') : undefined);
  if (why !== undefined) return { support: 'readOnly', path, why };
  return { support: 'unsupported', path, why: 'Genesys SCIM has no such attribute.' };
}
