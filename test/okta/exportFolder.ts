import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { InputReport, ProblemCode } from '../../src/input/problem';
import { inspectExport } from '../../src/okta/inspectExport';
import { readExport, type ReadExportOptions } from '../../src/okta/readExport';
import type { AppUser, OktaUser, Source } from '../../src/okta/source';

/** The time of every test, and of every file that a test writes. */
export const now = '2026-11-20T12:00:00.000Z';

export const readOptions: ReadExportOptions = { oktaApp: null, confirmedMembers: {}, now, oldExportHours: 24 };

/** Contents by path; what is no text or bytes is written as JSON, undefined is no file. */
export type Files = Readonly<Record<string, unknown>>;

/** Writes the files into a folder of their own, for as long as `use` takes. */
export async function withExport<Result>(files: Files, use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'scim-preflight-export-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      if (content === undefined) continue;
      const target = join(folder, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
      await utimes(target, new Date(now), new Date(now));
    }
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export function readFiles(files: Files, options: Partial<ReadExportOptions> = {}): Promise<Source> {
  return withExport(files, (folder) => readExport([folder], { ...readOptions, ...options }));
}

export function inspectFiles(files: Files): Promise<readonly InputReport[]> {
  return withExport(files, (folder) => inspectExport([folder], {}));
}

/** A user with everything that it has, whether its profile is an object or bytes. */
export function plainUser({ id, status, login, email, lastUpdated, profile }: OktaUser): OktaUser {
  return { id, status, login, email, lastUpdated, profile };
}

/** By Okta id, each app user with everything that it has. */
export function plainAppUsers({ assignments }: Pick<Source, 'assignments'>): ReadonlyMap<string, AppUser> {
  return new Map(
    [...(assignments?.byUser ?? [])].map(([id, { userId, externalId, status, syncState, userName, profile }]) => [
      id,
      { userId, externalId, status, syncState, userName, profile },
    ]),
  );
}

/** `path kind records`, in the order of the trust report. */
export function linesOf(inputs: readonly InputReport[]): readonly string[] {
  return inputs.map(({ path, kind, records }) => `${path} ${kind} ${records}`);
}

/** Codes of the problems of a file, each once. */
export function codesOf(source: { readonly trust: { readonly inputs: readonly InputReport[] } }, path: string): readonly ProblemCode[] {
  const problems = source.trust.inputs.filter((input) => input.path === path).flatMap((input) => input.problems);
  return [...new Set(problems.map(({ code }) => code))].sort();
}
