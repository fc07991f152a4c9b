import type { RoleGrant } from '../genesys/snapshot';
import { allSteps } from '../input/steps';
import { protection, trippedGuards, verdictOf } from '../plan/guards';
import { planId } from '../plan/planFile';
import { summarizeInSteps } from '../plan/summarize';
import type { GroupPlan, Plan, RemovalReason } from '../plan/plan';
import { inPlanOrder, type AskedSettings } from '../plan/settings';
import type { GroupNow } from './groupDoor';
import type { JournalOrg } from './journal';
import { memberSetHash } from './work';

/** What is to be done to a group that is not Okta's wish: an undo, a restore, or the rest of an apply. */
export interface Reversal {
  readonly groupId: string;
  readonly oktaGroupId: string;
  readonly now: GroupNow;
  readonly adds: readonly string[];
  readonly removals: readonly string[];
  readonly reason: RemovalReason;
  readonly userNames: Readonly<Record<string, string>>;
  /** Null: may not be read. */
  readonly rolesGranted: readonly RoleGrant[] | null;
}

export interface ReversalOptions {
  readonly org: JournalOrg;
  readonly tool: Plan['tool'];
  readonly settings: AskedSettings;
  /** ISO 8601. */
  readonly createdAt: string;
  /** What the plan rests on, in words. */
  readonly assumptions: readonly string[];
}

/** A plan of memberships alone, in the format of section 8, so that it goes through the same gate and can be saved and read like any other. */
export function reversalPlan(reversals: readonly Reversal[], options: ReversalOptions): Plan {
  const groups = reversals.map((reversal) => groupOf(reversal, options.settings));
  const body = {
    format: 'scim-preflight/plan@1',
    id: '',
    createdAt: options.createdAt,
    tool: options.tool,
    org: { name: options.org.name, host: options.org.host, orgId: options.org.orgId, clientId: options.org.clientId },
    oktaApp: null,
    inputs: [],
    settings: inPlanOrder(options.settings, null),
    assumptions: options.assumptions,
    complete: true,
    problems: [],
    summary: allSteps(summarizeInSteps(groups, { users: [], unchanged: 0 }, { ignored: [] })),
    groups,
    users: [],
    conflicts: [],
  } as const satisfies Plan;
  return { ...body, id: planId(body) };
}

function groupOf(
  { groupId, oktaGroupId, now, adds, removals, reason, userNames, rolesGranted }: Reversal,
  settings: AskedSettings,
): GroupPlan {
  const members = now.members.size;
  const after = members + adds.length - removals.length;
  const guards = trippedGuards(
    {
      names: [now.name],
      members,
      pushed: after,
      adds: adds.length,
      removals: removals.length,
      removalsAtWorst: removals.length,
      rolesGranted,
      live: true,
      renames: false,
      conflict: false,
      sharesTarget: false,
      confirmed: true,
      incompleteMembers: false,
      unprovedMembers: false,
      sourceComplete: true,
      snapshotComplete: true,
    },
    settings,
    protection(settings.protectedGroups),
  );
  const userName = (id: string): string | null => (Object.hasOwn(userNames, id) ? (userNames[id] ?? null) : null);
  return {
    name: now.name,
    genesysName: now.name,
    oktaGroupId,
    genesysGroupId: groupId,
    version: now.version,
    membersSha256: memberSetHash(now.members),
    match: 'exact',
    pushStatus: null,
    verdict: verdictOf(guards, adds.length > 0 || removals.length > 0),
    guards,
    members,
    pushed: after,
    pushedInactive: 0,
    after,
    unchanged: members - removals.length,
    removalPercent: members === 0 ? 0 : Math.round((removals.length * 1000) / members) / 10,
    removalsAtWorst: removals.length,
    confirmed: true,
    adds: adds.map((id) => ({ genesysUserId: id, userName: userName(id), oktaUserId: '' })),
    notPushed: [],
    removals: removals.map((id) => ({ genesysUserId: id, userName: userName(id), displayName: null, reason, origin: null })),
    rolesGranted,
  };
}
