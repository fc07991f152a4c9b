import { type Problem, problem } from '../input/problem';
import type { GenesysClient } from './client';
import { type PageMemory, type PageSizes, recallPages } from './pageMemory';
import { largestPageSize, safePageSize } from './pageSize';
import { proveMembers } from './proveMembers';
import { readGroups } from './readGroups';
import type { Listing } from './readListing';
import { enterpriseSchema, genesysSchema, type ScimGroup, type ScimUser } from './scim';
import { settleListings } from './settleListings';
import { SharedValues } from './sharedValues';
import type { RequestCounts, Snapshot, SnapshotOrg } from './snapshot';
import { SnapshotDeadline, type SnapshotReader } from './snapshotDeadline';
import type { RequestStatistics } from './transport';

/** Everything that a user can be compared by, and nothing else: `groups` would cost most and is known from the groups themselves. */
export const comparedUserAttributes: readonly string[] = [
  'id',
  'userName',
  'active',
  'displayName',
  'title',
  'externalId',
  'emails',
  'phoneNumbers',
  'roles',
  'meta',
  enterpriseSchema,
  genesysSchema,
];

const groupAttributes: readonly string[] = ['id', 'displayName', 'externalId', 'members', 'meta'];

/** What is being read; `done` and `total` count records. */
export interface SnapshotProgress {
  readonly phase: 'users' | 'inactiveUsers' | 'groups' | 'members' | 'strangers';
  readonly done: number;
  /** Null until the server has said it. */
  readonly total: number | null;
  /** Sent by this client so far. */
  readonly requests: number;
}

export interface TakeSnapshotOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: SnapshotProgress) => void) | undefined;
  /** The largest page to ask for; smaller ones follow where the server objects. */
  readonly pageSize?: number | undefined;
  /** The page sizes that this org takes, kept from one snapshot to the next; found anew without it. */
  readonly pageMemory?: PageMemory | undefined;
  /** What a snapshot may take besides the time that its size explains (`SnapshotDeadline`); 15 minutes unless told. */
  readonly deadlineMs?: number | undefined;
  /** Fewer attributes than `comparedUserAttributes`, where it is known that the comparison needs no others. */
  readonly userAttributes?: readonly string[] | undefined;
  /** ISO 8601; now unless told. */
  readonly takenAt?: string | undefined;
}

/**
 * Reads all users and groups of an org and proves that it is all of them (product.md, section 7): what is not proved is in `problems`, and
 * in `complete` or `unprovedGroups`. Throws RequestError where the org cannot be read, and the signal's reason when it fires.
 */
export async function takeSnapshot(client: GenesysClient, org: SnapshotOrg, options: TakeSnapshotOptions = {}): Promise<Snapshot> {
  const signal = options.signal ?? new AbortController().signal;
  const takenAt = options.takenAt ?? new Date().toISOString();
  const report = (phase: SnapshotProgress['phase'], done: number, total: number | null) => {
    options.onProgress?.({ phase, done, total, requests: client.statistics.requests });
  };
  const pageSize = options.pageSize ?? largestPageSize;
  const before = { ...client.statistics };
  await recallPages({ pageSizes: client.pageSizes, now: client.now() }, options.pageMemory);
  const deadline = new SnapshotDeadline(client, options.deadlineMs);
  const reader = deadline.reader();
  const shared = new SharedValues();
  const [active, inactive] = userListings(reader, client.pageSizes, options.userAttributes ?? comparedUserAttributes, shared);
  const totals = new Map<unknown, number>();
  const learn = (listing: unknown, total: number) => {
    if (totals.has(listing)) return;
    totals.set(listing, total);
    // Groups may have to be asked for their members and their counts one by one.
    deadline.allow(plainPages(total) + (listing === active || listing === inactive ? 0 : 2 * total));
  };
  const userReads = await settleListings([active, inactive], {
    pageSize,
    signal,
    onRecords: (listing, read, total) => {
      learn(listing, total);
      report(listing === active ? 'users' : 'inactiveUsers', read, total);
    },
  });
  // The inactive listing was read later, so it knows better about who is in both.
  const users = new Map<string, ScimUser>(userReads.flatMap((read) => [...read.resources]));
  const share = (group: ScimGroup): void => shared.group(group, users);
  const groupReads = await settleListings([groupListing(reader, client.pageSizes, share)], {
    pageSize,
    signal,
    onRecords: (listing, read, total) => {
      learn(listing, total);
      report('groups', read, total);
    },
  });
  const [activeRead, inactiveRead] = userReads;
  const ignored = filterProblem(activeRead?.resources, inactiveRead?.resources);
  const groups = await readGroups(sharing(reader, share), groupReads[0]?.resources ?? new Map<string, ScimGroup>(), {
    signal,
    onProgress: (done, total) => report('members', done, total),
  });
  const members = await proveMembers(reader, users, groups.groups, {
    signal,
    onProgress: (done, total) => {
      if (done === 1) deadline.allow(2 * total);
      report('strangers', done, total);
    },
  });
  const { users: userPages, groups: groupPages } = client.pageSizes;
  if (userPages.proved > 0 && groupPages.proved > 0) await options.pageMemory?.remember(sizesOf(client.pageSizes), client.now());
  const listingProblems = [...[...userReads, ...groupReads].flatMap((read) => read.problems), ...ignored];
  return {
    org,
    takenAt,
    live: true,
    complete: listingProblems.length === 0 && groups.allRead,
    problems: [...listingProblems, ...groups.problems, ...members.problems],
    users,
    groups: groups.groups,
    deletedMembers: members.deletedMembers,
    unprovedGroups: new Map([...members.unprovedGroups, ...groups.unprovedGroups]),
    groupFacts: new Map(),
    requests: countRequests(before, client.statistics, [...totals.values()], groups.groups.size),
    inputs: [],
  };
}

const plainPages = (total: number): number => Math.max(1, Math.ceil(total / safePageSize));

/** Two listings of users and one of groups, each group's members by its id, each group's count by its id. */
function countRequests(before: RequestStatistics, after: RequestStatistics, totals: readonly number[], groups: number): RequestCounts {
  const sent = after.requests - before.requests;
  const plain = totals.reduce((sum, total) => sum + plainPages(total), 0) + 2 * groups;
  return { sent, retried: after.retries - before.retries, avoided: Math.max(0, plain - sent) };
}

function sizesOf({ users, groups }: GenesysClient['pageSizes']): PageSizes {
  return {
    users: { proved: users.proved, current: users.current },
    groups: { proved: groups.proved, current: groups.current },
  };
}

function userListings(
  client: SnapshotReader,
  sizes: GenesysClient['pageSizes'],
  attributes: readonly string[],
  shared: SharedValues,
): [Listing<ScimUser>, Listing<ScimUser>] {
  const listing = (name: string, active: boolean): Listing<ScimUser> => ({
    name,
    size: sizes.users,
    page: async (startIndex, count, signal) => {
      const page = await client.listUsers({ active, startIndex, count, attributes }, signal);
      page.Resources?.forEach((user) => shared.user(user));
      return page;
    },
  });
  return [listing('The listing of active users', true), listing('The listing of inactive users', false)];
}

function groupListing(client: SnapshotReader, sizes: GenesysClient['pageSizes'], share: (group: ScimGroup) => void): Listing<ScimGroup> {
  return {
    name: 'The listing of groups',
    size: sizes.groups,
    page: async (startIndex, count, signal) => {
      const page = await client.listGroups({ startIndex, count, attributes: groupAttributes }, signal);
      page.Resources?.forEach(share);
      return page;
    },
  };
}

/** Groups that are read by id are like those of the listing. */
function sharing(reader: SnapshotReader, share: (group: ScimGroup) => void): SnapshotReader {
  return {
    ...reader,
    getGroup: async (id, signal) => {
      const group = await reader.getGroup(id, signal);
      if (group !== null) share(group);
      return group;
    },
  };
}

/**
 * A server that ignores the filter lists the same people twice. That is no harm where it lists everybody; where all of them are active, it
 * cannot be told whether it hides inactive ones.
 */
function filterProblem(active: ReadonlyMap<string, ScimUser> | undefined, inactive: ReadonlyMap<string, ScimUser> | undefined): Problem[] {
  const answered = [...(inactive?.values() ?? [])];
  const ignored = answered.some((user) => user.active);
  const showsInactive = answered.some((user) => !user.active) || [...(active?.values() ?? [])].some((user) => !user.active);
  if (!ignored || showsInactive) return [];
  const message =
    'The server ignores the filter "active eq false" and lists active users only, so inactive users may be missing. ' +
    'Check the base URL; if it is right, the plan can be read but not applied.';
  return [problem('listing-short', message)];
}
