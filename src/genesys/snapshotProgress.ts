import type { SnapshotProgress } from './takeSnapshot';

const phases: Readonly<Record<SnapshotProgress['phase'], string>> = {
  users: 'users',
  inactiveUsers: 'inactive users',
  groups: 'groups',
  members: 'groups with their members',
  strangers: 'members that no listing holds',
};

/** `users: 1,200 of 8,412 (24 requests)`; where it was estimated how many it will take, `(24 of ≈ 340 requests)`. */
export function snapshotProgressWords({ phase, done, total, requests }: SnapshotProgress, estimated?: number): string {
  const of = total === null ? '' : ` of ${counted(total)}`;
  const ofAll = estimated === undefined || requests > estimated ? '' : ` of ≈ ${counted(estimated)}`;
  const noun = requests === 1 && ofAll === '' ? 'request' : 'requests';
  return `${phases[phase]}: ${counted(done)}${of} (${counted(requests)}${ofAll} ${noun})`;
}

const counted = (count: number): string => count.toLocaleString('en-US');
