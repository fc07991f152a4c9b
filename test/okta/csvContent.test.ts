import assert from 'node:assert/strict';
import { codesOf, linesOf, readFiles } from './exportFolder';
import {
  appId,
  groupId,
  groupRecord,
  orgUrl,
  otherAppId,
  rockstarCsv,
  rockstarUser,
  rockstarUsersHeader,
  userId,
  userRecord,
} from './handMade';
import { AppChoiceNeeded } from '../../src/okta/source';

describe('what is read from CSV', () => {
  it("rockstar's users, by their titles", async () => {
    const header = `${rockstarUsersHeader},Cost Pool,Last Updated Date`;
    const { users } = await readFiles({
      'x.csv': rockstarCsv(header, [[...rockstarUser(1), 'CP "1", north', '2026-01-01T00:00:00.000Z']]),
    });
    assert.deepEqual(users.get(userId(1)), {
      id: userId(1),
      status: 'ACTIVE',
      login: 'user1@contoso.example',
      email: 'user1@contoso.example',
      lastUpdated: '2026-01-01T00:00:00.000Z',
      profile: {
        login: 'user1@contoso.example',
        firstName: 'First1',
        lastName: 'Last1',
        email: 'user1@contoso.example',
        displayName: 'First1 Last1',
        title: 'Agent',
        department: 'Care',
        division: 'EMEA',
        employeeNumber: '1',
        mobilePhone: '+13172222222',
        'Cost Pool': 'CP "1", north',
      },
    });
  });

  it("an org's own titles, where its schema is in the export", async () => {
    const schema = {
      id: `${orgUrl}/meta/schemas/user/default`,
      definitions: {
        base: { properties: { primaryPhone: { title: 'Telefon (Büro)' } } },
        custom: { properties: { costPool: { title: 'Cost Pool' } } },
      },
    };
    const { users } = await readFiles({
      'a.csv': rockstarCsv('User Id,Username,Telefon (Büro),Cost Pool', [[userId(1), 'a', '+1', 'x']]),
      'z.json': schema,
    });
    assert.deepEqual(users.get(userId(1))?.profile, { login: 'a', primaryPhone: '+1', costPool: 'x' });
  });

  it('columns that a manifest names', async () => {
    const { users } = await readFiles({
      'a.csv': 'Kennung;Anmeldename;Handy;Zustand\n1;a;+49;ACTIVE\n',
      'b.csv': `id;Anmeldename;Handy;Username\n${userId(1)};a;+49;b\n`,
      'okta-export.json': {
        format: 'scim-preflight/okta-export@1',
        files: [{ path: 'b.csv', columns: { Handy: 'mobilePhone', Anmeldename: 'profile.nickName' } }],
      },
    });
    assert.deepEqual(
      [...users.values()].map(({ profile }) => profile),
      [{ nickName: 'a', mobilePhone: '+49', login: 'b' }],
    );
  });

  it('a title with a comma, which rockstar does not quote', async () => {
    const rows = [1, 2].map((number) => [userId(number), 'ACTIVE', `user${number}`, 'North', '+1', `d${number}`]);
    const source = await readFiles({ 'a.csv': rockstarCsv('User Id,Status,Username,Region, Team,Mobile phone,Department', rows) });
    assert.deepEqual(source.users.get(userId(2))?.profile, { login: 'user2', mobilePhone: '+1', department: 'd2' });
    assert.ok(codesOf(source, 'a.csv').includes('dropped-column'));
    assert.equal(source.trust.complete, true);
  });

  it('a title with a comma that cannot be found: nothing is guessed', async () => {
    const rows = [1, 2].map((number) => [userId(number), `user${number}`, '+1']);
    const source = await readFiles({ 'a.csv': rockstarCsv('User Id,Username,Department,Mobile phone', rows) });
    assert.deepEqual([source.users.size, source.trust.complete, codesOf(source, 'a.csv')], [0, false, ['unreadable']]);
  });

  const labels: readonly (readonly [string, string | null])[] = [
    ['Active', 'ACTIVE'],
    ['ACTIVE', 'ACTIVE'],
    ['Pending user action', 'PROVISIONED'],
    ['PROVISIONED', 'PROVISIONED'],
    ['Password reset', 'RECOVERY'],
    ['RECOVERY', 'RECOVERY'],
    ['Password Expired', 'PASSWORD_EXPIRED'],
    ['LOCKED_OUT', 'LOCKED_OUT'],
    ['Locked out', 'LOCKED_OUT'],
    ['suspended', 'SUSPENDED'],
    ['Staged', 'STAGED'],
    ['ACTIVATING', 'STAGED'],
    ['Deactivated', 'DEPROVISIONED'],
    ['Deprovisioned', 'DEPROVISIONED'],
    ['something else', null],
    ['', null],
  ];
  for (const [label, status] of labels) {
    it(`the status "${label}" as ${status ?? 'none'}`, async () => {
      const { users } = await readFiles({ 'a.csv': rockstarCsv('User Id,Username,Status', [[userId(1), 'a', label]]) });
      assert.equal(users.get(userId(1))?.status, status);
    });
  }

  it("rockstar's app users: who is assigned, and the account; no status and no profile", async () => {
    const header = 'id,userName,scope,externalId,firstName,lastName,syncState,salesforceGroups,samlRoles,groupName';
    const rows = [
      [userId(1), 'a@x', 'USER', 'guid-1', 'F', 'L', 'SYNCHRONIZED', '', '', ''],
      [userId(2), 'b@x', 'GROUP', '', 'F', 'L', 'ERROR', '', '', 'Agents'],
    ];
    const { assignments } = await readFiles({ 'a.csv': rockstarCsv(header, rows) });
    const [first, second] = [...(assignments?.byUser.values() ?? [])];
    assert.deepEqual(
      [
        first?.externalId,
        first?.userName,
        first?.status,
        first?.profile,
        second?.externalId,
        second?.syncState,
        assignments?.holdsAccounts,
      ],
      ['guid-1', 'a@x', null, null, null, 'ERROR', true],
    );
  });

  it("okta-cli's folder, with the app that was asked for", async () => {
    const folder = {
      'okta-dump-20261120/users.csv': `created,id,profile.login,profile.primaryPhone,status\r\nx,${userId(1)},a,+1,ACTIVE\r\n`,
      'okta-dump-20261120/groups.csv': `id,profile.name,type\r\n${groupId(1)},Agents,OKTA_GROUP\r\n`,
      'okta-dump-20261120/apps.csv': `credentials.userNameTemplate.template,features,id,label,name,signOnMode\r\n\${source.email},"['PUSH_NEW_USERS', 'GROUP_PUSH']",${appId},Genesys Cloud,genesys,SAML_2_0\r\n,[],${otherAppId},Other,other,SAML_2_0\r\n`,
      'okta-dump-20261120/app_users.csv': `app,user\r\n${appId},${userId(1)}\r\n${otherAppId},${userId(2)}\r\n`,
      'okta-dump-20261120/group_users.csv': `group,user\r\n${groupId(1)},${userId(1)}\r\n`,
    };
    await assert.rejects(readFiles(folder), AppChoiceNeeded);
    const source = await readFiles(folder, { oktaApp: 'Genesys Cloud' });
    assert.deepEqual(
      linesOf(source.trust.inputs),
      [
        'okta-dump-20261120/app_users.csv appUsers 2',
        'okta-dump-20261120/apps.csv apps 2',
        'okta-dump-20261120/group_users.csv groupMembers 1',
        'okta-dump-20261120/groups.csv groups 1',
        'okta-dump-20261120/users.csv users 1',
      ].map((line) => line),
    );
    assert.deepEqual(source.app, {
      id: appId,
      label: 'Genesys Cloud',
      name: 'genesys',
      features: ['PUSH_NEW_USERS', 'GROUP_PUSH'],
      userNameTemplate: '${source.email}',
    });
    assert.deepEqual([[...(source.assignments?.byUser.keys() ?? [])], source.assignments?.holdsAccounts], [[userId(1)], false]);
    assert.deepEqual(
      [source.users.get(userId(1))?.profile, source.members.get(groupId(1))?.userIds],
      [{ login: 'a', primaryPhone: '+1' }, [userId(1)]],
    );
  });

  it('rows group,user: a header that comes again is no row, and a damaged id is nobody', async () => {
    const header = (before: string, behind: string): string => `${before}group${behind},user\n`;
    const { members, trust } = await readFiles({
      'groups.json': [groupRecord(1, 'A')],
      'users.json': [userRecord(1), userRecord(2)],
      'group_users.csv': [
        header('\uFEFF', ''),
        `${groupId(1)},${userId(1)}\n`,
        ...['\uFEFF', ' ', '\t', '\u00a0', ''].map((before) => header(before, ' ')),
        `${groupId(1)},${userId(2)}\n`,
        `${groupId(1)},${userId(2)}\u0001\n`,
        `${groupId(1)},${userId(1)}\uFFFD\n`,
        `${groupId(1)},${userId(3)}\n`,
      ].join(''),
    });
    assert.deepEqual(members.get(groupId(1))?.userIds, [userId(1), userId(2), userId(3)]);
    const of = trust.inputs.find(({ path }) => path.endsWith('group_users.csv'));
    assert.equal(of?.records, 5);
    assert.deepEqual(
      of.problems.filter(({ code }) => code === 'unreadable').map(({ line }) => line),
      [9, 10],
    );
  });

  it('names of the prototype harmlessly', async () => {
    const { users } = await readFiles({ 'a.csv': `id,login,__proto__,constructor\n__proto__,a,b,c\n` });
    assert.deepEqual([users.get('__proto__')?.login, Object.keys(users.get('__proto__')?.profile ?? {})], ['a', ['login', 'constructor']]);
  });

  it('the same users in JSON and CSV without a word of disagreement', async () => {
    const source = await readFiles({ 'a.json': [userRecord(1)], 'b.csv': rockstarCsv(rockstarUsersHeader, [rockstarUser(1)]) });
    assert.equal(codesOf(source, 'b.csv').includes('conflicting-records'), false);
    assert.equal(source.users.get(userId(1))?.profile.department, 'Care');
  });
});
