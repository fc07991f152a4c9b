import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { coreGroupSchema, type ScimUser } from '../genesys/scim';
import { isRecord } from './httpMessages';
import { memberIds } from './memberPatch';
import type { OrgSource, SourceGroup, StoredUser } from './orgState';
import { guids } from './random';

/** A seed file that is no snapshot; the message says which line and why. */
export class SeedError extends Error {
  readonly reason = 'badSeed';
  constructor(message: string) {
    super(message);
    this.name = 'SeedError';
  }
}

/** What the server keeps itself and not in a profile. */
const serverSide = new Set(['id', 'active', 'groups', 'meta']);

interface Seeded {
  readonly users: (StoredUser & { readonly id: string; readonly active: boolean })[];
  readonly groups: SourceGroup[];
}

/**
 * The org that a `*.scimsnapshot.ndjson` file holds (product.md, section 7). Grants, owners and rules are not in a snapshot; such an org has
 * none.
 *
 * @throws SeedError for a file that is none; the error of the system where it cannot be read.
 */
export async function snapshotOrg(file: string): Promise<OrgSource> {
  const seeded: Seeded = { users: [], groups: [] };
  let header: Readonly<Record<string, unknown>> | null = null;
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() === '') continue;
    const record = parseLine(text, file, line);
    if (header === null) header = checkHeader(record, file);
    else take(record, seeded, `${file}:${line}`);
  }
  if (header === null) throw new SeedError(`${file} is empty. A seed is a snapshot file (*.scimsnapshot.ndjson).`);
  return orgOf(header, seeded);
}

function orgOf(header: Readonly<Record<string, unknown>>, { users, groups }: Seeded): OrgSource {
  const org = isRecord(header.org) ? header.org : {};
  const name = textOf(org.name) ?? 'Seeded org';
  const nobody: StoredUser = { profile: { userName: '' }, version: 0, changedAt: '' };
  return {
    orgId: textOf(org.orgId) ?? guids(`seeded/${name}`)(0),
    orgName: name,
    users: users.length,
    id: (user) => users[user]?.id ?? '',
    state: (user) => (users[user]?.active === true ? 'active' : 'inactive'),
    user: (user) => users[user] ?? nobody,
    groups,
  };
}

function take(record: Readonly<Record<string, unknown>>, { users, groups }: Seeded, place: string): void {
  const id = textOf(record.id);
  if (id === null) throw new SeedError(`${place} is no SCIM resource: it has no id.`);
  const meta = isRecord(record.meta) ? record.meta : {};
  const version = Number.parseInt((textOf(meta.version) ?? '1').replaceAll('"', ''), 10) || 1;
  const changedAt = textOf(meta.lastModified) ?? '2025-01-06T00:00:00.000Z';
  if (isGroup(record)) {
    const members = record.members === undefined || record.members === null ? [] : memberIds(record.members);
    groups.push({
      id,
      name: textOf(record.displayName) ?? '',
      externalId: textOf(record.externalId),
      version,
      changedAt,
      members: () => members,
      grants: [],
      owners: [],
      byRule: false,
    });
    return;
  }
  const userName = textOf(record.userName);
  if (userName === null) throw new SeedError(`${place} is neither a SCIM user nor a SCIM group.`);
  const profile = Object.fromEntries(Object.entries(record).filter(([name]) => !serverSide.has(name)));
  // Checked as far as the sandbox relies on it; the rest is shown as it came.
  users.push({ id, active: record.active !== false, version, changedAt, profile: profile as unknown as Omit<ScimUser, 'id' | 'active'> });
}

function isGroup(record: Readonly<Record<string, unknown>>): boolean {
  if (Array.isArray(record.schemas) && record.schemas.includes(coreGroupSchema)) return true;
  return record.userName === undefined && record.displayName !== undefined;
}

function checkHeader(record: Readonly<Record<string, unknown>>, file: string): Readonly<Record<string, unknown>> {
  if (record.format === 'scim-preflight/snapshot@1') return record;
  throw new SeedError(`${file} is not a snapshot: its first line does not say "scim-preflight/snapshot@1".`);
}

function parseLine(text: string, file: string, line: number): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SeedError(`${file}:${line} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isRecord(value)) throw new SeedError(`${file}:${line} is not a JSON object.`);
  return value;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
