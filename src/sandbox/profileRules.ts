import { coreUserSchema, enterpriseSchema, genesysSchema, type ScimTypedValue } from '../genesys/scim';
import { phoneReader, type PhoneReader } from '../mapping/phone';
import { isGuid, phoneTypes } from '../mapping/scimNames';
import { isRecord } from './httpMessages';
import type { StoredProfile } from './orgState';
import { scimError } from './reply';

/** A user as a request asks for it. */
export interface WantedUser {
  readonly profile: StoredProfile;
  readonly active: boolean | null;
}

const maximumSkills = 50;
const scimAuthority = 'x-pc:scimv2:v1';

/** The org's country decides how national numbers are read; what the real server does with them is not verified. */
const readPhone: PhoneReader = phoneReader('US');

/**
 * Makes of a user resource what Genesys would store (facts/genesys-scim.md, sections 1.5 and 2): phones in E.164, the address of type
 * `other` from the userName, our own authority among the external ids; read-only and unknown attributes fall away.
 *
 * @throws Refusal 400 `invalidValue` for what Genesys documents as impossible.
 */
export function readUser(resource: Readonly<Record<string, unknown>>): WantedUser {
  const userName = text(resource.userName, 'userName');
  const displayName = text(resource.displayName, 'displayName');
  if (userName === null || !/^[^@\s]+@[^@\s]+$/.test(userName)) throw invalid('userName is required and must be an e-mail address.');
  if (displayName === null) throw invalid('displayName is required.');
  const title = text(resource.title, 'title');
  const externalId = text(resource.externalId, 'externalId');
  const phoneNumbers = readPhones(resource.phoneNumbers);
  const roles = list(resource.roles, 'roles').map((role) => ({ value: text(isRecord(role) ? role.value : role, 'roles') ?? '' }));
  const profile: StoredProfile = {
    schemas: [coreUserSchema, enterpriseSchema, genesysSchema],
    userName,
    displayName,
    ...(title === null ? {} : { title }),
    ...(externalId === null ? {} : { externalId }),
    emails: readEmails(resource.emails, userName),
    ...(phoneNumbers.length === 0 ? {} : { phoneNumbers }),
    roles,
    [enterpriseSchema]: readEnterprise(resource[enterpriseSchema]),
    [genesysSchema]: readGenesys(resource[genesysSchema], externalId),
  };
  return { profile, active: readActive(resource.active) };
}

function readActive(value: unknown): boolean | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string' && /^(?:true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  throw invalid('active is true or false.');
}

function readPhones(value: unknown): readonly ScimTypedValue[] {
  const byType = new Map<string, ScimTypedValue>();
  for (const phone of list(value, 'phoneNumbers')) {
    if (!isRecord(phone)) throw invalid('A phone number is an object.');
    const number = text(phone.value, 'phoneNumbers.value');
    const type = phone.type ?? 'work';
    const known = phoneTypes.find((one) => one === type);
    if (known === undefined) throw invalid(`The phone type ${JSON.stringify(type)} is not one of ${phoneTypes.join(', ')}.`);
    if (number === null) continue;
    byType.set(known, { value: storedPhone(number), type: known, ...(phone.primary === true ? { primary: true } : {}) });
  }
  return [...byType.values()];
}

function storedPhone(number: string): string {
  const reading = readPhone(number);
  if (reading.kind !== 'valid') throw invalid(`${number} is not a valid phone number.`);
  return reading.e164;
}

/** The address of type `other` is the userName and cannot be written. */
function readEmails(value: unknown, userName: string): readonly ScimTypedValue[] {
  const work = list(value, 'emails').filter(isRecord).find(isWorkEmail);
  const address = work ? text(work.value, 'emails.value') : null;
  const other = { value: userName, type: 'other' };
  return address === null ? [other] : [{ value: address, type: 'work', primary: true }, other];
}

function isWorkEmail(email: Readonly<Record<string, unknown>>): boolean {
  const type = email.type ?? 'work';
  if (type !== 'work' && type !== 'other') throw invalid(`The e-mail type ${JSON.stringify(type)} is neither work nor other.`);
  return type === 'work';
}

function readEnterprise(value: unknown): NonNullable<StoredProfile[typeof enterpriseSchema]> {
  const enterprise = isRecord(value) ? value : {};
  const manager = text(isRecord(enterprise.manager) ? enterprise.manager.value : enterprise.manager, 'manager');
  if (manager !== null && !isGuid(manager)) throw invalid(`The manager ${manager} is not the id of a Genesys Cloud user.`);
  const dateHire = text(enterprise.dateHire, 'dateHire');
  if (dateHire !== null && Number.isNaN(Date.parse(dateHire))) throw invalid(`dateHire ${dateHire} is not a date.`);
  const plain = ['division', 'department', 'employeeNumber'].flatMap((name) => {
    const one = text(enterprise[name], name);
    return one === null ? [] : [[name, one] as const];
  });
  return {
    ...Object.fromEntries(plain),
    ...(manager === null ? {} : { manager: { value: manager } }),
    ...(dateHire === null ? {} : { dateHire: new Date(dateHire).toISOString().slice(0, 10) }),
  };
}

function readGenesys(value: unknown, externalId: string | null): NonNullable<StoredProfile[typeof genesysSchema]> {
  const genesys = isRecord(value) ? value : {};
  const foreign = list(genesys.externalIds, 'externalIds').flatMap((id) => {
    if (!isRecord(id)) throw invalid('An external id is an object.');
    const [authority, own] = [text(id.authority, 'authority'), text(id.value, 'externalIds.value')];
    if (authority === null || own === null) throw invalid('An external id needs authority and value.');
    return authority.startsWith(scimAuthority) ? [] : [{ authority, value: own }];
  });
  const ours = externalId === null ? [] : [{ authority: scimAuthority, value: externalId }];
  const skills = readProficiencies(genesys.routingSkills, 'routingSkills');
  const languages = readProficiencies(genesys.routingLanguages, 'routingLanguages');
  return {
    ...(skills.length === 0 ? {} : { routingSkills: skills }),
    ...(languages.length === 0 ? {} : { routingLanguages: languages }),
    externalIds: [...ours, ...foreign],
  };
}

function readProficiencies(value: unknown, name: string): readonly { readonly name: string; readonly proficiency: number }[] {
  const entries = list(value, name);
  if (entries.length > maximumSkills) throw invalid(`${name} has at most ${maximumSkills} entries.`);
  return entries.map((entry) => {
    const own = isRecord(entry) ? text(entry.name, name) : null;
    const proficiency = isRecord(entry) ? (entry.proficiency ?? 0) : 0;
    if (own === null) throw invalid(`An entry of ${name} needs a name.`);
    if (typeof proficiency !== 'number' || proficiency < 0 || proficiency > 5) throw invalid('A proficiency is a number from 0 to 5.');
    return { name: own, proficiency };
  });
}

/** A text, or null for absent, null and "". */
function text(value: unknown, name: string): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') throw invalid(`${name} is a text.`);
  return value;
}

function list(value: unknown, name: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw invalid(`${name} is a list.`);
  return value as unknown[];
}

function invalid(detail: string): Error {
  return scimError(400, 'invalidValue', detail);
}
