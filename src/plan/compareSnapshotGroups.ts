import type { ScimGroup, ScimMember } from '../genesys/scim';
import { compareText } from './order';
import type { ChangedGroup, GroupChanges, GroupMember, MembershipChange } from './snapshotChanges';
import type { SnapshotSide } from './snapshotSides';
import { sortInSteps } from './sortInSteps';

/** Members in a step. */
const membersInStep = 2048;

/** How the groups of two snapshots differ; what is not proved is counted apart, and nobody of it has left. */
export function* compareSnapshotGroupsInSteps(before: SnapshotSide, after: SnapshotSide): Generator<undefined, GroupChanges> {
  const appeared: GroupChanges['appeared'][number][] = [];
  const gone: GroupChanges['gone'][number][] = [];
  const renamed: GroupChanges['renamed'][number][] = [];
  const members: MembershipChange[] = [];
  const unproved: GroupChanges['notKnown']['members'][number][] = [];
  const notKnown = { appeared: 0, gone: 0 };
  for (const [id, is] of after.snapshot.groups) {
    yield;
    const was = before.snapshot.groups.get(id);
    if (!was) {
      if (before.whole) appeared.push({ ...groupOf(is), members: provedCount(is, after) });
      else notKnown.appeared++;
      continue;
    }
    if (was.displayName !== is.displayName) renamed.push({ ...groupOf(is), nameBefore: was.displayName });
    const doubt = unprovedSide(was, is, before, after);
    if (doubt) unproved.push({ ...groupOf(is), ...doubt });
    const change = yield* compareMembers(was, is, before, after);
    if (change) members.push(change);
  }
  for (const [id, was] of before.snapshot.groups) {
    yield;
    if (after.snapshot.groups.has(id)) continue;
    if (after.whole) gone.push({ ...groupOf(was), members: provedCount(was, before) });
    else notKnown.gone++;
  }
  const sum = (of: (change: MembershipChange) => readonly GroupMember[] | null): number =>
    members.reduce((total, change) => total + (of(change)?.length ?? 0), 0);
  return {
    appeared: appeared.sort(byName),
    gone: gone.sort(byName),
    renamed: renamed.sort(byName),
    members: members.sort(byName),
    totals: { came: sum(({ came }) => came), left: sum(({ left }) => left) },
    notKnown: { ...notKnown, members: unproved.sort(byName) },
  };
}

function unprovedSide(
  was: ScimGroup,
  is: ScimGroup,
  before: SnapshotSide,
  after: SnapshotSide,
): { readonly side: 'before' | 'after' | 'both'; readonly why: string } | null {
  const [then, now] = [before.unproved(was), after.unproved(is)];
  const why = now ?? then;
  return why === null ? null : { side: then === null ? 'after' : now === null ? 'before' : 'both', why };
}

/** Null: nobody came or left as far as is known. */
function* compareMembers(
  was: ScimGroup,
  is: ScimGroup,
  before: SnapshotSide,
  after: SnapshotSide,
): Generator<undefined, MembershipChange | null> {
  const [listBefore, listAfter] = [was.members ?? [], is.members ?? []];
  if (listBefore.length === listAfter.length && listBefore.every(({ value }, index) => value === listAfter[index]?.value)) return null;
  const proved = { before: before.unproved(was) === null, after: after.unproved(is) === null };
  const came = proved.before ? yield* notAmong(listAfter, listBefore) : null;
  const left = proved.after ? yield* notAmong(listBefore, listAfter) : null;
  if ((came?.size ?? 0) + (left?.size ?? 0) === 0) return null;
  return {
    ...groupOf(is),
    came: came && (yield* named(came, after, before)),
    left: left && (yield* named(left, before, after)),
    membersBefore: provedCount(was, before),
    membersAfter: provedCount(is, after),
  };
}

/** Each once. */
function* notAmong(list: readonly ScimMember[], others: readonly ScimMember[]): Generator<undefined, Map<string, ScimMember>> {
  const known = new Set<string>();
  for (const [index, { value }] of others.entries()) {
    known.add(value);
    if (index % membersInStep === 0) yield;
  }
  const rest = new Map<string, ScimMember>();
  for (const [index, member] of list.entries()) {
    if (!known.has(member.value)) rest.set(member.value, member);
    if (index % membersInStep === 0) yield;
  }
  return rest;
}

/** As the snapshot that holds them calls them, else the other one. */
function* named(
  members: ReadonlyMap<string, ScimMember>,
  holder: SnapshotSide,
  other: SnapshotSide,
): Generator<undefined, readonly GroupMember[]> {
  const found: GroupMember[] = [];
  for (const { value: id, type } of members.values()) {
    const user = holder.snapshot.users.get(id) ?? other.snapshot.users.get(id);
    const group = user ? undefined : (holder.snapshot.groups.get(id) ?? other.snapshot.groups.get(id));
    const isGroup = group !== undefined || (user === undefined && type?.toLowerCase() === 'group');
    found.push({ id, name: user?.userName ?? group?.displayName ?? null, displayName: user?.displayName ?? null, isGroup });
    if (found.length % membersInStep === 0) yield;
  }
  return yield* sortInSteps(found, (a, b) => compareText(a.name ?? a.id, b.name ?? b.id) || compareText(a.id, b.id));
}

function provedCount(group: ScimGroup, side: SnapshotSide): number | null {
  return side.unproved(group) === null ? new Set(group.members?.map(({ value }) => value)).size : null;
}

const groupOf = ({ id, displayName }: ScimGroup): ChangedGroup => ({ id, name: displayName });

const byName = (a: ChangedGroup, b: ChangedGroup): number => compareText(a.name, b.name) || compareText(a.id, b.id);
