import type * as vscode from 'vscode';

const orgsKey = 'oktaOrgs';
const brokenOffKey = 'brokenOffCollection';

/** An Okta org that was collected from. */
interface KnownOrg {
  readonly origin: string;
  /** The app that was chosen last. */
  readonly appId: string | null;
}

/** A collection that has not come to its end. */
export interface BrokenOff {
  readonly origin: string;
  readonly folder: string;
  readonly appId: string;
  readonly appLabel: string;
  /** It was the org of the sandbox, which listens elsewhere each time that it is started. */
  readonly sandbox: boolean;
}

/**
 * What is remembered of collecting: the orgs and their apps in the global state; API tokens in the secret storage and nowhere else, and only
 * those that the person asked to keep.
 */
export class CollectMemory {
  constructor(
    private readonly state: vscode.Memento,
    private readonly secrets: Pick<vscode.SecretStorage, 'get' | 'store' | 'delete'>,
  ) {}

  /** The last one first. A domain that is none of Okta's own is here only once it was confirmed and answered. */
  get origins(): readonly string[] {
    return this.orgs.map(({ origin }) => origin);
  }

  appOf(origin: string): string | null {
    return this.orgs.find((org) => org.origin === origin)?.appId ?? null;
  }

  async remember(origin: string, appId: string | null): Promise<void> {
    const others = this.orgs.filter((org) => org.origin !== origin);
    await this.state.update(orgsKey, [{ origin, appId: appId ?? this.appOf(origin) }, ...others].slice(0, 10));
  }

  get brokenOff(): BrokenOff | null {
    const value = this.state.get<Partial<BrokenOff>>(brokenOffKey);
    if (!value) return null;
    const { origin, folder, appId, appLabel } = value;
    return [origin, folder, appId, appLabel].every((text) => typeof text === 'string') ? (value as BrokenOff) : null;
  }

  async setBrokenOff(value: BrokenOff | null): Promise<void> {
    await this.state.update(brokenOffKey, value ?? undefined);
  }

  token(origin: string): Thenable<string | undefined> {
    return this.secrets.get(tokenKey(origin));
  }

  async keepToken(origin: string, token: string): Promise<void> {
    await this.secrets.store(tokenKey(origin), token);
  }

  async forgetToken(origin: string): Promise<void> {
    await this.secrets.delete(tokenKey(origin));
  }

  private get orgs(): readonly KnownOrg[] {
    const stored = this.state.get<unknown>(orgsKey);
    return Array.isArray(stored) ? stored.filter(isKnownOrg) : [];
  }
}

function tokenKey(origin: string): string {
  return `scimPreflight.okta.${origin}.token`;
}

function isKnownOrg(value: unknown): value is KnownOrg {
  if (typeof value !== 'object' || value === null || !('origin' in value) || !('appId' in value)) return false;
  return typeof value.origin === 'string' && (value.appId === null || typeof value.appId === 'string');
}
