import type * as vscode from 'vscode';
import type { GenesysClient } from '../genesys/client';
import type { Connection } from '../genesys/regions';
import type { Credentials, Token } from '../genesys/token';
import type { TokenProvider } from '../genesys/tokenProvider';
import type { ExtensionSettings } from './extensionSettings';
import { hostFetch } from './hostFetch';
import type { Logger } from './log';
import type { OrgStore, OrgTarget, StoredOrg } from './orgStore';
import { connectionOf, entryOf } from './orgTarget';
import type { SandboxHost } from './sandboxHost';
import type { OrgAccess, OrgConnection, OrgEntry } from './services';

/** A connection with what only the org features need of it. */
export interface LiveConnection extends OrgConnection {
  readonly connection: Connection;
  readonly credentials: Credentials;
  readonly tokens: TokenProvider;
}

/** What credentials led to. */
export interface Reached {
  readonly token: Token;
  /** Null: the org may not be read with these credentials. */
  readonly organization: { readonly id: string; readonly name: string } | null;
  readonly host: string;
}

/** The org is no longer there, or its secret is not. */
export class OrgUnavailableError extends Error {
  constructor(
    readonly reason: 'removed' | 'noSecret',
    message: string,
  ) {
    super(message);
    this.name = 'OrgUnavailableError';
  }
}

/**
 * The connections to orgs: one client and one token provider each, made at the first need and thrown away when the org or the settings
 * change. Everything that speaks to Genesys is loaded then, not when the extension is activated.
 */
export class OrgConnections implements OrgAccess, vscode.Disposable {
  private readonly live = new Map<string, { readonly key: string; readonly connection: Promise<LiveConnection> }>();
  readonly onDidChange: vscode.Event<void>;

  constructor(
    private readonly store: OrgStore,
    private readonly sandbox: SandboxHost,
    private readonly log: Logger,
    private readonly settings: () => ExtensionSettings,
  ) {
    this.onDidChange = store.onDidChange;
  }

  list(): readonly OrgEntry[] {
    return this.store.list().map(entryOf);
  }

  get(id: string): OrgEntry | undefined {
    const org = this.store.get(id);
    return org && entryOf(org);
  }

  active(): OrgEntry | undefined {
    const org = this.store.active();
    return org && entryOf(org);
  }

  async setActive(id: string): Promise<void> {
    await this.store.setActive(id);
  }

  async connect(id: string): Promise<LiveConnection> {
    const org = this.store.get(id);
    if (!org) throw new OrgUnavailableError('removed', 'This org was removed. Choose another one, or add it again.');
    const { requestsPerMinute } = this.settings();
    const key = JSON.stringify([org.target, org.clientId, org.name, org.orgId, requestsPerMinute]);
    const known = this.live.get(id);
    if (known?.key === key) return await known.connection;
    this.forget(id);
    const connection = this.open(org, requestsPerMinute);
    this.live.set(id, { key, connection });
    try {
      return await connection;
    } catch (error) {
      if (this.live.get(id)?.connection === connection) this.live.delete(id);
      throw error;
    }
  }

  /** The times of the token that is held for an org, as far as it is known without asking. */
  async knownToken(id: string): Promise<Pick<Token, 'issuedAt' | 'expiresAt'> | undefined> {
    // A sandbox that does not run yet will not know the token of an earlier one.
    if (this.store.get(id)?.target.kind === 'sandbox' && !this.sandbox.running) return undefined;
    return await this.store.token(id);
  }

  /** Asks for a token and for the org's name. Throws RequestError; nothing is kept. */
  async tryCredentials(target: Exclude<OrgTarget, { kind: 'sandbox' }>, credentials: Credentials, signal: AbortSignal): Promise<Reached> {
    const { client, tokens, connection } = await this.makeClient(connectionOf(target), credentials, this.settings().requestsPerMinute);
    const token = await tokens.get(signal);
    const organization = await client.getOrganization(signal);
    return { token, organization, host: connection.host };
  }

  /** A token of its own from these credentials, never the one that we use. */
  async freshToken(connection: Connection, credentials: Credentials, signal: AbortSignal): Promise<Token> {
    const { requestToken } = await import('../genesys/token');
    return await requestToken(connection, credentials, { signal, log: this.log, fetch: hostFetch });
  }

  /** Makes the org's token worthless before the org is forgotten. Throws RequestError. */
  async revoke(id: string, signal: AbortSignal): Promise<void> {
    const org = this.store.get(id);
    if (!org || (org.target.kind === 'sandbox' && !this.sandbox.running)) return;
    if (!this.live.has(id) && (await this.store.token(id)) === undefined) return;
    const { tokens } = await this.connect(id);
    await tokens.revoke(signal);
    await this.store.saveToken(id, undefined);
  }

  /** Forgets the org's client; the next need makes another one. */
  forget(id: string): void {
    const known = this.live.get(id);
    this.live.delete(id);
    known?.connection.then(({ client }) => client.close()).catch(() => undefined); // whoever waits for it hears of a failure
  }

  dispose(): void {
    for (const id of [...this.live.keys()]) this.forget(id);
  }

  private async open(org: StoredOrg, requestsPerMinute: number): Promise<LiveConnection> {
    const { connection, credentials, orgId } = await this.reach(org);
    // The sandbox that runs now knows no token of an earlier one.
    const kept = org.target.kind === 'sandbox' ? undefined : await this.store.token(org.id);
    const made = await this.makeClient(connection, credentials, requestsPerMinute, kept, (token) => {
      this.store.saveToken(org.id, token).catch((error: unknown) => this.log.error(`keeping the token of ${org.name}`, error));
    });
    return { ...made, credentials, org: { name: org.name, host: connection.host, orgId, clientId: credentials.clientId } };
  }

  private async reach(org: StoredOrg): Promise<{ connection: Connection; credentials: Credentials; orgId: string | null }> {
    if (org.target.kind === 'sandbox') {
      const sandbox = await this.sandbox.start();
      const { connectionForUrl } = await import('../genesys/regions');
      const { clientId, clientSecret, orgId } = sandbox;
      return { connection: connectionForUrl(sandbox.baseUrl, sandbox.loginUrl), credentials: { clientId, clientSecret }, orgId };
    }
    const clientSecret = await this.store.clientSecret(org.id);
    if (clientSecret === undefined) {
      const message = `The client secret of ${org.name} is not in this machine's secret storage. Use Replace Client Secret… to enter it again.`;
      throw new OrgUnavailableError('noSecret', message);
    }
    return { connection: connectionOf(org.target), credentials: { clientId: org.clientId, clientSecret }, orgId: org.orgId };
  }

  private async makeClient(
    connection: Connection,
    credentials: Credentials,
    requestsPerMinute: number,
    initial?: Token,
    onToken?: (token: Token) => void,
  ): Promise<{ client: GenesysClient; tokens: TokenProvider; connection: Connection }> {
    const [{ GenesysClient }, { TokenProvider }, { sharedBudget }] = await Promise.all([
      import('../genesys/client'),
      import('../genesys/tokenProvider'),
      import('../genesys/sharedBudget'),
    ]);
    const tokens = new TokenProvider(connection, credentials, { initial, onToken, log: this.log, fetch: hostFetch });
    const client = new GenesysClient(connection, tokens, {
      log: this.log,
      fetch: hostFetch,
      sharedBudget: sharedBudget(connection, credentials.clientId),
      requestsPerMinute,
    });
    return { client, tokens, connection };
  }
}
