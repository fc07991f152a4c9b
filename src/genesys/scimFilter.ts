/** The attributes by which Genesys Cloud documents that users can be searched, all with `eq` (facts/genesys-scim.md, section 1.2). */
export const userSearchAttributes = ['userName', 'email', 'externalId', 'id', 'division', 'manager', 'employeeNumber'] as const;
export type UserSearchAttribute = (typeof userSearchAttributes)[number];

/** Those of groups. */
export const groupSearchAttributes = ['displayName', 'id'] as const;
export type GroupSearchAttribute = (typeof groupSearchAttributes)[number];

/** The filter of the listing of inactive users; without a filter Genesys Cloud lists the active ones. */
export const inactiveFilter = 'active eq false';

/**
 * `attribute eq "value"`. The value is quoted as a JSON string (RFC 7644, section 3.4.2.2), as Okta does it; `division` is a name,
 * `manager` a Genesys id. Other operators are not documented by Genesys, so none is offered.
 */
export function scimFilter(attribute: UserSearchAttribute | GroupSearchAttribute, value: string): string {
  return `${attribute} eq ${JSON.stringify(value)}`;
}
