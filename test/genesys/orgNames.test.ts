import assert from 'node:assert/strict';
import { GenesysClient } from '../../src/genesys/client';
import { orgNameKinds, readOAuthClient, readOrgNames } from '../../src/genesys/orgNames';
import { connectionForUrl } from '../../src/genesys/regions';
import { TokenProvider } from '../../src/genesys/tokenProvider';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox';

describe('The names that an org has, and its OAuth client', () => {
  const open: (() => Promise<void>)[] = [];
  after(async () => {
    for (const close of open) await close();
  });

  async function org(options: SandboxOptions = {}): Promise<{ sandbox: Sandbox; client: GenesysClient }> {
    const sandbox = await startSandbox({ requestsPerMinute: 0, ...options });
    const connection = connectionForUrl(sandbox.baseUrl);
    const client = new GenesysClient(connection, new TokenProvider(connection, sandbox));
    open.push(async () => {
      client.close();
      await sandbox.close();
    });
    return { sandbox, client };
  }

  it('are read with the Platform API', async () => {
    const { client } = await org();
    const names = await readOrgNames(client, orgNameKinds);
    assert.deepEqual([...(names.divisions ?? [])], ['APAC', 'EMEA', 'Home']);
    assert.ok(names.roles?.has('SCIM Integration') && names.roles.has('Agent'));
    assert.ok(names.skills?.has('Español'));
    assert.ok(names.languages?.has('Deutsch'));
  });

  it('are null where they were not asked for or may not be read', async () => {
    const { client } = await org({ denied: ['routing', 'authorization'] });
    const names = await readOrgNames(client, ['divisions', 'roles', 'skills']);
    assert.deepEqual([names.divisions?.size, names.roles, names.skills, names.languages], [3, null, null, null]);
  });

  it('come from every page, and leave out what was deleted', async () => {
    const pages = new Map<string, unknown>();
    const entity = (id: string, state = 'active') => ({ id, name: `name ${id}`, state });
    const first = Array.from({ length: 100 }, (_, index) => entity(String(index)));
    pages.set('1', { entities: first, pageCount: 2 });
    pages.set('2', { entities: [entity('a'), entity('b', 'deleted')], pageCount: 2 });
    const readIfAllowed = (path: string) => Promise.resolve((pages.get(/pageNumber=(\d+)/.exec(path)?.[1] ?? '') ?? null) as null);
    const { skills } = await readOrgNames({ readIfAllowed }, ['skills']);
    assert.equal(skills?.size, 101);
    assert.equal(skills.has('name b'), false);
    pages.delete('2');
    assert.equal((await readOrgNames({ readIfAllowed }, ['skills'])).skills, null, 'a list that lacks a page is no list');
  });

  const clients = [
    { title: 'tells its name, roles and token duration', denied: [], expected: ['SCIM Integration'] },
    { title: 'tells no roles where they may not be read', denied: ['authorization'], expected: null },
  ] as const;
  for (const { title, denied, expected } of clients) {
    it(`the OAuth client ${title}`, async () => {
      const { sandbox, client } = await org({ denied, tokenSeconds: 38_880_000 });
      const found = await readOAuthClient(client, sandbox.clientId);
      assert.deepEqual(found, { name: 'SCIM Preflight (sandbox)', roles: expected, tokenSeconds: 38_880_000 });
    });
  }

  it('the OAuth client is null where it may not be read', async () => {
    const { sandbox, client } = await org({ denied: ['oauthClient'] });
    assert.equal(await readOAuthClient(client, sandbox.clientId), null);
  });
});
