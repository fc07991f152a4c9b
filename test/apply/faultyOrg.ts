import { RequestError, type RequestErrorReason } from '../../src/http/requestError';
import type { Batch } from '../../src/apply/batches';
import type { GroupDoor, GroupNow } from '../../src/apply/groupDoor';

/** What goes wrong with one request. */
export type Fault =
  | { readonly kind: 'none' }
  /** The request fails; `done`: it was carried out all the same. */
  | { readonly kind: 'fails'; readonly reason: RequestErrorReason; readonly done: boolean }
  /** The server says yes and does nothing. */
  | { readonly kind: 'silent' }
  /** The server says yes and leaves out every second id. */
  | { readonly kind: 'half' }
  /** Another hand moves somebody just before. */
  | { readonly kind: 'otherHand'; readonly id: string };

/** A group in memory with rules of its own: people who cannot go, ids that nobody has, and a fault for each write. */
export class FaultyOrg implements GroupDoor {
  version = 1;
  readonly members: Set<string>;
  /** Every removal that was asked for. */
  readonly askedRemovals = new Set<string>();
  readonly askedAdds = new Set<string>();
  largestRemoval = 0;
  writes = 0;
  /** What another hand did, so that an undo can be held against it. */
  readonly otherHands = new Set<string>();

  constructor(
    members: Iterable<string>,
    private readonly kept: ReadonlySet<string>,
    private readonly unknown: ReadonlySet<string>,
    private readonly faults: readonly Fault[],
    private readonly versionMoves: boolean,
  ) {
    this.members = new Set(members);
  }

  readGroup(): Promise<GroupNow> {
    return Promise.resolve({ name: 'Group', version: String(this.version), members: new Set(this.members) });
  }

  memberCount(): Promise<number> {
    return Promise.resolve(this.members.size);
  }

  rolesGranted(): Promise<null> {
    return Promise.resolve(null);
  }

  patchMembers(_groupId: string, batch: Batch, version: string | null): Promise<void> {
    const fault = this.faults[this.writes++] ?? { kind: 'none' };
    for (const id of batch.ids) (batch.op === 'remove' ? this.askedRemovals : this.askedAdds).add(id);
    if (batch.op === 'remove') this.largestRemoval = Math.max(this.largestRemoval, batch.ids.length);
    if (fault.kind === 'otherHand') this.toggle(fault.id);
    if (fault.kind === 'fails') {
      if (fault.done) this.carryOut(batch, batch.ids);
      return Promise.reject(new RequestError({ reason: fault.reason, message: fault.reason }));
    }
    if (version !== String(this.version)) return Promise.reject(new RequestError({ reason: 'conflict', message: 'stale' }));
    if (fault.kind === 'silent') return Promise.resolve();
    if (batch.op === 'add' && batch.ids.some((id) => this.unknown.has(id))) {
      return Promise.reject(new RequestError({ reason: 'refused', message: 'unknown member' }));
    }
    this.carryOut(batch, fault.kind === 'half' ? batch.ids.filter((_, index) => index % 2 === 0) : batch.ids);
    return Promise.resolve();
  }

  private toggle(id: string): void {
    this.otherHands.add(id);
    if (!this.members.delete(id)) this.members.add(id);
    this.moved();
  }

  private carryOut({ op }: Batch, ids: readonly string[]): void {
    for (const id of ids) {
      if (op === 'add') this.members.add(id);
      else if (!this.kept.has(id)) this.members.delete(id);
    }
    this.moved();
  }

  private moved(): void {
    if (this.versionMoves) this.version += 1;
  }
}
