import { genesysRemovalLimit, protection, trippedGuards } from '../plan/guards';
import { guards, type GroupPlan, type Guard, type Plan } from '../plan/plan';
import type { AskedSettings } from '../plan/settings';
import type { RoleGrant } from '../genesys/snapshot';
import { batchCount, type BatchSizes } from './batches';
import type { GroupWork } from './work';

/** Guards of the whole plan (product.md, section 9): lifted without a group. */
export const planGuards = ['oldPlan', 'changedInputs'] as const;
export type PlanGuard = (typeof planGuards)[number];

/** What stands between a selection and the first write. */
export interface Gate {
  /** The org by name. */
  readonly org: string;
  readonly groups: readonly GateGroup[];
  /** With words on why each trips. */
  readonly planGuards: ReadonlyMap<PlanGuard, string>;
  /** Removals that will be sent, of all groups. */
  readonly removals: number;
  readonly adds: number;
  /** The limits that counted: the stricter of the plan's and ours. */
  readonly settings: AskedSettings;
  /** What has to be typed: the count with one group, the org's name with many. */
  readonly confirmation: string;
}

export interface GateGroup {
  readonly work: GroupWork;
  readonly name: string;
  /** Members now. */
  readonly members: number;
  readonly removals: number;
  readonly adds: number;
  /** Of the members now, in percent with one decimal. */
  readonly removalPercent: number;
  readonly rolesGranted: readonly RoleGrant[] | null;
  /** Tripped, in the order of section 5; each has to be lifted for this group. */
  readonly guards: readonly Guard[];
  /** Requests that it will take. */
  readonly batches: number;
}

/** `--lift <guard>[=<count>][:<group>]`. */
export interface Lift {
  readonly guard: string;
  readonly count: number | null;
  /** A name or an id; null with one group, and for guards of the whole plan. */
  readonly group: string | null;
}

export interface GateAnswer {
  readonly confirmation: string | null;
  readonly lifts: readonly Lift[];
}

/**
 * The gate in front of this work; null where none is needed: no removal and no tripped guard. Guards are reckoned again with the stricter
 * of the plan's settings and `ours`, on what is selected and on the group as it was `seen` now (else as the plan has it); what a plan alone
 * can know (a conflict, an unconfirmed list) stands as it is there.
 */
export function gateFor(
  plan: Plan,
  works: readonly GroupWork[],
  ours: AskedSettings,
  tripped: ReadonlyMap<PlanGuard, string>,
  sizes: BatchSizes,
  seen: ReadonlyMap<GroupWork, SeenGroup> = new Map(),
): Gate | null {
  if (works.length === 0) return null;
  const settings = stricter(plan.settings, ours);
  const groups = works.map((work) => gateGroup(work, settings, sizes, seen.get(work) ?? asPlanned(work.group)));
  const removals = sum(groups.map((group) => group.removals));
  const adds = sum(groups.map((group) => group.adds));
  if (removals === 0 && tripped.size === 0 && groups.every((group) => group.guards.length === 0)) return null;
  // A text that can be typed by saying nothing would be no gate.
  const org = plan.org.name.trim() === '' ? plan.org.host : plan.org.name;
  const confirmation = groups.length === 1 ? String(removals > 0 ? removals : adds) : org;
  return { org, groups, planGuards: tripped, removals, adds, settings, confirmation };
}

/** What counts for the guards and is read from Genesys, not believed from a file. */
export interface SeenGroup {
  readonly name: string;
  readonly members: number;
  /** Null: may not be read. */
  readonly rolesGranted: readonly RoleGrant[] | null;
}

const asPlanned = ({ name, genesysName, members, rolesGranted }: GroupPlan): SeenGroup => ({
  name: genesysName ?? name,
  members: members ?? 0,
  rolesGranted,
});

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** Guards about people who go: they say nothing of work that only adds. */
const aboutRemovals: ReadonlySet<Guard> = new Set<Guard>([
  'genesysBlock',
  'transientBlock',
  'count',
  'percent',
  'emptyPush',
  'protectedGroup',
  'roles',
  'unconfirmedMembers',
]);

function gateGroup(work: GroupWork, settings: AskedSettings, sizes: BatchSizes, { name, members, rolesGranted }: SeenGroup): GateGroup {
  const { group, adds, removals } = work;
  const planned = new Set(group.guards);
  // A guard that tripped on the whole group is dropped only where less is selected than was planned.
  const whole = removals.length === group.removals.length && adds.length === group.adds.length;
  const again = trippedGuards(
    {
      names: [name, group.name, group.genesysName ?? group.name],
      members,
      pushed: Math.min(group.pushed ?? 0, members - group.removals.length + group.adds.length),
      adds: adds.length,
      removals: removals.length,
      // What may go wrong in a push is of the whole group; people who are chosen go in batches, and nobody is out for a time.
      removalsAtWorst: whole ? Math.max(group.removalsAtWorst ?? 0, removals.length) : removals.length,
      rolesGranted,
      live: true,
      renames: planned.has('rename'),
      conflict: planned.has('conflict'),
      sharesTarget: planned.has('sharedTarget'),
      confirmed: group.confirmed && !planned.has('unconfirmedMembers'),
      incompleteMembers: planned.has('incompleteSource'),
      unprovedMembers: planned.has('incompleteSnapshot'),
      sourceComplete: true,
      snapshotComplete: true,
    },
    settings,
    protection(settings.protectedGroups),
  );
  const concerns = (guard: Guard): boolean => (aboutRemovals.has(guard) ? removals.length > 0 : guard !== 'manyAdds' || adds.length > 0);
  const tripped = new Set([...again, ...(whole ? planned : [])]);
  return {
    work,
    name,
    members,
    removals: removals.length,
    adds: adds.length,
    removalPercent: members === 0 ? 0 : Math.round((removals.length * 1000) / members) / 10,
    rolesGranted,
    guards: guards.filter((guard) => tripped.has(guard) && concerns(guard)),
    batches: batchCount(work, sizes),
  };
}

/** The stricter of two settings, number by number. */
export function stricter(one: AskedSettings, other: AskedSettings): AskedSettings {
  return {
    ...one,
    maxRemovals: Math.min(one.maxRemovals, other.maxRemovals),
    maxRemovalPercent: Math.min(one.maxRemovalPercent, other.maxRemovalPercent),
    maxAdds: Math.min(one.maxAdds, other.maxAdds),
    oktaBatch: Math.min(one.oktaBatch, other.oktaBatch),
    protectedGroups: [...new Set([...one.protectedGroups, ...other.protectedGroups])],
  };
}

/** What came of an answer at the gate. */
export interface GateResult {
  readonly passed: boolean;
  /** What is still to be said, in words; empty when it is passed. */
  readonly missing: readonly string[];
  /** Lifts of what has not tripped, in words. */
  readonly ignored: readonly string[];
}

/** Whether the answer passes the gate: the right text typed, and every tripped guard lifted. Nothing is forgiven, not even white space. */
export function answerGate(gate: Gate, answer: GateAnswer): GateResult {
  const missing: string[] = [];
  const used = new Set<Lift>();
  if (answer.confirmation !== gate.confirmation) missing.push(confirmationWords(gate, answer.confirmation));
  for (const [guard, why] of gate.planGuards) {
    const lift = answer.lifts.find((one) => one.guard === guard && one.group === null);
    if (lift) used.add(lift);
    else missing.push(`Lift ${guard}: ${why}`);
  }
  for (const group of gate.groups) {
    for (const guard of group.guards) {
      const lift = answer.lifts.find((one) => one.guard === guard && isFor(one, group, gate.groups));
      if (lift) used.add(lift);
      const counted = guard !== 'genesysBlock' || lift?.count === group.removals;
      if (!lift) missing.push(`Lift ${guard}${guard === 'genesysBlock' ? `=${group.removals}` : ''} for "${group.name}".`);
      else if (!counted) missing.push(`Lift genesysBlock for "${group.name}" by its count, ${group.removals}.`);
    }
  }
  const ignored = answer.lifts.filter((lift) => !used.has(lift)).map(ignoredWords);
  return { passed: missing.length === 0, missing, ignored };
}

const ignoredWords = ({ guard, group }: Lift): string =>
  `${guard}${group === null ? '' : `:${group}`} has not tripped; the lift is ignored.`;

/** Lifts of what has not tripped, in words; where no gate stands that is all of them. */
export const ignoredLifts = (gate: Gate | null, answer: GateAnswer): readonly string[] =>
  gate === null ? answer.lifts.map(ignoredWords) : answerGate(gate, answer).ignored;

/** A lift is for one group: by its id, else by a name that no other group here has. */
function isFor({ group: meant }: Lift, group: GateGroup, groups: readonly GateGroup[]): boolean {
  if (meant === null) return groups.length === 1;
  const byId = groups.filter(({ work }) => meant !== '' && [work.groupId, work.group.oktaGroupId].includes(meant));
  const named = byId.length > 0 ? byId : groups.filter(({ work, name }) => [name, work.group.name].includes(meant));
  return named.length === 1 && named[0] === group;
}

function confirmationWords(gate: Gate, typed: string | null): string {
  const what = gate.groups.length === 1 ? `the count, ${gate.confirmation}` : `the name of the org, ${gate.confirmation}`;
  return typed === null ? `Confirm by ${what}.` : `"${typed}" is not ${what}.`;
}

/** Whether Genesys should refuse Okta's push of so many, so that only batches get through. */
export const isOverTheBlock = (removals: number): boolean => removals > genesysRemovalLimit;
