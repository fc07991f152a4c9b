import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RequestError, type RequestErrorReason } from '../../../src/http/requestError';
import type { CollectProgress } from '../../../src/okta/collect/collect';
import { readExport } from '../../../src/okta/readExport';
import type { OktaIntercept } from '../../../src/sandbox/oktaSide';
import type { Reply } from '../../../src/sandbox/reply';
import { FakeClock } from '../../http/fakeClock';
import { startLoopback } from '../../http/loopback';
import { failureOf, hashesOf, manifestIn, OktaOrg, pathsIn } from './collecting';

const refusal = (status: number, errorCode = 'E0000006', headers: Reply['headers'] = {}): Reply => ({
  status,
  headers,
  body: {
    errorCode,
    errorSummary: 'You do not have permission to perform the requested action',
    errorLink: errorCode,
    errorId: 'oae',
    errorCauses: [],
  },
});

/** Answers requests whose path and query fit in its own way, so many times. */
function at(pattern: RegExp, answer: (usual: Reply) => Reply, times = Infinity): OktaIntercept {
  let left = times;
  return (request, usual) => (pattern.test(`${request.path}?${request.query.toString()}`) && left-- > 0 ? answer(usual()) : usual());
}

const small = { users: 900, groups: 8 };

describe('collectExport when Okta holds back', () => {
  let org: OktaOrg;
  let whole: ReadonlyMap<string, string>;

  before(async () => {
    org = await OktaOrg.start(small);
    await org.collect('whole');
    whole = await hashesOf(org.folder('whole'));
  });

  beforeEach(() => {
    org.intercept = null;
    org.asked.length = 0;
  });

  after(() => org.close());

  /** Collects with the bent answers, and must end with the same files as without. */
  async function sameAsWhole(name: string, clock = new FakeClock()) {
    const result = await org.collect(name, { clock });
    assert.deepEqual(await hashesOf(org.folder(name)), whole);
    return result;
  }

  for (const [what, reply] of [
    ['429 without a time', refusal(429, 'E0000047')],
    ['429 with a time that makes no sense', refusal(429, 'E0000047', { 'X-Rate-Limit-Limit': '0', 'X-Rate-Limit-Reset': '99999999999' })],
    ['429 with Retry-After', refusal(429, 'E0000047', { 'Retry-After': '2' })],
    ['500', refusal(500, 'E0000009')],
    ['503 of a proxy', { status: 503, body: '<html>Service unavailable</html>' }],
    ['an answer that broke off', { status: 200, body: '[{"id":"00u1"},' }],
  ] as const) {
    it(`asks again after ${what}`, async () => {
      org.intercept = at(/\/groups\/.*\/users/, () => reply, 3);
      assert.equal((await sameAsWhole(what)).retries, 3);
    });
  }

  it('asks again after a lost connection', async () => {
    let lost = 0;
    const { default: nodeFetch } = await import('node-fetch');
    const fetch: typeof nodeFetch = async (url, init) => {
      if (lost++ % 7 === 3) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      return nodeFetch(url, init);
    };
    const { retries } = await org.collect('lost', { clock: new FakeClock(), fetch });
    assert.ok(retries > 2);
    assert.deepEqual(await hashesOf(org.folder('lost')), whole);
  });

  it('begins a list anew when its cursor has expired', async () => {
    org.intercept = at(/^\/api\/v1\/users\?.*after=/, () => refusal(400, 'E0000001'), 2);
    await sameAsWhole('expired');
    assert.equal(org.asked.filter((one) => /^\/api\/v1\/users\?limit=200$/.test(one)).length, 3);
  });

  it('outlives cursors that the sandbox lets expire', async () => {
    const clock = new FakeClock();
    const brief = await OktaOrg.start({ ...small, switches: { oktaCursorSeconds: 60 }, now: () => new Date(clock.now()) });
    try {
      await brief.collect('whole', { clock });
      const asked = brief.asked.length;
      let late = 0;
      brief.intercept = (request, usual) => {
        if (request.path === '/api/v1/users' && request.query.has('after') && late++ === 1) clock.pass(120_000);
        return usual();
      };
      await brief.collect('late', { clock });
      assert.ok(brief.asked.length > 2 * asked);
      assert.deepEqual(await hashesOf(brief.folder('late')), await hashesOf(brief.folder('whole')));
    } finally {
      await brief.close();
    }
  });

  it('gives a list up that never ends, and can go on with it later', async () => {
    org.intercept = at(/^\/api\/v1\/users\?.*after=/, () => refusal(400, 'E0000001'));
    const error = await failureOf(org.collect('never', { clock: new FakeClock() }));
    assert.ok(error instanceof RequestError && error.status === 400);
    assert.equal((await manifestIn(org.folder('never'))).complete, false);
    org.intercept = null;
    await sameAsWhole('never');
  });

  it('gives a list up whose pages go in a circle', async () => {
    org.intercept = at(/^\/api\/v1\/users\?/, (usual) => ({
      ...usual,
      headers: { Link: `<${org.sandbox.oktaUrl}/api/v1/users?limit=200&after=again>; rel="next"` },
      status: 200,
      body: [],
    }));
    const error = await failureOf(org.collect('circle', { clock: new FakeClock() }));
    assert.ok(error instanceof RequestError && error.reason === 'badAnswer');
    assert.ok(org.asked.length < 100);
  });

  it('understands links in one line and in several', async () => {
    let joined = 0;
    org.intercept = (_request, usual) => {
      const reply = usual();
      const links = reply.headers?.Link;
      if (links === undefined || typeof links === 'string') return reply;
      joined += links.length > 1 ? 1 : 0;
      return { ...reply, headers: { ...reply.headers, Link: links.join(', ') } };
    };
    await sameAsWhole('one line');
    assert.ok(joined > 3);
  });

  it('keeps to the limits that Okta tells, counting down while it waits', async () => {
    const clock = new FakeClock();
    const limited = await OktaOrg.start({ ...small, oktaRequestsPerMinute: 10, now: () => new Date(clock.now()) });
    try {
      const progress: CollectProgress[] = [];
      const { problems, waitedMs } = await limited.collect('limited', { clock, onProgress: (one) => progress.push(one) });
      assert.deepEqual(
        problems.filter(({ level }) => level === 'incomplete'),
        [],
      );
      assert.equal(limited.asked.length > 20, true);
      assert.ok(waitedMs > 60_000);
      const waits = progress.map((one) => one.waitingMs);
      assert.ok(Math.max(...waits) <= 61_000);
      assert.ok(waits.some((wait, index) => wait > 5000 && (waits[index + 1] ?? 0) < wait && (waits[index + 1] ?? 0) >= wait - 1000));
      assert.equal(waits.at(-1), 0);
    } finally {
      await limited.close();
    }
  });

  it('goes by Okta’s clock where ours is wrong', async () => {
    for (const hours of [-3, 3]) {
      const clock = new FakeClock();
      const limited = await OktaOrg.start({ ...small, oktaRequestsPerMinute: 10, now: () => new Date(clock.now() + hours * 3_600_000) });
      try {
        const { waitedMs, requests, retries } = await limited.collect('skew', { clock });
        assert.ok(waitedMs < (requests + retries) * 61_000);
        assert.ok(clock.sleeps.every((sleep) => sleep <= 1000));
        assert.ok(retries < requests / 3, `${retries} of ${requests}`);
      } finally {
        await limited.close();
      }
    }
  });

  it('has four requests under way at most, and sends GET alone', async () => {
    const { default: nodeFetch } = await import('node-fetch');
    let flying = 0;
    let most = 0;
    const fetch: typeof nodeFetch = async (url, init) => {
      assert.equal(init?.method, 'GET');
      most = Math.max(most, ++flying);
      try {
        return await nodeFetch(url, init);
      } finally {
        flying--;
      }
    };
    await org.collect('few', { fetch });
    assert.ok(most > 1 && most <= 4, String(most));
  });

  it('reads a group once more whose number does not fit, and tells what does not fit then', async () => {
    const group = (await manifestIn(org.folder('whole'))).files.find((one) => one.kind === 'groupMembers' && one.records > 1)?.group ?? '';
    const shorter = (usual: Reply): Reply => ({ ...usual, body: (usual.body as unknown[]).slice(1) });
    org.intercept = at(new RegExp(`/groups/${group}/users`), shorter, 1);
    await sameAsWhole('left meanwhile');
    org.intercept = at(new RegExp(`/groups/${group}/users`), shorter, 2);
    const { problems } = await org.collect('too short');
    assert.deepEqual(
      problems.filter(({ level }) => level === 'incomplete').map((one) => [one.list, one.group, one.status]),
      [['members', group, null]],
    );
    const { trust, members } = await readExport([org.folder('too short')], {
      oktaApp: null,
      confirmedMembers: {},
      now: new Date().toISOString(),
      oldExportHours: 24,
    });
    assert.ok(trust.problems.some((one) => one.code === 'count-below-stats' && one.path === `members/${group}-1.json`));
    assert.equal(members.get(group)?.incomplete, true);
  });

  it('asks for the groups that only push mappings name', async () => {
    org.intercept = (request, usual) => {
      if (request.path === '/api/v1/groups') {
        const reply = usual();
        return { ...reply, body: (reply.body as { type: string }[]).filter((one) => one.type !== 'APP_GROUP') };
      }
      return usual();
    };
    await org.collect('hidden targets');
    const named = (await pathsIn(org.folder('hidden targets'))).filter((path) => path.startsWith('mapped-groups/'));
    assert.ok(named.length > 2);
    const hidden = JSON.parse(await readFile(join(org.folder('hidden targets'), named[0] ?? ''), 'utf8')) as { type: string };
    assert.equal(hidden.type, 'APP_GROUP');
    const options = { oktaApp: null, confirmedMembers: {}, now: new Date().toISOString(), oldExportHours: 24 };
    const { groups, pushMappings, trust } = await readExport([org.folder('hidden targets')], options);
    const targets = pushMappings?.flatMap(({ targetGroupId }) => targetGroupId ?? []) ?? [];
    assert.ok(targets.filter((id) => groups.has(id)).length >= named.length);
    assert.equal(trust.complete, true);
  });
});

describe('collectExport where the token lacks rights', () => {
  let org: OktaOrg;
  before(async () => (org = await OktaOrg.start(small)));
  after(() => org.close());

  const optional: readonly (readonly [what: string, pattern: RegExp, list: string, level: string, without: RegExp])[] = [
    ['push mappings', /group-push/, 'pushMappings', 'incomplete', /previews each that has a namesake/],
    ['assigned groups', /\/apps\/\w+\/groups/, 'appGroups', 'incomplete', /assigned to the app and pushed/],
    ['the mappings', /\/mappings\?targetId/, 'mapping', 'incomplete', /default mapping/],
    ['one mapping', /\/mappings\/\w+\?$/, 'mapping', 'incomplete', /default mapping/],
    ['the app schema', /\/schemas\/apps/, 'appUserSchema', 'incomplete', /names alone/],
    ['the user schema', /\/schemas\/user/, 'userSchema', 'note', /titles/],
  ];
  for (const [what, pattern, list, level, without] of optional) {
    for (const status of [403, 404]) {
      it(`goes on without ${what} (${status}), and says so`, async () => {
        org.intercept = at(pattern, () => refusal(status));
        const { problems, folder } = await org.collect(`${list} ${status} ${what}`);
        const told = problems.find((one) => one.list === list);
        assert.ok(told, JSON.stringify(problems));
        assert.deepEqual([told.status, told.level], [status, level]);
        assert.match(told.message, without);
        if (status === 403) assert.match(told.message, /Read-only Administrator.*"View (users|applications) and their details"/);
        const { complete, missing = [], files } = await manifestIn(folder);
        assert.equal(complete, true);
        assert.ok(missing.some((one) => one.message === told.message && one.status === status));
        assert.ok(files.length > 10);
        const { trust } = await readExport([folder], {
          oktaApp: null,
          confirmedMembers: {},
          now: new Date().toISOString(),
          oldExportHours: 24,
        });
        assert.ok(
          trust.problems.some((one) => one.code === 'not-collected' && one.path === 'okta-export.json' && without.test(one.message)),
        );
      });
    }
  }

  it('goes on without the members of a group, and says so', async () => {
    await org.collect('all members');
    const group = (await manifestIn(org.folder('all members'))).files.find((one) => one.kind === 'groupMembers')?.group ?? '';
    org.intercept = at(new RegExp(`/groups/${group}/users`), () => refusal(403));
    const { problems } = await org.collect('no members');
    assert.deepEqual(
      problems.filter(({ level }) => level === 'incomplete').map((one) => [one.list, one.group, one.status]),
      [['members', group, 403]],
    );
    assert.equal((await pathsIn(org.folder('no members'))).includes(`members/${group}-1.json`), false);
  });

  const needed: readonly (readonly [pattern: RegExp, status: number, reason: RequestErrorReason, words: RegExp])[] = [
    [
      /^\/api\/v1\/users\?limit/,
      403,
      'forbidden',
      /may not read users \(GET \/api\/v1\/users\).*Read-only Administrator.*"View users and their details"/,
    ],
    [/^\/api\/v1\/users\?filter/, 403, 'forbidden', /deactivated users/],
    [/^\/api\/v1\/groups\?/, 403, 'forbidden', /"View groups and their details"/],
    [/\/apps\/\w+\/users/, 403, 'forbidden', /assignments/],
    [/^\/api\/v1\/apps\?/, 403, 'forbidden', /the apps/],
    [/^\/api\/v1\/apps\?/, 401, 'unauthorized', /does not accept the API token.*Security > API > Tokens/],
    [/^\/api\/v1\/users\?/, 401, 'unauthorized', /does not accept the API token/],
  ];
  for (const [pattern, status, reason, words] of needed) {
    it(`stops at ${status} for ${pattern.source}`, async () => {
      org.intercept = at(pattern, () => refusal(status));
      const name = `needed ${status} ${pattern.source.replace(/\W/g, '')}`;
      const error = await failureOf(org.collect(name));
      assert.ok(error instanceof RequestError);
      assert.equal(error.reason, reason);
      assert.match(error.message, words);
    });
  }
});

describe('collectExport from what is not Okta', () => {
  let org: OktaOrg;
  before(async () => (org = await OktaOrg.start(small)));
  after(() => org.close());

  const html = '<!doctype html><html><title>Contoso - Sign In</title></html>';
  const answers: readonly (readonly [what: string, reply: Reply, reason: RequestErrorReason, words: RegExp])[] = [
    ['a sign-in page', { status: 200, body: html }, 'notOkta', /a web page.*Check the Okta domain.*"Contoso - Sign In"/],
    ['a page that says 404', { status: 404, body: html }, 'notOkta', /a web page/],
    ['a page that says 403', { status: 403, body: html }, 'notOkta', /a web page/],
    ['another product', { status: 200, body: { items: [] } }, 'notOkta', /not Okta’s Management API/],
    ['a list of something else', { status: 200, body: [{ name: 'x' }] }, 'notOkta', /not Okta’s Management API/],
    ['another product’s refusal', { status: 401, body: { message: 'unauthorized' } }, 'notOkta', /not Okta’s Management API/],
    [
      'a redirect to another host',
      { status: 302, headers: { Location: 'https://evil.example/login' } },
      'redirect',
      /evil\.example; that is not followed.*the Okta domain/,
    ],
  ];
  for (const [what, reply, reason, words] of answers) {
    it(`tells ${what}, and makes no folder`, async () => {
      org.intercept = () => reply;
      const error = await failureOf(org.collect(what));
      assert.ok(error instanceof RequestError, String(error));
      assert.equal(error.reason, reason);
      assert.match(error.message, words);
      await assert.rejects(readFile(join(org.folder(what), 'okta-export.json')));
    });
  }

  it('follows no next link to another host', async () => {
    const evil = await startLoopback(() => ({ json: [] }));
    try {
      for (const target of [
        `${evil.url}/api/v1/users?after=x`,
        `//${new URL(evil.url).host}/api`,
        'https://evil.example/x',
        'file:///etc/passwd',
      ]) {
        org.intercept = at(/^\/api\/v1\/users\?/, (usual) => ({ ...usual, headers: { Link: `<${target}>; rel="next"` } }));
        const error = await failureOf(org.collect(`hostile ${target.replace(/\W/g, '')}`));
        assert.ok(error instanceof RequestError && error.reason === 'redirect', String(error));
        assert.match(error.message, /not followed/);
      }
      assert.deepEqual(evil.received, []);
    } finally {
      await evil.close();
    }
  });

  it('refuses ids that would lead out of the folder', async () => {
    org.intercept = at(/group-push/, () => ({
      status: 200,
      body: [{ id: 'gPm1', sourceGroupId: '../../outside', targetGroupId: '..', status: 'ACTIVE' }],
    }));
    await org.collect('ids');
    assert.ok((await pathsIn(org.folder('ids'))).every((path) => /^[\w-]+(\/[\w-]+)?\.json$/.test(path)));
  });
});
