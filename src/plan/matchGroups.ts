import type { ScimGroup } from '../genesys/scim';
import type { Snapshot } from '../genesys/snapshot';
import { allSteps, type Steps } from '../input/steps';
import type { OktaGroup, PushMapping, Source } from '../okta/source';
import { compareText } from './order';
import type { GroupMatch } from './plan';
import { sortInSteps } from './sortInSteps';

/** One group to preview: an Okta group and the Genesys group that it would be pushed to (product.md, section 4, "Groups"). */
export interface MatchedGroup {
  readonly oktaGroupId: string;
  /** Okta's name. */
  readonly name: string;
  readonly match: GroupMatch;
  /** Set for `exact` and `caseOnly` only. */
  readonly genesysGroup: ScimGroup | null;
  /** Shown for a near miss, not matched. */
  readonly shownName: string | null;
  readonly pushStatus: PushMapping['status'];
  /** The names differ: in case, or by a mapping at all. Okta will try to rename the Genesys group. */
  readonly renames: boolean;
  /** Another active mapping pushes to the same Genesys group. */
  readonly sharesTarget: boolean;
}

export interface GroupMatching {
  readonly groups: readonly MatchedGroup[];
  readonly assumptions: readonly string[];
}

export function matchGroups(source: Source, snapshot: Pick<Snapshot, 'groups'>): GroupMatching {
  return allSteps(matchGroupsInSteps(source, snapshot));
}

/** `matchGroups`, some hundred groups at a time: between two steps others can work, or it can be given up. */
export function* matchGroupsInSteps(source: Source, snapshot: Pick<Snapshot, 'groups'>): Steps<GroupMatching> {
  const index = yield* indexGenesysGroups(snapshot);
  if (source.pushMappings) return yield* matchPushed(source, source.pushMappings, index);
  return {
    groups: yield* matchByName(source, index),
    assumptions: ['The export has no push mappings: every Okta group with a namesake in Genesys is previewed as if it were pushed.'],
  };
}

const groupsAStep = 256;

function* matchByName(source: Source, index: GenesysGroupIndex): Steps<MatchedGroup[]> {
  const candidates = [...source.groups.values()].filter((group) => !isImportedFromApp(group, source));
  const sameName = new Map<string, number>();
  for (const group of candidates) sameName.set(fold(group.name), (sameName.get(fold(group.name)) ?? 0) + 1);
  const matched: MatchedGroup[] = [];
  let looked = 0;
  for (const group of candidates) {
    if (++looked % groupsAStep === 0) yield undefined;
    const found = findGenesysGroup(group.name, index);
    if (found.match === 'missing') continue;
    const ambiguous = found.match !== 'nearMiss' && (sameName.get(fold(group.name)) ?? 0) > 1;
    const result: FoundGroup = ambiguous ? { match: 'ambiguous', genesysGroup: null, shownName: found.shownName } : found;
    matched.push({
      ...result,
      oktaGroupId: group.id,
      name: group.name,
      pushStatus: null,
      renames: result.match === 'caseOnly',
      sharesTarget: false,
    });
  }
  return matched;
}

interface FoundPush extends FoundGroup {
  readonly mapping: PushMapping;
  readonly name: string;
  /** The Okta group's own name; null where the export does not tell it. */
  readonly knownName: string | null;
}

function* matchPushed(source: Source, mappings: readonly PushMapping[], index: GenesysGroupIndex): Steps<GroupMatching> {
  const unnamedTargets: string[] = [];
  const found: FoundPush[] = [];
  for (const mapping of mappings) {
    const knownName = source.groups.get(mapping.sourceGroupId)?.name ?? mapping.sourceGroupName;
    const name = knownName ?? mapping.sourceGroupId;
    const target = mapping.targetGroupName ?? source.groups.get(mapping.targetGroupId ?? '')?.name ?? null;
    if (target === null) unnamedTargets.push(name);
    found.push({ mapping, name, knownName, ...findGenesysGroup(target ?? name, index) });
    if (found.length % groupsAStep === 0) yield undefined;
  }
  const activeTargets = new Map<string, number>();
  for (const { mapping, genesysGroup } of found) {
    if (mapping.status === 'ACTIVE' && genesysGroup) activeTargets.set(genesysGroup.id, (activeTargets.get(genesysGroup.id) ?? 0) + 1);
  }
  const groups = found.map(({ mapping, name, knownName, match, genesysGroup, shownName }): MatchedGroup => {
    const others = genesysGroup ? (activeTargets.get(genesysGroup.id) ?? 0) - (mapping.status === 'ACTIVE' ? 1 : 0) : 0;
    return {
      oktaGroupId: mapping.sourceGroupId,
      name,
      match,
      genesysGroup,
      shownName,
      pushStatus: mapping.status,
      renames: genesysGroup !== null && knownName !== null && genesysGroup.displayName !== knownName,
      sharesTarget: others > 0,
    };
  });
  return { groups, assumptions: unnamedTargetAssumption(unnamedTargets) };
}

function unnamedTargetAssumption(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const shown = [...names].sort(compareText).slice(0, 5);
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : '';
  return [
    `The export does not name the target of ${names.length} push mappings (${shown.join(', ')}${more}): the Okta group's own name is taken for it. ` +
      'A source group that was renamed after linking can mislead this.',
  ];
}

/** Groups that Okta imported from the Genesys app itself are targets, not sources (section 4). */
function isImportedFromApp(group: OktaGroup, source: Source): boolean {
  return group.type === 'APP_GROUP' && group.sourceAppId !== null && group.sourceAppId === source.app?.id;
}

interface FoundGroup {
  readonly match: GroupMatch;
  readonly genesysGroup: ScimGroup | null;
  readonly shownName: string | null;
}

function findGenesysGroup(name: string, index: GenesysGroupIndex): FoundGroup {
  const namesakes = index.byName.get(fold(name)) ?? [];
  const [only, ...others] = namesakes;
  if (only && others.length === 0) {
    return { match: only.displayName === name ? 'exact' : 'caseOnly', genesysGroup: only, shownName: only.displayName };
  }
  if (only) return { match: 'ambiguous', genesysGroup: null, shownName: only.displayName };
  const [near] = index.byNearName.get(nearName(name)) ?? [];
  if (near) return { match: 'nearMiss', genesysGroup: null, shownName: near.displayName };
  return { match: 'missing', genesysGroup: null, shownName: null };
}

interface GenesysGroupIndex {
  readonly byName: ReadonlyMap<string, readonly ScimGroup[]>;
  readonly byNearName: ReadonlyMap<string, readonly ScimGroup[]>;
}

function* indexGenesysGroups(snapshot: Pick<Snapshot, 'groups'>): Steps<GenesysGroupIndex> {
  const byName = new Map<string, ScimGroup[]>();
  const byNearName = new Map<string, ScimGroup[]>();
  const groups = yield* sortInSteps([...snapshot.groups.values()], (a, b) => compareText(a.id, b.id));
  for (const [place, group] of groups.entries()) {
    if (place % groupsAStep === groupsAStep - 1) yield undefined;
    for (const [map, key] of [
      [byName, fold(group.displayName)],
      [byNearName, nearName(group.displayName)],
    ] as const) {
      const list = map.get(key);
      if (list) list.push(group);
      else map.set(key, [group]);
    }
  }
  return { byName, byNearName };
}

/** Genesys compares group names without case (facts/genesys-scim.md, section 5). */
function fold(name: string): string {
  return name.toLowerCase();
}

/** Equal for names that differ only by surrounding space, compatibility forms and invisible characters. */
function nearName(name: string): string {
  return fold(
    name
      .normalize('NFKC')
      .replace(/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
      .trim(),
  );
}
