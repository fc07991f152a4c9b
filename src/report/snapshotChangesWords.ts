import type { ComparedSnapshot, SnapshotChanges } from '../plan/snapshotChanges';
import { countOf, formatChange, formatNumber, formatTime, joinWords } from './words';

/** `1 person`, `1,240 people`. */
export const countWords = (count: number): string => countOf(count, 'person', 'people');

/** `2,000 users (1,912 active) and 40 groups`, and whether that is all. */
export function snapshotCountWords({ users, activeUsers, groups, whole }: ComparedSnapshot): string {
  const counts = `${countOf(users, 'user')} (${formatNumber(activeUsers)} active) and ${countOf(groups, 'group')}`;
  return whole ? counts : `${counts}, not proved to be all`;
}

/**
 * What changed in a sentence: `Since 2026-11-17 14:02 UTC: 2 people gone, 14 changed and 1 new; memberships −3 +5 in 2 groups; 1 group renamed.`
 * What is not known is said behind it.
 */
export function snapshotChangesHeadline(changes: SnapshotChanges): string {
  const { before, people, groups } = changes;
  const since = before.takenAt === null ? 'Between the two snapshots' : `Since ${formatTime(before.takenAt)}`;
  const ofPeople = counted(countWords, [
    [people.gone.length, 'gone'],
    [people.deactivated.length, 'deactivated'],
    [people.changed.length, 'changed'],
    [people.appeared.length, 'new'],
    [people.reactivated.length, 'active again'],
  ]);
  const ofGroups = counted(
    (count) => countOf(count, 'group'),
    [
      [groups.gone.length, 'gone'],
      [groups.appeared.length, 'new'],
      [groups.renamed.length, 'renamed'],
    ],
  );
  const { left, came } = groups.totals;
  const ofMembers = left + came === 0 ? '' : `memberships ${formatChange(left, came)} in ${countOf(groups.members.length, 'group')}`;
  const parts = [ofPeople, ofMembers, ofGroups].filter((part) => part !== '');
  const unknown = unknownWords(changes);
  const none = unknown.length === 0 ? 'nothing has changed' : 'nothing is known to have changed';
  return [`${since}: ${parts.length === 0 ? none : parts.join('; ')}.`, ...unknown].join(' ');
}

/** What the snapshots leave open, a sentence each. */
export function unknownWords({ people, groups }: SnapshotChanges): readonly string[] {
  const { gone, appeared } = people.notKnown;
  const { notKnown } = groups;
  return [
    ...(gone > 0 ? [`Whether ${countWords(gone)} left is not known.`] : []),
    ...(appeared > 0 ? [`Whether ${countWords(appeared)} came, or had only not been read before, is not known.`] : []),
    ...(notKnown.gone > 0 ? [`Whether ${countOf(notKnown.gone, 'group')} went is not known.`] : []),
    ...(notKnown.appeared > 0
      ? [`Whether ${countOf(notKnown.appeared, 'group')} came, or had only not been read before, is not known.`]
      : []),
    ...(notKnown.members.length > 0 ? [`Of ${countOf(notKnown.members.length, 'group')} the members are not proved.`] : []),
  ];
}

/** `2 people gone, 14 changed and 1 new`: the first says of what. */
function counted(first: (count: number) => string, parts: readonly (readonly [number, string])[]): string {
  const present = parts.filter(([count]) => count > 0);
  return joinWords(present.map(([count, word], index) => `${index === 0 ? first(count) : formatNumber(count)} ${word}`));
}
