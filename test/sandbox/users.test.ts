import { strict as assert } from 'node:assert';
import { first, oktaAll, patchBody, resources, small, withSandbox, type Json, type TestClient } from './client';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const genesys = 'urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User';
const newcomer = { userName: 'new.comer@contoso.example', displayName: 'New Comer' };

async function someUser(client: TestClient): Promise<Json> {
  return first((await client.get('/users?count=1&startIndex=5')).body);
}

describe('sandbox users: create and delete', () => {
  it('creates, finds and refuses the name a second time', () =>
    withSandbox(small, async (client) => {
      const before = Number((await client.get('/users?count=0')).body.totalResults);
      const body = { ...newcomer, active: true, externalId: '00uNew', password: 'x', groups: [], nickName: 'Newbie' };
      const created = await client.send('POST', '/users', { body });
      assert.equal(created.status, 201);
      assert.equal(created.headers.get('ETag'), '"1"');
      assert.match(created.headers.get('Location') ?? '', new RegExp(`/api/v2/scim/users/${String(created.body.id)}$`));
      assert.deepEqual(created.body.emails, [{ value: newcomer.userName, type: 'other' }]);
      assert.deepEqual([created.body.password, created.body.nickName], [undefined, undefined]);
      assert.equal(Number((await client.get('/users?count=0')).body.totalResults), before + 1);
      assert.deepEqual((await client.get(`/users/${String(created.body.id)}`)).body, created.body);
      const again = await client.send('POST', '/users', { body: { ...newcomer, userName: newcomer.userName.toUpperCase() } });
      assert.deepEqual([again.status, again.body.scimType, again.body.status], [409, 'uniqueness', '409']);
    }));

  const impossible: readonly (readonly [why: string, body: Json])[] = [
    ['no userName', { displayName: 'X' }],
    ['no address as userName', { ...newcomer, userName: 'new comer' }],
    ['no displayName', { userName: newcomer.userName }],
    ['an unknown phone type', { ...newcomer, phoneNumbers: [{ value: '+13175550100', type: 'fax' }] }],
    ['a phone number that is none', { ...newcomer, phoneNumbers: [{ value: 'call me', type: 'work' }] }],
    ['an unknown address type', { ...newcomer, emails: [{ value: 'a@b.example', type: 'home' }] }],
    ['a manager by address', { ...newcomer, [enterprise]: { manager: { value: 'boss@contoso.example' } } }],
    [
      '51 skills',
      { ...newcomer, [genesys]: { routingSkills: Array.from({ length: 51 }, (_, at) => ({ name: `S${at}`, proficiency: 1 })) } },
    ],
    ['a proficiency of 6', { ...newcomer, [genesys]: { routingSkills: [{ name: 'S', proficiency: 6 }] } }],
    ['an active that is no boolean', { ...newcomer, active: 'perhaps' }],
  ];
  for (const [why, body] of impossible) {
    it(`refuses ${why}`, () =>
      withSandbox({ users: 5, groups: 1 }, async (client) => {
        const { status, body: answer } = await client.send('POST', '/users', { body });
        assert.deepEqual([status, answer.scimType], [400, 'invalidValue']);
        assert.equal((await client.get(`/users?filter=${encodeURIComponent(`userName eq "${newcomer.userName}"`)}`)).body.totalResults, 0);
      }));
  }

  it('deletes softly: gone everywhere, and brought back by a POST without roles and groups', () =>
    withSandbox({}, async (client) => {
      const group = await client.group('VIP');
      const [id = ''] = await client.memberIds(String(group.id));
      const user = (await client.get(`/users/${id}`)).body;
      assert.deepEqual(user.roles, [{ value: 'employee' }]);
      assert.equal((await client.send('DELETE', `/users/${id}`)).status, 204);
      const gone = await client.get(`/users/${id}`);
      assert.deepEqual(
        [gone.status, gone.body.code, gone.body.message],
        [404, 'general.resource.not.found', 'The SCIM user was not found'],
      );
      const filter = encodeURIComponent(`userName eq "${String(user.userName)}"`);
      assert.equal((await client.get(`/users?filter=${filter}`)).body.totalResults, 0);
      assert.equal((await client.memberIds(String(group.id))).includes(id), false);
      assert.equal((await client.send('DELETE', `/users/${id}`)).status, 404);
      const revived = await client.send('POST', '/users', { body: { userName: user.userName, displayName: 'Back Again' } });
      assert.deepEqual([revived.status, revived.body.id, revived.body.displayName], [201, id, 'Back Again']);
      assert.deepEqual([revived.body.roles, revived.body.groups], [[], []]);
    }));

  it('holds people of the sample who were deleted long ago', () =>
    withSandbox({}, async (client) => {
      const leavers = await oktaAll(client.sandbox, `/api/v1/users?filter=${encodeURIComponent('status eq "DEPROVISIONED"')}`);
      const statuses: number[] = [];
      for (const { profile } of leavers.slice(-50)) {
        const { email, displayName } = profile as Json;
        const filter = encodeURIComponent(`userName eq "${String(email)}"`);
        if ((await client.get(`/users?filter=${filter}`)).body.totalResults !== 0) continue;
        const revived = await client.send('POST', '/users', { body: { userName: email, displayName } });
        statuses.push(revived.status);
        assert.ok(Number(String(revived.headers.get('ETag')).replaceAll('"', '')) > 1, 'an account with a past');
      }
      assert.deepEqual(statuses, new Array(38).fill(201));
    }));
});

describe('sandbox users: PATCH', () => {
  const patches: readonly (readonly [what: string, operations: readonly unknown[], path: string, expected: unknown])[] = [
    ['deactivation as Okta sends it', [{ op: 'replace', value: { active: false } }], 'active', false],
    ['deactivation as Entra sends it', [{ op: 'Replace', path: 'active', value: 'False' }], 'active', false],
    ['a title', [{ op: 'replace', path: 'title', value: 'Chief' }], 'title', 'Chief'],
    ['a title away', [{ op: 'remove', path: 'title' }], 'title', undefined],
    [
      'a phone by type, converted to E.164',
      [{ op: 'replace', path: 'phoneNumbers[type eq "work"].value', value: '(317) 222-2222' }],
      'phoneNumbers[work]',
      '+13172222222',
    ],
    [
      'a phone that was not there',
      [{ op: 'add', path: 'phoneNumbers[type eq "work3"].value', value: 'tel:+44-20-7946-0018; ext=7' }],
      'phoneNumbers[work3]',
      '+442079460018;ext=7',
    ],
    ['a phone away', [{ op: 'remove', path: 'phoneNumbers[type eq "work"]' }], 'phoneNumbers[work]', undefined],
    ['all phones away', [{ op: 'remove', path: 'phoneNumbers' }], 'phoneNumbers', undefined],
    ['a department', [{ op: 'add', path: `${enterprise}:department`, value: 'Ops' }], `${enterprise}>department`, 'Ops'],
    [
      'a department by the extension as a path',
      [{ op: 'add', path: enterprise, value: { department: 'Ops' } }],
      `${enterprise}>department`,
      'Ops',
    ],
    ['a department in an object', [{ op: 'add', value: { [enterprise]: { department: 'Ops' } } }], `${enterprise}>department`, 'Ops'],
    [
      'a date of hire with time',
      [{ op: 'add', path: `${enterprise}:dateHire`, value: '2024-05-06T07:08:09Z' }],
      `${enterprise}>dateHire`,
      '2024-05-06',
    ],
    [
      'a skill',
      [{ op: 'add', path: `${genesys}:routingSkills`, value: [{ name: 'Chess', proficiency: 5 }] }],
      `${genesys}>routingSkills#Chess`,
      5,
    ],
    [
      'several at once',
      [
        { op: 'replace', value: { title: 'A', active: true } },
        { op: 'replace', path: 'title', value: 'B' },
      ],
      'title',
      'B',
    ],
  ];
  it('changes what is named and moves the version', () =>
    withSandbox({}, async (client) => {
      for (const [what, operations, path, expected] of patches) {
        const user = first((await client.get('/users?count=1&startIndex=7')).body);
        const patched = await client.patch(`/users/${String(user.id)}`, operations);
        assert.equal(patched.status, 200, `${what}: ${JSON.stringify(patched.body)}`);
        assert.deepEqual(read(patched.body, path), expected, what);
        const [before, after] = [user, patched.body].map((one) => Number((one.meta as Json).version));
        assert.equal(after, Number(before) + 1, what);
        assert.equal(patched.headers.get('ETag'), `"${String(after)}"`);
      }
    }));

  it('moves people between the listings', () =>
    withSandbox(small, async (client) => {
      const { id } = await someUser(client);
      const totals = async (): Promise<readonly unknown[]> => [
        (await client.get('/users?count=0')).body.totalResults,
        (await client.get('/users?count=0&filter=active%20eq%20false')).body.totalResults,
      ];
      const [active, inactive] = (await totals()).map(Number);
      await client.patch(`/users/${String(id)}`, [{ op: 'replace', value: { active: false } }]);
      assert.deepEqual(await totals(), [Number(active) - 1, Number(inactive) + 1]);
      await client.patch(`/users/${String(id)}`, [{ op: 'replace', value: { active: true } }]);
      assert.deepEqual(await totals(), [active, inactive]);
    }));

  it('finds people by what they are called now', () =>
    withSandbox(small, async (client) => {
      const { id, userName, externalId } = await someUser(client);
      const found = async (filter: string): Promise<readonly unknown[]> =>
        resources((await client.get(`/users?filter=${encodeURIComponent(filter)}`)).body).map((user) => user.id);
      assert.deepEqual(await found(`userName eq "${String(userName)}"`), [id]);
      assert.deepEqual(await found(`email eq "${String(userName)}"`), [id]);
      await client.patch(`/users/${String(id)}`, [
        { op: 'replace', path: 'userName', value: 'Other.Name@contoso.example' },
        { op: 'replace', path: 'emails[type eq "work"].value', value: 'other.name@contoso.example' },
      ]);
      assert.deepEqual(await found(`userName eq "${String(userName)}"`), []);
      assert.deepEqual(await found(`email eq "${String(userName)}"`), []);
      assert.deepEqual(await found('userName eq other.name@contoso.example'), [id]);
      assert.deepEqual(await found('email eq OTHER.NAME@contoso.example'), [id]);
      assert.deepEqual(await found(`externalId eq "${String(externalId)}"`), [id]);
      const free = await client.send('POST', '/users', { body: { userName, displayName: 'Next' } });
      assert.equal(free.status, 201);
      assert.deepEqual(await found(`userName eq "${String(userName)}"`), [free.body.id]);
    }));

  const refused: readonly (readonly [operation: unknown, scimType: string])[] = [
    [{ op: 'replace', path: 'id', value: 'x' }, 'mutability'],
    [{ op: 'add', path: 'groups', value: [{ value: 'x' }] }, 'mutability'],
    [{ op: 'replace', path: 'meta.version', value: '7' }, 'mutability'],
    [{ op: 'remove' }, 'noTarget'],
    [{ op: 'move', path: 'title', value: 'x' }, 'invalidSyntax'],
    [{ op: 'replace', path: 'title' }, 'invalidValue'],
    [{ op: 'replace', path: 'phone numbers', value: 'x' }, 'invalidPath'],
    [{ op: 'replace', path: 'phoneNumbers[type co "work"].value', value: 'x' }, 'invalidFilter'],
    [{ op: 'replace', value: 'x' }, 'invalidValue'],
    [{ op: 'remove', path: 'userName' }, 'invalidValue'],
  ];
  it('refuses what cannot be, and then changes nothing', () =>
    withSandbox(small, async (client) => {
      const user = await someUser(client);
      for (const [operation, scimType] of refused) {
        const { status, body } = await client.patch(`/users/${String(user.id)}`, [
          { op: 'replace', path: 'title', value: 'Changed' },
          operation,
        ]);
        assert.deepEqual([status, body.scimType], [400, scimType], JSON.stringify(operation));
      }
      const other = first((await client.get('/users?count=1&startIndex=6')).body);
      const taken = await client.patch(`/users/${String(user.id)}`, [{ op: 'replace', path: 'userName', value: other.userName }]);
      assert.deepEqual([taken.status, taken.body.scimType], [409, 'uniqueness']);
      assert.deepEqual(await someUser(client), user);
      const noSchema = await client.send('PATCH', `/users/${String(user.id)}`, { body: { Operations: [{ op: 'remove', path: 'title' }] } });
      assert.equal(noSchema.body.scimType, 'invalidSyntax');
    }));

  it('ignores read-only parts of an object, and the address that is the userName', () =>
    withSandbox(small, async (client) => {
      const user = await someUser(client);
      const patched = await client.patch(`/users/${String(user.id)}`, [
        { op: 'replace', value: { id: 'other', groups: [], meta: {}, emails: [{ type: 'other', value: 'x@y.example' }] } },
      ]);
      assert.equal(patched.status, 200);
      assert.equal(patched.body.id, user.id);
      assert.deepEqual(patched.body.groups, user.groups);
      assert.deepEqual(patched.body.emails, [{ value: user.userName, type: 'other' }]);
    }));
});

describe('sandbox users: PUT and versions', () => {
  it('replaces: what is not named is cleared, what is read-only stays', () =>
    withSandbox(small, async (client) => {
      const user = await someUser(client);
      const body = { id: 'other', userName: user.userName, displayName: 'Replaced', groups: [], externalId: 'Case' };
      const { status, body: replaced } = await client.send('PUT', `/users/${String(user.id)}`, { body });
      assert.equal(status, 200);
      assert.deepEqual([replaced.id, replaced.displayName, replaced.title, replaced.active], [user.id, 'Replaced', undefined, true]);
      assert.deepEqual(replaced.groups, user.groups);
      assert.deepEqual((replaced[genesys] as Json).externalIds, [{ authority: 'x-pc:scimv2:v1', value: 'Case' }]);
    }));

  it('answers 304 to the current ETag, in any spelling, and the resource to another', () =>
    withSandbox(small, async (client) => {
      const { id, meta } = await someUser(client);
      const version = String((meta as Json).version);
      for (const tag of [`"${version}"`, version, `W/"${version}"`, `"x", "${version}"`]) {
        const { status, headers } = await client.get(`/users/${String(id)}`, { 'If-None-Match': tag });
        assert.deepEqual([status, headers.get('ETag')], [304, `"${version}"`], tag);
      }
      assert.equal((await client.get(`/users/${String(id)}`, { 'If-None-Match': '"0"' })).status, 200);
    }));

  const stale: readonly (readonly ['400' | '409' | '412', string | undefined])[] = [
    ['400', 'invalidVers'],
    ['409', undefined],
    ['412', undefined],
  ];
  for (const [code, scimType] of stale) {
    it(`answers ${code} to an If-Match that is out of date, and writes nothing`, () =>
      withSandbox({ ...small, switches: { stale: code } }, async (client) => {
        const user = await someUser(client);
        const path = `/users/${String(user.id)}`;
        const headers = { 'If-Match': '"0"' };
        const patch = patchBody([{ op: 'replace', path: 'title', value: 'x' }]);
        for (const answer of [
          await client.send('PATCH', path, { headers, body: patch }),
          await client.send('PUT', path, { headers, body: newcomer }),
          await client.send('DELETE', path, { headers }),
        ]) {
          assert.deepEqual([answer.status, answer.body.status, answer.body.scimType], [Number(code), code, scimType]);
          assert.equal(answer.body.detail, 'Version does not match current version.');
        }
        assert.deepEqual(await someUser(client), user);
        const version = String((user.meta as Json).version);
        const written = await client.patch(path, [{ op: 'replace', path: 'title', value: 'x' }], { 'If-Match': `"${version}"` });
        assert.equal(written.status, 200);
        assert.equal(resources((await client.get('/users')).body).filter(({ title }) => title === 'x').length, 1);
      }));
  }
});

/** `a`, `list[type]` for the value of that type, `urn>name`, `urn>name#entry` for its proficiency. */
function read(user: Json, path: string): unknown {
  const typed = /^(\w+)\[(\w+)\]$/.exec(path);
  if (typed) return ((user[typed[1] ?? ''] ?? []) as Json[]).find((one) => one.type === typed[2])?.value;
  const [name = '', part] = path.split('>');
  if (part === undefined) return user[name];
  const [list = '', entry] = part.split('#');
  const value = (user[name] as Json)[list];
  return entry === undefined ? value : (value as Json[]).find((one) => one.name === entry)?.proficiency;
}
