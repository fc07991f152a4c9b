import picomatch from 'picomatch';
import type { RoleGrant } from '../genesys/snapshot';
import type { Guard, Verdict } from './plan';
import type { AskedSettings } from './settings';

/** More than this many removals in one action are refused by Genesys (facts/genesys-scim.md, section 3). */
export const genesysRemovalLimit = 1000;

/** What the guards look at. Counts are of the full push; people in a conflict are counted at worst. */
export interface GuardFacts {
  readonly names: readonly string[];
  readonly members: number;
  readonly pushed: number;
  readonly adds: number;
  readonly removals: number;
  readonly removalsAtWorst: number;
  readonly rolesGranted: readonly RoleGrant[] | null;
  readonly live: boolean;
  readonly renames: boolean;
  readonly conflict: boolean;
  readonly sharesTarget: boolean;
  readonly confirmed: boolean;
  /** The group's own members file is incomplete. */
  readonly incompleteMembers: boolean;
  /** The group's own member list in Genesys is not proved. */
  readonly unprovedMembers: boolean;
  readonly sourceComplete: boolean;
  readonly snapshotComplete: boolean;
}

export type Protection = (groupName: string) => boolean;

/** Whether a group name matches one of the globs that the admin listed; case does not count. */
export function protection(patterns: readonly string[]): Protection {
  const matchers = patterns.map((pattern) => picomatch(pattern, { nocase: true, dot: true, bash: true }));
  return (name) => matchers.some((matches) => matches(name));
}

/** The guards that trip, in the order of section 5. */
export function trippedGuards(facts: GuardFacts, settings: AskedSettings, isProtected: Protection): Guard[] {
  const { removals, adds } = facts;
  const protectedGroup = facts.names.some(isProtected);
  const changes = removals > 0 || adds > 0;
  const granted = facts.rolesGranted === null ? facts.live : facts.rolesGranted.length > 0;
  const rules: readonly (readonly [Guard, boolean])[] = [
    ['genesysBlock', removals > genesysRemovalLimit],
    ['transientBlock', removals <= genesysRemovalLimit && facts.removalsAtWorst > genesysRemovalLimit],
    ['count', removals > settings.maxRemovals],
    ['percent', removals >= 2 && removals * 100 > settings.maxRemovalPercent * facts.members],
    ['manyAdds', adds > settings.maxAdds || (protectedGroup && adds > 0)],
    ['emptyPush', facts.pushed === 0 && facts.members > 0],
    ['protectedGroup', protectedGroup && removals > 0],
    ['roles', removals > 0 && granted],
    ['rename', facts.renames],
    ['conflict', facts.conflict],
    ['sharedTarget', facts.sharesTarget],
    ['unconfirmedMembers', removals > 0 && !facts.confirmed],
    ['incompleteSource', facts.incompleteMembers || (!facts.sourceComplete && changes)],
    ['incompleteSnapshot', facts.unprovedMembers || (!facts.snapshotComplete && changes)],
  ];
  return rules.filter(([, trips]) => trips).map(([guard]) => guard);
}

/** The worst verdict that the tripped guards and the changes give. */
export function verdictOf(tripped: readonly Guard[], changes: boolean): Verdict {
  if (tripped.some((guard) => unresolving.has(guard))) return 'unresolved';
  if (tripped.includes('genesysBlock')) return 'blocked';
  if (tripped.length > 0) return 'review';
  return changes ? 'safe' : 'unchanged';
}

/** Guards that nobody can lift. */
export const unresolving: ReadonlySet<Guard> = new Set<Guard>(['incompleteSource', 'incompleteSnapshot', 'unknownMembers']);
