import { coreUserSchema, enterpriseSchema, genesysSchema, type ScimTypedValue } from '../genesys/scim';
import type { Cast, GenesysState } from './cast';
import { oktaUserId, sidesOf } from './identities';
import { stream } from './random';
import type { StoredProfile } from './orgState';

const skills = ['English', 'Deutsch', 'Español', 'Français', 'Billing', 'Returns', 'VIP'];
const abilities = stream('skills');
const versions = stream('version');
const changes = stream('changed');

/** The account's state; null where the part has none of its own. */
export function genesysStateOf(cast: Cast, part: number): GenesysState | null {
  return cast.standing(part).genesys;
}

/** A Genesys account as the sandbox starts with it. */
export function genesysProfileOf(cast: Cast, part: number): StoredProfile {
  const { genesys } = sidesOf(cast, part);
  const standing = cast.standing(part);
  // Who was made by Okta carries Okta's id; who came by hand does not.
  const linked = standing.okta !== null && standing.assignment !== 'withoutAccount';
  const externalId = linked ? oktaUserId(cast.linkedTo(part)) : null;
  const phoneNumbers: ScimTypedValue[] = [];
  if (genesys.workPhone !== null) phoneNumbers.push({ value: genesys.workPhone, type: 'work', primary: true });
  if (genesys.mobilePhone !== null) phoneNumbers.push({ value: genesys.mobilePhone, type: 'mobile', primary: genesys.workPhone === null });
  return {
    schemas: [coreUserSchema, enterpriseSchema, genesysSchema],
    userName: genesys.email,
    displayName: genesys.displayName,
    title: genesys.title,
    ...(externalId === null ? {} : { externalId }),
    emails: [
      { value: genesys.email, type: 'work', primary: true },
      { value: genesys.email, type: 'other' },
    ],
    ...(phoneNumbers.length === 0 ? {} : { phoneNumbers }),
    roles: [{ value: 'employee' }],
    [enterpriseSchema]: {
      division: genesys.division,
      department: genesys.department,
      employeeNumber: genesys.employeeNumber,
      ...(genesys.manager === null ? {} : { manager: { value: genesys.manager } }),
    },
    [genesysSchema]: {
      ...(abilities(part) % 3 === 0
        ? { routingSkills: [{ name: skills[abilities(part) % skills.length] ?? 'English', proficiency: 4 }] }
        : {}),
      externalIds: externalId === null ? [] : [{ authority: 'x-pc:scimv2:v1', value: externalId }],
    },
  };
}

export function genesysVersionOf(part: number): number {
  return 2 + (versions(part) % 40);
}

/** A time in the first half of 2025: before any export or snapshot that is made of the sample. */
export function changedAt(index: number): string {
  return new Date(Date.UTC(2025, 0, 6) + (changes(index) % (150 * 86_400)) * 1000).toISOString();
}
