/**
 * The filters that Genesys documents for its SCIM listings (facts/genesys-scim.md, 1.2), all with `eq`: other operators have no documented
 * example and are not offered.
 */
export interface SearchAttribute {
  readonly attribute: string;
  readonly label: string;
  readonly detail: string;
  readonly placeholder: string;
}

export const userSearchAttributes: readonly SearchAttribute[] = [
  {
    attribute: 'userName',
    label: 'User name',
    detail: 'userName, the e-mail address that they log in with',
    placeholder: 'anna.berg@contoso.example',
  },
  { attribute: 'email', label: 'E-mail', detail: 'email, any address of the user', placeholder: 'anna.berg@contoso.example' },
  {
    attribute: 'externalId',
    label: 'External id',
    detail: 'externalId, as the provisioning client set it',
    placeholder: '00u1ab2cd3EF4gh5i6j7',
  },
  { attribute: 'id', label: 'Genesys id', detail: 'id', placeholder: '6f1c2d3e-0000-4000-8000-000000000000' },
  { attribute: 'division', label: 'Division', detail: 'division, by its name', placeholder: 'Home' },
  {
    attribute: 'manager',
    label: 'Manager',
    detail: "manager, by the manager's Genesys id",
    placeholder: '6f1c2d3e-0000-4000-8000-000000000000',
  },
];

export const groupSearchAttributes: readonly SearchAttribute[] = [
  { attribute: 'displayName', label: 'Name', detail: 'displayName, the whole name; case does not matter', placeholder: 'Support Tier 1' },
  { attribute: 'id', label: 'Genesys id', detail: 'id', placeholder: '6f1c2d3e-0000-4000-8000-000000000000' },
];

/** A filter that is in force on a listing. */
export interface Search {
  readonly attribute: string;
  readonly value: string;
}

/** The SCIM filter of a search, its value quoted as a JSON string (RFC 7644, section 3.4.2.2). */
export function filterOf(search: Search): string {
  return `${search.attribute} eq ${JSON.stringify(search.value)}`;
}
