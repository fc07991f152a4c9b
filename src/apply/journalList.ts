import { readdir, open, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { GuardedGroup } from './guardPushGroup';
import type { JournalLine, JournalOrg, OpenEntry } from './journal';
import { journalFolder, journalSuffix, readJournal } from './journalFile';
import { canBeResumed, canBeUndone, journalState, type JournalState } from './journalState';

/** How a journal stands. */
export const historyStates = [
  'underWay',
  'done',
  'notAllDone',
  'canBeResumed',
  'nothingSent',
  'undoBegun',
  'undone',
  'guarded',
  'guardOpen',
] as const;
export type HistoryState = (typeof historyStates)[number];

/** A journal of the folder: an apply, an undo, a restore, or a guarded push. */
export interface JournalRecord {
  readonly kind: OpenEntry['kind'];
  readonly path: string;
  readonly org: JournalOrg;
  /** Names of its groups. */
  readonly groups: readonly string[];
  /** ISO 8601, of the first and the last entry. */
  readonly at: string;
  readonly lastAt: string;
  readonly state: HistoryState;
  /** What is proved; of a guarded push what was seen at the end. */
  readonly removed: number;
  readonly added: number;
  readonly canResume: boolean;
  readonly canUndo: boolean;
  /** It holds before-images. */
  readonly canRestore: boolean;
}

/** A snapshot that was saved. */
export interface SnapshotRecord {
  readonly kind: 'snapshot';
  readonly path: string;
  readonly org: JournalOrg | null;
  /** ISO 8601; null where the file does not tell. */
  readonly at: string | null;
  /** How many users and groups it holds, and whether that is proved to be all; null where the file does not tell. */
  readonly counts: { readonly users: number; readonly groups: number; readonly proved: boolean } | null;
}

/** A file of the folder that looks like a journal and cannot be believed. */
export interface UnreadableRecord {
  readonly kind: 'unreadable';
  readonly path: string;
  readonly problem: string;
}

export type HistoryRecord = JournalRecord | SnapshotRecord | UnreadableRecord;

export const snapshotSuffix = '.scimsnapshot.ndjson';

/**
 * Journals and snapshots in the folder, and those of `others` that are there, the newest first: journals by the time in their names, other
 * files by when they were written. None where there is no folder.
 */
export async function historyFiles(folder: string = journalFolder(), others: readonly string[] = []): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  const paths = new Set([...names.filter(isHistoryFile).map((name) => join(folder, name)), ...others]);
  const dated = await Promise.all([...paths].map(async (path) => ({ path, time: await timeOf(path) })));
  return dated
    .flatMap(({ path, time }) => (time === null ? [] : [{ path, time }]))
    .sort((a, b) => b.time - a.time || (a.path < b.path ? 1 : -1))
    .map(({ path }) => path);
}

const isHistoryFile = (name: string): boolean => name.endsWith(journalSuffix) || name.endsWith(snapshotSuffix);

/** Milliseconds since 1970; null where there is no such file. */
async function timeOf(path: string): Promise<number | null> {
  const stamp = /^(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d)-(\d{3}Z)-/.exec(basename(path));
  const time = stamp ? Date.parse(`${stamp[1]}:${stamp[2]}:${stamp[3]}.${stamp[4]}`) : NaN;
  if (!Number.isNaN(time)) return time;
  return await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  );
}

/** Reads one file of the folder; what is wrong with it is told, not thrown. */
export async function historyRecord(path: string, now: number): Promise<HistoryRecord> {
  if (path.endsWith(snapshotSuffix)) return await snapshotRecord(path);
  try {
    const { lines } = await readJournal(path);
    return journalRecord(path, lines, now);
  } catch (error) {
    return { kind: 'unreadable', path, problem: error instanceof Error ? error.message : String(error) };
  }
}

/** A journal that wrote so short a time ago, and did not end, may be under way in some window. */
export const underWayMs = 30_000;

export function journalRecord(path: string, lines: readonly JournalLine[], now: number): JournalRecord {
  const state = journalState(lines);
  const guarded = state.open.kind === 'guard' ? guardedGroups(lines) : null;
  const canRestore = state.groups.some(({ before }) => before !== null);
  const base = {
    kind: state.open.kind,
    path,
    org: state.open.org,
    groups: state.open.selection.map(({ name }) => name),
    at: lines[0]?.at ?? '',
    lastAt: state.lastAt,
    canRestore,
  };
  if (guarded !== null) {
    const ended = lines.some(({ entry }) => entry.type === 'guardEnd');
    const removed = sum(guarded.map((group) => [...group.before].filter((id) => !group.now.has(id)).length));
    const added = sum(guarded.map((group) => [...group.now].filter((id) => !group.before.has(id)).length));
    return { ...base, state: ended ? 'guarded' : 'guardOpen', removed, added, canResume: false, canUndo: false };
  }
  const recent = state.end === null && now - Date.parse(state.lastAt) < underWayMs;
  return {
    ...base,
    state: recent && state.undo === 'none' ? 'underWay' : stateOf(state),
    removed: sum(state.groups.map((group) => group.removed.size)),
    added: sum(state.groups.map((group) => group.added.size)),
    canResume: canBeResumed(state),
    canUndo: canBeUndone(state),
  };
}

function stateOf(state: JournalState): HistoryState {
  if (state.undo === 'done') return 'undone';
  if (state.undo === 'begun') return 'undoBegun';
  if (!state.started) return 'nothingSent';
  if (canBeResumed(state)) return 'canBeResumed';
  return state.end === 'done' ? 'done' : 'notAllDone';
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** The groups of a guarded push as its journal saw them. Looks that showed no movement are not in it. */
export function guardedGroups(lines: readonly JournalLine[]): readonly GuardedGroup[] {
  const open = lines[0]?.entry;
  const selections = open?.type === 'open' ? open.selection : [];
  const groups = new Map<string, GuardedGroup>();
  for (const { at, entry } of lines) {
    const time = Date.parse(at);
    if (entry.type === 'before') {
      const { groupId, name } = entry;
      const of = selections.find((one) => one.groupId === groupId);
      const { oktaGroupId = '', removals = [], adds = [] } = of ?? {};
      const prediction = oktaGroupId === '' ? null : { removals, adds, atWorst: removals.length };
      groups.set(groupId, new GuardedGroup({ groupId, name, oktaGroupId, prediction }, new Set(entry.members), time));
    } else if (entry.type === 'look') {
      const group = groups.get(entry.groupId);
      if (!group) continue;
      const members = new Set(group.now);
      for (const id of entry.left) members.delete(id);
      for (const id of entry.came) members.add(id);
      group.see(entry.exists ? members : null, time, entry.counted);
    } else if (entry.type === 'guardEnd') {
      // The last look is not in it where nothing had moved.
      for (const group of groups.values()) {
        if (entry.unread?.includes(group.target.groupId)) group.miss('Genesys Cloud could not be read.', time);
        else group.see(group.gone ? null : group.now, time, group.counted);
      }
    }
  }
  return [...groups.values()];
}

/** The first line of a snapshot names what could not be proved, so it may be long. */
const longestHeader = 1 << 20;

/** Its first line tells; the rest is not read. */
async function snapshotRecord(path: string): Promise<SnapshotRecord> {
  const unknown: SnapshotRecord = { kind: 'snapshot', path, org: null, at: null, counts: null };
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(longestHeader), 0, longestHeader, 0);
      const end = buffer.subarray(0, bytesRead).indexOf(0x0a);
      const header: unknown = JSON.parse(buffer.toString('utf8', 0, end === -1 ? bytesRead : end));
      return { ...unknown, ...headerOf(header) };
    } finally {
      await file.close();
    }
  } catch {
    return unknown;
  }
}

function headerOf(header: unknown): Partial<SnapshotRecord> {
  if (typeof header !== 'object' || header === null) return {};
  const { takenAt, org, users, groups, complete, unprovedGroups } = header as Readonly<Record<string, unknown>>;
  const { name, host, orgId, clientId } = (typeof org === 'object' && org !== null ? org : {}) as Readonly<Record<string, unknown>>;
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  const known = typeof name === 'string' && typeof host === 'string';
  const counted = typeof users === 'number' && typeof groups === 'number';
  return {
    at: text(takenAt),
    counts: counted ? { users, groups, proved: complete === true && unprovedGroups === undefined } : null,
    org: known ? { name, host, orgId: text(orgId), clientId: text(clientId) } : null,
  };
}
