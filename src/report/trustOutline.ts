import type { InputKind, ProblemLevel } from '../input/problem';
import type { GroupTrust } from '../plan/groupTrust';
import { inputKindsWords, inputKindWords } from './inputKinds';
import { adviceOf, betterDataAlone, reachOf } from './adviceOf';
import { plainAdvice } from './trustQueries';
import { levels, levelWords, memberListAdvice, memberListWords, otherGroups, pagesName, worstLevel } from './trustWords';
import type { TrustInput, TrustSubject } from './trustWords';
import { countOf, displayName, formatNumber, joinWords, problemWords } from './words';

/** A line of the trust report with those below it: the Plan view, `inspect` and the document show the same ones in the same order. */
export interface TrustEntry {
  /** Stable from one reading of the export to the next. */
  readonly id: string;
  readonly kind: 'problem' | 'file' | 'pages' | 'files' | 'memberLists' | 'memberList';
  readonly label: string;
  readonly description: string;
  /** The worst level of what is in it; null where nothing is wrong. */
  readonly level: ProblemLevel | null;
  /** More about it, a line each, advice included. */
  readonly more: readonly string[];
  readonly children: readonly TrustEntry[];
  /** Where it is, for those that are in a file. */
  readonly place: { readonly path: string; readonly line: number | null } | null;
  /** Of a file, or of the pages of one list. */
  readonly inputs: readonly TrustInput[];
  /** Of a member list. */
  readonly group: GroupTrust | null;
}

/** More files than this with the same kind of problem stand below one line. */
const listedFiles = 20;

/**
 * The trust report (product.md, section 3): what is wrong first, with all files, with single ones, with member lists; then the rest, by
 * kind, the pages of one list in one line. Every file is in it exactly once for each kind that it holds.
 */
export function trustOutline(subject: TrustSubject): readonly TrustEntry[] {
  const wrong = subject.inputs.filter(isWrong);
  const fine = subject.inputs.filter((input) => !isWrong(input));
  const whole = subject.problems.map((problem, index) => problemEntry(`trust/whole/${index}/${problem.code}`, problem, null));
  const groupOf = new Map(subject.groups.groups.flatMap((group) => group.paths.map((path) => [path, group.oktaGroupId])));
  return [
    ...(['incomplete', 'doubt'] as const).flatMap((level) => [
      ...whole.filter((entry) => entry.level === level),
      ...wrongFiles(level, wrong),
    ]),
    ...memberLists(subject),
    ...kindOrder.flatMap((kind) => kindEntries(kind, subject, fine, groupOf)),
    ...whole.filter((entry) => entry.level === 'note'),
  ];
}

const isWrong = (input: TrustInput): boolean => input.problems.some((problem) => problem.level !== 'note');

const kindOrder = Object.keys(inputKindsWords) as InputKind[];

/** One problem, and what to do about it. `input` is the file that it was found in. */
export function problemEntry(id: string, problem: TrustSubject['problems'][number], input: TrustInput | null): TrustEntry {
  const advice = adviceOf(problem.code);
  const reach = input && reachOf(problem.level, input.kind);
  const label = problemWords({ ...problem, path: input ? null : problem.path });
  const path = input?.path ?? problem.path;
  return {
    id,
    kind: 'problem',
    label,
    description: '',
    level: problem.level,
    more: [
      `${levelWords[problem.level]}: ${label}`,
      ...[advice?.means, reach, ...betterDataAlone(problem.code, input ? [input.kind] : [])].flatMap((words) =>
        words ? [plainAdvice(words)] : [],
      ),
      problem.code,
    ],
    children: [],
    place: path === null ? null : { path, line: problem.line },
    inputs: [],
    group: null,
  };
}

function wrongFiles(level: 'incomplete' | 'doubt', wrong: readonly TrustInput[]): TrustEntry[] {
  const found = wrong.filter((input) => worstLevel(input.problems) === level);
  // A members file reaches its group only: what reaches further stands before it.
  const files = [...found.filter(({ kind }) => kind !== 'groupMembers'), ...found.filter(({ kind }) => kind === 'groupMembers')];
  if (files.length <= listedFiles) return files.map((file) => fileEntry(file));
  const byCode = groupBy(files, (input) => input.problems.find((problem) => problem.level === level)?.code ?? '');
  return [...byCode].map(([code, inputs]) => ({
    ...bare(`trust/code/${code}`, 'files', capital(adviceOf(code)?.short ?? code), countOf(inputs.length, 'file')),
    level,
    more: [...(adviceOf(code)?.means ?? '').split('\n').map(plainAdvice), code].filter((line) => line !== ''),
    children: inputs.map((input) => fileEntry(input)),
  }));
}

/** `withKind`: the line above does not say what the file was taken for. */
function fileEntry(input: TrustInput, withKind = true): TrustEntry {
  const id = `trust/file/${input.kind}/${input.path}`;
  const kind = withKind ? inputKindWords[input.kind] : '';
  const records = countOf(input.records, 'record');
  // What is wrong first: a narrow side bar cuts the rest off.
  const words = isWrong(input) ? [shortProblems([input]), kind, records] : [kind, records, shortProblems([input])];
  return {
    ...bare(id, 'file', displayName(input.path), words.filter((part) => part !== '').join(' · ')),
    level: worstLevel(input.problems),
    more: [
      displayName(input.path),
      `${inputKindWords[input.kind]}, ${countOf(input.records, 'record')}`,
      ...(input.recognizedBy === undefined ? [] : [`Recognised by ${displayName(input.recognizedBy)}`]),
    ],
    children: byLevel(input.problems).map((problem, index) =>
      problemEntry(`${id}/${index}/${problem.code}`, { ...problem, path: input.path }, input),
    ),
    place: { path: input.path, line: byLevel(input.problems)[0]?.line ?? null },
    inputs: [input],
  };
}

/** Files of one kind with which nothing serious is wrong; a single one, or the pages of a single list, need no line of their own above. */
function kindEntries(
  kind: InputKind,
  subject: TrustSubject,
  fine: readonly TrustInput[],
  groupOf: ReadonlyMap<string, string>,
): TrustEntry[] {
  const inputs = fine.filter((input) => input.kind === kind);
  const lists = [...groupBy(inputs, (input) => listKey(input, groupOf))];
  if (lists.length < 2) return lists.map(([key, pages]) => listEntry(key, pages, true));
  const isRest = subject.inputs.some((input) => input.kind === kind && isWrong(input));
  const records = inputs.reduce((sum, input) => sum + input.records, 0);
  const words = [
    `${formatNumber(inputs.length)} ${isRest ? 'more files' : 'files'}${kind === 'unknown' || kind === 'oktaError' ? '' : ', all read'}`,
    ...(records === 0 ? [] : [countOf(records, 'record')]),
    ...[shortProblems(inputs)].filter((part) => part !== ''),
  ];
  return [
    {
      ...bare(`trust/kind/${kind}`, 'files', inputKindsWords[kind], words.join(' · ')),
      level: worstLevel(inputs.flatMap((input) => input.problems)),
      children: lists.map(([key, pages]) => listEntry(key, pages, false)),
    },
  ];
}

/** A file, or the pages of one list in one line. */
function listEntry(key: string, pages: readonly TrustInput[], withKind: boolean): TrustEntry {
  const sorted = [...pages].sort((a, b) => pageNumber(a.path) - pageNumber(b.path));
  const [first] = sorted;
  if (first && pages.length === 1) return fileEntry(first, withKind);
  const kind = first?.kind ?? 'unknown';
  const records = pages.reduce((sum, page) => sum + page.records, 0);
  const words = [
    withKind ? inputKindWords[kind] : '',
    `${formatNumber(pages.length)} pages`,
    countOf(records, 'record'),
    shortProblems(pages),
  ];
  const label = pagesName(sorted.map((page) => page.path));
  return {
    ...bare(`trust/pages/${kind}/${key}`, 'pages', label, words.filter((part) => part !== '').join(' · ')),
    level: worstLevel(pages.flatMap((page) => page.problems)),
    more: [label, `${inputKindWords[kind]}, ${formatNumber(pages.length)} pages of one list`],
    children: sorted.map((page) => fileEntry(page, false)),
    inputs: sorted,
  };
}

/** The same for the pages of one list. Members of groups have names that end in numbers, too: only those of one group belong together. */
function listKey(input: TrustInput, groupOf: ReadonlyMap<string, string>): string {
  const name = input.path.replace(lastNumber, '#$1');
  if (input.kind !== 'groupMembers') return name;
  const group = groupOf.get(input.path);
  return group === undefined ? input.path : `${group} ${name}`;
}

/** The last number of a file's own name. */
const lastNumber = /\d+([^\d/]*)$/;

function pageNumber(path: string): number {
  return Number(lastNumber.exec(path)?.[0].match(/^\d+/)?.[0] ?? 0);
}

function memberLists({ groups: { groups, others } }: TrustSubject): TrustEntry[] {
  if (groups.length === 0 && others === 0) return [];
  const confirmed = groups.filter((group) => group.state === 'confirmed');
  const open = groups.filter((group) => group.state !== 'confirmed');
  const words = groups.length === 0 ? 'none' : `${formatNumber(confirmed.length)} of ${formatNumber(groups.length)} confirmed`;
  const proved =
    open.length === 0
      ? confirmed.map(memberListEntry)
      : confirmed.length === 0
        ? []
        : [
            {
              ...bare('trust/members/confirmed', 'memberLists', 'Confirmed', countOf(confirmed.length, 'member list')),
              children: confirmed.map(memberListEntry),
            },
          ];
  return [
    {
      ...bare('trust/members', 'memberLists', 'Member lists', words),
      level: groups.some(isLost) ? 'incomplete' : open.length > 0 ? 'doubt' : null,
      more: [
        'Whether the export holds all members of each group, as far as a count proves it. Removals of others are unconfirmed.',
        ...(others === 0 ? [] : [otherGroups(others)]),
      ],
      children: [...open.map(memberListEntry), ...proved],
    },
  ];
}

function memberListEntry(group: GroupTrust): TrustEntry {
  const label = displayName(group.name);
  const words = memberListWords(group);
  const files = group.paths.length === 0 ? [] : [`From ${shownPaths(group.paths)}`];
  return {
    ...bare(`trust/members/${group.oktaGroupId}`, 'memberList', label, words),
    level: isLost(group) ? 'incomplete' : group.state === 'unconfirmed' ? 'doubt' : null,
    more: [`${label}: ${words}`, ...files, ...memberListAdvice(group.state, group).map(plainAdvice)],
    group,
  };
}

const isLost = (group: GroupTrust): boolean => group.state === 'incomplete' || group.state === 'unknown';

const shownPaths = (paths: readonly string[]): string => (paths.length > 3 ? pagesName(paths) : joinWords(paths.map(displayName)));

/** What is wrong with files, in a few words each, worst first; notes only where nothing is wrong. */
function shortProblems(inputs: readonly TrustInput[]): string {
  const all = inputs.flatMap((input) => input.problems);
  const serious = byLevel(all.filter((problem) => problem.level !== 'note'));
  const problems = serious.length > 0 ? serious : all;
  return [...new Set(problems.map((problem) => adviceOf(problem.code)?.short ?? problem.code))].join(', ');
}

export function byLevel<Item extends { readonly level: ProblemLevel }>(problems: readonly Item[]): readonly Item[] {
  return [...problems].sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function bare(id: string, kind: TrustEntry['kind'], label: string, description: string): TrustEntry {
  return { id, kind, label, description, level: null, more: [label, description], children: [], place: null, inputs: [], group: null };
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
