import type { ScimMember } from '../genesys/scim';
import type { Snapshot } from '../genesys/snapshot';
import { compareText } from '../plan/order';
import type { GroupPlan } from '../plan/plan';
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
  const whole = snapshot && wholeSides(group, snapshot);
  if (whole && Math.max(whole.now.length, whole.after.length) <= limit) return { now: textOf(whole.now), after: textOf(whole.after) };
  const change = changedSides(group, snapshot);
  const header = `# Only who leaves and who comes: ${missingWords(group, whole !== null)}`;
  return { now: cut(header, change.now, limit), after: cut(header, change.after, limit) };
}

/**
 * The members of a group when the plan was made, and those that were read since, in the same form; whoever was planned to come or go says so,
 * so that the diff shows all three.
 */
export function compareThenNow(
  group: GroupPlan,
  snapshot: Snapshot,
  members: ReadonlySet<string>,
  limit = maxDocumentLines,
): { readonly then: string; readonly now: string } {
  const membersThen = snapshot.groups.get(group.genesysGroupId ?? '')?.members ?? [];
  const before = new Map(membersThen.map((member) => [member.value, member]));
  const planned = new Map([
    ...group.removals.map(({ genesysUserId }) => [genesysUserId, ' · planned to be removed'] as const),
    ...group.adds.map(({ genesysUserId }) => [genesysUserId, ' · planned to be added'] as const),
  ]);
  const name = lineWriter(snapshot);
  const line = (member: ScimMember): string => `${name(member)}${planned.get(member.value) ?? ''}`;
  const then = sorted([...before.values()].map(line));
  const now = sorted([...members].map((value) => line(before.get(value) ?? { value })));
  if (Math.max(then.length, now.length) <= limit) return { then: textOf(then), now: textOf(now) };
  const header = '# Only who left and who came: there are too many members to compare.';
  const left = [...before.values()].filter((member) => !members.has(member.value)).map(line);
  const came = [...members].filter((value) => !before.has(value)).map((value) => line({ value }));
  return { then: cut(header, sorted(left), limit), now: cut(header, sorted(came), limit) };
}

function wholeSides(group: GroupPlan, snapshot: Snapshot): Side | null {
  const members = group.genesysGroupId === null ? undefined : snapshot.groups.get(group.genesysGroupId)?.members;
  if (!members) return null;
  const removed = new Set(group.removals.map((removal) => removal.genesysUserId));
  const line = lineWriter(snapshot);
  const distinct = [...new Map(members.map((member) => [member.value, member])).values()];
  // A group whose push cannot be known stands unchanged on both sides.
  const after = distinct.filter((member) => !removed.has(member.value)).map(line);
  return { now: sorted(distinct.map(line)), after: sorted([...after, ...addedLines(group, snapshot)]) };
}

function changedSides(group: GroupPlan, snapshot: Snapshot | null): Side {
  const now = group.removals.map((removal) => personLine(removal.userName, removal.displayName, removal.genesysUserId));
  return { now: sorted(now), after: sorted(addedLines(group, snapshot)) };
}

function addedLines(group: GroupPlan, snapshot: Snapshot | null): string[] {
  return group.adds.map((add) => personLine(add.userName, snapshot?.users.get(add.genesysUserId)?.displayName ?? null, add.genesysUserId));
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

function personLine(userName: string | null, name: string | null, id: string): string {
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

function sorted(lines: readonly string[]): string[] {
  return [...lines].sort(compareText);
}

function textOf(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}
