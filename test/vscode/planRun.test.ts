import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GenesysClient } from '../../src/genesys/client';
import { connectionForUrl } from '../../src/genesys/regions';
import { TokenProvider } from '../../src/genesys/tokenProvider';
import { writeSnapshot } from '../../src/genesys/snapshotFile';
import { defaultSettings } from '../../src/plan/settings';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import type { Sandbox } from '../../src/sandbox/sandbox';
import { startSandbox } from '../../src/sandbox/sandbox';
import type { PlanRunOptions, SnapshotFrom } from '../../src/vscode/planRun';
import { runPlan } from '../../src/vscode/planRun';

describe('Making a plan', () => {
  let sandbox: Sandbox;
  let folder: string;

  before(async () => {
    sandbox = await startSandbox({ requestsPerMinute: 0, users: 300, groups: 8 });
    folder = await mkdtemp(path.join(tmpdir(), 'scim-preflight-run-'));
    await writeSampleExport(path.join(folder, 'export'), { form: 'json', users: 300, groups: 8 });
  });
  after(async () => {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  });

  function org(): SnapshotFrom {
    const connection = connectionForUrl(sandbox.baseUrl, sandbox.loginUrl);
    const client = new GenesysClient(connection, new TokenProvider(connection, sandbox), { requestsPerMinute: 100_000 });
    return { kind: 'org', client, org: { name: 'Contoso CX', host: connection.host, orgId: sandbox.orgId, clientId: sandbox.clientId } };
  }

  function options(given: Partial<PlanRunOptions> = {}): PlanRunOptions {
    return {
      exportPaths: [path.join(folder, 'export')],
      oktaApp: null,
      snapshotFrom: org(),
      settings: { ...defaultSettings, now: new Date().toISOString() },
      tool: { name: 'scim-preflight', version: '0.1.0' },
      signal: new AbortController().signal,
      onProgress: () => undefined,
      chooseApp: () => Promise.reject(new Error('no app had to be chosen')),
      ...given,
    };
  }

  it('reads what the groups grant that a push would change, and says with counts what it is doing', async () => {
    const said: string[] = [];
    const made = await runPlan(options({ onProgress: (words) => said.push(words) }));
    assert.ok(made);
    const changed = made.plan.groups.filter((group) => group.removals.length + group.adds.length > 0);
    assert.ok(changed.length > 0);
    assert.ok(changed.every((group) => group.rolesGranted !== null));
    const inOrder = [
      /^Reading the export: [\d.]+ of [\d.]+ MB/,
      /^Contoso CX: ≈ \d+ requests, less than a minute at 100,000 a minute$/,
      /^Contoso CX, users: \d+ of \d+ \(\d+ of ≈ \d+ requests\)$/,
      /^Comparing…$/,
    ];
    const places = inOrder.map((words) => said.findIndex((line) => words.test(line)));
    assert.ok(!places.includes(-1), said.join('\n'));
    assert.deepEqual(
      places,
      [...places].sort((a, b) => a - b),
    );
  });

  it('plans from a snapshot file as from the org itself, but for what only the org tells', async () => {
    const live = await runPlan(options());
    assert.ok(live);
    const file = path.join(folder, 'org.scimsnapshot.ndjson');
    await writeSnapshot(live.snapshot, file);
    const fromFile = await runPlan(options({ snapshotFrom: { kind: 'files', paths: [file] } }));
    const counts = (made: typeof fromFile): unknown =>
      made?.plan.groups.map(({ name, members, pushed, after, removalsAtWorst }) => [name, members, pushed, after, removalsAtWorst]).sort();
    assert.deepEqual(counts(fromFile), counts(live));
    assert.ok(fromFile?.plan.groups.every((group) => group.rolesGranted === null));
  });

  it('asks which app where the export holds several, and ends where none is chosen', async () => {
    const other = path.join(folder, 'two-apps');
    await writeSampleExport(other, { form: 'json', users: 300, groups: 8 });
    const mappings = JSON.parse(await readFile(path.join(other, 'push-mappings.json'), 'utf8')) as object[];
    const app = JSON.parse(await readFile(path.join(other, 'app.json'), 'utf8')) as { id: string };
    const foreign = JSON.stringify(mappings).replaceAll(app.id, '0oaOtherApp000000000');
    await writeFile(path.join(other, 'push-mappings-other.json'), foreign);
    const asked: unknown[] = [];
    const answer = (id: string | null): Partial<PlanRunOptions> => ({
      exportPaths: [other],
      chooseApp: (apps) => {
        asked.push(apps.map((each) => each.id).sort());
        return Promise.resolve(id);
      },
    });
    assert.equal(await runPlan(options(answer(null))), null);
    const made = await runPlan(options(answer(app.id)));
    assert.equal(made?.plan.oktaApp?.id, app.id);
    assert.deepEqual(asked, [[app.id, '0oaOtherApp000000000'].sort(), [app.id, '0oaOtherApp000000000'].sort()]);
  });

  it('ends at once when it is cancelled', async () => {
    const controller = new AbortController();
    const running = runPlan(
      options({
        signal: controller.signal,
        onProgress: (words) => {
          if (words.startsWith('Contoso CX')) controller.abort();
        },
      }),
    );
    await assert.rejects(running, { name: 'AbortError' });
  });
});
