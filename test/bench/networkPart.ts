import { performance } from 'node:perf_hooks';
import nodeFetch from 'node-fetch';
import sdk from 'purecloud-platform-client-v2';
import { GenesysClient } from '../../src/genesys/client';
import { connectionForUrl } from '../../src/genesys/regions';
import { comparedUserAttributes, takeSnapshot } from '../../src/genesys/takeSnapshot';
import { TokenProvider } from '../../src/genesys/tokenProvider';
import { folderBoard } from '../../src/http/budgetBoard';
import type { Fetch } from '../../src/http/http';

export interface NetworkRequest {
  readonly reader: 'ours' | 'sdk';
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly pageSize: number;
  /** What our client believes to be allowed; the SDK's knows no rate. */
  readonly requestsPerMinute: number;
  /** Where our client shares its rate with others, of which there are none here. */
  readonly budgetFolder: string;
}

export interface NetworkResult {
  readonly users: number;
  /** Of the users; they are a listing of their own. */
  readonly active: number;
  readonly groups: number;
  readonly memberships: number;
  readonly totalMs: number;
  readonly peakRssBytes: number;
  /** Of each API request, in milliseconds from the first one on; refused ones apart. */
  readonly taken: readonly number[];
  readonly refused: number;
}

type Read = Pick<NetworkResult, 'users' | 'active' | 'groups' | 'memberships'>;

/** When requests were sent, and which of them were refused for the rate. */
class Watch {
  readonly taken: number[] = [];
  refused = 0;
  private readonly started = performance.now();

  async around<Answer>(send: () => Promise<Answer>, isRefused: (answer: Answer) => boolean): Promise<Answer> {
    const at = performance.now() - this.started;
    const answer = await send();
    if (isRefused(answer)) this.refused++;
    else this.taken.push(at);
    return answer;
  }
}

/** A snapshot as the product takes it. It fails unless the snapshot is proved complete. */
async function ours(request: NetworkRequest, watch: Watch): Promise<Read> {
  const fetch: Fetch = (url, init) =>
    watch.around(
      () => nodeFetch(url, init),
      (answer) => answer.status === 429,
    );
  const connection = connectionForUrl(request.baseUrl);
  const { requestsPerMinute, pageSize, clientId, budgetFolder } = request;
  const sharedBudget = folderBoard(budgetFolder);
  const client = new GenesysClient(connection, new TokenProvider(connection, request), { requestsPerMinute, sharedBudget, fetch });
  const org = { name: 'bench', host: connection.host, orgId: null, clientId };
  const { users, groups, complete, problems, unprovedGroups } = await takeSnapshot(client, org, { pageSize });
  client.close();
  if (!complete || unprovedGroups.size > 0) throw new Error(`The snapshot is not complete: ${JSON.stringify(problems.slice(0, 3))}`);
  const active = [...users.values()].filter((user) => user.active).length;
  return { users: users.size, active, groups: groups.size, memberships: membershipsOf(groups.values()) };
}

interface Listed<Resource> {
  readonly totalResults?: number;
  readonly Resources?: Resource[];
}

/** The same listings by Genesys' own SDK, page after page; it does not wait when it is refused, so whoever uses it has to. */
async function bySdk(request: NetworkRequest, watch: Watch): Promise<Read> {
  const client = sdk.ApiClient.instance;
  const { hostname, port, protocol } = new URL(request.baseUrl);
  client.setGateway({ host: hostname, protocol: protocol.slice(0, -1), port: Number(port) });
  await client.loginClientCredentialsGrant(request.clientId, request.clientSecret);
  const scim = new sdk.SCIMApi();
  const attributes = [...comparedUserAttributes];
  const { pageSize: count } = request;
  const [active, inactive] = [
    await everything((startIndex) => scim.getScimUsers({ startIndex, count, attributes }), watch),
    await everything((startIndex) => scim.getScimUsers({ startIndex, count, attributes, filter: 'active eq false' }), watch),
  ];
  const groups = await everything((startIndex) => scim.getScimGroups({ startIndex, count }), watch);
  return {
    users: new Set([...active, ...inactive].map((user) => user.id)).size,
    active: active.length,
    groups: groups.length,
    memberships: membershipsOf(groups),
  };
}

async function everything<Resource>(page: (startIndex: number) => Promise<Listed<Resource>>, watch: Watch): Promise<Resource[]> {
  const rows: Resource[] = [];
  for (;;) {
    const answer = await watch.around(
      () => page(rows.length + 1).catch((error: unknown) => secondsToWait(error)),
      (one) => typeof one === 'number',
    );
    if (typeof answer === 'number') {
      await new Promise((resolve) => setTimeout(resolve, answer * 1000));
      continue;
    }
    rows.push(...(answer.Resources ?? []));
    if (rows.length >= (answer.totalResults ?? 0) || (answer.Resources ?? []).length === 0) return rows;
  }
}

/** The SDK rejects with the body of the answer; of a 429 it names the seconds. */
function secondsToWait(error: unknown): number {
  const { status, message } = error as { readonly status?: number; readonly message?: string };
  const seconds = Number(/\[(\d+)\] seconds/.exec(message ?? '')?.[1]);
  if (status !== 429 || Number.isNaN(seconds)) throw new Error(`The SDK failed: ${message ?? 'without a word'}`);
  return seconds;
}

function membershipsOf(groups: Iterable<{ readonly members?: readonly unknown[] | null }>): number {
  let memberships = 0;
  for (const { members } of groups) memberships += members?.length ?? 0;
  return memberships;
}

async function measure(request: NetworkRequest): Promise<NetworkResult> {
  const started = performance.now();
  const watch = new Watch();
  const read = await (request.reader === 'ours' ? ours(request, watch) : bySdk(request, watch));
  const totalMs = Math.round(performance.now() - started);
  return { ...read, totalMs, peakRssBytes: process.resourceUsage().maxRSS * 1024, taken: watch.taken, refused: watch.refused };
}

process.once('message', (request: NetworkRequest) => {
  void measure(request).then((result) => process.send?.(result, () => process.disconnect()));
});
