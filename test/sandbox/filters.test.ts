import { strict as assert } from 'node:assert';
import { first, resources, withSandbox, type Json, type TestClient } from './client';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const genesys = 'urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User';

async function found(client: TestClient, kind: 'users' | 'groups', filter: string): Promise<readonly Json[]> {
  const { status, body } = await client.get(`/${kind}?count=1000&filter=${encodeURIComponent(filter)}`);
  assert.equal(status, 200, filter);
  return resources(body);
}

describe('sandbox filters', () => {
  it('find one user by each documented field, quoted and bare', () =>
    withSandbox({}, async (client) => {
      const user = first((await client.get('/users?count=1&startIndex=101')).body);
      const { employeeNumber } = user[enterprise] as Json;
      const filters = [
        `id eq ${String(user.id)}`,
        `id eq "${String(user.id)}"`,
        `userName eq ${String(user.userName)}`,
        `userName eq "${String(user.userName)}"`,
        `username EQ "${String(user.userName).toUpperCase()}"`,
        `urn:ietf:params:scim:schemas:core:2.0:User:userName eq "${String(user.userName)}"`,
        `email eq ${String(user.userName)}`,
        `externalId eq "${String(user.externalId)}"`,
        `employeeNumber eq ${String(employeeNumber)}`,
        `${enterprise}:employeeNumber eq "${String(employeeNumber)}"`,
        `${genesys}:externalIds[authority eq "x-pc:scimv2:v1" and value eq "${String(user.externalId)}"]`,
      ];
      for (const filter of filters) assert.deepEqual(await found(client, 'users', filter), [user], filter);
    }));

  it('find many by manager and division', () =>
    withSandbox({}, async (client) => {
      const managed = first((await client.get('/users?count=1')).body)[enterprise] as { readonly manager: { readonly value: string } };
      const team = await found(client, 'users', `manager eq ${managed.manager.value}`);
      assert.ok(team.length > 1);
      for (const { [enterprise]: extension } of team) assert.deepEqual((extension as Json).manager, managed.manager);
      const apac = await found(client, 'users', 'division eq apac');
      assert.ok(apac.length > 100);
      for (const { [enterprise]: extension } of apac) assert.equal((extension as Json).division, 'APAC');
    }));

  it('find inactive users by name, and none for what nobody has', () =>
    withSandbox({}, async (client) => {
      const inactive = first((await client.get('/users?count=1&filter=active%20eq%20false')).body);
      assert.deepEqual(await found(client, 'users', `userName eq "${String(inactive.userName)}"`), [inactive]);
      for (const filter of ['id eq nothing', 'userName eq nobody@contoso.example', 'externalId eq "x"']) {
        assert.deepEqual(await found(client, 'users', filter), [], filter);
      }
      const names = (users: readonly Json[]): number => users.length;
      assert.equal(names(await found(client, 'users', 'active eq true')), 1000, 'a page is never longer');
      assert.equal(names(await found(client, 'users', 'active eq "false"')), 307);
    }));

  it('find groups by id and by name, whatever the case', () =>
    withSandbox({}, async (client) => {
      const group = await client.group('Support Tier 1');
      for (const filter of ['displayName eq Support Tier 1', 'displayname eq "SUPPORT TIER 1"', `id eq ${String(group.id)}`]) {
        assert.deepEqual(await found(client, 'groups', filter), [group], filter);
      }
      assert.equal((await found(client, 'groups', 'displayName eq "Escalations"')).length, 2);
      assert.equal((await found(client, 'groups', 'displayName eq "Billing"'))[0]?.displayName, 'billing');
    }));

  const unsupported = [
    'userName co "anna"',
    'userName sw "anna"',
    'title eq "Agent"',
    'title pr',
    'active eq maybe',
    'userName eq a@b.example and active eq true',
    'not (active eq true)',
    'emails[type eq "work"]',
    `${genesys}:externalIds[authority eq "a" and authority eq "b"]`,
    'userName eq "unterminated',
    'nonsense',
  ];
  for (const filter of unsupported) {
    it(`refuse ${filter}`, () =>
      withSandbox({ users: 5, groups: 1 }, async (client) => {
        const { status, body } = await client.get(`/users?filter=${encodeURIComponent(filter)}`);
        assert.deepEqual([status, body.scimType, body.status], [400, 'invalidFilter', '400']);
      }));
  }
});
