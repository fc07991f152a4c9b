import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GenesysClient } from '../../src/genesys/client';
import { connectionForUrl } from '../../src/genesys/regions';
import { TokenProvider } from '../../src/genesys/tokenProvider';
import type { GroupPlan, Plan } from '../../src/plan/plan';
import { planId } from '../../src/plan/planFile';
import { defaultSettings } from '../../src/plan/settings';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import type { Sandbox } from '../../src/sandbox/sandbox';
import { startSandbox } from '../../src/sandbox/sandbox';
import { planGroupsAgain, plannedAgainWords, type PlannedFrom } from '../../src/vscode/planAgain';
import { PlanChecks } from '../../src/vscode/planChecks';
import { runPlan } from '../../src/vscode/planRun';
import { TestClient } from '../sandbox/client';

describe('Planning a group again', () => {
  let sandbox: Sandbox;
  let folder: string;
  let client: GenesysClient;
  let made: PlannedFrom;
  const never = new AbortController().signal;

  before(async () => {
    sandbox = await startSandbox({ requestsPerMinute: 0 });
    folder = await mkdtemp(path.join(tmpdir(), 'scim-preflight-again-'));
    await writeSampleExport(folder, { form: 'json' });
    const connection = connectionForUrl(sandbox.baseUrl, sandbox.loginUrl);
    client = new GenesysClient(connection, new TokenProvider(connection, sandbox), { requestsPerMinute: 100_000 });
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
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  });

  const groupOf = (plan: Plan, name: string): GroupPlan => {
    const group = plan.groups.find((each) => each.name === name);
    assert.ok(group, name);
    return group;
  };
  const again = (from: PlannedFrom, name: string) =>
    planGroupsAgain(from, [groupOf(from.plan, name)], client, never, '2026-11-23T15:00:00.000Z');

  it('changes nothing but a word about it where nothing moved', async () => {
    const { plan } = await again(made, 'VIP');
    assert.deepEqual(plan.groups, made.plan.groups);
    assert.deepEqual(plan.users, made.plan.users);
    assert.equal(plan.createdAt, made.plan.createdAt);
    const said = '"VIP" was read again 2026-11-23 15:00 UTC; everything else is as it was read for this plan.';
    assert.deepEqual(plan.assumptions, [...made.plan.assumptions, said]);
    assert.equal(plan.id, planId(plan));
    assert.notEqual(plan.id, made.plan.id);
    const words = plannedAgainWords([groupOf(made.plan, 'VIP')], made.plan, plan);
    assert.match(
      words,
      /^"VIP" has the members that it was planned on: −6 \+0, as before\. The other \d+ groups keep their plan of 2026-11-23 12:00 UTC\.$/,
    );
  });

  it('plans it on the members of now, newcomers included, and leaves every other group and its checks', async () => {
    const vip = groupOf(made.plan, 'VIP');
    const id = vip.genesysGroupId ?? '';
    const [gone] = vip.removals;
    assert.ok(gone);
    const scim = await TestClient.of(sandbox);
    const created = await scim.send('POST', '/users', { body: { userName: 'late.comer@contoso.example', displayName: 'Late Comer' } });
    const newcomer = String(created.body.id);
    await client.patchMembers(id, { op: 'remove', ids: [gone.genesysUserId] }, null);
    await client.patchMembers(id, { op: 'add', ids: [newcomer] }, null);
    // Another hand moved a group that is not asked for: it stays as it was planned, and is found stale when it is applied.
    const other = groupOf(made.plan, 'Support Tier 1');
    await client.patchMembers(other.genesysGroupId ?? '', { op: 'add', ids: [newcomer] }, null);

    const checks = new PlanChecks();
    checks.show(made.plan);
    const some = other.removals.slice(0, 12).map(({ genesysUserId }) => genesysUserId);
    checks.setPeople(other, some, true);
    checks.set(vip, true);
    const { plan, snapshot } = await again(made, 'VIP');
    checks.show(plan);
    assert.deepEqual(
      plan.groups.filter(({ name }) => name !== 'VIP'),
      made.plan.groups.filter(({ name }) => name !== 'VIP'),
    );
    const now = groupOf(plan, 'VIP');
    const removed = now.removals.map(({ genesysUserId }) => genesysUserId);
    assert.ok(!removed.includes(gone.genesysUserId) && removed.includes(newcomer));
    assert.equal(now.removals.find(({ genesysUserId }) => genesysUserId === newcomer)?.userName, 'late.comer@contoso.example');
    assert.equal(now.removals.length, vip.removals.length);
    assert.equal(snapshot.groups.get(id)?.members?.length, vip.members);
    assert.equal(snapshot.takenAt, made.snapshot.takenAt);
    assert.deepEqual([...checks.choiceOf(groupOf(plan, 'Support Tier 1'))], some);
    assert.equal(checks.isChecked(now), false);
    assert.match(
      plannedAgainWords([vip], made.plan, plan),
      /^"VIP" was planned again: −6 \+0 then, −6 \+0 now\. Check it again to apply it\. The other \d+ groups keep their plan of 2026-11-23 12:00 UTC\.$/,
    );

    const twice = await again({ ...made, plan, snapshot }, 'Support Tier 1');
    const readAgain = twice.plan.assumptions.filter((words) => words.includes('was read again'));
    assert.deepEqual(
      readAgain.map((words) => words.split('"')[1]),
      ['VIP', 'Support Tier 1'],
    );
    assert.equal(groupOf(twice.plan, 'Support Tier 1').removals.length, other.removals.length + 1);
    assert.deepEqual(groupOf(twice.plan, 'VIP'), now);
  });

  it('says of a group that has gone that there is none', async () => {
    const reader: Parameters<typeof planGroupsAgain>[2] = {
      getGroup: () => Promise.resolve(null),
      getUser: (...asked) => client.getUser(...asked),
      readIfAllowed: (...asked) => client.readIfAllowed(...asked),
    };
    const vip = groupOf(made.plan, 'VIP');
    const { plan } = await planGroupsAgain(made, [vip], reader, never);
    assert.match(plannedAgainWords([vip], made.plan, plan), /^"VIP" was planned again: Okta’s group has no Genesys group any more\./);
    assert.equal(groupOf(plan, 'VIP').match, 'missing');
  });
});
