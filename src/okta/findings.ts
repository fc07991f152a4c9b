import type { Turns } from '../input/turns';
import { TextSet } from '../input/textMap';
import type { ExportData } from './exportData';
import type { ExportFile, Section } from './exportFile';
import { addAgeDoubts, fileTime } from './fileTimes';
import type { JudgedExport } from './judgeExport';
import { isAsDeclared } from './declaredFile';
import type { ProvedList } from './memberships';
import { addConflictingMembers } from './conflictingLists';
import { addMissingPages, addPageSizeDoubts } from './pageSizes';
import { loginKey } from './peopleByLogin';

/** Adds to the files what only shows when all of them are known (product.md, section 3): doubts and notes about lists and people. */
export async function addFindings(
  files: readonly ExportFile[],
  data: ExportData,
  judged: JudgedExport,
  proved: ReadonlyMap<string, ProvedList>,
  oldExportHours: number,
  turns: Turns,
): Promise<void> {
  for (const [section, { count, firstIds }] of data.disagreements) {
    const words = `${count} records say something else than another file (${shown(firstIds, count)}): the newer lastUpdated counts.`;
    section.add('conflicting-records', words);
  }
  await addDanglingMembers(data, judged, turns);
  addStaleMembers(data, judged);
  addAgeDoubts(files, data.manifest, oldExportHours);
  const isProved = isProvedIn(data, proved);
  addPageSizeDoubts(files, isPagedIn(data), isProved);
  addMissingPages(files, data.groups, isProved);
  addConflictingMembers(data, judged, proved);
  const section = files.flatMap((file) => file.sections).find(({ kind }) => kind === 'users');
  if (section) await addAboutUsers(section, data, judged, turns);
}

const shown = (ids: readonly string[], count: number): string => ids.join(', ') + (count > ids.length ? ', …' : '');

/** Member ids that no users file knows are normal (a users export leaves out deprovisioned users), and worth a word. */
async function addDanglingMembers(data: ExportData, judged: JudgedExport, turns: Turns): Promise<void> {
  // Without a users file, and where it holds everybody, there is nothing to be said.
  if (judged.usersFileIds.size === 0 || judged.usersFileIds.size === data.users.size) return;
  const lists = data.userLists
    .filter(({ section }) => section.kind === 'groupMembers')
    .map(({ section, userIds }) => ({ section, lists: [userIds] }));
  const tables = data.membershipTables.map(({ section, byGroup }) => ({ section, lists: byGroup.values() }));
  for (const { section, lists: all } of [...lists, ...tables]) {
    const dangling = new TextSet();
    for (const ids of all) {
      for (const id of ids) {
        if (!judged.usersFileIds.has(id)) dangling.add(id);
        if (turns.due()) await turns.next();
      }
    }
    if (dangling.size === 0) continue;
    const words = `${dangling.size} members are in no users file (${shown([...dangling].slice(0, 3), dangling.size)}): mostly deactivated users.`;
    section.add('dangling-member', words);
  }
}

function addStaleMembers(data: ExportData, judged: JudgedExport): void {
  for (const list of judged.members.values()) {
    const group = data.groups.get(list.groupId);
    const changed = Date.parse(group?.lastMembershipUpdated ?? '');
    if (!group || Number.isNaN(changed)) continue;
    for (const section of list.sections) {
      if (changed <= Date.parse(fileTime(section.file, data.manifest))) continue;
      section.add(
        'stale-members',
        `The membership of ${group.name} changed after this file was saved (${group.lastMembershipUpdated ?? ''}).`,
        { groupId: group.id },
      );
    }
  }
}

const isPagedIn =
  (data: ExportData) =>
  (section: Section): boolean =>
    !data.membershipTables.some((table) => table.section === section);

const isProvedIn =
  (data: ExportData, proved: ReadonlyMap<string, ProvedList>) =>
  (section: Section): boolean => {
    if (isAsDeclared(section, data.manifest)) return true;
    const groups = [...section.groupIds];
    return groups.length > 0 && groups.every((id) => proved.get(id)?.proved === true);
  };

async function addAboutUsers(section: Section, data: ExportData, judged: JudgedExport, turns: Turns): Promise<void> {
  if (!(await hasDeprovisioned(data, judged, turns)) && data.withoutStatus().size < judged.usersFileIds.size) {
    section.add('no-deprovisioned-users', 'No deprovisioned user is in the users files: Okta leaves them out unless they are asked for.');
  }
  for (const [login, ids] of await duplicateLogins(data, turns)) {
    section.add(
      'duplicate-login',
      `${ids.length} users have the login ${login} (${ids.slice(0, 3).join(', ')}): a login is unique in Okta.`,
    );
  }
}

async function hasDeprovisioned(data: ExportData, judged: JudgedExport, turns: Turns): Promise<boolean> {
  for (const { id, status } of data.users.values()) {
    if (status === 'DEPROVISIONED' && judged.usersFileIds.has(id)) return true;
    if (turns.due()) await turns.next();
  }
  return false;
}

/** What it takes to put a text into a table that grows. */
const stepsAText = 4;

/** Logins that several users have. Okta compares them without case and diacritics. */
async function duplicateLogins(data: ExportData, turns: Turns): Promise<ReadonlyMap<string, readonly string[]>> {
  const seen = new TextSet();
  const repeated = new Map<string, string[]>();
  for (const { login } of data.users.values()) {
    if (login === null) continue;
    const key = loginKey(login);
    if (!seen.addNew(key)) repeated.set(key, []);
    if (turns.due(stepsAText)) await turns.next();
  }
  if (repeated.size === 0) return repeated;
  for (const { id, login } of data.users.values()) {
    if (login !== null) repeated.get(loginKey(login))?.push(id);
    if (turns.due()) await turns.next();
  }
  return repeated;
}
