import assert from 'node:assert/strict';
import type { CredentialCheck } from '../../src/genesys/checkCredentials';
import { checkCredentials } from '../../src/genesys/checkCredentials';
import { GenesysClient } from '../../src/genesys/client';
import type { Clock } from '../../src/http/clock';
import { systemClock } from '../../src/http/clock';
import { connectionForUrl } from '../../src/genesys/regions';
import { requestToken } from '../../src/genesys/token';
import { TokenProvider } from '../../src/genesys/tokenProvider';
import type { SandboxOptions } from '../../src/sandbox/sandbox';
import { startSandbox } from '../../src/sandbox/sandbox';

async function checksOf(options: SandboxOptions, clientSecret?: string, clock?: Clock): Promise<ReadonlyMap<string, CredentialCheck>> {
  const sandbox = await startSandbox({ requestsPerMinute: 0, ...options });
  const connection = connectionForUrl(sandbox.baseUrl);
  const credentials = { clientId: sandbox.clientId, clientSecret: clientSecret ?? sandbox.clientSecret };
  const client = new GenesysClient(connection, new TokenProvider(connection, credentials, { clock }), { clock });
  try {
    const checks = await checkCredentials(client, { requestToken: (signal) => requestToken(connection, credentials, { signal }) });
    return new Map(checks.map((check) => [check.name, check]));
  } finally {
    client.close();
    await sandbox.close();
  }
}

function states(checks: ReadonlyMap<string, CredentialCheck>): Readonly<Record<string, string>> {
  return Object.fromEntries([...checks].map(([name, { state }]) => [name, state]));
}

describe('checkCredentials', () => {
  it('finds everything that can be found without writing', async () => {
    const checks = await checksOf({ tokenSeconds: 38_880_000 });
    assert.deepEqual(states(checks), {
      'Access token': 'ok',
      Org: 'ok',
      'Read users': 'ok',
      'Read groups': 'ok',
      'Write group members': 'ok',
      'Write users': 'unknown',
      'Page size': 'ok',
      Clocks: 'ok',
    });
    assert.match(checks.get('Access token')?.found ?? '', /450 days/);
    assert.match(checks.get('Org')?.found ?? '', /Contoso CX \(sandbox\)/);
    assert.match(checks.get('Read users')?.found ?? '', /4,212 active users/);
  });

  it('stops at a wrong secret and says where to look', async () => {
    const checks = await checksOf({}, 'wrong');
    assert.deepEqual(states(checks), { 'Access token': 'failed' });
    assert.match(checks.get('Access token')?.found ?? '', /invalid_client/);
    assert.match(checks.get('Access token')?.fix ?? '', /Admin > Integrations > OAuth/);
  });

  it('goes on where groups may not be read, and knows nothing of writing them', async () => {
    const checks = await checksOf({ denied: ['groups'] });
    assert.deepEqual(
      [checks.get('Read groups')?.state, checks.get('Write group members')?.state, checks.get('Page size')?.state],
      ['failed', 'unknown', 'ok'],
    );
    assert.match(checks.get('Read groups')?.found ?? '', /directory:group:edit/);
    assert.match(checks.get('Read groups')?.fix ?? '', /SCIM Integration/);
  });

  it('finds a token of a day too short for Okta', async () => {
    const checks = await checksOf({ tokenSeconds: 86_400 });
    assert.equal(checks.get('Access token')?.state, 'limited');
    assert.match(checks.get('Access token')?.fix ?? '', /450 days/);
  });

  it('notices a clock of ours that is ten minutes ahead', async () => {
    const clock = { ...systemClock, now: () => Date.now() + 600_000 };
    const clocks = (await checksOf({}, undefined, clock)).get('Clocks');
    assert.equal(clocks?.state, 'limited');
    assert.match(clocks.found, /^This machine's clock is (599|600|601) s ahead of Genesys Cloud's\.$/);
  });

  it('rejects when it is cancelled', async () => {
    const sandbox = await startSandbox({});
    const connection = connectionForUrl(sandbox.baseUrl);
    const client = new GenesysClient(connection, new TokenProvider(connection, sandbox));
    const signal = AbortSignal.abort();
    const work = checkCredentials(client, { requestToken: (stop) => requestToken(connection, sandbox, { signal: stop }), signal });
    await assert.rejects(work, { name: 'AbortError' });
    client.close();
    await sandbox.close();
  });
});
