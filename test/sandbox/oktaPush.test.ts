import { strict as assert } from 'node:assert';
import { PushError, pushLikeOkta, readPushedSet, type PushStep } from '../../src/sandbox/oktaPush';
import { withSandbox, type TestClient } from './client';

async function push(client: TestClient, group: string, model: 'replace' | 'batched'): Promise<readonly PushStep[]> {
  const { oktaUrl, oktaToken, baseUrl } = client.sandbox;
  const members = await readPushedSet({ oktaUrl, oktaToken, group });
  return pushLikeOkta({ baseUrl, accessToken: client.token, group, members, model });
}

async function membersOf(client: TestClient, name: string): Promise<readonly string[]> {
  return client.memberIds(String((await client.group(name)).id));
}

describe('a push as Okta sends it', () => {
  it('replaces the members of VIP by the pushed set in one request', () =>
    withSandbox({}, async (client) => {
      const before = await membersOf(client, 'VIP');
      const steps = await push(client, 'VIP', 'replace');
      assert.deepEqual(
        steps.map(({ method, members, status }) => [method, members, status]),
        [
          ['GET', 0, 200],
          ['PATCH', 0, 200],
          ['PATCH', 14, 200],
        ],
      );
      const after = await membersOf(client, 'VIP');
      assert.equal(before.filter((id) => !after.includes(id)).length, 6);
      assert.equal(after.filter((id) => !before.includes(id)).length, 0);
    }));

  it('is blocked where it would take 1,240 people out at once', () =>
    withSandbox({}, async (client) => {
      const before = await membersOf(client, 'Support Tier 1');
      const steps = await push(client, 'Support Tier 1', 'replace');
      // 275 who are in Genesys, and one whose account Okta holds though it is gone there.
      assert.deepEqual([steps.at(-1)?.status, steps.at(-1)?.members], [400, 276]);
      assert.match(steps.at(-1)?.refusal ?? '', /1240/);
      assert.deepEqual(await membersOf(client, 'Support Tier 1'), before);
    }));

  it('in batches empties a group in perfect step for a time, and is blocked on the way in the large one', () =>
    withSandbox({}, async (client) => {
      const steps = await push(client, 'Service Desk', 'batched');
      assert.deepEqual([steps.length, steps.at(-1)?.status, steps.at(-1)?.members], [3, 400, 256]);
      assert.match(steps.at(-1)?.refusal ?? '', /1744/);
    }));

  it('in batches ends with the pushed set', () =>
    withSandbox({ users: 1200, groups: 4 }, async (client) => {
      const { oktaUrl, oktaToken } = client.sandbox;
      const group = 'All Agents';
      const pushed = await readPushedSet({ oktaUrl, oktaToken, group });
      const steps = await push(client, group, 'batched');
      assert.ok(steps.length > 4);
      assert.deepEqual(
        steps.slice(2, -1).map(({ members, status }) => [members, status]),
        new Array(steps.length - 3).fill([256, 200]),
      );
      assert.deepEqual([...(await membersOf(client, group))].sort(), pushed.map(({ value }) => value).sort());
    }));

  it('pushes "Billing" onto "billing", whose name stays', () =>
    withSandbox({}, async (client) => {
      const steps = await push(client, 'Billing', 'replace');
      assert.ok(steps.every(({ status }) => status === 200));
      assert.equal((await client.group('billing')).displayName, 'billing');
    }));

  it('says which groups there are not', () =>
    withSandbox({}, async (client) => {
      for (const [group, why] of [
        ['Chat Night Shift', /no group named "Chat Night Shift"/],
        ['Escalations', /2 groups named "Escalations"/],
      ] as const) {
        await assert.rejects(push(client, group, 'replace'), (error) => error instanceof PushError && why.test(error.message));
      }
      const { oktaUrl, oktaToken } = client.sandbox;
      await assert.rejects(readPushedSet({ oktaUrl, oktaToken, group: 'Nothing' }), PushError);
    }));
});
