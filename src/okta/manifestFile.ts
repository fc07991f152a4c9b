import { randomUUID } from 'node:crypto';
import { open, readFile, realpath, rename, rm } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { applyEdits, modify, parseTree, visit, type JSONPath, type ParseError } from 'jsonc-parser';
import { brokenValue } from '../input/jsonFault';
import type { InputKind } from '../input/problem';
import { isObject, manifestFormat } from './recordKinds';

/** The manifest's name; it stands in the folder of the export. */
export const manifestName = 'okta-export.json';

/** `okta-export.json` as it is written (product.md, section 3, "Manifest"). What is not known is absent. */
export interface ManifestDocument {
  readonly format: typeof manifestFormat;
  /** `false` while a collection is under way or was broken off; absent says nothing. */
  readonly complete?: boolean;
  /** ISO 8601. */
  readonly collectedAt?: string;
  /** Host of the Okta org, for instance `contoso.okta.com`. */
  readonly oktaDomain?: string;
  readonly oktaApp?: { readonly id: string; readonly label: string | null };
  readonly files: readonly ManifestEntry[];
  /** What Okta did not give to whoever collected the export. */
  readonly missing?: readonly MissingEntry[];
}

/** Something that an export lacks, and why. */
export interface MissingEntry {
  readonly kind: InputKind;
  /** Id of the group whose members or record it is. */
  readonly group?: string;
  /** Of Okta's answer; absent where it refused nothing. */
  readonly status?: number;
  /** In words, with what a plan does without it. */
  readonly message: string;
}

/** What the manifest says of one file. */
export interface ManifestEntry {
  /** Relative to the manifest's folder, with forward slashes. */
  readonly path: string;
  readonly kind?: InputKind;
  /** Id or name of the group whose members the file holds. */
  readonly group?: string;
  readonly records?: number;
  /** Hex, of the file's bytes. */
  readonly sha256?: string;
  /** What each column holds, by its header as it stands in the file. */
  readonly columns?: Readonly<Record<string, string>>;
  /** The file does not hold everything. */
  readonly partial?: boolean;
  /** A file of all memberships is whole: groups without rows in it are empty. */
  readonly complete?: boolean;
  /** The number of members that somebody read off Okta. */
  readonly typedCount?: number;
}

/** What is to become of an entry: null takes a key away, what is absent stays as it is. */
export type EntryChange = { readonly path: string } & {
  readonly [Key in Exclude<keyof ManifestEntry, 'path'>]?: ManifestEntry[Key] | null;
};

/** What is to become of a manifest: null takes a key away, what is absent stays as it is. */
export type ManifestChange = {
  readonly [Key in Exclude<keyof ManifestDocument, 'format' | 'files'>]?: ManifestDocument[Key] | null;
} & { readonly files?: readonly EntryChange[] };

/** A manifest that stands there already and cannot be completed; it was left as it is. */
export class ManifestFileError extends Error {
  constructor(
    message: string,
    /** `broken`: no JSON, or not shaped like a manifest. `otherFormat`: a document of another kind or of a later version. */
    readonly reason: 'broken' | 'otherFormat',
    readonly path: string,
    /** 1-based; null where the whole file is meant. */
    readonly line: number | null,
  ) {
    super(message);
    this.name = 'ManifestFileError';
  }
}

export function newManifest(
  parts: Omit<ManifestDocument, 'format' | 'files'> & { readonly files?: readonly ManifestEntry[] },
): ManifestDocument {
  const { files, ...rest } = parts;
  return { format: manifestFormat, ...rest, files: files ?? [] };
}

/**
 * Writes the manifest of an export as a whole, whatever stood there before, and returns its path. A reader finds the old one or the new one,
 * never half of one. Throws what the file system throws.
 */
export function writeManifest(folder: string, manifest: ManifestDocument): Promise<string> {
  const path = join(folder, manifestName);
  return oneAtATime(path, () => replaceFile(path, `${JSON.stringify(manifest, null, 2)}\n`));
}

/**
 * Completes the manifest of an export, or begins one, and returns its path. Whatever else stands in it stays: other keys, their order, how
 * it is indented. Throws `ManifestFileError` where what stands there is no manifest, and what the file system throws.
 */
export function completeManifest(folder: string, change: ManifestChange): Promise<string> {
  const path = join(folder, manifestName);
  return oneAtATime(path, async () => replaceFile(path, await completedText(folder, change)));
}

/** What `completeManifest` would write. Throws as it does. */
export async function completedText(folder: string, change: ManifestChange): Promise<string> {
  const path = join(folder, manifestName);
  return completed((await textOf(path)) ?? `${JSON.stringify(newManifest({}), null, 2)}\n`, change, path);
}

/** What somebody said of a file before. */
export interface DeclaredFile {
  readonly kind: string | null;
  readonly group: string | null;
  /** Meaning by header. */
  readonly columns: ReadonlyMap<string, string>;
}

/** What the manifest in a folder says of a file; null where it says nothing or is not there. Throws as `completeManifest` does. */
export async function declaredFile(folder: string, path: string): Promise<DeclaredFile | null> {
  const manifest = join(folder, manifestName);
  const text = await textOf(manifest);
  const entry = text === null ? null : checked(text, manifest).files.findLast((each) => pathOf(each) === plainPath(path));
  if (!isObject(entry)) return null;
  const { kind, group, columns } = entry;
  return {
    kind: typeof kind === 'string' ? kind : null,
    group: typeof group === 'string' ? group : null,
    columns: new Map(
      Object.entries(isObject(columns) ? columns : {}).filter((each): each is [string, string] => typeof each[1] === 'string'),
    ),
  };
}

/** A manifest's text with the change in it. `path` is for messages only. Throws `ManifestFileError`. */
export function completed(text: string, change: ManifestChange, path: string): string {
  const document = checked(text, path);
  const { files = [], ...top } = change;
  let edited = text;
  const set = (at: JSONPath, value: unknown, isArrayInsertion = false): void => {
    edited = applyEdits(edited, modify(edited, at, value ?? undefined, { formattingOptions: formattingOf(text), isArrayInsertion }));
  };
  if (document.format === undefined) set(['format'], manifestFormat);
  for (const [key, value] of given(top)) set([key], value);
  const paths = document.files.map(pathOf);
  if (document.files.length === 0 && files.length > 0) set(['files'], []);
  for (const { path: file, ...entry } of files) {
    // Of two entries for one file the reader believes the last.
    const index = paths.lastIndexOf(plainPath(file));
    const changes = given(entry);
    if (index === -1) {
      paths.push(plainPath(file));
      set(['files', paths.length - 1], Object.fromEntries([['path', file], ...changes.filter(([, value]) => value !== null)]), true);
    } else for (const [key, value] of changes) set(['files', index, key], value);
  }
  return edited;
}

const pathOf = (entry: unknown): string | null => (isObject(entry) && typeof entry.path === 'string' ? plainPath(entry.path) : null);

/** The keys that a change speaks of. */
const given = (change: object): readonly (readonly [string, unknown])[] =>
  Object.entries(change as Readonly<Record<string, unknown>>).filter(([, value]) => value !== undefined);

const plainPath = (path: string): string => posix.normalize(path.replaceAll('\\', '/'));

interface Checked {
  readonly format: string | undefined;
  readonly files: readonly unknown[];
}

/** Throws `ManifestFileError` for what a change would make worse. */
function checked(text: string, path: string): Checked {
  const refuse = (what: string, offset: number | null, reason: ManifestFileError['reason'] = 'broken'): never => {
    const line = offset === null ? null : text.slice(0, offset).split('\n').length;
    throw new ManifestFileError(
      `${path}${line === null ? '' : `:${line}`} ${what} It was left as it is: mend it or move it away.`,
      reason,
      path,
      line,
    );
  };
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true });
  const [first] = errors;
  if (first) return refuse(`is not JSON: ${brokenValue(Buffer.from(text), 0).message}.`, first.offset);
  const twice = duplicateKey(text);
  if (twice) return refuse(`has the key "${twice.key}" twice.`, twice.offset);
  const document: unknown = tree && JSON.parse(text);
  if (!isObject(document)) return refuse('is no manifest of an Okta export: it is no object.', 0);
  const { format, files } = document;
  if (format !== undefined && format !== manifestFormat) {
    return refuse(`has the format ${JSON.stringify(format)}; this version writes ${manifestFormat}.`, null, 'otherFormat');
  }
  if (format === undefined && Object.keys(document).some((key) => !knownKeys.has(key))) {
    return refuse(`is no manifest of an Okta export: it lacks "format": "${manifestFormat}".`, null, 'otherFormat');
  }
  if (files !== undefined && !Array.isArray(files)) return refuse('is no manifest of an Okta export: its "files" are no list.', null);
  return { format, files: files ?? [] };
}

const knownKeys = new Set(['$schema', 'complete', 'collectedAt', 'oktaDomain', 'oktaApp', 'files', 'missing']);

/** A key that one object has twice: which of the two a reader takes, nobody knows. */
function duplicateKey(text: string): { readonly key: string; readonly offset: number } | null {
  const open: Set<string>[] = [];
  let found: { key: string; offset: number } | null = null;
  visit(text, {
    onObjectBegin: () => void open.push(new Set()),
    onObjectEnd: () => void open.pop(),
    onObjectProperty: (key, offset) => {
      const keys = open.at(-1);
      if (keys?.has(key) === true) found ??= { key, offset };
      keys?.add(key);
    },
  });
  return found;
}

/** As the text is written already. */
function formattingOf(text: string): { readonly insertSpaces: boolean; readonly tabSize: number; readonly eol: string } {
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 1 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}

/** Null where there is no such file. */
async function textOf(path: string): Promise<string | null> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw cause;
  });
  if (bytes === null) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ManifestFileError(`${path} is not UTF-8. It was left as it is: save it as UTF-8.`, 'broken', path, null);
  }
}

/** Puts the text in the place of the file at once; where the file is a link, in that of what it leads to. */
async function replaceFile(path: string, text: string): Promise<string> {
  const target = await realpath(path).catch(() => path);
  const temporary = `${target}.${randomUUID()}.tmp`;
  try {
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw cause;
  }
  return path;
}

const waiting = new Map<string, Promise<unknown>>();

/** Two changes at once would both begin from the same text, and one would be lost. */
async function oneAtATime<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  const before = waiting.get(path) ?? Promise.resolve();
  const mine = before.then(work, work);
  waiting.set(path, mine);
  try {
    return await mine;
  } finally {
    if (waiting.get(path) === mine) waiting.delete(path);
  }
}
