import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GenesysClient } from '../../src/genesys/client';
import { connectionForUrl } from '../../src/genesys/regions';
import { TokenProvider } from '../../src/genesys/tokenProvider';
import type { GroupPlan } from '../../src/plan/plan';
import { defaultSettings } from '../../src/plan/settings';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import type { Sandbox } from '../../src/sandbox/sandbox';
import { startSandbox } from '../../src/sandbox/sandbox';
import { runPlan } from '../../src/vscode/planRun';
import { root } from '../host/paths';
import { addOrg } from './addOrg';
import { previewFrom } from './explorer';
import { extensionHosts } from './extensionHosts';
import { startHeldServer, type HeldServer } from './heldServer';
import { liftGuards } from './liftGuards';
import { useWorkbench, type Workbench } from './workbench';

/** The lock of a writer that was killed is free again after half a minute; then a later look finds its journal. */
const offerMs = 90_000;

/** Processes that are killed (SIGKILL) with a batch on its way, and what the next start of VS Code makes of what they left. */
describe('After a crash in the middle of an apply', () => {
  let temporary: string;
  let sandbox: Sandbox;
  let held: HeldServer;
  let client: GenesysClient;
  let planned: GroupPlan;
  let original: readonly string[];

  before(async () => {
    sandbox = await startSandbox({ requestsPerMinute: 0 });
    held = await startHeldServer(sandbox.baseUrl);
    const connection = connectionForUrl(sandbox.baseUrl, sandbox.loginUrl);
    client = new GenesysClient(connection, new TokenProvider(connection, sandbox), { requestsPerMinute: 100_000 });
  });
  after(async () => {
    await held.close();
    await sandbox.close();
    await rm(temporary, { recursive: true, force: true });
  });

  const workbench = useWorkbench(async () => {
    temporary = await mkdtemp(path.join(tmpdir(), 'scim-preflight-crash-'));
    await writeSampleExport(path.join(temporary, 'okta-export'), { form: 'json' });
    return {
      folder: temporary,
      folderName: 'change-4711',
      sideBarWidth: 620,
      env: { SCIM_PREFLIGHT_HOME: home() },
      settings: { 'explorer.autoReveal': false },
    };
  });

  before(async () => {
    planned = await planOfSupport();
    original = await members();
  });

  const home = (): string => path.join(temporary, 'home');

  async function planOfSupport(): Promise<GroupPlan> {
    const { host } = connectionForUrl(sandbox.baseUrl, sandbox.loginUrl);
    const made = await runPlan({
      exportPaths: [path.join(temporary, 'okta-export')],
      oktaApp: null,
      snapshotFrom: { kind: 'org', client, org: { name: 'Contoso CX', host, orgId: sandbox.orgId, clientId: sandbox.clientId } },
      settings: { ...defaultSettings, now: new Date().toISOString() },
      tool: { name: 'scim-preflight', version: '0.1.0' },
      signal: new AbortController().signal,
      onProgress: () => undefined,
      chooseApp: () => Promise.resolve(null),
    });
    const group = made?.plan.groups.find(({ name }) => name === 'Support Tier 1');
    assert.ok(group?.removals.length === 1240 && group.adds.length === 3);
    return group;
  }

  async function members(): Promise<readonly string[]> {
    const group = await client.getGroup(planned.genesysGroupId ?? '');
    return (group?.members ?? []).map(({ value }) => value).sort();
  }

  function asPlanned(): readonly string[] {
    const removed = new Set(planned.removals.map(({ genesysUserId }) => genesysUserId));
    const added = planned.adds.map(({ genesysUserId }) => genesysUserId);
    return [...original.filter((id) => !removed.has(id)), ...added].sort();
  }

  /** What held.patches is once it is above `count`. */
  const sent = (window: Workbench, count: number): Promise<number> =>
    window.until(
      () => Promise.resolve(held.patches),
      (patches) => patches > count,
    );

  it('of the extension host, VS Code offers to go on when it starts again', async () => {
    const window = workbench();
    await addOrg(window, { ...sandbox, baseUrl: held.url }, 'Contoso CX');
    await previewFrom(window, 'okta-export');
    await window.treeItem('Safe groups', 'Plan');
    await window.foldView('Orgs', 'folded');
    const group = await window.expandTreeItem('Support Tier 1', 'Plan');
    const removed = await window.treeItem('Removed', 'Plan');
    const safe = await window.expandTreeItem('Safe groups', 'Plan');
    const adding = await window.treeItem('Back Office', 'Plan');
    await window.check(safe, false, () => window.isChecked(adding, false));
    await window.check(group, true, () => window.isChecked(removed, true));
    held.holdFrom(3);
    await window.runCommand('SCIM Preflight: Apply Checked Groups…');
    await window.pressDialogButton('Continue…');
    await window.inputBox('1240', 'Type 1240 to remove these members.');
    await liftGuards(window, held, held.patches + 3, '1240');
    const hosts = await extensionHosts();
    assert.equal(hosts.length, 1);
    for (const pid of hosts) process.kill(pid, 'SIGKILL');
    held.letGo(); // the batch that was on its way arrives, and nobody is there to hear of it
    await window.until(
      async () => (await members()).length,
      (count) => count === 1512 + 3 - 25 - 250,
    );
    await window.reload();
    const offer = await window.notification(
      /An apply did not come to its end\. Support Tier 1 in Contoso CX: 28 of 1,243 changes done/,
      offerMs,
    );
    await offer.getByRole('button', { name: 'Undo…' }).waitFor();
    await window.screenshot('apply-crash-01-offer');
  });

  it('and Resume finishes the work, as planned and without a question', async () => {
    const window = workbench();
    await window.pressNotificationButton('An apply did not come to its end.', 'Resume…');
    await window.notification(/removed, all checked\./, offerMs);
    await window.screenshot('apply-crash-02-resumed');
    assert.deepEqual(await members(), asPlanned());
    await window.runCommand('SCIM Preflight: Undo Last Apply…');
    await window.pressDialogButton('Continue…');
    await window.inputBox('3', 'Type 3 to remove these members.');
    await liftGuards(window, held, held.patches + 1, '3');
    await window.notification('3 removed, 1,240 added, all checked.');
    assert.deepEqual(await members(), original);
  });

  it('of the command line in the same home, VS Code offers it at its next start, and Undo takes it back', async () => {
    const window = workbench();
    const cli = path.join(root, 'dist', 'cli.js');
    const plan = path.join(temporary, 'plan.scimplan.json');
    const reach = ['--base-url', held.url, '--max-requests-per-minute', '3000'];
    const env = {
      ...process.env,
      SCIM_PREFLIGHT_HOME: home(),
      SCIM_PREFLIGHT_CLIENT_ID: sandbox.clientId,
      SCIM_PREFLIGHT_CLIENT_SECRET: sandbox.clientSecret,
    };
    const start = (...args: readonly string[]) => spawn(process.execPath, [cli, ...args, ...reach], { env, stdio: 'inherit' });
    const planning = start('plan', '--okta', path.join(temporary, 'okta-export'), '--format', 'json', '--out', plan);
    await new Promise((resolve) => planning.once('close', resolve));
    held.holdFrom(3);
    const count = held.patches + 2;
    const lifts = ['genesysBlock=1240', 'count', 'percent', 'roles'].flatMap((guard) => ['--lift', guard]);
    const applying = start('apply', plan, '--group', 'Support Tier 1', '--confirm', '1240', ...lifts);
    await sent(window, count);
    applying.kill('SIGKILL');
    await new Promise((resolve) => applying.once('close', resolve));
    held.letGo();
    await window.reload();
    await window.notification(/An apply did not come to its end\. Support Tier 1 in Contoso CX: 28 of 1,243 changes done/, offerMs);
    await window.pressNotificationButton('An apply did not come to its end.', 'Undo…');
    await window.pressDialogButton('Continue…');
    await window.inputBox('3', 'Type 3 to remove these members.');
    await liftGuards(window, held, held.patches + 1, '3');
    await window.notification(/^3 removed, 275 added, all checked\.|3 removed, 275 added, all checked\./);
    assert.deepEqual(await members(), original);
  });
});
