import type { RootContent } from 'mdast';
import type { InputReport, ProblemLevel } from '../input/problem';
import type { Plan, PlanInput } from '../plan/plan';
import { inputKindWords } from '../report/basisReport';
import { toMarkdownText } from '../report/markdownReport';
import { code, heading, list, paragraph, root, table } from '../report/markdownNodes';
import { partialBanner } from '../report/planHeadline';
import { countOf, formatNumber, problemWords } from '../report/words';

const levelWords: Readonly<Record<ProblemLevel, string>> = { incomplete: 'Incomplete', doubt: 'Doubtful', note: 'Note' };

/**
 * The trust report as Markdown: every file with what it was taken for, its records, how it was recognised and what is wrong with it
 * (product.md, section 3). `reports` are the inputs as read, which tell how a file was recognised; a plan file does not.
 */
export function trustReport(plan: Plan, reports: readonly InputReport[]): string {
  const recognized = new Map(reports.map((report) => [`${report.path}\n${report.kind}`, report.recognizedBy]));
  const rows = plan.inputs.map((input) => [
    code(input.path),
    inputKindWords[input.kind],
    formatNumber(input.records),
    recognized.get(`${input.path}\n${input.kind}`) ?? '',
    input.problems.length === 0 ? 'none' : countOf(input.problems.length, 'problem'),
  ]);
  return toMarkdownText(
    root([
      heading(1, 'Trust report'),
      paragraph(partialBanner(plan) ?? 'Every input that decides is complete.'),
      heading(2, 'Files'),
      rows.length === 0
        ? paragraph('The plan was not made from files.')
        : table(['left', 'left', 'right', 'left', 'left'], ['File', 'Taken for', 'Records', 'How it was recognised', 'Problems'], rows),
      ...problems(plan),
      heading(2, 'Not compared and assumed'),
      plan.assumptions.length === 0 ? paragraph('Nothing.') : list(plan.assumptions),
    ]),
  );
}

function problems(plan: Plan): RootContent[] {
  const found = allProblems(plan);
  if (found.length === 0) return [heading(2, 'Problems'), paragraph('None.')];
  return (['incomplete', 'doubt', 'note'] as const).flatMap((level) => {
    const lines = [...new Set(found.filter((problem) => problem.level === level).map(problemWords))];
    return lines.length === 0 ? [] : [heading(2, `${levelWords[level]}: ${formatNumber(lines.length)}`), list(lines)];
  });
}

/** Those of the plan and those of its files, which are partly the same. */
function allProblems(plan: Plan): Plan['problems'] {
  const ofFiles = plan.inputs.flatMap((input: PlanInput) => input.problems.map((problem) => ({ ...problem, path: input.path })));
  return [...plan.problems, ...ofFiles];
}
