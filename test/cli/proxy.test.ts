import { strict as assert } from 'node:assert';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { fetchThroughProxy } from '../../src/cli/proxy';
import { HttpSender } from '../../src/http/http';
import { type Loopback, startLoopback } from '../http/loopback';

const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'] as const;

/** A proxy that leads every host to one server, and the tunnels that were asked of it. */
interface Proxy {
  readonly port: number;
  readonly tunnels: { readonly host: string; readonly authorization: string | undefined }[];
  close(): Promise<void>;
}

describe('fetchThroughProxy', () => {
  let server: Loopback;
  let proxy: Proxy;
  let sender: HttpSender;
  let answer: (() => string) | null = null;
  const before = new Map(names.map((name) => [name, process.env[name]]));
  beforeEach(async () => {
    answer = null;
    for (const name of names) Reflect.deleteProperty(process.env, name);
    server = await startLoopback(() => ({ json: { ok: true } }));
    proxy = await startProxy(Number(new URL(server.url).port), () => answer?.() ?? null);
    sender = new HttpSender({ fetch: fetchThroughProxy });
  });
  afterEach(async () => {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    sender.close();
    await proxy.close();
    await server.close();
  });

  const get = (url: string) => sender.send({ method: 'GET', url, headers: {} });

  it('sends through the proxy that the environment names, over one connection', async () => {
    process.env.HTTP_PROXY = `http://user:pass@127.0.0.1:${proxy.port}`;
    for (let index = 0; index < 3; index++) assert.equal((await get('http://genesys.example/api')).status, 200);
    assert.deepEqual(proxy.tunnels, [{ host: 'genesys.example:80', authorization: `Basic ${btoa('user:pass')}` }]);
    assert.equal(server.received.length, 3);
  });

  it('sends past it where NO_PROXY says so, and to this machine itself', async () => {
    process.env.HTTP_PROXY = `http://127.0.0.1:${proxy.port}`;
    process.env.NO_PROXY = 'genesys.invalid';
    assert.equal((await get(`${server.url}/api`)).status, 200);
    await assert.rejects(get('http://genesys.invalid/api'), { name: 'RequestError' });
    assert.deepEqual(proxy.tunnels, []);
  });

  it('says which proxy cannot be reached, by which setting, and no password', async () => {
    const { port } = proxy;
    await proxy.close();
    process.env.HTTP_PROXY = `http://user:pass1234@127.0.0.1:${port}`;
    await assert.rejects(get('http://genesys.example/api'), (error: Error & { reason?: string }) => {
      assert.equal(error.reason, 'proxy');
      assert.match(
        error.message,
        new RegExp(`127\\.0\\.0\\.1:${port} cannot be reached \\(ECONNREFUSED\\).*HTTP_PROXY.*genesys\\.example.*NO_PROXY`),
      );
      assert.ok(!error.message.includes('pass1234'));
      return true;
    });
    proxy = await startProxy(0, () => null);
  });

  it("hands back the proxy's own answer", async () => {
    process.env.HTTP_PROXY = `http://127.0.0.1:${proxy.port}`;
    answer = () => 'HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n';
    assert.equal((await get('http://genesys.example/api')).status, 407);
  });

  it('refuses a setting that names none', async () => {
    process.env.HTTP_PROXY = 'socks5://127.0.0.1:1080';
    await assert.rejects(get('http://genesys.example/api'), { reason: 'proxy', message: /^HTTP_PROXY names no proxy/ });
  });
});

async function startProxy(target: number, refusal: () => string | null): Promise<Proxy> {
  const tunnels: Proxy['tunnels'] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer();
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    const refused = refusal();
    if (refused !== null) {
      client.end(refused);
      return;
    }
    tunnels.push({ host: request.url ?? '', authorization: request.headers['proxy-authorization'] });
    const out = connect(target, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      client.pipe(out).pipe(client);
    });
    for (const socket of [client, out]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    tunnels,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
