import type { RootContent } from 'mdast';
import { groupTrustOfPlan } from '../plan/groupTrust';
import type { Plan } from '../plan/plan';
import { inputKindWords } from './inputKinds';
import type { Cell, Inline } from './markdownNodes';
import { capped, code, heading, list, paragraph, restNote, table } from './markdownNodes';
import { notesInShort } from './planNotes';
import { requestsWords } from './requestsReport';
import { isWorthCollecting, occurringCodes } from './trustCodes';
import { adviceNodes, collectAdvice } from './trustQueries';
import { listsVerdict, problemsOfTheWhole } from './trustWords';
import { countOf, formatLimit, formatNumber, problemWords } from './words';

const problemsShown = 50;
const inputsShown = 500;

/** What stands on top of a plan: why it is partial, what is doubtful, what was taken for granted (section 3). */
export function doubtReport(plan: Plan): RootContent[] {
  const serious = plan.problems.filter((problem) => problem.level !== 'note');
  const items: Cell[] = [
    ...serious.map((problem) => `${problem.level === 'incomplete' ? 'Incomplete: ' : 'Doubtful: '}${problemWords(problem)}`),
    ...plan.assumptions.map((assumption) => `Assumed: ${assumption}`),
  ];
  if (items.length === 0) return [];
  const { shown, rest } = capped(items, problemsShown);
  return [heading(2, 'Before you rely on it'), list(shown), ...restNote(rest, 'JSON'), ...betterDataReport(plan)];
}

/** What to do about what is incomplete or doubtful, once a code. */
function betterDataReport(plan: Plan): RootContent[] {
  const subject = {
    inputs: plan.inputs,
    problems: problemsOfTheWhole(plan.inputs, plan.problems),
    groups: groupTrustOfPlan(plan),
    complete: plan.complete,
  };
  const codes = occurringCodes(subject).filter(({ level, better }) => level !== 'note' && better.length > 0);
  const items = codes.map(({ short, better }): Cell => [
    `${capital(short)}: `,
    ...better.flatMap((step, index) => [...(index === 0 ? [] : [' ']), ...adviceNodes(step)]),
  ]);
  const collect = isWorthCollecting(codes) ? [adviceNodes(collectAdvice)] : [];
  return items.length === 0 ? [] : [heading(3, 'How to get better data'), list([...items, ...collect])];
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** What the plan rests on: inputs with their hashes, how complete they are, notes, and the settings that decided. */
export function basisReport(plan: Plan): RootContent[] {
  const { shown, rest } = capped(plan.inputs, inputsShown);
  const rows = shown.map((input): readonly Cell[] => [
    code(input.path),
    inputKindWords[input.kind],
    formatNumber(input.records),
    code(input.sha256),
    input.problems.length === 0 ? '' : countOf(input.problems.length, 'problem'),
  ]);
  return [
    heading(2, 'What this plan rests on'),
    paragraph(
      plan.complete ? 'All inputs are complete.' : 'An input is incomplete: the plan is partial, and nothing in it can be applied.',
      ...[listsVerdict(groupTrustOfPlan(plan))].flatMap((words) => (words === null ? [] : [` ${words}`])),
    ),
    ...(rows.length === 0
      ? [paragraph('It was read from the org, not from files.')]
      : [
          table(['left', 'left', 'right', 'left', 'left'], ['File', 'Taken for', 'Records', 'SHA-256', 'Problems'], rows),
          ...restNote(rest, 'JSON'),
        ]),
    ...(plan.requests === undefined ? [] : [paragraph(`Of the org: ${requestsWords(plan.requests)}`)]),
    ...notes(plan),
    heading(3, 'Settings'),
    list(settingsWords(plan)),
  ];
}

function notes(plan: Plan): RootContent[] {
  const found = notesInShort(plan);
  if (found.length === 0) return [];
  const { shown, rest } = capped(found, problemsShown);
  return [heading(3, 'Notes'), list(shown), ...restNote(rest, 'JSON')];
}

function settingsWords(plan: Plan): Cell[] {
  const { settings } = plan;
  const confirmed = Object.entries(settings.confirmedMembers);
  return [
    `Held back above ${countOf(settings.maxRemovals, 'removal')}, ${formatLimit(settings.maxRemovalPercent)} of the members, or ${formatNumber(settings.maxAdds)} added.`,
    `Okta is reckoned to send at most ${countOf(settings.oktaBatch, 'membership')} in a request.`,
    settings.protectedGroups.length === 0 ? 'No protected groups.' : ['Protected groups: ', ...commaCodes(settings.protectedGroups), '.'],
    `Okta sends: ${settings.features === null ? 'what the app’s own file says, else everything' : settings.features.join(', ') || 'nothing'}.`,
    `National phone numbers: ${settings.phoneRegion ?? 'no region set'}.`,
    `An export is old after ${countOf(settings.oldExportHours, 'hour')}, a saved snapshot after ${countOf(settings.oldSnapshotHours, 'hour')}; ages are reckoned from ${settings.now}.`,
    lastImportWords(settings),
    ...(confirmed.length === 0
      ? []
      : [`Member numbers typed in: ${confirmed.map(([group, count]) => `${group} ${formatNumber(count)}`).join(', ')}.`]),
  ];
}

function commaCodes(values: readonly string[]): readonly Inline[] {
  return values.flatMap((value, index): Inline[] => (index === 0 ? [code(value)] : [', ', code(value)]));
}

function lastImportWords({ fewerPercent, lastImport }: Plan['settings']): string {
  const words = `What is by more than ${formatLimit(fewerPercent)} fewer than in the last import of the same export is doubted`;
  return lastImport === null ? `${words}.` : `${words}; that was the import of ${lastImport.at}.`;
}
