import assert from 'node:assert/strict';
import { RequestError, type RequestErrorReason } from '../../src/http/requestError';
import { connectionForUrl } from '../../src/genesys/regions';
import { requestToken, type Token } from '../../src/genesys/token';
import { TokenProvider } from '../../src/genesys/tokenProvider';
import { FakeClock } from '../http/fakeClock';
import { type Loopback, type Received, type Reply, startLoopback } from '../http/loopback';
import { credentials, errorBody } from './testOrg';

const given: Reply = { json: { access_token: 'token-1', token_type: 'bearer', expires_in: 86_400 } };

describe('requestToken', () => {
  let server: Loopback;
  let replies: Reply[] = [];
  const clock = new FakeClock();

  before(async () => (server = await startLoopback(() => replies.shift() ?? given)));
  after(() => server.close());
  beforeEach(() => {
    replies = [];
    server.received.length = 0;
  });

  const ask = (signal?: AbortSignal) => requestToken(connectionForUrl(server.url), credentials, { clock, signal });

  it('asks by client credentials with Basic authentication, and keeps the times', async () => {
    const now = clock.now();
    const token = await ask();
    assert.deepEqual(token, {
      accessToken: 'token-1',
      issuedAt: new Date(now).toISOString(),
      expiresAt: new Date(now + 86_400_000).toISOString(),
    });
    const [request] = server.received;
    assert.equal(request?.method, 'POST');
    assert.equal(request.path, '/oauth/token');
    assert.equal(request.body, 'grant_type=client_credentials');
    assert.equal(
      request.headers.authorization,
      `Basic ${Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString('base64')}`,
    );
  });

  const failures: readonly [what: string, reply: Reply, reason: RequestErrorReason, words: RegExp][] = [
    [
      'a wrong secret',
      { status: 401, json: { error: 'invalid_client', description: 'client authentication failed' } },
      'badCredentials',
      /client id and secret.*Admin > Integrations > OAuth.*Genesys answered 401 invalid_client: client authentication failed/,
    ],
    [
      'an unknown client',
      { status: 400, json: { error: 'invalid_client', error_description: 'client not found' } },
      'badCredentials',
      /400 invalid_client: client not found/,
    ],
    [
      'a web page',
      { text: '<!doctype html><title>Sign in\nto Contoso</title>', headers: { 'content-type': 'text/html' } },
      'notGenesys',
      /web page.*http\.proxy.*"Sign in to Contoso"/,
    ],
    ["a proxy's refusal", { status: 403, text: '<html><title>Blocked</title></html>' }, 'notGenesys', /web page.*"Blocked"/],
    ['a proxy that wants a password', { status: 407, text: '' }, 'proxy', /http\.proxy/],
    [
      'a host that knows no such path',
      { status: 404, json: { nothing: 'here' } },
      'notGenesys',
      /not the Genesys Cloud API.*region or base URL/,
    ],
    ['JSON without a token', { json: { hello: 'world' } }, 'notGenesys', /not the Genesys Cloud API/],
    ['a token without a lifetime', { json: { access_token: 'x' } }, 'notGenesys', /not the Genesys Cloud API/],
    ['plain text', { text: 'it works' }, 'notGenesys', /not the Genesys Cloud API/],
    [
      'another host',
      { status: 302, headers: { location: 'https://login.evil.example/oauth/token' } },
      'redirect',
      /login\.evil\.example.*not followed/,
    ],
    ['another port', { status: 307, headers: { location: 'http://127.0.0.1:1/oauth/token' } }, 'redirect', /127\.0\.0\.1:1/],
  ];
  for (const [what, reply, reason, words] of failures) {
    it(`says ${reason} of ${what}`, async () => {
      replies = [reply];
      await assert.rejects(ask(), (error) => {
        assert.ok(error instanceof RequestError);
        assert.equal(error.reason, reason);
        assert.match(error.message, words);
        return true;
      });
      assert.equal(server.received.length, 1, 'it is not tried again');
    });
  }

  it('follows a redirect on the same host when the request may be repeated', async () => {
    replies = [{ status: 307, headers: { location: '/oauth/token/' } }];
    assert.equal((await ask()).accessToken, 'token-1');
    assert.deepEqual(
      server.received.map((request) => request.path),
      ['/oauth/token', '/oauth/token/'],
    );
  });

  it('tries again after a 429, a 503 and a lost connection', async () => {
    replies = [
      errorBody(429, 'too.many.requests', 'slow down', { 'retry-after': '7' }),
      { status: 503, text: '<html>busy</html>' },
      { fault: 'reset' },
    ];
    assert.equal((await ask()).accessToken, 'token-1');
    assert.equal(server.received.length, 4);
    assert.ok(clock.sleeps.some((sleep) => sleep >= 7000 && sleep <= 7500));
  });

  it('never repeats the secret, even where the server echoes it', async () => {
    const basic = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString('base64');
    replies = [{ status: 400, json: { error: 'invalid_client', error_description: `${credentials.clientSecret} and ${basic} are wrong` } }];
    await assert.rejects(ask(), (error) => {
      assert.ok(error instanceof RequestError);
      const text = `${error.message}${error.detail ?? ''}${error.stack ?? ''}`;
      assert.ok(!text.includes(credentials.clientSecret) && !text.includes(basic));
      return true;
    });
  });

  it('can be cancelled', async () => {
    replies = [{ fault: 'hang' }];
    const controller = new AbortController();
    const asked = ask(controller.signal);
    setImmediate(() => controller.abort());
    await assert.rejects(asked, { name: 'AbortError' });
  });

  it('says that nothing listens, and that https is not spoken', async () => {
    const closed = await startLoopback(() => given);
    await closed.close();
    await assert.rejects(requestToken(connectionForUrl(closed.url), credentials, { clock }), { reason: 'network' });
    const plain = connectionForUrl(server.url.replace('http:', 'https:'));
    await assert.rejects(requestToken(plain, credentials, { clock }), { reason: 'tls' });
  });
});

describe('TokenProvider', () => {
  let server: Loopback;
  let answer: (request: Received, index: number) => Reply;
  let clock: FakeClock;

  before(async () => {
    let index = 0;
    server = await startLoopback((request) => answer(request, index++));
  });
  after(() => server.close());
  beforeEach(() => {
    let tokens = 0;
    answer = (request) =>
      request.method === 'DELETE' ? { status: 200 } : { json: { access_token: `token-${++tokens}`, expires_in: 3600 } };
    clock = new FakeClock();
    server.received.length = 0;
  });

  const provider = (more: { initial?: Token; onToken?: (token: Token) => void } = {}) =>
    new TokenProvider(connectionForUrl(server.url), credentials, { clock, ...more });

  it('shares one request among concurrent needs, and keeps the token', async () => {
    const tokens = provider();
    const got = await Promise.all([tokens.get(), tokens.get(), tokens.get()]);
    assert.deepEqual(new Set(got.map((token) => token.accessToken)), new Set(['token-1']));
    assert.equal((await tokens.get()).accessToken, 'token-1');
    assert.equal(server.received.length, 1);
  });

  it('renews a minute before it runs out', async () => {
    const tokens = provider();
    await tokens.get();
    clock.pass(3_539_000);
    assert.equal((await tokens.get()).accessToken, 'token-1');
    clock.pass(2000);
    assert.equal((await tokens.get()).accessToken, 'token-2');
  });

  it('renews once for all who were refused the same token', async () => {
    const tokens = provider();
    const stale = await tokens.get();
    const renewed = await Promise.all([tokens.renew(stale), tokens.renew(stale)]);
    assert.deepEqual(
      renewed.map((token) => token.accessToken),
      ['token-2', 'token-2'],
    );
    assert.equal((await tokens.renew(stale)).accessToken, 'token-2', 'somebody has renewed it already');
  });

  it('uses a token that was kept, while it is good, and hands on new ones', async () => {
    const kept = {
      accessToken: 'kept',
      issuedAt: new Date(clock.now()).toISOString(),
      expiresAt: new Date(clock.now() + 3_600_000).toISOString(),
    };
    const handed: string[] = [];
    const tokens = provider({ initial: kept, onToken: (token) => handed.push(token.accessToken) });
    assert.equal((await tokens.get()).accessToken, 'kept');
    clock.pass(3_600_000);
    assert.equal((await tokens.get()).accessToken, 'token-1');
    assert.deepEqual(handed, ['token-1']);
  });

  it('asks anew after a failure', async () => {
    const tokens = provider();
    const usual = answer;
    answer = () => ({ status: 401, json: { error: 'invalid_client' } });
    await assert.rejects(tokens.get(), { reason: 'badCredentials' });
    answer = usual;
    assert.equal((await tokens.get()).accessToken, 'token-1');
  });

  it('goes on for those who still wait when one of them is cancelled', async () => {
    const tokens = provider();
    const controller = new AbortController();
    const [cancelled, other] = [tokens.get(controller.signal), tokens.get()];
    controller.abort();
    await assert.rejects(cancelled, { name: 'AbortError' });
    assert.equal((await other).accessToken, 'token-1');
    assert.equal(server.received.length, 1);
  });

  it('starts a new request for whoever comes after all others were cancelled', async () => {
    const tokens = provider();
    const controller = new AbortController();
    const cancelled = tokens.get(controller.signal);
    controller.abort();
    await assert.rejects(cancelled, { name: 'AbortError' });
    assert.match((await tokens.get()).accessToken, /^token-/);
  });

  it('revokes the token at Genesys and forgets it', async () => {
    const tokens = provider();
    await tokens.get();
    await tokens.revoke();
    const last = server.received.at(-1);
    assert.deepEqual([last?.method, last?.path, last?.headers.authorization], ['DELETE', '/api/v2/tokens/me', 'Bearer token-1']);
    assert.equal(tokens.current, null);
    await tokens.revoke();
    assert.equal(server.received.length, 2, 'there is nothing left to revoke');
  });

  it('says so when Genesys does not confirm that a token is revoked', async () => {
    const tokens = provider();
    await tokens.get();
    answer = () => errorBody(500, 'internal', 'no');
    await assert.rejects(tokens.revoke(), { reason: 'serverError' });
  });
});
