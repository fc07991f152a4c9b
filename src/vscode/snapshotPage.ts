import type { ScimMember } from '../genesys/scim';
import type { Snapshot } from '../genesys/snapshot';
import { compareText } from '../plan/order';
import { sortInSteps } from '../plan/sortInSteps';
import { countOf, displayName, formatNumber, formatTime } from '../report/words';
import { maxDocumentLines, personLine } from './planMembers';

/**
 * A saved snapshot as a text to read: whose it is and of when, whether it is proved to be all, its people and its groups with their members,
 * one a line and sorted by name. Cut behind `limit` lines, with a word about it.
 */
export function* snapshotPageInSteps(snapshot: Snapshot, limit = maxDocumentLines): Generator<undefined, string> {
  const { users, groups } = snapshot;
  const head = headLines(snapshot);
  const lines: string[] = ['# People'];
  for (const user of yield* sortInSteps([...users.values()], (a, b) => compareText(a.userName, b.userName) || compareText(a.id, b.id))) {
    lines.push(`${personLine(user.userName, user.displayName ?? null, user.id)}${user.active ? '' : ' · inactive'}`);
    if (lines.length % 64 === 0) yield;
  }
  lines.push('', '# Groups');
  const nameOf = (member: ScimMember): string => {
    const user = users.get(member.value);
    const nested = user ? undefined : groups.get(member.value);
    if (nested) return `${displayName(nested.displayName)} — a nested group`;
    return personLine(user?.userName ?? null, user?.displayName ?? null, member.value);
  };
  for (const group of yield* sortInSteps(
    [...groups.values()],
    (a, b) => compareText(a.displayName, b.displayName) || compareText(a.id, b.id),
  )) {
    yield;
    const members = new Map(group.members?.map((member) => [member.value, member]));
    const doubt = snapshot.unprovedGroups.get(group.id);
    lines.push(
      `${displayName(group.displayName)} — ${countOf(members.size, 'member')}${doubt === undefined ? '' : ` · not proved: ${displayName(doubt)}`}`,
    );
    if (head.length + lines.length > limit) continue; // whoever is cut off needs no name; groups are few
    lines.push(...[...members.values()].map((member) => `    ${nameOf(member)}`).sort(compareText));
  }
  const room = limit - head.length - 1;
  const shown =
    lines.length <= room
      ? lines
      : [...lines.slice(0, room), `# Cut here: the first ${formatNumber(room)} lines are shown; the file has all of them.`];
  return `${[...head, '', ...shown].join('\n')}\n`;
}

function headLines(snapshot: Snapshot): readonly string[] {
  const { org, takenAt, users, groups, complete, problems, inputs, unprovedGroups } = snapshot;
  const active = [...users.values()].filter((user) => user.active).length;
  const where = org.host === '' ? '' : ` (${displayName(org.host)})`;
  const serious = [...problems, ...inputs.flatMap((input) => input.problems)].filter(({ level }) => level !== 'note');
  const proof = complete && unprovedGroups.size === 0 ? 'proved complete' : 'not proved to be all';
  return [
    `# ${displayName(org.name)}${where}, ${takenAt === null ? 'it is not known when this was saved' : `taken ${formatTime(takenAt)}`}`,
    `# ${countOf(users.size, 'user')} (${formatNumber(active)} active) and ${countOf(groups.size, 'group')}, ${proof}`,
    ...serious.slice(0, 20).map(({ message }) => `# ! ${displayName(message)}`),
  ];
}
