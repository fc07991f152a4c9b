import { strict as assert } from 'node:assert';
import { connect } from 'node:net';
import { first, small, withSandbox } from './client';

describe('sandbox: what it does not do', () => {
  const id = '00000000-0000-4000-8000-000000000000';
  const table: readonly (readonly [method: string, path: string, status: number, allow: string | null])[] = [
    ['POST', '/groups', 405, 'GET'],
    ['DELETE', `/groups/${id}`, 405, 'GET, PUT, PATCH'],
    ['POST', `/users/${id}`, 405, 'GET, PUT, PATCH, DELETE'],
    ['PUT', '/users', 405, 'GET, POST'],
    ['POST', '/schemas', 405, 'GET'],
    ['DELETE', '/api/v2/organizations/me', 405, 'GET'],
    ['POST', '/bulk', 404, null],
    ['GET', '/me', 404, null],
    ['POST', '/users/.search', 405, 'GET, PUT, PATCH, DELETE'],
    ['GET', '/Users', 404, null],
    ['GET', '/api/v2/users', 404, null],
    ['GET', `/users/${id}`, 404, null],
    ['GET', `/groups/${id}`, 404, null],
    ['GET', '/oauth/token', 405, 'POST'],
  ];
  for (const [method, path, status, allow] of table) {
    it(`answers ${status} to ${method} ${path}`, () =>
      withSandbox({ users: 3, groups: 1 }, async (client) => {
        const body = method === 'GET' || method === 'DELETE' ? undefined : { userName: 'a@b.example', displayName: 'A' };
        const answer = await client.send(method, path, { body });
        assert.deepEqual([answer.status, answer.body.status, answer.headers.get('Allow')], [status, status, allow]);
        assert.equal(typeof answer.body.code, 'string');
      }));
  }

  it('has a limit of 512,000 bytes for a request', () =>
    withSandbox(small, async (client) => {
      const { id: group } = first((await client.get('/groups')).body);
      const path = `/groups/${String(group)}`;
      const frame =
        '{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","path":"members","value":[]}],"x":""}';
      const fits = frame.replace('"x":""', `"x":"${'é'.repeat((512_000 - frame.length) / 2)}"`);
      assert.ok(Buffer.byteLength(fits) > 511_990 && Buffer.byteLength(fits) <= 512_000);
      assert.equal((await client.send('PATCH', path, { body: fits })).status, 200);
      const { status, body } = await client.send('PATCH', path, { body: `${fits}   ` });
      assert.deepEqual(
        [status, body.code, body.message],
        [413, 'request.entity.too.large', 'The request is over the size limit. Maximum bytes: 512000'],
      );
    }));

  it('survives targets and ids that are none', () =>
    withSandbox({ users: 3, groups: 1 }, async (client) => {
      const { port } = new URL(client.sandbox.baseUrl);
      const raw = await new Promise<string>((resolve, reject) => {
        const socket = connect(Number(port), '127.0.0.1', () =>
          socket.write('GET // HTTP/1.1\r\nHost: [broken\r\nConnection: close\r\n\r\n'),
        );
        let text = '';
        socket.on('data', (piece: Buffer) => (text += piece.toString()));
        socket.on('end', () => resolve(text));
        socket.on('error', reject);
      });
      assert.match(raw, /^HTTP\/1\.1 400 /);
      assert.equal((await client.get('/users/%E0%A4%A')).status, 400);
      assert.equal((await client.get('/users/..%2F..%2Fgroups')).status, 404);
      assert.equal((await client.get('/users?count=0')).status, 200);
    }));

  it('wants JSON', () =>
    withSandbox(small, async (client) => {
      const { id: user } = first((await client.get('/users')).body);
      const path = `/users/${String(user)}`;
      const text = await client.send('PATCH', path, { body: '{}', headers: { 'Content-Type': 'text/plain' } });
      assert.deepEqual([text.status, text.body.code], [415, 'unsupported.media.type']);
      for (const body of ['{"schemas":', '[]', '"x"']) {
        const broken = await client.send('PATCH', path, { body });
        assert.deepEqual([broken.status, broken.body.scimType], [400, 'invalidSyntax'], body);
      }
    }));

  it('lacks permissions that its options deny', () =>
    withSandbox({ ...small, denied: ['groups', 'organization', 'groupDetails', 'authorization'] }, async (client) => {
      for (const path of [
        '/groups',
        `/groups/${id}`,
        '/api/v2/organizations/me',
        `/api/v2/groups/${id}`,
        `/api/v2/authorization/subjects/${id}`,
      ]) {
        const { status, body } = await client.get(path);
        assert.deepEqual([status, body.code], [403, 'missing.any.permissions'], path);
      }
      assert.equal((await client.get('/users')).status, 200);
    }));
});
