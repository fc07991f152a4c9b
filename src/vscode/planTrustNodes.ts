import type { ProblemLevel } from '../input/problem';
import type { GroupPlan, Plan } from '../plan/plan';
import { partialBanner, partialCause } from '../report/planHeadline';
import { adviceOf } from '../report/adviceOf';
import { plainAdvice } from '../report/trustQueries';
import type { TrustEntry } from '../report/trustOutline';
import { trustOutline } from '../report/trustOutline';
import type { TrustSubject } from '../report/trustWords';
import { levelWords, trustHeadline, trustSummary, worstLevel } from '../report/trustWords';
import { displayName, formatNumber, problemWords } from '../report/words';
import type { NodeIcon, NodeKind, NodeTarget, PlanNode } from './planNode';
import { listOf, listOfNodes, planNode } from './planNode';
import { notComparedCode } from './planTrustReport';

const icons: Readonly<Record<ProblemLevel, NodeIcon>> = {
  incomplete: { id: 'error', color: 'list.errorForeground' },
  doubt: { id: 'warning', color: 'list.warningForeground' },
  note: { id: 'info' },
};

/** The first line of a partial plan: why nothing in it can be applied. Selecting it opens the place. Null for a whole plan. */
export function bannerNode(plan: Plan): PlanNode | null {
  const words = partialBanner(plan);
  if (words === null) return null;
  const cause = partialCause(plan);
  return planNode({
    id: 'banner',
    kind: 'banner',
    label: words.replace(/\.$/, ''),
    icon: { id: 'warning', color: 'list.warningForeground' },
    target: cause?.path ? { kind: 'input', path: cause.path, line: cause.line } : { kind: 'trustReport' },
  });
}

/**
 * The section on what the plan rests on: the trust report with a node for each file, what was not compared, and what was assumed. Its number
 * leaves the notes out: they decide nothing.
 */
export function trustNode(plan: Plan, subject: TrustSubject): PlanNode {
  const notCompared = plan.problems.filter((problem) => problem.code === notComparedCode);
  const serious = plan.problems.filter((problem) => problem.level !== 'note');
  const advice = adviceOf(notComparedCode);
  const adviceLines = advice ? [advice.means, ...advice.better].map(plainAdvice) : [];
  return planNode({
    id: 'trust',
    kind: 'section',
    label: 'Not compared, assumptions, trust report',
    description: formatNumber(serious.length + notCompared.length + plan.assumptions.length),
    tooltip: 'What the plan rests on, and how far that can be believed.',
    children: () =>
      listOfNodes([
        reportNode(plan, subject),
        ...factList('trust/notCompared', 'Not compared', notCompared.map(problemWords), adviceLines),
        ...factList('trust/assumptions', 'Assumptions', plan.assumptions.map(displayName), []),
      ]),
  });
}

function reportNode(plan: Plan, subject: TrustSubject): PlanNode {
  const worst = worstLevel([...subject.problems, ...subject.inputs.flatMap((input) => input.problems)]);
  const entries = trustOutline(subject);
  const groups = new Map(plan.groups.map((group) => [group.oktaGroupId, group]));
  const summary = trustSummary(subject);
  return planNode({
    id: 'trust/inputs',
    kind: 'list',
    label: 'Trust report',
    description: trustHeadline(subject),
    tooltip: `${summary}\nEvery file that was read: what it was taken for, and what is wrong with it.`,
    icon: worst === null || worst === 'note' ? { id: 'checklist' } : icons[worst],
    expanded: worst === 'incomplete' || worst === 'doubt',
    children: entries.length === 0 ? null : () => listOf(entries, (entry) => entryNode(entry, groups)),
    target: { kind: 'trustReport' },
  });
}

const kinds: Readonly<Record<TrustEntry['kind'], NodeKind>> = {
  problem: 'problem',
  file: 'input',
  pages: 'list',
  files: 'list',
  memberLists: 'list',
  memberList: 'groupMembers',
};

const fineIcons: Readonly<Record<TrustEntry['kind'], NodeIcon>> = {
  problem: icons.note,
  file: { id: 'file' },
  pages: { id: 'files' },
  files: { id: 'folder' },
  memberLists: { id: 'organization' },
  memberList: { id: 'pass', color: 'testing.iconPassed' },
};

function entryNode(entry: TrustEntry, groups: ReadonlyMap<string, GroupPlan>): PlanNode {
  const group = entry.group === null ? undefined : groups.get(entry.group.oktaGroupId);
  const level = entry.level === null ? '' : levelWords[entry.level];
  return planNode({
    id: entry.id,
    kind: kinds[entry.kind],
    flags: flagsOf(entry, group),
    label: entry.label,
    description: entry.description,
    tooltip: entry.more.join('\n'),
    spoken: [level, entry.label, entry.description].filter(Boolean).join(', '),
    icon: entry.level === null ? fineIcons[entry.kind] : icons[entry.level],
    children: entry.children.length === 0 ? null : () => listOf(entry.children, (child) => entryNode(child, groups)),
    target: targetOf(entry, group),
  });
}

/** By these, the menu offers what can be said of a file, and Confirm Member Count…. */
function flagsOf(entry: TrustEntry, group: GroupPlan | undefined): readonly string[] {
  const [input] = entry.kind === 'file' ? entry.inputs : [];
  if (!input) return group && entry.group?.state === 'unconfirmed' ? ['unconfirmed'] : [];
  const isPartial = input.problems.some(({ code }) => code === 'partial-by-declaration');
  return [input.kind, ...(/\.(csv|tsv|txt)$/i.test(input.path) ? ['table'] : []), ...(isPartial ? ['partial'] : [])];
}

function targetOf(entry: TrustEntry, group: GroupPlan | undefined): NodeTarget | null {
  if (group) return { kind: 'group', group };
  if (entry.place) return { kind: 'input', ...entry.place };
  return entry.kind === 'problem' ? { kind: 'trustReport' } : null;
}

/** Lines below one row; no row where there are none. */
function factList(id: string, label: string, lines: readonly string[], advice: readonly string[]): PlanNode[] {
  if (lines.length === 0) return [];
  const nodes = lines.map((line, index) =>
    planNode({ id: `${id}/${index}`, kind: 'fact', label: line, tooltip: [line, ...advice].join('\n'), icon: icons.note }),
  );
  return [
    planNode({
      id,
      kind: 'list',
      label,
      description: formatNumber(lines.length),
      icon: icons.note,
      children: () => listOfNodes(nodes),
    }),
  ];
}
