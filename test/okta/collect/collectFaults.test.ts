import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RequestError } from '../../../src/http/requestError';
import type { CollectProgress } from '../../../src/okta/collect/collect';
import { readExport } from '../../../src/okta/readExport';
import type { Reply } from '../../../src/sandbox/reply';
import { FakeClock } from '../../http/fakeClock';
import { at, failureOf, hashesOf, manifestIn, OktaOrg, pathsIn, refusal } from './collecting';

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
