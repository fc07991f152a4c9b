import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GenesysClient } from '../../src/genesys/client';
import { readGroupFacts } from '../../src/genesys/groupFacts';
import { connectionForUrl } from '../../src/genesys/regions';
import { scimFilter } from '../../src/genesys/scimFilter';
import type { ScimUser } from '../../src/genesys/scim';
import type { Snapshot, SnapshotOrg } from '../../src/genesys/snapshot';
import { readSnapshot, writeSnapshot } from '../../src/genesys/snapshotFile';
import { takeSnapshot } from '../../src/genesys/takeSnapshot';
import { requestToken } from '../../src/genesys/token';
import { TokenProvider } from '../../src/genesys/tokenProvider';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/sandbox';
import { FakeClock } from '../http/fakeClock';

interface Visit {
  readonly sandbox: Sandbox;
  readonly client: GenesysClient;
  readonly tokens: TokenProvider;
  readonly clock: FakeClock;
  readonly org: SnapshotOrg;
}

/** Starts a sandbox org and a client that share one clock, on which nobody waits. */
async function visit(options: SandboxOptions, requestsPerMinute: number, work: (visit: Visit) => Promise<void>): Promise<void> {
  const clock = new FakeClock();
  const sandbox = await startSandbox({ users: 700, groups: 12, now: () => new Date(clock.now()), requestsPerMinute: 0, ...options });
  const connection = connectionForUrl(sandbox.baseUrl);
  const tokens = new TokenProvider(connection, sandbox, { clock });
  const client = new GenesysClient(connection, tokens, { clock, requestsPerMinute });
  const org = { name: sandbox.orgName, host: connection.host, orgId: sandbox.orgId, clientId: sandbox.clientId };
  try {
    await work({ sandbox, client, tokens, clock, org });
  } finally {
    client.close();
    await sandbox.close();
  }
}

const unlimited = 1_000_000;

describe('the sandbox org', () => {
  it('is read completely, saved, served again from the file, and is the same', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'scim-preflight-'));
    const file = join(folder, 'sample.scimsnapshot.ndjson');
    let first: Snapshot | null = null;
    await visit({}, unlimited, async ({ client, org }) => {
      first = await takeSnapshot(client, org);
      assert.deepEqual([first.complete, first.problems, first.unprovedGroups.size], [true, [], 0]);
      assert.ok([...first.users.values()].some((user) => !user.active));
      await writeSnapshot(first, file);
    });
    const saved = await readSnapshot([file]);
    assert.equal(saved.complete, true);
    await visit({ seed: file }, unlimited, async ({ client, org }) => {
      const again = await takeSnapshot(client, org);
      assert.deepEqual([again.complete, again.problems], [true, []]);
      assert.deepEqual(essence(again), essence(saved));
      assert.deepEqual(essence(again), first && essence(first));
    });
    await rm(folder, { recursive: true });
  });

  for (const pageLimit of [25, 100, 200]) {
    it(`that refuses pages above ${pageLimit} is read in smaller ones, without waiting`, async () => {
      await visit({ switches: { pageLimit } }, unlimited, async ({ client, org, clock }) => {
        const snapshot = await takeSnapshot(client, org);
        assert.equal(snapshot.complete, true);
        assert.ok(client.pageSizes.users.current <= pageLimit);
        assert.deepEqual(clock.sleeps, []);
      });
    });
  }

  it('within its rate draws no 429 from a client that knows the rate', async () => {
    await visit({ requestsPerMinute: 30, switches: { pageLimit: 25 } }, 30, async ({ client, org, clock }) => {
      const snapshot = await takeSnapshot(client, org, { pageSize: 25 });
      assert.equal(snapshot.complete, true);
      assert.equal(client.statistics.retries, 0);
      assert.ok(clock.sleeps.length > 0, 'the rate was never reached');
    });
  });

  it('teaches its rate to a client that believes in another', async () => {
    await visit({ requestsPerMinute: 30 }, 300, async ({ client, org }) => {
      const snapshot = await takeSnapshot(client, org, { pageSize: 25 });
      assert.equal(snapshot.complete, true);
      assert.equal(client.requestsPerMinute, 30);
      // The requests that are under way when the first 429 comes.
      assert.ok(client.statistics.retries <= 4, `${client.statistics.retries} retries`);
    });
  });

  it('that cuts member lists leaves those groups unproved, and the rest is proved', async () => {
    await visit({ switches: { memberLimit: 20 } }, unlimited, async ({ client, org }) => {
      const snapshot = await takeSnapshot(client, org);
      assert.equal(snapshot.complete, true);
      assert.ok(snapshot.unprovedGroups.size > 0);
      for (const group of snapshot.groups.values())
        assert.equal(snapshot.unprovedGroups.has(group.id), group.members?.length === 20, group.displayName);
    });
  });

  it('gives tokens that run out, and others', async () => {
    await visit({ tokenSeconds: 300 }, unlimited, async ({ client, tokens, clock }) => {
      await client.listUsers({ active: true, startIndex: 1, count: 1 });
      const first = tokens.current?.accessToken;
      clock.pass(301_000);
      await client.listUsers({ active: true, startIndex: 1, count: 1 });
      assert.notEqual(tokens.current?.accessToken, first);
    });
  });

  it('refuses a wrong secret with words that say where to look', async () => {
    await visit({}, unlimited, async ({ sandbox, clock }) => {
      const asked = requestToken(connectionForUrl(sandbox.baseUrl), { clientId: sandbox.clientId, clientSecret: 'wrong' }, { clock });
      await assert.rejects(asked, {
        reason: 'badCredentials',
        message: /Admin > Integrations > OAuth.*Genesys answered 40\d invalid_client/,
      });
    });
  });

  it('finds people and groups by every attribute that can be searched by', async () => {
    await visit({}, unlimited, async ({ client, org }) => {
      const { users, groups } = await takeSnapshot(client, org);
      const [group] = groups.values();
      const user = [...users.values()].find((one) => one.active && one.externalId);
      assert.ok(user?.externalId && group);
      for (const [attribute, value] of [
        ['userName', user.userName],
        ['email', user.userName],
        ['externalId', user.externalId],
        ['id', user.id],
      ] as const) {
        const page = await client.listUsers({ active: null, startIndex: 1, count: 25, filter: scimFilter(attribute, value) });
        assert.deepEqual(
          page.Resources?.map((one) => one.id),
          [user.id],
          attribute,
        );
      }
      const found = await client.listGroups({ startIndex: 1, count: 25, filter: scimFilter('displayName', group.displayName) });
      assert.deepEqual(
        found.Resources?.map((one) => one.id),
        [group.id],
      );
    });
  });

  it('tells what groups grant and where members come from', async () => {
    await visit({}, unlimited, async ({ client, org }) => {
      const { groups } = await takeSnapshot(client, org);
      const facts = await readGroupFacts(client, [...groups.keys()]);
      for (const [id, fact] of facts) {
        assert.equal(fact.memberCount, groups.get(id)?.members?.length);
        assert.ok(fact.rolesGranted !== null && fact.origins !== null);
        assert.deepEqual(
          [...fact.origins.keys()].sort(),
          groups
            .get(id)
            ?.members?.map((member) => member.value)
            .sort(),
        );
      }
    });
  });
});

/** A user of a file does not tell an attribute that is absent from one that is null. */
function absentAsNull({ displayName, title, externalId, emails, phoneNumbers }: ScimUser): unknown[] {
  return [displayName, title, externalId, emails, phoneNumbers].map((value) => value ?? null);
}

function essence(snapshot: Snapshot): unknown {
  return [
    [...snapshot.users.values()].map((user) => [user.id, user.userName, user.active, ...absentAsNull(user)]).sort(),
    [...snapshot.groups.values()].map((group) => [group.id, group.displayName, group.members?.map((member) => member.value).sort()]).sort(),
  ];
}
