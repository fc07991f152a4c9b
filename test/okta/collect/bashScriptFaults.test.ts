import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startLoopback, type Loopback, type Received, type Reply } from '../../http/loopback';
import { filesIn, runScript, type ScriptRun } from './runScript';

const token = '00TokenOfTheTest-_00TokenOfTheTest';
const app = '0oaTheApp00000000001';
const groupA = '00gGroupA00000000001';

/** What breaks counting by brackets or quotation marks, if it is done carelessly. */
const awkward = ['{"[', '"', '\\', 'a\\"b', '}, {"id": "x"}', '"sourceGroupId": "00gNobody"', 'Zoë\n\u0001', '', '[]{}'];

describe('The export script for bash, when not all goes well', () => {
  let folder: string;
  let server: Loopback;
  let faults: ((request: Received, nth: number) => Reply | undefined)[];
  const asked = new Map<string, number>();

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'scim-preflight-script-'));
    faults = [];
    asked.clear();
    server = await startLoopback((request) => {
      const where = `${request.path}?${request.query.toString()}`;
      const nth = (asked.get(where) ?? 0) + 1;
      asked.set(where, nth);
      for (const fault of faults) {
        const reply = fault(request, nth);
        if (reply) return reply;
      }
      return answer(request);
    });
  });
  afterEach(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  function run(env: NodeJS.ProcessEnv = { SCIM_PREFLIGHT_OKTA_TOKEN: token }, input = ''): Promise<ScriptRun> {
    return runScript(folder, { origin: server.url, appId: app }, { args: ['export'], env, input });
  }

  async function manifest(): Promise<{
    readonly complete: boolean;
    readonly oktaApp: { readonly label: string };
    readonly files: readonly { readonly path: string; readonly records: number }[];
    readonly missing?: readonly { readonly kind: string; readonly status?: number }[];
  }> {
    const text = (await filesIn(folder)).get('export/okta-export.json') ?? '';
    return JSON.parse(Buffer.from(text, 'latin1').toString()) as Awaited<ReturnType<typeof manifest>>;
  }

  function answer({ path: where, query }: Received): Reply {
    if (where === `/api/v1/apps/${app}`) return { json: { id: app, label: 'A "quoted" \\ label', name: 'genesys', status: 'ACTIVE' } };
    if (where === '/api/v1/users' && query.get('filter') === null) return pages(query, awkward.map(user), '/api/v1/users');
    if (where === '/api/v1/groups') return { json: [group()] };
    if (where.endsWith('/group-push/mappings')) return { json: [{ id: 'gPm1', sourceGroupId: groupA, targetGroupId: groupA }] };
    if (where === `/api/v1/groups/${groupA}/users`) return { json: awkward.map(user) };
    if (where === '/api/v1/mappings') return { json: [mapping('prmOther0000000001', 'contractor'), mapping('prmUsual0000000001', 'user')] };
    if (where.startsWith('/api/v1/mappings/')) return { json: { ...mapping(where.slice(17), 'user'), properties: {} } };
    if (where.startsWith('/api/v1/meta/')) return { json: { id: 'schema', definitions: {} } };
    return { json: [] };
  }

  /** Two records a page, the links joined in one header, as many servers send them. */
  function pages(query: URLSearchParams, records: readonly unknown[], where: string): Reply {
    const from = Number(query.get('after') ?? 0);
    const self = `<${server.url}${where}?limit=2>; rel="self"`;
    const next = `<${server.url}${where}?after=${from + 2}&limit=2>; rel="next"`;
    return {
      headers: { Link: from + 2 < records.length ? `${self}, ${next}` : self },
      text: JSON.stringify(records.slice(from, from + 2), null, from % 4 === 0 ? 2 : 0),
    };
  }

  const user = (text: string, at: number): object => ({
    profile: { login: text, [text]: [text, { id: text }] },
    id: `00u${at}`,
    status: 'ACTIVE',
  });
  const group = (): object => ({
    id: groupA,
    type: 'OKTA_GROUP',
    profile: { name: 'Group A' },
    _embedded: { stats: { usersCount: awkward.length } },
  });
  const mapping = (id: string, name: string): object => ({
    id,
    source: { id: 'oty1', name, type: 'user' },
    target: { id: app, name: 'genesys', type: 'appuser' },
  });
  const error = (status: number): Reply => ({
    status,
    json: { errorCode: 'E0000006', errorSummary: 'You do not have "permission"\u001b[31m' },
  });

  it('counts records whatever stands in their texts, and follows links in one header', async () => {
    const { code, said } = await run();
    assert.equal(code, 0, said);
    const { complete, files, oktaApp } = await manifest();
    const counts = new Map(files.map((file) => [file.path, file.records]));
    assert.deepEqual(
      [1, 2, 3, 4, 5].map((page) => counts.get(`users-${page}.json`)),
      [2, 2, 2, 2, 1],
    );
    assert.equal(counts.get(`members/${groupA}-1.json`), awkward.length);
    assert.equal(counts.get('users-deprovisioned-1.json'), 0);
    assert.deepEqual([complete, oktaApp.label], [true, 'A "quoted" \\ label']);
    assert.match((await filesIn(folder)).get('export/mapping.json') ?? '', /prmUsual/);
    assert.ok(server.received.every(({ method }) => method === 'GET'));
    assert.ok(server.received.every(({ headers }) => headers.authorization === `SSWS ${token}`));
  });

  it('goes on where it stopped: finished lists are not read again, the unfinished one is', async () => {
    faults = [({ query }) => (query.get('after') === '4' ? error(500) : undefined)];
    const first = await run();
    assert.equal(first.code, 1);
    assert.match(first.said, /Stopped: Okta answered 500 five times \(E0000006 You do not have .*\)\. Run this again later to go on\.$/m);
    assert.equal((await manifest()).complete, false);
    assert.deepEqual(
      (await manifest()).files.map((file) => file.path),
      ['app.json'],
    );
    faults = [];
    const appsBefore = asked.get(`/api/v1/apps/${app}?`);
    const second = await run();
    assert.equal(second.code, 0, second.said);
    assert.equal(asked.get(`/api/v1/apps/${app}?`), appsBefore);
    const resumed = await filesIn(path.join(folder, 'export'));
    assert.ok(![...resumed.keys()].some((name) => name.includes('.collecting')));
    await rm(path.join(folder, 'export'), { recursive: true });
    await run();
    const fresh = await filesIn(path.join(folder, 'export'));
    const bytes = (files: ReadonlyMap<string, string>): unknown =>
      [...files].map(([name, text]) => [name, text.replace(/"collectedAt": "[^"]*"/, '')]);
    assert.deepEqual(bytes(resumed), bytes(fresh));
  });

  it('waits as long as Okta asks, and asks again', async () => {
    const reset = String(Math.floor(Date.now() / 1000) + 30);
    faults = [
      ({ path: where }, nth) =>
        where === '/api/v1/groups' && nth === 1
          ? { ...error(429), headers: { 'X-Rate-Limit-Reset': reset, 'X-Rate-Limit-Remaining': '0' } }
          : undefined,
      ({ path: where }, nth) =>
        where.endsWith('/group-push/mappings') && nth <= 2 ? { fault: nth === 1 ? 'reset' : 'cut', json: [] } : undefined,
    ];
    const { code, said, waits } = await run();
    assert.equal(code, 0, said);
    assert.match(said, /Okta asks to slow down \(429\): waiting \d+ seconds\./);
    const [first = 0, ...others] = waits;
    assert.ok(first >= 20 && first <= 32, `${first} seconds until the reset`);
    assert.deepEqual(others, [1, 4]);
  });

  it('leaves the last requests of a minute to others', async () => {
    const reset = String(Math.floor(Date.now() / 1000) + 20);
    faults = [
      (request) =>
        request.path === '/api/v1/groups'
          ? { ...answer(request), headers: { 'X-Rate-Limit-Reset': reset, 'X-Rate-Limit-Remaining': '3' } }
          : undefined,
    ];
    const { waits, said } = await run();
    assert.equal(waits.length, 1, said);
    assert.match(said, /Close to the rate limit/);
  });

  it('goes on without what an export can do without, and says so in the manifest', async () => {
    faults = [
      ({ path: where }) => (where.includes('/meta/schemas/user') || where.endsWith('/group-push/mappings') ? error(403) : undefined),
    ];
    const { code, said } = await run();
    assert.equal(code, 3, said);
    assert.match(said, /push mappings: not read\. Okta answered 403 \(E0000006 You do not have .*permission/);
    assert.ok(!said.includes('\u001b'));
    const { missing, files, complete } = await manifest();
    assert.ok(complete);
    assert.deepEqual(
      missing?.filter(({ status }) => status === 403).map(({ kind }) => kind),
      ['pushMappings', 'userSchema'],
    );
    assert.ok(
      files.some((file) => file.path === `members/${groupA}-1.json`),
      'without push mappings all groups are read',
    );
  });

  it('says that a group is shorter than Okta counts it', async () => {
    faults = [({ path: where }) => (where.endsWith(`${groupA}/users`) ? { json: [user('a', 1)] } : undefined)];
    const { said } = await run();
    assert.match(said, new RegExp(`members of Group A: 1 were read, Okta counts ${awkward.length}\\.`));
    assert.ok((await manifest()).missing?.some(({ kind }) => kind === 'groupMembers'));
  });

  const elsewhere = 'https://elsewhere.example/api/v1/users?after=1';
  const stops: readonly (readonly [name: string, reply: Reply, words: RegExp])[] = [
    ['a token that Okta does not know', error(401), /Okta does not accept the API token \(401\)\. Make one in the admin console/],
    ['a list that the token may not read', error(403), /users may not be read with this token: Okta answered 403/],
    ['a redirect', { status: 302, headers: { Location: elsewhere }, text: '' }, /redirects to another address \(302\)/],
    ['a sign-in page', { text: '<html><body>Sign in</body></html>' }, /answered with something that is not JSON/],
    ['half an answer', { text: '[{"id": "00u1", "profile": {"login": "a"' }, /Okta's answer for users-1\.json broke off in the middle/],
    [
      'a next page elsewhere',
      { headers: { Link: `<${elsewhere}>; rel="next"` }, text: '[]' },
      /Okta named the address https:\/\/elsewhere\.example\S+, which is not at/,
    ],
  ];
  for (const [name, reply, words] of stops) {
    it(`stops at ${name}`, async () => {
      faults = [({ path: where }) => (where === '/api/v1/users' ? reply : undefined)];
      const { code, said } = await run();
      assert.equal(code, 1, said);
      assert.match(said, words);
      assert.equal((await manifest()).complete, false);
      assert.ok(!said.includes(token));
    });
  }

  it('asks for the token where the environment has none, and does not show it', async () => {
    const { code, said } = await run({}, `${token}\n`);
    assert.equal(code, 0, said);
    assert.match(said, /Okta API token \(it is not shown\): /);
    assert.ok(!said.includes(token));
  });

  for (const [what, given] of [
    ['no token', ''],
    ['a token with what none has', 'a"\nurl = "file:///etc/passwd'],
  ] as const) {
    it(`asks nothing with ${what}`, async () => {
      const { code, said } = await run({ SCIM_PREFLIGHT_OKTA_TOKEN: given });
      assert.equal(code, 1);
      assert.match(said, /Stopped: (no API token was given|this is no API token of Okta)/);
      assert.equal(server.received.length, 0);
    });
  }

  it('does not touch a folder that holds something else', async () => {
    await mkdir(path.join(folder, 'export'));
    await writeFile(path.join(folder, 'export', 'mine.txt'), 'mine');
    const { code, said } = await run();
    assert.equal(code, 1);
    assert.match(said, /the folder export is not empty/);
    assert.deepEqual([...(await filesIn(path.join(folder, 'export'))).keys()], ['mine.txt']);
  });

  const domains: readonly (readonly [okta: string, own: string | null, taken: boolean])[] = [
    ['https://contoso.okta.com', null, true],
    ['https://contoso.oktapreview.com', null, true],
    ['https://login.contoso.example', null, false],
    ['https://login.contoso.example', 'login.contoso.example', true],
    ['https://okta.com.evil.example', null, false],
    ['http://contoso.okta.com', null, false],
  ];
  for (const [origin, confirmedHost, taken] of domains) {
    it(`${taken ? 'takes' : 'refuses'} ${origin}${confirmedHost === null ? '' : ', confirmed'}`, async () => {
      // Without a token it stops before it asks anybody.
      const { code, said } = await runScript(folder, { origin, confirmedHost, appId: app }, { args: ['export'] });
      assert.equal(code, 1);
      assert.match(said, taken ? /no API token was given/ : /is not a domain of Okta's/);
    });
  }
});
