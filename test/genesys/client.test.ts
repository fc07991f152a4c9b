import assert from 'node:assert/strict';
import { RequestError, type RequestErrorReason } from '../../src/http/requestError';
import type { Reply } from '../http/loopback';
import { credentials, errorBody, group, type Rig, scimError, startRig, user, users } from './testOrg';

describe('GenesysClient', () => {
  let rig: Rig;
  beforeEach(async () => (rig = await startRig()));
  afterEach(() => rig.close());

  const api = () => rig.server.received.filter((request) => request.path !== '/oauth/token');

  it('asks for a page as Genesys documents it, and for what makes a resource one', async () => {
    rig.org.active = users(3);
    const page = await rig.client.listUsers({ active: true, startIndex: 2, count: 25, attributes: ['title'] });
    assert.deepEqual([page.totalResults, page.Resources?.map((one) => one.id)], [3, ['user-0002', 'user-0003']]);
    const [request] = api();
    assert.equal(request?.path, '/api/v2/scim/users');
    assert.equal(request.headers.authorization, 'Bearer token-abcdef');
    assert.deepEqual(request.query.getAll('attributes'), ['id', 'userName', 'active', 'title']);
    assert.equal(request.query.get('filter'), null);
  });

  it('asks for inactive users by the documented filter', async () => {
    await rig.client.listUsers({ active: false, startIndex: 1, count: 25 });
    assert.equal(api()[0]?.query.get('filter'), 'active eq false');
  });

  it('refuses two filters at once', async () => {
    await assert.rejects(rig.client.listUsers({ active: false, startIndex: 1, count: 25, filter: 'id eq "1"' }), RangeError);
  });

  it('keeps the text of a filter as it was built', async () => {
    const filter = 'displayName eq "R&D + \\"Tier 1\\" %20 é"';
    await rig.client.listGroups({ startIndex: 1, count: 25, filter });
    assert.equal(api()[0]?.query.get('filter'), filter);
  });

  it('encodes an id in a path', async () => {
    await rig.client.getUser('a/../b?c');
    assert.equal(api()[0]?.path, '/api/v2/scim/users/a/../b?c');
  });

  it('gives null only where Genesys itself says 404', async () => {
    assert.equal(await rig.client.getUser('nobody'), null);
    assert.equal(await rig.client.getGroup('none'), null);
    rig.org.intercept = () => errorBody(404, 'not.found', 'The SCIM user was not found');
    assert.equal(await rig.client.getUser('nobody'), null);
    const foreign: readonly [Reply, RequestErrorReason][] = [
      [{ status: 404, text: '<html>Not found</html>' }, 'notGenesys'],
      [{ status: 404, text: '' }, 'notFound'],
      [{ status: 404, json: { nothing: true } }, 'notFound'],
    ];
    for (const [reply, reason] of foreign) {
      rig.org.intercept = () => reply;
      await assert.rejects(rig.client.getUser('nobody'), { name: 'RequestError', reason });
    }
  });

  it('refuses a resource other than the one that was asked for', async () => {
    rig.org.intercept = (request) => (request.path.endsWith('/user-0001') ? { json: user(2) } : undefined);
    await assert.rejects(rig.client.getUser('user-0001'), { reason: 'badAnswer' });
  });

  describe('believes no answer that is not what it should be', () => {
    const bad: readonly [what: string, answer: unknown][] = [
      ['no totalResults', { Resources: [] }],
      ['totalResults that are a text', { totalResults: '3', Resources: [] }],
      ['negative totalResults', { totalResults: -1, Resources: [] }],
      ['Resources that are no list', { totalResults: 1, Resources: {} }],
      ['a user without an id', { totalResults: 1, Resources: [{ userName: 'a', active: true }] }],
      ['a user with a number for an id', { totalResults: 1, Resources: [{ id: 7, userName: 'a', active: true }] }],
      ['a user whose active is a text', { totalResults: 1, Resources: [{ id: '7', userName: 'a', active: 'false' }] }],
      ['a user without active', { totalResults: 1, Resources: [{ id: '7', userName: 'a' }] }],
      ['e-mails that are no list', { totalResults: 1, Resources: [{ id: '7', userName: 'a', active: true, emails: 'a@b' }] }],
      [
        'a phone number that is a number',
        { totalResults: 1, Resources: [{ id: '7', userName: 'a', active: true, phoneNumbers: [{ value: 1 }] }] },
      ],
      ['an array', []],
      ['null', null],
    ];
    for (const [what, answer] of bad) {
      it(what, async () => {
        rig.org.intercept = (request) => (request.path.includes('/users') ? { json: answer } : undefined);
        await assert.rejects(rig.client.listUsers({ active: true, startIndex: 1, count: 25 }), {
          name: 'RequestError',
          reason: 'badAnswer',
        });
        assert.equal(api().length, 1);
      });
    }

    it('members without an id', async () => {
      rig.org.intercept = (request) =>
        request.path.includes('/groups') ? { json: { id: 'g', displayName: 'G', members: [{ display: 'Anna' }] } } : undefined;
      await assert.rejects(rig.client.getGroup('g'), { reason: 'badAnswer' });
    });
  });

  const failures: readonly [what: string, reply: Reply, reason: RequestErrorReason, words: RegExp][] = [
    [
      'a missing permission',
      errorBody(403, 'missing.any.permissions', 'no'),
      'forbidden',
      /lacks directory:group:edit.*SCIM Integration.*403 missing\.any\.permissions.*correlation id context-1/,
    ],
    ["an address that is not the org's", errorBody(403, 'ip.not.authorized', 'no'), 'forbidden', /allowed addresses/],
    [
      'a filter that it does not know',
      scimError(400, 'invalidFilter', 'unsupported attribute'),
      'refused',
      /400 invalidFilter: unsupported attribute/,
    ],
    ['a stale version as 400', scimError(400, 'invalidVers', 'version'), 'conflict', /Somebody else/],
    ['a stale version as 409', scimError(409, '', 'Version does not match current version.'), 'conflict', /Somebody else/],
    ['a stale version as 412', { status: 412, text: '' }, 'conflict', /Somebody else/],
    [
      'a web page',
      { text: '<html><title>Welcome</title>', headers: { 'content-type': 'text/html' } },
      'notGenesys',
      /web page.*read the groups.*"Welcome"/,
    ],
    ['a redirect', { status: 302, headers: { location: 'https://signin.example/' } }, 'redirect', /signin\.example/],
    ['a redirect in a circle', { status: 302, headers: { location: '/api/v2/scim/groups' } }, 'redirect', /circle/],
  ];
  for (const [what, reply, reason, words] of failures) {
    it(`says ${reason} of ${what}, and does not ask again`, async () => {
      rig.org.intercept = (request) => (request.path.includes('/groups') ? reply : undefined);
      await assert.rejects(rig.client.listGroups({ startIndex: 1, count: 25 }), (error) => {
        assert.ok(error instanceof RequestError);
        assert.equal(error.reason, reason);
        assert.match(error.message, words);
        return true;
      });
      assert.equal(rig.client.statistics.retries, 0);
    });
  }

  const passing: readonly [what: string, reply: Reply][] = [
    ['429', errorBody(429, 'too.many.requests.retry.after', 'wait', { 'retry-after': '42' })],
    ['408', errorBody(408, 'client.timeout', 'slow')],
    ['500', errorBody(500, 'internal.server.error', 'oops')],
    ["502 with a gateway's page", { status: 502, text: '<html>Bad gateway</html>' }],
    ['503', { status: 503, text: '' }],
    ['504', errorBody(504, 'gateway.timeout', 'slow')],
    ['a reset connection', { fault: 'reset' }],
    ['an answer that is cut', { fault: 'cut', json: { totalResults: 0, Resources: [] } }],
    ['JSON that breaks off', { text: '{"totalResults":0,"Resour', headers: { 'content-type': 'application/json' } }],
  ];
  for (const [what, reply] of passing) {
    it(`asks again after ${what}`, async () => {
      rig.org.active = users(2);
      let times = 0;
      rig.org.intercept = (request) => (request.path.includes('/users') && times++ < 2 ? reply : undefined);
      const page = await rig.client.listUsers({ active: true, startIndex: 1, count: 25 });
      assert.equal(page.totalResults, 2);
      assert.deepEqual([rig.client.statistics.requests, rig.client.statistics.retries], [3, 2]);
    });
  }

  it('waits as long as Genesys says, and lets nobody else ask meanwhile', async () => {
    let times = 0;
    rig.org.intercept = (request) =>
      request.path.includes('/users') && times++ < 1 ? errorBody(429, 'too.many', 'x', { 'retry-after': '42' }) : undefined;
    const before = rig.clock.now();
    await rig.client.listUsers({ active: true, startIndex: 1, count: 25 });
    assert.equal(rig.clock.now() - before, 42_000);
    assert.ok(rig.client.statistics.waitedMs >= 42_000);
  });

  it('gives up when the trouble does not end', async () => {
    rig.org.intercept = (request) => (request.path.includes('/users') ? { status: 503, text: '' } : undefined);
    await assert.rejects(rig.client.listUsers({ active: true, startIndex: 1, count: 25 }), { reason: 'serverError', status: 503 });
    assert.equal(api().length, 8);
  });

  it('does not outwait its deadline', async () => {
    rig.org.intercept = (request) => (request.path.includes('/users') ? errorBody(429, 'x', 'x', { 'retry-after': '3600' }) : undefined);
    await assert.rejects(rig.client.listUsers({ active: true, startIndex: 1, count: 25 }), {
      reason: 'rateLimited',
      retryAfterMs: 3_600_000,
    });
    assert.equal(api().length, 1);
  });

  it('ends a request that never answers, and asks again', async () => {
    const slow = await startRig({ timeoutMs: 30 });
    let times = 0;
    slow.org.intercept = (request) => (request.path.includes('/users') && times++ < 1 ? { fault: 'hang' } : undefined);
    await slow.client.listUsers({ active: true, startIndex: 1, count: 25 });
    assert.equal(slow.client.statistics.retries, 1);
    await slow.close();
  });

  it('reads no endless answer', async () => {
    const narrow = await startRig({ maxBodyBytes: 1000 });
    narrow.org.active = users(20);
    await assert.rejects(narrow.client.listUsers({ active: true, startIndex: 1, count: 25 }), { reason: 'tooLarge' });
    await narrow.close();
  });

  it('renews the token once after a 401', async () => {
    let refused = 0;
    rig.org.intercept = (request) =>
      request.path.includes('/users') && refused++ < 1 ? errorBody(401, 'bad.credentials', 'expired') : undefined;
    await rig.client.listUsers({ active: true, startIndex: 1, count: 25 });
    assert.equal(rig.server.received.filter((request) => request.path === '/oauth/token').length, 2);
  });

  it('says so when even a fresh token is refused', async () => {
    rig.org.intercept = (request) => (request.path.includes('/users') ? errorBody(401, 'authentication.required', 'no') : undefined);
    await assert.rejects(rig.client.listUsers({ active: true, startIndex: 1, count: 25 }), { reason: 'unauthorized' });
    assert.equal(api().length, 2);
  });

  it('asks for smaller pages, and not later, when a large one is refused', async () => {
    rig.org.active = users(150);
    rig.org.intercept = (request) =>
      request.path.includes('/users') && Number(request.query.get('count')) > 100
        ? errorBody(429, 'too.many', 'x', { 'retry-after': '60' })
        : undefined;
    const page = await rig.client.listUsers({ active: true, startIndex: 1, count: 500 });
    assert.equal(page.Resources?.length, 100);
    assert.deepEqual(rig.clock.sleeps, []);
    await rig.client.listUsers({ active: true, startIndex: 101, count: 500 });
    assert.deepEqual(
      api().map((request) => request.query.get('count')),
      ['500', '200', '100', '100'],
    );
    assert.equal(rig.client.pageSizes.users.current, 100);
  });

  it('reads the name of the org, or null where it may not', async () => {
    rig.org.intercept = (request) =>
      request.path === '/api/v2/organizations/me' ? { json: { id: 'org-1', name: 'Contoso CX' } } : undefined;
    assert.deepEqual(await rig.client.getOrganization(), { id: 'org-1', name: 'Contoso CX' });
    for (const reply of [errorBody(403, 'missing.permissions', 'no'), { status: 404, text: 'Cannot GET' }, { json: {} }]) {
      rig.org.intercept = (request) => (request.path === '/api/v2/organizations/me' ? reply : undefined);
      assert.equal(await rig.client.getOrganization(), null);
    }
  });

  it('knows by how much the clocks differ', async () => {
    rig.org.intercept = (request) => ({
      headers: { date: new Date(rig.clock.now() + 90_000).toUTCString() },
      ...rig.org.answerPlain(request),
    });
    assert.equal(rig.client.clockSkewMs, null);
    await rig.client.listUsers({ active: true, startIndex: 1, count: 25 });
    assert.ok(Math.abs(Number(rig.client.clockSkewMs) - 90_000) <= 1000);
  });

  it('is cancelled at once, in a request and in a wait', async () => {
    for (const reply of [{ fault: 'hang' }, errorBody(429, 'x', 'x', { 'retry-after': '60' })] as const) {
      const controller = new AbortController();
      rig.org.intercept = (request) => {
        if (!request.path.includes('/users')) return undefined;
        setImmediate(() => controller.abort());
        return reply;
      };
      await assert.rejects(rig.client.listUsers({ active: true, startIndex: 1, count: 25 }, controller.signal), { name: 'AbortError' });
    }
  });

  it('logs a line for each request, with an id that the server sees, and no secrets or filter values', async () => {
    rig.org.groups = [group(1, [])];
    await rig.client.listUsers({ active: null, startIndex: 1, count: 25, filter: 'userName eq "anna.berg@contoso.example"' });
    const [request] = api();
    const line = rig.log.find((one) => one.includes('/api/v2/scim/users')) ?? '';
    assert.ok(line.startsWith(String(request?.headers['x-request-id'])));
    assert.match(line, /GET .*filter=userName eq ….* → 200/);
    const everything = rig.log.join('\n');
    for (const secret of ['anna.berg', 'token-abcdef', credentials.clientSecret, 'Basic ', 'Bearer '])
      assert.ok(!everything.includes(secret), secret);
  });

  it('keeps connections open', async () => {
    rig.org.active = users(1);
    const ports = new Set<unknown>();
    rig.org.intercept = (request) => {
      ports.add(request.port);
      return undefined;
    };
    for (let index = 0; index < 5; index++) await rig.client.listUsers({ active: true, startIndex: 1, count: 25 });
    // One of the token request, one of all the others.
    assert.ok(ports.size <= 2, `${ports.size} connections`);
  });
});
