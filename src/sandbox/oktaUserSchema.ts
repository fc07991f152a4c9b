import type { OktaRecord } from './oktaRecords';

/** Okta's own attributes of a user, by variable name and title (facts/okta.md, section 1.1). */
const base: readonly (readonly [name: string, title: string])[] = [
  ['login', 'Username'],
  ['firstName', 'First name'],
  ['lastName', 'Last name'],
  ['middleName', 'Middle name'],
  ['honorificPrefix', 'Honorific prefix'],
  ['honorificSuffix', 'Honorific suffix'],
  ['email', 'Primary email'],
  ['title', 'Title'],
  ['displayName', 'Display name'],
  ['nickName', 'Nickname'],
  ['profileUrl', 'Profile Url'],
  ['secondEmail', 'Secondary email'],
  ['mobilePhone', 'Mobile phone'],
  ['primaryPhone', 'Primary phone'],
  ['streetAddress', 'Street address'],
  ['city', 'City'],
  ['state', 'State'],
  ['zipCode', 'Zip code'],
  ['countryCode', 'Country code'],
  ['postalAddress', 'Postal Address'],
  ['preferredLanguage', 'Preferred language'],
  ['locale', 'Locale'],
  ['timezone', 'Time zone'],
  ['userType', 'User type'],
  ['employeeNumber', 'Employee number'],
  ['costCenter', 'Cost center'],
  ['organization', 'Organization'],
  ['division', 'Division'],
  ['department', 'Department'],
  ['managerId', 'ManagerId'],
  ['manager', 'Manager'],
];

/** GET /api/v1/meta/schemas/user/default: what Okta keeps of everybody, and the one attribute that the sample org added. */
export function userSchema(origin: string): OktaRecord {
  const attribute = (title: string): OktaRecord => ({
    title,
    type: 'string',
    permissions: [{ principal: 'SELF', action: 'READ_WRITE' }],
    scope: 'NONE',
    master: { type: 'PROFILE_MASTER' },
  });
  return {
    id: `${origin}/meta/schemas/user/default`,
    $schema: 'http://json-schema.org/draft-04/schema#',
    name: 'user',
    title: 'User',
    description: 'Okta user profile template with default permission settings',
    lastUpdated: '2024-03-11T08:00:00.000Z',
    created: '2024-03-11T08:00:00.000Z',
    definitions: {
      base: {
        id: '#base',
        type: 'object',
        properties: Object.fromEntries(base.map(([name, title]) => [name, attribute(title)])),
        required: ['login'],
      },
      custom: { id: '#custom', type: 'object', properties: { secondPhone: attribute('Second phone') }, required: [] },
    },
    type: 'object',
    properties: { profile: { allOf: [{ $ref: '#/definitions/custom' }, { $ref: '#/definitions/base' }] } },
  };
}
