import { access } from 'node:fs/promises';
import path from 'node:path';

/** What to call an export: its folder, or its file and how many more. */
export function exportName(paths: readonly string[]): string {
  const [first, ...rest] = paths;
  if (first === undefined) return 'no export';
  const name = path.basename(first) || first;
  return rest.length === 0 ? name : `${name} and ${rest.length} more`;
}

/**
 * The file that a plan's input path means, which is relative to the export; null where it is not there, or where a plan from somewhere else
 * names a path outside the export.
 */
export async function findInput(exportPaths: readonly string[], inputPath: string): Promise<string | null> {
  for (const root of exportPaths) {
    for (const candidate of candidates(root, inputPath)) {
      if (await exists(candidate)) return candidate;
    }
  }
  return null;
}

function candidates(root: string, inputPath: string): string[] {
  const folder = path.basename(root);
  // One export is a folder, a file, or one of several: then the paths begin with its own name.
  const within = [inputPath, ...(inputPath.startsWith(`${folder}/`) ? [inputPath.slice(folder.length + 1)] : [])]
    .map((relative) => path.resolve(root, relative))
    .filter((candidate) => candidate.startsWith(root + path.sep));
  return inputPath === folder || inputPath.endsWith(`/${folder}`) ? [root, ...within] : within;
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}
