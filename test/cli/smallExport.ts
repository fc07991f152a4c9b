import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { appId, appRecord, appUserRecord, groupRecord, pushMappingRecord, userRecord } from '../okta/handMade';

const people = [1, 2, 3];

/** An Okta export of three people in one pushed group, and the SCIM lists of an org in which `members` of them are in that group. */
export async function writeSmallExport(folder: string, members: readonly number[]): Promise<{ okta: string; genesys: string }> {
  const okta = join(folder, 'okta');
  const genesys = join(folder, 'genesys');
  await mkdir(join(okta, 'members'), { recursive: true });
  await mkdir(genesys, { recursive: true });
  const write = (path: string, value: unknown): Promise<void> => writeFile(join(folder, path), JSON.stringify(value));
  const users = people.map((number) => userRecord(number, { profile: { displayName: `First${number} Last${number}` } }));
  await write('okta/users.json', users);
  await write('okta/app.json', appRecord(appId, 'Genesys Cloud'));
  await write(
    'okta/app-users.json',
    people.map((number) => appUserRecord(number, genesysId(number))),
  );
  await write('okta/groups.json', [groupRecord(1, 'Team', { usersCount: people.length })]);
  await write('okta/push-mappings.json', [pushMappingRecord(1, 1, 2)]);
  await write('okta/members/Team.json', users);
  await write('genesys/users.json', listOf(people.map(scimUser)));
  await write(
    'genesys/groups.json',
    listOf([
      {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
        id: genesysId(90),
        displayName: 'Team',
        members: members.map((number) => ({ value: genesysId(number), type: 'User' })),
        meta: { resourceType: 'Group', version: '1' },
      },
    ]),
  );
  return { okta, genesys };
}

function scimUser(number: number): object {
  const name = `user${number}@contoso.example`;
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    id: genesysId(number),
    userName: name,
    displayName: `First${number} Last${number}`,
    active: true,
    emails: [{ value: name, type: 'work', primary: true }],
    meta: { resourceType: 'User', version: '1' },
  };
}

function listOf(resources: readonly object[]): object {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: resources.length,
    startIndex: 1,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}

function genesysId(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}
