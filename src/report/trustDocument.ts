import type { List, ListItem, Root, RootContent } from 'mdast';
import { inputKindWords } from './inputKinds';
import { capped, code, heading, list, name, paragraph, restNote, root, table, text } from './markdownNodes';
import type { Cell, Inline } from './markdownNodes';
import { isWorthCollecting, occurringCodes } from './trustCodes';
import type { OccurringCode } from './trustCodes';
import { trustOutline } from './trustOutline';
import type { TrustEntry } from './trustOutline';
import { adviceNodes, collectAdvice } from './trustQueries';
import { levelWords, memberListProof, memberListState, otherGroups, trustSummary } from './trustWords';
import type { TrustSubject } from './trustWords';
import { countOf, formatNumber } from './words';

/** Rows of one table; every further one makes the page slower, and JSON has all of them. */
const rowsShown = 500;

/**
 * The trust report (product.md, section 3): how far all of it can be believed, what is wrong, what that means and how to get
 * better data, the member lists, then every file with what it was taken for, its records and how it was recognised.
 */
export function trustDocument(subject: TrustSubject, notCompared: readonly string[]): Root {
  const outline = trustOutline(subject);
  const wrong = outline.filter((entry) => entry.kind !== 'memberLists' && entry.level !== null && entry.level !== 'note');
  const rest = outline.filter((entry) => entry.kind !== 'memberLists' && !wrong.includes(entry));
  return root([
    heading(1, 'Trust report'),
    paragraph(trustSummary(subject)),
    ...(wrong.length === 0 ? [] : [heading(2, 'What is wrong'), nested(wrong)]),
    ...advice(occurringCodes(subject)),
    ...memberLists(subject),
    ...files(rest),
    ...notes(rest),
    ...(notCompared.length === 0 ? [] : [heading(2, 'Not compared and assumed'), list(notCompared)]),
  ]);
}

/** Entries and what is below them, to a depth that can still be read; the pages of a list stay one line. */
function nested(entries: readonly TrustEntry[]): List {
  const { shown, rest } = capped(entries, rowsShown);
  const items = shown.map((entry): ListItem => {
    const below = entry.kind === 'pages' ? [] : entry.children;
    return { type: 'listItem', spread: false, children: [paragraph(...entryCell(entry)), ...(below.length === 0 ? [] : [nested(below)])] };
  });
  const more: readonly ListItem[] =
    rest === 0 ? [] : [{ type: 'listItem', spread: false, children: [paragraph(`… and ${formatNumber(rest)} more`)] }];
  return { type: 'list', ordered: false, spread: false, children: [...items, ...more] };
}

function entryCell(entry: TrustEntry): readonly Inline[] {
  if (entry.kind === 'problem') return [`${entry.level ? levelWords[entry.level] : ''}: ${entry.label} `, code(entry.more.at(-1) ?? '')];
  const label = entry.kind === 'file' || entry.kind === 'pages' ? code(entry.label) : text(entry.label);
  return [label, entry.description === '' ? '' : ` ${entry.description}`];
}

function advice(codes: readonly OccurringCode[]): RootContent[] {
  if (codes.length === 0) return [];
  return [
    heading(2, 'What it means, and how to get better data'),
    ...(isWorthCollecting(codes) ? [paragraph(...adviceNodes(collectAdvice))] : []),
    ...codes.flatMap((one) => [
      heading(3, `${levelWords[one.level]}: ${one.short} `, code(one.code)),
      paragraph(...one.means.flatMap((words, index) => [...(index === 0 ? [] : [' ']), ...adviceNodes(words)])),
      ...(one.better.length === 0 ? [] : [list(one.better.map((step) => adviceNodes(step)))]),
    ]),
  ];
}

function memberLists({ groups: { groups, others } }: TrustSubject): RootContent[] {
  if (groups.length === 0 && others === 0) return [];
  const { shown, rest } = capped(groups, rowsShown);
  const number = (value: number | null): string => (value === null ? '—' : formatNumber(value));
  const rows = shown.map((group): readonly Cell[] => [
    name(group.name),
    memberListState[group.state],
    number(group.read),
    number(group.oktaCounts),
    memberListProof(group),
  ]);
  const head = ['Okta group', 'Members', 'Read', 'Okta counts', 'Proved by'];
  return [
    heading(2, 'Member lists'),
    ...(rows.length === 0 ? [] : [table(['left', 'left', 'right', 'right', 'left'], head, rows)]),
    ...(rest === 0 ? [] : [paragraph(`… and ${countOf(rest, 'more group')}.`)]),
    ...(others === 0 ? [] : [paragraph(otherGroups(others))]),
  ];
}

function files(entries: readonly TrustEntry[]): RootContent[] {
  const rows = entries.flatMap((entry) => (entry.kind === 'files' ? entry.children : [entry])).filter((entry) => entry.inputs.length > 0);
  if (rows.length === 0) return [];
  const { shown, rest } = capped(rows, rowsShown);
  const cells = shown.map(({ label, inputs }): readonly Cell[] => {
    const noted = new Set(inputs.flatMap((input) => input.problems.map((problem) => problem.code)));
    return [
      code(label),
      inputs[0] ? inputKindWords[inputs[0].kind] : '',
      formatNumber(inputs.reduce((sum, input) => sum + input.records, 0)),
      [...new Set(inputs.map((input) => input.recognizedBy ?? ''))].join('; '),
      [...noted].flatMap((one, index): Inline[] => [...(index === 0 ? [] : [', ']), code(one)]),
    ];
  });
  return [
    heading(2, 'Files in which nothing is wrong'),
    table(['left', 'left', 'right', 'left', 'left'], ['File', 'Taken for', 'Records', 'How it was recognised', 'Notes'], cells),
    ...restNote(rest, 'JSON'),
  ];
}

/** Notes of the whole, and those of files that a table has no room for. */
function notes(entries: readonly TrustEntry[]): RootContent[] {
  const whole = entries.filter((entry) => entry.kind === 'problem');
  return whole.length === 0 ? [] : [heading(2, 'Notes'), nested(whole)];
}
