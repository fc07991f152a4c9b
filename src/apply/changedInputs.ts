import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Plan } from '../plan/plan';

/**
 * Input files of a plan that are not as they were, by the path in the plan. A plan knows paths relative to its export, so they are looked
 * for under each of `roots`; a file that is in none of them says nothing.
 */
export async function changedInputs(plan: Plan, roots: readonly string[], signal?: AbortSignal): Promise<readonly string[]> {
  const changed = new Set<string>();
  const hashes = new Map(plan.inputs.flatMap(({ path, sha256 }) => (sha256 === null ? [] : [[path, sha256] as const])));
  for (const [path, sha256] of hashes) {
    const found = await firstFile(roots.map((root) => join(root, path)));
    if (found !== null && (await hashOfFile(found, signal)) !== sha256) changed.add(path);
  }
  return [...changed];
}

async function firstFile(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) {
    const isFile = await stat(path).then(
      (entry) => entry.isFile(),
      () => false,
    );
    if (isFile) return path;
  }
  return null;
}

async function hashOfFile(path: string, signal?: AbortSignal): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash, signal ? { signal } : {});
    return hash.digest('hex');
  } catch {
    signal?.throwIfAborted();
    return null;
  }
}
