import type { RoleGrant } from '../genesys/snapshot';
import { inParallel } from '../http/inParallel';
import type { GroupPlan, Plan, PlanOrg } from '../plan/plan';
import type { AskedSettings } from '../plan/settings';
import type { BatchSizes } from './batches';
import { gateFor, type Gate, type PlanGuard, type SeenGroup } from './gate';
import type { GroupDoor, GroupNow } from './groupDoor';
import { memberSetHash, plannedWork, type GroupSelection, type GroupWork, type RefusedGroup } from './work';

/** The org that is about to be written, as far as it is known. */
export type TargetOrg = PlanOrg;

/** A group whose members are not those that were planned on. */
export interface StaleGroup {
  readonly group: GroupPlan;
  /** Null: the group is gone. */
  readonly now: GroupNow | null;
}

export interface PreparedApply {
  readonly plan: Plan;
  readonly works: readonly GroupWork[];
  readonly refused: readonly RefusedGroup[];
  readonly stale: readonly StaleGroup[];
  /** Memberships that were selected and are left alone, since the people are in a conflict; those of groups without other work included. */
  readonly heldBack: number;
  /** Null: nothing to be asked. */
  readonly gate: Gate | null;
}

export interface PrepareOptions {
  readonly door: GroupDoor;
  readonly target: TargetOrg;
  /** The settings of this machine: the stricter ones count. */
  readonly ours: AskedSettings;
  readonly sizes: BatchSizes;
  /** ISO 8601. */
  readonly now: string;
  /** Hours after which a plan is old; 24 unless set otherwise. */
  readonly oldPlanHours: number;
  /** Input files of the plan that are not as they were, by path. */
  readonly changedInputs: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** The plan cannot be applied at all to this org. */
export class ApplyRefused extends Error {
  readonly reason = 'refused';
  constructor(message: string) {
    super(message);
    this.name = 'ApplyRefused';
  }
}

/**
 * Verifies all that section 9 of product.md wants verified before the first write, by reading only: the org, the plan's completeness, each
 * touched group as it is now. Groups that cannot be written stand apart, with the reason; the gate is for the others.
 *
 * @throws ApplyRefused where nothing of the plan may be written, RequestError, or the signal's reason.
 */
export async function prepareApply(plan: Plan, selections: readonly GroupSelection[], options: PrepareOptions): Promise<PreparedApply> {
  const mismatch = orgMismatch(plan.org, options.target);
  if (mismatch !== null) throw new ApplyRefused(mismatch);
  const { works: planned, refused: refusedByPlan } = plannedWork(plan, selections);
  const looks = await lookAtGroups(planned, options.door, options.signal);
  const works: GroupWork[] = [];
  const refused: RefusedGroup[] = [...refusedByPlan];
  const stale: StaleGroup[] = [];
  const seen = new Map<GroupWork, SeenGroup>();
  for (const work of planned) {
    if (work.adds.length === 0 && work.removals.length === 0) continue;
    const look = looks.get(work);
    if (look === undefined || look.now === null || isStale(work.group, look.now)) stale.push({ group: work.group, now: look?.now ?? null });
    else if (look.count !== null && look.count !== look.now.members.size) refused.push({ group: work.group, message: cutList(look) });
    else {
      const contradiction = contradictionIn(work, look.now.members);
      if (contradiction !== null) {
        refused.push({ group: work.group, message: contradiction });
        continue;
      }
      works.push(work);
      const rolesGranted = look.rolesGranted ?? knownRoles(work.group);
      seen.set(work, { name: look.now.name, members: look.now.members.size, rolesGranted });
    }
  }
  const tripped = trippedPlanGuards(plan, options);
  // The org is called as it calls itself, not as a file calls it.
  const named: Plan = { ...plan, org: { ...plan.org, name: options.target.name, host: options.target.host } };
  const heldBack = planned.reduce((count, work) => count + work.heldBack.length, 0);
  return { plan, works, refused, stale, heldBack, gate: gateFor(named, works, options.ours, tripped, options.sizes, seen) };
}

interface Look {
  readonly now: GroupNow | null;
  readonly count: number | null;
  /** Null: may not be read, or does not matter, since nobody is removed. */
  readonly rolesGranted: readonly RoleGrant[] | null;
}

/** Roles that a plan names stand where they may not be read now; that it names none proves nothing. */
const knownRoles = ({ rolesGranted }: GroupPlan): readonly RoleGrant[] | null => (rolesGranted?.length ? rolesGranted : null);

/** A plan on these very members that takes out who is none, or adds who is one, was not made by reckoning. */
function contradictionIn({ adds, removals }: GroupWork, members: ReadonlySet<string>): string | null {
  const absent = removals.find((id) => !members.has(id));
  if (absent !== undefined) return `The plan contradicts itself: it removes ${absent}, who is no member.`;
  const present = adds.find((id) => members.has(id));
  return present === undefined ? null : `The plan contradicts itself: it adds ${present}, who is a member.`;
}

const cutList = ({ now, count }: Look): string =>
  `Genesys lists ${now?.members.size ?? 0} members and counts ${count ?? 0}: the list is not whole, so nothing can be proved by reading it back.`;

async function lookAtGroups(works: readonly GroupWork[], door: GroupDoor, signal?: AbortSignal): Promise<ReadonlyMap<GroupWork, Look>> {
  const looks = new Map<GroupWork, Look>();
  await inParallel(
    works,
    async (work) => {
      const now = await door.readGroup(work.groupId);
      const count = now === null ? null : await door.memberCount(work.groupId);
      const rolesGranted = now === null || work.removals.length === 0 ? null : await door.rolesGranted(work.groupId);
      looks.set(work, { now, count, rolesGranted });
    },
    signal,
  );
  return looks;
}

/** Whether the members are not those that were planned on. A plan without their hash proves nothing. */
export function isStale(group: GroupPlan, now: GroupNow): boolean {
  return group.membersSha256 === null || memberSetHash(now.members) !== group.membersSha256;
}

/** Why a plan is not of this org, in words; null where it is: by its org id, else by host and OAuth client (section 9). */
export function orgMismatch(planned: PlanOrg, target: TargetOrg): string | null {
  const same =
    planned.orgId !== null && target.orgId !== null
      ? planned.orgId === target.orgId
      : planned.host === target.host && planned.clientId !== null && planned.clientId === target.clientId;
  if (same) return null;
  return `The plan is of ${planned.name} (${planned.host}), not of ${target.name} (${target.host}). Preview the push for this org.`;
}

function trippedPlanGuards(plan: Plan, { now, oldPlanHours, changedInputs }: PrepareOptions): ReadonlyMap<PlanGuard, string> {
  const tripped = new Map<PlanGuard, string>();
  const hours = (Date.parse(now) - Date.parse(plan.createdAt)) / 3_600_000;
  const old = ageWords(plan.createdAt, hours, oldPlanHours);
  if (old !== null) tripped.set('oldPlan', old);
  const [first] = changedInputs;
  if (first !== undefined) {
    const others = changedInputs.length > 1 ? ` and ${changedInputs.length - 1} more files` : '';
    tripped.set('changedInputs', `${first}${others} changed since the plan was made.`);
  }
  return tripped;
}

/** Clocks that are apart by less do not make a plan of the future. */
const clockSkewHours = 0.1;

function ageWords(createdAt: string, hours: number, limit: number): string | null {
  if (Number.isNaN(hours)) return 'the plan does not say when it was made.';
  if (hours < -clockSkewHours) return `the plan says that it was made in the future (${createdAt}), so its age is not known.`;
  return hours <= limit ? null : `the plan is ${Math.floor(hours)} hours old, over your limit of ${limit}.`;
}
