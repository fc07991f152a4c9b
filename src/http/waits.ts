/** Why nothing is sent: the service asked for it, the rate is used up, or a request failed and is tried again later. */
export type WaitReason = 'asked' | 'rate' | 'failed';

export interface Wait {
  readonly reason: WaitReason;
  /** Milliseconds since 1970, by the client's clock. */
  readonly until: number;
}

export type WaitListener = (wait: Wait | null) => void;

/** Whether a client waits: as long as a request is under way it does not, however many others stand in line. */
export class Waits {
  private readonly waiting = new Set<Wait>();
  private readonly listeners = new Set<WaitListener>();
  private underWay = 0;
  private told: Wait | null = null;

  /** Until what is returned is called. */
  begin(wait: Wait): () => void {
    this.waiting.add(wait);
    this.tell();
    return () => {
      if (this.waiting.delete(wait)) this.tell();
    };
  }

  async sending<Result>(request: () => Promise<Result>): Promise<Result> {
    this.underWay++;
    this.tell();
    try {
      return await request();
    } finally {
      this.underWay--;
      this.tell();
    }
  }

  /** Tells each wait when it begins, another one when it changes, and null when it is over. What is returned ends it. */
  listen(listener: WaitListener): () => void {
    this.listeners.add(listener);
    if (this.told !== null) listener(this.told);
    return () => void this.listeners.delete(listener);
  }

  private tell(): void {
    const now = this.underWay > 0 ? null : this.earliest();
    if (now?.until === this.told?.until && now?.reason === this.told?.reason) return;
    this.told = now;
    for (const listener of [...this.listeners]) listener(now);
  }

  private earliest(): Wait | null {
    let first: Wait | null = null;
    for (const wait of this.waiting) if (first === null || wait.until < first.until) first = wait;
    return first;
  }
}
