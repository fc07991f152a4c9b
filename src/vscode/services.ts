import type * as vscode from 'vscode';
import type { GenesysClient } from '../genesys/client';
import type { SnapshotOrg } from '../genesys/snapshot';

/**
 * What the features of the extension know of each other. `orgConnections.ts` keeps OrgAccess, `planService.ts` keeps PlanService;
 * extension.ts brings them together.
 */

/** An org as the person added it; no secret in it. */
export interface OrgEntry {
  readonly id: string;
  readonly name: string;
  /** Where it is, in a word: `Dublin`, a host name, or `loopback`. */
  readonly place: string;
  /** The host that Okta calls *SCIM Domain*, for instance `api.mypurecloud.ie`; null for the sandbox, whose port differs at each start. */
  readonly host: string | null;
  readonly readOnly: boolean;
  readonly sandbox: boolean;
}

export interface OrgConnection {
  readonly client: GenesysClient;
  readonly org: SnapshotOrg;
}

export interface OrgAccess {
  list(): readonly OrgEntry[];
  get(id: string): OrgEntry | undefined;
  /** The org that plans are made for: the one that was chosen last, else the first. */
  active(): OrgEntry | undefined;
  setActive(id: string): Promise<void>;
  /** The org's client, one per org until the org changes. Reads the secret, starts the sandbox; sends nothing else. */
  connect(id: string): Promise<OrgConnection>;
  /** Orgs were added, removed, renamed or edited, or another one is active. */
  readonly onDidChange: vscode.Event<void>;
}

/** What the status bar says of the plan that is shown. */
export interface PlanRisk {
  readonly orgId: string | null;
  readonly groupsAtRisk: number;
  /** A group is `blocked` or `unresolved`. */
  readonly alarming: boolean;
  /** Of a partial plan, no group at risk means nothing. */
  readonly complete: boolean;
}

export interface PlanService {
  /** Remembers the export to preview; asks for a folder when `uri` is not given. False when the person cancelled. */
  chooseExport(uri?: vscode.Uri): Promise<boolean>;
  /** Compares the chosen export with the org (default: the active one) and shows the plan. */
  preview(orgId?: string): Promise<void>;
  readonly risk: PlanRisk | undefined;
  readonly onDidChange: vscode.Event<void>;
}

/** A user or group of an org as commands get it from the Orgs tree (`Open as JSON`, `Show in Plan`, `Find in Okta Export`). */
export interface ResourceReference {
  readonly kind: 'user' | 'group';
  readonly orgId: string;
  readonly id: string;
  /** As Genesys holds it: not escaped. */
  readonly name: string;
}

/** The org that a command was called on, from a tree node, a reference or an id; undefined when it was called from the palette. */
export function orgIdOf(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  return isRecord(argument) && typeof argument.orgId === 'string' ? argument.orgId : undefined;
}

/** The user or group that a command was called on; undefined when it was called on anything else. */
export function resourceOf(argument: unknown): ResourceReference | undefined {
  const candidate = isRecord(argument) && isRecord(argument.resource) ? argument.resource : argument;
  if (!isRecord(candidate)) return undefined;
  const { kind, orgId, id, name } = candidate;
  if (kind !== 'user' && kind !== 'group') return undefined;
  if (typeof orgId !== 'string' || typeof id !== 'string' || typeof name !== 'string') return undefined;
  return { kind, orgId, id, name };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
