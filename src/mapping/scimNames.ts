/** Names of the SCIM user that Genesys documents (data/scim_models.json). */

export const coreUserUrn = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const enterpriseUserUrn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const genesysUserUrn = 'urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User';

/** ScimPhoneNumber.type. */
export const phoneTypes = [
  'work',
  'work2',
  'work3',
  'work4',
  'home',
  'mobile',
  'other',
  'microsoftteams',
  'zoomphone',
  'eightbyeight',
  'ringcentral',
] as const;

const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text has the form of a Genesys id. */
export function isGuid(text: string): boolean {
  return guidPattern.test(text);
}
