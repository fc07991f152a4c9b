import type { SnapshotProgress } from '../genesys/takeSnapshot';
import { countOf, formatNumber } from '../report/words';

const phases: Readonly<Record<SnapshotProgress['phase'], string>> = {
  users: 'users',
  inactiveUsers: 'inactive users',
  groups: 'groups',
  members: 'groups with their members',
  strangers: 'members that no listing holds',
};

/** `users: 1,200 of 8,412 (24 requests)`. */
export function snapshotProgressWords({ phase, done, total, requests }: SnapshotProgress): string {
  const of = total === null ? '' : ` of ${formatNumber(total)}`;
  return `${phases[phase]}: ${formatNumber(done)}${of} (${countOf(requests, 'request')})`;
}
