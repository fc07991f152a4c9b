import { allSteps } from '../input/steps';
import type { ScimMember } from '../genesys/scim';
import type { Snapshot } from '../genesys/snapshot';
import { compareText } from '../plan/order';
import type { GroupAdd, GroupPlan } from '../plan/plan';
import { sortInSteps } from '../plan/sortInSteps';
import { countOf, displayName, formatNumber } from '../report/words';

/** A document longer than this is cut, and says so: the diff editor gets slow beyond it. */
export const maxDocumentLines = 20_000;

/** Both sides of *Genesys now ↔ after the push*. */
export interface Comparison {
  readonly now: string;
  readonly after: string;
}

interface Side {
  readonly now: readonly string[];
  readonly after: readonly string[];
}

/**
 * The members of a group now and after a push, one line a person, sorted: `anna.berg@contoso.example — Anna Berg`. Who stays is known from
 * the snapshot only, and left out where there is none (an opened plan file) or where there are too many; the first line then says so.
 */
export function compareMembers(group: GroupPlan, snapshot: Snapshot | null, limit = maxDocumentLines): Comparison {
  return allSteps(compareMembersInSteps(group, snapshot, limit));
}

/** `compareMembers`, some hundred lines at a time: between two steps others can work. */
export function* compareMembersInSteps(
  group: GroupPlan,
  snapshot: Snapshot | null,
  limit = maxDocumentLines,
): Generator<undefined, Comparison> {
  const whole = snapshot && (yield* wholeSides(group, snapshot, limit));
  if (whole && whole !== 'tooMany') return { now: textOf(whole.now), after: textOf(whole.after) };
  const change = yield* changedSides(group, snapshot);
  const header = `# Only who leaves and who comes: ${missingWords(group, whole === 'tooMany')}`;
  return { now: cut(header, change.now, limit), after: cut(header, change.after, limit) };
}

/**
 * The members of a group when the plan was made, and those that were read since, in the same form; whoever was planned to come or go says so,
 * so that the diff shows all three.
 */
export function* compareThenNowInSteps(
  group: GroupPlan,
  snapshot: Snapshot,
  members: ReadonlySet<string>,
  limit = maxDocumentLines,
): Generator<undefined, { readonly then: string; readonly now: string }> {
  const membersThen = snapshot.groups.get(group.genesysGroupId ?? '')?.members ?? [];
  const before = new Map(membersThen.map((member) => [member.value, member]));
  const planned = new Map([
    ...group.removals.map(({ genesysUserId }) => [genesysUserId, ' · planned to be removed'] as const),
    ...group.adds.map(({ genesysUserId }) => [genesysUserId, ' · planned to be added'] as const),
  ]);
  const name = lineWriter(snapshot);
  const line = (member: ScimMember): string => `${name(member)}${planned.get(member.value) ?? ''}`;
  if (Math.max(before.size, members.size) <= limit) {
    const then = yield* linesOf([...before.values()], line);
    const now = yield* linesOf([...members], (value) => line(before.get(value) ?? { value }));
    return { then: textOf(then), now: textOf(now) };
  }
  const header = '# Only who left and who came: there are too many members to compare.';
  const left = [...before.values()].filter((member) => !members.has(member.value));
  const came = [...members].filter((value) => !before.has(value));
  return {
    then: cut(header, yield* linesOf(left, line), limit),
    now: cut(header, yield* linesOf(came, (value) => line({ value })), limit),
  };
}

function* wholeSides(group: GroupPlan, snapshot: Snapshot, limit: number): Generator<undefined, Side | 'tooMany' | null> {
  const members = group.genesysGroupId === null ? undefined : snapshot.groups.get(group.genesysGroupId)?.members;
  if (!members) return null;
  const removed = new Set(group.removals.map((removal) => removal.genesysUserId));
  const line = lineWriter(snapshot);
  const distinct = [...new Map(members.map((member) => [member.value, member])).values()];
  // A group whose push cannot be known stands unchanged on both sides.
  const staying = distinct.filter((member) => !removed.has(member.value));
  if (Math.max(distinct.length, staying.length + group.adds.length) > limit) return 'tooMany';
  const addedLine = addedWriter(snapshot);
  const now = yield* linesOf(distinct, line);
  // A function for each line, so that both kinds of people are sorted together.
  const after = [...staying.map((member) => () => line(member)), ...group.adds.map((add) => () => addedLine(add))];
  return { now, after: yield* linesOf(after, (write) => write()) };
}

function* changedSides(group: GroupPlan, snapshot: Snapshot | null): Generator<undefined, Side> {
  const now = yield* linesOf(group.removals, ({ userName, displayName: name, genesysUserId }) => personLine(userName, name, genesysUserId));
  return { now, after: yield* linesOf(group.adds, addedWriter(snapshot)) };
}

function addedWriter(snapshot: Snapshot | null): (add: GroupAdd) => string {
  return ({ userName, genesysUserId }) => personLine(userName, snapshot?.users.get(genesysUserId)?.displayName ?? null, genesysUserId);
}

/** Sorted. */
function* linesOf<Item>(items: readonly Item[], line: (item: Item) => string): Generator<undefined, readonly string[]> {
  const lines: string[] = [];
  for (const item of items) {
    lines.push(line(item));
    if (lines.length % 256 === 0) yield;
  }
  return yield* sortInSteps(lines, compareText);
}

function lineWriter(snapshot: Snapshot): (member: ScimMember) => string {
  return (member) => {
    const user = snapshot.users.get(member.value);
    if (user) return personLine(user.userName, user.displayName ?? null, user.id);
    const nested = snapshot.groups.get(member.value);
    if (nested) return `${displayName(nested.displayName)} — a nested group`;
    return `${displayName(member.value)} — ${snapshot.deletedMembers.has(member.value) ? 'no longer exists in Genesys' : 'not in the snapshot'}`;
  };
}

/** `anna.berg@contoso.example — Anna Berg`; the id where neither name is known. */
export function personLine(userName: string | null, name: string | null, id: string): string {
  const first = displayName(userName || id);
  return name ? `${first} — ${displayName(name)}` : first;
}

function missingWords(group: GroupPlan, tooMany: boolean): string {
  const staying =
    group.unchanged === null
      ? 'the members who stay'
      : `${countOf(group.unchanged, 'member')} who ${group.unchanged === 1 ? 'stays' : 'stay'}`;
  const verb = group.unchanged === 1 ? 'is' : 'are';
  return tooMany ? `${staying} ${verb} left out, there are too many to compare.` : `${staying} ${verb} not in the plan file.`;
}

function cut(header: string, lines: readonly string[], limit: number): string {
  const room = limit - 1;
  if (lines.length <= room) return textOf([header, ...lines]);
  const word = `# Cut here: ${formatNumber(room - 1)} of ${formatNumber(lines.length)} lines are shown.`;
  return textOf([header, ...lines.slice(0, room - 1), word]);
}

function textOf(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}
