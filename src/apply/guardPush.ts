import type { Clock } from '../http/clock';
import { RequestError } from '../http/requestError';
import type { Plan } from '../plan/plan';
import { batchSizes } from './batches';
import type { GroupDoor, GroupNow } from './groupDoor';
import { journalFormat, type Journal, type JournalOrg, type JournalSelection } from './journal';
import { GuardedGroup, type GuardTarget } from './guardPushGroup';
import { JournalFile } from './journalFile';

export interface GuardOptions {
  readonly door: Pick<GroupDoor, 'readGroup' | 'memberCount'>;
  readonly clock: Clock;
  /** Folder of journals. */
  readonly folder: string;
  readonly org: JournalOrg;
  readonly tool: Plan['tool'];
  /** Of the plan that predicts; empty without one. */
  readonly planId: string;
  /** userName by Genesys id, as far as it is known; kept for whoever reads or restores. */
  readonly userNames: ReadonlyMap<string, string>;
  /** Ends the beginning, before anything is saved; `follow` has its own. */
  readonly signal?: AbortSignal | undefined;
}

/** The group that is to be guarded is not there, or not as a whole. */
export class GuardError extends Error {
  readonly reason = 'cannotGuard';
  constructor(message: string) {
    super(message);
    this.name = 'GuardError';
  }
}

/**
 * Watches groups while Okta pushes (product.md, section 9): before-images are on disk before anything else, then the full groups are read
 * again and again. What comes and goes between two looks is not seen, and that is said wherever it counts.
 */
export class GuardedPush {
  private looks = 0;

  private constructor(
    readonly groups: readonly GuardedGroup[],
    private readonly journal: Journal & { close(): Promise<void> },
    private readonly options: GuardOptions,
  ) {}

  /** Reads the groups and saves them as they are. @throws GuardError, JournalError, RequestError: or the signal's reason: then nothing is under guard. */
  static async begin(targets: readonly GuardTarget[], options: GuardOptions): Promise<GuardedPush> {
    const { door, clock, folder, org } = options;
    const images: { readonly group: GuardedGroup; readonly version: string | null }[] = [];
    for (const target of targets) {
      options.signal?.throwIfAborted();
      const { now, count } = await readCounted(door, target.groupId);
      if (now === null) throw new GuardError(`The group "${target.name}" is not in Genesys Cloud any more. Make a new plan.`);
      if (count !== null && count !== now.members.size) throw new GuardError(cutList(target.name, now.members.size, count));
      images.push({ group: new GuardedGroup(target, now.members, clock.now(), count !== null), version: now.version });
    }
    options.signal?.throwIfAborted();
    const journal = await JournalFile.create(folder, `guard ${org.name}`, () => new Date(clock.now()));
    try {
      const selection = images.map(({ group }) => selectionOf(group, options.userNames));
      await journal.write({
        type: 'open',
        format: journalFormat,
        kind: 'guard',
        tool: options.tool,
        org,
        planId: options.planId,
        undoes: null,
        sizes: batchSizes(),
        selection,
        confirmation: null,
        lifts: [],
      });
      for (const { group, version } of images) {
        const { groupId, name } = group.target;
        await journal.write({ type: 'before', groupId, name, version, members: [...group.before].sort() });
      }
    } catch (error) {
      await journal.close();
      throw error;
    }
    return new GuardedPush(
      images.map(({ group }) => group),
      journal,
      options,
    );
  }

  /** The file with the before-images and what was seen since. */
  get path(): string {
    return this.journal.path;
  }

  /** How often each group was read. */
  get lookCount(): number {
    return this.looks;
  }

  /**
   * Reads every group once, in full. A group that cannot be read now is looked at again next time. @param last whether Genesys' own counts are
   * asked for in any case; else only where somebody is out. @throws JournalError.
   */
  async look(last = false): Promise<void> {
    for (const group of this.groups) await this.lookAt(group, last);
    this.looks += 1;
  }

  /**
   * Looks again and again until the signal fires, then once more: the last look is what the comparison rests on. @param everyMs from the
   * beginning of a look to the next; longer while nothing can be read. @throws JournalError; the file is closed in any case.
   */
  async follow({ everyMs, signal, onLook }: { everyMs: number; signal: AbortSignal; onLook: () => void }): Promise<void> {
    try {
      for (let failed = 0; !signal.aborted;) {
        const started = this.options.clock.now();
        await this.look();
        onLook();
        failed = this.groups.every(({ missed }) => missed) ? failed + 1 : 0;
        await this.rest(Math.max(0, pauseAfter(failed, everyMs) - (this.options.clock.now() - started)), signal);
      }
      await this.look(true);
      const unread = this.groups.flatMap(({ missed, target }) => (missed ? [target.groupId] : []));
      await this.journal.write({ type: 'guardEnd', looks: this.looks, ...(unread.length > 0 && { unread }) });
      onLook();
    } finally {
      await this.journal.close();
    }
  }

  private async rest(milliseconds: number, signal: AbortSignal): Promise<void> {
    try {
      await this.options.clock.sleep(milliseconds, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  private async lookAt(group: GuardedGroup, last: boolean): Promise<void> {
    const { door, clock } = this.options;
    const { groupId } = group.target;
    const isOut = ({ members }: GroupNow): boolean => [...group.before].some((id) => !members.has(id));
    let look: Counted;
    try {
      look = await readCounted(door, groupId, (now) => last || isOut(now));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      group.miss(error.message, clock.now());
      return;
    }
    const { now, count } = look;
    const known = group.counted;
    const counted = now !== null && count !== null && count !== now.members.size ? count : null;
    const { left, came } = group.see(now?.members ?? null, clock.now(), counted);
    if (group.looks.at(-1)?.moved !== true && counted === known) return;
    await this.journal.write({ type: 'look', groupId, exists: !group.gone, left, came, ...(counted !== null && { counted }) });
  }
}

/** A group as it is listed, and as Genesys counts it; null: not asked, or it may not be read. */
interface Counted {
  readonly now: GroupNow | null;
  readonly count: number | null;
}

/** Okta may write between the list and the count: two that differ are read again so often before they count as different. */
const readsUntilDifferent = 3;

/** Reads a group in full with Genesys' own count of it, which tells a list that is cut. @throws RequestError. */
async function readCounted(
  door: GuardOptions['door'],
  groupId: string,
  isAsked: (now: GroupNow) => boolean = () => true,
): Promise<Counted> {
  for (let reads = 1; ; reads++) {
    const now = await door.readGroup(groupId);
    if (now === null || !isAsked(now)) return { now, count: null };
    const count = await door.memberCount(groupId);
    if (count === null || count === now.members.size || reads === readsUntilDifferent) return { now, count };
  }
}

const cutList = (name: string, listed: number, counted: number): string =>
  `"${name}" cannot be guarded: Genesys lists ${grouped(listed)} of its members and counts ${grouped(counted)}, so an image of it would not be whole.`;

const grouped = (count: number): string => count.toLocaleString('en-US');

/** The longest pause between two looks while nothing can be read. */
const longestPauseMs = 30_000;

/** From the beginning of a look to the next, after so many in a row that could read nothing: who cannot answer is not pressed. */
const pauseAfter = (failed: number, everyMs: number): number => Math.max(everyMs, Math.min(longestPauseMs, everyMs * 2 ** failed));

/**
 * How often to look, in milliseconds, at a list and a count a group: half of the requests a minute that the org allows us at most, and never
 * more than one look a second.
 */
export function lookInterval(groups: number, requestsPerMinute: number): number {
  return Math.max(1000, Math.ceil((groups * 2 * 2 * 60_000) / Math.max(1, requestsPerMinute)));
}

function selectionOf({ target, before }: GuardedGroup, userNames: ReadonlyMap<string, string>): JournalSelection {
  const { groupId, name, oktaGroupId, prediction } = target;
  const people = new Set([...before, ...(prediction?.adds ?? []), ...(prediction?.removals ?? [])]);
  const known = [...people].flatMap((id) => {
    const userName = userNames.get(id);
    return userName === undefined ? [] : [[id, userName] as const];
  });
  return {
    groupId,
    name,
    oktaGroupId: prediction === null ? '' : oktaGroupId,
    userNames: Object.fromEntries(known),
    derived: [],
    guards: [],
    mode: 'both',
    adds: prediction?.adds ?? [],
    removals: prediction?.removals ?? [],
  };
}
