import type { JournalLine } from '../apply/journal';
import { guardedGroups, journalRecord, type HistoryRecord, type HistoryState, type JournalRecord } from '../apply/journalList';
import { journalState, type GroupState } from '../apply/journalState';
import { countOf, displayName, formatChange, formatNumber, formatTime, joinWords } from '../report/words';
import { guardPage, inline } from './guardText';

/** What a journal is of, in a word. */
export const kindWords: Readonly<Record<JournalRecord['kind'], string>> = {
  apply: 'Apply',
  undo: 'Undo',
  restore: 'Restore',
  guard: 'Guarded push',
};

export const stateWords: Readonly<Record<HistoryState, string>> = {
  underWay: 'under way',
  done: 'done',
  notAllDone: 'not all done',
  canBeResumed: 'broken off: can be resumed',
  nothingSent: 'nothing was sent',
  undoBegun: 'undo begun',
  undone: 'undone',
  guarded: 'ended',
  guardOpen: 'not ended',
};

/** `Apply: Support Tier 1`, `Guarded push: 3 groups`. */
export function recordLabel(record: HistoryRecord): string {
  if (record.kind === 'snapshot') return 'Snapshot';
  if (record.kind === 'unreadable') return displayName(record.path.split(/[\\/]/).at(-1) ?? '');
  const names = record.groups.map(displayName);
  return `${kindWords[record.kind]}: ${names.length > 3 ? countOf(names.length, 'group') : joinWords(names)}`;
}

/** `Contoso CX · 24 Nov 14:02 · −1,240 +3 · done`; of a snapshot `Contoso CX · 14:02 · 2,000 users and 40 groups`. */
export function recordDescription(record: HistoryRecord, now: number): string {
  if (record.kind === 'unreadable') return 'cannot be read';
  const parts = [record.org === null ? '' : displayName(record.org.name), record.at === null ? '' : shortTime(record.at, now)];
  if (record.kind === 'snapshot') return [...parts, ...countWords(record)].filter(Boolean).join(' · ');
  return [...parts, formatChange(record.removed, record.added), stateWords[record.state]].join(' · ');
}

/** `2,000 users and 40 groups`, and whether that is all. */
function countWords({ counts }: Extract<HistoryRecord, { readonly kind: 'snapshot' }>): string[] {
  if (counts === null) return [];
  return [`${countOf(counts.users, 'user')} and ${countOf(counts.groups, 'group')}`, counts.proved ? '' : 'not proved complete'];
}

/** `14:02` of today, `24 Nov 14:02` of this year, else `24 Nov 2025`; where the person is. */
function shortTime(iso: string, now: number): string {
  const time = Date.parse(iso);
  if (Number.isNaN(time)) return '';
  const [then, today] = [new Date(time), new Date(now)];
  const clock = `${String(then.getHours()).padStart(2, '0')}:${String(then.getMinutes()).padStart(2, '0')}`;
  if (then.toDateString() === today.toDateString()) return clock;
  const day = `${then.getDate()} ${months[then.getMonth()] ?? ''}`;
  return then.getFullYear() === today.getFullYear() ? `${day} ${clock}` : `${day} ${then.getFullYear()}`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A journal as a page: what was asked for, what was said at the gate, what is proved. */
export function journalPage(path: string, lines: readonly JournalLine[], now: number): string {
  const record = journalRecord(path, lines, now);
  if (record.kind === 'guard') return guardedPage(record, lines, now);
  const state = journalState(lines);
  const { open } = state;
  const facts = [
    `- Org: ${inline(open.org.name)} (${inline(open.org.host)})`,
    `- Begun ${formatTime(record.at)}, last written ${formatTime(record.lastAt)}`,
    `- State: ${stateWords[record.state]}`,
    ...(open.planId === '' ? [] : [`- Plan: \`${open.planId.slice(0, 12)}\``]),
    ...(open.undoes === null ? [] : [`- It undoes \`${plain(open.undoes)}\``]),
    `- Typed at the gate: ${open.confirmation === null ? 'nothing was asked' : inline(open.confirmation)}`,
    ...(open.lifts.length === 0 ? [] : [`- Lifted: ${open.lifts.map(({ guard }) => inline(guard)).join(', ')}`]),
    `- Journal: \`${plain(path)}\``,
  ];
  return [`# ${inline(recordLabel(record))}`, facts.join('\n'), ...state.groups.map(groupSection)].join('\n\n') + '\n';
}

const plain = (text: string): string => displayName(text).replaceAll('`', 'ˋ');

function groupSection(group: GroupState): string {
  const { selection, before, added, removed, notDone, pending, end, message } = group;
  const nameOf = (id: string): string => (Object.hasOwn(selection.userNames, id) ? (selection.userNames[id] ?? id) : id);
  const asked = formatChange(selection.removals.length, selection.adds.length);
  const counts = [
    `Before: ${before === null ? 'not saved' : countOf(before.members.length, 'member')}. Asked for ${asked}; ${formatChange(removed.size, added.size)} done and checked.`,
    ...(message === null ? [] : [inline(message)]),
    ...(pending === null
      ? []
      : [`A batch of ${formatNumber(pending.ids.length)} was sent or about to be, and what came of it is not known.`]),
    ...(end === null ? ['It did not come to its end.'] : []),
  ];
  return [
    `## ${inline(selection.name)}`,
    counts.join('\n\n'),
    ...people('Not as asked', '=', [...notDone.keys()].map(nameOf)),
    ...people('Removed', '−', [...removed].map(nameOf)),
    ...people('Added', '+', [...added].map(nameOf)),
  ].join('\n\n');
}

/** More people than this help nobody on a page. */
const mostNamed = 5000;

function people(title: string, sign: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const shown = names
    .map((name) => `${sign} ${displayName(name)}`)
    .sort()
    .slice(0, mostNamed);
  const rest = names.length > mostNamed ? [`… and ${formatNumber(names.length - mostNamed)} more`] : [];
  return [`### ${title}: ${formatNumber(names.length)}`, ['~~~text', ...shown, ...rest, '~~~'].join('\n')];
}

function guardedPage(record: JournalRecord, lines: readonly JournalLine[], now: number): string {
  const open = lines[0]?.entry;
  const names = new Map(open?.type === 'open' ? open.selection.flatMap(({ userNames }) => Object.entries(userNames)) : []);
  const end = lines.map(({ entry }) => entry).find((entry) => entry.type === 'guardEnd');
  return guardPage({
    org: record.org.name,
    groups: guardedGroups(lines),
    now,
    everyMs: 0,
    looks: end?.looks ?? null,
    state: end ? 'ended' : 'broken',
    problem: end ? null : 'It was not ended, or it goes on in a window. What it saw last stands here.',
    path: record.path,
    nameOf: (id) => names.get(id) ?? id,
  });
}
