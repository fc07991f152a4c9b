import { strict as assert } from 'node:assert';
import http, { type RequestOptions } from 'node:http';
import { HttpSender } from '../../src/http/http';
import { hostFetch } from '../../src/vscode/hostFetch';
import { startLoopback } from '../http/loopback';

describe('hostFetch', () => {
  it("leaves the agent to the host, which VS Code's proxy support needs, and keeps connections open", async () => {
    const server = await startLoopback(() => ({ json: { ok: true } }));
    const sender = new HttpSender({ fetch: hostFetch });
    const { request } = http;
    const agents: unknown[] = [];
    // As VS Code does it: node:http's function is replaced, and looks at the options.
    http.request = ((...given: [string | URL, RequestOptions]) => {
      agents.push(given[1].agent);
      return request(...given);
    }) as typeof http.request;
    try {
      for (let index = 0; index < 3; index++)
        assert.equal((await sender.send({ method: 'GET', url: server.url, headers: {} })).status, 200);
    } finally {
      http.request = request;
      await server.close();
    }
    assert.deepEqual(agents, [undefined, undefined, undefined]);
    assert.equal(new Set(server.received.map(({ port }) => port)).size, 1);
  });
});
