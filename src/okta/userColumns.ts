import { headerKey, lastUpdatedNames, statusNames, userIdNames } from './columnNames';

/**
 * What the columns of a user CSV are (facts/okta.md, sections 1.2 and 1.6): rockstar heads them with the *titles* of that org's schema,
 * okta-cli with dotted names, others with Okta's variable names.
 */

/** Okta's base attributes; each title of the default schema is its name in words, but for the three below. */
export const baseAttributes: readonly string[] =
  `login firstName lastName middleName honorificPrefix honorificSuffix email title displayName nickName profileUrl secondEmail mobilePhone
  primaryPhone streetAddress city state zipCode countryCode postalAddress preferredLanguage locale timezone userType employeeNumber costCenter
  organization division department managerId manager`.split(/\s+/);

const titles: ReadonlyMap<string, string> = new Map([
  ...baseAttributes.flatMap((name): [string, string][] => [
    [headerKey(name), name],
    [`profile${headerKey(name)}`, name],
  ]),
  ...['username', 'oktausername', 'oktalogin', 'userlogin', 'loginname'].map((title): [string, string] => [title, 'login']),
  ...['primaryemail', 'emailaddress', 'mail', 'useremail'].map((title): [string, string] => [title, 'email']),
  ['secondaryemail', 'secondEmail'],
  // As scripts and spreadsheets head them.
  ...['first', 'givenname'].map((title): [string, string] => [title, 'firstName']),
  ...['last', 'surname', 'familyname'].map((title): [string, string] => [title, 'lastName']),
]);

/** Rockstar's fixed titles, a report's columns and the API's fields that say nothing which is compared. */
const otherFields: ReadonlySet<string> = new Set(
  `created createddate createdate activated activateddate activationdate statuschanged statuschangeddate lastlogin lastlogindate
  passwordchanged passwordchangeddate lastpasswordchange lastpwset authenticationsource transitioningtostatus usertypeid type.id realmid
  credentialprovidertype credentialprovidername user fullname userfullname person groups profile`.split(/\s+/),
);

/**
 * Attributes that are compared without a mapping (product.md, section 6): a CSV without them shows them as never set. managerId is left out:
 * it counts only where it is a GUID, which it hardly ever is in Okta.
 */
const comparedAttributes = ['title', 'primaryPhone', 'mobilePhone', 'department', 'division', 'employeeNumber'] as const;

export interface UserColumns {
  /** Column of the Okta user id; null where there is none. */
  readonly id: number | null;
  readonly status: number | null;
  readonly lastUpdated: number | null;
  /** Column of the whole profile in one cell (Steampipe, CloudQuery, Export-Csv of the API's objects). */
  readonly json: number | null;
  /** Columns of profile attributes, by the name that they get. */
  readonly profile: readonly { readonly index: number; readonly name: string }[];
  /** Headers in which nothing is known. */
  readonly unknown: ReadonlySet<number>;
}

/**
 * `orgTitles`: attribute by title, of the org's own schema where the export holds it. `dotted`: the file's own header names attributes
 * `profile.<name>`, so that what has no dot is none.
 */
export function userColumnsOf(header: readonly string[], orgTitles: ReadonlyMap<string, string>, dotted: boolean): UserColumns {
  const single: { id: number | null; status: number | null; lastUpdated: number | null } = { id: null, status: null, lastUpdated: null };
  const profile: { readonly index: number; readonly name: string }[] = [];
  const unknown = new Set<number>();
  const taken = new Set<string>();
  for (const [index, cell] of header.entries()) {
    const { field, known } = fieldOf(cell, dotted, orgTitles);
    if (field === null) continue;
    if (!known) unknown.add(index);
    if (field === 'id' || field === 'status' || field === 'lastUpdated') single[field] ??= index;
    else if (field.startsWith('profile.') && !taken.has(field)) {
      taken.add(field);
      profile.push({ index, name: field.slice('profile.'.length) });
    }
  }
  const json = header.findIndex((cell) => headerKey(cell) === 'profile');
  return { ...single, json: json === -1 ? null : json, profile, unknown };
}

interface Field {
  /** `id`, `status`, `lastUpdated` or `profile.<name>`; null for what is not kept. */
  readonly field: string | null;
  readonly known: boolean;
}

const dottedFields = /^(?:_links|_embedded|credentials|type|realm)\./i;

/** A header that says nothing which is compared: rockstar's dates, a report's full name. */
export const isOtherField = (cell: string): boolean => otherFields.has(headerKey(cell)) || dottedFields.test(cell.trim());

/** Okta's variable name for a header or title of a base attribute, or behind `profile.`; null where there is none. */
export function attributeOf(cell: string): string | null {
  if (cell.startsWith('profile.')) return cell.slice('profile.'.length) || null;
  return titles.get(headerKey(cell)) ?? null;
}

function fieldOf(cell: string, dotted: boolean, orgTitles: ReadonlyMap<string, string>): Field {
  if (cell.startsWith('profile.')) return { field: profileField(cell.slice('profile.'.length)), known: true };
  const key = headerKey(cell);
  if (userIdNames.includes(key)) return { field: 'id', known: true };
  if (statusNames.includes(key)) return { field: 'status', known: true };
  if (lastUpdatedNames.includes(key)) return { field: 'lastUpdated', known: true };
  const title = orgTitles.get(cell);
  if (title === undefined && isOtherField(cell)) return { field: null, known: true };
  // What okta-cli writes without "profile." is no attribute.
  if (dotted) return { field: null, known: false };
  const name = title ?? titles.get(key);
  return { field: profileField(name ?? cell), known: name !== undefined };
}

/** Null for a name that would not be a plain property. */
const profileField = (name: string): string | null => (name === '' || name === '__proto__' ? null : `profile.${name}`);

/** Compared attributes for which there is no column. */
export function missingAttributes(columns: UserColumns): readonly string[] {
  if (columns.json !== null) return [];
  const names = new Set(columns.profile.map(({ name }) => name));
  const unnamed = names.has('displayName') || (names.has('firstName') && names.has('lastName')) ? [] : ['displayName'];
  return [...unnamed, ...comparedAttributes.filter((name) => !names.has(name))];
}
