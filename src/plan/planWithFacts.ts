import type { GroupFacts, Snapshot } from '../genesys/snapshot';
import type { Source } from '../okta/source';
import { allSteps, type Steps } from '../input/steps';
import { buildPlanInSteps, groupsWorthFacts } from './buildPlan';
import type { Plan } from './plan';
import type { AskedSettings } from './settings';

/**
 * Plans twice: the first plan tells which groups a push would touch, and only of those the grants and origins are read, since each costs
 * several requests.
 *
 * @param take how the steps of a plan are taken: all at once, or with turns for others between them.
 */
export async function planWithFacts(
  source: Source,
  snapshot: Snapshot,
  settings: AskedSettings,
  tool: { readonly name: string; readonly version: string },
  readFacts: (groupIds: readonly string[]) => Promise<ReadonlyMap<string, GroupFacts>>,
  take: (steps: Steps<Plan>) => Plan | Promise<Plan> = allSteps,
): Promise<{ readonly plan: Plan; readonly snapshot: Snapshot }> {
  const first = await take(buildPlanInSteps(source, snapshot, settings, tool));
  const worth = groupsWorthFacts(first);
  if (worth.length === 0) return { plan: first, snapshot };
  const known: Snapshot = { ...snapshot, groupFacts: await readFacts(worth) };
  return { plan: await take(buildPlanInSteps(source, known, settings, tool)), snapshot: known };
}
