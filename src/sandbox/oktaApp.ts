import { coreUserSchema, enterpriseSchema } from '../genesys/scim';
import { oktaAppId, oktaAppLabel, oktaMappingId } from './identities';
import { oktaIds } from './random';
import type { OktaRecord } from './oktaRecords';

/**
 * The Okta app that feeds the sample org. Its catalogue name and variables are ours: those of the real integration are not public
 * (facts/okta.md, section 2.3).
 */
const appName = 'contoso_genesyscloud';
const userType = { id: 'otyContosoDefault001', name: 'user', type: 'user' };
const reverseMappingId = oktaIds('prm', 'genesys')(1);

/** GET /api/v1/apps/{id}. */
export function oktaApp(origin: string): OktaRecord {
  return {
    id: oktaAppId,
    name: appName,
    label: oktaAppLabel,
    status: 'ACTIVE',
    created: '2024-03-11T08:10:00.000Z',
    lastUpdated: '2025-01-15T10:00:00.000Z',
    accessibility: { selfService: false, errorRedirectUrl: null, loginRedirectUrl: null },
    visibility: { autoSubmitToolbar: false, hide: { iOS: false, web: false } },
    features: ['GROUP_PUSH', 'PUSH_NEW_USERS', 'PUSH_PROFILE_UPDATES', 'PUSH_USER_DEACTIVATION', 'REACTIVATE_USERS'],
    signOnMode: 'SAML_2_0',
    credentials: { userNameTemplate: { template: '${source.email}', type: 'BUILT_IN' }, signing: {} },
    settings: { app: { domain: 'api.mypurecloud.ie' }, notifications: { vpn: { network: { connection: 'DISABLED' } } } },
    _links: {
      self: { href: `${origin}/api/v1/apps/${oktaAppId}` },
      users: { href: `${origin}/api/v1/apps/${oktaAppId}/users` },
      groups: { href: `${origin}/api/v1/apps/${oktaAppId}/groups` },
    },
  };
}

const expressions: Readonly<Record<string, string>> = {
  displayName: 'user.displayName',
  title: 'user.title',
  workEmail: 'user.email',
  workPhone: 'user.primaryPhone',
  mobilePhone: 'user.mobilePhone',
  otherPhone: "(user.secondPhone != null && user.secondPhone != '') ? user.secondPhone : ''",
  department: 'user.department',
  division: 'user.division',
  employeeNumber: 'user.employeeNumber',
  managerValue: 'user.managerId',
};

/** GET /api/v1/mappings/{id}: Okta to app, with expressions. */
export function profileMapping(origin: string): OktaRecord {
  const properties = Object.fromEntries(
    Object.entries(expressions).map(([name, expression]) => [name, { expression, pushStatus: 'PUSH' }]),
  );
  return { ...mappingEnds(origin), properties, _links: { self: { href: `${origin}/api/v1/mappings/${oktaMappingId}` } } };
}

/** The other direction, which every app has, too. */
export function reverseMapping(origin: string): OktaRecord {
  const { source, target } = mappingEnds(origin);
  return {
    id: reverseMappingId,
    source: target,
    target: source,
    properties: { email: { expression: 'appuser.workEmail', pushStatus: 'DONT_PUSH' } },
    _links: { self: { href: `${origin}/api/v1/mappings/${reverseMappingId}` } },
  };
}

function mappingEnds(origin: string): { readonly id: string; readonly source: OktaRecord; readonly target: OktaRecord } {
  return {
    id: oktaMappingId,
    source: { ...userType, _links: { self: { href: `${origin}/api/v1/meta/types/user/${userType.id}` } } },
    target: {
      id: oktaAppId,
      name: appName,
      type: 'appuser',
      _links: {
        self: { href: `${origin}/api/v1/apps/${oktaAppId}` },
        schema: { href: `${origin}/api/v1/meta/schemas/apps/${oktaAppId}/default` },
      },
    },
  };
}

const variables: readonly (readonly [name: string, title: string, externalName: string, namespace: string])[] = [
  ['displayName', 'Display name', 'displayName', coreUserSchema],
  ['title', 'Title', 'title', coreUserSchema],
  ['workEmail', 'Work email', "emails.^[type=='work'].value", coreUserSchema],
  ['workPhone', 'Work phone', "phoneNumbers.^[type=='work'].value", coreUserSchema],
  ['mobilePhone', 'Mobile phone', "phoneNumbers.^[type=='mobile'].value", coreUserSchema],
  ['otherPhone', 'Other phone', "phoneNumbers.^[type=='other'].value", coreUserSchema],
  ['department', 'Department', 'department', enterpriseSchema],
  ['division', 'Division', 'division', enterpriseSchema],
  ['employeeNumber', 'Employee number', 'employeeNumber', enterpriseSchema],
  ['managerValue', 'Manager', 'manager.value', enterpriseSchema],
];

/** GET /api/v1/meta/schemas/apps/{id}/default. In SCIM apps nearly all variables are custom ones (recorded). */
export function appUserSchema(origin: string): OktaRecord {
  const custom = Object.fromEntries(
    variables.map(([name, title, externalName, externalNamespace]) => [
      name,
      { title, type: 'string', externalName, externalNamespace, scope: 'NONE', master: { type: 'PROFILE_MASTER' } },
    ]),
  );
  const userName = { title: 'Username', type: 'string', required: true, scope: 'NONE', maxLength: 100, master: { type: 'PROFILE_MASTER' } };
  return {
    id: `${origin}/meta/schemas/apps/${oktaAppId}/default`,
    $schema: 'http://json-schema.org/draft-04/schema#',
    name: appName,
    title: `${oktaAppLabel} User`,
    lastUpdated: '2025-01-15T10:00:00.000Z',
    created: '2024-03-11T08:10:00.000Z',
    definitions: {
      base: { id: '#base', type: 'object', properties: { userName }, required: ['userName'] },
      custom: { id: '#custom', type: 'object', properties: custom, required: [] },
    },
    type: 'object',
    properties: { profile: { allOf: [{ $ref: '#/definitions/custom' }, { $ref: '#/definitions/base' }] } },
  };
}
