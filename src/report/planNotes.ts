import type { Plan, PlanProblem } from '../plan/plan';
import { formatNumber, problemWords } from './words';

/** Notes of one kind that are written out; the others of that kind are counted. */
const notesOfAKind = 3;

/** The notes of a plan in lines: of each kind the first few, then how many more there are (one members file a group makes many). */
export function notesInShort(plan: Plan): readonly string[] {
  const byCode = new Map<string, PlanProblem[]>();
  for (const problem of plan.problems) {
    if (problem.level !== 'note') continue;
    const found = byCode.get(problem.code);
    if (found) found.push(problem);
    else byCode.set(problem.code, [problem]);
  }
  return [...byCode].flatMap(([code, found]) => {
    const rest = found.length - notesOfAKind;
    const lines = found.slice(0, notesOfAKind).map(problemWords);
    return rest <= 0 ? lines : [...lines, `… and ${formatNumber(rest)} more of this kind (${code})`];
  });
}
