import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import nodeFetch from 'node-fetch';
import { GenesysClient } from '../../src/genesys/client';
import { connectionForUrl } from '../../src/genesys/regions';
import { TokenProvider } from '../../src/genesys/tokenProvider';
import type { Fetch } from '../../src/http/http';
import { RequestError } from '../../src/http/requestError';
import type { GroupPlan, Plan } from '../../src/plan/plan';
import { planId } from '../../src/plan/planFile';
import { defaultSettings } from '../../src/plan/settings';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import type { Sandbox } from '../../src/sandbox/sandbox';
import { startSandbox } from '../../src/sandbox/sandbox';
import type { PlannedFrom } from '../../src/vscode/planAgain';
import { planMoved, recheckPlan, recheckWords, type Recheck, touchedBy } from '../../src/vscode/planRecheck';
import { runPlan } from '../../src/vscode/planRun';
import { TestClient } from '../sandbox/client';

/** A request as it was sent, and the status of its answer. */
interface Sent {
  readonly path: string;
  readonly isConditional: boolean;
  readonly status: number;
}

const never = new AbortController().signal;

for (const version of ['moves', 'fixed'] as const) {
  describe(`Re-checking what a plan touches, where a group's version ${version} with its members`, () => {
    let sandbox: Sandbox;
    let folder: string;
    let client: GenesysClient;
    let scim: TestClient;
    let made: PlannedFrom;
    const sent: Sent[] = [];

    const recording: Fetch = async (url, init) => {
      const answer = await nodeFetch(url, init);
      const isConditional = 'if-none-match' in (init.headers as Readonly<Record<string, string>>);
      sent.push({ path: new URL(url).pathname, isConditional, status: answer.status });
      return answer;
    };

    before(async () => {
      sandbox = await startSandbox({ requestsPerMinute: 0, switches: { version } });
      folder = await mkdtemp(path.join(tmpdir(), 'scim-preflight-recheck-'));
      await writeSampleExport(folder, { form: 'json' });
      const connection = connectionForUrl(sandbox.baseUrl, sandbox.loginUrl);
      client = new GenesysClient(connection, new TokenProvider(connection, sandbox), { requestsPerMinute: 100_000, fetch: recording });
      scim = await TestClient.of(sandbox);
      const org = { name: 'Contoso CX', host: connection.host, orgId: sandbox.orgId, clientId: sandbox.clientId };
      const run = await runPlan({
        exportPaths: [folder],
        oktaApp: null,
        snapshotFrom: { kind: 'org', client, org },
        settings: { ...defaultSettings, now: '2026-11-23T12:00:00.000Z' },
        tool: { name: 'scim-preflight', version: '0.1.0' },
        signal: never,
        onProgress: () => undefined,
        chooseApp: () => Promise.resolve(null),
      });
      assert.ok(run);
      made = run;
    });
    after(async () => {
      client.close();
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    });
    beforeEach(() => {
      sent.length = 0;
    });

    async function recheck(from: PlannedFrom = made): Promise<Recheck> {
      const found = await recheckPlan(from, client, never, () => undefined, '2026-11-23T15:00:00.000Z');
      assert.ok(found);
      return found;
    }

    function groupOf(plan: Plan, name: string): GroupPlan {
      const group = plan.groups.find((each) => each.name === name);
      assert.ok(group, name);
      return group;
    }

    it('reads that and nothing else: users by their version, and groups in full with no word of a version', async () => {
      const found = await recheck();
      const { groups, users } = touchedBy(made.plan);
      assert.ok(groups.length > 5 && users.length > 20, `${String(groups.length)} ${String(users.length)}`);
      const ofUsers = sent.filter(({ path: at }) => at.startsWith('/api/v2/scim/users/'));
      const known = users.filter((id) => made.snapshot.users.get(id)?.meta?.version);
      assert.equal(ofUsers.length, users.length);
      assert.deepEqual(
        [ofUsers.filter(({ isConditional }) => isConditional).length, ofUsers.filter(({ status }) => status === 304).length],
        [known.length, known.length],
      );
      const others = sent.filter((one) => !ofUsers.includes(one));
      assert.deepEqual(
        others.filter(({ isConditional }) => isConditional),
        [],
      );
      const ofGroups = new Set(others.flatMap(({ path: at }) => /^\/api\/v2\/scim\/groups\/(.+)$/.exec(at)?.[1] ?? []));
      assert.deepEqual([...ofGroups].sort(), [...groups].sort());
      assert.deepEqual(
        others.filter(({ path: at }) => at === '/api/v2/scim/users' || at === '/api/v2/scim/groups'),
        [],
      );
      // Where nothing moved the plan is the same but for a word about it, and its age.
      assert.equal(planMoved(made.plan, found.plan), false);
      assert.deepEqual([found.plan.groups, found.plan.users], [made.plan.groups, made.plan.users]);
      assert.deepEqual([found.plan.createdAt, found.snapshot.takenAt], [made.plan.createdAt, made.snapshot.takenAt]);
      assert.equal(found.plan.id, planId(found.plan));
      assert.match(
        found.plan.assumptions.at(-1) ?? '',
        /^\d+ groups and \d+ people were read again 2026-11-23 15:00 UTC; everything else is as /,
      );
      assert.match(
        recheckWords(made.plan, found),
        /^\d+ groups and \d+ people that this plan touches were read again\. Since .* UTC: nothing has changed\.$/,
      );
    });

    it('finds members who came and went, and users who were changed or deleted, and plans on them', async () => {
      const vip = groupOf(made.plan, 'VIP');
      const [gone] = vip.removals;
      const updated = made.plan.users.find(
        ({ action, genesysUserId, notSent }) => action === 'update' && genesysUserId !== null && !notSent,
      );
      const deleted = made.plan.users.find(({ action }) => action === 'deactivate');
      await client.patchMembers(vip.genesysGroupId ?? '', { op: 'remove', ids: [gone?.genesysUserId ?? ''] }, null);
      await scim.patch(`/users/${updated?.genesysUserId ?? ''}`, [{ op: 'replace', value: { title: 'Changed by hand' } }]);
      await scim.send('DELETE', `/users/${deleted?.genesysUserId ?? ''}`);
      const { plan, changes, snapshot } = await recheck();
      const { people, groups } = changes;
      assert.deepEqual(
        [people.changed.map(({ id }) => id), people.gone.map(({ id }) => id), groups.totals],
        [[updated?.genesysUserId], [deleted?.genesysUserId], { came: 0, left: 2 }],
      );
      assert.equal(groupOf(plan, 'VIP').removals.length, vip.removals.length - 1);
      assert.ok(snapshot.deletedMembers.has(deleted?.genesysUserId ?? ''));
      assert.ok(!plan.users.some(({ action, genesysUserId }) => action === 'deactivate' && genesysUserId === deleted?.genesysUserId));
      assert.equal(planMoved(made.plan, plan), true);
      const words = recheckWords(made.plan, { plan, changes, snapshot, touched: touchedBy(made.plan) });
      // Whoever was deleted left their group as well.
      assert.match(
        words,
        /: 1 person gone and 1 changed; memberships −2 \+0 in 2 groups\. Planned otherwise: .*"VIP" \(−6 \+0 then, −5 \+0 now\).*\.$/,
      );
      assert.equal(plan.complete, made.plan.complete);
    });

    it('asks without versions where the server does not say that it keeps them', async () => {
      const without: Fetch = async (url, init) => {
        const answer = await recording(url, init);
        if (!url.endsWith('/serviceproviderconfig')) return answer;
        const config = (await answer.json()) as Record<string, unknown>;
        return Object.assign(answer, {
          arrayBuffer: () => Promise.resolve(new TextEncoder().encode(JSON.stringify({ ...config, etag: { supported: false } })).buffer),
        });
      };
      const connection = connectionForUrl(sandbox.baseUrl, sandbox.loginUrl);
      const plain = new GenesysClient(connection, new TokenProvider(connection, sandbox), { requestsPerMinute: 100_000, fetch: without });
      const [user] = [...made.snapshot.users.values()].filter(({ active }) => active);
      assert.ok(user);
      assert.equal((await plain.refreshUser(user))?.id, user.id);
      assert.equal(await client.refreshUser(user), user, 'with versions it is the very one that was known');
      plain.close();
      assert.deepEqual(
        sent.filter(({ path: at }) => at.endsWith(user.id)).map(({ isConditional, status }) => [isConditional, status]),
        [
          [false, 200],
          [true, 304],
        ],
      );
    });

    it('gives up whole where a group cannot be read: nothing is planned on half of it', async () => {
      const failing = {
        getGroup: () => Promise.reject(new RequestError({ reason: 'serverError', message: 'The service failed.', status: 503 })),
        getUser: client.getUser.bind(client),
        refreshUser: client.refreshUser.bind(client),
        readIfAllowed: client.readIfAllowed.bind(client),
      };
      await assert.rejects(
        recheckPlan(made, failing, never, () => undefined),
        RequestError,
      );
    });
  });
}
