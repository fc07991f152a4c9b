import { join } from 'node:path';
import { oneLine } from '../../http/oneLine';
import type { JsonObject } from '../../input/problem';
import { isList, isObject, objectAt } from '../recordKinds';
import { textAt } from '../oktaRecords';
import { CollectError } from './collect';
import { bytesOf, isUnfinished, namesIn } from './collectFiles';
import { lockName } from './folderLock';
import type { OktaListName } from './lists';
import { looksLikeId } from './oktaApps';

/** Beside the pages while a collection is under way or was broken off: how far it has come. A line a page, none of them secret. */
export const stateName = 'okta-export.state.json';
export const stateFormat = 'scim-preflight/okta-collection@1';

/** Whose collection it is. */
export interface CollectionHead {
  readonly origin: string;
  readonly app: { readonly id: string; readonly label: string };
  readonly allGroups: boolean;
  /** ISO 8601: when it was begun. */
  readonly collectedAt: string;
}

/** A page that is in the folder. */
export interface StoredPage {
  /** Relative to the folder, with forward slashes. */
  readonly path: string;
  readonly records: number;
  /** Of the records: users that are deprovisioned. */
  readonly deprovisioned: number;
  readonly sha256: string;
  /** Path and query of the page behind it; null on the last. */
  readonly next: string | null;
}

export interface StoredList {
  readonly pages: readonly StoredPage[];
  /** A second reading, since the first did not fit Okta's count. */
  readonly again: boolean;
}

/** A line of the state file behind its head. */
export type StateLine =
  | ({ readonly list: OktaListName; readonly group: string | null; readonly page: number } & StoredPage)
  | { readonly list: OktaListName; readonly group: string | null; readonly restart: RestartReason };

/** A cursor that Okta does not know any more; a list that does not fit Okta's count; a list that Okta refused in the middle. */
export type RestartReason = 'cursor' | 'count' | 'refused' | 'damaged';

export interface CollectionState {
  readonly head: CollectionHead;
  readonly lists: ReadonlyMap<string, StoredList>;
}

export const listKey = (list: OktaListName, group: string | null): string => (group === null ? list : `${list}/${group}`);

/** What a folder is to somebody who wants to collect into it. */
export type FolderState =
  /** There is none, or nothing is in it. */
  | { readonly kind: 'free' }
  /** A collection was broken off there. */
  | { readonly kind: 'resumable'; readonly head: CollectionHead }
  /** Something else is in it; the message says what. */
  | { readonly kind: 'taken'; readonly message: string };

/** Says whether a collection may be written to a folder. Throws CollectError `cannotWrite` where it cannot be read. */
export async function folderState(folder: string): Promise<FolderState> {
  const names = await namesIn(folder);
  if (names === null || names.every((name) => invisible.has(name) || isUnfinished(name))) return { kind: 'free' };
  const state = await readState(folder);
  if (state) return { kind: 'resumable', head: state.head };
  const message = `${folder} holds ${whatIsIn(names)}. An export is collected into a new or empty folder: choose another one.`;
  return { kind: 'taken', message };
}

/** What systems put into folders that people call empty, and what a collection leaves that was killed before it began. */
const invisible = new Set(['.DS_Store', 'desktop.ini', 'Thumbs.db', lockName]);

function whatIsIn(names: readonly string[]): string {
  if (names.includes('.collecting')) return 'an export that a script has begun, and that only the script goes on with';
  return names.includes('okta-export.json') ? 'an export already' : `other files (${oneLine(names[0] ?? '')})`;
}

/** How far a collection came that was broken off; null where none was, or where its state is not ours to read. */
export async function readState(folder: string): Promise<CollectionState | null> {
  const bytes = await bytesOf(join(folder, stateName));
  // A last line without its end was cut off: what it speaks of is read again.
  const lines = bytes?.toString('utf8').split('\n').slice(0, -1) ?? [];
  const [first, ...rest] = lines.map(recordIn);
  const head = first ? headOf(first) : null;
  return head && { head, lists: listsOf(rest) };
}

/** The lines that stand for a state, as they are written. */
export function* stateLines({ head, lists }: CollectionState): Generator<object> {
  yield { format: stateFormat, ...head };
  for (const [key, { pages, again }] of lists) {
    const [list, group = null] = key.split('/') as [OktaListName, string?];
    if (again) yield { list, group, restart: 'count' } satisfies StateLine;
    for (const [at, page] of pages.entries()) yield { list, group, page: at + 1, ...page } satisfies StateLine;
  }
}

function listsOf(lines: readonly (JsonObject | null)[]): ReadonlyMap<string, StoredList> {
  const lists = new Map<string, StoredList>();
  for (const line of lines) {
    const name = line ? textAt(line, 'list') : null;
    if (!line || name === null) continue;
    const key = listKey(name as OktaListName, textAt(line, 'group'));
    const known = lists.get(key) ?? { pages: [], again: false };
    const restart = textAt(line, 'restart');
    const page = restart === null ? pageOf(line) : null;
    if (restart !== null) lists.set(key, { pages: [], again: known.again || restart === 'count' });
    else if (page !== null && line.page === known.pages.length + 1) lists.set(key, { ...known, pages: [...known.pages, page] });
  }
  return lists;
}

function pageOf(line: JsonObject): StoredPage | null {
  const { records, deprovisioned, next } = line;
  const [path, hash] = [textAt(line, 'path'), textAt(line, 'sha256')];
  if (path === null || hash === null || typeof records !== 'number' || typeof deprovisioned !== 'number') return null;
  if (!/^[\w-]+(?:\/[\w-]+)?\.json$/.test(path) || (next !== null && (typeof next !== 'string' || !next.startsWith('/')))) return null;
  return { path, records, deprovisioned, sha256: hash, next };
}

function headOf(record: JsonObject): CollectionHead | null {
  const app = objectAt(record, 'app');
  const [origin, id, label, collectedAt] = [
    textAt(record, 'origin'),
    app && textAt(app, 'id'),
    app && textAt(app, 'label'),
    textAt(record, 'collectedAt'),
  ];
  if (record.format !== stateFormat || origin === null || id === null || label === null || collectedAt === null) return null;
  if (!looksLikeId(id) || Number.isNaN(Date.parse(collectedAt)) || isList(record.allGroups)) return null;
  return { origin, app: { id, label }, allGroups: record.allGroups === true, collectedAt };
}

function recordIn(line: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** @throws CollectError where the folder may not be collected into. */
export function requireFolder(folder: string, state: FolderState, wanted: { readonly origin: string; readonly resume: boolean }): void {
  if (state.kind === 'taken') throw new CollectError('folderTaken', state.message);
  if (state.kind === 'free') return;
  const { origin, app, collectedAt } = state.head;
  const what = `In ${folder} a collection of ${app.label} (${app.id}) of ${new URL(origin).host}, begun at ${collectedAt}, was broken off`;
  if (origin !== wanted.origin) throw new CollectError('folderTaken', `${what}. Another org needs another folder.`);
  if (!wanted.resume) throw new CollectError('folderResumable', `${what}. Go on with it, or choose another folder.`);
}
