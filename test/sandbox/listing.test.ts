import { strict as assert } from 'node:assert';
import { first, resources, small, withSandbox, type Json } from './client';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const genesys = 'urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User';
const core = 'urn:ietf:params:scim:schemas:core:2.0:User';

describe('sandbox listings', () => {
  const pages: readonly (readonly [query: string, startIndex: number, itemsPerPage: number])[] = [
    ['', 1, 25],
    ['?startIndex=1&count=10', 1, 10],
    ['?startIndex=0&count=10', 1, 10],
    ['?startIndex=41&count=1000', 41, -40],
    ['?startIndex=100000&count=10', 100_000, 0],
    ['?count=0', 1, 0],
    ['?count=-5', 1, 0],
  ];
  for (const base of ['/api/v2/scim', '/api/v2/scim/v2']) {
    it(`are paged at ${base}`, () =>
      withSandbox(small, async (client) => {
        for (const [query, startIndex, items] of pages) {
          const { status, body } = await client.get(`${base}/users${query}`);
          assert.equal(status, 200);
          const expected = items < 0 ? Number(body.totalResults) + items : items;
          assert.deepEqual([body.startIndex, body.itemsPerPage, resources(body).length], [startIndex, expected, expected], query);
        }
        const refused = await client.get(`${base}/users?count=many`);
        assert.deepEqual([refused.status, refused.body.code], [400, 'invalid.query.param.value']);
      }));
  }

  it('hold everybody once: active ones by default, inactive ones by the filter', () =>
    withSandbox({}, async (client) => {
      const active = await everybody(client.get.bind(client), '/users?attributes=userName');
      const inactive = await everybody(client.get.bind(client), '/users?attributes=userName&filter=active%20eq%20false');
      assert.ok(active.every((user) => user.active === true));
      assert.ok(inactive.every((user) => user.active === false));
      assert.deepEqual([active.length, inactive.length], [4212, 307]);
      assert.equal(new Set([...active, ...inactive].map((user) => user.id)).size, 4519);
      assert.equal(new Set([...active, ...inactive].map((user) => user.userName)).size, 4519);
    }));

  it('show the whole resource without attributes', () =>
    withSandbox({}, async (client) => {
      const user = first((await client.get('/users?count=1')).body);
      assert.deepEqual(Object.keys(user).sort(), [
        'active',
        'displayName',
        'emails',
        'externalId',
        'groups',
        'id',
        'meta',
        'phoneNumbers',
        'roles',
        'schemas',
        'title',
        enterprise,
        genesys,
        'userName',
      ]);
    }));

  const always = ['active', 'id', 'meta', 'schemas', 'userName'];
  const selections: readonly (readonly [query: string, shown: readonly string[]])[] = [
    ['attributes=displayName', [...always, 'displayName']],
    ['attributes=displayName&attributes=title', [...always, 'displayName', 'title']],
    ['attributes=displayName,title', [...always, 'displayName', 'title']],
    [`attributes=${core}:displayName`, [...always, 'displayName']],
    ['attributes=id,active', always],
    ['attributes=meta.version', always],
    ['attributes=department', [...always, `${enterprise}>department`]],
    [`attributes=${enterprise}:manager.value`, [...always, `${enterprise}>manager`]],
    [`attributes=${genesys}`, [...always, `${genesys}>externalIds`, `${genesys}>routingSkills`]],
    [
      `excludedAttributes=externalId,roles,groups,${enterprise}:division,${genesys}`,
      [
        ...always,
        'displayName',
        'emails',
        'phoneNumbers',
        'title',
        `${enterprise}>department`,
        `${enterprise}>employeeNumber`,
        `${enterprise}>manager`,
      ],
    ],
  ];
  it('show what attributes and excludedAttributes ask for', () =>
    withSandbox({}, async (client) => {
      for (const [query, shown] of selections) {
        const { status, body } = await client.get(`/users?count=1&${query}`);
        assert.equal(status, 200, query);
        assert.deepEqual(namesIn(first(body)), [...shown].sort(), query);
      }
      const refused = await client.get('/users?attributes=nickName');
      assert.deepEqual([refused.status, refused.body.code], [400, 'invalid.query.param.value']);
    }));

  const groupSelections: readonly (readonly [query: string, shown: readonly string[]])[] = [
    ['', ['displayName', 'externalId', 'id', 'members', 'meta', 'schemas']],
    ['attributes=members', ['id', 'members', 'meta', 'schemas']],
    ['attributes=urn:ietf:params:scim:schemas:core:2.0:Group:displayName', ['displayName', 'id', 'meta', 'schemas']],
    ['excludedAttributes=members', ['displayName', 'externalId', 'id', 'meta', 'schemas']],
  ];
  it('show the same of groups', () =>
    withSandbox(small, async (client) => {
      for (const [query, shown] of groupSelections) {
        assert.deepEqual(Object.keys(first((await client.get(`/groups?${query}`)).body)).sort(), shown, query);
      }
      const group = first((await client.get('/groups?attributes=members')).body);
      const [member] = group.members as Json[];
      assert.equal(member?.type, 'User');
      assert.match(String(member.$ref), /\/api\/v2\/scim\/users\/[0-9a-f-]{36}$/);
    }));

  it('cut member lists where the switch says so', () =>
    withSandbox({ ...small, switches: { memberLimit: 3 } }, async (client) => {
      const group = first((await client.get('/groups')).body);
      assert.equal((group.members as Json[]).length, 3);
      const details = await client.get(`/api/v2/groups/${String(group.id)}`);
      assert.ok(Number(details.body.memberCount) > 3);
    }));

  it('need a filter for groups at the v2 base, as declared, unless the switch says otherwise', async () => {
    await withSandbox(small, async (client) => {
      assert.equal((await client.get('/api/v2/scim/v2/groups')).status, 400);
      assert.equal((await client.get('/api/v2/scim/groups')).status, 200);
    });
    await withSandbox({ ...small, switches: { v2Filter: 'optional' } }, async (client) => {
      assert.equal((await client.get('/api/v2/scim/v2/groups')).status, 200);
    });
  });
});

function namesIn(user: Json): readonly string[] {
  return Object.entries(user)
    .flatMap(([name, value]) => (name.startsWith('urn:') ? Object.keys(value as Json).map((part) => `${name}>${part}`) : [name]))
    .sort();
}

async function everybody(get: (path: string) => Promise<{ body: Json }>, path: string): Promise<readonly Json[]> {
  const users: Json[] = [];
  for (;;) {
    const { body } = await get(`${path}&count=500&startIndex=${users.length + 1}`);
    users.push(...resources(body));
    if (users.length >= Number(body.totalResults)) return users;
  }
}
