import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planCommand } from '../../src/cli/planCommand';
import { Terminal } from '../../src/cli/terminal';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox';

const size = { users: 300, groups: 8 };

describe('plan of a live org in a terminal', () => {
  let folder: string;
  let sandbox: Sandbox;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plan-cost-'));
    await writeSampleExport(join(folder, 'export'), { form: 'json', ...size });
    sandbox = await startSandbox({ requestsPerMinute: 0, ...size });
  });
  after(async () => {
    await sandbox.close();
    await rm(folder, { recursive: true });
  });

  async function said(isTTY: boolean): Promise<string> {
    let text = '';
    const stderr = { isTTY, write: (part: string) => ((text += part), true) };
    const env = { SCIM_PREFLIGHT_CLIENT_ID: sandbox.clientId, SCIM_PREFLIGHT_CLIENT_SECRET: sandbox.clientSecret };
    const terminal = new Terminal({ stderr, env, pid: process.pid } as unknown as NodeJS.Process, new AbortController().signal);
    const out = join(folder, 'plan.scimplan.json');
    const args = ['--okta', join(folder, 'export'), '--base-url', sandbox.baseUrl, '--format', 'json', '--out', out];
    await planCommand(terminal).parseAsync([...args, '--max-requests-per-minute', '100000'], { from: 'user' });
    return text;
  }

  it('says what it will cost before it reads, and how much of that is spent while it does', async () => {
    const text = await said(true);
    const cost = /: ≈ (\d+) requests, less than a minute at 100,000 a minute\.\n/.exec(text);
    const first = text.search(/users: \d+ of \d+ \(\d+ of ≈ \d+ requests\)/);
    assert.ok(cost && first > cost.index, text);
    assert.ok(text.includes(`of ≈ ${cost[1] ?? ''} requests`));
  });

  it('counts nothing for itself where nobody watches', async () => {
    assert.doesNotMatch(await said(false), /≈/);
  });
});
