import {
  hasDoubleSpace,
  hasEmailInCapitals,
  hasEmptyTitleInGenesys,
  hasEmptyTitleInOkta,
  hasListsReversed,
  hasMobile,
  hasNameDecomposed,
  hasNoNumber,
  hasOtherNumber,
  hasTitleInCapitals,
  hasUserNameInCapitals,
  isCreated,
  isDeactivated,
  isMoved,
  isPromoted,
  isReactivated,
  isRenamed,
  lacksMobileInGenesys,
  mobileNumber,
} from './traits';

/** How large an org is. */
export interface Scale {
  readonly users: number;
  readonly groups: number;
  /** Over all groups. */
  readonly memberships: number;
}

const padded = (index: number, length: number): string => String(index).padStart(length, '0');
export const oktaUserId = (index: number): string => `00u${padded(index, 17)}`;
export const oktaGroupId = (index: number): string => `00g${padded(index, 17)}`;
export const genesysId = (kind: string, index: number): string => `${kind}0000000-0000-4000-8000-${padded(index, 12)}`;
export const login = (index: number): string => `user.number${index}@contoso.example`;

const subscriber = (index: number): string => String(2_000_000 + (index % 7_999_999));
const workDigits = (index: number): string => `317${subscriber(index)}`;
const mobileDigits = (index: number): string => `463${subscriber(index)}`;

/** E.164 for 70 % of the numbers, else one of three spellings of the same. */
function spelledPhone(digits: string, number: number): string {
  const parts = [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6)] as const;
  switch (number % 10) {
    case 0:
      return `+1 (${parts[0]}) ${parts[1]}-${parts[2]}`;
    case 1:
      return `+1 ${parts.join(' ')}`;
    case 2:
      return `+1-${parts.join('-')}`;
    default:
      return `+1${digits}`;
  }
}

export function oktaPhone(index: number): string {
  return hasNoNumber(index) ? 'ask the desk' : spelledPhone(workDigits(index), index);
}

const firstName = (index: number): string => (hasNameDecomposed(index) ? 'Zo\u00eb' : 'User');
const displayName = (index: number): string => `${firstName(index)} Number${index}`;

function oktaTitle(index: number): string | null {
  if (hasEmptyTitleInOkta(index)) return '';
  if (hasEmptyTitleInGenesys(index)) return null;
  return isPromoted(index) ? 'Senior Agent' : 'Agent';
}

export function oktaUser(index: number): object {
  return {
    id: oktaUserId(index),
    status: isDeactivated(index) ? 'DEPROVISIONED' : 'ACTIVE',
    created: '2024-03-13T23:26:50.000Z',
    activated: '2024-03-13T23:26:50.000Z',
    statusChanged: '2024-03-13T23:26:50.000Z',
    lastLogin: null,
    lastUpdated: '2025-03-13T23:26:50.000Z',
    passwordChanged: null,
    type: { id: 'oty5qwjvh0Vy1j8Kd1d7' },
    profile: {
      firstName: firstName(index),
      lastName: `Number${index}`,
      displayName: displayName(index),
      title: oktaTitle(index),
      department: isMoved(index) ? 'Sales' : 'Customer Care',
      mobilePhone: hasMobile(index) ? spelledPhone(mobileDigits(index), mobileNumber(index)) : null,
      primaryPhone: oktaPhone(index),
      secondEmail: null,
      login: login(index),
      email: login(index),
    },
    credentials: { provider: { type: 'OKTA', name: 'OKTA' } },
    _links: { self: { href: `https://contoso.okta.com/api/v1/users/${oktaUserId(index)}` } },
  };
}

export function appUser(index: number): object {
  return {
    id: oktaUserId(index),
    externalId: isCreated(index) ? null : genesysId('a', index),
    created: '2024-03-14T23:26:50.000Z',
    lastUpdated: '2025-03-14T23:26:50.000Z',
    scope: 'GROUP',
    status: isDeactivated(index) ? 'DEPROVISIONED' : 'PROVISIONED',
    statusChanged: '2024-03-14T23:26:50.000Z',
    passwordChanged: null,
    syncState: 'SYNCHRONIZED',
    lastSync: '2025-03-14T23:26:50.000Z',
    credentials: { userName: login(index) },
    profile: {
      displayName: displayName(index),
      title: 'Agent',
      department: 'Customer Care',
      primaryPhone: oktaPhone(index),
      email: login(index),
    },
    _links: {
      app: { href: 'https://contoso.okta.com/api/v1/apps/0oabench0000000000d7' },
      user: { href: `https://contoso.okta.com/api/v1/users/${oktaUserId(index)}` },
    },
  };
}

export function groupSize(index: number, scale: Scale): number {
  const even = Math.floor(scale.memberships / scale.groups);
  return index === 0 ? scale.memberships - even * (scale.groups - 1) : even;
}

export function oktaGroup(index: number, scale: Scale): object {
  return {
    id: oktaGroupId(index),
    created: '2024-06-08T17:43:32.000Z',
    lastUpdated: '2024-06-08T17:43:32.000Z',
    lastMembershipUpdated: '2025-06-08T17:43:32.000Z',
    objectClass: ['okta:user_group'],
    type: 'OKTA_GROUP',
    profile: { name: `Group ${index}`, description: null },
    _embedded: { stats: { usersCount: groupSize(index, scale) } },
  };
}

export function pushMapping(index: number): object {
  return {
    id: `gPm${padded(index, 17)}`,
    sourceGroupId: oktaGroupId(index),
    targetGroupId: `00gt${padded(index, 16)}`,
    status: 'ACTIVE',
    created: '2025-03-25T06:00:40Z',
    lastUpdated: '2025-03-25T06:00:40Z',
    _links: { app: { href: 'https://contoso.okta.com/api/v1/apps/0oabench0000000000d7' } },
  };
}

/** The users of a group: a run of the directory that begins elsewhere for each group. */
export function memberIndex(group: number, position: number, scale: Scale): number {
  return (group * 7919 + position) % scale.users;
}

/** Of a Genesys group, each once: 1 % are other people than Okta has, and nobody is there whom Okta has yet to create. */
export function genesysMembers(group: number, scale: Scale): ReadonlySet<number> {
  const size = groupSize(group, scale);
  const members = new Set<number>();
  for (let position = 0; position < size; position++) {
    const member = memberIndex(group, position % 100 === 3 ? position + size : position, scale);
    if (!isCreated(member)) members.add(member);
  }
  return members;
}

/** @param index of an Okta user, or above all of them for somebody whom Okta does not know. */
export function scimUser(index: number): object {
  const title = genesysTitle(index);
  const emails = [
    { value: hasEmailInCapitals(index) ? login(index).toUpperCase() : login(index), type: 'work', primary: true },
    { value: login(index), type: 'other', primary: false },
  ];
  const phoneNumbers = [{ value: `+1${workDigits(hasOtherNumber(index) ? index + 1 : index)}`, type: 'work', primary: true }];
  if (hasMobile(index) && !lacksMobileInGenesys(index)) {
    phoneNumbers.push({ value: `+1${mobileDigits(index)}`, type: 'mobile', primary: false });
  }
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'],
    id: genesysId('a', index),
    active: !isReactivated(index),
    userName: hasUserNameInCapitals(index) ? login(index).toUpperCase() : login(index),
    displayName: isRenamed(index) ? `User Renamed${index}` : displayName(index).normalize('NFD'),
    ...(title !== undefined && { title }),
    phoneNumbers: hasListsReversed(index) ? phoneNumbers.reverse() : phoneNumbers,
    emails: hasListsReversed(index) ? emails.reverse() : emails,
    externalId: oktaUserId(index),
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': {
      department: hasDoubleSpace(index) ? 'Customer  Care' : 'Customer Care',
      division: 'Home',
    },
    meta: { resourceType: 'User', lastModified: '2025-03-14T23:26:50.000Z', version: String(index % 50) },
  };
}

/** Undefined: not there. */
function genesysTitle(index: number): string | undefined {
  if (hasEmptyTitleInOkta(index)) return undefined;
  if (hasEmptyTitleInGenesys(index)) return '';
  return hasTitleInCapitals(index) ? 'AGENT' : 'Agent';
}
