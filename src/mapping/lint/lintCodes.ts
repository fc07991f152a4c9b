import type { LintSeverity } from './problem';

/** What a code means to somebody who meets it for the first time. */
export interface LintCodeWords {
  /** By consequence (product.md, section 10). */
  readonly severity: LintSeverity;
  readonly title: string;
  /** What happens because of it. */
  readonly means: string;
  /** What to do about it. */
  readonly cure: string;
  /** A page of Okta's or Genesys' that is the reason for the rule. */
  readonly source: string;
}

const genesysOkta = 'https://help.mypurecloud.com/articles/configure-okta-for-genesys-cloud-scim-identity-management/';
const genesysFields = 'https://help.mypurecloud.com/articles/scim-and-genesys-cloud-field-mappings/';
const oktaExpressions = 'https://developer.okta.com/docs/reference/okta-expression-language/';
const oktaScim = 'https://developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20/';

/** Every code of product.md, section 10, that is not one of an export as a whole (section 3: src/input/problem.ts). */
export const lintCodes = {
  'phone-invalid': {
    severity: 'error',
    title: 'Not a valid phone number',
    means: 'No numbering plan has such a number: Genesys Cloud refuses it, or keeps a number that nobody can call.',
    cure: 'Correct the number in Okta.',
    source: genesysOkta,
  },
  'unknown-phone-type': {
    severity: 'error',
    title: 'Genesys Cloud has no such phone type',
    means: 'A phone of a type that Genesys Cloud does not know cannot be stored, and can make the whole update of the user fail.',
    cure: 'Use work, work2, work3, work4, home, mobile, other, microsoftteams, zoomphone, eightbyeight or ringcentral, as written here.',
    source: genesysFields,
  },
  'unknown-email-type': {
    severity: 'error',
    title: 'Genesys Cloud has no such e-mail type',
    means: 'An e-mail address of a type that Genesys Cloud does not know cannot be stored, and can make the whole update of the user fail.',
    cure: 'Use work. The type other holds the userName and cannot be written.',
    source: genesysFields,
  },
  'read-only-attribute': {
    severity: 'error',
    title: 'Genesys Cloud lets nobody write this attribute',
    means: 'Genesys Cloud fills it itself. What Okta sends is ignored or refused.',
    cure: 'Remove the attribute from the app user schema, or map another one.',
    source: genesysFields,
  },
  'missing-required': {
    severity: 'error',
    title: 'Nothing fills displayName',
    means: 'Genesys Cloud creates no user without a displayName.',
    cure: 'Map displayName, for instance from user.displayName.',
    source: genesysFields,
  },
  'duplicate-target': {
    severity: 'error',
    title: 'Two attributes fill one field',
    means: 'Both are sent for the same field of Genesys Cloud, and which of them stays is not told.',
    cure: 'Keep one of them, or give the other another type.',
    source: genesysFields,
  },
  'manager-not-guid': {
    severity: 'error',
    title: 'The manager is not given by a Genesys id',
    means: 'Genesys Cloud takes the Genesys user id (a GUID) of the manager. E-mail addresses, names and Okta ids do not work.',
    cure: 'Keep the manager’s Genesys id in an attribute of the Okta user and map that.',
    source: genesysFields,
  },
  'username-not-email': {
    severity: 'error',
    title: 'The user name is not the e-mail address',
    means: 'Genesys Cloud uses the userName as the main e-mail address. Where it is none, users are not created, or not matched.',
    cure: 'Set the application username format to Email.',
    source: genesysOkta,
  },
  'expression-syntax': {
    severity: 'error',
    title: 'The expression cannot be read',
    means: 'Okta cannot evaluate it, so the attribute gets no value.',
    cure: 'Correct the expression where it is marked.',
    source: oktaExpressions,
  },
  'expression-group-function': {
    severity: 'error',
    title: 'A group function that mappings do not have',
    means: 'Groups.contains, Groups.startsWith and Groups.endsWith are for claims of tokens. Okta does not evaluate them in a mapping.',
    cure: 'Use isMemberOfGroupName and its relatives, which mappings have.',
    source: oktaExpressions,
  },
  'e164-recipe': {
    severity: 'error',
    title: 'This recipe for E.164 writes wrong numbers',
    means:
      'It puts a country code in front of whatever is there: a number that has one gets a second, an empty value becomes a bare country code.',
    cure: 'Leave empty values and values that begin with + alone.',
    source: genesysOkta,
  },
  'secret-in-file': {
    severity: 'error',
    title: 'A secret stands in this file',
    means: 'Whoever has the file can use it: with the credentials of a SCIM client, every user of the org can be changed.',
    cure: 'Remove it from the file and from its history, and have it replaced where it was issued.',
    source: genesysOkta,
  },
  'phone-not-e164': {
    severity: 'warning',
    title: 'A phone number that is not in E.164',
    means: 'Genesys Cloud stores it in E.164. Where Okta also imports from Genesys Cloud, the two update each other for ever.',
    cure: 'Write the number in E.164, such as +13172222222.',
    source: genesysOkta,
  },
  'unsupported-attribute': {
    severity: 'warning',
    title: 'Genesys Cloud has no such attribute',
    means: 'What Okta sends for it is lost.',
    cure: 'Remove the attribute from the app user schema, or map another one.',
    source: genesysFields,
  },
  'missing-namespace': {
    severity: 'warning',
    title: 'The attribute has no external namespace',
    means: 'Okta never sends an attribute of a SCIM app that has no external namespace.',
    cure: 'Make the attribute anew with its external namespace.',
    source: oktaScim,
  },
  'dont-push-no-protection': {
    severity: 'warning',
    title: '“On create only” does not protect the value',
    means: 'Okta pushes the whole stored profile of the app user at every update, attributes that are mapped on create only included.',
    cure: 'To leave the value to Genesys Cloud, remove the attribute from the app user schema.',
    source: 'https://help.okta.com/en-us/content/topics/users-groups-profiles/usgp-about-selective-profile-push.htm',
  },
  'mapping-without-expressions': {
    severity: 'warning',
    title: 'A list of mappings has no expressions',
    means: 'Okta’s list of mappings says which mappings there are and not what they do. Attributes cannot be checked or compared.',
    cure: 'Save the one mapping of the app: GET /api/v1/mappings/{id}.',
    source: 'https://developer.okta.com/docs/api/openapi/okta-management/management/tag/ProfileMapping/',
  },
  'expression-unknown-function': {
    severity: 'information',
    title: 'Okta does not document this function',
    means: 'It may be misspelt, or one that Okta has without saying so. What it gives is not known here.',
    cure: 'Compare its name with Okta’s list of functions.',
    source: oktaExpressions,
  },
  'expression-null': {
    severity: 'information',
    title: 'The expression has no value for some users',
    means: 'For users without the Okta attribute it gives nothing, and nothing is sent.',
    cure: 'Fill the attribute in Okta, or give a value for users who lack it.',
    source: oktaExpressions,
  },
  'expression-not-reevaluated': {
    severity: 'information',
    title: 'Not evaluated again when memberships change',
    means:
      'Okta evaluates group functions when the user’s profile changes, and not when a group’s members do. The value can be out of date.',
    cure: 'Use an attribute of the user, or reapply the mappings after memberships change.',
    source: oktaExpressions,
  },
} as const satisfies Readonly<Record<string, LintCodeWords>>;

export type LintCode = keyof typeof lintCodes;
