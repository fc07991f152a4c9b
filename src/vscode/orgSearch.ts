import { groupSearchAttributes, scimFilter, userSearchAttributes } from '../genesys/scimFilter';
import type { GroupSearchAttribute, UserSearchAttribute } from '../genesys/scimFilter';

export type SearchAttribute = UserSearchAttribute | GroupSearchAttribute;

/** A filter that is in force on a listing: the attribute equals the value. */
export interface Search {
  readonly attribute: SearchAttribute;
  readonly value: string;
}

/** An attribute as it is offered to search by. */
export interface SearchChoice {
  readonly attribute: SearchAttribute;
  readonly label: string;
  readonly detail: string;
  readonly example: string;
}

const choices: Readonly<Record<SearchAttribute, Omit<SearchChoice, 'attribute'>>> = {
  userName: { label: 'User name', detail: 'The e-mail address that they log in with', example: 'anna.berg@contoso.example' },
  email: { label: 'E-mail', detail: 'Any e-mail address of the user', example: 'anna.berg@contoso.example' },
  externalId: {
    label: 'External id',
    detail: 'The id that the provisioning client set, for instance the Okta user id',
    example: '00u1ab2cd3EF4gh5i6j7',
  },
  id: { label: 'Genesys id', detail: 'The id that Genesys Cloud gave', example: '6f1c2d3e-0000-4000-8000-000000000000' },
  division: { label: 'Division', detail: 'By the name of the division', example: 'Home' },
  manager: { label: 'Manager', detail: 'By the Genesys id of the manager', example: '6f1c2d3e-0000-4000-8000-000000000000' },
  employeeNumber: { label: 'Employee number', detail: 'As HR knows them', example: '10042' },
  displayName: { label: 'Name', detail: 'The whole name of the group; case does not matter', example: 'Support Tier 1' },
};

/** What names one person. */
const personAttributes: readonly SearchAttribute[] = ['userName', 'email', 'externalId', 'id', 'employeeNumber'];

/** What Genesys documents that users, or groups, can be searched by; members are searched by what names one person. */
export function searchChoices(kind: 'users' | 'groups' | 'members'): readonly SearchChoice[] {
  const attributes: readonly SearchAttribute[] =
    kind === 'groups' ? groupSearchAttributes : userSearchAttributes.filter((one) => kind === 'users' || personAttributes.includes(one));
  return attributes.map((attribute) => ({ attribute, ...choices[attribute] }));
}

/** The SCIM filter of a search. */
export function filterOf(search: Search): string {
  return scimFilter(search.attribute, search.value);
}
