import type { RootContent } from 'mdast';
import type { AttributePlan, Plan, UserAction, UserPlan } from '../plan/plan';
import { userActions } from '../plan/plan';
import type { Cell, Inline } from './markdownNodes';
import { capped, code, heading, list, paragraph, restNote, table, text } from './markdownNodes';
import { attributeKindWords, conflictWords, formatNumber, userActionWords } from './words';

const usersPerAction = 100;
const conflictsShown = 200;
const usersAStep = 1 << 12;

/** The users by action, with what changes for each (section 6), in parts that each begin with a heading. */
export function* userReport(plan: Plan): Generator<readonly RootContent[], void, undefined> {
  const byAction = new Map<UserAction, UserPlan[]>(userActions.map((action) => [action, []]));
  const notSent = new Map<UserAction, number>();
  for (const [index, user] of plan.users.entries()) {
    byAction.get(user.action)?.push(user);
    if (user.notSent) notSent.set(user.action, (notSent.get(user.action) ?? 0) + 1);
    if (index % usersAStep === usersAStep - 1) yield [];
  }
  const present = [...byAction].filter(([, users]) => users.length > 0);
  const rows = present.map(([action, users]): readonly Cell[] => [
    userActionWords[action],
    formatNumber(users.length),
    formatNumber(notSent.get(action) ?? 0),
  ]);
  yield [
    heading(2, 'Users'),
    ...(present.length === 0
      ? [paragraph('No user would change.')]
      : [table(['left', 'right', 'right'], ['What would happen', 'Users', 'Of these, Okta is set not to send'], rows)]),
  ];
  for (const [action, users] of present) {
    if (action !== 'pingPong') yield usersOfAction(action, users);
  }
}

/** Values that differ in form only, by attribute, with an example and the cure; behind empty parts, which are steps. */
export function* pingPongReport(plan: Plan): Generator<readonly RootContent[], void, undefined> {
  const byPath = new Map<string, { readonly example: AttributePlan; count: number }>();
  for (const [index, user] of plan.users.entries()) {
    if (index % usersAStep === usersAStep - 1) yield [];
    for (const attribute of user.attributes) {
      if (attribute.kind !== 'pingPong') continue;
      const entry = byPath.get(attribute.path);
      if (entry) entry.count += 1;
      else byPath.set(attribute.path, { example: attribute, count: 1 });
    }
  }
  if (byPath.size === 0) return;
  const rows = [...byPath]
    .sort(([, a], [, b]) => b.count - a.count)
    .map(([path, { example, count }]): readonly Cell[] => [
      code(path),
      formatNumber(count),
      [code(example.okta), ' in Okta, ', code(example.genesys), ' in Genesys'],
      pingPongCure(path),
    ]);
  yield [
    heading(2, 'Sent again and again'),
    paragraph('The same value in another format: noise in every comparison, and an endless update where Okta also imports from Genesys.'),
    table(['left', 'right', 'left', 'left'], ['Attribute', 'Users', 'For example', 'What to do'], rows),
  ];
}

/** What makes Okta and Genesys agree on the form of an attribute (facts/okta.md, section 2.2). */
export function pingPongCure(path: string): string {
  if (path.startsWith('phoneNumbers')) {
    return 'Keep the number in E.164 in Okta (a plus sign, the country code, digits only), as Genesys stores it, and do not import phone numbers from Genesys.';
  }
  if (path === 'userName' || path.startsWith('emails')) return 'Write it in Okta in the same case as in Genesys.';
  return 'Write the value in Okta exactly as Genesys holds it: the same spaces and accents.';
}

export function conflictReport(plan: Plan): RootContent[] {
  if (plan.conflicts.length === 0) return [];
  const { shown, rest } = capped(plan.conflicts, conflictsShown);
  const rows = shown.map((conflict): readonly Cell[] => [
    conflictWords[conflict.kind],
    text(conflict.message),
    codes(conflict.oktaUserIds),
    codes(conflict.genesysUserIds),
  ]);
  return [
    heading(2, 'Conflicts'),
    paragraph(
      'Nobody is chosen here: settle each of them in Okta or Genesys. Until then these people are counted at worst and never changed.',
    ),
    table(['left', 'left', 'left', 'left'], ['What', 'Who', 'Okta ids', 'Genesys ids'], rows),
    ...restNote(rest, 'JSON'),
  ];
}

function usersOfAction(action: UserAction, users: readonly UserPlan[]): RootContent[] {
  const { shown, rest } = capped(users, usersPerAction);
  const rows = shown.map((user) => ({ user: code(user.userName ?? user.oktaUserId ?? user.genesysUserId), changes: changes(user) }));
  const body = rows.some((row) => row.changes.length > 0)
    ? table(
        ['left', 'left'],
        ['User', 'What'],
        rows.map((row) => [row.user, row.changes]),
      )
    : list(rows.map((row) => row.user));
  return [heading(3, `${userActionWords[action]} (${formatNumber(users.length)})`), body, ...restNote(rest, 'CSV')];
}

function changes(user: UserPlan): readonly Inline[] {
  const parts: Inline[][] = [];
  if (user.notSent) parts.push(['Okta is set not to send this']);
  if (user.note !== null) parts.push([text(user.note)]);
  for (const attribute of user.attributes) {
    if (attribute.kind !== 'equal' && attribute.kind !== 'pingPong') parts.push([...attributeChange(attribute)]);
  }
  return parts.flatMap((part, index) => (index === 0 ? part : ['; ', ...part]));
}

function attributeChange(attribute: AttributePlan): readonly Inline[] {
  const kind = attribute.kind === 'change' ? '' : ` (${attributeKindWords[attribute.kind]})`;
  const message = attribute.message === null ? '' : `: ${attribute.message}`;
  return [
    code(attribute.path),
    ' ',
    code(attribute.genesys),
    ' → ',
    code(attribute.normalized ?? attribute.okta),
    text(`${kind}${message}`),
  ].filter((part) => typeof part === 'string' || part.type !== 'text' || part.value !== '');
}

function codes(ids: readonly string[]): readonly Inline[] {
  const { shown, rest } = capped(ids, 10);
  const parts = shown.flatMap((id, index): Inline[] => (index === 0 ? [code(id)] : [', ', code(id)]));
  return rest === 0 ? parts : [...parts, `, … and ${formatNumber(rest)} more`];
}
