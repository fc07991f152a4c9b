import type { GroupPlan, GroupRemoval, NotPushed, NotPushedReason, RemovalReason, Verdict } from '../plan/plan';
import { notPushedReasons, removalReasons } from '../plan/plan';
import type { PlanSettings } from '../plan/settings';
import {
  countOf,
  cureHeadline,
  cureWords,
  displayName,
  formatNumber,
  grantedRoles,
  groupHeadline,
  guardWords,
  joinWords,
  notPushedWords,
  originWords,
  removalReasonWords,
  verdictWords,
} from '../report/words';
import type { PlanFilter } from './planFilter';
import type { NodeIcon, NodeList, NodePeople, PlanNode } from './planNode';
import { listOf, listOfNodes, planNode } from './planNode';

const icons: Readonly<Record<Verdict, NodeIcon>> = {
  unresolved: { id: 'question', color: 'list.warningForeground' },
  blocked: { id: 'error', color: 'list.errorForeground' },
  review: { id: 'warning', color: 'list.warningForeground' },
  safe: { id: 'pass', color: 'testing.iconPassed' },
  unchanged: { id: 'check' },
};

const removedIcon: NodeIcon = { id: 'remove', color: 'gitDecoration.deletedResourceForeground' };
const addedIcon: NodeIcon = { id: 'add', color: 'gitDecoration.addedResourceForeground' };

/** The node id of a group: Okta's and Genesys' ids together, since either may be one side of several groups. */
export function groupNodeId(group: GroupPlan): string {
  return `group:${group.oktaGroupId}:${group.genesysGroupId ?? ''}`;
}

/** Whether the group could be matched by name at all; the others carry no counts (section 5). */
export function isMatched(group: GroupPlan): boolean {
  return group.match === 'exact' || group.match === 'caseOnly';
}

/** The part of a group that a filter leaves; null where neither its name nor a person in it fits. */
export function filterGroup(group: GroupPlan, filter: PlanFilter): GroupPlan | null {
  if (filter.matches(group.name, group.genesysName)) return group;
  const removals = group.removals.filter((person) => filter.matches(person.userName, person.displayName));
  const adds = group.adds.filter((person) => filter.matches(person.userName));
  const notPushed = group.notPushed.filter((person) => filter.matches(person.login));
  return removals.length + adds.length + notPushed.length === 0 ? null : { ...group, removals, adds, notPushed };
}

/**
 * A group in the Plan view. `group` is the whole one, which the headline speaks of; `visible` is what the filter left of it, whose people
 * are listed.
 */
export function groupNode(group: GroupPlan, visible: GroupPlan, settings: PlanSettings): PlanNode {
  const id = groupNodeId(group);
  const label = displayName(group.name);
  const unchanged = group.verdict === 'unchanged' && group.members !== null;
  const headline = unchanged ? countOf(group.members, 'member') : groupHeadline(group, settings);
  return planNode({
    id,
    kind: 'group',
    flags: [isMatched(group) ? 'matched' : '', group.guards.includes('unconfirmedMembers') ? 'unconfirmed' : ''].filter(Boolean),
    label,
    description: headline,
    tooltip: groupTooltip(group, settings),
    spoken: `${label}, ${spokenHeadline(group, settings)}`,
    icon: icons[group.verdict],
    expanded: visible !== group,
    children: hasChildren(group, visible) ? () => listOfNodes(groupChildren(id, group, visible)) : null,
    target: { kind: 'group', group },
  });
}

/** Told without making them: a section may list thousands of groups. */
function hasChildren(group: GroupPlan, visible: GroupPlan): boolean {
  return group.removals.length + group.adds.length + visible.notPushed.length > 0;
}

function groupChildren(id: string, group: GroupPlan, visible: GroupPlan): PlanNode[] {
  return [
    removedNode(id, group, visible),
    addedNode(id, group, visible),
    notPushedNode(id, visible),
    grantsNode(id, group),
    cureNode(id, group),
  ].filter((node) => node !== null);
}

function removedNode(id: string, group: GroupPlan, { removals }: GroupPlan): PlanNode | null {
  const byReason = groupBy(removalReasons, removals);
  const node = peopleNode(`${id}/removed`, 'Removed', removedIcon, removals.length, () =>
    listOf(byReason, ([reason, people]) => ({
      ...reasonNode(`${id}/removed/${reason}`, removalReasonWords[reason], people, (parentId, person) =>
        removalPerson(parentId, group, person),
      ),
      people: peopleOf(group, people),
    })),
  );
  return node && { ...node, people: peopleOf(group, removals) };
}

function removalPerson(parentId: string, group: GroupPlan, person: GroupRemoval): PlanNode {
  const name = displayName(person.displayName || person.userName || person.genesysUserId);
  const userName = person.displayName && person.userName ? displayName(person.userName) : '';
  const origin = person.origin === null ? '' : originWords[person.origin];
  const description = [userName, origin].filter((part) => part !== '').join(' · ');
  const node = personNode(`${parentId}/${person.genesysUserId}`, name, description, removedIcon, person.genesysUserId, null);
  return { ...node, people: peopleOf(group, [person]) };
}

function addedNode(id: string, group: GroupPlan, { adds }: GroupPlan): PlanNode | null {
  const node = peopleNode(`${id}/added`, 'Added', addedIcon, adds.length, () =>
    listOf(adds, (person) => {
      const name = displayName(person.userName || person.genesysUserId);
      const added = personNode(`${id}/added/${person.genesysUserId}`, name, '', addedIcon, person.genesysUserId, person.oktaUserId);
      return { ...added, people: peopleOf(group, [person]) };
    }),
  );
  return node && { ...node, people: peopleOf(group, adds) };
}

const peopleOf = (group: GroupPlan, people: readonly { readonly genesysUserId: string }[]): NodePeople => ({
  group,
  ids: people.map(({ genesysUserId }) => genesysUserId),
});

function notPushedNode(id: string, group: GroupPlan): PlanNode | null {
  const byReason = groupBy(notPushedReasons, group.notPushed);
  return peopleNode(`${id}/notPushed`, 'In the Okta group, not pushed', { id: 'circle-slash' }, group.notPushed.length, () =>
    listOf(byReason, ([reason, people]) => reasonNode(`${id}/notPushed/${reason}`, notPushedWords[reason], people, notPushedPerson)),
  );
}

function notPushedPerson(parentId: string, person: NotPushed): PlanNode {
  const name = displayName(person.login || person.oktaUserId);
  return personNode(`${parentId}/${person.oktaUserId}`, name, '', { id: 'circle-slash' }, null, person.oktaUserId);
}

/** What the group grants, where anybody comes or goes; null where nobody does. */
function grantsNode(id: string, group: GroupPlan): PlanNode | null {
  if (!isMatched(group) || group.removals.length + group.adds.length === 0) return null;
  const unknown = group.rolesGranted === null;
  const words = grantedRoles(group) ?? (unknown ? 'not known' : 'no role');
  return planNode({
    id: `${id}/grants`,
    kind: 'fact',
    label: `The group grants: ${words}`,
    tooltip: unknown
      ? 'The roles that the group grants could not be read: the OAuth client lacks authorization:grant:view, or the org was read from a file.'
      : 'Everyone who is removed loses what they hold through this group.',
    icon: { id: 'key' },
  });
}

function cureNode(id: string, group: GroupPlan): PlanNode | null {
  if (group.removals.length === 0) return null;
  const byReason = groupBy(removalReasons, group.removals);
  const headline = cureHeadline(group) ?? 'see each reason';
  return planNode({
    id: `${id}/cures`,
    kind: 'cure',
    label: `What to do in Okta: ${headline}`,
    tooltip: `What to do in Okta so that the push becomes harmless: ${headline}.`,
    icon: { id: 'lightbulb' },
    children: () =>
      listOf(byReason, ([reason, people]) =>
        planNode({
          id: `${id}/cures/${reason}`,
          kind: 'cure',
          label: `${removalReasonWords[reason]}: ${formatNumber(people.length)}`,
          description: cureWords[reason],
          icon: { id: 'arrow-right' },
        }),
      ),
  });
}

function peopleNode(id: string, label: string, icon: NodeIcon, count: number, children: () => NodeList): PlanNode | null {
  if (count === 0) return null;
  return planNode({ id, kind: 'list', label, description: formatNumber(count), icon, children });
}

function reasonNode<Person>(
  id: string,
  label: string,
  people: readonly Person[],
  toNode: (parentId: string, person: Person) => PlanNode,
): PlanNode {
  return planNode({
    id,
    kind: 'list',
    label,
    description: formatNumber(people.length),
    icon: { id: 'organization' },
    children: () => listOf(people, (person) => toNode(id, person)),
  });
}

function personNode(
  id: string,
  name: string,
  description: string,
  icon: NodeIcon,
  genesysUserId: string | null,
  oktaUserId: string | null,
): PlanNode {
  return planNode({ id, kind: 'person', label: name, description, icon, target: { kind: 'person', genesysUserId, oktaUserId, name } });
}

/** The reasons that occur, in their own order, each with its people in the plan's order. */
function groupBy<Reason extends RemovalReason | NotPushedReason, Person extends { readonly reason: Reason }>(
  reasons: readonly Reason[],
  people: readonly Person[],
): (readonly [Reason, readonly Person[]])[] {
  const groups = new Map<Reason, Person[]>();
  for (const person of people) {
    const group = groups.get(person.reason);
    if (group) group.push(person);
    else groups.set(person.reason, [person]);
  }
  return reasons.flatMap((reason) => {
    const group = groups.get(reason);
    return group ? [[reason, group] as const] : [];
  });
}

function groupTooltip(group: GroupPlan, settings: PlanSettings): string {
  const lines = [displayName(group.name), verdictWords[group.verdict], groupHeadline(group, settings)];
  if (group.genesysName !== null && group.genesysName !== group.name) lines.push(`In Genesys: ${displayName(group.genesysName)}`);
  if (group.members !== null && group.after !== null) {
    lines.push(`${countOf(group.members, 'member')} now, ${formatNumber(group.after)} after the push`);
  }
  if (group.pushedInactive) lines.push(`${countOf(group.pushedInactive, 'pushed member')} inactive in Genesys`);
  if (group.pushStatus !== null) lines.push(`Push in Okta: ${group.pushStatus}`);
  if (group.removals.some((person) => person.origin === null)) {
    lines.push('Owners and members by a rule may be among the removed: where a membership comes from could not be read.');
  }
  if (group.guards.length > 0) lines.push(`Held back: ${group.guards.map((guard) => guardWords(guard, group, settings)).join('; ')}`);
  return lines.join('\n');
}

/** The headline without signs, for a screen reader. */
function spokenHeadline(group: GroupPlan, settings: PlanSettings): string {
  if (!isMatched(group) || group.after === null) return `${verdictWords[group.verdict]}, ${groupHeadline(group, settings)}`;
  const counts = joinWords([`${formatNumber(group.removals.length)} removed`, `${formatNumber(group.adds.length)} added`]);
  const reasons = group.guards.map((guard) => guardWords(guard, group, settings));
  return [verdictWords[group.verdict], counts, ...reasons].join(', ');
}
