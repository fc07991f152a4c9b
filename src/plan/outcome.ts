import type { Plan } from './plan';

/**
 * What a plan comes to (product.md, section 11): `nothing` would change in Genesys, `changes` without a tripped guard, or something is
 * `held`: a group in review, blocked or unresolved, a conflict, or a partial plan, be it its users alone.
 */
export type PlanOutcome = 'nothing' | 'changes' | 'held';

/** Ping-pong, users whom Okta does not manage, and what Okta is set not to send count as nothing. */
export function planOutcome(plan: Plan): PlanOutcome {
  const { unresolved, blocked, review, safe } = plan.summary.groups;
  const partialUsers = plan.problems.some((problem) => problem.code === 'expression-syntax');
  if (!plan.complete || partialUsers || plan.conflicts.length > 0 || unresolved + blocked + review > 0) return 'held';
  const sends = plan.users.some((user) => !user.notSent && user.action !== 'pingPong' && user.action !== 'unmanaged');
  return safe > 0 || sends ? 'changes' : 'nothing';
}
