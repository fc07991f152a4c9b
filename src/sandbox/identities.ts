import { standings, type Cast, type Look } from './cast';
import { mailDomain, otherDepartment, otherLastName, otherTitle, person } from './people';
import { phoneNumber, written, type PhoneCountry, type PhoneStyle } from './phoneNumbers';
import { guids, oktaIds, stream } from './random';

/** Ids by part or by place in the cast's groups; the same in every sample org. */
export const genesysUserId = guids('user');
export const genesysGroupId = guids('group');
export const oktaUserId = oktaIds('00u', 'user');
export const oktaGroupId = oktaIds('00g', 'group');
/** The group of type APP_GROUP that Okta keeps as the shadow of a Genesys group. */
export const oktaShadowGroupId = oktaIds('00g', 'shadow');
export const pushMappingId = oktaIds('gPm', 'push');

export const oktaAppId = oktaIds('0oa', 'genesys')(0);
export const oktaAppLabel = 'Genesys Cloud';
export const oktaMappingId = oktaIds('prm', 'genesys')(0);

/** What the two sides know about a part. */
export interface Profile {
  readonly displayName: string;
  readonly title: string;
  readonly department: string;
  readonly division: string;
  readonly employeeNumber: string;
  readonly email: string;
  readonly workPhone: string | null;
  readonly mobilePhone: string | null;
  readonly manager: string | null;
}

export interface Sides {
  readonly firstName: string;
  readonly lastName: string;
  readonly login: string;
  readonly okta: Profile;
  /** What Okta pushed last: the app user's stored profile. */
  readonly stored: Profile;
  readonly genesys: Profile;
}

const styles: Partial<Readonly<Record<Look, PhoneStyle>>> = {
  phoneParentheses: 'parentheses',
  phoneDashes: 'dashes',
  phoneTel: 'tel',
  phoneSpaced: 'spaced',
};

/** A part as either side has it. */
export function sidesOf(cast: Cast, part: number): Sides {
  const standing = cast.standing(part);
  const self = cast.accountOf(part);
  const { firstName, lastName, mailbox, ...rest } = person(self);
  const look = cast.look(part);
  const manager = cast.managerOf(part);
  const managerMail = manager === null ? null : `${person(manager).mailbox}@${mailDomain}`;
  const genesys: Profile = {
    displayName: `${firstName} ${lastName}`,
    ...rest,
    email: `${mailbox}@${mailDomain}`,
    ...phones(self, look, 'e164'),
    manager: manager === null ? null : genesysUserId(manager),
  };
  const okta: Profile = { ...genesys, ...phones(self, look, styles[look] ?? 'e164') };
  return {
    firstName,
    lastName,
    login: `${mailbox}${loginSuffix(standing, self !== part)}@${mailDomain}`,
    ...differing(look, { okta, stored: okta, genesys }, { firstName, part, mailbox, managerMail }),
  };
}

function loginSuffix(standing: { readonly okta: string | null }, second: boolean): string {
  if (!second) return '';
  return standing.okta === standings.formerSelf.okta ? '.former' : '.ext';
}

interface About {
  readonly firstName: string;
  readonly part: number;
  readonly mailbox: string;
  readonly managerMail: string | null;
}

type Three = Pick<Sides, 'okta' | 'stored' | 'genesys'>;

function differing(look: Look, { okta, stored, genesys }: Three, about: About): Three {
  switch (look) {
    case 'mailCase': {
      const email = `${capitals(about.mailbox)}@${mailDomain}`;
      return { okta: { ...okta, email }, stored: { ...stored, email }, genesys };
    }
    case 'titleByHand':
      return { okta, stored, genesys: { ...genesys, title: otherTitle(genesys.title) } };
    case 'departmentByHand':
      return { okta, stored, genesys: { ...genesys, department: otherDepartment(genesys.department) } };
    case 'titlePending':
      return { okta: { ...okta, title: otherTitle(okta.title) }, stored, genesys };
    case 'namePending':
      return { okta: { ...okta, displayName: `${about.firstName} ${otherLastName(about.part)}` }, stored, genesys };
    case 'managerByMail':
      return { okta: { ...okta, manager: about.managerMail }, stored: { ...stored, manager: about.managerMail }, genesys };
    default:
      return { okta, stored, genesys };
  }
}

const countries = stream('country');
const lines = stream('lines');
const abroad: readonly PhoneCountry[] = ['GB', 'GB', 'DE', 'DE', 'FR', 'AU', 'SE'];

function phones(self: number, look: Look, style: PhoneStyle): Pick<Profile, 'workPhone' | 'mobilePhone'> {
  const number = countries(self);
  const home = number % 100 < 60;
  const country = countryFor(look) ?? (home ? 'US' : (abroad[number % abroad.length] ?? 'GB'));
  const which = lines(self) % 10;
  const hasWork = look.startsWith('phone') || which < 8;
  return {
    workPhone: hasWork ? written(phoneNumber(country, self, look === 'phoneTel' ? String(40 + (self % 50)) : null), style) : null,
    mobilePhone: country === 'US' && which % 2 === 0 ? written(phoneNumber('US', self + 1000), 'e164') : null,
  };
}

function countryFor(look: Look): PhoneCountry | null {
  switch (look) {
    case 'phoneParentheses':
    case 'phoneDashes':
    case 'phoneTel':
      return 'US';
    case 'phoneSpaced':
      return 'GB';
    default:
      return null;
  }
}

function capitals(mailbox: string): string {
  return mailbox.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}
