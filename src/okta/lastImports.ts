import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { homeFolder } from '../input/homeFolder';
import { isObject } from './recordKinds';

/** How much an import held: what the next one is compared with (product.md, section 3, `fewer-than-last-time`). */
export interface ImportCounts {
  /** Users that users files (or app users that embed them) tell of. */
  readonly users: number;
  readonly groups: number;
  /** Of the chosen Okta app; null without an assignments file. */
  readonly assignments: number | null;
  /** Of the chosen Okta app; null without a push mappings file. */
  readonly pushMappings: number | null;
  /** Members by Okta group id, of the groups whose list is not *incomplete*; sorted by id. */
  readonly memberships: Readonly<Record<string, number>>;
}

export interface LastImport {
  /** ISO 8601: the `now` of the import. */
  readonly at: string;
  readonly counts: ImportCounts;
}

export interface RememberedImport extends LastImport {
  /** Hash of the paths and hashes of the files, so that the same files are known again. */
  readonly fingerprint: string;
}

export interface RememberedImports {
  readonly current: RememberedImport;
  readonly previous: RememberedImport | null;
}

/** Remembers imports of one set of paths. Never throws: a memory that cannot be read or written is no reason not to plan. */
export interface ImportMemory {
  /** What is known of the paths with this Okta app (null: none is known). */
  recall(oktaAppId: string | null): Promise<RememberedImports | null>;
  /**
   * Makes a complete import the current one. The same files again change nothing, so that a second run says what the first one said.
   * `isGroup`: groups that are gone are forgotten; what was known of the others' lists stays where this import has none.
   */
  remember(oktaAppId: string | null, one: RememberedImport, isGroup: (groupId: string) => boolean): Promise<void>;
}

/** The import that files with this fingerprint are compared with: the one before them. */
export function lastImportOf(known: RememberedImports | null, fingerprint: string): LastImport | null {
  return known?.current.fingerprint === fingerprint ? known.previous : (known?.current ?? null);
}

/**
 * The memory in `homeFolder()/imports`, a file for each set of paths and Okta app: counts and group ids, no names, readable by its owner
 * only.
 */
export function importMemory(paths: readonly string[]): ImportMemory {
  const folder = join(homeFolder(), 'imports');
  const starts = [...new Set(paths.map((path) => resolve(path)))].sort();
  const fileOf = (oktaAppId: string | null): string => {
    const key = createHash('sha256')
      .update(JSON.stringify([starts, oktaAppId]))
      .digest('hex');
    return join(folder, `${key}.json`);
  };
  return {
    recall: (oktaAppId) => readMemory(fileOf(oktaAppId)),
    remember: async (oktaAppId, one, isGroup) => {
      const path = fileOf(oktaAppId);
      const known = await readMemory(path);
      if (known?.current.fingerprint === one.fingerprint) return;
      const kept = Object.entries(known?.current.counts.memberships ?? {}).filter(([id]) => isGroup(id));
      const memberships = sorted([...kept, ...Object.entries(one.counts.memberships)]);
      const current = { fingerprint: one.fingerprint, at: one.at, counts: { ...one.counts, memberships } };
      await writeMemory(folder, path, { current, previous: known?.current ?? null }).catch(() => undefined);
    },
  };
}

/** The later of two entries of one id counts. */
export function sorted(entries: readonly (readonly [string, number])[]): Readonly<Record<string, number>> {
  return Object.fromEntries([...new Map(entries)].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function writeMemory(folder: string, path: string, imports: RememberedImports): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${randomUUID()}.part`;
  try {
    await writeFile(unfinished, JSON.stringify(imports), { mode: 0o600, flag: 'wx' });
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function readMemory(path: string): Promise<RememberedImports | null> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    const current = isObject(value) ? rememberedOf(value.current) : null;
    return current && isObject(value) ? { current, previous: rememberedOf(value.previous) } : null;
  } catch {
    return null; // None yet, or no longer one that can be read.
  }
}

function rememberedOf(value: unknown): RememberedImport | null {
  if (!isObject(value) || !isObject(value.counts) || !isObject(value.counts.memberships)) return null;
  const { fingerprint, at, counts } = value;
  const { users, groups, assignments, pushMappings } = counts;
  if (typeof fingerprint !== 'string' || typeof at !== 'string' || Number.isNaN(Date.parse(at))) return null;
  if (!isCount(users) || !isCount(groups) || !isCountOrNull(assignments) || !isCountOrNull(pushMappings)) return null;
  const memberships = Object.entries(value.counts.memberships).flatMap(([id, count]): [string, number][] =>
    isCount(count) ? [[id, count]] : [],
  );
  return { fingerprint, at, counts: { users, groups, assignments, pushMappings, memberships: sorted(memberships) } };
}

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const isCountOrNull = (value: unknown): value is number | null => value === null || isCount(value);
