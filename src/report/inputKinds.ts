import type { InputKind } from '../input/problem';

/** What a file of a kind is called. */
export const inputKindWords: Readonly<Record<InputKind, string>> = {
  users: 'Okta users',
  groups: 'Okta groups',
  groupMembers: 'Members of an Okta group',
  appUsers: 'Assignments to the app',
  appGroups: 'Groups assigned to the app',
  pushMappings: 'Push mappings',
  profileMapping: 'Profile mapping',
  profileMappingList: 'List of profile mappings',
  apps: 'The Okta app',
  appUserSchema: 'App user schema',
  userSchema: 'Okta user schema',
  scimUsers: 'Genesys users (SCIM)',
  scimGroups: 'Genesys groups (SCIM)',
  snapshot: 'Genesys snapshot',
  terraform: 'Terraform state',
  oktaError: 'An error answer of Okta, not data',
  manifest: 'Manifest of the export',
  unknown: 'Not understood',
};

/** What many files of a kind are called; in the order in which the trust report lists them. */
export const inputKindsWords: Readonly<Record<InputKind, string>> = {
  users: 'Okta users',
  groups: 'Okta groups',
  groupMembers: 'Members of Okta groups',
  appUsers: 'Assignments to the app',
  pushMappings: 'Push mappings',
  appGroups: 'Groups assigned to the app',
  profileMapping: 'Profile mappings',
  profileMappingList: 'Lists of profile mappings',
  apps: 'Okta apps',
  appUserSchema: 'App user schemas',
  userSchema: 'Okta user schemas',
  manifest: 'Manifests of the export',
  snapshot: 'Genesys snapshots',
  scimUsers: 'Genesys users (SCIM)',
  scimGroups: 'Genesys groups (SCIM)',
  terraform: 'Terraform states',
  oktaError: 'Error answers of Okta, not data',
  unknown: 'Not understood',
};
