import { isDeepStrictEqual } from 'node:util';
import type { GenesysClient } from '../genesys/client';
import type { Snapshot } from '../genesys/snapshot';
import type { Source } from '../okta/source';
import type { GroupPlan, Plan } from '../plan/plan';
import { quotedName } from '../report/applyText';
import { countOf, formatChange, formatTime, joinWords } from '../report/words';
import { groupNodeId } from './planGroupNodes';
import { resultInTurns } from './turns';

/** The plan that is shown, with all that it was computed from. */
export interface PlannedFrom {
  readonly plan: Plan;
  readonly source: Source;
  readonly snapshot: Snapshot;
}

/** Said in the plan itself, so that whoever reads its report knows that not all of it is of one time. */
const assumptionOf = (group: GroupPlan, at: string): string =>
  `${quotedName(group.genesysName ?? group.name)} was read again ${formatTime(at)}; everything else is as it was read for this plan.`;

/**
 * Plans single groups again on their members as they are now. A plan is one file with an id, so all of it is computed once more, from the same
 * export, settings and time: the other groups come out as they were. Its age counts from the first reading, since that is how old the rest is.
 */
export async function planGroupsAgain(
  { plan, source, snapshot }: PlannedFrom,
  groups: readonly GroupPlan[],
  client: Pick<GenesysClient, 'getGroup' | 'getUser' | 'readIfAllowed'>,
  signal: AbortSignal,
  readAt = new Date().toISOString(),
): Promise<{ readonly plan: Plan; readonly snapshot: Snapshot }> {
  const { rereadGroups } = await import('../genesys/rereadGroups');
  const ids = groups.flatMap(({ genesysGroupId }) => (genesysGroupId === null ? [] : [genesysGroupId]));
  const now = await rereadGroups(client, snapshot, ids, signal);
  const said = groups.map((group) => assumptionOf(group, readAt));
  return { plan: await planOn({ plan, source }, now, said, signal), snapshot: now };
}

/** The plan once more on another snapshot, from the same export, settings and time; `said` is among its assumptions, and so is what was said before. */
export async function planOn(
  { plan, source }: Omit<PlannedFrom, 'snapshot'>,
  now: Snapshot,
  said: readonly string[],
  signal?: AbortSignal,
): Promise<Plan> {
  const [{ buildPlanInSteps }, { planIdInSteps }] = await Promise.all([import('../plan/buildPlan'), import('../plan/planFile')]);
  const made = await resultInTurns(buildPlanInSteps(source, now, plan.settings, plan.tool), signal);
  const usual = new Set(made.assumptions);
  const assumptions = [...made.assumptions, ...plan.assumptions.filter((earlier) => !usual.has(earlier)), ...said];
  const unsigned: Plan = { ...made, assumptions, createdAt: plan.createdAt };
  return { ...unsigned, id: await resultInTurns(planIdInSteps(unsigned), signal) };
}

/** What came of it, in a few sentences: each group then and now, and that the others keep their plan. */
export function plannedAgainWords(groups: readonly GroupPlan[], before: Plan, after: Plan): string {
  const again = new Map(after.groups.map((group) => [groupNodeId(group), group]));
  const words = groups.map((group) => changeWords(group, again.get(groupNodeId(group))));
  const ids = new Set(groups.map(groupNodeId));
  const others = before.groups.filter((group) => !ids.has(groupNodeId(group)));
  const changed = others.filter((group) => !isDeepStrictEqual(group, again.get(groupNodeId(group))));
  if (changed.length > 0) words.push(`${joinWords(changed.map(({ name }) => quotedName(name)))} changed with it.`);
  const kept = others.length - changed.length;
  if (kept > 0)
    words.push(`The other ${countOf(kept, 'group')} ${kept === 1 ? 'keeps its' : 'keep their'} plan of ${formatTime(before.createdAt)}.`);
  return words.join(' ');
}

function changeWords(then: GroupPlan, now: GroupPlan | undefined): string {
  const name = quotedName(then.genesysName ?? then.name);
  if (now?.genesysGroupId !== then.genesysGroupId || now.after === null)
    return `${name} was planned again: Okta’s group has no Genesys group any more.`;
  const [was, is] = [then, now].map(({ removals, adds }) => formatChange(removals.length, adds.length));
  if (then.membersSha256 === now.membersSha256) return `${name} has the members that it was planned on: ${is ?? ''}, as before.`;
  const check = now.verdict === 'unchanged' ? '' : ' Check it again to apply it.';
  return `${name} was planned again: ${was ?? ''} then, ${is ?? ''} now.${check}`;
}
