import { strict as assert } from 'node:assert';
import { resources, small, withSandbox, type Json } from './client';

describe('sandbox configuration reads', () => {
  it('tells what the service provider can do', () =>
    withSandbox(small, async (client) => {
      const { status, body, headers } = await client.get('/serviceproviderconfig');
      assert.equal(status, 200);
      const supported = Object.fromEntries(
        Object.entries(body).flatMap(([name, value]) =>
          typeof value === 'object' && value !== null && 'supported' in value ? [[name, value.supported]] : [],
        ),
      );
      assert.deepEqual(supported, { patch: true, filter: true, etag: true, sort: false, bulk: false, changePassword: true });
      assert.equal((body.filter as Json).maxResults, 1000);
      assert.equal((await client.get('/serviceproviderconfig', { 'If-None-Match': headers.get('ETag') ?? '' })).status, 304);
    }));

  it('lists five resource types and seven schemas, each readable by its id', () =>
    withSandbox(small, async (client) => {
      for (const [kind, count] of [
        ['resourcetypes', 5],
        ['schemas', 7],
      ] as const) {
        const { body } = await client.get(`/${kind}`);
        assert.equal(body.totalResults, count);
        for (const resource of resources(body)) {
          assert.deepEqual((await client.get(`/${kind}/${String(resource.id)}`)).body, resource);
        }
        assert.equal((await client.get(`/${kind}/nothing`)).status, 404);
      }
      assert.equal((await client.get('/schemas?filter=x')).status, 403);
    }));

  it('names in its schemas every attribute that its users and groups have', () =>
    withSandbox({}, async (client) => {
      const named = new Map(resources((await client.get('/schemas')).body).map((schema) => [schema.id, attributeNames(schema)]));
      const core = named.get('urn:ietf:params:scim:schemas:core:2.0:User') ?? [];
      for (const [name, value] of Object.entries(resources((await client.get('/users')).body)[0] ?? {})) {
        if (['id', 'schemas', 'meta'].includes(name)) continue;
        if (!name.startsWith('urn:')) assert.ok(core.includes(name), name);
        else for (const part of Object.keys(value as Json)) assert.ok(named.get(name)?.includes(part), part);
      }
      assert.deepEqual(named.get('urn:ietf:params:scim:schemas:core:2.0:Group'), ['displayName', 'externalId', 'members']);
    }));
});

describe('sandbox reads besides SCIM', () => {
  it('names the org', () =>
    withSandbox({}, async (client) => {
      const { status, body } = await client.get('/api/v2/organizations/me');
      assert.deepEqual([status, body.id, body.name, body.defaultCountryCode], [200, client.sandbox.orgId, client.sandbox.orgName, 'US']);
    }));

  it('tells what a group grants', () =>
    withSandbox({}, async (client) => {
      const { id } = await client.group('Support Tier 1');
      const { body } = await client.get(`/api/v2/authorization/subjects/${String(id)}`);
      const grants = (body.grants as Json[]).map(({ role, division, subjectId }) => [
        (role as Json).name,
        (division as Json).name,
        subjectId,
      ]);
      assert.deepEqual(grants, [
        ['Agent', 'Home', id],
        ['Supervisor', 'Home', id],
      ]);
      const { id: other } = await client.group('VIP');
      assert.deepEqual((await client.get(`/api/v2/authorization/subjects/${String(other)}`)).body.grants, []);
      assert.equal((await client.get('/api/v2/authorization/subjects/nobody')).status, 404);
    }));

  const origins: readonly (readonly [group: string, members: number, individuals: number, owners: number, dynamic: number])[] = [
    ['Support Tier 1', 1512, 1510, 2, 404],
    ['VIP', 20, 20, 0, 404],
    ['Bilingual Agents ES', 30, 0, 0, 200],
  ];
  for (const [name, count, individuals, owners, dynamic] of origins) {
    it(`tells where the members of ${name} come from`, () =>
      withSandbox({}, async (client) => {
        const { id } = await client.group(name);
        const group = (await client.get(`/api/v2/groups/${String(id)}`)).body;
        assert.deepEqual([group.name, group.memberCount, (group.owners as unknown[]).length], [name, count, owners]);
        const { body } = await client.get(`/api/v2/groups/${String(id)}/individuals`);
        assert.deepEqual([body.total, (body.entities as unknown[]).length], [individuals, individuals]);
        const ids = new Set(await client.memberIds(String(id)));
        assert.ok((body.entities as Json[]).every((entity) => ids.has(String(entity.id))));
        assert.equal((await client.get(`/api/v2/groups/${String(id)}/dynamicsettings`)).status, dynamic);
      }));
  }
});

function attributeNames(schema: Json): readonly string[] {
  return (schema.attributes as Json[]).map((attribute) => String(attribute.name));
}
