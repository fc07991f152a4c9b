import { strict as assert } from 'node:assert';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleCast } from '../../src/sandbox/sampleCast';
import { scimGroups, scimUsers } from '../../src/sandbox/sampleRecords';
import { startSandbox } from '../../src/sandbox/sandbox';
import { SeedError } from '../../src/sandbox/snapshotOrg';
import { first, oktaAll, resources, withSandbox } from './client';

const header = {
  format: 'scim-preflight/snapshot@1',
  org: { name: 'Saved', host: 'x', orgId: 'an-org-id', clientId: null },
  takenAt: null,
  complete: true,
};

describe('a sandbox seeded from a snapshot', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'seed-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function seed(lines: readonly unknown[]): Promise<string> {
    const file = join(folder, 'org.scimsnapshot.ndjson');
    await writeFile(file, lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''));
    return file;
  }

  it('is the org of the file: its users, groups, versions and id', async () => {
    const cast = sampleCast({ users: 80, groups: 3 });
    const users = [...scimUsers(cast)];
    const groups = [...scimGroups(cast)];
    await withSandbox({ seed: await seed([header, ...users, ...groups]) }, async (client) => {
      assert.deepEqual([client.sandbox.orgId, client.sandbox.orgName], ['an-org-id', 'Saved']);
      const active = resources((await client.get('/users?count=1000')).body);
      const inactive = resources((await client.get('/users?count=1000&filter=active%20eq%20false')).body);
      assert.deepEqual([...active, ...inactive].map(({ id }) => String(id)).sort(), users.map(({ id }) => id).sort());
      const [user] = users;
      const { body } = await client.get(`/users/${user?.id ?? ''}`);
      const { groups: memberships, meta, ...shown } = body;
      assert.deepEqual(
        { ...shown, meta: { ...(meta as object), location: undefined } },
        { ...user, meta: { ...user?.meta, location: undefined } },
      );
      assert.ok(Array.isArray(memberships));
      for (const { id, members } of groups)
        assert.deepEqual(
          await client.memberIds(id),
          members?.map(({ value }) => value),
        );
      assert.deepEqual(await oktaAll(client.sandbox, '/api/v1/users'), []);
    });
  });

  it('can be written', async () => {
    const cast = sampleCast({ users: 20, groups: 1 });
    await withSandbox({ seed: await seed([header, ...scimUsers(cast), ...scimGroups(cast)]) }, async (client) => {
      const { id } = first((await client.get('/groups')).body);
      await client.patch(`/groups/${String(id)}`, [{ op: 'remove', path: 'members' }]);
      assert.deepEqual(await client.memberIds(String(id)), []);
    });
  });

  it('holds names that would do harm elsewhere, as they are', async () => {
    const names = [
      '# **Sales** [x](javascript:alert(1))',
      '<script>alert("x")</script>',
      'line one\nline two',
      '\u202Egnp.exe',
      '../../etc/passwd',
      '=1+1',
      '"quoted\\"',
    ];
    const groups = names.map((displayName, at) => ({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      id: `g${at}`,
      displayName,
      members: [],
    }));
    await withSandbox({ seed: await seed([header, ...groups]) }, async (client) => {
      assert.deepEqual(
        resources((await client.get('/groups')).body).map((group) => group.displayName),
        names,
      );
      for (const name of names) {
        const filter = encodeURIComponent(`displayName eq ${JSON.stringify(name)}`);
        assert.equal(first((await client.get(`/groups?filter=${filter}`)).body).displayName, name);
      }
    });
  });

  const bad: readonly (readonly [what: string, lines: readonly unknown[], message: RegExp])[] = [
    ['an empty file', [], /is empty/],
    ['a file without header', [{ id: 'x', userName: 'a@b.example' }], /first line does not say/],
    ['a broken line', [header, '{"id":'], /:2 is not JSON/],
    ['a line that is no object', [header, '[]'], /:2 is not a JSON object/],
    ['a resource without id', [header, { userName: 'a@b.example' }], /:2 is no SCIM resource/],
    ['a resource that is neither', [header, { id: 'x' }], /:2 is neither/],
  ];
  for (const [what, lines, message] of bad) {
    it(`refuses ${what}`, async () => {
      const file = await seed(lines);
      await assert.rejects(startSandbox({ seed: file }), (error) => error instanceof SeedError && message.test(error.message));
    });
  }

  it('says where there is no such file', async () => {
    await assert.rejects(startSandbox({ seed: join(folder, 'nothing') }), /ENOENT/);
  });
});
