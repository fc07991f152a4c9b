import type { ScimGroup } from '../../src/genesys/scim';
import type { Snapshot } from '../../src/genesys/snapshot';
import type { OktaGroup, PushMapping, Source } from '../../src/okta/source';
import type { GroupMatch } from '../../src/plan/plan';

/** An Okta group that is previewed, with what it is matched to. */
export interface Pair {
  readonly okta: Pick<OktaGroup, 'id' | 'name'>;
  /** False where only the mapping knows the group, and not its name. */
  readonly nameKnown: boolean;
  /** Null without push mappings. */
  readonly mapping: PushMapping | null;
  readonly match: GroupMatch;
  /** Only where the match is exact or differs in case. */
  readonly genesys: ScimGroup | null;
  /** The match's name; else the names that may be shown: near misses must be, the others may. */
  readonly shown: readonly (string | null)[];
}

/** Section 4, groups: which are previewed, and what each is matched to. */
export function pairGroupsSlowly(source: Source, snapshot: Snapshot): readonly Pair[] {
  const mappings = source.pushMappings;
  if (mappings === null) {
    const candidates = [...source.groups.values()].filter((group) => !isImported(group, source));
    return candidates
      .map((okta): Pair => {
        const namesakes = candidates.filter((other) => sameName(other.name, okta.name));
        return { okta, nameKnown: true, mapping: null, ...matchName(okta.name, namesakes.length > 1, snapshot) };
      })
      .filter((pair) => pair.match !== 'missing');
  }
  return mappings.map((mapping): Pair => {
    const name = source.groups.get(mapping.sourceGroupId)?.name ?? mapping.sourceGroupName;
    const okta = { id: mapping.sourceGroupId, name: name ?? mapping.sourceGroupId };
    return { okta, nameKnown: name !== null, mapping, ...matchName(targetNameOf(mapping, okta.name, source), false, snapshot) };
  });
}

/** Names that differ, by the rule of the guard: in case, or by a mapping at all. */
export function namesDiffer(pair: Pair): boolean {
  return pair.nameKnown && pair.genesys !== null && pair.okta.name !== pair.genesys.displayName;
}

/** Imported from the Genesys app itself. */
function isImported(group: OktaGroup, source: Source): boolean {
  return group.type === 'APP_GROUP' && source.app !== null && group.sourceAppId === source.app.id;
}

/** "The mapping's target group by name where the export names it, else the source group's name." */
function targetNameOf(mapping: PushMapping, sourceName: string, source: Source): string {
  const shadow = mapping.targetGroupId === null ? undefined : source.groups.get(mapping.targetGroupId);
  return mapping.targetGroupName ?? shadow?.name ?? sourceName;
}

function matchName(name: string, hasOktaNamesake: boolean, snapshot: Snapshot): Pick<Pair, 'match' | 'genesys' | 'shown'> {
  const groups = [...snapshot.groups.values()];
  const namesakes = groups.filter((group) => sameName(group.displayName, name));
  const [only] = namesakes;
  if (namesakes.length > 1 || (namesakes.length > 0 && hasOktaNamesake)) {
    return { match: 'ambiguous', genesys: null, shown: [null, ...namesakes.map((group) => group.displayName)] };
  }
  if (only !== undefined) {
    return { match: only.displayName === name ? 'exact' : 'caseOnly', genesys: only, shown: [only.displayName] };
  }
  const near = groups.filter((group) => sameName(cleaned(group.displayName), cleaned(name))).map((group) => group.displayName);
  return near.length > 0 ? { match: 'nearMiss', genesys: null, shown: near } : { match: 'missing', genesys: null, shown: [null, name] };
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** "After trimming, NFKC and removing invisible characters." */
function cleaned(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim();
}
