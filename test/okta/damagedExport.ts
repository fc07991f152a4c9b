import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { Snapshot } from '../../src/genesys/snapshot';
import type { InputReport, Problem } from '../../src/input/problem';
import { readExport } from '../../src/okta/readExport';
import type { Source } from '../../src/okta/source';
import type { Plan } from '../../src/plan/plan';
import { plan, scimGroup, scimUser, snapshot } from '../plan/examples';
import { now, plainAppUsers, plainUser, readOptions, type Files } from './exportFolder';

/** What one reading of an export, whole or damaged, came to. */
export interface Reading {
  readonly source: Source;
  readonly plan: Plan;
}

/** An export on disk of which one file at a time is damaged, with an org in which every Okta user is in every group. */
export class DamagedExport {
  private constructor(
    readonly folder: string,
    /** The bytes of each file while it is whole. */
    readonly files: ReadonlyMap<string, Buffer>,
    readonly whole: Reading,
    private readonly org: Snapshot,
    private readonly oktaApp: string | null,
  ) {}

  /** Writes the files into a folder of their own. `close` removes it. */
  static async of(files: Files | ((folder: string) => Promise<void>), oktaApp: string | null = null): Promise<DamagedExport> {
    const folder = await mkdtemp(join(tmpdir(), 'scim-preflight-damage-'));
    if (typeof files === 'function') await files(folder);
    else for (const [path, content] of Object.entries(files)) if (content !== undefined) await write(folder, path, bytesOf(content));
    const contents = new Map<string, Buffer>();
    for (const path of (await pathsIn(folder)).sort()) {
      contents.set(path, await readFile(join(folder, path)));
      await utimes(join(folder, path), new Date(now), new Date(now));
    }
    const source = await readExport([folder], { ...readOptions, oktaApp });
    const org = orgOf(source);
    return new DamagedExport(folder, contents, { source, plan: plan(source, org) }, org, oktaApp);
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Reads the export with these bytes in place of the file's own, and plans against the same org. */
  async with(path: string, bytes: Buffer): Promise<Reading> {
    const file = join(this.folder, path);
    try {
      await writeFile(file, bytes);
      await utimes(file, new Date(now), new Date(now));
      const source = await readExport([this.folder], { ...readOptions, oktaApp: this.oktaApp });
      return { source, plan: plan(source, this.org) };
    } finally {
      await writeFile(file, this.files.get(path) ?? '');
      await utimes(file, new Date(now), new Date(now));
    }
  }
}

/** Every Okta user of the whole export has an account and is in every group, beside one whom Okta does not know. */
function orgOf({ users, groups, assignments }: Source): Snapshot {
  const people = [...users.values()].map((user) =>
    scimUser(assignments?.byUser.get(user.id)?.externalId ?? `genesys-${user.id}`, {
      userName: user.login ?? user.id,
      externalId: user.id,
    }),
  );
  const everybody = [...people.map(({ id }) => id), 'stranger'];
  const named = new Map([...groups.values()].map(({ id, name }) => [name.toLowerCase(), scimGroup(`genesys-${id}`, name, everybody)]));
  return snapshot([...people, scimUser('stranger')], [...named.values()]);
}

/**
 * The removals that somebody could apply: those of groups that are not `unresolved`, in a plan that is not partial, and not held back by a
 * conflict (product.md, sections 5 and 9). Whether a guard would have to be lifted for it makes no difference.
 */
export function appliableRemovals({ plan: { complete, groups } }: Reading): ReadonlySet<string> {
  if (!complete) return new Set();
  return new Set(
    groups
      .filter(({ verdict }) => verdict !== 'unresolved')
      .flatMap(({ genesysGroupId, removals }) =>
        removals
          .filter(({ reason }) => reason !== 'conflict')
          .map(({ genesysUserId }) => `${genesysUserId} out of ${genesysGroupId ?? ''}`),
      ),
  );
}

/** Appliable removals of the damaged export that the whole one does not give. */
export function inventedRemovals(damaged: Reading, whole: Reading): readonly string[] {
  const given = appliableRemovals(whole);
  return [...appliableRemovals(damaged)].filter((removal) => !given.has(removal));
}

/** What was said of a file. */
export function problemsOf({ source }: Reading, path: string): readonly Problem[] {
  return source.trust.inputs.filter((input) => input.path === path).flatMap((input: InputReport) => input.problems);
}

/** The first *incomplete* that names a line of the file; null where there is none. */
export function incompleteWithLine(reading: Reading, path: string): Problem | null {
  return problemsOf(reading, path).find(({ level, line }) => level === 'incomplete' && line !== null && line > 0) ?? null;
}

/** The records of an export, without what was said of its files. */
export function recordsOf({ source }: Reading): unknown {
  const { users, groups, members, assignments, pushMappings, appGroups, app, mapping, schema } = source;
  return {
    users: [...users.values()].map(plainUser),
    groups,
    members: [...members.values()].map(({ groupId, userIds }) => ({ groupId, userIds })),
    assignments: assignments && { byUser: plainAppUsers(source), holdsAccounts: assignments.holdsAccounts },
    pushMappings,
    appGroups,
    app,
    mapping,
    schema,
  };
}

async function pathsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true });
  const files: string[] = [];
  for (const entry of entries) if ((await stat(join(folder, entry))).isFile()) files.push(relative('.', entry));
  return files;
}

async function write(folder: string, path: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), bytes);
}

export function bytesOf(content: unknown): Buffer {
  if (Buffer.isBuffer(content)) return content;
  return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
}

/** The files with a manifest that the collector would have written: hash and number of records of each. */
export function withManifest(files: Files): Files {
  const listed = Object.entries(files).flatMap(([path, content]) => {
    if (content === undefined) return [];
    const bytes = bytesOf(content);
    return [{ path, records: recordsIn(path, bytes), sha256: createHash('sha256').update(bytes).digest('hex') }];
  });
  return { ...files, 'okta-export.json': { format: 'scim-preflight/okta-export@1', complete: true, collectedAt: now, files: listed } };
}

function recordsIn(path: string, bytes: Buffer): number {
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = bytes.toString(isWide ? 'utf16le' : 'utf8');
  const lines = text.split('\n').filter((line) => line.trim() !== '').length;
  if (path.endsWith('.csv')) return lines - 1;
  if (path.endsWith('.ndjson')) return lines;
  const value: unknown = JSON.parse(text);
  return Array.isArray(value) ? value.length : 1;
}
