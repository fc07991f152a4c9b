import type { ScimGroup, ScimUser } from '../genesys/scim';
import type { Snapshot } from '../genesys/snapshot';
import { compareText } from '../plan/order';
import type { AttributeChange, GroupMember, SnapshotChanges } from '../plan/snapshotChanges';
import { sortInSteps } from '../plan/sortInSteps';
import { countOf, displayName, formatNumber } from '../report/words';
import { maxDocumentLines, personLine } from './planMembers';

/** Both sides of the native diff. */
export interface SnapshotTexts {
  readonly before: string;
  readonly after: string;
}

/** A line of both sides, or of one alone; it stands where `key` says on both. */
interface Row {
  readonly kind: 'person' | 'group' | 'member';
  readonly key: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Rows in a step. */
const rowsInStep = 64;

/**
 * Two snapshots of an org, one line a person and a group, in the same order on both sides; behind a group whoever left or came. Of a person only
 * what differs is written out, and a value that is only written otherwise does not. Who is missing where that proves nothing stands on both
 * sides and says so: the diff shows nobody as gone who may be there.
 *
 * Where there are more than `limit` lines only what differs is in it, and what is more than that is cut, both said in a line.
 */
export function* snapshotTextsInSteps(
  before: Snapshot,
  after: Snapshot,
  changes: SnapshotChanges,
  limit = maxDocumentLines,
): Generator<undefined, SnapshotTexts> {
  const people = yield* sortInSteps(yield* personRows(before, after, changes), byKey);
  const groups = yield* groupRows(before, after, changes);
  const room = limit - 3; // headings, and the word about what is left out
  if (people.length + groups.length <= room) return textsOf(people, groups, []);
  const differs = ({ before: was, after: is, kind }: Row): boolean => was !== is || kind === 'member';
  const [somePeople, someGroups] = [
    people.filter(differs),
    groups.filter((row, index) => differs(row) || groups[index + 1]?.kind === 'member'),
  ];
  const same = [countOf(people.length - somePeople.length, 'person', 'people'), countOf(groups.length - someGroups.length, 'group')].join(
    ' and ',
  );
  const words = [`# Only what differs: ${same} without a difference are left out, there are too many to compare.`];
  const rest = Math.max(0, somePeople.length + someGroups.length - (room - 1));
  if (rest > 0)
    words.push(`# Cut here: the last ${formatNumber(rest)} of ${formatNumber(somePeople.length + someGroups.length)} lines are not shown.`);
  // Both sides are cut behind the same row: what is cut off differs from nothing.
  return textsOf(somePeople.slice(0, room - 1), someGroups.slice(0, Math.max(0, room - 1 - somePeople.length)), words);
}

function* personRows(before: Snapshot, after: Snapshot, { people, ...sides }: SnapshotChanges): Generator<undefined, Row[]> {
  const changed = new Map([...people.changed].map(({ id, attributes }) => [id, attributes]));
  const gone = new Set(people.gone.map(({ id }) => id));
  const rows: Row[] = [];
  for (const user of after.users.values()) {
    const was = before.users.get(user.id);
    const key = keyOf(user.userName, user.id);
    const attributes = changed.get(user.id) ?? [];
    if (was) {
      const line = userLine(namedAlike(was, user, attributes), attributes, 'before');
      rows.push({ kind: 'person', key, before: line, after: userLine(user, attributes, 'after') });
    } else {
      const line = userLine(user, [], 'after');
      rows.push({ kind: 'person', key, before: sides.before.whole ? null : `${line}${notInThis}`, after: line });
    }
    if (rows.length % rowsInStep === 0) yield;
  }
  for (const was of before.users.values()) {
    if (after.users.has(was.id)) continue;
    const line = userLine(was, [], 'before');
    rows.push({ kind: 'person', key: keyOf(was.userName, was.id), before: line, after: gone.has(was.id) ? null : `${line}${notInThis}` });
    if (rows.length % rowsInStep === 0) yield;
  }
  return rows;
}

const notInThis = ' · not in this snapshot, which is not proved to hold everybody';
const namesInLine: ReadonlySet<string> = new Set(['userName', 'displayName']);

/** With the names of now where those of then were only written otherwise. */
function namedAlike(was: ScimUser, is: ScimUser, attributes: readonly AttributeChange[]): ScimUser {
  const hasNew = (name: string): boolean => attributes.some(({ path, onlyWritten }) => path === name && !onlyWritten);
  return {
    ...was,
    userName: hasNew('userName') ? was.userName : is.userName,
    displayName: (hasNew('displayName') ? was.displayName : is.displayName) ?? null,
  };
}

/** The names stand in the line already; of a value that is only written otherwise nothing does. */
function userLine(user: ScimUser, attributes: readonly AttributeChange[], side: 'before' | 'after'): string {
  const differing = attributes.filter(({ path, onlyWritten }) => !onlyWritten && !namesInLine.has(path));
  const values = differing.map(({ path, [side]: value }) => ` · ${path}: ${displayName(value ?? '—')}`);
  return `${personLine(user.userName, user.displayName ?? null, user.id)}${user.active ? '' : ' · inactive'}${values.join('')}`;
}

function* groupRows(before: Snapshot, after: Snapshot, { groups, ...sides }: SnapshotChanges): Generator<undefined, Row[]> {
  const moved = new Map(groups.members.map((change) => [change.id, change]));
  const gone = new Set(groups.gone.map(({ id }) => id));
  const unproved = new Map(groups.notKnown.members.map(({ id, side }) => [id, side]));
  const line = (group: ScimGroup, side: 'before' | 'after'): string => {
    const doubted = unproved.get(group.id);
    return groupLine(group, doubted === 'both' || doubted === side);
  };
  const rows: Row[] = [];
  for (const group of after.groups.values()) {
    yield;
    const was = before.groups.get(group.id);
    const key = keyOf(group.displayName, group.id);
    const is = line(group, 'after');
    rows.push({ kind: 'group', key, before: was ? line(was, 'before') : sides.before.whole ? null : `${is}${notInThis}`, after: is });
    const { left, came } = moved.get(group.id) ?? { left: null, came: null };
    const memberRow = (member: GroupMember, side: 'before' | 'after'): Row => {
      const words = `    ${memberLine(member)}`;
      return {
        kind: 'member',
        key: `${key}\n${keyOf(words, member.id)}`,
        before: side === 'before' ? words : null,
        after: side === 'after' ? words : null,
      };
    };
    for (const member of left ?? []) rows.push(memberRow(member, 'before'));
    for (const member of came ?? []) rows.push(memberRow(member, 'after'));
  }
  for (const was of before.groups.values()) {
    yield;
    if (after.groups.has(was.id)) continue;
    const words = line(was, 'before');
    rows.push({
      kind: 'group',
      key: keyOf(was.displayName, was.id),
      before: words,
      after: gone.has(was.id) ? null : `${words}${notInThis}`,
    });
  }
  return yield* sortInSteps(rows, byKey);
}

/** A member as a line of a text. */
function memberLine({ id, name, displayName: shown, isGroup }: GroupMember): string {
  return isGroup ? `${displayName(name ?? id)} — a nested group` : personLine(name, shown, id);
}

function groupLine({ displayName: name, members }: ScimGroup, isDoubted: boolean): string {
  const count = new Set(members?.map(({ value }) => value)).size;
  return `${displayName(name)} — ${isDoubted ? 'members not proved' : countOf(count, 'member')}`;
}

/** Sorts by name as people read it, and by id where names are the same. */
const keyOf = (name: string, id: string): string => `${name.toLowerCase()}\n${id}`;
const byKey = (a: Row, b: Row): number => compareText(a.key, b.key);

function textsOf(people: readonly Row[], groups: readonly Row[], words: readonly string[]): SnapshotTexts {
  const side = (of: 'before' | 'after'): string => {
    const lines = (rows: readonly Row[]): readonly string[] => rows.flatMap(({ [of]: line }) => line ?? []);
    return `${[...words, '# People', ...lines(people), '# Groups, and who left or came', ...lines(groups)].join('\n')}\n`;
  };
  return { before: side('before'), after: side('after') };
}
