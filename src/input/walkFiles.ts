import type { Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';

/** A file of an export, or something in its place that is listed but cannot be read. */
export interface WalkedFile {
  /** Relative to the folder that was handed in (of several paths: to what they have in common), with forward slashes. */
  readonly path: string;
  readonly absolutePath: string;
  /** In bytes. */
  readonly size: number;
  /** ISO 8601. */
  readonly modifiedAt: string;
  /** Why it is not read although it is there: a hidden folder, a pipe; null for a file. */
  readonly passedOver: string | null;
  /** It was to be read and could not be: data may be missing. */
  readonly lost: boolean;
}

/**
 * The files at and under the paths, sorted by path, each once, however often links lead to it. Hidden folders are named and not entered;
 * links in a circle are harmless. Throws what the file system throws for a path that was handed in.
 */
export async function walkFiles(paths: readonly string[], signal?: AbortSignal): Promise<readonly WalkedFile[]> {
  const starts = paths.map((path) => resolve(path));
  const walk: Walk = { seen: new Set(), found: [], signal };
  for (const start of starts) {
    await realpath(start);
    await visit(start, true, walk);
  }
  const root = await commonFolder(starts);
  return walk.found
    .map(({ absolutePath, ...rest }) => ({ path: relative(root, absolutePath).split(sep).join('/'), absolutePath, ...rest }))
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

interface Walk {
  /** Real paths, so that nothing is read twice. */
  readonly seen: Set<string>;
  readonly found: Omit<WalkedFile, 'path'>[];
  readonly signal: AbortSignal | undefined;
}

async function visit(absolutePath: string, start: boolean, walk: Walk): Promise<void> {
  walk.signal?.throwIfAborted();
  const real = await realpath(absolutePath).catch(() => null);
  const status = real === null ? null : await stat(real).catch(() => null);
  if (real === null || status === null) {
    add(walk, absolutePath, null, 'a link that leads nowhere', true);
    return;
  }
  const seen = walk.seen.has(real);
  walk.seen.add(real);
  if (status.isDirectory()) {
    if (!start && basename(absolutePath).startsWith('.')) add(walk, absolutePath, status, 'a hidden folder');
    else if (seen) add(walk, absolutePath, status, 'a link to a folder that is read already');
    else await visitFolder(absolutePath, real, walk);
  } else if (!seen) add(walk, absolutePath, status, status.isFile() ? null : 'no file, but a device, a socket or a pipe');
}

function add(walk: Walk, absolutePath: string, status: Stats | null, passedOver: string | null, lost = false): void {
  const modifiedAt = (status?.mtime ?? new Date(0)).toISOString();
  walk.found.push({ absolutePath, size: passedOver === null ? (status?.size ?? 0) : 0, modifiedAt, passedOver, lost });
}

async function visitFolder(folder: string, real: string, walk: Walk): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => null);
  if (entries === null) {
    add(walk, folder, null, 'a folder that may not be read', true);
    return;
  }
  const plain = entries.filter((entry) => entry.isFile());
  // Hundreds of members files: asked for together, without a look at links that they are not.
  const statuses = await Promise.all(plain.map((entry) => stat(join(folder, entry.name)).catch(() => null)));
  for (const [index, entry] of plain.entries()) {
    const status = statuses[index] ?? null;
    const path = join(real, entry.name);
    if (walk.seen.has(path)) continue;
    walk.seen.add(path);
    add(walk, join(folder, entry.name), status, status === null ? 'a file that may not be read' : null, status === null);
  }
  const others = entries.filter((entry) => !entry.isFile()).map(({ name }) => name);
  for (const name of others.sort()) await visit(join(folder, name), false, walk);
}

/** One folder is its own root; files stand relative to the folder that all of them have in common. */
async function commonFolder(starts: readonly string[]): Promise<string> {
  const folders = await Promise.all(starts.map(async (start) => ((await stat(start)).isDirectory() ? start : dirname(start))));
  let common = (folders[0] ?? '').split(sep);
  for (const folder of folders) {
    const parts = folder.split(sep);
    const differs = common.findIndex((part, index) => part !== parts[index]);
    if (differs !== -1) common = common.slice(0, differs);
  }
  return common.join(sep) || sep;
}
