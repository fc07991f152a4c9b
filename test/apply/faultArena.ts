import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import nodeFetch from 'node-fetch';
import { batchSizes } from '../../src/apply/batches';
import { clientDoor } from '../../src/apply/clientDoor';
import type { GroupNow } from '../../src/apply/groupDoor';
import { reversalPlan } from '../../src/apply/reversal';
import type { RunOptions } from '../../src/apply/runApply';
import { GenesysClient } from '../../src/genesys/client';
import { connectionForUrl } from '../../src/genesys/regions';
import { TokenProvider } from '../../src/genesys/tokenProvider';
import type { Fetch } from '../../src/http/http';
import { defaultSettings } from '../../src/plan/settings';
import { faultRule, type FaultRule } from '../../src/sandbox/faultRules';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox';
import { hastyClock, tool } from './sampleOrg';

const nobody = '00000000-0000-4000-8000-000000000000';
/** Reads of a lagging group that are still within `lagMs`. */
const lagMs = 20_000;
export const shortLag = 3;

/** A write fails in one of these ways. */
const writeFault = fc.record({
  fault: fc.constantFrom<FaultRule['fault']>(
    '429',
    '500',
    '502',
    '503',
    '504',
    'reset',
    'truncate',
    'stale400',
    'stale409',
    'stale412',
    'expireToken',
    'html',
    'lag',
    'silentDrop',
    'otherHandEdits',
  ),
  when: fc.constantFrom('before' as const, 'after' as const),
  after: fc.integer({ min: 0, max: 4 }),
  times: fc.integer({ min: 1, max: 3 }),
  reads: fc.constantFrom(1, shortLag, 40),
  members: fc.constantFrom(null, 1),
});
/** A read of a group fails in one of these ways; the first two are those before anything is written. */
const readFault = fc.record({
  fault: fc.constantFrom<FaultRule['fault']>('429', '500', 'reset', 'truncate', 'expireToken', 'html', 'cutMembers'),
  after: fc.integer({ min: 0, max: 8 }),
  times: fc.constantFrom(1, 2, 10),
});

export const scenario = fc.record({
  writes: fc.array(writeFault, { maxLength: 5 }),
  reads: fc.array(readFault, { maxLength: 2 }),
  stale: fc.constantFrom('400' as const, '409' as const, '412' as const),
  version: fc.constantFrom('moves' as const, 'fixed' as const),
  unknownMember: fc.constantFrom('ignore' as const, 'refuse' as const),
  absentMember: fc.constantFrom('ignore' as const, 'refuse' as const),
  removals: fc.integer({ min: 0, max: 20 }),
  adds: fc.integer({ min: 0, max: 12 }),
  withNobody: fc.boolean(),
  usual: fc.integer({ min: 2, max: 12 }),
  seed: fc.nat(),
});
export type Scenario = typeof scenario extends fc.Arbitrary<infer Value> ? Value : never;

/** What went over the wire. */
interface Patch {
  readonly adds: readonly string[];
  readonly removals: readonly string[];
}

const settings = { ...defaultSettings, now: '2026-11-23T12:00:00.000Z' };

/** A sandbox whose requests fail by rules, and the engine's way into it. Rules stand on single groups; listings tell the truth. */
export class Arena {
  patches: Patch[] = [];
  private constructor(
    readonly sandbox: Sandbox,
    private readonly client: GenesysClient,
    private readonly truth: GenesysClient,
    readonly groupId: string,
    readonly plan: ReturnType<typeof reversalPlan>,
    readonly removals: ReadonlySet<string>,
    readonly adds: ReadonlySet<string>,
    readonly org: { name: string; host: string; orgId: string; clientId: string },
  ) {}

  static async start(given: Scenario): Promise<{ readonly arena: Arena; readonly others: ReadonlySet<string> }> {
    // Everything is the same in every sandbox of this size, so a look tells who is who.
    const look = await startSandbox({ users: 60, groups: 4, requestsPerMinute: 0 });
    const lookClient = clientOf(look);
    const { group, users } = await biggest(lookClient);
    lookClient.close();
    await look.close();
    const members = [...group.members];
    const strangers = users.filter((id) => !group.members.has(id));
    const turned = <T>(list: readonly T[]): T[] => list.map((_, index) => list[(index + given.seed) % list.length] as T);
    const removals = turned(members).slice(0, Math.min(given.removals, members.length - 4));
    const adds = [...turned(strangers).slice(0, given.adds), ...(given.withNobody ? [nobody] : [])];
    const bystanders = members.filter((id) => !removals.includes(id));
    const others = new Set<string>();
    const writes = given.writes.map(({ fault, reads, members: few, when, ...counts }, index) => {
      // These say that nothing was done, and so it is.
      const rule = { ...counts, when: /^(?:429|stale\d+)$/.test(fault) ? ('before' as const) : when };
      const path = `/groups/${group.id}`;
      if (fault === 'lag') return faultRule({ ...rule, fault, reads, method: 'PATCH', path });
      if (fault === 'silentDrop') return faultRule({ ...rule, fault, members: few, method: 'PATCH', path });
      if (fault !== 'otherHandEdits') return faultRule({ ...rule, fault, method: 'PATCH', path });
      const member = bystanders[index % bystanders.length] ?? '';
      others.add(member);
      return faultRule({ ...rule, fault, member, method: 'PATCH', path });
    });
    const reads = given.reads.map((rule) => faultRule({ ...rule, method: 'GET', path: `/groups/${group.id}` }));
    const { stale, version, unknownMember, absentMember } = given;
    const sandbox = await startSandbox({
      users: 60,
      groups: 4,
      requestsPerMinute: 0,
      faults: [...writes, ...reads],
      switches: { stale, version, unknownMember, absentMember },
    });
    const patches: Patch[] = [];
    const recording: Fetch = (url, init) => {
      if (init.method === 'PATCH') patches.push(patchOf(typeof init.body === 'string' ? init.body : ''));
      return nodeFetch(url, init);
    };
    const org = { name: sandbox.orgName, host: new URL(sandbox.baseUrl).host, orgId: sandbox.orgId, clientId: sandbox.clientId };
    const now: GroupNow = { name: group.name, version: group.version, members: group.members };
    const plan = reversalPlan(
      [{ groupId: group.id, oktaGroupId: '00g1', now, adds, removals, reason: 'notInOktaGroup', userNames: {}, rolesGranted: [] }],
      { org, tool, settings, createdAt: settings.now, assumptions: [] },
    );
    const arena = new Arena(
      sandbox,
      clientOf(sandbox, recording),
      clientOf(sandbox),
      group.id,
      plan,
      new Set(removals),
      new Set(adds),
      org,
    );
    arena.patches = patches;
    return { arena, others };
  }

  get door() {
    return clientDoor(this.client);
  }

  /** The members as they are, by the listing. */
  async members(): Promise<ReadonlySet<string>> {
    const { Resources = [] } = await this.truth.listGroups({ startIndex: 1, count: 100 });
    return new Set(Resources.find(({ id }) => id === this.groupId)?.members?.map(({ value }) => value));
  }

  options(usual: number) {
    const { door, org } = this;
    return { door, target: org, ours: settings, sizes: batchSizes(usual), now: settings.now, oldPlanHours: 24, changedInputs: [] };
  }

  run(usual: number, folder: string): RunOptions {
    return { door: this.door, clock: hastyClock(), sizes: batchSizes(usual), lagMs, folder, tool, org: this.org };
  }

  get context() {
    return { door: this.door, org: this.org, tool, settings, createdAt: settings.now, clock: hastyClock(), lagMs };
  }

  async close(): Promise<void> {
    this.client.close();
    this.truth.close();
    await this.sandbox.close();
  }
}

function clientOf(sandbox: Sandbox, fetch?: Fetch): GenesysClient {
  const connection = connectionForUrl(sandbox.baseUrl);
  const tokens = new TokenProvider(connection, sandbox);
  return new GenesysClient(connection, tokens, { requestsPerMinute: 1_000_000, clock: hastyClock(), ...(fetch ? { fetch } : {}) });
}

async function biggest(client: GenesysClient) {
  const { Resources: groups = [] } = await client.listGroups({ startIndex: 1, count: 100 });
  const { Resources: users = [] } = await client.listUsers({ startIndex: 1, count: 200, active: true });
  const [group] = [...groups].sort((a, b) => (b.members?.length ?? 0) - (a.members?.length ?? 0));
  assert.ok(group?.members && group.members.length >= 8);
  const members = new Set(group.members.map(({ value }) => value));
  return {
    group: { id: group.id, name: group.displayName, version: group.meta?.version ?? null, members },
    users: users.map(({ id }) => id),
  };
}

function patchOf(text: string): Patch {
  const { Operations } = JSON.parse(text) as { Operations: readonly { op: string; path: string; value?: readonly { value: string }[] }[] };
  const adds = Operations.flatMap(({ op, value }) => (op === 'add' ? (value ?? []).map((one) => one.value) : []));
  const removals = Operations.flatMap(({ op, path }) =>
    op === 'remove' ? [JSON.parse(/value eq (".*")\]$/.exec(path)?.[1] ?? '""') as string] : [],
  );
  assert.ok(Operations.every(({ op }) => op === 'add' || op === 'remove'));
  return { adds, removals };
}
