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
  /** Genesys' own count of the members where the list does not agree with it, so that it may be cut; else null. */
  readonly counted: number | null;
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
    /** False: Genesys' own count may not be read, so it is not known whether the image is whole. */
    readonly proved = true,
  ) {
    this.now = before;
  }

  /** Movement was seen, and none for a while since. Nobody but Okta knows whether the push is over. */
  settled(now: number): boolean {
    return this.lastMoveAt !== null && now - this.lastMoveAt >= quietMs;
  }

  /** The last look failed; what stands is of the one before it. */
  get missed(): boolean {
    return !this.gone && (this.looks.at(-1)?.problem ?? null) !== null;
  }

  /** Genesys' own count where the list that was read last does not agree with it; else null. */
  get counted(): number | null {
    return this.looks.findLast(({ problem }) => problem === null)?.counted ?? null;
  }

  /** Takes in what was read at a time; tells who left and who came since the look before. @param counted as in `Look`. */
  see(
    members: ReadonlySet<string> | null,
    at: number,
    counted: number | null = null,
  ): { readonly left: readonly string[]; readonly came: readonly string[] } {
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
      counted,
      problem: members === null ? 'The group is not in Genesys Cloud any more.' : null,
    });
    return { left, came };
  }

  /** Takes in that a look failed: nothing is known of this moment. */
  miss(problem: string, at: number): void {
    const last = this.looks.at(-1);
    const counts = { out: last?.out ?? 0, back: last?.back ?? 0, added: last?.added ?? 0 };
    this.looks.push({ at, members: null, ...counts, moved: false, counted: null, problem });
  }
}
