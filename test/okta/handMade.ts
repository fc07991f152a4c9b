/** Records in the shapes of Okta's Management API (facts: the recordings in test/fixtures/okta), written by hand for the tests. */

export const orgUrl = 'https://contoso.okta.example/api/v1';
export const appId = '0oa1GenesysCloud0001';
export const otherAppId = '0oa2SalesforceApp002';

export interface UserParts {
  readonly status?: string;
  readonly lastUpdated?: string;
  readonly profile?: Readonly<Record<string, unknown>>;
}

export function userId(number: number): string {
  return `00u${String(number).padStart(17, '0')}`;
}

export function groupId(number: number): string {
  return `00g${String(number).padStart(17, '0')}`;
}

export function userRecord(number: number, parts: UserParts = {}): Record<string, unknown> {
  const name = `user${number}@contoso.example`;
  return {
    id: userId(number),
    status: parts.status ?? 'ACTIVE',
    created: '2025-03-13T23:26:50.000Z',
    activated: '2025-03-13T23:26:50.000Z',
    statusChanged: null,
    lastLogin: null,
    lastUpdated: parts.lastUpdated ?? '2025-03-13T23:26:50.000Z',
    passwordChanged: null,
    type: { id: 'oty5qwjvh0Vy1j8Kd1d7' },
    profile: {
      firstName: `First${number}`,
      lastName: `Last${number}`,
      mobilePhone: null,
      secondEmail: null,
      login: name,
      email: name,
      ...parts.profile,
    },
    credentials: { provider: { type: 'OKTA', name: 'OKTA' } },
    _links: { self: { href: `${orgUrl}/users/${userId(number)}` } },
  };
}

export interface GroupParts {
  readonly type?: string;
  readonly usersCount?: number;
  readonly lastMembershipUpdated?: string;
  readonly sourceAppId?: string;
}

export function groupRecord(number: number, name: string, parts: GroupParts = {}): Record<string, unknown> {
  const source = parts.sourceAppId === undefined ? {} : { source: { href: `${orgUrl}/apps/${parts.sourceAppId}` } };
  return {
    id: groupId(number),
    created: '2025-01-01T00:00:00.000Z',
    lastUpdated: '2025-01-01T00:00:00.000Z',
    lastMembershipUpdated: parts.lastMembershipUpdated ?? '2025-01-01T00:00:00.000Z',
    objectClass: ['okta:user_group'],
    type: parts.type ?? 'OKTA_GROUP',
    profile: { name, description: '' },
    ...(parts.usersCount === undefined
      ? {}
      : { _embedded: { stats: { usersCount: parts.usersCount, appsCount: 0, groupPushMappingsCount: 0 } } }),
    _links: { users: { href: `${orgUrl}/groups/${groupId(number)}/users` }, ...source },
  };
}

export function appUserRecord(number: number, externalId: string | null, app: string | null = appId): Record<string, unknown> {
  const links =
    app === null ? {} : { _links: { app: { href: `${orgUrl}/apps/${app}` }, user: { href: `${orgUrl}/users/${userId(number)}` } } };
  return {
    id: userId(number),
    externalId,
    lastUpdated: '2025-03-13T23:26:50.000Z',
    scope: 'GROUP',
    status: externalId === null ? 'STAGED' : 'PROVISIONED',
    syncState: 'SYNCHRONIZED',
    credentials: { userName: `user${number}@contoso.example` },
    profile: { email: `user${number}@contoso.example` },
    ...links,
  };
}

export function pushMappingRecord(number: number, source: number, target: number, app: string | null = appId): Record<string, unknown> {
  return {
    created: '2026-03-25T06:00:40Z',
    id: `gPm${String(number).padStart(17, '0')}`,
    lastUpdated: '2026-03-25T06:00:40Z',
    sourceGroupId: groupId(source),
    status: 'ACTIVE',
    targetGroupId: groupId(target),
    ...(app === null ? {} : { _links: { app: { href: `${orgUrl}/apps/${app}` } } }),
  };
}

export function appRecord(id: string, label: string): Record<string, unknown> {
  return {
    id,
    name: `contoso_${label.toLowerCase().replace(/\W/g, '')}`,
    label,
    status: 'ACTIVE',
    signOnMode: 'SAML_2_0',
    features: ['PUSH_NEW_USERS', 'GROUP_PUSH'],
    credentials: { userNameTemplate: { template: '${source.email}', type: 'BUILT_IN' } },
  };
}

export const oktaError = {
  errorCode: 'E0000047',
  errorSummary: 'API call exceeded rate limit due to too many requests.',
  errorLink: 'E0000047',
  errorId: 'oaedLEcsiPzRrKWzN7RqFZsww',
  errorCauses: [],
};

/** Rockstar quotes cells and not the header (facts/okta.md, section 1.2). */
export function rockstarCsv(header: string, rows: readonly (readonly string[])[]): string {
  return [header, ...rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))].join('\n') + '\n';
}

export const rockstarUsersHeader =
  'User Id,Status,Username,First name,Last name,Primary email,Display name,Title,Department,Division,Employee number,Mobile phone,Primary phone';

export function rockstarUser(number: number, status = 'ACTIVE', phone = '+13172222222'): readonly string[] {
  const name = `user${number}@contoso.example`;
  return [
    userId(number),
    status,
    name,
    `First${number}`,
    `Last${number}`,
    name,
    `First${number} Last${number}`,
    'Agent',
    'Care',
    'EMEA',
    `${number}`,
    phone,
    '',
  ];
}

export const rockstarMembersHeader = 'id,login,firstName,lastName,status';

export function rockstarMember(number: number, status = 'ACTIVE'): readonly string[] {
  return [userId(number), `user${number}@contoso.example`, `First${number}`, `Last${number}`, status];
}
