import type { ScimUser } from '../genesys/scim';
import type { Snapshot } from '../genesys/snapshot';
import { allSteps, type Steps } from '../input/steps';
import { phoneReader } from '../mapping/phone';
import { compareSnapshotGroupsInSteps } from './compareSnapshotGroups';
import { compareSnapshotUser } from './compareSnapshotUser';
import { compareText } from './order';
import type { ChangedPerson, PeopleChanges, PersonAttributes, SnapshotChanges } from './snapshotChanges';
import { orderDoubts, sameOrgDoubts, SnapshotSide } from './snapshotSides';
import { sortInSteps } from './sortInSteps';

export interface CompareSnapshotsOptions {
  /** ISO 3166-1 alpha-2 region for national phone numbers; null: none. */
  readonly phoneRegion: string | null;
}

/**
 * What changed from one snapshot of an org to another. Whoever is missing from a snapshot has gone only where that snapshot is proved to hold
 * everybody, and a member has left only where the group's list is proved (product.md, section 7); everything else is counted as not known.
 *
 * Pure. @throws DifferentOrgsError where they are of different orgs; RangeError for a phone region that does not exist.
 */
export function compareSnapshots(before: Snapshot, after: Snapshot, options: CompareSnapshotsOptions): SnapshotChanges {
  return allSteps(compareSnapshotsInSteps(before, after, options));
}

/** The same in steps of some microseconds, for whoever must not hold others up. */
export function* compareSnapshotsInSteps(before: Snapshot, after: Snapshot, options: CompareSnapshotsOptions): Steps<SnapshotChanges> {
  const ofOrgs = sameOrgDoubts(before.org, after.org);
  const sides = { before: new SnapshotSide(before, 'first'), after: new SnapshotSide(after, 'second') };
  yield;
  const people = yield* comparePeople(sides.before, sides.after, options);
  const groups = yield* compareSnapshotGroupsInSteps(sides.before, sides.after);
  return {
    before: sides.before.summary(),
    after: sides.after.summary(),
    doubts: [...ofOrgs, ...orderDoubts(before.takenAt, after.takenAt), ...sides.before.doubts(), ...sides.after.doubts()],
    people,
    groups,
  };
}

function* comparePeople(
  before: SnapshotSide,
  after: SnapshotSide,
  { phoneRegion }: CompareSnapshotsOptions,
): Generator<undefined, PeopleChanges> {
  const phones = phoneReader(phoneRegion);
  const absent = { before: before.absent, after: after.absent };
  const appeared: ChangedPerson[] = [];
  const gone: ChangedPerson[] = [];
  const deactivated: ChangedPerson[] = [];
  const reactivated: ChangedPerson[] = [];
  const changed: PersonAttributes[] = [];
  const onlyWritten: PersonAttributes[] = [];
  const notCompared = new Map<string, number>();
  const notKnown = { appeared: 0, gone: 0 };
  for (const [id, is] of after.snapshot.users) {
    yield;
    const was = before.snapshot.users.get(id);
    if (!was) {
      if (before.whole) appeared.push(personOf(is));
      else notKnown.appeared++;
      continue;
    }
    if (was.active !== is.active) (is.active ? reactivated : deactivated).push(personOf(is));
    const { attributes, notCompared: paths } = compareSnapshotUser(was, is, absent, phones);
    for (const path of paths) notCompared.set(path, (notCompared.get(path) ?? 0) + 1);
    if (attributes.length === 0) continue;
    const list = attributes.every((one) => one.onlyWritten) ? onlyWritten : changed;
    list.push({ ...personOf(is), attributes });
  }
  for (const [id, was] of before.snapshot.users) {
    yield;
    if (after.snapshot.users.has(id)) continue;
    // A 404 proves it even where the listing does not.
    if (after.whole || after.snapshot.deletedMembers.has(id)) gone.push(personOf(was));
    else notKnown.gone++;
  }
  return {
    appeared: yield* sortInSteps(appeared, byUserName),
    gone: yield* sortInSteps(gone, byUserName),
    deactivated: yield* sortInSteps(deactivated, byUserName),
    reactivated: yield* sortInSteps(reactivated, byUserName),
    changed: yield* sortInSteps(changed, byUserName),
    onlyWritten: yield* sortInSteps(onlyWritten, byUserName),
    notKnown,
    notCompared,
  };
}

const personOf = ({ id, userName, displayName }: ScimUser): ChangedPerson => ({ id, userName, displayName: displayName ?? null });

const byUserName = (a: ChangedPerson, b: ChangedPerson): number => compareText(a.userName, b.userName) || compareText(a.id, b.id);
