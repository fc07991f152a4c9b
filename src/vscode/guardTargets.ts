import * as vscode from 'vscode';
import type { GuardTarget } from '../apply/guardPushGroup';
import type { GenesysClient } from '../genesys/client';
import type { GroupPlan, Plan } from '../plan/plan';
import { displayName, groupHeadline } from '../report/words';
import { isMatched } from './planGroupNodes';
import type { OpenPlan } from './planOpen';

/**
 * What the plan predicts of a group, as what is guarded; undefined where it is matched with no Genesys group. Of what is unresolved, or rests
 * on half an export, nothing is predicted.
 */
export function plannedTarget(group: GroupPlan, plan: Plan): GuardTarget | undefined {
  if (group.genesysGroupId === null || !isMatched(group)) return undefined;
  const name = group.genesysName ?? group.name;
  if (!plan.complete || group.verdict === 'unresolved' || group.after === null) return plainTarget(group.genesysGroupId, name);
  return {
    groupId: group.genesysGroupId,
    name,
    oktaGroupId: group.oktaGroupId,
    prediction: {
      removals: group.removals.map(({ genesysUserId }) => genesysUserId),
      adds: group.adds.map(({ genesysUserId }) => genesysUserId),
      atWorst: group.removalsAtWorst ?? group.removals.length,
    },
  };
}

/** A group of which nothing is predicted. */
export const plainTarget = (groupId: string, name: string): GuardTarget => ({ groupId, name, oktaGroupId: '', prediction: null });

/** Asks which groups of the plan will be pushed. Undefined when it was cancelled. */
export async function askPlannedTargets({ plan }: OpenPlan): Promise<readonly GuardTarget[] | undefined> {
  const items = plan.groups.flatMap((group) => {
    const target = plannedTarget(group, plan);
    return target ? [{ label: displayName(group.name), description: groupHeadline(group, plan.settings), target }] : [];
  });
  return await askTargets(items);
}

/** Asks which groups of the org will be pushed. Undefined when it was cancelled. */
export async function askOrgTargets(client: Pick<GenesysClient, 'listGroups'>): Promise<readonly GuardTarget[] | undefined> {
  const groups: { readonly id: string; readonly name: string }[] = [];
  for (let startIndex = 1, total = 1; startIndex <= total;) {
    const answer = await client.listGroups({ startIndex, count: 100, attributes: ['id', 'displayName'] });
    const page = answer.Resources ?? [];
    if (page.length === 0) break;
    groups.push(...page.map(({ id, displayName: name }) => ({ id, name })));
    startIndex += page.length;
    total = answer.totalResults;
  }
  const items = groups
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(({ id, name }) => ({ label: displayName(name), target: plainTarget(id, name) }));
  return await askTargets(items);
}

async function askTargets(
  items: readonly (vscode.QuickPickItem & { readonly target: GuardTarget })[],
): Promise<readonly GuardTarget[] | undefined> {
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Guard a Push',
    placeHolder: 'Which groups will be pushed in Okta? Their members are saved, then watched',
    canPickMany: true,
    matchOnDescription: true,
  });
  if (!picked || picked.length === 0) return undefined;
  // Two Okta groups may be pushed onto one Genesys group: then nobody can say what comes out.
  const byId = new Map<string, GuardTarget>();
  for (const { target } of picked) byId.set(target.groupId, byId.has(target.groupId) ? { ...target, prediction: null } : target);
  return [...byId.values()];
}
