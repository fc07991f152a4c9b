import type { InputReport, ProblemLevel } from '../input/problem';
import type { GroupTrust, ListedGroups } from '../plan/groupTrust';
import type { PlanInput, PlanProblem } from '../plan/plan';
import { adviceOf } from './adviceOf';
import { followPages } from './trustQueries';
import { countOf, displayName, formatNumber, joinWords } from './words';

/** What the trust report is about: files as read, or as a plan file tells of them, and what is wrong with all of them together. */
export interface TrustSubject {
  readonly inputs: readonly TrustInput[];
  /** Those that belong to no file. */
  readonly problems: readonly PlanProblem[];
  readonly groups: ListedGroups;
  /** False: a plan from it is partial, nothing in it can be applied. */
  readonly complete: boolean;
}

/** A file; how it was recognised is null where only a plan file tells of it. */
export type TrustInput = PlanInput & Pick<Partial<InputReport>, 'recognizedBy'>;

/** Those of the problems that are not said of a file, too. */
export function problemsOfTheWhole(inputs: readonly PlanInput[], problems: readonly PlanProblem[]): readonly PlanProblem[] {
  const ofFiles = new Set(inputs.flatMap((input) => input.problems.map((problem) => problemKey({ ...problem, path: input.path }))));
  return problems.filter((problem) => !ofFiles.has(problemKey(problem)));
}

const problemKey = ({ code, path, line, message }: PlanProblem): string => JSON.stringify([code, path, line, message]);

export const levelWords: Readonly<Record<ProblemLevel, string>> = { incomplete: 'Incomplete', doubt: 'Doubtful', note: 'Note' };

/** Worst first. */
export const levels: readonly ProblemLevel[] = ['incomplete', 'doubt', 'note'];

export function worstLevel(problems: readonly { readonly level: ProblemLevel }[]): ProblemLevel | null {
  return levels.find((level) => problems.some((problem) => problem.level === level)) ?? null;
}

/**
 * How far all of it can be believed, in two sentences: "To be relied on but for 2 of 39 groups: what a push would do to them cannot be
 * known. 36 member lists are confirmed by a count, 1 is not."
 */
export function trustSummary(subject: TrustSubject): string {
  return [verdict(subject), listsVerdict(subject.groups)].filter((sentence) => sentence !== null).join(' ');
}

function verdict({ inputs, problems, groups, complete }: TrustSubject): string {
  const files = new Set(inputs.map((input) => input.path)).size;
  const ofFiles = inputs.flatMap((input) => input.problems.map((problem) => ({ ...problem, path: input.path })));
  const all = [...problems, ...ofFiles];
  const incomplete = all.filter((problem) => problem.level === 'incomplete');
  const doubts = all.filter((problem) => problem.level === 'doubt').length;
  const doubtful = doubts === 0 ? '' : `; besides, ${countOf(doubts, 'doubt')}`;
  if (!complete) {
    // A members file reaches its group only: the cause is another one.
    const ofMembers = new Set(inputs.flatMap((input) => (input.kind === 'groupMembers' ? [input.path] : [])));
    const cause = incomplete.find(({ path }) => path === null || !ofMembers.has(path)) ?? incomplete[0];
    const others = incomplete.length - 1;
    const more = others > 0 ? `; ${formatNumber(others)} more ${others === 1 ? 'gap is' : 'gaps are'} listed below` : '';
    return `Not to be relied on: ${cause ? shortly(cause) : 'something is incomplete'}. Nothing in a plan from it can be applied${more}${doubtful}.`;
  }
  const lost = groups.groups.filter(({ state }) => state === 'incomplete' || state === 'unknown').length;
  if (lost > 0) {
    const of = `${formatNumber(lost)} of ${countOf(groups.groups.length, 'group')}`;
    return `To be relied on but for ${of}: what a push would do to ${lost === 1 ? 'it' : 'them'} cannot be known${doubtful}.`;
  }
  if (incomplete.length > 0) {
    return `To be relied on but for ${countOf(incomplete.length, 'gap')} that ${incomplete.length === 1 ? 'concerns' : 'concern'} no group${doubtful}.`;
  }
  if (doubts > 0) return `To be relied on with ${countOf(doubts, 'doubt')}: nothing is known to be missing, but look at what stands below.`;
  const read = files === 1 ? 'The file was' : `All ${countOf(files, 'file')} were`;
  return files === 0 ? 'No file was read.' : `To be relied on. ${read} read whole, and nothing is doubtful.`;
}

/** The same in a few words: `79 files · 1 incomplete · 2 doubts`. */
export function trustHeadline({ inputs, problems }: TrustSubject): string {
  const all = [...problems, ...inputs.flatMap((input) => input.problems)];
  const incomplete = all.filter((problem) => problem.level === 'incomplete').length;
  const doubts = all.filter((problem) => problem.level === 'doubt').length;
  return [
    countOf(new Set(inputs.map((input) => input.path)).size, 'file'),
    ...(incomplete === 0 ? [] : [`${formatNumber(incomplete)} incomplete`]),
    ...(doubts === 0 ? [] : [countOf(doubts, 'doubt')]),
  ].join(' · ');
}

/** A problem within a sentence: `users-3.json is incomplete (cut off, line 4,031)`. */
function shortly({ path, line, code, message }: PlanProblem): string {
  if (path === null) return displayName(message).replace(/\.$/, '');
  const where = line === null ? '' : `, line ${formatNumber(line)}`;
  return `${displayName(path)} is incomplete (${adviceOf(code)?.short ?? displayName(code)}${where})`;
}

/** `36 of 39 member lists are confirmed, 2 are incomplete and 1 is missing.`; null where there is no group. */
export function listsVerdict({ groups, others }: ListedGroups): string | null {
  if (groups.length === 0) return null;
  const count = (state: GroupTrust['state']): number => groups.filter((group) => group.state === state).length;
  const rest = stateVerdicts.flatMap(([state, what]) => (count(state) === 0 ? [] : [{ number: count(state), what }]));
  const more = others === 0 ? '' : ` ${otherGroups(others)}`;
  const all = countOf(groups.length, 'member list');
  if (groups.length === 1) return `The member list is ${rest[0]?.what ?? 'confirmed'}.${more}`;
  if (rest.length === 0) return `All ${all} are confirmed.${more}`;
  const confirmed = count('confirmed');
  const words = [
    confirmed === 0 ? `None of ${all} is confirmed` : `${formatNumber(confirmed)} of ${all} ${confirmed === 1 ? 'is' : 'are'} confirmed`,
    ...rest.map(({ number, what }) => `${formatNumber(number)} ${number === 1 ? 'is' : 'are'} ${what}`),
  ];
  return `${joinWords(words)}.${more}`;
}

const stateVerdicts = [
  ['unconfirmed', 'not confirmed'],
  ['incomplete', 'incomplete'],
  ['unknown', 'missing'],
] as const;

export function otherGroups(others: number): string {
  return `${countOf(others, 'other group')} ${others === 1 ? 'has' : 'have'} no members file, and no push mapping tells whether ${others === 1 ? 'it is' : 'they are'} pushed.`;
}

/** The state of a member list in a few words: what was read, what Okta counts, what proved it. */
export function memberListWords(group: GroupTrust): string {
  const { state, read, readActive, oktaCounts, typed } = group;
  if (state === 'unknown') return `no members file${oktaCounts === null ? '' : `, Okta counts ${formatNumber(oktaCounts)}`}`;
  if (read === null) return memberListState[state];
  const members = `${countOf(read, 'member')} read`;
  const counted = typed === null ? 'Okta counts' : 'you counted';
  const number = typed ?? oktaCounts;
  const countWords = number === null ? '' : `, ${counted} ${formatNumber(number)}`;
  switch (state) {
    case 'incomplete':
      return `${members}${countWords} · incomplete`;
    case 'confirmed':
      if (number === read) return `${members}${countWords}`;
      if (number !== null && number === readActive) return `${members}, ${formatNumber(readActive)} without the deactivated${countWords}`;
      return `${members}, as the manifest says`;
    case 'unconfirmed':
      if (group.doubtful) return `${members}${countWords} · doubtful`;
      return number === null ? `${members}, no count to compare with` : `${members}${countWords} · not confirmed`;
  }
}

export const memberListState: Readonly<Record<GroupTrust['state'], string>> = {
  confirmed: 'confirmed',
  unconfirmed: 'not confirmed',
  incomplete: 'incomplete',
  unknown: 'unknown',
};

/** What proves that nobody is missing in a confirmed list; of another one, what is against it. */
export function memberListProof({ state, read, readActive, oktaCounts, typed, doubtful }: GroupTrust): string {
  if (state === 'unknown') return 'no members file';
  if (state === 'incomplete') return 'something is missing in its file';
  if (read === null) return '';
  const number = typed ?? oktaCounts;
  const whose = typed === null ? 'Okta’s count' : 'your count';
  if (state === 'unconfirmed')
    return doubtful ? 'a doubt about its file' : number === null ? 'no count to compare with' : `not by ${whose}`;
  if (number === read) return whose;
  return number !== null && number === readActive ? `${whose}, without the deactivated` : 'the manifest';
}

/** What the state of a member list means, and how to get a better one; nothing for a confirmed one. Without a group: of any. */
export function memberListAdvice(
  state: GroupTrust['state'],
  group: Pick<GroupTrust, 'oktaGroupId' | 'doubtful'> | null,
): readonly string[] {
  const id = group && /^\w+$/.test(group.oktaGroupId) ? group.oktaGroupId : '{groupId}';
  const query = `\`GET /api/v1/groups/${id}/users?limit=1000\`. ${followPages}`;
  switch (state) {
    case 'confirmed':
      return [];
    case 'unconfirmed':
      return [
        'Nothing proves that everybody is in the list: its removals are unconfirmed.',
        ...(group?.doubtful === true
          ? [`Settle the doubt about where it was read from: ${query}`]
          : [
              'Save the groups with their counts: `GET /api/v1/groups?expand=stats&limit=200`; rockstar: *Export Groups with User and App Counts*.',
              'Or read the number off the group’s page in Okta: [Confirm Member Count…], on the command line `--confirm-members <group>=<n>`.',
            ]),
      ];
    case 'incomplete':
      return ['What a push would do to the group cannot be known.', `Save its members again: ${query}`];
    case 'unknown':
      return [
        'Without a members file nobody knows whom Okta would push; it does not mean that the group is empty.',
        `Save its members: ${query}`,
        'rockstar: *Export Group Members*, into a folder `members`, the file named after the group.',
      ];
  }
}

/** Names of one file or of the pages of one list: `users-1.json … users-512.json`. */
export function pagesName(paths: readonly string[]): string {
  const [first = '', last = ''] = [paths[0], paths.at(-1)];
  if (paths.length < 2) return displayName(first);
  const folder = first.slice(0, first.lastIndexOf('/') + 1);
  return `${displayName(first)} … ${displayName(last.startsWith(folder) ? last.slice(folder.length) : last)}`;
}
