import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientDoor } from '../../src/apply/clientDoor';
import { batchSizes } from '../../src/apply/batches';
import type { GroupDoor } from '../../src/apply/groupDoor';
import type { PrepareOptions } from '../../src/apply/prepareApply';
import type { RunOptions } from '../../src/apply/runApply';
import { GenesysClient } from '../../src/genesys/client';
import { readGroupFacts } from '../../src/genesys/groupFacts';
import { connectionForUrl } from '../../src/genesys/regions';
import type { SnapshotOrg } from '../../src/genesys/snapshot';
import { takeSnapshot } from '../../src/genesys/takeSnapshot';
import { TokenProvider } from '../../src/genesys/tokenProvider';
import { systemClock, type Clock } from '../../src/http/clock';
import { readExport } from '../../src/okta/readExport';
import type { GroupPlan, Plan } from '../../src/plan/plan';
import { planWithFacts } from '../../src/plan/planWithFacts';
import { defaultSettings } from '../../src/plan/settings';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox';

export const tool = { name: 'scim-preflight', version: '0.0.0' };

/** The sandbox org over HTTP with a plan of its sample export, and a folder for journals. */
export class SampleOrg {
  private constructor(
    readonly sandbox: Sandbox,
    readonly client: GenesysClient,
    readonly org: SnapshotOrg,
    readonly plan: Plan,
    readonly folder: string,
  ) {}

  static async start(options: SandboxOptions = {}): Promise<SampleOrg> {
    const folder = await mkdtemp(join(tmpdir(), 'apply-'));
    const size =
      options.users === undefined ? {} : { users: options.users, ...(options.groups === undefined ? {} : { groups: options.groups }) };
    await writeSampleExport(join(folder, 'export'), { form: 'json', ...size });
    const sandbox = await startSandbox({ requestsPerMinute: 0, ...options });
    const connection = connectionForUrl(sandbox.baseUrl);
    const client = new GenesysClient(connection, new TokenProvider(connection, sandbox), { requestsPerMinute: 1_000_000 });
    const found = await client.getOrganization();
    const org = { name: found?.name ?? '', host: new URL(sandbox.baseUrl).host, orgId: found?.id ?? null, clientId: sandbox.clientId };
    const settings = { ...defaultSettings, now: new Date().toISOString() };
    const source = await readExport([join(folder, 'export')], {
      oktaApp: null,
      confirmedMembers: {},
      now: settings.now,
      oldExportHours: settings.oldExportHours,
      lastImport: null,
      fewerPercent: 10,
    } as Parameters<typeof readExport>[1]);
    const snapshot = await takeSnapshot(client, org);
    const { plan } = await planWithFacts(source, snapshot, settings, tool, (ids) =>
      readGroupFacts(client, ids, undefined, snapshot.groups),
    );
    return new SampleOrg(sandbox, client, org, plan, folder);
  }

  get door(): GroupDoor {
    return clientDoor(this.client);
  }

  get journals(): string {
    return join(this.folder, 'journals');
  }

  group(name: string): GroupPlan {
    const group = this.plan.groups.find((one) => one.name === name);
    if (!group) throw new Error(`The sample has no group ${name}.`);
    return group;
  }

  async members(group: GroupPlan): Promise<ReadonlySet<string>> {
    const now = await this.door.readGroup(group.genesysGroupId ?? '');
    return now?.members ?? new Set();
  }

  prepareOptions(change: Partial<PrepareOptions> = {}): PrepareOptions {
    return {
      door: this.door,
      target: this.org,
      ours: { ...defaultSettings, now: new Date().toISOString() },
      sizes: batchSizes(),
      now: new Date().toISOString(),
      oldPlanHours: 24,
      changedInputs: [],
      ...change,
    };
  }

  runOptions(change: Partial<RunOptions> = {}): RunOptions {
    return {
      door: this.door,
      clock: systemClock,
      sizes: batchSizes(),
      lagMs: 0,
      folder: this.journals,
      tool,
      org: this.org,
      ...change,
    };
  }

  async stop(): Promise<void> {
    this.client.close();
    await this.sandbox.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A clock whose waits take no time. */
export function hastyClock(): Clock {
  let passed = 0;
  return {
    now: () => Date.now() + passed,
    sleep: (milliseconds, signal) => {
      passed += milliseconds;
      signal?.throwIfAborted();
      return Promise.resolve();
    },
  };
}
