import type { Command } from 'commander';
import { GenesysClient } from '../genesys/client';
import { connectionForRegion, connectionForUrl, type Connection } from '../genesys/regions';
import { sharedBudget } from '../genesys/sharedBudget';
import type { SnapshotOrg } from '../genesys/snapshot';
import type { Credentials } from '../genesys/token';
import { TokenProvider } from '../genesys/tokenProvider';
import { fetchThroughProxy } from './proxy';
import type { Terminal } from './terminal';

/** Options that say which org is meant. */
export interface TargetOptions {
  readonly region?: string;
  readonly baseUrl?: string;
  readonly loginUrl?: string;
}

export function addTargetOptions(command: Command): Command {
  return command
    .option('--region <domain>', 'the Genesys Cloud region by its domain, for instance mypurecloud.ie')
    .option('--base-url <url>', 'the API address of an org that is in none of the regions')
    .option('--login-url <url>', 'where tokens come from, if it is not the address with login. in place of api.');
}

/** @throws Error for options that name no org, or two. */
export function connectionOf(options: TargetOptions): Connection {
  if (options.region !== undefined && options.baseUrl !== undefined) throw new Error('Give either --region or --base-url, not both.');
  if (options.region !== undefined) return connectionForRegion(options.region);
  if (options.baseUrl !== undefined) return connectionForUrl(options.baseUrl, options.loginUrl);
  throw new Error('Say which Genesys org is meant: --region <domain> or --base-url <url>.');
}

/** Credentials come from the environment only (product.md, section 11). */
export function credentialsOf(terminal: Terminal): Credentials {
  const clientId = terminal.environment.SCIM_PREFLIGHT_CLIENT_ID ?? '';
  const clientSecret = terminal.environment.SCIM_PREFLIGHT_CLIENT_SECRET ?? '';
  if (clientId === '' || clientSecret === '') {
    throw new Error('Set SCIM_PREFLIGHT_CLIENT_ID and SCIM_PREFLIGHT_CLIENT_SECRET to the OAuth client of the Genesys org.');
  }
  return { clientId, clientSecret };
}

/** A client of the org, and who the org is as far as it tells. */
export async function connect(
  connection: Connection,
  credentials: Credentials,
  requestsPerMinute: number,
  signal: AbortSignal,
): Promise<{ readonly client: GenesysClient; readonly org: SnapshotOrg }> {
  const client = new GenesysClient(connection, new TokenProvider(connection, credentials, { fetch: fetchThroughProxy }), {
    requestsPerMinute,
    sharedBudget: sharedBudget(connection, credentials.clientId),
    fetch: fetchThroughProxy,
  });
  const organization = await client.getOrganization(signal);
  const org = {
    name: organization?.name ?? connection.host,
    host: connection.host,
    orgId: organization?.id ?? null,
    clientId: credentials.clientId,
  };
  return { client, org };
}
