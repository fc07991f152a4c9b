import { strict as assert } from 'node:assert';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nodeFetch, { Response } from 'node-fetch';
import { plannedWork } from '../../src/apply/work';
import { GenesysClient } from '../../src/genesys/client';
import { readGroupFacts } from '../../src/genesys/groupFacts';
import { connectionForUrl } from '../../src/genesys/regions';
import { takeSnapshot } from '../../src/genesys/takeSnapshot';
import { TokenProvider } from '../../src/genesys/tokenProvider';
import type { Fetch } from '../../src/http/http';
import { RequestError } from '../../src/http/requestError';
import { readExport } from '../../src/okta/readExport';
import type { Source } from '../../src/okta/source';
import { planOutcome } from '../../src/plan/outcome';
import type { GroupPlan, Plan } from '../../src/plan/plan';
import { planWithFacts } from '../../src/plan/planWithFacts';
import { defaultSettings } from '../../src/plan/settings';
import type { FaultRule } from '../../src/sandbox/faultRules';
import { writeSampleExport } from '../../src/sandbox/sampleExport';
import { startSandbox } from '../../src/sandbox/sandbox';
import { FakeClock } from '../http/fakeClock';

const size = { users: 60, groups: 5 };
const settings = { ...defaultSettings, now: '2026-11-23T12:00:00.000Z' };
const tool = { name: 'scim-preflight', version: '0.0.0' };

/** What a plan of a fault's run is allowed to be, and nothing else. */
export const endings = ['exact', 'partial', 'unresolved', 'refused'] as const;
export type Ending = (typeof endings)[number];

/**
 * What the server does all the time, faults or not, so that the requests are sent which a snapshot needs only then.
 * `strangers`: no listing holds inactive users, so those who are members are fetched by id. `bare`: listings of groups have no members.
 * `uncounted`: there is no listing of directory groups, so each group's count is asked for.
 */
export type Bend = 'none' | 'strangers' | 'bare' | 'uncounted';

export interface Run {
  /** Null: the snapshot or its plan was refused. */
  readonly plan: Plan | null;
  readonly error: RequestError | null;
  /** By the clock that the client goes by. */
  readonly tookMs: number;
}

/** A small org and its Okta export, planned through faults. */
export class FaultArena {
  private constructor(
    private readonly folder: string,
    private readonly source: Source,
  ) {}

  static async start(): Promise<FaultArena> {
    const folder = await mkdtemp(join(tmpdir(), 'fault-arena-'));
    await writeSampleExport(join(folder, 'export'), { form: 'json', ...size });
    const reading = { oktaApp: null, confirmedMembers: {}, now: settings.now, oldExportHours: settings.oldExportHours };
    return new FaultArena(folder, await readExport([join(folder, 'export')], reading));
  }

  /** Connects, takes the snapshot and plans, as the command line does. Fails where anything but RequestError is thrown. */
  async run(faults: readonly FaultRule[], bend: Bend = 'none', timeoutMs = 20_000): Promise<Run> {
    const clock = new FakeClock();
    const sandbox = await startSandbox({ ...size, requestsPerMinute: 0, faults, now: () => new Date(clock.now()) });
    const connection = connectionForUrl(sandbox.baseUrl);
    const options = { clock, fetch: bent(bend), timeoutMs, random: () => 0.5 };
    const client = new GenesysClient(connection, new TokenProvider(connection, sandbox, options), options);
    const started = clock.now();
    try {
      const found = await client.getOrganization();
      // The port differs from run to run, and a plan names the host.
      const org = { name: found?.name ?? '', host: 'sandbox', orgId: found?.id ?? null, clientId: sandbox.clientId };
      const snapshot = await takeSnapshot(client, org, { pageSize: 25, takenAt: settings.now });
      const { plan } = await planWithFacts(this.source, snapshot, settings, tool, (ids) =>
        readGroupFacts(client, ids, undefined, snapshot.groups),
      );
      return { plan, error: null, tookMs: clock.now() - started };
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      return { plan: null, error, tookMs: clock.now() - started };
    } finally {
      client.close();
      await sandbox.close();
    }
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true });
  }
}

/**
 * How a run with faults ended beside the one without. Fails where it ended otherwise than product.md, section 7, allows: with a removal that
 * the other run does not have, or with another plan and not a word about it.
 */
export function endingOf({ plan, error }: Run, usual: Plan): Ending {
  if (plan === null) {
    assert.ok(error !== null && error.message.length > 20, 'refused without a word');
    return 'refused';
  }
  const extra = removalsOf(plan).filter((one) => !new Set(removalsOf(usual)).has(one));
  assert.deepEqual(extra, [], 'removals that there are not without faults');
  if (!plan.complete) {
    assert.ok(
      plan.problems.some(({ level }) => level === 'incomplete'),
      'partial without a word',
    );
    assert.equal(planOutcome(plan), 'held');
    const selections = plan.groups.map((group) => ({ group, mode: 'both' as const, people: null }));
    assert.deepEqual(plannedWork(plan, selections).works, [], 'a partial plan that can be applied');
    return 'partial';
  }
  if (essence(plan) === essence(usual)) return 'exact';
  assert.deepEqual(plan.users, usual.users, 'other users, though the plan is complete');
  for (const group of plan.groups) {
    if (group.verdict === 'unresolved') continue;
    assert.deepEqual(group, groupOf(usual, group), `another plan of ${group.name}, though it is complete`);
  }
  assert.ok(plan.problems.length > usual.problems.length, 'groups that are unresolved without a word');
  return 'unresolved';
}

export function removalsOf(plan: Plan): string[] {
  return plan.groups.flatMap((group) => group.removals.map((one) => `${group.oktaGroupId}: ${one.genesysUserId}`));
}

const groupOf = (plan: Plan, { oktaGroupId }: GroupPlan) => plan.groups.find((one) => one.oktaGroupId === oktaGroupId);

/** Its id, its time and what it cost left out. */
const essence = (plan: Plan): string => JSON.stringify({ ...plan, id: null, createdAt: null, requests: null });

function bent(bend: Bend): Fetch {
  return async (url, init) => {
    const { pathname, searchParams } = new URL(url);
    const response = await nodeFetch(url, init);
    if (bend === 'uncounted' && pathname === '/api/v2/groups')
      return answer(response, 404, { message: 'no', code: 'not.found', status: 404 });
    if (bend === 'bare' && pathname === '/api/v2/scim/groups') return changed(response, withoutMembers);
    const inactive = searchParams.get('filter') === 'active eq false';
    if (bend === 'strangers' && inactive) return changed(response, (body) => ({ ...body, totalResults: 0, Resources: [] }));
    return response;
  };
}

type Body = Readonly<Record<string, unknown>>;

async function changed(response: Response, change: (body: Body) => Body): Promise<Response> {
  const text = await response.text();
  if (response.status !== 200 || !text.startsWith('{')) return new Response(text, response);
  try {
    return answer(response, 200, change(JSON.parse(text) as Body));
  } catch {
    return new Response(text, response);
  }
}

function withoutMembers(body: Body): Body {
  if (!Array.isArray(body.Resources)) return body;
  return { ...body, Resources: (body.Resources as readonly Body[]).map((group) => ({ ...group, members: undefined })) };
}

const answer = (response: Response, status: number, body: object): Response =>
  new Response(JSON.stringify(body), { status, headers: { ...Object.fromEntries(response.headers), 'content-type': 'application/json' } });
