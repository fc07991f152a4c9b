import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspectFiles, linesOf } from './exportFolder';
import {
  appRecord,
  appUserRecord,
  groupId,
  groupRecord,
  oktaError,
  pushMappingRecord,
  rockstarCsv,
  rockstarMember,
  rockstarMembersHeader,
  rockstarUser,
  rockstarUsersHeader,
  userId,
  userRecord,
} from './handMade';

const fixtures = join(import.meta.dirname, '../fixtures/okta');

describe('recognising real Okta answers', () => {
  const recorded: readonly (readonly [string, string, number])[] = [
    ['app-groups-3.json', 'appGroups', 3],
    ['app-user-schema-default.json', 'appUserSchema', 1],
    ['app-users-1.json', 'appUsers', 1],
    ['docs-app-user-provisioned.json', 'appUsers', 1],
    ['docs-app-user-schema-with-custom.json', 'appUserSchema', 1],
    ['docs-app-users-provisioned-expand-user.json', 'appUsers', 1],
    ['docs-group-push-mappings-list.json', 'pushMappings', 2],
    ['docs-list-groups-okta-and-ad-app-group.json', 'groups', 2],
    ['docs-list-users.json', 'users', 1],
    ['docs-mappings-list.json', 'profileMappingList', 1],
    ['error-429-rate-limit.json', 'oktaError', 1],
    ['group-members-3.json', 'users', 3],
    ['group-push-mappings-list-2.json', 'pushMappings', 2],
    ['groups-list-okta-group.json', 'groups', 3],
    ['j1-group-members-7.json', 'users', 7],
    ['j1-users-6.json', 'users', 6],
    ['mapping-one-with-expressions.json', 'profileMapping', 1],
    ['mappings-list-4.json', 'profileMappingList', 4],
    ['okta-cli-mock_users_0010.csv', 'users', 10],
    ['salto-mapping-user-to-zendesk.json', 'profileMapping', 1],
    ['user-deprovisioned.json', 'users', 1],
    ['user-full-all-attributes.json', 'users', 1],
    ['user-suspended.json', 'users', 1],
    ['users-list-3.json', 'users', 3],
    ['users-page1-limit1.json', 'users', 1],
  ];
  for (const [name, kind, records] of recorded) {
    it(`takes ${name} for ${kind}, whatever it is called`, async () => {
      const content = await readFile(join(fixtures, name));
      assert.deepEqual(linesOf(await inspectFiles({ data: content })), [`data ${kind} ${records}`]);
    });
  }
});

describe('recognising what admins save (hand-made)', () => {
  const users = [userRecord(1), userRecord(2)];
  const lines = users.map((user) => JSON.stringify(user)).join('\n');
  const page = JSON.stringify(users);
  const schema = (id: string, base: object): object => ({
    id,
    $schema: 'http://json-schema.org/draft-04/schema#',
    definitions: { base: { properties: base } },
  });
  const scimUser = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], id: '1', userName: 'a' };
  const scimGroup = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], id: '1', displayName: 'a', members: [] };
  const list = (...Resources: readonly object[]): object => ({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: Resources.length,
    Resources,
  });
  const groupPush = {
    mappings: [
      {
        mappingId: 'gPm1',
        status: 'ACTIVE',
        sourceUserGroupId: groupId(1),
        sourceGroupName: 'A',
        targetGroupName: 'B',
        targetAppGroupId: 'AGr1',
      },
    ],
    nextMappingsPageUrl: null,
  };
  const envelope = (stream: string, data: object): object => ({ stream, data, emitted_at: 1_700_000_000_000 });

  const forms: readonly (readonly [string, unknown, readonly string[]])[] = [
    ['NDJSON', lines, ['users 2']],
    ['pages one after the other', page + page, ['users 4']],
    ['pages in an array', [users, users], ['users 4']],
    ['a single object', userRecord(1), ['users 1']],
    ['an array as PowerShell 5.1 writes it', { value: users, Count: 2 }, ['users 2']],
    ['envelopes of one stream', users.map((user) => JSON.stringify(envelope('users', user))).join('\n'), ['users 2']],
    [
      'envelopes of several streams',
      [envelope('users', userRecord(1)), envelope('groups', groupRecord(1, 'A')), envelope('logs', { uuid: 'x' })],
      ['users 1', 'groups 1', 'unknown 1'],
    ],
    ['envelopes of an Airbyte destination', { type: 'RECORD', record: envelope('users', userRecord(1)) }, ['users 1']],
    ['UTF-8 with a byte order mark', `\uFEFF${page}`, ['users 2']],
    ['UTF-16 LE', Buffer.from(`\uFEFF${page}`, 'utf16le'), ['users 2']],
    ['a projection of users', [{ id: userId(1), status: 'ACTIVE' }], ['users 1']],
    ['groups with stats', [groupRecord(1, 'A', { usersCount: 2 })], ['groups 1']],
    ['app users', [appUserRecord(1, null)], ['appUsers 1']],
    ['app users without links', [appUserRecord(1, 'g1', null)], ['appUsers 1']],
    ['push mappings', [pushMappingRecord(1, 1, 2)], ['pushMappings 1']],
    ["the console's grouppush answer", groupPush, ['pushMappings 1']],
    ["the console's grouppush answer without mappings", { mappings: [], nextMappingsPageUrl: null }, ['pushMappings 0']],
    ['an app', appRecord('0oa1', 'Genesys Cloud'), ['apps 1']],
    ['a list of apps', [appRecord('0oa1', 'A'), appRecord('0oa2', 'B')], ['apps 2']],
    ['an app user schema by its id', schema('https://x.okta.com/meta/schemas/apps/0oa1/default', {}), ['appUserSchema 1']],
    ['a user schema by its id', schema('https://x.okta.com/meta/schemas/user/default', {}), ['userSchema 1']],
    ['a user schema by its attributes', schema('x', { login: { title: 'Username' } }), ['userSchema 1']],
    ['an error', oktaError, ['oktaError 1']],
    ['an OAuth error', { error: 'invalid_token', error_description: 'expired' }, ['oktaError 1']],
    ['users and an error behind them', [userRecord(1), oktaError], ['users 1', 'oktaError 1']],
    ['a SCIM list of users', list(scimUser, scimUser), ['scimUsers 2']],
    ['a SCIM list of groups', list(scimGroup), ['scimGroups 1']],
    [
      'a snapshot',
      [{ format: 'scim-preflight/snapshot@1' }, scimUser, scimGroup].map((line) => JSON.stringify(line)).join('\n'),
      ['snapshot 1', 'scimUsers 1', 'scimGroups 1'],
    ],
    [
      'terraform show -json',
      { format_version: '1.0', terraform_version: '1.5.0', values: { root_module: { resources: [] } } },
      ['terraform 1'],
    ],
    ['a manifest', { format: 'scim-preflight/okta-export@1', files: [] }, ['manifest 1']],
    ['an unknown object', { hello: 'world' }, ['unknown 1']],
    ['an empty list', [], ['unknown 0']],
    ['an empty file', '', ['unknown 0']],
    ['white space', ' \r\n\t', ['unknown 0']],
    ['a web page', '<!DOCTYPE html><html></html>', ['unknown 0']],
    ['a text', 'curl: (6) Could not resolve host', ['unknown 0']],
    ['a binary file', Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0]), ['unknown 0']],
    ['rockstar: users', rockstarCsv(rockstarUsersHeader, [rockstarUser(1)]), ['users 1']],
    [
      'rockstar: users, default columns',
      rockstarCsv('User Id,Status,Username,First name,Last name,Primary email', [rockstarUser(1).slice(0, 6)]),
      ['users 1'],
    ],
    ['rockstar: groups', rockstarCsv('id,name,description,type', [[groupId(1), 'A', '', 'OKTA_GROUP']]), ['groups 1']],
    [
      'rockstar: groups with counts',
      rockstarCsv('id,name,description,type,usersCount,appsCount', [[groupId(1), 'A', '', 'OKTA_GROUP', '3', '0']]),
      ['groups 1'],
    ],
    ['rockstar: group members', rockstarCsv(rockstarMembersHeader, [rockstarMember(1)]), ['users 1']],
    [
      'rockstar: app users',
      rockstarCsv('id,userName,scope,externalId,firstName,lastName,syncState,salesforceGroups,samlRoles,groupName', [
        [userId(1), 'a', 'USER', 'g1', 'F', 'L', 'SYNCHRONIZED', '', '', ''],
      ]),
      ['appUsers 1'],
    ],
    [
      'rockstar: app groups',
      rockstarCsv('id,name,licenses,roles,role,salesforceGroups,featureLicenses,publicGroups', [[groupId(1), 'A', '', '', '', '', '', '']]),
      ['appGroups 1'],
    ],
    [
      'rockstar: mappings',
      rockstarCsv('id,sourceId,sourceName,sourceType,targetId,targetName,targetType', [['p', 'o', 'user', 'user', '0oa', 'x', 'appuser']]),
      ['profileMappingList 1'],
    ],
    [
      'rockstar: group rules',
      rockstarCsv('id,name,status,if,assignToGroupIds,countOfExcludedUsers', [['0pr1', 'R', 'ACTIVE', 'x', groupId(1), '0']]),
      ['unknown 0'],
    ],
    [
      'okta-cli: users',
      `activated,created,credentials.provider.name,id,profile.email,profile.firstName,profile.login,status\r\nx,y,OKTA,${userId(1)},e,f,l,ACTIVE\r\n`,
      ['users 1'],
    ],
    [
      'okta-cli: groups',
      `created,id,objectClass,profile.description,profile.name,type\r\nx,${groupId(1)},['okta:user_group'],,A,OKTA_GROUP\r\n`,
      ['groups 1'],
    ],
    ['okta-cli: memberships', `group,user\r\n${groupId(1)},${userId(1)}\r\n${groupId(1)},${userId(2)}\r\n`, ['groupMembers 2']],
    ['okta-cli: assignments', `app,user\r\n0oa1,${userId(1)}\r\n`, ['appUsers 1']],
    ['okta-cli: apps', `features,id,label,name,signOnMode\r\n"['PUSH_NEW_USERS']",0oa1,Genesys,genesys,SAML_2_0\r\n`, ['apps 1']],
    ['semicolons and a byte order mark', `\uFEFFid;name;description;type\r\n${groupId(1)};A;;OKTA_GROUP\r\n`, ['groups 1']],
    ['headers in another case', `ID,First_Name,Last Name,LOGIN,STATUS\n${userId(1)},F,L,l,ACTIVE\n`, ['users 1']],
    ['a CSV of something else', 'Person,Login,Application Username\nA,b,c\n', ['unknown 0']],
    ['the CSV import template', 'login,firstName,lastName,middleName,email\na,b,c,,d\n', ['users 1']],
  ];
  for (const [name, content, expected] of forms) {
    it(`tells ${name}`, async () => {
      const inputs = await inspectFiles({ 'some file': content });
      assert.deepEqual(
        linesOf(inputs),
        expected.map((line) => `some file ${line}`),
      );
      for (const { recognizedBy, sha256 } of inputs) assert.deepEqual([recognizedBy === '', sha256?.length], [false, 64]);
    });
  }
});
