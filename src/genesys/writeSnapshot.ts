import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { plainUser } from './packedUsers';
import type { ScimGroup, ScimUser } from './scim';
import type { Snapshot } from './snapshot';
import { headerRecord } from './snapshotHeader';

const chunkCharacters = 1 << 20;

/**
 * Writes `*.scimsnapshot.ndjson` (product.md, section 7): the header, then users and groups, each sorted by id, keys and members sorted too,
 * so that the same snapshot gives the same bytes and two of them diff well. Readable by this user alone (mode 0600); the file is there whole
 * or not at all. Throws what the file system throws.
 */
export async function writeSnapshot(snapshot: Snapshot, file: string): Promise<void> {
  const draft = join(dirname(file), `.${randomUUID()}.scimsnapshot.tmp`);
  const handle = await open(draft, 'wx', 0o600);
  try {
    try {
      await writeLines(handle, snapshotLines(snapshot));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** The lines of a snapshot file, without their line breaks. */
export function* snapshotLines(snapshot: Snapshot): Generator<string, void, undefined> {
  yield JSON.stringify(headerRecord(snapshot));
  for (const user of byId(snapshot.users)) yield JSON.stringify(sortedKeys(plainUser(user)));
  for (const group of byId(snapshot.groups)) yield JSON.stringify(sortedKeys(withSortedMembers(group)));
}

async function writeLines(handle: FileHandle, lines: Iterable<string>): Promise<void> {
  let text = '';
  for (const line of lines) {
    text += `${line}\n`;
    if (text.length < chunkCharacters) continue;
    await handle.write(text);
    text = '';
  }
  await handle.write(text);
}

function byId<Resource extends { readonly id: string }>(resources: ReadonlyMap<string, Resource>): Resource[] {
  return [...resources.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function withSortedMembers(group: ScimGroup): ScimGroup {
  return group.members ? { ...group, members: [...group.members].sort((a, b) => (a.value < b.value ? -1 : 1)) } : group;
}

function sortedKeys(value: ScimUser | ScimGroup): unknown {
  return sorted(value);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
