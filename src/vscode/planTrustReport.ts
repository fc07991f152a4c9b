import { allSteps } from '../input/steps';
import { groupTrustInSteps, groupTrustOfPlan } from '../plan/groupTrust';
import type { Plan } from '../plan/plan';
import { problemsOfTheWhole } from '../report/trustWords';
import type { TrustSubject } from '../report/trustWords';
import { displayName, problemWords } from '../report/words';
import type { OpenPlan } from './planOpen';

/** The code of what is not compared, which is no problem of a file. */
export const notComparedCode = 'not-compared';

/**
 * What the trust report of a plan is about. A plan that was opened from a file tells of inputs and problems, but neither how a file was
 * recognised nor how many members were read.
 */
export function trustSubject(open: ReadFrom): TrustSubject {
  return allSteps(trustSubjectInSteps(open));
}

/** `trustSubject`, a group at a time: between two steps others can work. */
export function* trustSubjectInSteps(open: ReadFrom): Generator<undefined, TrustSubject> {
  const known = subjects.get(open.plan);
  if (known) return known;
  const subject = yield* madeSubject(open);
  subjects.set(open.plan, subject);
  return subject;
}

type ReadFrom = Pick<OpenPlan, 'plan' | 'source' | 'snapshot'>;

/** The tree is drawn again at every change of the filter. */
const subjects = new WeakMap<Plan, TrustSubject>();

function* madeSubject({ plan, source, snapshot }: ReadFrom): Generator<undefined, TrustSubject> {
  const reports = [...(source?.trust.inputs ?? []), ...(snapshot?.inputs ?? [])];
  const recognized = new Map(reports.map((report) => [`${report.kind}\n${report.path}`, report.recognizedBy]));
  const inputs = plan.inputs.map((input) => {
    const recognizedBy = recognized.get(`${input.kind}\n${input.path}`);
    return recognizedBy === undefined ? input : { ...input, recognizedBy };
  });
  return {
    inputs,
    problems: problemsOfTheWhole(
      plan.inputs,
      plan.problems.filter((problem) => problem.code !== notComparedCode),
    ),
    groups: source ? yield* groupTrustInSteps(source, plan.settings.confirmedMembers) : groupTrustOfPlan(plan),
    complete: plan.complete,
  };
}

/** What was not compared, and what was assumed for want of data, in lines. */
export function notCompared(plan: Plan): readonly string[] {
  return [...plan.problems.filter((problem) => problem.code === notComparedCode).map(problemWords), ...plan.assumptions.map(displayName)];
}
