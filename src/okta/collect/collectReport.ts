import type { CollectProgress } from './collect';

/** Gathers what a collection tells of its progress. */
export class CollectReport {
  requests: () => number = () => 0;
  private phase = 'the app';
  private file: string | null = null;
  private records = 0;
  private group: CollectProgress['groups'] = null;
  private waitingMs = 0;

  constructor(private readonly tell: ((progress: CollectProgress) => void) | undefined) {}

  set groups(groups: { readonly done: number; readonly total: number }) {
    this.group = groups;
    this.send();
  }

  groupDone(): void {
    if (this.group) this.groups = { ...this.group, done: this.group.done + 1 };
  }

  /** @param records that are in the folder by now. */
  saved(phase: string, file: string, records: number): void {
    this.phase = phase;
    this.file = file;
    this.records = records;
    this.send();
  }

  begun(phase: string): void {
    this.phase = phase;
    this.send();
  }

  waiting(milliseconds: number): void {
    if (milliseconds === 0 && this.waitingMs === 0) return;
    this.waitingMs = milliseconds;
    this.send();
  }

  private send(): void {
    const { phase, file, records, group, waitingMs } = this;
    this.tell?.({ phase, file, records, requests: this.requests(), groups: group, waitingMs });
  }
}
