import type { ScimGroup } from '../genesys/scim';
import type { Snapshot, SnapshotOrg } from '../genesys/snapshot';
import type { ProblemCode } from '../input/problem';
import type { AbsentMeans } from './compareSnapshotUser';
import type { ComparedSnapshot } from './snapshotChanges';

/** The two snapshots are of different orgs: nothing of them can be compared. */
export class DifferentOrgsError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DifferentOrgsError';
  }
}

/** What a snapshot proves: whoever is not in it is told from whoever may only have been left out. */
export class SnapshotSide {
  /** Everybody and every group is in it. */
  readonly whole: boolean;
  readonly absent: AbsentMeans['before'];
  private readonly listsProved: boolean;
  /** Reasons that concern who a member is, and not whether the list is whole. */
  private readonly identityOnly: ReadonlySet<string>;

  constructor(
    readonly snapshot: Snapshot,
    private readonly name: 'first' | 'second',
  ) {
    const own = snapshot.live || snapshot.inputs.some(({ kind }) => kind === 'snapshot');
    this.absent = own ? 'noValue' : 'notKnown';
    // Lists of a SCIM server leave inactive users out unless asked for them, and do not say so.
    const everybody = own || [...snapshot.users.values()].some(({ active }) => !active);
    this.whole = snapshot.complete && everybody;
    const serious = problemsOf(snapshot).filter(({ level }) => level === 'incomplete');
    this.listsProved = snapshot.complete || (own && serious.length > 0 && serious.every(({ code }) => ofListings.has(code)));
    this.identityOnly = new Set(serious.filter(({ code }) => code === 'member-unresolved').map(({ message }) => message));
  }

  /** Why it is not proved that the group's member list is whole, in words; null: it is. */
  unproved(group: ScimGroup): string | null {
    const why = this.snapshot.unprovedGroups.get(group.id);
    if (why !== undefined && !this.identityOnly.has(why)) return why;
    if (!group.members && this.absent === 'notKnown') return 'Its members are not in the files.';
    return this.listsProved ? null : `The ${this.name} snapshot is partial, and it is not known whether that concerns its member lists.`;
  }

  summary(): ComparedSnapshot {
    const { org, takenAt, live, users, groups } = this.snapshot;
    let activeUsers = 0;
    for (const { active } of users.values()) if (active) activeUsers++;
    return { org, takenAt, live, users: users.size, activeUsers, groups: groups.size, whole: this.whole };
  }

  /** What keeps it from being certain; empty where it is. */
  doubts(): string[] {
    if (this.whole) return [];
    const side = `The ${this.name} snapshot`;
    if (this.snapshot.complete)
      return [`${side} is made of lists of a SCIM server without any inactive user: whoever is not in it may only have been deactivated.`];
    const why = problemsOf(this.snapshot).find(({ level }) => level === 'incomplete')?.message;
    return [`${side} is partial: whoever is not in it may be in the org all the same.${why === undefined ? '' : ` ${why}`}`];
  }
}

/** Listings of users or groups that are not proved; each group's members are proved by their own count. */
const ofListings: ReadonlySet<string> = new Set<ProblemCode>([
  'listing-moved',
  'listing-short',
  'duplicate-resource',
  'members-cut',
  'member-unresolved',
]);

const problemsOf = ({ problems, inputs }: Snapshot): Snapshot['problems'] => [...problems, ...inputs.flatMap((input) => input.problems)];

/**
 * Doubts about two snapshots being of one org, in words; none where the org ids are the same.
 *
 * @throws DifferentOrgsError where the org ids differ, or, where an id is not known, the hosts.
 */
export function sameOrgDoubts(before: SnapshotOrg, after: SnapshotOrg): string[] {
  if (before.orgId !== null && after.orgId !== null) {
    if (before.orgId === after.orgId) return [];
    throw new DifferentOrgsError(
      `${differ(before, after)} Their org ids differ, so that everybody would look gone. Choose two of one org.`,
    );
  }
  if (before.host !== '' && after.host !== '' && before.host !== after.host)
    throw new DifferentOrgsError(`${differ(before, after)} Nothing says that they are of one org. Choose two of one org.`);
  if (before.host !== '' && after.host !== '' && before.clientId !== null && before.clientId === after.clientId)
    return ['Not both snapshots tell the id of their org: they are taken for the same one since host and OAuth client are the same.'];
  return ['It is not known whether both snapshots are of the same org: one of them does not tell its org id, nor the same OAuth client.'];
}

const differ = (before: SnapshotOrg, after: SnapshotOrg): string =>
  `The snapshots are of different orgs: ${named(before)} and ${named(after)}.`;

const named = ({ name, host }: SnapshotOrg): string => `${name} (${host === '' ? 'host unknown' : host})`;

/** A doubt where the second snapshot is not the later one. */
export function orderDoubts(before: string | null, after: string | null): string[] {
  if (before === null || after === null)
    return ['It is not known when both snapshots were taken, so which is the earlier one is not, either.'];
  if (Date.parse(before) <= Date.parse(after)) return [];
  return ['The first snapshot is the later one: what appears to be new here is what has gone since, and the other way round.'];
}
