import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { GenesysClient } from '../../src/genesys/client';
import { connectionForUrl } from '../../src/genesys/regions';
import { requestToken } from '../../src/genesys/token';
import { TokenProvider } from '../../src/genesys/tokenProvider';
import type { RequestLog } from '../../src/http/http';
import { OktaClient } from '../../src/okta/collect/oktaClient';
import { FakeClock } from '../http/fakeClock';
import { startLoopback, type Loopback, type Reply } from '../http/loopback';
import { SecretIndex } from './secretIndex';

const clientSecret = 'p"la\\nted+secret/<of>&a client=';
const token = 'planted-token-Abcdefgh.ijkl~mnop';

/** Servers that give back what they were sent, wherever an answer has room for it. */
const echoes: readonly (readonly [string, (said: string) => Reply])[] = [
  ['an OAuth error', (said) => ({ status: 400, json: { error: 'invalid_client', error_description: `${said} is wrong` } })],
  ['an error of the gateway', (said) => ({ status: 401, json: { status: 401, code: 'bad.credentials', message: said, contextId: said } })],
  ['an error of SCIM', (said) => ({ status: 403, json: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], detail: said } })],
  ['an error of Okta', (said) => ({ status: 403, json: { errorCode: 'E0000006', errorSummary: said } })],
  ['the code of an error', (said) => ({ status: 400, json: { error: said, errorCode: said, code: said, message: said } })],
  ['the title of a page', (said) => ({ status: 403, headers: { 'content-type': 'text/html' }, text: `<title>${inPage(said)}</title>` })],
  [
    'a header',
    (said) => ({ status: 403, headers: { 'inin-correlation-id': encodeURIComponent(said), 'x-okta-request-id': said }, json: {} }),
  ],
  ['a redirect', (said) => ({ status: 302, headers: { location: `https://example.com/${encodeURIComponent(said)}` } })],
  ['a broken text', (said) => ({ status: 400, text: `{"error": "${said}` })],
];

describe('errors and logs, where a server gives credentials back', () => {
  let server: Loopback;
  let reply: (said: string) => Reply;
  const index = new SecretIndex();
  for (const secret of [clientSecret, token, basicOf(clientSecret)]) index.add(secret);

  before(async () => {
    server = await startLoopback((request) => {
      const authorization = request.headers.authorization ?? '';
      if (authorization.startsWith('Basic ') && request.path === '/issue/oauth/token')
        return { json: { access_token: token, token_type: 'bearer', expires_in: 3600 } };
      return reply(authorization.startsWith('Basic ') ? `${clientSecret} of ${authorization.slice(6)}` : authorization);
    });
  });

  after(() => server.close());

  for (const [name, echo] of echoes) {
    it(`hold none of ${name}`, async () => {
      reply = echo;
      const lines: string[] = [];
      const log: RequestLog = { info: (line) => lines.push(line), warn: (line) => lines.push(line) };
      const clock = new FakeClock();
      const credentials = { clientId: 'client-1', clientSecret };
      const connection = connectionForUrl(server.url, `${server.url}/issue`);
      const client = new GenesysClient(connection, new TokenProvider(connection, credentials, { clock }), { clock, log });
      const okta = new OktaClient({ origin: server.url, token, clock, log });
      const users = {
        title: 'the users',
        endpoint: '/api/v1/users',
        permission: 'x',
        query: '/api/v1/users',
        shape: 'list',
        rate: 'x',
      } as const;
      for (const ask of [
        () => requestToken(connectionForUrl(server.url), credentials, { clock, log }),
        () => client.getOrganization(),
        () => client.getGroup('1'),
        () => okta.read(users),
      ]) {
        const outcome = await ask().then(inspect, (error: unknown) => inspect(error, { depth: 12, showHidden: true }));
        assert.deepEqual(index.find(Buffer.from(outcome)), [], `${name} in ${ask.toString()}`);
      }
      assert.notEqual(lines.length, 0);
      assert.deepEqual(index.find(Buffer.from(lines.join('\n'))), []);
      okta.close();
    });
  }
});

function basicOf(secret: string): string {
  return Buffer.from(`client-1:${secret}`).toString('base64');
}

function inPage(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
