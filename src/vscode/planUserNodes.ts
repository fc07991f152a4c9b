import type { AttributePlan, Conflict, UserAction, UserPlan } from '../plan/plan';
import { attributeKindWords, conflictWords, displayName, formatNumber, matchRuleWords, userActionWords } from '../report/words';
import type { PlanFilter } from './planFilter';
import type { NodeIcon, PlanNode } from './planNode';
import { listOf, planNode } from './planNode';

/** In the order of screens.md, the actions that it does not show between their kin. */
const actionOrder: readonly UserAction[] = [
  'update',
  'pingPong',
  'create',
  'reactivate',
  'deactivate',
  'accountMissing',
  'conflict',
  'unmanaged',
];

const icons: Readonly<Record<UserAction, NodeIcon>> = {
  update: { id: 'edit', color: 'gitDecoration.modifiedResourceForeground' },
  pingPong: { id: 'sync' },
  create: { id: 'person-add', color: 'gitDecoration.addedResourceForeground' },
  reactivate: { id: 'debug-start', color: 'gitDecoration.addedResourceForeground' },
  deactivate: { id: 'debug-pause', color: 'gitDecoration.deletedResourceForeground' },
  accountMissing: { id: 'debug-disconnect', color: 'list.warningForeground' },
  conflict: { id: 'warning', color: 'list.warningForeground' },
  unmanaged: { id: 'account' },
};

/** The section *Users*: what Okta would do to them, by action; null where nothing is left to show. */
export function* usersNode(users: readonly UserPlan[], filter: PlanFilter): Generator<undefined, PlanNode | null> {
  const byAction = new Map<UserAction, ActionUsers>();
  for (const [index, user] of users.entries()) {
    if (index % linesAStep === linesAStep - 1) yield;
    if (!filter.matches(user.userName)) continue;
    const same = byAction.get(user.action) ?? { action: user.action, users: [], notSent: 0 };
    byAction.set(user.action, same);
    same.users.push(user);
    if (user.notSent) same.notSent += 1;
  }
  const actions = actionOrder.flatMap((action) => byAction.get(action) ?? []);
  if (actions.length === 0) return null;
  return planNode({
    id: 'users',
    kind: 'section',
    label: 'Users',
    expanded: true,
    tooltip: 'What Okta would do to users, by action.',
    children: () => listOf(actions, actionNode),
  });
}

/** Between two steps others can work. */
const linesAStep = 256;

interface ActionUsers {
  readonly action: UserAction;
  readonly users: UserPlan[];
  notSent: number;
}

function actionNode({ action, users, notSent }: ActionUsers): PlanNode {
  return planNode({
    id: `users/${action}`,
    kind: 'list',
    label: userActionWords[action],
    description: notSent === 0 ? formatNumber(users.length) : `${formatNumber(users.length)} · ${formatNumber(notSent)} not sent`,
    icon: icons[action],
    children: () => listOf(users, userNode),
  });
}

/** One user; its attributes are its children. */
function userNode(user: UserPlan): PlanNode {
  const id = `user:${user.action}:${user.genesysUserId ?? ''}:${user.oktaUserId ?? ''}`;
  const name = displayName(user.userName || user.genesysUserId || user.oktaUserId || '?');
  const attributes = user.attributes.filter((attribute) => attribute.kind !== 'equal');
  const changes = attributes.map((attribute) => shortPath(attribute.path)).join(', ');
  const description = [
    user.notSent ? 'not sent' : '',
    user.note === null ? '' : displayName(user.note),
    user.action === 'update' ? changes : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
  return planNode({
    id,
    kind: 'user',
    label: name,
    description,
    tooltip: userTooltip(name, user),
    children: attributes.length === 0 ? null : () => listOf(attributes, (attribute) => attributeNode(id, attribute)),
    target: { kind: 'person', genesysUserId: user.genesysUserId, oktaUserId: user.oktaUserId, name },
  });
}

function userTooltip(name: string, user: UserPlan): string {
  const lines = [name, userActionWords[user.action]];
  if (user.matchedBy !== null) lines.push(`Matched by ${matchRuleWords[user.matchedBy]}`);
  if (user.notSent) lines.push('Okta is set not to send this.');
  if (user.note !== null) lines.push(displayName(user.note));
  return lines.join('\n');
}

function attributeNode(parentId: string, attribute: AttributePlan): PlanNode {
  const value = (text: string | null): string => (text ? displayName(text) : '(no value)');
  const change = `${value(attribute.genesys)} → ${value(attribute.okta)}`;
  const lines = [attributeKindWords[attribute.kind], `In Genesys: ${value(attribute.genesys)}`, `From Okta: ${value(attribute.okta)}`];
  if (attribute.normalized !== null) lines.push(`Genesys would store: ${displayName(attribute.normalized)}`);
  if (attribute.message !== null) lines.push(displayName(attribute.message));
  return planNode({
    id: `${parentId}/${attribute.path}`,
    kind: 'attribute',
    label: shortPath(attribute.path),
    description: attribute.kind === 'change' ? change : `${change} · ${attributeKindWords[attribute.kind]}`,
    tooltip: lines.join('\n'),
    icon: { id: attribute.kind === 'invalid' ? 'error' : 'symbol-field' },
  });
}

/** A SCIM path as it reads best: `phoneNumbers work` for `phoneNumbers[type eq "work"].value`, `manager` for the extension's. */
function shortPath(path: string): string {
  return displayName(
    path
      .replace(/^urn:.*:User:/, '')
      .replace(/\[type eq "(.*)"\]/, ' $1')
      .replace(/\.value$/, ''),
  );
}

/** The section *Conflicts*: two for one, with both sides; null where there is none. */
export function* conflictsNode(conflicts: readonly Conflict[], filter: PlanFilter): Generator<undefined, PlanNode | null> {
  const visible: Conflict[] = [];
  for (const [index, conflict] of conflicts.entries()) {
    if (index % linesAStep === linesAStep - 1) yield;
    if (filter.matches(conflict.message)) visible.push(conflict);
  }
  if (visible.length === 0) return null;
  return planNode({
    id: 'conflicts',
    kind: 'section',
    label: 'Conflicts',
    description: formatNumber(visible.length),
    children: () =>
      listOf(visible, (conflict) =>
        planNode({
          id: `conflict:${conflict.kind}:${[...conflict.oktaUserIds, ...conflict.genesysUserIds].join(':')}`,
          kind: 'conflict',
          label: conflictWords[conflict.kind],
          description: displayName(conflict.message),
          icon: icons.conflict,
        }),
      ),
  });
}
