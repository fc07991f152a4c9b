import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';
import { enterpriseSchema, type ScimUser } from '../../src/genesys/scim';
import type { JsonValue } from '../../src/input/problem';
import type { AppUser, OktaApp, OktaUser } from '../../src/okta/source';
import type { AttributeKind } from '../../src/plan/plan';
import type { OracleAttribute } from './oracleTypes';

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

interface Row {
  readonly path: string;
  readonly sort: 'text' | 'name' | 'phone';
  readonly okta: string;
  readonly genesys: string;
  /** What the app user's stored profile holds for it; undefined where it tells nothing. */
  readonly stored: string | undefined;
}

/** Section 6, "Each attribute", for the default mapping: by SCIM path, `equal` left out. Null: what a create would write. */
export function attributesSlowly(
  okta: OktaUser,
  appUser: AppUser | null,
  app: OktaApp | null,
  genesys: ScimUser | null,
  phoneRegion: string | null,
): Readonly<Record<string, OracleAttribute>> {
  const attributes: Record<string, OracleAttribute> = {};
  for (const row of rowsOf(okta, appUser, app, genesys)) {
    // "An attribute that Okta has no value for is left alone."
    const kind = row.okta === '' ? 'equal' : kindOf(genesys === null ? { ...row, stored: undefined } : row, phoneRegion);
    if (kind !== 'equal') {
      attributes[row.path] = {
        kind,
        okta: row.okta,
        genesys: row.genesys === '' ? null : row.genesys,
        e164: row.sort === 'phone' ? e164(row.okta, phoneRegion) : null,
      };
    }
  }
  return attributes;
}

function rowsOf(okta: OktaUser, appUser: AppUser | null, app: OktaApp | null, genesys: ScimUser | null): readonly Row[] {
  const enterprise = genesys?.[enterpriseSchema] ?? null;
  const of = (name: string): string => text(okta.profile[name]);
  const storedOf = (name: string): string | undefined =>
    appUser?.profile !== undefined && appUser.profile !== null && Object.hasOwn(appUser.profile, name)
      ? text(appUser.profile[name])
      : undefined;
  const row = (path: string, sort: Row['sort'], source: string, current: string | null | undefined): Row => ({
    path,
    sort,
    okta: of(source),
    genesys: current ?? '',
    stored: storedOf(source),
  });
  const typed = (values: ScimUser['emails'] | undefined, type: string): string | null | undefined =>
    (values ?? []).find((value) => value.type === type)?.value;
  const manager = row(`${enterpriseSchema}:manager.value`, 'text', 'managerId', enterprise?.manager?.value);
  return [
    { path: 'userName', sort: 'name', okta: userNameOf(okta, appUser, app), genesys: genesys?.userName ?? '', stored: undefined },
    {
      path: 'active',
      sort: 'text',
      okta: String(okta.status !== 'DEPROVISIONED'),
      genesys: genesys === null ? '' : String(genesys.active),
      stored: undefined,
    },
    displayNameRow(row('displayName', 'text', 'displayName', genesys?.displayName), of('firstName'), of('lastName')),
    row('title', 'text', 'title', genesys?.title),
    row('emails[type eq "work"].value', 'name', 'email', typed(genesys?.emails, 'work')),
    row('phoneNumbers[type eq "work"].value', 'phone', 'primaryPhone', typed(genesys?.phoneNumbers, 'work')),
    row('phoneNumbers[type eq "mobile"].value', 'phone', 'mobilePhone', typed(genesys?.phoneNumbers, 'mobile')),
    row(`${enterpriseSchema}:department`, 'text', 'department', enterprise?.department),
    row(`${enterpriseSchema}:division`, 'text', 'division', enterprise?.division),
    row(`${enterpriseSchema}:employeeNumber`, 'text', 'employeeNumber', enterprise?.employeeNumber),
    guid.test(manager.okta) ? manager : { ...manager, okta: '' },
  ];
}

function displayNameRow(row: Row, firstName: string, lastName: string): Row {
  return row.okta === '' ? { ...row, okta: [firstName, lastName].filter((part) => part !== '').join(' ') } : row;
}

/** "App user userName, else the app's username template, else login." */
function userNameOf(okta: OktaUser, appUser: AppUser | null, app: OktaApp | null): string {
  const template = app?.userNameTemplate ?? null;
  const property = template === null ? null : /^\$\{(?:source|user)\.(\w+)\}$|^(?:source|user)\.(\w+)$/.exec(template);
  const name = property?.[1] ?? property?.[2];
  const byTemplate =
    name === undefined ? '' : name === 'login' ? (okta.login ?? '') : name === 'email' ? (okta.email ?? '') : text(okta.profile[name]);
  return [appUser?.userName ?? '', byTemplate, okta.login ?? ''].find((candidate) => candidate !== '') ?? '';
}

function kindOf(row: Row, phoneRegion: string | null): AttributeKind {
  if (row.okta === row.genesys) {
    return 'equal';
  }
  if (normalized(row.okta, row.sort, phoneRegion) === normalized(row.genesys, row.sort, phoneRegion)) {
    return 'pingPong';
  }
  if (row.sort === 'phone' && e164(row.okta, phoneRegion) === null && !(phoneRegion === null && isNational(row.okta))) {
    return 'invalid';
  }
  return row.stored === row.okta ? 'latentOverwrite' : 'change';
}

function normalized(value: string, sort: Row['sort'], phoneRegion: string | null): string {
  const plain = value.normalize('NFC').replace(/\s+/gu, ' ').trim();
  if (sort === 'phone') {
    return e164(value, phoneRegion) ?? plain;
  }
  return sort === 'name' ? plain.toLowerCase() : plain;
}

/** Only valid numbers are converted; the extension is part of the value. */
function e164(value: string, phoneRegion: string | null): string | null {
  const parsed = phoneRegion === null ? parsePhoneNumberFromString(value) : parsePhoneNumberFromString(value, phoneRegion as CountryCode);
  if (!parsed?.isValid()) {
    return null;
  }
  return parsed.ext === undefined || parsed.ext === '' ? parsed.number : `${parsed.number};ext=${parsed.ext}`;
}

/** Digits without a country's `+`: a number that a region would settle. */
function isNational(value: string): boolean {
  return (
    /\d/.test(value) &&
    !value
      .replace(/^\s*tel:/i, '')
      .trim()
      .startsWith('+')
  );
}

function text(value: JsonValue | undefined): string {
  return value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}
