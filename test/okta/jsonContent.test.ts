import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Source } from '../../src/okta/source';
import { codesOf, readFiles } from './exportFolder';
import {
  appId,
  appRecord,
  appUserRecord,
  groupId,
  groupRecord,
  orgUrl,
  otherAppId,
  pushMappingRecord,
  userId,
  userRecord,
} from './handMade';

async function fixture(name: string): Promise<Buffer> {
  return readFile(join(import.meta.dirname, '../fixtures/okta', name));
}

async function readFixtures(...names: readonly string[]): Promise<Source> {
  return readFiles(Object.fromEntries(await Promise.all(names.map(async (name) => [name, await fixture(name)] as const))));
}

describe('what is read from real answers', () => {
  it('users with their profiles, statuses and times', async () => {
    const { users } = await readFixtures('user-suspended.json', 'user-full-all-attributes.json', 'users-list-3.json');
    const suspended = users.get('00uqrks9ig7XuWV7X5d7');
    assert.equal(users.size, 5);
    assert.deepEqual(
      [suspended?.status, suspended?.login, suspended?.email, suspended?.lastUpdated, suspended?.profile.mobilePhone],
      [
        'SUSPENDED',
        'John.Doe-Comprehensive@example.com',
        'John.Doe-Comprehensive@example.com',
        '2025-09-29T03:49:55.000Z',
        '+1-555-123-4567',
      ],
    );
    assert.equal(users.get('00uys33styn9WaOod1d7')?.profile.primaryPhone, '4445556666');
    assert.equal(users.get('00ukwqre2mO7GsSnm1d7')?.status, 'PROVISIONED');
  });

  it('groups with type and last change', async () => {
    const { groups } = await readFixtures('docs-list-groups-okta-and-ad-app-group.json', 'groups-list-okta-group.json');
    assert.deepEqual(groups.get('00g1emaKYZTWRYYRRTSK'), {
      id: '00g1emaKYZTWRYYRRTSK',
      name: 'West Coast users',
      type: 'OKTA_GROUP',
      sourceAppId: null,
      usersCount: null,
      lastMembershipUpdated: '2015-11-28T19:15:32.000Z',
    });
    assert.deepEqual([groups.get('00garwpuyxHaWOkdV0g4')?.type, groups.size], ['APP_GROUP', 5]);
  });

  it('app users with the account that Okta holds, and the user inside of them', async () => {
    const { assignments, users, app } = await readFixtures('docs-app-users-provisioned-expand-user.json');
    const appUser = assignments?.byUser.get('00u1dnq5S0CfjlkpABCD');
    assert.deepEqual(
      [appUser?.externalId, appUser?.status, appUser?.syncState, appUser?.userName, appUser?.profile?.role],
      ['00u5edt3PNbbjzvIABCD', 'PROVISIONED', 'SYNCHRONIZED', 'saml.test@example.com', 'Tester'],
    );
    assert.deepEqual(
      [assignments?.holdsAccounts, users.get('00u1dnq5S0CfjlkpABCD')?.status, app?.id],
      [true, 'ACTIVE', '0oajiqIRNXPPJBNZMGYL'],
    );
  });

  it('an app user without an account', async () => {
    const { assignments } = await readFixtures('app-users-1.json');
    assert.deepEqual([assignments?.byUser.get('00uuj8n0jhybX58zC1d7')?.externalId, assignments?.holdsAccounts], [null, true]);
  });

  it('push mappings', async () => {
    const { pushMappings } = await readFixtures('group-push-mappings-list-2.json');
    assert.deepEqual(pushMappings?.[0], {
      id: 'gPmwoywk3l3hTxmIy1d7',
      sourceGroupId: '00gwoyox2nVnR5VJV1d7',
      sourceGroupName: null,
      targetGroupId: '00gwoywk3kjkK3zWX1d7',
      targetGroupName: null,
      status: 'ACTIVE',
      errorSummary: null,
    });
    assert.equal(pushMappings.length, 2);
  });

  it('groups that are assigned to the app', async () => {
    const { appGroups } = await readFixtures('app-groups-3.json');
    assert.deepEqual([...(appGroups ?? [])], ['00guj8l6v0KvGjn0L1d7', '00guj8ocsxbOhc1tL1d7', '00guj8tp22OgOnYU31d7']);
  });

  it('the mapping from Okta to the app, and not the other way', async () => {
    const { mapping, app } = await readFixtures('salto-mapping-user-to-zendesk.json');
    assert.deepEqual(
      [mapping?.id, mapping?.properties.userName, app?.name],
      ['prmbxv9hj7eSPmEyA697', { expression: 'user.login', pushStatus: 'DONT_PUSH' }, 'zendesk'],
    );
    assert.equal((await readFixtures('mapping-one-with-expressions.json')).mapping, null);
    assert.equal((await readFixtures('mappings-list-4.json')).mapping, null);
  });

  it('app user schemas, base and custom', async () => {
    const { schema } = await readFixtures('docs-app-user-schema-with-custom.json');
    assert.deepEqual(schema?.properties, {
      userName: { title: 'Username', externalName: null, externalNamespace: null },
      salesforceUserName: { title: 'Salesforce username', externalName: 'salesforceUserName', externalNamespace: null },
    });
    assert.equal((await readFixtures('app-user-schema-default.json')).schema?.properties.userName?.externalName, 'preferred_username');
  });

  it('a deprovisioned member that the users file leaves out is a note, not an error', async () => {
    const source = await readFiles({
      'users.json': await fixture('j1-users-6.json'),
      'members/Everyone.json': await fixture('j1-group-members-7.json'),
      'groups.json': [groupRecord(1, 'Everyone', { type: 'BUILT_IN', usersCount: 6 })],
    });
    const everyone = source.members.get(groupId(1));
    assert.deepEqual([everyone?.userIds.length, everyone?.confirmed, everyone?.incomplete, source.trust.complete], [7, true, false, true]);
    assert.equal(source.users.get('00us60gayc3EIwpRc4x6')?.status, 'DEPROVISIONED');
    assert.ok(codesOf(source, 'members/Everyone.json').includes('dangling-member'));
    assert.ok(codesOf(source, 'users.json').includes('no-deprovisioned-users'));
    assert.deepEqual([...new Set(source.trust.problems.map(({ level }) => level))], ['note']);
  });

  it('the same two recordings without a groups file: notes', async () => {
    const source = await readFixtures('j1-users-6.json', 'j1-group-members-7.json');
    assert.deepEqual(
      [source.users.size, source.trust.complete, source.trust.problems.filter(({ level }) => level !== 'note')],
      [7, true, []],
    );
  });
});

describe('what is read from hand-made answers', () => {
  it("the app's features and username template", async () => {
    const { app } = await readFiles({ 'app.json': appRecord(appId, 'Genesys Cloud') });
    assert.deepEqual(app, {
      id: appId,
      label: 'Genesys Cloud',
      name: 'contoso_genesyscloud',
      features: ['PUSH_NEW_USERS', 'GROUP_PUSH'],
      userNameTemplate: '${source.email}',
    });
  });

  it("the names in the console's grouppush answer", async () => {
    const mapping = {
      mappingId: 'gPm1',
      status: 'ERROR',
      sourceUserGroupId: groupId(1),
      sourceGroupName: 'Agents',
      targetAppGroupId: 'AGr1',
      targetGroupName: 'agents',
      targetAppGroupUserGroupId: groupId(2),
      pushErrorMessage: 'not found',
    };
    const { pushMappings } = await readFiles({ 'grouppush.json': { mappings: [mapping], nextMappingsPageUrl: null } });
    assert.deepEqual(pushMappings, [
      {
        id: 'gPm1',
        sourceGroupId: groupId(1),
        sourceGroupName: 'Agents',
        targetGroupId: groupId(2),
        targetGroupName: 'agents',
        status: 'ERROR',
        errorSummary: 'not found',
      },
    ]);
  });

  it('a mapping in two files once, with the name that only one of them knows', async () => {
    const internal = { mappingId: 'gPm00000000000000001', status: 'ACTIVE', sourceUserGroupId: groupId(1), targetGroupName: 'Target' };
    const { pushMappings } = await readFiles({
      'a.json': { mappings: [internal], nextMappingsPageUrl: null },
      'b.json': [pushMappingRecord(1, 1, 2)],
    });
    assert.deepEqual(
      pushMappings?.map(({ targetGroupId, targetGroupName }) => [targetGroupId, targetGroupName]),
      [[groupId(2), 'Target']],
    );
  });

  it('the app that a group was imported from', async () => {
    const { groups } = await readFiles({ 'groups.json': [groupRecord(1, 'A', { type: 'APP_GROUP', sourceAppId: appId, usersCount: 4 })] });
    assert.deepEqual([groups.get(groupId(1))?.sourceAppId, groups.get(groupId(1))?.usersCount], [appId, 4]);
  });

  it('numbers as ids, where they are exact', async () => {
    const source = await readFiles({
      'users.json': [
        { ...userRecord(1), id: 4711 },
        { ...userRecord(2), id: 2 ** 60 },
      ],
    });
    assert.deepEqual([[...source.users.keys()], codesOf(source, 'users.json')], [['4711'], ['no-deprovisioned-users', 'unreadable']]);
  });

  it('names of the prototype harmlessly', async () => {
    const text = `[{"id":"__proto__","status":"ACTIVE","profile":{"login":"a","__proto__":{"x":1},"constructor":"c"}}]`;
    const { users } = await readFiles({ 'users.json': text });
    assert.equal(users.get('__proto__')?.profile.constructor, 'c');
    assert.equal(({} as { x?: number }).x, undefined);
  });

  it('nothing for the assignments that an export does not have', async () => {
    const source = await readFiles({ 'users.json': [userRecord(1)] });
    assert.deepEqual(
      [source.assignments, source.pushMappings, source.appGroups, source.app, source.mapping, source.schema],
      [null, null, null, null, null, null],
    );
  });

  it('one app of two, by the records and by the path', async () => {
    const source = await readFiles(
      {
        'apps.json': [appRecord(appId, 'Genesys Cloud'), appRecord(otherAppId, 'Salesforce')],
        'a.json': [appUserRecord(1, 'g1'), appUserRecord(2, 's2', otherAppId)],
        'Salesforce/assigned.json': [appUserRecord(3, 's3', null)],
        [`${otherAppId}/groups.json`]: [{ id: groupId(1), priority: 1, lastUpdated: 'x', profile: {} }],
        'unnamed.json': [appUserRecord(4, 'g4', null)],
        'schema.json': { id: `${orgUrl}/meta/schemas/apps/${otherAppId}/default`, definitions: { base: { properties: {} } } },
      },
      { oktaApp: 'genesys cloud' },
    );
    assert.deepEqual([source.app?.id, [...(source.assignments?.byUser.keys() ?? [])]], [appId, [userId(1), userId(4)]]);
    assert.deepEqual([source.appGroups, source.schema], [null, null]);
  });
});
