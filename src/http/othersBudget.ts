import type { BudgetBoard, BudgetNote, PostedNote } from './budgetBoard';

const minute = 60_000;
/** What is claimed may be sent for so long; then the others' notes are looked at again, so that what one of them was told reaches us. */
export const claimMs = 250;
/** The same from when the claim was written, however slow the folder is. */
const graceMs = 10_000;
/** Whoever waits says so at least so often while there are others. */
export const heartbeatMs = 500;
const failuresAtMost = 3;

export interface OthersOptions {
  /** Of a request, from when it is sent to the end of its answer. */
  readonly timeoutMs: number;
  /** The board is given up; why, in the file system's words. */
  readonly onLost: (why: string) => void;
}

/** What is said of one's own requests. */
export type OwnNote = Omit<BudgetNote, 'writtenAt' | 'held' | 'heldUntil'>;

/**
 * The part in a budget of the other windows and command lines of this user: what they hold and have used, as they wrote it last; and the
 * tokens that were claimed before all of them and may be sent. Without a board, or with one that cannot be written to, there are no others.
 */
export class OthersBudget {
  private notes: readonly PostedNote[] = [];
  private failures = 0;
  private left = 0;
  private sendBy = -Infinity;
  private writtenAt = -Infinity;

  constructor(
    private readonly board: BudgetBoard | null = null,
    private readonly options: OthersOptions = { timeoutMs: 0, onLost: () => undefined },
  ) {}

  /** Nothing is shared. */
  get isAlone(): boolean {
    return this.board === null || this.failures >= failuresAtMost;
  }

  /** Takes one of the claimed tokens. */
  spend(now: number): boolean {
    if (this.isAlone) return true;
    if (this.left === 0 || now > this.sendBy) return false;
    this.left--;
    return true;
  }

  /** All that was claimed was sent. */
  get isSpent(): boolean {
    return this.left === 0;
  }

  /** Whether somebody else was at work within the last minute. */
  anybody(now: number): boolean {
    return this.live(now).length > 0;
  }

  /** Whether it is time to say that we wait, and to hear of the others. */
  isStale(now: number): boolean {
    return this.anybody(now) && now - this.writtenAt >= heartbeatMs;
  }

  /** Tokens that others hold. */
  held(now: number): number {
    return this.notes.reduce((sum, note) => sum + (note.heldUntil > now ? note.held : 0), 0);
  }

  /** When tokens of the others come back; in no order. */
  used(now: number): readonly number[] {
    const used = this.notes.flatMap((note) => note.used.filter(([at]) => at > now));
    return used.flatMap(([at, count]) => new Array<number>(count).fill(at));
  }

  /** The smallest setting among those who are at work. */
  perMinute(now: number): number {
    return Math.min(...this.live(now).map((note) => note.perMinute), Infinity);
  }

  /** How many others send in turns with us. */
  active(now: number): number {
    return this.live(now).filter((note) => (note.held > 0 && note.heldUntil > now) || isWaiting(note, now)).length;
  }

  /** What others were told by the server. */
  get told(): readonly Pick<PostedNote, 'learnt' | 'pausedUntil'>[] {
    return this.notes;
  }

  /** Whether another one sends the request that the server promised to take. */
  hasPromise(pausedUntil: number): boolean {
    return this.notes.some((note) => note.promised && note.pausedUntil >= pausedUntil && note.from < (this.board?.name ?? ''));
  }

  /** Of free tokens those that are ours: as many as each other one's who waits, and the last one where we have waited longest. */
  share(free: number, since: number, now: number): number {
    if (free <= 0) return 0;
    const waiting = this.live(now).filter((note) => isWaiting(note, now));
    const even = Math.floor(free / (1 + waiting.length));
    if (even > 0) return even;
    const name = this.board?.name ?? '';
    return waiting.every(({ waitingSince, from }) => (waitingSince === since ? from > name : (waitingSince ?? now) > since)) ? 1 : 0;
  }

  /** Writes that so many requests are under way and so many tokens claimed, and reads what the others wrote. False: it was not possible. */
  async exchange(underWay: number, claim: number, own: OwnNote, now: number): Promise<boolean> {
    this.drop();
    if (this.board === null) return false;
    this.writtenAt = now;
    const heldUntil = now + graceMs + this.options.timeoutMs + minute;
    try {
      this.notes = await this.board.exchange({ ...own, writtenAt: now, held: underWay + claim, heldUntil });
      this.failures = 0;
      return true;
    } catch (error) {
      this.failures++;
      if (this.failures === failuresAtMost) {
        this.notes = [];
        this.options.onLost(error instanceof Error ? error.message : String(error));
      }
      return false;
    }
  }

  /** So many of the tokens that the last exchange claimed may be sent. */
  grant(count: number, now: number): void {
    this.left = count;
    this.sendBy = Math.min(now + claimMs, this.writtenAt + graceMs);
  }

  /** Forgets what was claimed. */
  drop(): void {
    this.left = 0;
  }

  private live(now: number): readonly PostedNote[] {
    return this.notes.filter((note) => now - note.writtenAt < minute);
  }
}

const isWaiting = (note: BudgetNote, now: number): boolean => note.waitingSince !== null && now - note.writtenAt <= 2 * heartbeatMs;
