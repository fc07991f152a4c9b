import type { RootContent } from 'mdast';
import type { Gate, GateAnswer, Lift, PlanGuard } from '../apply/gate';
import type { GroupResult } from '../apply/groupWriter';
import type { GroupEnd, NotDone } from '../apply/journal';
import type { StaleGroup } from '../apply/prepareApply';
import type { ApplyResult } from '../apply/runApply';
import type { GroupPlan } from '../plan/plan';
import { capped, code, heading, list, name, paragraph, root, table, type Cell } from './markdownNodes';
import { toMarkdownText } from './markdownReport';
import { countOf, displayName, formatNumber, formatTime, guardWords, joinWords } from './words';

/** What an apply, an undo or a resume is called in its result. */
export type AppliedKind = 'apply' | 'undo' | 'restore' | 'resume';

/** What was asked for and what came of it. */
export interface Applied {
  readonly kind: AppliedKind;
  readonly org: string;
  /** ISO 8601. */
  readonly at: string;
  readonly result: ApplyResult;
  /** Null: it broke off before its end, for this reason. */
  readonly brokenOff: string | null;
  readonly planId: string | null;
  readonly gate: Gate | null;
  readonly answer: GateAnswer;
  /** People in a conflict, who were left alone. */
  readonly heldBack: number;
  /** Of a resume: what was done and checked before it. */
  readonly earlier?: { readonly removed: number; readonly added: number };
  /** Of an undo: groups of which something cannot be taken back, with the reason. */
  readonly apart?: readonly { readonly name: string; readonly message: string }[];
  /** An untrusted name by Genesys id. */
  readonly nameOf: (id: string) => string;
  /** Genesys ids of the members that a group was planned on, where they are known: a plan file does not hold them. */
  readonly membersThen?: (group: GroupPlan) => ReadonlySet<string> | null;
}

/** Before the name of the org. */
export const appliedTitles: Readonly<Record<AppliedKind, string>> = {
  apply: 'Applied to',
  resume: 'Resumed in',
  undo: 'Undone in',
  restore: 'Restored in',
};

const endWords: Readonly<Record<GroupEnd, string>> = {
  done: 'all done and checked',
  notAllDone: 'not all done',
  stopped: 'stopped',
  failed: 'failed',
  stale: 'left alone',
  cancelled: 'cancelled between two batches',
};

const notDoneWords: Readonly<Record<NotDone, string>> = {
  kept: 'Kept by Genesys (an owner, or a member by a rule)',
  dropped: 'Not added, though Genesys said that it was done',
  refused: 'Refused by Genesys',
};

/** Rows of one list; the journal has all of them. */
const mostRows = 500;

/** The result in one sentence, for a notification: `1,240 removed, 3 added, all checked.` */
export function appliedHeadline({ result, brokenOff, heldBack, apart: notTakenBack = [] }: Applied): string {
  const count = (pick: (group: GroupResult) => readonly unknown[]): number =>
    result.groups.reduce((sum, group) => sum + pick(group).length, 0);
  const [removed, added, notDone, left] = [
    count((group) => group.removed),
    count((group) => group.added),
    count((group) => group.notDone),
    count((group) => group.left),
  ];
  const done = [
    ...(removed > 0 ? [`${formatNumber(removed)} removed`] : []),
    ...(added > 0 ? [`${formatNumber(added)} added`] : []),
    removed + added > 0 ? 'all checked' : 'Nothing was changed',
  ].join(', ');
  const apart = result.stale.length + result.refused.length + notTakenBack.length;
  const open = [
    ...(notDone > 0 ? [`${formatNumber(notDone)} not done`] : []),
    ...(left > 0 ? [`${formatNumber(left)} left`] : []),
    ...(heldBack > 0 ? [`${formatNumber(heldBack)} held back by a conflict`] : []),
    ...(apart > 0 ? [`${countOf(apart, 'group')} left alone`] : []),
  ];
  const how = brokenOff !== null ? 'It broke off. ' : result.end === 'cancelled' ? 'Cancelled between two batches. ' : '';
  const why = brokenOff === null ? '' : ` ${brokenOff}`;
  return `${how}${done}${open.length === 0 ? '' : `; ${joinWords(open)}`}.${why}`;
}

/** The result as a page: asked, done and proved, kept by Genesys, refused, left, and what had changed since the plan (product.md, section 9). */
export function appliedDocument(applied: Applied): string {
  const { kind, org, at, result, nameOf } = applied;
  return toMarkdownText(
    root([
      heading(1, `${appliedTitles[kind]} `, name(org)),
      paragraph(appliedHeadline(applied)),
      ...groupTable(result.groups),
      ...result.groups.flatMap((group) => groupSections(group, nameOf)),
      ...result.stale.flatMap((stale) => staleSection(stale, applied)),
      ...refusedSection(result),
      ...apartSection(applied),
      heading(2, 'Record'),
      list(record(applied, formatTime(at))),
    ]),
  );
}

/** Columns that say nothing of any group are left out: the page may be narrow. */
function groupTable(groups: readonly GroupResult[]): RootContent[] {
  if (groups.length === 0) return [];
  const notDone =
    (wanted: NotDone) =>
    (group: GroupResult): number =>
      group.notDone.filter(({ why }) => why === wanted).length;
  const columns = (
    [
      ['Removed, checked', (group) => group.removed.length],
      ['Added, checked', (group) => group.added.length],
      ['Kept by Genesys', notDone('kept')],
      ['Refused', notDone('refused')],
      ['Dropped', notDone('dropped')],
      ['Left', (group) => group.left.length],
    ] satisfies readonly (readonly [string, (group: GroupResult) => number])[]
  ).filter(([, count]) => groups.some((group) => count(group) > 0));
  const asked = ({ removed, added, notDone: not, left }: GroupResult): number => removed.length + added.length + not.length + left.length;
  return [
    table(
      [null, 'right', ...columns.map(() => 'right' as const), null],
      ['Group', 'Asked', ...columns.map(([title]) => title), 'End'],
      groups.map((group): Cell[] => [
        name(group.name),
        formatNumber(asked(group)),
        ...columns.map(([, count]) => formatNumber(count(group))),
        endWords[group.end],
      ]),
    ),
  ];
}

function groupSections({ name: groupName, message, notDone, left }: GroupResult, nameOf: (id: string) => string): RootContent[] {
  if (message === null && notDone.length === 0 && left.length === 0) return [];
  const nodes: RootContent[] = [heading(2, name(groupName))];
  if (message !== null) nodes.push(paragraph(message));
  for (const [why, words] of Object.entries(notDoneWords)) {
    const ids = notDone.filter((one) => one.why === why).map((one) => one.id);
    nodes.push(...people(words, ids, nameOf));
  }
  nodes.push(...people('Left, not tried', left, nameOf));
  return nodes;
}

function people(title: string, ids: readonly string[], nameOf: (id: string) => string): RootContent[] {
  if (ids.length === 0) return [];
  const { shown, rest } = capped(ids, mostRows);
  const more = rest === 0 ? [] : [`… and ${formatNumber(rest)} more; the journal has all of them`];
  return [heading(3, `${title}: ${formatNumber(ids.length)}`), list([...shown.map((id): Cell => personCell(id, nameOf)), ...more])];
}

const personCell = (id: string, nameOf: (id: string) => string): Cell => {
  const known = nameOf(id);
  return known === id ? [code(id)] : [name(known), ' ', code(id)];
};

/** Planned, then, now: what another hand moved since the plan was made. */
function staleSection({ group, now }: StaleGroup, { nameOf, membersThen }: Applied): RootContent[] {
  const title = heading(2, name(group.genesysName ?? group.name), ': changed since the plan');
  if (now === null) return [title, paragraph('The group is not in Genesys Cloud any more. Nothing was written to it.')];
  const then = formatNumber(group.members ?? 0);
  const counts = `It had ${then} members then and has ${formatNumber(now.members.size)} now, and they are not those that were planned on.`;
  const advice = '“Plan This Group Again”, in its menu in the Plan view, plans it on the members of now; the other groups keep their plan.';
  const known = membersThen?.(group) ?? null;
  const moved = movedSince(group, known, now.members);
  const { shown, rest } = capped(moved, mostRows);
  const planned = group.removals.length + group.adds.length;
  const same = planned - moved.filter(({ plan }) => plan !== stays).length;
  return [
    title,
    paragraph(`${counts} Nothing was written to it. ${advice}`),
    ...(moved.length === 0
      ? [paragraph('Of those who are in the plan nobody moved; others came or left.')]
      : [
          table(
            [null, null, null, null],
            ['Person', 'Planned', 'Then', 'Now'],
            shown.map(({ id, plan, wasMember }) => [personCell(id, nameOf), plan, memberWords(wasMember), memberWords(!wasMember)]),
          ),
        ]),
    ...(rest > 0 ? [paragraph(`… and ${formatNumber(rest)} more.`)] : []),
    ...(moved.length > 0 && same > 0
      ? [
          paragraph(
            `${countOf(same, same === planned ? 'person' : 'other person', same === planned ? 'people' : 'other people')} of the plan ${same === 1 ? 'is' : 'are'} as before.`,
          ),
        ]
      : []),
  ];
}

const stays = 'nothing';
const memberWords = (isMember: boolean): string => (isMember ? 'member' : 'no member');

/** Everybody who came or left since, whoever is in the plan first; without the members of then only those. */
function movedSince(
  { removals, adds }: GroupPlan,
  then: ReadonlySet<string> | null,
  now: ReadonlySet<string>,
): readonly { readonly id: string; readonly plan: string; readonly wasMember: boolean }[] {
  const planned = new Set([...removals, ...adds].map(({ genesysUserId }) => genesysUserId));
  const others = then === null ? [] : [...new Set([...then, ...now])].filter((id) => !planned.has(id));
  return [
    ...removals.map(({ genesysUserId: id }) => ({ id, plan: 'removed', wasMember: true })),
    ...adds.map(({ genesysUserId: id }) => ({ id, plan: 'added', wasMember: false })),
    ...others.map((id) => ({ id, plan: stays, wasMember: then?.has(id) === true })),
  ].filter(({ id, wasMember }) => wasMember !== now.has(id));
}

function refusedSection({ refused }: ApplyResult): RootContent[] {
  if (refused.length === 0) return [];
  return [heading(2, 'Cannot be applied'), list(refused.map(({ group, message }): Cell => [name(group.name), `: ${message}`]))];
}

function apartSection({ apart = [] }: Applied): RootContent[] {
  if (apart.length === 0) return [];
  return [heading(2, 'Cannot be taken back'), list(apart.map((group): Cell => [name(group.name), `: ${group.message}`]))];
}

function record({ gate, answer, planId, result, heldBack, earlier }: Applied, at: string): Cell[] {
  const asked: Cell[] =
    gate === null
      ? []
      : [['Typed at the gate: ', code(answer.confirmation)], ...answer.lifts.map((lift) => `Lifted: ${liftWords(lift, gate)}`)];
  return [
    at,
    ...(earlier
      ? [`Done and checked before it was resumed: ${formatNumber(earlier.removed)} removed, ${formatNumber(earlier.added)} added`]
      : []),
    ...asked,
    ...(heldBack === 0 ? [] : [`${countOf(heldBack, 'person', 'people')} in a conflict left alone`]),
    ...(planId === null ? [] : [['Plan ', code(planId)]]),
    result.journal === null ? 'No journal: nothing was written' : ['Journal and undo file: ', code(result.journal)],
  ];
}

function liftWords({ guard, group: groupId }: Lift, { groups, planGuards, settings }: Gate): string {
  const group = groups.find(({ work }) => work.groupId === groupId);
  const tripped = group?.guards.find((each) => each === guard);
  if (group && tripped) return `${guardWords(tripped, group.work.group, settings)} ("${displayName(group.name)}")`;
  return planGuards.get(guard as PlanGuard) ?? guard;
}
