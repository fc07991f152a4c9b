import { strict as assert } from 'node:assert';
import { faultNames, faultRule, FaultsError, parseFaults, type FaultRule } from '../../src/sandbox/faultRules';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox';

type SomeRule = Pick<FaultRule, 'fault'> & Partial<FaultRule>;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Null where it is no JSON. */
  readonly body: Readonly<Record<string, unknown>> | null;
}

/** A sandbox with rules, and requests to it. */
class FaultySandbox {
  private token = '';
  private constructor(private readonly sandbox: Sandbox) {}

  static async start(...rules: readonly SomeRule[]): Promise<FaultySandbox> {
    return new FaultySandbox(await startSandbox({ users: 40, groups: 4, requestsPerMinute: 0, faults: rules.map(faultRule) }));
  }

  async login(): Promise<void> {
    const { clientId, clientSecret, loginUrl } = this.sandbox;
    const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
    const body = new URLSearchParams({ grant_type: 'client_credentials' });
    const answer = await fetch(`${loginUrl}/oauth/token`, { method: 'POST', headers: { authorization }, body });
    this.token = ((await answer.json()) as { access_token?: string }).access_token ?? '';
  }

  async send(method: string, path: string, body?: object, base = '/api/v2/scim'): Promise<Answer> {
    if (this.token === '') await this.login();
    const headers = { authorization: `Bearer ${this.token}`, 'content-type': 'application/scim+json' };
    const answer = await fetch(`${this.sandbox.baseUrl}${base}${path}`, { method, headers, body: body ? JSON.stringify(body) : null });
    const text = await answer.text();
    let parsed: Answer['body'] = null;
    if (answer.headers.get('content-type')?.includes('json')) parsed = JSON.parse(text) as Answer['body'];
    return { status: answer.status, headers: answer.headers, text, body: parsed };
  }

  /** A group with members, so that somebody can be taken out. */
  async group(): Promise<{ readonly id: string; readonly members: readonly string[] }> {
    const { body } = await this.send('GET', '/groups?count=100');
    const groups = body?.Resources as readonly { id: string; members?: readonly { value: string }[] }[];
    const group = [...groups].sort((a, b) => (b.members?.length ?? 0) - (a.members?.length ?? 0))[0];
    assert.ok(group?.members && group.members.length >= 4);
    return { id: group.id, members: group.members.map(({ value }) => value) };
  }

  async members(id: string): Promise<readonly string[]> {
    const { body } = await this.send('GET', `/groups/${id}`);
    return ((body?.members ?? []) as readonly { value: string }[]).map(({ value }) => value);
  }

  remove(id: string, ...ids: readonly string[]): Promise<Answer> {
    const Operations = ids.map((one) => ({ op: 'remove', path: `members[value eq "${one}"]` }));
    return this.send('PATCH', `/groups/${id}`, { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations });
  }

  close(): Promise<void> {
    return this.sandbox.close();
  }
}

const patch = { method: 'PATCH', path: '/groups/' } as const;

describe('faults of the sandbox', () => {
  let server: FaultySandbox;
  const start = async (...rules: readonly SomeRule[]): Promise<FaultySandbox> => (server = await FaultySandbox.start(...rules));
  afterEach(() => server.close());

  const failures: readonly (readonly [FaultRule['fault'], number, RegExp])[] = [
    ['429', 429, /too\.many\.requests\.retry\.after/],
    ['500', 500, /internal\.server\.error/],
    ['502', 502, /internal\.server\.error/],
    ['503', 503, /internal\.server\.error/],
    ['504', 504, /internal\.server\.error/],
    ['stale400', 400, /invalidVers/],
    ['stale409', 409, /Version does not match/],
    ['stale412', 412, /Version does not match/],
    ['expireToken', 401, /bad\.credentials/],
    ['html', 200, /Sign in to the network/],
  ];
  for (const [fault, status, words] of failures) {
    it(`${fault} answers ${status}, once, and nothing is stored`, async () => {
      await start({ ...patch, fault });
      const { id, members } = await server.group();
      const [first = ''] = members;
      const answer = await server.remove(id, first);
      assert.equal(answer.status, status);
      assert.match(answer.text, words);
      if (fault === 'expireToken') await server.login();
      assert.deepEqual(await server.members(id), members);
      assert.equal((await server.remove(id, first)).status, 200);
    });

    if (fault === 'expireToken') continue;
    it(`${fault} after the write took effect answers ${status}, and it is stored`, async () => {
      await start({ ...patch, fault, when: 'after' });
      const { id, members } = await server.group();
      assert.equal((await server.remove(id, members[0] ?? '')).status, status);
      assert.deepEqual(await server.members(id), members.slice(1));
    });
  }

  it('expireToken after a write: that one is answered, the next is refused', async () => {
    await start({ ...patch, fault: 'expireToken', when: 'after' });
    const { id, members } = await server.group();
    assert.equal((await server.remove(id, members[0] ?? '')).status, 200);
    assert.equal((await server.send('GET', `/groups/${id}`)).status, 401);
  });

  for (const when of ['before', 'after'] as const) {
    it(`reset ${when} the write breaks the connection off`, async () => {
      await start({ ...patch, fault: 'reset', when });
      const { id, members } = await server.group();
      await assert.rejects(server.remove(id, members[0] ?? ''));
      assert.deepEqual(await server.members(id), when === 'before' ? members : members.slice(1));
    });
  }

  it('truncate stops in the middle of the answer', async () => {
    await start({ method: 'GET', path: '/users', fault: 'truncate' });
    await assert.rejects(server.send('GET', '/users'));
    assert.equal((await server.send('GET', '/users')).status, 200);
  });

  it('slow takes its time', async () => {
    await start({ method: 'GET', path: '/users', fault: 'slow', seconds: 0.05 });
    const started = performance.now();
    await server.send('GET', '/users');
    assert.ok(performance.now() - started >= 45);
  });

  it('wrongTotal and shiftRows make listings that do not fit', async () => {
    await start({ path: '/users', fault: 'wrongTotal' }, { path: '/users', fault: 'shiftRows' });
    const [wrong, shifted, right] = [
      await server.send('GET', '/users'),
      await server.send('GET', '/users'),
      await server.send('GET', '/users'),
    ];
    const second = (right.body?.Resources as readonly { id: string }[])[1]?.id;
    assert.equal(wrong.body?.totalResults, Number(right.body?.totalResults) + 1);
    assert.equal((shifted.body?.Resources as readonly { id: string }[])[0]?.id, second);
    assert.deepEqual([shifted.body?.startIndex, shifted.body?.totalResults], [1, right.body?.totalResults]);
  });

  it('lag stores, and shows what was before for so many reads', async () => {
    await start({ ...patch, fault: 'lag', reads: 2 });
    const { id, members } = await server.group();
    assert.equal((await server.remove(id, members[0] ?? '')).status, 200);
    assert.deepEqual(await server.members(id), members);
    assert.deepEqual(await server.members(id), members);
    assert.deepEqual(await server.members(id), members.slice(1));
  });

  it('silentDrop says yes and stores nothing, or leaves so many out', async () => {
    await start({ ...patch, fault: 'silentDrop' }, { ...patch, fault: 'silentDrop', members: 1 });
    const { id, members } = await server.group();
    const [a = '', b = ''] = members;
    assert.equal((await server.remove(id, a, b)).status, 200);
    assert.deepEqual(await server.members(id), members);
    assert.equal((await server.remove(id, a, b)).status, 200);
    assert.deepEqual(await server.members(id), [a, ...members.slice(2)]);
  });

  it('otherHandEdits takes out somebody else', async () => {
    await start({ ...patch, fault: 'otherHandEdits' });
    const { id, members } = await server.group();
    const [a = ''] = members;
    await server.remove(id, a);
    const now = await server.members(id);
    assert.deepEqual([now.length, now.includes(a)], [members.length - 2, false]);
  });

  it('cutMembers shows some of the members', async () => {
    await start({ method: 'GET', path: '/groups/', fault: 'cutMembers', members: 3 });
    const { id, members } = await server.group();
    assert.deepEqual(await server.members(id), members.slice(0, 3));
    assert.deepEqual(await server.members(id), members);
  });

  it('a rule lets so many pass, acts so often, and the first that is not used up acts', async () => {
    await start({ path: '/users', after: 1, times: 2, fault: '500' }, { path: '/users', times: -1, fault: '502' });
    const statuses: number[] = [];
    for (let request = 0; request < 5; request += 1) statuses.push((await server.send('GET', '/users')).status);
    assert.deepEqual(statuses, [502, 500, 500, 502, 502]);
    assert.equal((await server.send('GET', '/groups')).status, 200);
    assert.equal((await server.send('GET', '/organizations/me', undefined, '/api/v2')).status, 200);
  });

  it('reaches what is not SCIM by its whole path alone', async () => {
    await start({ path: '/', times: -1, fault: '500' }, { path: '/api/v2/organizations', fault: '503', retryAfter: 7 });
    const answer = await server.send('GET', '/organizations/me', undefined, '/api/v2');
    assert.deepEqual([answer.status, answer.headers.get('retry-after')], [503, '7']);
    assert.equal((await server.send('GET', '/users')).status, 500);
  });
});

describe('a file of fault rules', () => {
  it('is read with what it leaves out filled in', () => {
    const text = '[{"method":"GET","path":"/users","after":0,"times":3,"fault":"429","retryAfter":1}]';
    assert.deepEqual(parseFaults(text, 'f'), [faultRule({ method: 'GET', path: '/users', times: 3, fault: '429', retryAfter: 1 })]);
    for (const fault of faultNames) assert.equal(parseFaults(JSON.stringify([{ fault }]), 'f')[0]?.times, 1);
  });

  const bad: readonly (readonly [string, RegExp])[] = [
    ['{', /^f\.json is not JSON: /],
    ['{}', /^f\.json is no list of fault rules/],
    ['[1]', /^f\.json: rule 1 is no object\.$/],
    ['[{}]', /^f\.json: rule 1 has no "fault"; it is one of 429, 500, /],
    ['[{"fault":"429"},{"fault":"418"}]', /^f\.json: rule 2: "fault" is one of .*, not "418"\.$/],
    ['[{"fault":429}]', /"fault" is one of .*, not 429\.$/],
    ['[{"fault":"500","method":"get"}]', /"method" is one of GET, POST, PUT, PATCH, DELETE, not "get"\.$/],
    ['[{"fault":"500","path":"users"}]', /"path" is a text that begins with \/, not "users"\.$/],
    ['[{"fault":"500","after":-1}]', /"after" is a whole number from 0, not -1\.$/],
    ['[{"fault":"500","times":1.5}]', /"times" is a whole number from -1, not 1\.5\.$/],
    ['[{"fault":"500","when":"during"}]', /"when" is one of before, after, not "during"\.$/],
    ['[{"fault":"500","often":3}]', /has "often", which there is not\. Fields are fault, method, /],
    ['[{"fault":"500","retryAfter":3}]', /"retryAfter" belongs to 429 and 503, not to 500\.$/],
  ];
  for (const [text, words] of bad) {
    it(`is refused with words: ${text}`, () => {
      assert.throws(
        () => parseFaults(text, 'f.json'),
        (error) => error instanceof FaultsError && words.test(error.message),
      );
    });
  }
});
