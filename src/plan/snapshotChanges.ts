import type { SnapshotOrg } from '../genesys/snapshot';

/** What differs between two snapshots of one org. Lists of people are sorted by user name, lists of groups by name. */
export interface SnapshotChanges {
  readonly before: ComparedSnapshot;
  readonly after: ComparedSnapshot;
  /** What keeps the comparison from being certain, in words; none where both sides are proved complete and of one org. */
  readonly doubts: readonly string[];
  readonly people: PeopleChanges;
  readonly groups: GroupChanges;
}

/** One side, in short. */
export interface ComparedSnapshot {
  readonly org: SnapshotOrg;
  /** ISO 8601; null where a file does not tell. */
  readonly takenAt: string | null;
  readonly live: boolean;
  readonly users: number;
  readonly activeUsers: number;
  readonly groups: number;
  /** Proved to hold everybody: only then is whoever is not in it not in the org. */
  readonly whole: boolean;
}

export interface ChangedPerson {
  readonly id: string;
  readonly userName: string;
  readonly displayName: string | null;
}

export interface AttributeChange {
  /** A SCIM path: `phoneNumbers[type eq "work"].value`. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
  /** The same value, written in another way (product.md, section 6). */
  readonly onlyWritten: boolean;
}

export interface PersonAttributes extends ChangedPerson {
  /** By path, `active` not among them. */
  readonly attributes: readonly AttributeChange[];
}

export interface PeopleChanges {
  readonly appeared: readonly ChangedPerson[];
  readonly gone: readonly ChangedPerson[];
  readonly deactivated: readonly ChangedPerson[];
  readonly reactivated: readonly ChangedPerson[];
  /** At least one attribute has another value. Who was deactivated or reactivated can be here as well. */
  readonly changed: readonly PersonAttributes[];
  /** Attributes differ only in how they are written. */
  readonly onlyWritten: readonly PersonAttributes[];
  /** On one side only, where the other side is not proved to hold everybody: whether they came or went is not known. */
  readonly notKnown: { readonly appeared: number; readonly gone: number };
  /** SCIM attributes that a side does not hold (lists of a SCIM server may leave them out), with how many people that concerns. */
  readonly notCompared: ReadonlyMap<string, number>;
}

export interface ChangedGroup {
  readonly id: string;
  readonly name: string;
}

export interface GroupMember {
  readonly id: string;
  /** User name, or the name of a nested group; null where neither side knows who it is. */
  readonly name: string | null;
  readonly displayName: string | null;
  readonly isGroup: boolean;
}

export interface MembershipChange extends ChangedGroup {
  /** Null: not known, since the list before is not proved. */
  readonly came: readonly GroupMember[] | null;
  /** Null: not known, since the list after is not proved. */
  readonly left: readonly GroupMember[] | null;
  /** Null where the list is not proved. */
  readonly membersBefore: number | null;
  readonly membersAfter: number | null;
}

export interface GroupChanges {
  /** With the number of their members; null where that is not proved. */
  readonly appeared: readonly (ChangedGroup & { readonly members: number | null })[];
  readonly gone: readonly (ChangedGroup & { readonly members: number | null })[];
  readonly renamed: readonly (ChangedGroup & { readonly nameBefore: string })[];
  /** Groups that are on both sides and whose members differ, as far as that is known. */
  readonly members: readonly MembershipChange[];
  readonly totals: { readonly came: number; readonly left: number };
  readonly notKnown: {
    readonly appeared: number;
    readonly gone: number;
    /** Groups on both sides of which a member list is not proved; what is missing in that list has not left. */
    readonly members: readonly (ChangedGroup & { readonly side: 'before' | 'after' | 'both'; readonly why: string })[];
  };
}

/** Whether anything differs that is certain, or could. */
export function snapshotOutcome({ people, groups }: SnapshotChanges): 'nothing' | 'changes' | 'notKnown' {
  const { notKnown } = groups;
  if (people.notKnown.appeared + people.notKnown.gone + notKnown.appeared + notKnown.gone + notKnown.members.length > 0) return 'notKnown';
  const { appeared, gone, deactivated, reactivated, changed } = people;
  const lists = [appeared, gone, deactivated, reactivated, changed, groups.appeared, groups.gone, groups.renamed, groups.members];
  return lists.some((list) => list.length > 0) ? 'changes' : 'nothing';
}
