import { planOutcome } from '../plan/outcome';
import type { GroupPlan, Plan, PlanProblem, UserAction } from '../plan/plan';
import { countOf, displayName, formatNumber, joinWords, problemWords } from './words';

/**
 * What the plan comes to, the first paragraph of every report: "A full push would end 1,246 memberships (1,243 people) in 2 groups and
 * add 3; Genesys should refuse one of them, and up to 1,744 people of a third would be out for a time." A partial plan says so first;
 * groups that cannot be known are counted in a sentence of their own (screens.md, "Report"). That nothing would change is not told of
 * a plan that is partial: it may only be that what would change was not in the export.
 */
export function planHeadline(plan: Plan): string {
  const banner = partialBanner(plan);
  const unresolved = plan.summary.groups.unresolved;
  const unknown = unresolved === 0 ? null : `What would happen to ${countOf(unresolved, 'group')} cannot be known.`;
  return [banner, planOutcome(plan) === 'nothing' ? agreement(plan) : pushSentence(plan), unknown]
    .filter((part) => part !== null)
    .join(' ');
}

/** `Preview only: users-3.json stops in the middle (line 4,031); nothing in this plan can be applied.`; null for a whole plan. */
export function partialBanner(plan: Plan): string | null {
  if (plan.complete) return null;
  const first = partialCause(plan);
  return `Preview only: ${first ? incompleteWords(first) : 'what the plan rests on is incomplete'}; nothing in this plan can be applied.`;
}

/** The problem that makes the plan partial, as far as it can be told: one of a members file reaches its group only. */
export function partialCause(plan: Plan): PlanProblem | undefined {
  const ofMembers = new Set(plan.inputs.flatMap((input) => (input.kind === 'groupMembers' ? [input.path] : [])));
  const incomplete = plan.problems.filter((problem) => problem.level === 'incomplete');
  return incomplete.find(({ path }) => path === null || !ofMembers.has(path)) ?? incomplete[0];
}

/** What is incomplete, short enough for one line; the problem itself says more. */
function incompleteWords(problem: PlanProblem): string {
  if (problem.code !== 'truncated' || problem.path === null) return problemWords(problem).replace(/\.$/, '');
  return `${displayName(problem.path)} stops in the middle${problem.line === null ? '' : ` (line ${formatNumber(problem.line)})`}`;
}

function agreement(plan: Plan): string {
  const groups = Object.values(plan.summary.groups).reduce((sum, count) => sum + count, 0);
  const users = Object.values(plan.summary.users).reduce((sum, count) => sum + count, 0);
  const compared = `${countOf(groups, 'group')} and ${countOf(users, 'user')} compared`;
  return `Okta and ${displayName(plan.org.name)} agree: ${compared}, nothing would change.`;
}

/** Null where a partial plan knows of no change. */
function pushSentence(plan: Plan): string | null {
  const known = plan.groups.filter((group) => group.verdict !== 'unresolved');
  const losing = known.filter((group) => group.removals.length > 0);
  const clauses = [refusals(losing), timeOut(known, losing)].filter((clause) => clause !== null);
  const moves = plan.summary.members.removals + plan.summary.members.adds > 0;
  const users = moves ? null : userClause(plan);
  if (!plan.complete && !moves && clauses.length === 0 && users === null) return null;
  const main = `A full push would ${memberships(plan, losing)}${users === null ? '' : `; ${users}`}`;
  return `${main}${clauses.length === 0 ? '' : `; ${clauses.join(', and ')}`}.`;
}

function memberships(plan: Plan, losing: readonly GroupPlan[]): string {
  const { adds, removals, peopleRemoved } = plan.summary.members;
  if (removals === 0 && adds === 0) return 'change no membership';
  if (removals === 0) {
    const gaining = plan.groups.filter((group) => group.verdict !== 'unresolved' && group.adds.length > 0).length;
    return `add ${countOf(adds, 'membership')} in ${countOf(gaining, 'group')} and end none`;
  }
  const people = removals === 1 ? '' : ` (${countOf(peopleRemoved, 'person', 'people')})`;
  return `end ${countOf(removals, 'membership')}${people} in ${countOf(losing.length, 'group')} and add ${adds === 0 ? 'none' : formatNumber(adds)}`;
}

function refusals(losing: readonly GroupPlan[]): string | null {
  const refused = losing.filter((group) => group.guards.includes('genesysBlock')).length;
  if (refused === 0) return null;
  if (losing.length === 1) return 'Genesys should refuse it';
  if (refused === losing.length) return `Genesys should refuse ${refused === 2 ? 'both' : 'all'} of them`;
  return `Genesys should refuse ${refused === 1 ? 'one' : formatNumber(refused)} of them`;
}

/** Groups that come back as they were, or nearly so, but of which more than Genesys accepts would be out while Okta pushes. */
function timeOut(known: readonly GroupPlan[], losing: readonly GroupPlan[]): string | null {
  const groups = known.filter((group) => group.guards.includes('transientBlock'));
  const [first] = groups;
  if (first === undefined) return null;
  const atWorst = groups.reduce((sum, group) => sum + (group.removalsAtWorst ?? 0), 0);
  if (groups.length > 1) return `up to ${countOf(atWorst, 'membership')} of ${formatNumber(groups.length)} groups would be out for a time`;
  return `up to ${countOf(atWorst, 'person', 'people')} of ${which(losing, losing.includes(first))} would be out for a time`;
}

function which(losing: readonly GroupPlan[], among: boolean): string {
  if (among) return losing.length === 1 ? 'it' : 'one of them';
  return ['one group', 'a second', 'a third'][losing.length] ?? 'another';
}

function userClause(plan: Plan): string | null {
  const verbs: readonly (readonly [UserAction, string])[] = [
    ['deactivate', 'deactivated'],
    ['create', 'created'],
    ['reactivate', 'reactivated'],
    ['update', 'updated'],
  ];
  const parts = verbs.flatMap(([action, verb]) => {
    const count = plan.users.filter((user) => user.action === action && !user.notSent).length;
    return count === 0 ? [] : [{ count, verb }];
  });
  const [first, ...rest] = parts;
  if (first === undefined) return null;
  return joinWords([
    `${countOf(first.count, 'user')} would be ${first.verb}`,
    ...rest.map((part) => `${formatNumber(part.count)} ${part.verb}`),
  ]);
}
