import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { journalFolder, journalSuffix, readJournal } from '../apply/journalFile';
import { canBeResumed, canBeUndone, journalState, type JournalState } from '../apply/journalState';
import { lockOrg, OrgLocked } from '../apply/orgLock';
import { countOf, displayName, formatNumber, formatTime, joinWords } from '../report/words';
import { orgOf } from './applyOrgs';
import type { OrgStore, StoredOrg } from './orgStore';
import type { SandboxHost } from './sandboxHost';

/** A journal of an org that is known here. */
export interface FoundJournal {
  readonly path: string;
  readonly org: StoredOrg;
  readonly state: JournalState;
}

/** So many of the newest journals are read; older ones are for the History view. */
const mostRead = 50;

/** The journals of orgs that are known here, the newest first. What cannot be read as one is left out: opening it says why. */
export async function findJournals(store: Pick<OrgStore, 'list'>, sandbox: SandboxHost): Promise<readonly FoundJournal[]> {
  const folder = journalFolder();
  const names = await readdir(folder).catch(() => []);
  // A journal's name begins with the time it was made.
  const newest = names
    .filter((name) => name.endsWith(journalSuffix))
    .sort()
    .reverse()
    .slice(0, mostRead);
  const found: FoundJournal[] = [];
  for (const name of newest) {
    const journal = await openJournal(path.join(folder, name), store, sandbox);
    if (journal) found.push(journal);
  }
  return found;
}

/** One journal by its path; null where it is none of an org that is known here. */
export async function openJournal(file: string, store: Pick<OrgStore, 'list'>, sandbox: SandboxHost): Promise<FoundJournal | null> {
  const state = await readState(file);
  const org = state && orgOf(state.open.org, store.list());
  return org && (await isSameSandbox(org, state.open.org.host, sandbox)) ? { path: file, org, state } : null;
}

export const resumable = (journals: readonly FoundJournal[]): readonly FoundJournal[] =>
  journals.filter(({ state }) => canBeResumed(state));

/** Applies and restores that an undo can take back; an undo is not undone, its apply is done anew. */
export const undoable = (journals: readonly FoundJournal[]): readonly FoundJournal[] =>
  journals.filter(({ state }) => state.open.kind !== 'undo' && state.undo === 'none' && canBeUndone(state));

/** Whether another window or a command line is writing to the org just now, perhaps into this very journal. */
export async function isBeingWritten({ state }: FoundJournal): Promise<boolean> {
  try {
    await (await lockOrg(state.open.org)).release();
    return false;
  } catch (error) {
    if (error instanceof OrgLocked) return true;
    throw error;
  }
}

/** `Support Tier 1 in Contoso CX: 275 of 1,243 changes done, 2026-11-20 14:02 UTC`. */
export function journalWords({ state, org }: FoundJournal): string {
  const asked = state.groups.reduce((sum, { selection }) => sum + selection.adds.length + selection.removals.length, 0);
  const done = state.groups.reduce((sum, { added, removed }) => sum + added.size + removed.size, 0);
  return `${groupsOf(state)} in ${displayName(org.name)}: ${formatNumber(done)} of ${countOf(asked, 'change')} done, ${formatTime(state.lastAt)}`;
}

function groupsOf({ groups }: JournalState): string {
  const names = groups.map(({ selection }) => displayName(selection.name));
  return names.length > 3 ? countOf(names.length, 'group') : joinWords(names);
}

async function readState(file: string): Promise<JournalState | null> {
  try {
    return journalState((await readJournal(file)).lines);
  } catch {
    return null;
  }
}

/** A sandbox forgets everything when its window closes: only what this window did to it can be gone on with. */
async function isSameSandbox({ target }: StoredOrg, host: string, sandbox: SandboxHost): Promise<boolean> {
  if (target.kind !== 'sandbox') return true;
  return sandbox.running && new URL((await sandbox.start()).baseUrl).host === host;
}
