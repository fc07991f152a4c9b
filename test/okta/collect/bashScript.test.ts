import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GenesysClient } from '../../../src/genesys/client';
import { connectionForUrl } from '../../../src/genesys/regions';
import { TokenProvider } from '../../../src/genesys/tokenProvider';
import { collectExport } from '../../../src/okta/collect/collectExport';
import type { Plan } from '../../../src/plan/plan';
import { defaultSettings } from '../../../src/plan/settings';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox';
import { oktaAppId } from '../../../src/sandbox/identities';
import { runPlan } from '../../../src/vscode/planRun';
import { filesIn, runScript, type ScriptRun } from './runScript';

interface Manifest {
  readonly complete: boolean;
  readonly collectedAt: string;
  readonly files: readonly { readonly path: string; readonly records: number }[];
  readonly missing?: readonly { readonly message: string }[];
}

/** The script's folder must be the collector's folder: same files, same bytes, same plan. */
describe('The export script for bash, against the sandbox', function () {
  this.timeout(120_000);
  let sandbox: Sandbox;
  let folder: string;
  let run: ScriptRun;
  const scripted = (): string => path.join(folder, 'scripted');
  const collected = (): string => path.join(folder, 'collected');

  before(async () => {
    sandbox = await startSandbox({ requestsPerMinute: 0, oktaRequestsPerMinute: 0 });
    folder = await mkdtemp(path.join(tmpdir(), 'scim-preflight-script-'));
    run = await runScript(
      folder,
      { origin: sandbox.oktaUrl },
      {
        args: ['scripted'],
        env: { SCIM_PREFLIGHT_OKTA_TOKEN: sandbox.oktaToken },
        input: `${oktaAppId}\n`,
      },
    );
    const { oktaUrl: origin, oktaToken: token } = sandbox;
    await collectExport({ origin, token, app: oktaAppId, folder: collected(), resume: false });
  });
  after(async () => {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('lists the apps by name where none is filled in, and says what it read', () => {
    assert.match(run.said, new RegExp(`^${oktaAppId}\\tACTIVE\\tGenesys Cloud$`, 'm'));
    assert.match(run.said, /Done: 4518 users, 7\d groups, \d+ memberships, \d+ requests\./);
    assert.equal(run.waits.length, 0);
    assert.equal(run.code, 0, 'what is missing is worth a note only');
  });

  it('makes the files of the collector, byte for byte', async () => {
    const [ours, theirs] = await Promise.all([filesIn(scripted()), filesIn(collected())]);
    assert.ok(theirs.size > 70);
    assert.deepEqual([...ours.keys()], [...theirs.keys()]);
    const differing = [...theirs].filter(([name, bytes]) => name !== 'okta-export.json' && ours.get(name) !== bytes);
    assert.deepEqual(
      differing.map(([name]) => name),
      [],
    );
  });

  it('makes its manifest, but for the time and the words for what is missing', async () => {
    const [ours, theirs] = await Promise.all([scripted(), collected()].map(manifestIn));
    assert.ok(ours && theirs);
    assert.ok(ours.complete);
    assert.ok(Math.abs(Date.parse(ours.collectedAt) - Date.parse(theirs.collectedAt)) < 120_000);
    assert.deepEqual(timeless(ours), timeless(theirs));
  });

  it('gives the same plan', async () => {
    const [ours, theirs] = await Promise.all([plan(scripted()), plan(collected())]);
    const tier1 = theirs.groups.find((group) => group.name === 'Support Tier 1');
    assert.equal(tier1?.removals.length, 1240);
    assert.deepEqual(
      theirs.groups.filter((group) => !group.confirmed && group.genesysGroupId !== null).map((group) => group.name),
      [],
    );
    for (const part of ['summary', 'groups', 'users', 'conflicts', 'complete', 'assumptions', 'oktaApp'] as const) {
      assert.deepEqual(ours[part], theirs[part], part);
    }
  });

  it('keeps the token out of command lines, files and words', async () => {
    const files = [...(await filesIn(folder)).values()];
    assert.ok(run.curls.length > 70);
    for (const text of [...files, ...run.curls, run.said]) assert.ok(!text.includes(sandbox.oktaToken));
  });

  async function manifestIn(where: string): Promise<Manifest> {
    const files = await filesIn(where);
    return JSON.parse(Buffer.from(files.get('okta-export.json') ?? '', 'latin1').toString()) as Manifest;
  }

  async function plan(exportFolder: string): Promise<Plan> {
    const connection = connectionForUrl(sandbox.baseUrl, sandbox.loginUrl);
    const client = new GenesysClient(connection, new TokenProvider(connection, sandbox), { requestsPerMinute: 100_000 });
    const made = await runPlan({
      exportPaths: [exportFolder],
      oktaApp: null,
      snapshotFrom: {
        kind: 'org',
        client,
        org: { name: 'Contoso CX', host: connection.host, orgId: sandbox.orgId, clientId: sandbox.clientId },
      },
      settings: { ...defaultSettings, now: new Date().toISOString() },
      tool: { name: 'scim-preflight', version: '0.1.0' },
      signal: new AbortController().signal,
      onProgress: () => undefined,
      chooseApp: () => Promise.reject(new Error('no app had to be chosen')),
    });
    assert.ok(made);
    return made.plan;
  }
});

function timeless({ missing = [], ...rest }: Manifest): unknown {
  return { ...rest, collectedAt: '', missing: missing.map((each) => ({ ...each, message: '' })) };
}
