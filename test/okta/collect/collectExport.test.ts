import { strict as assert } from 'node:assert';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { GenesysClient } from '../../../src/genesys/client';
import { connectionForUrl } from '../../../src/genesys/regions';
import type { Snapshot } from '../../../src/genesys/snapshot';
import { takeSnapshot } from '../../../src/genesys/takeSnapshot';
import { TokenProvider } from '../../../src/genesys/tokenProvider';
import { CollectError, type CollectProgress, type CollectResult } from '../../../src/okta/collect/collect';
import { readExport } from '../../../src/okta/readExport';
import type { Source } from '../../../src/okta/source';
import { buildPlan } from '../../../src/plan/buildPlan';
import { defaultSettings } from '../../../src/plan/settings';
import { writeSampleExport } from '../../../src/sandbox/sampleExport';
import { oktaGet } from '../../sandbox/client';
import { failureOf, OktaOrg, hashesOf, manifestIn, pathsIn } from './collecting';

const now = new Date().toISOString();

async function read(folder: string): Promise<Source> {
  return readExport([folder], {
    oktaApp: null,
    confirmedMembers: {},
    now,
    oldExportHours: 24,
    fewerPercent: 10,
    signal: new AbortController().signal,
  });
}

describe('collectExport, from the sandbox', () => {
  let org: OktaOrg;
  let result: CollectResult;
  let source: Source;
  const progress: CollectProgress[] = [];

  before(async () => {
    org = await OktaOrg.start();
    result = await org.collect('whole', { onProgress: (one) => progress.push(one) });
    source = await read(result.folder);
  });

  after(() => org.close());

  it('reads everything, and says how much', () => {
    assert.deepEqual(result.records, {
      apps: 1,
      users: 4518,
      groups: 78,
      appUsers: 4477,
      appGroups: 1,
      pushMappings: 39,
      groupMembers: 4456,
      profileMapping: 2,
      appUserSchema: 1,
      userSchema: 1,
    });
    assert.deepEqual(
      result.problems.filter((one) => one.level === 'incomplete'),
      [],
    );
    assert.equal(result.requests, org.asked.length);
    assert.equal(result.retries, 0);
  });

  it('saves pages as Okta sent them, byte for byte', async () => {
    const { oktaUrl, oktaToken } = org.sandbox;
    const fetched = await fetch(`${oktaUrl}/api/v1/users?limit=200`, { headers: { Authorization: `SSWS ${oktaToken}` } });
    assert.deepEqual(await readFile(join(result.folder, 'users-1.json')), Buffer.from(await fetched.arrayBuffer()));
    const app = await oktaGet(org.sandbox, `/api/v1/apps/${result.app.id}`);
    assert.deepEqual(JSON.parse(await readFile(join(result.folder, 'app.json'), 'utf8')), app.body);
  });

  it('writes a manifest that names every file, and nothing else beside them', async () => {
    const manifest = await manifestIn(result.folder);
    const hashes = await hashesOf(result.folder);
    assert.deepEqual(
      { ...manifest, files: manifest.files.length, missing: manifest.missing?.length },
      {
        format: 'scim-preflight/okta-export@1',
        complete: true,
        collectedAt: result.collectedAt,
        oktaDomain: new URL(org.sandbox.oktaUrl).host,
        oktaApp: result.app,
        files: hashes.size - 1,
        missing: result.problems.length,
      },
    );
    for (const { path, sha256, kind, group } of manifest.files) {
      assert.equal(sha256, hashes.get(path), path);
      assert.equal(kind === 'groupMembers', group !== undefined, path);
      if (group !== undefined) assert.ok(path.startsWith(`members/${group}-`), path);
    }
  });

  it('keeps the files from others', async () => {
    for (const path of await pathsIn(result.folder)) {
      if (path !== 'okta-export.json') assert.equal((await stat(join(result.folder, path))).mode & 0o077, 0, path);
    }
  });

  it('tells its progress', () => {
    assert.deepEqual(progress.at(-1)?.groups, { done: 39, total: 39 });
    assert.equal(
      progress.at(-1)?.records,
      Object.values(result.records).reduce((sum, count) => sum + count, 0),
    );
    assert.ok(progress.every((one, at) => at === 0 || one.requests >= (progress[at - 1]?.requests ?? 0)));
    assert.ok(progress.some((one) => one.phase === 'members of Support Tier 1'));
  });

  it('confirms every membership', () => {
    assert.equal(source.trust.complete, true);
    const problems = source.trust.problems.filter((one) => one.level !== 'note');
    assert.deepEqual(problems, []);
    assert.equal(source.members.size, 39);
    assert.deepEqual(
      [...source.members.values()].filter((one) => !one.confirmed),
      [],
    );
    assert.deepEqual(
      source.trust.inputs.filter((input) => input.kind === 'unknown'),
      [],
    );
  });

  it('plans to the same as the sample export', async () => {
    const sample = org.folder('sample');
    await writeSampleExport(sample, { form: 'json' });
    const snapshot = await snapshotOf(org);
    const settings = { ...defaultSettings, now, phoneRegion: 'US' };
    const [collected, shipped] = [source, await read(sample)].map((one) =>
      buildPlan(one, snapshot, settings, { name: 'test', version: '1' }),
    );
    assert.ok(collected && shipped);
    assert.equal(shipped.groups.length, 39);
    assert.deepEqual(collected.groups, shipped.groups);
    assert.deepEqual(collected.users, shipped.users);
    assert.deepEqual(collected.conflicts, shipped.conflicts);
    assert.deepEqual(collected.summary, shipped.summary);
    assert.deepEqual([collected.complete, shipped.complete], [true, true]);
    assert.deepEqual(collected.assumptions, shipped.assumptions);
  });

  it('takes the app by id and by label, and finds none else', async () => {
    for (const app of [result.app.id, 'Genesys Cloud', ' genesys cloud ']) {
      assert.deepEqual((await org.collect(`app ${app}`, { app })).app, result.app, app);
    }
    for (const app of ['Genesys', '0oaNobody00000000000']) {
      const error = await failureOf(org.collect('nobody', { app }));
      assert.ok(error instanceof CollectError && error.reason === 'appNotFound', app);
      assert.match(error.message, new RegExp(`${result.app.id}  Genesys Cloud`));
    }
  });

  it('reads the members of all groups where it is asked to, but for those of the app itself', async () => {
    const { records } = await org.collect('all', { allGroups: true });
    const groups = new Set((await manifestIn(org.folder('all'))).files.flatMap(({ group }) => group ?? []));
    assert.equal(groups.size, 41);
    assert.ok((records.groupMembers ?? 0) > 4456 + 4518);
  });

  it('also where Okta names no push', async () => {
    org.intercept = (request, usual) =>
      request.path.endsWith('/mappings') && request.path.includes('group-push') ? { status: 200, body: [] } : usual();
    await org.collect('no pushes');
    org.intercept = null;
    assert.equal(new Set((await manifestIn(org.folder('no pushes'))).files.flatMap(({ group }) => group ?? [])).size, 41);
  });
});

async function snapshotOf({ sandbox }: OktaOrg): Promise<Snapshot> {
  const { baseUrl, clientId, clientSecret } = sandbox;
  const connection = connectionForUrl(baseUrl);
  const client = new GenesysClient(connection, new TokenProvider(connection, { clientId, clientSecret }), { requestsPerMinute: 100_000 });
  try {
    return await takeSnapshot(client, { name: 'Contoso', host: connection.host, orgId: null, clientId }, {});
  } finally {
    client.close();
  }
}
