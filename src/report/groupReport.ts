import type { RootContent } from 'mdast';
import type { GroupPlan, GroupRemoval, Plan } from '../plan/plan';
import { groupSections, notPushedByReason, removalsByReason } from './groupSections';
import type { Cell } from './markdownNodes';
import { bars, capped, code, heading, list, name, paragraph, restNote, strong, table } from './markdownNodes';
import {
  countOf,
  cureWords,
  formatChange,
  formatNumber,
  formatPercent,
  grantedRoles,
  groupHeadline,
  guardWords,
  matchWords,
  notPushedWords,
  originWords,
  removalReasonWords,
  verdictWords,
} from './words';

/** People named per group; with very many groups fewer, so that a report stays readable. */
const peoplePerGroup = 200;
const peopleInAll = 5000;
/** More, and a preview of the report chokes; the worst come first. */
const groupsShown = 200;

/**
 * The groups: a table with bars for now and after, then the groups that would change or cannot be known, with their reasons. In parts that
 * each begin with a heading.
 */
export function* groupReport(plan: Plan): Generator<readonly RootContent[], void, undefined> {
  const { atRisk, safe, unchanged, unmatched } = groupSections(plan);
  const changing = [...atRisk, ...safe];
  const detailed = capped(changing, groupsShown);
  const people = Math.max(10, Math.min(peoplePerGroup, Math.floor(peopleInAll / Math.max(1, detailed.shown.length))));
  const counts = `${countOf(atRisk.length, 'group')} at risk, ${formatNumber(safe.length)} safe, ${formatNumber(unchanged.length)} unchanged, ${formatNumber(unmatched.length)} that cannot be matched.`;
  yield [
    heading(2, 'Groups'),
    paragraph(
      `${counts} The preview is of a full push: Push Now, a first link with immediate push, or a push that becomes active again. Day to day Okta sends only differences.`,
    ),
    ...groupTable(plan, changing),
  ];
  for (const group of detailed.shown) yield groupDetail(plan, group, people);
  yield otherGroups(detailed.rest);
  yield unmatchedGroups(unmatched);
}

function otherGroups(count: number): RootContent[] {
  if (count === 0) return [];
  const words = `${countOf(count, 'more group')} would change or cannot be known. The CSV form of this plan lists everybody whom a push removes or adds, the JSON form all that is known of each group.`;
  return [heading(3, 'Groups that are not shown here'), paragraph(words)];
}

function groupTable(plan: Plan, groups: readonly GroupPlan[]): RootContent[] {
  if (groups.length === 0) return [];
  const { shown, rest } = capped(groups, groupsShown);
  const rows = shown.map((group): readonly Cell[] => [
    name(group.name),
    group.members === null ? 'unknown' : formatNumber(group.members),
    group.after === null ? 'unknown' : formatNumber(group.after),
    group.members === null || group.after === null ? '' : bars(group.members, group.after),
    group.after === null ? '' : formatChange(group.removals.length, group.adds.length),
    group.after === null || group.removalPercent === null || group.removals.length === 0 ? '' : formatPercent(group.removalPercent),
    group.removalsAtWorst !== null && group.removalsAtWorst > group.removals.length ? formatNumber(group.removalsAtWorst) : '',
    why(plan, group),
  ]);
  return [
    table(
      ['left', 'right', 'right', 'left', 'right', 'right', 'right', 'left'],
      ['Group', 'Now', 'After', 'Now and after', 'Change', 'Removed', 'Out for a time, at most', 'Why it is held back'],
      rows,
    ),
    ...restNote(rest, 'JSON'),
  ];
}

function why(plan: Plan, group: GroupPlan): string {
  if (group.guards.length === 0) return verdictWords[group.verdict];
  return group.guards.map((guard) => guardWords(guard, group, plan.settings)).join('; ');
}

function groupDetail(plan: Plan, group: GroupPlan, people: number): RootContent[] {
  if (group.removals.length + group.adds.length + group.guards.length === 0) return [];
  return [
    heading(3, name(group.name)),
    paragraph(strong(groupHeadline(group, plan.settings))),
    ...facts(plan, group),
    ...reasons(group),
    ...notPushed(group),
    ...removedPeople(group, people),
    ...addedPeople(group, people),
  ];
}

function facts(plan: Plan, group: GroupPlan): RootContent[] {
  const items: Cell[] = [];
  if (group.genesysName !== null && group.genesysName !== group.name) items.push(['In Genesys: ', name(group.genesysName)]);
  if (group.guards.length > 1) items.push(`Held back: ${why(plan, group)}.`);
  if (group.pushStatus === 'INACTIVE') items.push('The push is inactive in Okta: this is what activating it would do.');
  if (group.pushStatus === 'ERROR') items.push('The push is in error in Okta: Okta does not push this group now.');
  if (group.pushedInactive) items.push(`${countOf(group.pushedInactive, 'of the pushed is', 'of the pushed are')} inactive in Genesys.`);
  if (group.removals.length > 0) items.push(...rolesLost(group), ...originsKnown(group));
  if (!group.confirmed && group.removals.length > 0) items.push('Its member list in the export is not confirmed by a count.');
  return items.length === 0 ? [] : [list(items)];
}

function rolesLost(group: GroupPlan): Cell[] {
  const roles = grantedRoles(group);
  if (roles !== null) return [`The group grants ${roles}: who is removed loses what they hold through it.`];
  return group.rolesGranted === null ? ['What the group grants is not known; who is removed may lose roles.'] : [];
}

function originsKnown(group: GroupPlan): Cell[] {
  if (group.removals.some((removal) => removal.origin !== null)) return [];
  return ['Where a membership comes from could not be read: owners and members by a rule may be among the removed.'];
}

function reasons(group: GroupPlan): RootContent[] {
  if (group.removals.length === 0) return [];
  const rows = [...removalsByReason(group)].map(([reason, found]): readonly Cell[] => [
    removalReasonWords[reason],
    formatNumber(found.length),
    cureWords[reason],
  ]);
  return [table(['left', 'right', 'left'], ['Removed because', 'Members', 'What to do'], rows)];
}

function notPushed(group: GroupPlan): RootContent[] {
  if (group.notPushed.length === 0) return [];
  const rows = [...notPushedByReason(group)].map(([reason, found]): readonly Cell[] => [
    notPushedWords[reason],
    formatNumber(found.length),
  ]);
  return [table(['left', 'right'], ['In the Okta group, not pushed', 'People'], rows)];
}

function removedPeople(group: GroupPlan, limit: number): RootContent[] {
  if (group.removals.length === 0) return [];
  const { shown, rest } = capped(group.removals, limit);
  return [
    paragraph(strong(`Who is removed (${formatNumber(group.removals.length)})`)),
    table(['left', 'left', 'left'], ['Name', 'User name', 'Because'], shown.map(removedPerson)),
    ...restNote(rest, 'CSV'),
  ];
}

function removedPerson(removal: GroupRemoval): readonly Cell[] {
  // Added by hand is the usual case and needs no word.
  const origin = removal.origin === null || removal.origin === 'individual' ? '' : ` (${originWords[removal.origin]})`;
  return [name(removal.displayName), code(removal.userName ?? removal.genesysUserId), `${removalReasonWords[removal.reason]}${origin}`];
}

function addedPeople(group: GroupPlan, limit: number): RootContent[] {
  if (group.adds.length === 0) return [];
  const { shown, rest } = capped(group.adds, limit);
  return [
    paragraph(strong(`Who is added (${formatNumber(group.adds.length)})`)),
    list(shown.map((add) => code(add.userName ?? add.genesysUserId))),
    ...restNote(rest, 'CSV'),
  ];
}

function unmatchedGroups(groups: readonly GroupPlan[]): RootContent[] {
  if (groups.length === 0) return [];
  const { shown, rest } = capped(groups, groupsShown);
  const rows = shown.map((group): readonly Cell[] => [
    name(group.name),
    group.genesysName === null ? '' : name(group.genesysName),
    matchWords[group.match],
  ]);
  return [
    heading(3, 'Groups that cannot be matched'),
    table(['left', 'left', 'left'], ['In Okta', 'In Genesys', 'Why'], rows),
    ...restNote(rest, 'CSV'),
  ];
}
