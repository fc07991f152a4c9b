import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { homeFolder } from '../input/homeFolder';
import { isCount, isRecord } from './resourceCheck';
import type { SnapshotOrg } from './snapshot';

/** What has been found of the pages that an org takes: the largest that went through, and the largest that may be asked for. */
export interface KnownPages {
  readonly proved: number;
  readonly current: number;
}

export interface PageSizes {
  readonly users: KnownPages;
  readonly groups: KnownPages;
}

/** Remembers page sizes of one org. Never throws: without a memory the sizes are found anew. */
export interface PageMemory {
  /** Null where nothing is known, or what is known is older than a week: the server may take more by now. */
  recall(now: number): Promise<PageSizes | null>;
  remember(sizes: PageSizes, now: number): Promise<void>;
}

/** Tells a client that has read no page yet what is remembered. */
export async function recallPages(
  { pageSizes, now }: { readonly pageSizes: Readonly<Record<keyof PageSizes, { recall(known: KnownPages): void }>>; readonly now: number },
  memory: PageMemory | undefined,
): Promise<void> {
  const known = await memory?.recall(now);
  if (!known) return;
  pageSizes.users.recall(known.users);
  pageSizes.groups.recall(known.groups);
}

const weekMs = 7 * 24 * 60 * 60 * 1000;

/** The memory in `homeFolder()/pages`, a file for each org: numbers only. */
export function pageMemory(org: Pick<SnapshotOrg, 'host' | 'clientId'>): PageMemory {
  const folder = join(homeFolder(), 'pages');
  const key = createHash('sha256')
    .update(JSON.stringify([org.host, org.clientId]))
    .digest('hex');
  const file = join(folder, `${key}.json`);
  return {
    recall: async (now) => {
      try {
        return parse(await readFile(file, 'utf8'), now);
      } catch {
        return null;
      }
    },
    remember: async (sizes, now) => {
      const draft = `${file}.${randomUUID()}`;
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(draft, JSON.stringify({ at: new Date(now).toISOString(), ...sizes }), { mode: 0o600 });
        await rename(draft, file);
      } catch {
        await rm(draft, { force: true }).catch(() => undefined);
      }
    },
  };
}

function parse(text: string, now: number): PageSizes | null {
  const value: unknown = JSON.parse(text);
  if (!isRecord(value)) return null;
  const age = now - Date.parse(String(value.at));
  if (!(age >= 0 && age <= weekMs) || !isKnown(value.users) || !isKnown(value.groups)) return null;
  return { users: value.users, groups: value.groups };
}

function isKnown(value: unknown): value is KnownPages {
  return isRecord(value) && isCount(value.proved) && isCount(value.current);
}
