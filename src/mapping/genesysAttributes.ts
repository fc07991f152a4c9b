import { coreUserUrn, enterpriseUserUrn, genesysUserUrn, phoneTypes } from './scimNames';

/** How values of an attribute are compared and checked (product.md, section 6). */
export type ValueKind = 'text' | 'caseInsensitive' | 'phone' | 'guid' | 'boolean';

/**
 * Where a row comes from (facts/genesys-scim.md, sections 1.5 and 2). `model`: the swagger and the SDKs made from it; `article`: the article
 * "SCIM and Genesys Cloud field mappings"; `community`: said by Genesys' staff or users; `org`: the connected org's own `/schemas`.
 */
export type AttributeSource = 'model' | 'article' | 'community' | 'org';

/** One attribute of a user in Genesys Cloud's SCIM. */
export interface GenesysAttribute {
  /** `displayName`, `phoneNumbers[type eq "work"].value`, `urn:…:enterprise:2.0:User:manager.value`. */
  readonly path: string;
  /** The schema that it belongs to, and its top name there: `phoneNumbers`. */
  readonly urn: string;
  readonly name: string;
  readonly type: 'string' | 'boolean' | 'decimal' | 'date' | 'complex';
  readonly mutability: 'readWrite' | 'readOnly' | 'immutable' | 'writeOnly';
  /** Of a new user. */
  readonly required: boolean;
  readonly multiValued: boolean;
  /** The type of this element of a list (`work2`); null for anything else. */
  readonly elementType: string | null;
  /** Elements at most; null where none is documented. */
  readonly maximum: number | null;
  /** In words. */
  readonly format: string | null;
  /** What it fills, as the article writes it; null where no page that could be read says so. */
  readonly genesysField: string | null;
  /** How the planner compares it; null: it does not. */
  readonly compared: ValueKind | null;
  /** Why nobody can write it; null where it can be written. */
  readonly readOnlyBecause: string | null;
  readonly note: string | null;
  readonly sources: readonly AttributeSource[];
  /** False: no official page that could be read in full says what Genesys does with it. */
  readonly verified: boolean;
}

type Details = Partial<Omit<GenesysAttribute, 'path' | 'urn' | 'name' | 'genesysField'>>;

function attribute(urn: string, name: string, sub: string | null, field: string | null, details: Details = {}): GenesysAttribute {
  const local = sub === null ? name : `${name}.${sub}`;
  return {
    path: urn === coreUserUrn ? local : `${urn}:${local}`,
    urn,
    name,
    type: 'string',
    mutability: details.readOnlyBecause ? 'readOnly' : 'readWrite',
    required: false,
    multiValued: false,
    elementType: null,
    maximum: null,
    format: null,
    genesysField: field,
    compared: null,
    readOnlyBecause: null,
    note: null,
    sources: field === null ? ['model'] : ['model', 'article'],
    verified: true,
    ...details,
  };
}

const core = (name: string, field: string | null, details?: Details): GenesysAttribute =>
  attribute(coreUserUrn, name, null, field, details);
const enterprise = (name: string, field: string | null, details?: Details): GenesysAttribute =>
  attribute(enterpriseUserUrn, name, null, field, details);
const genesysList = (name: string, details: Details): GenesysAttribute =>
  attribute(genesysUserUrn, name, null, null, { type: 'complex', multiValued: true, verified: false, ...details });

function element(name: 'phoneNumbers' | 'emails', type: string, field: string | null, details: Details): GenesysAttribute {
  return {
    ...attribute(coreUserUrn, name, null, field, details),
    path: `${name}[type eq "${type}"].value`,
    multiValued: true,
    elementType: type,
  };
}

const phoneFields: Readonly<Partial<Record<(typeof phoneTypes)[number], string>>> = {
  work: 'phone_work',
  work2: 'phone_work_2',
  work3: 'phone_work_3',
  work4: 'phone_work_4',
  home: 'phone_home',
  mobile: 'phone_mobile',
  other: 'phone_other',
};

function phone(type: (typeof phoneTypes)[number]): GenesysAttribute {
  const field = phoneFields[type];
  return element('phoneNumbers', type, field === undefined ? null : `UserProfile.contactInfo.[0].${field}.[0].value.number`, {
    compared: 'phone',
    format: 'E.164, or a tel URI such as tel:+13172222222; ext=42. Genesys Cloud stores E.164.',
    verified: field !== undefined,
    note: field === undefined ? 'Integrations with other telephony fill the Other Phone field.' : null,
  });
}

const byGenesys = 'Genesys Cloud writes it itself.';

/** The attributes of a Genesys SCIM user as documented; `correctCatalogue` sets them right by an org's own `/schemas`. */
export const documentedAttributes: readonly GenesysAttribute[] = [
  core('id', 'UserProfile.Id', { readOnlyBecause: 'Genesys Cloud gives ids itself.' }),
  core('schemas', null, { multiValued: true, readOnlyBecause: byGenesys }),
  core('meta', 'UserProfile.version, UserProfile.dateModified', { type: 'complex', readOnlyBecause: byGenesys }),
  core('userName', 'UserProfile.contactInfo.email_main.[0].value', {
    required: true,
    compared: 'caseInsensitive',
    format: 'An e-mail address that no other user of the org has.',
    note: 'It comes from the application username format of the Okta app: Email.',
  }),
  core('active', 'UserProfile.state', { type: 'boolean', compared: 'boolean', note: 'true is active, false is inactive.' }),
  core('displayName', 'UserProfile.general.name.[0].value', { required: true, compared: 'text' }),
  core('title', 'UserProfile.general.title.[0].value', { compared: 'text' }),
  core('password', null, {
    mutability: 'writeOnly',
    note: 'Without one Genesys Cloud makes a random password of 40 characters for a new user.',
  }),
  core('externalId', 'the external ID of the provisioning client', { compared: 'text', note: 'Capitals count.' }),
  element('emails', 'work', 'UserProfile.contactInfo.email_work.[0].value', { compared: 'caseInsensitive', format: 'An e-mail address.' }),
  element('emails', 'other', 'UserProfile.contactInfo.email_main.[0].value', {
    readOnlyBecause: 'Genesys Cloud keeps the userName there and lets nobody write it.',
  }),
  ...phoneTypes.map(phone),
  core('groups', 'group membership', {
    type: 'complex',
    multiValued: true,
    readOnlyBecause: 'Genesys Cloud takes memberships only through groups.',
  }),
  core('roles', null, {
    type: 'complex',
    multiValued: true,
    verified: false,
    note: 'Names of roles. Genesys recommends to assign roles to a group and to push the group.',
  }),
  enterprise('department', 'UserProfile.general.department.[0].value', { compared: 'text' }),
  enterprise('division', 'UserProfile.divisionId', { compared: 'text', format: 'The name of a division of the org.' }),
  enterprise('employeeNumber', 'User.hr.empId.[0].value', { compared: 'text', sources: ['model', 'community'], verified: false }),
  enterprise('dateHire', 'UserProfile.hr.hireDate.[0].value', {
    type: 'date',
    compared: 'text',
    format: 'A date in ISO 8601; Genesys Cloud answers with YYYY-MM-DD.',
  }),
  attribute(enterpriseUserUrn, 'manager', 'value', 'UserProfile.relationships.manager.[0].value', {
    compared: 'guid',
    format: 'The Genesys user id (GUID) of the manager. An e-mail address does not work.',
    sources: ['model', 'article', 'community'],
  }),
  genesysList('routingSkills', {
    maximum: 50,
    format: 'The exact name of a skill of the org, capitals count, and a proficiency from 0.0 to 5.0.',
  }),
  genesysList('routingLanguages', {
    maximum: 50,
    format: 'The exact name of a language of the org, capitals count, and a proficiency from 0.0 to 5.0.',
  }),
  genesysList('externalIds', {
    format: 'An authority and a value, which no other user of the org has for that authority.',
    note: 'The authority x-pc:scimv2:v1… is Genesys Cloud’s own and cannot be changed.',
  }),
];
