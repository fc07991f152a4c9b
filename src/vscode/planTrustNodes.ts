import type { Plan, PlanInput, PlanProblem } from '../plan/plan';
import type { ProblemLevel } from '../input/problem';
import { partialBanner } from '../report/planHeadline';
import { countOf, displayName, formatNumber, problemWords } from '../report/words';
import type { NodeIcon, PlanNode } from './planNode';
import { listOf, listOfNodes, planNode } from './planNode';

const icons: Readonly<Record<ProblemLevel, NodeIcon>> = {
  incomplete: { id: 'error', color: 'list.errorForeground' },
  doubt: { id: 'warning', color: 'list.warningForeground' },
  note: { id: 'info' },
};

const levelWords: Readonly<Record<ProblemLevel, string>> = { incomplete: 'Incomplete', doubt: 'Doubtful', note: 'Note' };

/** The first line of a partial plan: why nothing in it can be applied. Selecting it opens the place. Null for a whole plan. */
export function bannerNode(plan: Plan): PlanNode | null {
  const words = partialBanner(plan);
  if (words === null) return null;
  const cause = plan.problems.find((problem) => problem.level === 'incomplete');
  return planNode({
    id: 'banner',
    kind: 'banner',
    label: words.replace(/\.$/, ''),
    icon: { id: 'warning', color: 'list.warningForeground' },
    target: cause?.path ? { kind: 'input', path: cause.path, line: cause.line } : { kind: 'trustReport' },
  });
}

/**
 * The section on what the plan rests on: what is wrong with the inputs, what was not compared and assumed, notes, and each file. Its number
 * leaves the notes out: they decide nothing.
 */
export function trustNode(plan: Plan): PlanNode {
  const assumptions = plan.assumptions.map((assumption, index) =>
    planNode({ id: `trust/assumption/${index}`, kind: 'fact', label: displayName(assumption), icon: icons.note }),
  );
  const problems = plan.problems.map((problem, index) => ({ problem, node: problemNode(`trust/problem/${index}`, problem) }));
  const pick = (fits: (problem: PlanProblem) => boolean): PlanNode[] => problems.flatMap((each) => (fits(each.problem) ? [each.node] : []));
  const serious = pick((problem) => problem.level !== 'note');
  const notCompared = pick((problem) => problem.code === 'not-compared');
  const notes = pick((problem) => problem.level === 'note' && problem.code !== 'not-compared');
  return planNode({
    id: 'trust',
    kind: 'section',
    label: 'Not compared, assumptions, trust report',
    description: formatNumber(serious.length + notCompared.length + assumptions.length),
    children: () =>
      listOfNodes([
        ...serious,
        ...listNode('trust/notCompared', 'Not compared', notCompared),
        ...listNode('trust/assumptions', 'Assumptions', assumptions),
        ...listNode('trust/notes', 'Notes', notes),
        inputsNode(plan.inputs),
      ]),
  });
}

/** A list under one row; no row where it is empty. */
function listNode(id: string, label: string, nodes: readonly PlanNode[]): PlanNode[] {
  if (nodes.length === 0) return [];
  return [
    planNode({ id, kind: 'list', label, description: formatNumber(nodes.length), icon: icons.note, children: () => listOfNodes(nodes) }),
  ];
}

function inputsNode(inputs: readonly PlanInput[]): PlanNode {
  return planNode({
    id: 'trust/inputs',
    kind: 'list',
    label: 'Trust report',
    description: countOf(inputs.length, 'file'),
    tooltip: 'Every file that was read: what it was taken for, and what is wrong with it.',
    icon: { id: 'checklist' },
    children: inputs.length === 0 ? null : () => listOf(inputs, (input, index) => inputNode(`trust/input/${index}`, input)),
    target: { kind: 'trustReport' },
  });
}

function inputNode(id: string, input: PlanInput): PlanNode {
  const worst = (['incomplete', 'doubt', 'note'] as const).find((level) => input.problems.some((problem) => problem.level === level));
  return planNode({
    id,
    kind: 'input',
    label: displayName(input.path),
    description: `${input.kind} · ${countOf(input.records, 'record')}`,
    icon: worst === undefined ? { id: 'file' } : icons[worst],
    children:
      input.problems.length === 0
        ? null
        : () => listOf(input.problems, (problem, index) => problemNode(`${id}/${index}`, { ...problem, path: input.path })),
    target: { kind: 'input', path: input.path, line: null },
  });
}

function problemNode(id: string, problem: PlanProblem): PlanNode {
  const words = problemWords(problem);
  return planNode({
    id,
    kind: 'problem',
    label: words,
    tooltip: `${levelWords[problem.level]}: ${words}\n${problem.code}`,
    spoken: `${levelWords[problem.level]}: ${words}`,
    icon: icons[problem.level],
    target: problem.path === null ? null : { kind: 'input', path: problem.path, line: problem.line },
  });
}
