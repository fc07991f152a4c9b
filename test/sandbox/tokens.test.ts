import { strict as assert } from 'node:assert';
import { small, requestToken, TestClient, withSandbox } from './client';

describe('sandbox tokens', () => {
  it('gives a token for the right secret and refuses a wrong one as Genesys does', () =>
    withSandbox({ ...small, tokenSeconds: 300 }, async ({ sandbox }) => {
      const good = await requestToken(sandbox, sandbox.clientSecret);
      assert.deepEqual([good.status, good.body.token_type, good.body.expires_in], [200, 'bearer', 300]);
      const bad = await requestToken(sandbox, 'wrong');
      assert.deepEqual([bad.status, bad.body.error], [401, 'invalid_client']);
      assert.equal(typeof bad.body.description, 'string');
      const grant = await requestToken(sandbox, sandbox.clientSecret, 'grant_type=password');
      assert.deepEqual([grant.status, grant.body.error], [400, 'unsupported_grant_type']);
    }));

  it('answers 401 in the gateway shape without a token, with a wrong one, and with a revoked one', () =>
    withSandbox(small, async (client) => {
      const none = await client.get('/users', { Authorization: '' });
      assert.deepEqual([none.status, none.body.code, none.body.status], [401, 'authentication.required', 401]);
      assert.equal(none.headers.get('ININ-Correlation-Id'), none.body.contextId);
      const wrong = await client.get('/users', { Authorization: 'Bearer nonsense' });
      assert.deepEqual([wrong.status, wrong.body.code], [401, 'bad.credentials']);
      assert.equal((await client.send('DELETE', '/api/v2/tokens/me')).status, 200);
      assert.equal((await client.get('/users')).body.code, 'bad.credentials');
    }));

  it('lets tokens run out', async () => {
    let time = Date.parse('2025-06-01T00:00:00Z');
    await withSandbox({ ...small, tokenSeconds: 300, now: () => new Date(time) }, async (client) => {
      time += 299_000;
      assert.equal((await client.get('/users?count=0')).status, 200);
      time += 1000;
      assert.equal((await client.get('/users?count=0')).status, 401);
      assert.equal((await (await TestClient.of(client.sandbox)).get('/users?count=0')).status, 200);
    });
  });

  it('has the same org and credentials at every start', async () => {
    const seen = new Set<string>();
    for (let start = 0; start < 2; start += 1) {
      await withSandbox(small, async ({ sandbox: { clientId, clientSecret, orgId, oktaToken } }) => {
        seen.add([clientId, clientSecret, orgId, oktaToken].join(' '));
        return Promise.resolve();
      });
    }
    assert.equal(seen.size, 1);
  });
});

describe('sandbox rate limit', () => {
  it('counts any 60 seconds per token and says when to come back', async () => {
    let time = Date.parse('2025-06-01T00:00:00Z');
    await withSandbox({ ...small, requestsPerMinute: 3, now: () => new Date(time) }, async (client) => {
      const statuses: number[] = [];
      for (let sent = 0; sent < 4; sent += 1) {
        statuses.push((await client.get('/users?count=0')).status);
        time += 10_000;
      }
      assert.deepEqual(statuses, [200, 200, 200, 429]);
      const refused = await client.get('/users?count=0');
      assert.equal(refused.headers.get('Retry-After'), '20');
      const { contextId, ...body } = refused.body;
      assert.equal(typeof contextId, 'string');
      assert.deepEqual(body, {
        message: 'Rate limit exceeded the maximum. Retry the request in [20] seconds',
        code: 'too.many.requests.retry.after',
        status: 429,
        details: [],
        errors: [],
      });
      const other = await TestClient.of(client.sandbox);
      assert.equal((await other.get('/users?count=0')).status, 200, 'another token has its own budget');
      time += 20_000;
      assert.equal((await client.get('/users?count=0')).status, 200);
    });
  });

  it('answers 429 to large pages of whole users where the switch says so', () =>
    withSandbox({ ...small, switches: { pageLimit: 25 } }, async (client) => {
      assert.equal((await client.get('/users?count=26')).status, 429);
      assert.equal((await client.get('/users?count=25')).status, 200);
      assert.equal((await client.get('/users?count=50&attributes=userName,displayName')).status, 200);
    }));
});
