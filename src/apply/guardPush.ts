import type { Clock } from '../http/clock';
import { RequestError } from '../http/requestError';
import type { Plan } from '../plan/plan';
import { batchSizes } from './batches';
import type { GroupDoor } from './groupDoor';
import { journalFormat, type Journal, type JournalOrg, type JournalSelection } from './journal';
import { JournalFile } from './journalFile';

/** A group that is to be guarded, with what the plan predicts of it. */
export interface GuardTarget {
  readonly groupId: string;
  readonly name: string;
  /** Empty where there is no plan of it. */
  readonly oktaGroupId: string;
  readonly prediction: Prediction | null;
}

/** Genesys ids that a push would take out and put in. */
export interface Prediction {
  readonly removals: readonly string[];
  readonly adds: readonly string[];
  /** How many can be out at one time while Okta pushes. */
  readonly atWorst: number;
}

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

/** What one look at one group showed. */
export interface Look {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Null: the group could not be read, or is not there any more. */
  readonly members: number | null;
  /** Of the members before, how many are not in it now. */
  readonly out: number;
  /** Of those who were seen out, how many are in it again. */
  readonly back: number;
  /** How many are in it now and were not before. */
  readonly added: number;
  /** Somebody came or went since the look before. */
  readonly moved: boolean;
  /** Why it could not be read, in words; null where it was. */
  readonly problem: string | null;
}

/** After so long without movement, and after some, a push seems to be over. */
export const quietMs = 30_000;

/** A group under guard, as far as it was seen. */
export class GuardedGroup {
  readonly looks: Look[] = [];
  /** Everybody of the before-image who was seen out at any look. */
  readonly seenOut = new Set<string>();
  /** Everybody who was seen in it and was not before. */
  readonly seenAdded = new Set<string>();
  /** The largest number that a look showed out at once. */
  largestOut = 0;
  now: ReadonlySet<string>;
  gone = false;
  private lastMoveAt: number | null = null;

  constructor(
    readonly target: GuardTarget,
    readonly before: ReadonlySet<string>,
    /** Milliseconds since 1970. */
    readonly savedAt: number,
  ) {
    this.now = before;
  }

  /** Movement was seen, and none for a while since. Nobody but Okta knows whether the push is over. */
  settled(now: number): boolean {
    return this.lastMoveAt !== null && now - this.lastMoveAt >= quietMs;
  }

  /** Takes in what was read at a time; tells who left and who came since the look before. */
  see(members: ReadonlySet<string> | null, at: number): { readonly left: readonly string[]; readonly came: readonly string[] } {
    const seen = members ?? new Set<string>();
    const wasGone = this.gone;
    const left = [...this.now].filter((id) => !seen.has(id));
    const came = [...seen].filter((id) => !this.now.has(id));
    this.now = seen;
    this.gone = members === null;
    const out = [...this.before].filter((id) => !seen.has(id));
    const added = [...seen].filter((id) => !this.before.has(id));
    for (const id of out) this.seenOut.add(id);
    for (const id of added) this.seenAdded.add(id);
    this.largestOut = Math.max(this.largestOut, out.length);
    const moved = left.length + came.length > 0 || wasGone !== this.gone;
    if (moved) this.lastMoveAt = at;
    this.looks.push({
      at,
      members: members?.size ?? null,
      out: out.length,
      back: this.seenOut.size - out.length,
      added: added.length,
      moved,
      problem: members === null ? 'The group is not in Genesys Cloud any more.' : null,
    });
    return { left, came };
  }

  /** Takes in that a look failed: nothing is known of this moment. */
  miss(problem: string, at: number): void {
    const last = this.looks.at(-1);
    const counts = { out: last?.out ?? 0, back: last?.back ?? 0, added: last?.added ?? 0 };
    this.looks.push({ at, members: null, ...counts, moved: false, problem });
  }
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
      const now = await door.readGroup(target.groupId);
      if (now === null) throw new GuardError(`The group "${target.name}" is not in Genesys Cloud any more. Make a new plan.`);
      const count = await door.memberCount(target.groupId);
      if (count !== null && count !== now.members.size) throw new GuardError(cutList(target.name, now.members.size, count));
      images.push({ group: new GuardedGroup(target, now.members, clock.now()), version: now.version });
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

  /** Reads every group once, in full. A group that cannot be read now is looked at again next time. @throws JournalError. */
  async look(): Promise<void> {
    for (const group of this.groups) await this.lookAt(group);
    this.looks += 1;
  }

  /**
   * Looks again and again until the signal fires, then once more: the last look is what the comparison rests on. @param everyMs from the
   * beginning of a look to the next. @throws JournalError; the file is closed in any case.
   */
  async follow({ everyMs, signal, onLook }: { everyMs: number; signal: AbortSignal; onLook: () => void }): Promise<void> {
    try {
      while (!signal.aborted) {
        const started = this.options.clock.now();
        await this.look();
        onLook();
        await this.rest(Math.max(0, everyMs - (this.options.clock.now() - started)), signal);
      }
      await this.look();
      await this.journal.write({ type: 'guardEnd', looks: this.looks });
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

  private async lookAt(group: GuardedGroup): Promise<void> {
    const { door, clock } = this.options;
    const { groupId } = group.target;
    let members: ReadonlySet<string> | null;
    try {
      members = (await door.readGroup(groupId))?.members ?? null;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      group.miss(error.message, clock.now());
      return;
    }
    const { left, came } = group.see(members, clock.now());
    if (group.looks.at(-1)?.moved === true) await this.journal.write({ type: 'look', groupId, exists: !group.gone, left, came });
  }
}

const cutList = (name: string, listed: number, counted: number): string =>
  `"${name}" cannot be guarded: Genesys lists ${listed} of its members and counts ${counted}, so an image of it would not be whole.`;

/**
 * How often to look, in milliseconds: a third of the requests a minute that the org allows us, and never more than one look a second.
 */
export function lookInterval(groups: number, requestsPerMinute: number): number {
  return Math.max(1000, Math.ceil((groups * 3 * 60_000) / Math.max(1, requestsPerMinute)));
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
