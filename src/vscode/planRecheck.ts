import { isDeepStrictEqual } from 'node:util';
import type { GenesysClient } from '../genesys/client';
import type { Snapshot } from '../genesys/snapshot';
import { groupsWorthFacts } from '../plan/buildPlan';
import type { GroupPlan, Plan, UserAction } from '../plan/plan';
import { type SnapshotChanges, snapshotOutcome } from '../plan/snapshotChanges';
import { quotedName } from '../report/applyText';
import { countWords, snapshotChangesHeadline } from '../report/snapshotChangesWords';
import { countOf, formatChange, formatNumber, formatTime, joinWords } from '../report/words';
import { type PlannedFrom, planOn } from './planAgain';
import { groupNodeId } from './planGroupNodes';
import { inTurns } from './turns';

/** What a plan touches, read again, and the plan that comes of it. */
export interface Recheck {
  readonly plan: Plan;
  readonly snapshot: Snapshot;
  /** What moved since the plan was read, among what was read again. */
  readonly changes: SnapshotChanges;
  readonly touched: Touched;
}

/** Genesys ids. */
export interface Touched {
  readonly groups: readonly string[];
  readonly users: readonly string[];
}

/** Actions that change a user whom Genesys has, or that hang on whether it has them. Values that are sent again and again change nothing. */
const touching: ReadonlySet<UserAction> = new Set<UserAction>(['deactivate', 'conflict', 'accountMissing', 'reactivate', 'update']);

/** The groups that a plan would change, and the users that it would change or add to a group. */
export function touchedBy(plan: Plan): Touched {
  const users = new Set<string>();
  for (const { action, genesysUserId } of plan.users) if (genesysUserId !== null && touching.has(action)) users.add(genesysUserId);
  for (const { adds } of plan.groups) for (const { genesysUserId } of adds) users.add(genesysUserId);
  return { groups: groupsWorthFacts(plan), users: [...users] };
}

/** Requests of a group that is read again: itself, its count, and what it grants and where its members come from. */
const requestsOfGroup = 6;

/** About so many requests a re-check sends. */
export const recheckRequests = ({ groups, users }: Touched): number => groups.length * requestsOfGroup + users.length;

/**
 * Reads again what a plan touches, and plans on it (product.md, section 7, *Refresh*): groups in full with their members, since a 304 proves
 * nothing of those, and users by their version. The plan's age counts from its first reading, since that is how old the rest is. Undefined where it
 * was cancelled at the end; an abort before rejects. Throws RequestError.
 */
export async function recheckPlan(
  from: PlannedFrom,
  client: Pick<GenesysClient, 'getGroup' | 'getUser' | 'refreshUser' | 'readIfAllowed'>,
  signal: AbortSignal,
  report: (words: string) => void,
  readAt = new Date().toISOString(),
): Promise<Recheck | undefined> {
  const [{ rereadGroups }, { rereadUsers }, { compareSnapshotsInSteps }] = await Promise.all([
    import('../genesys/rereadGroups'),
    import('../genesys/rereadUsers'),
    import('../plan/compareSnapshots'),
  ]);
  const touched = touchedBy(from.plan);
  const withUsers = await rereadUsers(client, from.snapshot, touched.users, {
    signal,
    onProgress: (done, total) => report(`${formatNumber(done)} of ${countWords(total)}…`),
  });
  report(`${countOf(touched.groups.length, 'group')}…`);
  const snapshot = await rereadGroups(client, withUsers, touched.groups, signal);
  const { phoneRegion } = from.plan.settings;
  const changes = await inTurns(compareSnapshotsInSteps(from.snapshot, snapshot, { phoneRegion }), signal);
  if (!changes) return undefined;
  const said = `${touchedWords(touched)} ${recheckVerb(touched)} read again ${formatTime(readAt)}; everything else is as it was read for this plan.`;
  return { plan: await planOn(from, snapshot, [said]), snapshot, changes, touched };
}

/** Whether the new plan would do anything else than the old one. */
export function planMoved(before: Plan, after: Plan): boolean {
  const what = ({ groups, users, conflicts, complete }: Plan): unknown => ({
    groups,
    users: users.map(withoutVersion),
    conflicts,
    complete,
  });
  return !isDeepStrictEqual(what(before), what(after));
}

const withoutVersion = (user: Plan['users'][number]): unknown => ({ ...user, version: null });

/** What came of it: what was read, what moved, and which groups are planned otherwise. */
export function recheckWords(before: Plan, recheck: Recheck): string {
  const { changes, plan, touched } = recheck;
  const read = `${touchedWords(touched)} that this plan touches ${recheckVerb(touched)} read again.`;
  const words = [read, snapshotChangesHeadline(changes)];
  const now = new Map(plan.groups.map((group) => [groupNodeId(group), group]));
  const moved = before.groups.flatMap((group) => {
    const again = now.get(groupNodeId(group));
    return isDeepStrictEqual(group, again) ? [] : [`${quotedName(group.genesysName ?? group.name)} (${thenNow(group, again)})`];
  });
  if (moved.length > 0)
    words.push(
      `Planned otherwise: ${joinWords(moved.length > 4 ? [...moved.slice(0, 3), countOf(moved.length - 3, 'other group')] : moved)}.`,
    );
  if (!planMoved(before, plan) && snapshotOutcome(changes) !== 'nothing') words.push('The plan stays as it is.');
  return words.join(' ');
}

/** `−6 +0 then, −5 +0 now`. */
function thenNow(then: GroupPlan, now: GroupPlan | undefined): string {
  if (now === undefined || now.after === null) return 'no Genesys group any more';
  const [was, is] = [then, now].map(({ removals, adds }) => formatChange(removals.length, adds.length));
  return was === is ? `${was ?? ''}, as before` : `${was ?? ''} then, ${is ?? ''} now`;
}

const recheckVerb = ({ groups, users }: Touched): string => (groups.length + users.length === 1 ? 'was' : 'were');

/** `14 groups and 21 people`; what there is none of is left out. */
function touchedWords({ groups, users }: Touched): string {
  const parts = [
    ...(groups.length > 0 || users.length === 0 ? [countOf(groups.length, 'group')] : []),
    ...(users.length > 0 ? [countWords(users.length)] : []),
  ];
  return joinWords(parts);
}
