import { strict as assert } from 'node:assert';
import { oktaAll, oktaGet, small, withSandbox, type Json } from './client';

async function appId(sandbox: Parameters<typeof oktaGet>[0]): Promise<string> {
  const [app] = (await oktaGet(sandbox, '/api/v1/apps')).body as Json[];
  return String(app?.id);
}

describe('sandbox Okta org', () => {
  it('wants its token', () =>
    withSandbox(small, async ({ sandbox }) => {
      for (const authorization of ['', 'SSWS wrong', `Bearer ${sandbox.oktaToken}`]) {
        const { status, body } = await oktaGet(sandbox, '/api/v1/users', { Authorization: authorization });
        assert.deepEqual([status, (body as Json).errorCode], [401, 'E0000011']);
      }
    }));

  it('serves reads only', () =>
    withSandbox(small, async ({ sandbox }) => {
      const response = await fetch(`${sandbox.oktaUrl}/api/v1/users`, {
        method: 'POST',
        headers: { Authorization: `SSWS ${sandbox.oktaToken}` },
      });
      assert.equal(response.status, 405);
      assert.equal(((await response.json()) as Json).errorCode, 'E0000022');
      for (const path of [
        '/api/v1/users/00uNobody',
        '/api/v1/groups/00gNone',
        '/api/v1/apps/0oaNone',
        '/api/v1/mappings/prmNone',
        '/api/v1/zones',
      ]) {
        const { status, body } = await oktaGet(sandbox, path);
        assert.deepEqual([status, (body as Json).errorCode], [404, 'E0000007'], path);
      }
    }));

  it('leaves deactivated users out unless they are asked for', () =>
    withSandbox({}, async ({ sandbox }) => {
      const usual = await oktaAll(sandbox, '/api/v1/users');
      const left = await oktaAll(sandbox, `/api/v1/users?search=${encodeURIComponent('status eq "DEPROVISIONED"')}`);
      const both = await oktaAll(sandbox, `/api/v1/users?filter=${encodeURIComponent('status eq "STAGED" or status eq "DEPROVISIONED"')}`);
      assert.deepEqual([usual.length, left.length, both.length], [4176, 342, 343]);
      assert.ok(usual.every((user) => user.status !== 'DEPROVISIONED'));
      const all = [...usual, ...left];
      for (const field of ['id', 'login'] as const) {
        assert.equal(new Set(all.map((user) => (field === 'id' ? user.id : (user.profile as Json).login))).size, all.length, field);
      }
      const [someone] = usual;
      assert.deepEqual((await oktaGet(sandbox, `/api/v1/users/${String(someone?.id)}`)).body, someone);
      const byLogin = `/api/v1/users?search=${encodeURIComponent(`profile.login eq "${String((someone?.profile as Json).login)}"`)}`;
      assert.deepEqual((await oktaGet(sandbox, byLogin)).body, [someone]);
      assert.equal((await oktaGet(sandbox, '/api/v1/users?search=lastUpdated%20gt%20"x"')).status, 400);
    }));

  const pages: readonly (readonly [path: string, usual: number, most: number])[] = [
    ['/api/v1/users', 200, 200],
    ['/api/v1/apps/{app}/users', 50, 500],
    ['/api/v1/groups/{serviceDesk}/users', 1000, 1000],
  ];
  it('pages by Link with a cursor that is nobody’s id', () =>
    withSandbox({}, async ({ sandbox }) => {
      const groups = (await oktaGet(sandbox, '/api/v1/groups?q=Service%20Desk')).body as Json[];
      const app = await appId(sandbox);
      for (const [template, usual, most] of pages) {
        const path = template.replace('{app}', app).replace('{serviceDesk}', String(groups[0]?.id));
        const page = await oktaGet(sandbox, path);
        assert.equal((page.body as Json[]).length, usual, path);
        assert.match(page.headers.get('link') ?? '', /rel="self".*rel="next"/);
        assert.ok(page.next?.startsWith(`${sandbox.oktaUrl}${path}?after=`), page.next ?? 'no next page');
        assert.equal(page.next?.includes(String((page.body as Json[]).at(-1)?.id)), false);
        assert.equal(((await oktaGet(sandbox, `${path}?limit=10000`)).body as Json[]).length, most);
        assert.equal(((await oktaGet(sandbox, `${path}?limit=7`)).body as Json[]).length, 7);
        const all = await oktaAll(sandbox, path);
        assert.equal(new Set(all.map((record) => record.id)).size, all.length);
        assert.equal((await oktaGet(sandbox, `${path}?after=guess`)).status, 400);
      }
    }));

  it('counts members only for expand=stats, deactivated ones included', () =>
    withSandbox({}, async ({ sandbox }) => {
      const plain = await oktaAll(sandbox, '/api/v1/groups');
      assert.ok(plain.every((group) => !('_embedded' in group)));
      const groups = await oktaAll(sandbox, '/api/v1/groups?expand=stats');
      assert.equal(groups.length, plain.length);
      const types = new Map<unknown, number>();
      for (const { type } of groups) types.set(type, (types.get(type) ?? 0) + 1);
      assert.deepEqual(
        [...types],
        [
          ['BUILT_IN', 1],
          ['OKTA_GROUP', 40],
          ['APP_GROUP', 37],
        ],
      );
      const byName = new Map(groups.filter(({ type }) => type !== 'APP_GROUP').map((group) => [(group.profile as Json).name, group]));
      for (const [name, count] of [
        ['Support Tier 1', 644],
        ['Service Desk', 2003],
        ['VIP', 14],
        ['Everyone', 4518],
      ] as const) {
        const { id, _embedded: embedded } = byName.get(name) ?? {};
        assert.equal(((embedded as Json).stats as Json).usersCount, count, name);
        assert.equal((await oktaAll(sandbox, `/api/v1/groups/${String(id)}/users`)).length, count, name);
      }
    }));

  it('knows the app, its assignments and its pushes', () =>
    withSandbox({}, async ({ sandbox }) => {
      const app = await appId(sandbox);
      const { body } = await oktaGet(sandbox, `/api/v1/apps/${app}`);
      const { features, credentials } = body as { features: string[]; credentials: Json };
      assert.ok(['PUSH_NEW_USERS', 'PUSH_PROFILE_UPDATES', 'PUSH_USER_DEACTIVATION', 'GROUP_PUSH'].every((one) => features.includes(one)));
      assert.deepEqual(credentials.userNameTemplate, { template: '${source.email}', type: 'BUILT_IN' });
      const users = await oktaAll(sandbox, `/api/v1/apps/${app}/users?limit=500`);
      assert.equal(users.length, 4477);
      assert.equal(users.filter((user) => user.externalId === null).length, 44);
      const [expanded] = (await oktaGet(sandbox, `/api/v1/apps/${app}/users?limit=1&expand=user`)).body as Json[];
      assert.equal(((expanded?._embedded as Json).user as Json).id, expanded?.id);
      const groups = await oktaAll(sandbox, `/api/v1/apps/${app}/groups?expand=group`);
      assert.deepEqual(
        groups.map((group) => (((group._embedded as Json).group as Json).profile as Json).name),
        ['Genesys Cloud Users'],
      );
      const pushes = await oktaAll(sandbox, `/api/v1/apps/${app}/group-push/mappings`);
      assert.equal(pushes.length, 39);
      assert.equal(new Set(pushes.map((push) => push.sourceGroupId)).size, 39);
      assert.deepEqual(
        pushes.flatMap(({ status, errorSummary }) => (status === 'ACTIVE' ? [] : [[status, errorSummary !== undefined]])),
        [
          ['ERROR', true],
          ['INACTIVE', false],
        ],
      );
    }));

  it('tells mappings with expressions one by one only, and the schema', () =>
    withSandbox(small, async ({ sandbox }) => {
      const app = await appId(sandbox);
      const mappings = await oktaAll(sandbox, '/api/v1/mappings');
      assert.ok(mappings.every((mapping) => !('properties' in mapping)));
      const toApp = await oktaAll(sandbox, `/api/v1/mappings?targetId=${app}`);
      assert.deepEqual([mappings.length, toApp.length], [2, 1]);
      const mapping = (await oktaGet(sandbox, `/api/v1/mappings/${String(toApp[0]?.id)}`)).body as { properties: Json; target: Json };
      assert.equal(mapping.target.type, 'appuser');
      const schema = (await oktaGet(sandbox, `/api/v1/meta/schemas/apps/${app}/default`)).body as {
        definitions: { custom: { properties: Json } };
      };
      assert.deepEqual(Object.keys(mapping.properties).sort(), Object.keys(schema.definitions.custom.properties).sort());
    }));

  it('knows the user schema', () =>
    withSandbox(small, async ({ sandbox }) => {
      const { body } = await oktaGet(sandbox, '/api/v1/meta/schemas/user/default');
      const { definitions } = body as { definitions: Record<'base' | 'custom', { properties: Json }> };
      assert.equal(Object.keys(definitions.base.properties).length, 31);
      const [someone] = (await oktaGet(sandbox, '/api/v1/users?limit=1')).body as { profile: Json }[];
      const known = new Set(Object.values(definitions).flatMap(({ properties }) => Object.keys(properties)));
      assert.deepEqual(
        Object.keys(someone?.profile ?? {}).filter((name) => !known.has(name)),
        [],
      );
    }));

  it('forgets a cursor when its time is over, if it was told to', async () => {
    let time = Date.parse('2025-06-01T00:00:30Z');
    const now = (): Date => new Date(time);
    for (const [seconds, after, status] of [
      [null, 3_600_000, 200],
      [60, 60_000, 200],
      [60, 61_000, 400],
    ] as const) {
      await withSandbox({ ...small, switches: { oktaCursorSeconds: seconds }, now }, async ({ sandbox }) => {
        const { next, headers } = await oktaGet(sandbox, '/api/v1/users?limit=1');
        assert.equal(headers.get('date'), now().toUTCString());
        time += after;
        const answer = await oktaGet(sandbox, next ?? '');
        assert.equal(answer.status, status);
        if (status === 400) assert.equal((answer.body as Json).errorCode, 'E0000001');
      });
    }
  });

  it('counts requests by the clock minute and says so', async () => {
    let time = Date.parse('2025-06-01T00:00:30Z');
    await withSandbox({ ...small, oktaRequestsPerMinute: 2, now: () => new Date(time) }, async ({ sandbox }) => {
      const rate = ({ status, headers }: { status: number; headers: Headers }): readonly unknown[] => [
        status,
        ...['limit', 'remaining', 'reset'].map((name) => headers.get(`x-rate-limit-${name}`)),
      ];
      const reset = String(Date.parse('2025-06-01T00:01:00Z') / 1000);
      assert.deepEqual(rate(await oktaGet(sandbox, '/api/v1/users?limit=1')), [200, '2', '1', reset]);
      assert.deepEqual(rate(await oktaGet(sandbox, '/api/v1/users?limit=1')), [200, '2', '0', reset]);
      const refused = await oktaGet(sandbox, '/api/v1/users?limit=1');
      assert.deepEqual(rate(refused), [429, '2', '0', reset]);
      assert.equal((refused.body as Json).errorCode, 'E0000047');
      assert.equal((refused.body as Json).errorSummary, 'API call exceeded rate limit due to too many requests.');
      time += 30_000;
      assert.equal((await oktaGet(sandbox, '/api/v1/users?limit=1')).status, 200);
    });
  });
});
