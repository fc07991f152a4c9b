import { looks, standings, type Cast, type CastGroup, type Look, type StandingName } from './cast';
import { storyGroups } from './storyGroups';

/** Parts by what they are there for. */
export interface StoryParts {
  /** In Support Tier 1 on both sides. */
  readonly tier1: readonly number[];
  /** Added to Support Tier 1 by hand in Genesys. */
  readonly tier1ByHand: readonly number[];
  readonly tier1Leavers: readonly number[];
  readonly tier1NotLinked: readonly number[];
  readonly serviceDesk: readonly number[];
  /** In perfect order, in neither of the two. */
  readonly others: readonly number[];
  readonly onlyGenesys: readonly number[];
  readonly toReactivate: readonly number[];
  readonly leaversDeleted: readonly number[];
  readonly toCreate: readonly number[];
  readonly accountMissing: readonly number[];
  readonly staged: readonly number[];
}

/**
 * The sample org: one story, told in product.md, section 12, with the numbers of screens.md. What a plan must say of it stands in
 * `test/sandbox/story.test.ts`.
 */
export function storyCast(): Cast {
  const casting = new Casting();
  const parts: StoryParts = {
    tier1: casting.add('synced', 272),
    tier1ByHand: casting.add('synced', 912),
    tier1Leavers: [...casting.add('leaver', 297), ...casting.add('leaverStillActive', 2), ...casting.add('leaverStillActiveUnassigned', 2)],
    tier1NotLinked: casting.add('notLinked', 27),
    serviceDesk: casting.add('synced', 2000),
    others: [
      ...casting.add('synced', 930),
      ...casting.add('passwordExpired', 5),
      ...casting.add('lockedOut', 3),
      ...casting.add('suspended', 4),
    ],
    onlyGenesys: [...casting.add('onlyGenesys', 55), ...casting.add('onlyGenesysInactive', 6)],
    toReactivate: casting.add('toReactivate', 2),
    leaversDeleted: casting.add('leaverDeleted', 38),
    toCreate: casting.add('toCreate', 17),
    accountMissing: casting.add('accountMissing', 2),
    staged: casting.add('staged', 1),
  };
  casting.add('leaver', 2);
  const [twin = 0] = casting.add('twin', 1);
  const [formerSelf = 0] = casting.add('formerSelf', 1);
  // Neither of the two is in a pushed group (`storyGroups` draws from the front): a conflict would hold its group for review.
  const [rehired = 0, doubled = 0] = parts.others.slice(928);
  const managers = parts.others.slice(0, 40);
  const accountOf = new Map([
    [twin, doubled],
    [formerSelf, rehired],
  ]);
  const linkedTo = new Map([[rehired, formerSelf]]);
  const appearance = storyLooks(parts, new Set([...managers, rehired, doubled]));
  const groups: readonly CastGroup[] = storyGroups(parts);
  return {
    name: 'contoso-cx',
    parts: casting.names.length,
    standing: (part) => standings[casting.names[part] ?? 'synced'],
    look: (part) => appearance.get(part) ?? 'same',
    accountOf: (part) => accountOf.get(part) ?? part,
    linkedTo: (part) => linkedTo.get(part) ?? part,
    managerOf: (part) => (part % 5 === 0 || appearance.get(part) === 'managerByMail' ? (managers[part % managers.length] ?? null) : null),
    groups,
  };
}

/** How many people have which look; all of them are active on both sides. */
export const storyLookCounts: Readonly<Record<Exclude<Look, 'same'>, number>> = {
  phoneParentheses: 130,
  phoneDashes: 130,
  phoneTel: 40,
  phoneSpaced: 100,
  mailCase: 12,
  titleByHand: 40,
  departmentByHand: 15,
  titlePending: 20,
  namePending: 12,
  managerByMail: 1,
};

class Casting {
  readonly names: StandingName[] = [];

  add(name: StandingName, count: number): number[] {
    const first = this.names.length;
    for (let added = 0; added < count; added += 1) this.names.push(name);
    return Array.from({ length: count }, (_nothing, at) => first + at);
  }
}

/** Gives the looks to people spread over all groups; who has a part of their own in the story keeps the usual one. */
function storyLooks(parts: StoryParts, kept: ReadonlySet<number>): ReadonlyMap<number, Look> {
  const people = [...parts.tier1, ...parts.tier1ByHand, ...parts.serviceDesk, ...parts.others].filter((part) => !kept.has(part));
  const wanted = looks.flatMap((look) => (look === 'same' ? [] : Array.from({ length: storyLookCounts[look] }, () => look)));
  const step = 8; // 500 looks among 4,100 people
  return new Map(wanted.map((look, at) => [people[(at * step + (at % 3)) % people.length] ?? 0, look]));
}
