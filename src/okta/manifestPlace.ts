import { stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { manifestName } from './manifestFile';

/** Which manifest speaks of a file, and by what path. */
export interface ManifestPlace {
  /** Absolute; the manifest may not be there yet. */
  readonly folder: string;
  /** Relative to the folder, with forward slashes. */
  readonly path: string;
}

/**
 * The manifest to complete for a file of an export: the nearest that is there between the file and the export's folder, else one in that
 * folder. For a file that was chosen by itself, or that is in no export, it stands beside it.
 */
export async function manifestPlaceOf(file: string, exportPaths: readonly string[]): Promise<ManifestPlace> {
  const beside = dirname(resolve(file));
  const root = (await rootOf(beside, exportPaths)) ?? beside;
  for (let folder = beside; folder !== root; folder = dirname(folder)) {
    if (await isThere(join(folder, manifestName))) return placeIn(folder, file);
  }
  return placeIn(root, file);
}

const placeIn = (folder: string, file: string): ManifestPlace => ({ folder, path: relative(folder, resolve(file)).split(sep).join('/') });

/** The chosen folder that the file's folder is in; null where none was chosen. */
async function rootOf(folder: string, exportPaths: readonly string[]): Promise<string | null> {
  for (const path of exportPaths.map((each) => resolve(each))) {
    const within = folder === path || folder.startsWith(path.endsWith(sep) ? path : path + sep);
    if (within && (await isFolder(path))) return path;
  }
  return null;
}

/** Manifests beside files that were chosen by themselves: they speak of them all the same. Those that are among the paths are left out. */
export async function manifestsBeside(paths: readonly string[]): Promise<readonly string[]> {
  const chosen = paths.map((path) => resolve(path));
  const folders = new Set<string>();
  for (const path of chosen) if (!(await isFolder(path))) folders.add(dirname(path));
  const beside = [...folders].map((folder) => join(folder, manifestName)).filter((path) => !chosen.includes(path));
  const there = await Promise.all(beside.map((path) => isThere(path)));
  return beside.filter((_, index) => there[index] === true);
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (status) => status.isDirectory(),
    () => false,
  );

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    (status) => status.isFile(),
    () => false,
  );
