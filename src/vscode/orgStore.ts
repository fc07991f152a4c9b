import * as vscode from 'vscode';
import type { Token } from '../genesys/token';

/** Where an org is reached. The sandbox has no address to keep: it starts on another port each time. */
export type OrgTarget =
  | { readonly kind: 'region'; readonly domain: string }
  | { readonly kind: 'url'; readonly baseUrl: string; readonly loginUrl: string | null }
  | { readonly kind: 'sandbox' };

/** What is kept of an org in the global state: everything but its secrets. */
export interface StoredOrg {
  readonly id: string;
  readonly name: string;
  readonly target: OrgTarget;
  readonly clientId: string;
  readonly readOnly: boolean;
  /** Genesys' own id of the org, where it could be read when the credentials were tried. */
  readonly orgId: string | null;
}

const orgsKey = 'scimPreflight.orgs';
const activeKey = 'scimPreflight.activeOrg';

/**
 * The orgs that were added (product.md, section 2). Names, addresses and client ids are in the global state; client secrets and tokens are in
 * the secret storage and nowhere else, under keys that no setting and no workspace can reach.
 */
export class OrgStore implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly tokenChanged = new vscode.EventEmitter<string>();
  readonly onDidChange = this.changed.event;
  /** Another token is kept for the org of this id, or none any more. */
  readonly onDidChangeToken = this.tokenChanged.event;

  constructor(
    private readonly state: vscode.Memento,
    private readonly secrets: Pick<vscode.SecretStorage, 'get' | 'store' | 'delete'>,
  ) {}

  list(): readonly StoredOrg[] {
    const stored = this.state.get<unknown>(orgsKey);
    return Array.isArray(stored) ? stored.filter(isStoredOrg) : [];
  }

  get(id: string): StoredOrg | undefined {
    return this.list().find((org) => org.id === id);
  }

  /** The org that was chosen last, else the first one. */
  active(): StoredOrg | undefined {
    const id = this.state.get<unknown>(activeKey);
    const orgs = this.list();
    return orgs.find((org) => org.id === id) ?? orgs[0];
  }

  async setActive(id: string): Promise<void> {
    if (this.active()?.id === id && this.state.get<unknown>(activeKey) === id) return;
    await this.state.update(activeKey, id);
    this.changed.fire();
  }

  /** Adds an org, or replaces the one of the same id; it becomes the active one. The sandbox has no secret to keep. */
  async add(org: StoredOrg, clientSecret: string | null): Promise<void> {
    if (clientSecret !== null) await this.secrets.store(secretKey(org.id), clientSecret);
    await this.write([...this.list().filter((other) => other.id !== org.id), org]);
    await this.state.update(activeKey, org.id);
    this.changed.fire();
  }

  /** Another client secret for the same OAuth client. */
  async replaceSecret(id: string, clientSecret: string): Promise<void> {
    await this.secrets.store(secretKey(id), clientSecret);
    this.changed.fire();
  }

  async edit(id: string, edits: Partial<Pick<StoredOrg, 'name' | 'readOnly' | 'orgId'>>): Promise<void> {
    await this.write(this.list().map((org) => (org.id === id ? { ...org, ...edits } : org)));
    this.changed.fire();
  }

  /** Forgets the org, its secret and its token. */
  async remove(id: string): Promise<void> {
    await this.write(this.list().filter((org) => org.id !== id));
    await this.secrets.delete(secretKey(id));
    await this.secrets.delete(tokenKey(id));
    this.changed.fire();
  }

  clientSecret(id: string): Thenable<string | undefined> {
    return this.secrets.get(secretKey(id));
  }

  /** The access token of an earlier window, with its times. */
  async token(id: string): Promise<Token | undefined> {
    const text = await this.secrets.get(tokenKey(id));
    return text === undefined ? undefined : parseToken(text);
  }

  async saveToken(id: string, token: Token | undefined): Promise<void> {
    if (token === undefined) await this.secrets.delete(tokenKey(id));
    else if (this.get(id)) await this.secrets.store(tokenKey(id), JSON.stringify(token));
    this.tokenChanged.fire(id);
  }

  dispose(): void {
    this.changed.dispose();
    this.tokenChanged.dispose();
  }

  private async write(orgs: readonly StoredOrg[]): Promise<void> {
    await this.state.update(orgsKey, orgs);
  }
}

function secretKey(id: string): string {
  return `scimPreflight.org.${id}.clientSecret`;
}

function tokenKey(id: string): string {
  return `scimPreflight.org.${id}.token`;
}

function isStoredOrg(value: unknown): value is StoredOrg {
  if (!isRecord(value) || !isRecord(value.target)) return false;
  const { id, name, clientId, readOnly, orgId } = value;
  return (
    isTarget(value.target) &&
    [id, name, clientId].every((text) => typeof text === 'string') &&
    typeof readOnly === 'boolean' &&
    (orgId === null || typeof orgId === 'string')
  );
}

function isTarget(target: Readonly<Record<string, unknown>>): boolean {
  switch (target.kind) {
    case 'region':
      return typeof target.domain === 'string';
    case 'url':
      return typeof target.baseUrl === 'string' && (target.loginUrl === null || typeof target.loginUrl === 'string');
    default:
      return target.kind === 'sandbox';
  }
}

function parseToken(text: string): Token | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) return undefined;
    const { accessToken, expiresAt, issuedAt } = value;
    if (typeof accessToken !== 'string' || typeof expiresAt !== 'string' || typeof issuedAt !== 'string') return undefined;
    return { accessToken, expiresAt, issuedAt };
  } catch {
    return undefined; // a token that cannot be read is asked for again
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
