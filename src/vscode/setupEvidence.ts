import type { CredentialCheck } from '../genesys/checkCredentials';
import type { OAuthClientFacts } from '../genesys/orgNames';
import { isLoopback } from '../genesys/regions';
import type { ScimGroup } from '../genesys/scim';
import type { Token } from '../genesys/token';
import { RequestError } from '../http/requestError';
import type { OrgEvidence } from '../report/setupSteps';
import type { OrgConnections, LiveConnection } from './orgConnections';
import type { OrgEntry } from './services';

/** What was read of an org for *Check Setup…*. */
export interface OrgRead {
  readonly evidence: OrgEvidence;
  /** By Genesys id; null where they may not be read. */
  readonly groups: ReadonlyMap<string, ScimGroup> | null;
}

/**
 * Asks an org what *Test API Credentials* asks, then for its OAuth client and its groups; nothing is written. Rejects where the org cannot be
 * reached at all (its secret is gone) and when it was cancelled.
 */
export async function readOrgEvidence(connections: OrgConnections, org: OrgEntry, signal: AbortSignal): Promise<OrgRead> {
  const live = await connections.connect(org.id);
  const { checkCredentials } = await import('../genesys/checkCredentials');
  let token: Token | null = null;
  const checks = await checkCredentials(live.client, {
    requestToken: async (stop) => (token = await connections.freshToken(live.connection, live.credentials, stop ?? signal)),
    signal,
  });
  const works = (name: string): boolean => checks.some((check) => check.name === name && check.state !== 'failed');
  const oauthClient = works('Access token') ? await oauthClientOf(live, signal) : null;
  const groups = works('Read groups') ? await groupsOf(live, signal) : null;
  return { evidence: evidenceOf(org, live, checks, token, oauthClient, groups?.size ?? null), groups };
}

function evidenceOf(
  org: OrgEntry,
  { connection }: LiveConnection,
  checks: readonly CredentialCheck[],
  token: Token | null,
  oauthClient: OAuthClientFacts | null,
  groups: number | null,
): OrgEvidence {
  return {
    name: org.name,
    scimDomain: org.sandbox || isLoopback(new URL(connection.apiUrl).hostname) ? null : connection.scimDomain,
    readOnly: org.readOnly,
    checks,
    tokenSeconds: token && Math.round((Date.parse(token.expiresAt) - Date.parse(token.issuedAt)) / 1000),
    oauthClient: oauthClient && { name: oauthClient.name, roles: oauthClient.roles },
    groups,
  };
}

/** Null where it may not be read, or the server has no answer: the other steps do not hang on it. */
async function oauthClientOf({ client, credentials }: LiveConnection, signal: AbortSignal): Promise<OAuthClientFacts | null> {
  const { readOAuthClient } = await import('../genesys/orgNames');
  return await unlessRefused(readOAuthClient(client, credentials.clientId, signal));
}

async function groupsOf({ client }: LiveConnection, signal: AbortSignal): Promise<ReadonlyMap<string, ScimGroup> | null> {
  const { readListing } = await import('../genesys/readListing');
  const page = (startIndex: number, count: number, stop: AbortSignal) =>
    client.listGroups({ startIndex, count, attributes: ['id', 'displayName'] }, stop);
  const listing = { name: 'the listing of groups', page };
  const read = await unlessRefused(readListing(listing, { pageSize: 100, signal, onRecords: () => undefined }));
  // A listing that moved or is short would call groups missing that are there.
  return read?.faults.length === 0 ? read.resources : null;
}

async function unlessRefused<Result>(reading: Promise<Result>): Promise<Result | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof RequestError && error.name !== 'AbortError') return null;
    throw error;
  }
}
