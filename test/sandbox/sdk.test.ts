import { strict as assert } from 'node:assert';
import sdk from 'purecloud-platform-client-v2';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox';
import type { Json } from './client';

/** The SDK keeps one client for the process, as programs use it. */
async function connect(sandbox: Sandbox): Promise<void> {
  const client = sdk.ApiClient.instance;
  client.setGateway({ host: '127.0.0.1', protocol: 'http', port: Number(new URL(sandbox.baseUrl).port) });
  await client.loginClientCredentialsGrant(sandbox.clientId, sandbox.clientSecret);
}

describe("Genesys' own SDK against the sandbox", () => {
  let sandbox: Sandbox;
  const scim = new sdk.SCIMApi();

  before(async () => {
    sandbox = await startSandbox({ requestsPerMinute: 0 });
    await connect(sandbox);
  });

  after(async () => {
    sdk.ApiClient.instance.clearAccessToken();
    await sandbox.close();
  });

  it('gets a token, and none with a wrong secret', async () => {
    assert.equal((await scim.getScimUsers({ count: 0 })).totalResults, 4212);
    // Its error holds what was sent, the secret too, so no assertion gets to see it.
    const login = sdk.ApiClient.instance.loginClientCredentialsGrant(sandbox.clientId, 'wrong');
    assert.equal(await login.then(Boolean, () => 'refused'), 'refused');
    await connect(sandbox);
  });

  it('reads the org and a group besides SCIM', async () => {
    assert.equal((await new sdk.OrganizationApi().getOrganizationsMe()).id, sandbox.orgId);
    const group = await groupNamed('Support Tier 1');
    assert.equal((await new sdk.GroupsApi().getGroup(group.id)).memberCount, 1512);
    const grants = (await new sdk.AuthorizationApi().getAuthorizationSubject(group.id)).grants ?? [];
    assert.deepEqual(
      grants.map((grant) => grant.role?.name),
      ['Agent', 'Supervisor'],
    );
  });

  it('lists the groups of the directory in pages, with their member counts', async () => {
    const groups = new sdk.GroupsApi();
    const pages = [await groups.getGroups({ pageSize: 5 }), await groups.getGroups({ pageSize: 5, pageNumber: 2 })];
    const [first, second] = pages;
    assert.deepEqual([first?.total, first?.pageCount, second?.pageNumber], [40, 8, 2]);
    const listed = pages.flatMap((page) => page.entities ?? []);
    assert.equal(new Set(listed.map((group) => group.id)).size, 10);
    for (const { id, memberCount } of listed) assert.equal((await groups.getGroup(id ?? '')).memberCount, memberCount);
    assert.equal((await groups.getGroups({ pageSize: 100 })).entities?.length, 40);
  });

  it('lists users in pages under both bases', async () => {
    for (const list of [scim.getScimUsers.bind(scim), scim.getScimV2Users.bind(scim)]) {
      const ids = new Set<string | undefined>();
      for (let startIndex = 1; ;) {
        const page = await list({ startIndex, count: 1000, attributes: ['userName', 'displayName'] });
        for (const user of page.Resources ?? []) ids.add(user.id);
        startIndex += page.itemsPerPage ?? 0;
        if (startIndex > (page.totalResults ?? 0)) break;
      }
      assert.equal(ids.size, 4212);
    }
  });

  it('filters', async () => {
    const [user] = (await scim.getScimUsers({ count: 1 })).Resources ?? [];
    const found = await scim.getScimUsers({ filter: `userName eq ${user?.userName ?? ''}` });
    assert.deepEqual(
      found.Resources?.map((one) => one.id),
      [user?.id],
    );
    assert.equal((await scim.getScimUsers({ count: 0, filter: 'active eq false' })).totalResults, 307);
    assert.equal((await scim.getScimV2Groups('displayname eq vip', {})).totalResults, 1);
  });

  it('patches a user and a group, with ETags', async () => {
    const [user] = (await scim.getScimUsers({ count: 1, startIndex: 9 })).Resources ?? [];
    const id = user?.id ?? '';
    const version = user?.meta?.version ?? '';
    const body = patchRequest({ op: 'replace', path: 'title', value: 'By SDK' });
    assert.equal((await scim.patchScimUser(id, body, { ifMatch: `"${version}"` })).title, 'By SDK');
    await assert.rejects(scim.patchScimUser(id, body, { ifMatch: `"${version}"` }), answered('400', 'invalidVers'));
    const read = (tag: string): Promise<unknown> =>
      scim.getScimUser(id, { ifNoneMatch: `"${tag}"` }).then(
        (one) => one.title,
        () => 'not modified', // an answer without a body is a rejection without a reason
      );
    assert.deepEqual([await read(version), await read(String(Number(version) + 1))], ['By SDK', 'not modified']);
    const group = await groupNamed('VIP');
    const patched = await scim.patchScimGroup(group.id, patchRequest({ op: 'add', path: 'members', value: [{ value: id }] }));
    assert.equal(patched.members?.length, 21);
  });

  it('meets the block', async () => {
    const group = await groupNamed('Support Tier 1');
    const body = patchRequest({ op: 'replace', path: 'members', value: [] });
    await assert.rejects(scim.patchScimGroup(group.id, body), answered('400', 'tooMany'));
    assert.equal((await scim.getScimGroup(group.id)).members?.length, 1512);
  });

  async function groupNamed(name: string): Promise<{ readonly id: string }> {
    const [group] = (await scim.getScimGroups({ filter: `displayName eq "${name}"` })).Resources ?? [];
    assert.ok(group?.id);
    return { id: group.id };
  }
});

/** The SDK rejects with the body of the answer. */
function answered(status: string, scimType: string): (error: unknown) => boolean {
  return (error) => {
    assert.deepEqual([(error as Json).status, (error as Json).scimType], [status, scimType]);
    return true;
  };
}

/** The SDK types a value as an object, though it may be any JSON. */
function patchRequest(operation: { readonly op: string; readonly path: string; readonly value: unknown }): sdk.Models.ScimV2PatchRequest {
  return { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [{ ...operation, value: operation.value as object }] };
}
