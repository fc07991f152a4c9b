import type { Clock } from '../http/clock';
import { RequestError } from '../http/requestError';
import { batchesOf, halves, type Batch, type BatchSizes } from './batches';
import type { GroupDoor } from './groupDoor';
import { cancelled, cutListWords, Ended, groupIsGone, movedWords, otherHandWords, partWords } from './ended';
import type { GroupEnd, Journal, NotDone } from './journal';
import { changedNothing, outcomeOf } from './outcome';
import { isListWhole, isPart, readUntilDone, type ReadBack } from './readBack';

/** How far a group is, in ids; said before and after every request. */
export interface GroupProgress {
  readonly groupId: string;
  readonly name: string;
  readonly doing: 'sending' | 'checking' | 'checked';
  readonly added: number;
  readonly adds: number;
  readonly removed: number;
  readonly removals: number;
}

export interface GroupWriterOptions {
  readonly door: GroupDoor;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly sizes: BatchSizes;
  /** How long a change may take to show, in milliseconds. */
  readonly lagMs: number;
  /** Looked at before every request: once it fires nothing more is sent. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: GroupProgress) => void) | undefined;
  /** The next number of a batch. */
  readonly nextBatch: () => number;
}

export interface GroupTask {
  readonly groupId: string;
  readonly name: string;
  readonly adds: readonly string[];
  readonly removals: readonly string[];
  /** Members that the next look must show. */
  readonly expected: ReadonlySet<string>;
  readonly version: string | null;
  /** Whom Genesys holds by ownership or rule: waiting for them to go is of no use. */
  readonly derived: ReadonlySet<string>;
  /** Adds of the same work that an earlier run has tried, and those of them that are done; nobody is removed where none could be. */
  readonly earlier: { readonly adds: number; readonly added: number };
  /** Ids of a batch that was begun before a crash and had not shown when it was resumed: it may be done yet. */
  readonly begun: ReadonlySet<string>;
  /** What an earlier run could not do: it is not tried again, and the group is not done without it. */
  readonly notDone: ReadonlyMap<string, NotDone>;
}

/** How a group ended, and what of it is proved. */
export interface GroupResult {
  readonly groupId: string;
  readonly name: string;
  readonly end: GroupEnd;
  readonly message: string | null;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly notDone: readonly { readonly id: string; readonly why: NotDone }[];
  /** Ids that were not tried. */
  readonly left: readonly string[];
  /** No other group can be written either. */
  readonly isFatal: boolean;
}

const mostTries = 3;
const nothingAsked: Batch = { op: 'add', ids: [] };
/** So many ids that Genesys refuses, and the group is given up: it is not the ids then. */
const mostRefused = 20;

/**
 * Writes the work of one group: batch by batch, each journaled before it is sent and proved by reading back after it (product.md, section 9).
 * Adds go first; where none of them could be done, nobody is removed.
 */
export class GroupWriter {
  private readonly expected: Set<string>;
  private version: string | null;
  private readonly added = new Set<string>();
  private readonly removed = new Set<string>();
  private readonly notDone: Map<string, NotDone>;

  constructor(
    private readonly task: GroupTask,
    private readonly options: GroupWriterOptions,
  ) {
    this.expected = new Set(task.expected);
    this.version = task.version;
    this.notDone = new Map(task.notDone);
  }

  /** Does the work and journals its end. Throws only what the journal throws: then nothing more may be sent. */
  async run(): Promise<GroupResult> {
    const ended = await this.writeAll();
    const { groupId } = this.task;
    await this.options.journal.write({ type: 'groupEnd', groupId, end: ended.end, message: ended.message });
    return { groupId, name: this.task.name, ...ended, ...this.done(), left: this.left() };
  }

  private done(): Pick<GroupResult, 'added' | 'removed' | 'notDone'> {
    return { added: [...this.added], removed: [...this.removed], notDone: [...this.notDone].map(([id, why]) => ({ id, why })) };
  }

  private left(): readonly string[] {
    const { adds, removals } = this.task;
    return [...adds, ...removals].filter((id) => !this.added.has(id) && !this.removed.has(id) && !this.notDone.has(id));
  }

  private async writeAll(): Promise<Pick<GroupResult, 'end' | 'message' | 'isFatal'>> {
    const { adds, removals, earlier } = this.task;
    const tried = adds.length + earlier.adds;
    try {
      await this.lookFirst();
      for (const batch of batchesOf(this.task, this.options.sizes)) {
        if (batch.op === 'remove' && tried > 0 && this.added.size + earlier.added === 0) {
          throw new Ended('failed', 'None of the adds could be done, so nobody was removed.');
        }
        await this.write(batch);
      }
    } catch (error) {
      if (!(error instanceof Ended)) throw error;
      return { end: error.end, message: error.message, isFatal: error.isFatal };
    }
    if (this.notDone.size === 0) return { end: 'done', message: null, isFatal: false };
    const total = adds.length + removals.length + this.task.notDone.size;
    return { end: 'notAllDone', message: `${total - this.notDone.size} of ${total} changes are done.`, isFatal: false };
  }

  /** The groups before this one may have taken long: what moved since its before-image was taken stops it before anything is sent. */
  private async lookFirst(): Promise<void> {
    const { door, signal } = this.options;
    const { groupId, begun } = this.task;
    if (signal?.aborted) throw cancelled(signal);
    try {
      const { now, foreign } = await readUntilDone(door, groupId, this.expected, nothingAsked, this.options);
      if (now === null) throw groupIsGone();
      // What a batch from before a crash does late is no other hand.
      const moved = foreign.filter((id) => !begun.has(id));
      if (moved.length > 0) throw new Ended('stopped', otherHandWords(moved.length));
      this.version = now.version;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      throw new Ended('failed', `Nothing was sent, since the group cannot be read: ${error.message}`, true);
    }
  }

  /** One batch to its proof; where an id makes the request fail, its halves. */
  private async write(batch: Batch): Promise<void> {
    if (this.options.signal?.aborted) throw cancelled(this.options.signal);
    const number = this.options.nextBatch();
    await this.options.journal.write({ type: 'intent', groupId: this.task.groupId, batch: number, ...batch });
    const back = await this.send(batch, number);
    if (back !== null) {
      await this.prove(batch, number, back);
      return;
    }
    // Refused, and nothing was done: it is one of the ids.
    const [only] = batch.ids;
    if (batch.ids.length === 1 && only !== undefined) {
      await this.writeProof(number, [], [{ id: only, why: 'refused' }]);
      if ([...this.notDone].filter(([id, why]) => why === 'refused' && !this.task.notDone.has(id)).length >= mostRefused) {
        throw new Ended('failed', `Genesys refused ${mostRefused} changes one by one; the rest was not tried.`);
      }
      return;
    }
    await this.writeProof(number, [], [], true);
    for (const half of halves(batch)) await this.write(half);
  }

  /** Sends until it is known what came of it; null: refused without effect. */
  private async send(batch: Batch, number: number): Promise<ReadBack | null> {
    // After an unknown outcome the batch may be done at any time, and stays open in the journal until it shows.
    let mayBeOurs = batch.ids.some((id) => this.task.begun.has(id));
    for (let tries = 1; ; tries++) {
      this.progress('sending');
      const error = await this.patch(batch);
      if (error === 'notSent') {
        if (!mayBeOurs) await this.writeProof(number, [], [], true);
        throw cancelled(this.options.signal);
      }
      this.progress('checking');
      if (error === null) return await this.readUntil(batch, (back) => back.open.every((id) => this.task.derived.has(id)));
      mayBeOurs ||= !changedNothing(error);
      const outcome = outcomeOf(error);
      // A refusal and a stale version changed nothing: one look is enough to know that nothing else did.
      const back = await this.readUntil(batch, () => !mayBeOurs, mayBeOurs ? null : { number, error });
      if (!mayBeOurs) await this.stopForOthers(number, back);
      if (isPart(back, this.task.derived)) await this.leaveOpen(batch, back);
      if (back.foreign.length > 0 || back.now === null || back.done.length > 0) return back;
      if (outcome === 'refused') return null;
      if (outcome === 'failed' || tries >= mostTries) {
        if (!mayBeOurs) await this.writeProof(number, [], [], true);
        throw new Ended('failed', error.message, outcome === 'failed');
      }
      this.version = back.now.version;
    }
  }

  /** Nothing of it is claimed: the journal says that the batch was sent, and not what came of it. */
  private async leaveOpen(batch: Batch, back: ReadBack): Promise<never> {
    const whole = await isListWhole(this.options.door, this.task.groupId, batch.op, back);
    throw whole ? new Ended('stopped', partWords(back)) : new Ended('failed', cutListWords(back));
  }

  /** After a request that changed nothing, whatever of the batch is as asked is not our work, and is never claimed. */
  private async stopForOthers(number: number, { now, done, foreign }: ReadBack): Promise<void> {
    const moved = done.length + foreign.length;
    if (now !== null && moved === 0) return;
    await this.writeProof(number, [], [], true);
    if (now === null) throw groupIsGone();
    throw new Ended('stopped', done.length > 0 ? otherHandWords(moved) : movedWords(foreign, this.notDone));
  }

  private async patch(batch: Batch): Promise<RequestError | 'notSent' | null> {
    const { door, signal } = this.options;
    if (signal?.aborted) return 'notSent';
    try {
      await door.patchMembers(this.task.groupId, batch, this.version, signal);
      return null;
    } catch (error) {
      if (error instanceof RequestError) return error;
      if (signal?.aborted) return 'notSent';
      throw error;
    }
  }

  /** @param refused what said for certain that nothing was done; null: nothing did. */
  private async readUntil(
    batch: Batch,
    enough: (back: ReadBack) => boolean,
    refused: { readonly number: number; readonly error: RequestError } | null = null,
  ): Promise<ReadBack> {
    const { door, clock, lagMs } = this.options;
    try {
      return await readUntilDone(door, this.task.groupId, this.expected, batch, { clock, lagMs, enough });
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if (refused !== null) {
        await this.writeProof(refused.number, [], [], true);
        throw new Ended('failed', `The last batch was not done. ${refused.error.message}`, true);
      }
      // No proof is written: the journal says that this batch was sent and not what came of it.
      throw new Ended('failed', `It is not known whether the last batch was done, since the group cannot be read: ${error.message}`, true);
    }
  }

  /** Journals what was read back. What another hand moved meanwhile stops the group. */
  private async prove(batch: Batch, number: number, back: ReadBack): Promise<void> {
    if (back.now === null) throw groupIsGone();
    const moved = back.foreign.length > 0;
    if (!(await isListWhole(this.options.door, this.task.groupId, batch.op, back))) {
      throw new Ended('failed', cutListWords(back));
    }
    const why: NotDone = batch.op === 'add' ? 'dropped' : 'kept';
    const late = movedWords(back.foreign, this.notDone);
    await this.writeProof(number, back.done, moved ? [] : back.open.map((id) => ({ id, why })));
    this.accept(batch, back.done);
    this.version = back.now.version;
    this.progress('checked');
    if (moved) throw new Ended('stopped', late);
  }

  private accept(batch: Batch, done: readonly string[]): void {
    for (const id of done) {
      if (batch.op === 'add') {
        this.added.add(id);
        this.expected.add(id);
      } else {
        this.removed.add(id);
        this.expected.delete(id);
      }
    }
  }

  private async writeProof(
    batch: number,
    done: readonly string[],
    notDone: readonly { readonly id: string; readonly why: NotDone }[],
    withoutEffect = false,
  ): Promise<void> {
    await this.options.journal.write({ type: 'proof', groupId: this.task.groupId, batch, done, notDone, withoutEffect });
    for (const { id, why } of notDone) this.notDone.set(id, why);
  }

  private progress(doing: GroupProgress['doing']): void {
    const { groupId, name, adds, removals } = this.task;
    this.options.onProgress?.({
      groupId,
      name,
      doing,
      added: this.added.size,
      adds: adds.length,
      removed: this.removed.size,
      removals: removals.length,
    });
  }
}
