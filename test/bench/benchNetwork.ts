import { join } from 'node:path';
import { startSandbox } from '../../src/sandbox/sandbox';
import type { NetworkRequest, NetworkResult } from './networkPart';
import { bundlePart, runPart } from './runPart';

export interface NetworkScale {
  readonly users: number;
  readonly groups: number;
  readonly pageSize: number;
  /** What the server allows in any 60 seconds. */
  readonly requestsPerMinute: number;
  /** What our client is told; the same unless it has to learn. */
  readonly believed: number;
}

/**
 * `--network`: a snapshot of a sandbox org with a rate, by the product and by Genesys' own SDK, in a process each; in real time, since the
 * sandbox counts it.
 */
export async function benchNetwork(folder: string, scale: NetworkScale, heap: number): Promise<object> {
  const part = await bundlePart(folder, 'networkPart');
  const { users, groups, pageSize, requestsPerMinute } = scale;
  const sandbox = await startSandbox({ users, groups, requestsPerMinute });
  try {
    const { baseUrl, clientId, clientSecret } = sandbox;
    const budgetFolder = join(folder, 'rate');
    const request = { baseUrl, clientId, clientSecret, pageSize, requestsPerMinute: scale.believed, budgetFolder };
    const run = (reader: NetworkRequest['reader']): Promise<NetworkResult> => runPart(part, { ...request, reader }, heap);
    const ours = await run('ours');
    const sdk = await run('sdk');
    if (ours.users !== sdk.users || ours.groups !== sdk.groups || ours.memberships !== sdk.memberships) {
      throw new Error(`They read two orgs: ${JSON.stringify([ours, sdk].map((one) => [one.users, one.groups, one.memberships]))}`);
    }
    return { ...scale, memberships: ours.memberships, ours: figures(ours, scale), sdk: figures(sdk, scale) };
  } finally {
    await sandbox.close();
  }
}

function figures({ users, active, groups, taken, refused, totalMs, peakRssBytes }: NetworkResult, scale: NetworkScale): object {
  const pages = (rows: number): number => Math.max(1, Math.ceil(rows / scale.pageSize));
  const smallest = pages(active) + pages(users - active) + pages(groups);
  return {
    requests: taken.length + refused,
    smallest,
    overheadPercent: Math.round(((taken.length + refused) / smallest - 1) * 1000) / 10,
    rateKeptPercent: rateKept(taken, scale.requestsPerMinute),
    refused,
    totalMs,
    peakRssBytes,
  };
}

/** A request may follow 60 seconds behind the one that is as many requests before it as are allowed a minute. Null: there were not as many. */
function rateKept(taken: readonly number[], perMinute: number): number | null {
  const sorted = [...taken].sort((a, b) => a - b);
  const waits = sorted.slice(perMinute).map((at, index) => at - (sorted[index] ?? 0));
  if (waits.length === 0) return null;
  const mean = waits.reduce((sum, wait) => sum + wait) / waits.length;
  return Math.round((60_000 / mean) * 1000) / 10;
}
