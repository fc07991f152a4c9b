import type { GenesysClient } from './client';
import { RequestError, isAbortError } from '../http/requestError';
import { safePageSize } from './pageSize';
import type { Token } from './token';

/** `unknown`: it cannot be seen from here; `limited`: it works, with a drawback. */
export type CheckState = 'ok' | 'limited' | 'failed' | 'unknown';

/** One thing that was tried, with what was found and what to do about it, in an admin's words. */
export interface CredentialCheck {
  readonly name: string;
  readonly state: CheckState;
  readonly found: string;
  /** Null where nothing needs doing. */
  readonly fix: string | null;
}

export interface CheckOptions {
  /** Asks for a fresh token: a token that is held already says nothing of the secret. */
  readonly requestToken: (signal?: AbortSignal) => Promise<Token>;
  readonly signal?: AbortSignal | undefined;
}

const dayMs = 24 * 60 * 60 * 1000;
/** What Genesys answers may be off by before it matters for token expiry. */
const skewLimitMs = 60_000;
/** A token that Okta stores should live at least this long. */
const oktaTokenDays = 30;
/** The page that we try; Genesys warns of more than 25 (facts/genesys-scim.md, 1.2). */
const largePage = 100;

/**
 * *Test API credentials* (product.md, section 2): what Okta's button tries and more, without writing anything. A check that fails does not
 * keep the others from running, except that without a token nothing else can be known. Rejects only when it was cancelled.
 */
export async function checkCredentials(client: GenesysClient, options: CheckOptions): Promise<readonly CredentialCheck[]> {
  const { signal } = options;
  const token = await attempt('Access token', () => options.requestToken(signal), tokenCheck);
  if (token.state === 'failed') return [token];
  const checks: CredentialCheck[] = [token];
  checks.push(await attempt('Org', () => client.getOrganization(signal), organizationCheck));
  checks.push(await attempt('Read users', () => client.listUsers({ active: true, startIndex: 1, count: 1 }, signal), usersCheck));
  const groups = await attempt(
    'Read groups',
    () => client.listGroups({ startIndex: 1, count: 1, attributes: ['id'] }, signal),
    groupsCheck,
  );
  checks.push(groups, writeGroupsCheck(groups), writeUsersCheck);
  checks.push(await attempt('Page size', () => readLargePage(client, signal), pageCheck));
  checks.push(skewCheck(client.clockSkewMs));
  return checks;
}

async function attempt<Result>(
  name: string,
  read: () => Promise<Result>,
  judge: (result: Result) => Omit<CredentialCheck, 'name'>,
): Promise<CredentialCheck> {
  try {
    return { name, ...judge(await read()) };
  } catch (error) {
    if (isAbortError(error) || !(error instanceof RequestError)) throw error;
    return { name, state: 'failed', found: error.message, fix: fixOf(error) };
  }
}

function fixOf(error: RequestError): string | null {
  switch (error.reason) {
    case 'badCredentials':
      return 'Copy client id and secret anew from the OAuth client (Genesys Cloud: Admin > Integrations > OAuth), then use Replace Client Secret.';
    case 'forbidden':
      return 'Give the OAuth client the role "SCIM Integration" (OAuth client > Roles), in every division that Okta provisions.';
    default:
      return null; // the message says it
  }
}

function tokenCheck(token: Token): Omit<CredentialCheck, 'name'> {
  const days = (Date.parse(token.expiresAt) - Date.parse(token.issuedAt)) / dayMs;
  const life = days >= 2 ? `${Math.floor(days)} days` : `${Math.max(1, Math.round(days * 24))} hours`;
  const found = `Genesys Cloud gave one; it lives for ${life}.`;
  if (days >= oktaTokenDays) return { state: 'ok', found, fix: null };
  const fix =
    'Enough for SCIM Preflight, which renews it. Too short to store in Okta: set the token duration of the OAuth client for Okta higher, with SCIM up to 38,880,000 seconds (450 days).';
  return { state: 'limited', found, fix };
}

function organizationCheck(organization: { readonly name: string } | null): Omit<CredentialCheck, 'name'> {
  if (organization) return { state: 'ok', found: `The credentials belong to "${organization.name}".`, fix: null };
  return {
    state: 'unknown',
    found: "The org's name may not be read with these credentials.",
    fix: 'Compare the region yourself: nothing else needs this.',
  };
}

function usersCheck(page: { readonly totalResults: number }): Omit<CredentialCheck, 'name'> {
  return { state: 'ok', found: `${page.totalResults.toLocaleString('en-US')} active users can be read.`, fix: null };
}

function groupsCheck(page: { readonly totalResults: number }): Omit<CredentialCheck, 'name'> {
  return { state: 'ok', found: `${page.totalResults.toLocaleString('en-US')} groups can be read.`, fix: null };
}

/** Reading groups takes the permission to edit them (facts/genesys-scim.md, 1.1), so whoever reads them may write them. */
function writeGroupsCheck(groups: CredentialCheck): CredentialCheck {
  const name = 'Write group members';
  if (groups.state === 'ok')
    return { name, state: 'ok', found: 'Very likely: Genesys Cloud asks for directory:group:edit even to read groups.', fix: null };
  return { name, state: 'unknown', found: 'Cannot be known while groups cannot be read.', fix: null };
}

const writeUsersCheck: CredentialCheck = {
  name: 'Write users',
  state: 'unknown',
  found: 'Cannot be known without writing: reading users needs no permission.',
  fix: 'The role "SCIM Integration" holds what it takes: directory:user:add, directory:user:edit, directory:user:setPassword, authorization:grant:add and delete, routing:skill:assign, routing:language:assign.',
};

interface LargePage {
  readonly served: number;
  readonly total: number;
  readonly declaredMaximum: number | null;
}

async function readLargePage(client: GenesysClient, signal: AbortSignal | undefined): Promise<LargePage> {
  const page = await client.listUsers({ active: true, startIndex: 1, count: largePage, attributes: ['id'] }, signal);
  const config = await client.serviceProviderConfig(signal);
  const filter = config.filter;
  const declared = typeof filter === 'object' && filter !== null && 'maxResults' in filter ? filter.maxResults : null;
  return { served: page.Resources?.length ?? 0, total: page.totalResults, declaredMaximum: typeof declared === 'number' ? declared : null };
}

function pageCheck({ served, total, declaredMaximum }: LargePage): Omit<CredentialCheck, 'name'> {
  const declared = declaredMaximum === null ? '' : ` The server declares at most ${declaredMaximum.toLocaleString('en-US')}.`;
  if (served >= Math.min(largePage, total)) return { state: 'ok', found: `${served} users at once were accepted.${declared}`, fix: null };
  const found = `Only ${served} of ${Math.min(largePage, total)} users came at once.${declared}`;
  return { state: 'limited', found, fix: `Reading takes more requests, about one for every ${Math.max(served, safePageSize)} users.` };
}

function skewCheck(skewMs: number | null): CredentialCheck {
  const name = 'Clocks';
  if (skewMs === null) return { name, state: 'unknown', found: 'The server did not say what time it has.', fix: null };
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  if (Math.abs(skewMs) <= skewLimitMs)
    return { name, state: 'ok', found: `This machine and Genesys Cloud agree to within ${Math.max(1, seconds)} s.`, fix: null };
  const found = `This machine's clock is ${seconds.toLocaleString('en-US')} s ${skewMs > 0 ? 'behind' : 'ahead of'} Genesys Cloud's.`;
  return {
    name,
    state: 'limited',
    found,
    fix: 'Set this machine’s clock by a time server: token expiry and the age of exports are reckoned with it.',
  };
}
