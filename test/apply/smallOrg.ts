import { batchSizes } from '../../src/apply/batches';
import type { Batch } from '../../src/apply/batches';
import type { GroupDoor, GroupNow } from '../../src/apply/groupDoor';
import type { PrepareOptions } from '../../src/apply/prepareApply';
import { reversalPlan } from '../../src/apply/reversal';
import type { RunOptions } from '../../src/apply/runApply';
import type { RoleGrant } from '../../src/genesys/snapshot';
import type { Plan } from '../../src/plan/plan';
import { defaultSettings } from '../../src/plan/settings';
import { hastyClock, tool } from './sampleOrg';

interface SmallGroup {
  name: string;
  members: Set<string>;
  version: number;
}

/** Instead of carrying a request out: what happens to it. */
export type Meanwhile = (groupId: string, batch: Batch, carryOut: () => void) => void | Promise<void>;

/** Groups in memory that do what they are asked, and remember what that was; a test puts its hand in between. */
export class SmallOrg implements GroupDoor {
  readonly org = { name: 'Contoso', host: 'api.example', orgId: 'o1', clientId: 'c1' };
  readonly groups = new Map<string, SmallGroup>();
  readonly patches: (Batch & { readonly groupId: string })[] = [];
  now = Date.parse('2026-11-23T12:00:00.000Z');
  /** Owners and members by a rule: they stay. */
  readonly kept = new Set<string>();
  meanwhile: Meanwhile | null = null;
  /** Null: may not be read. */
  count: ((groupId: string) => number | null) | null = null;
  roles: readonly RoleGrant[] | null = [];

  /** @param members of each group `g1`, `g2`…: `u0`, `u1`… */
  constructor(...members: readonly number[]) {
    members.forEach((count, index) =>
      this.groups.set(`g${index + 1}`, { name: `Group ${index + 1}`, members: new Set(this.ids(0, count)), version: 1 }),
    );
  }

  ids(from: number, to: number): string[] {
    return Array.from({ length: to - from }, (_, index) => `u${from + index}`);
  }

  group(groupId = 'g1'): SmallGroup {
    const group = this.groups.get(groupId);
    if (!group) throw new Error(`There is no group ${groupId}.`);
    return group;
  }

  /** Sorted. */
  members(groupId = 'g1'): string[] {
    return [...this.group(groupId).members].sort();
  }

  readGroup(groupId: string): Promise<GroupNow | null> {
    const group = this.groups.get(groupId);
    return Promise.resolve(group ? { name: group.name, version: String(group.version), members: new Set(group.members) } : null);
  }

  memberCount(groupId: string): Promise<number | null> {
    return Promise.resolve(this.count === null ? (this.groups.get(groupId)?.members.size ?? null) : this.count(groupId));
  }

  rolesGranted(): Promise<readonly RoleGrant[] | null> {
    return Promise.resolve(this.roles);
  }

  async patchMembers(groupId: string, batch: Batch): Promise<void> {
    this.patches.push({ groupId, ...batch });
    const carryOut = (): void => this.carryOut(groupId, batch);
    if (this.meanwhile === null) carryOut();
    else await this.meanwhile(groupId, batch, carryOut);
  }

  private carryOut(groupId: string, { op, ids }: Batch): void {
    const group = this.group(groupId);
    for (const id of ids) {
      if (op === 'add') group.members.add(id);
      else if (!this.kept.has(id)) group.members.delete(id);
    }
    group.version += 1;
  }

  /** A plan of one group. */
  plan({ groupId = 'g1', adds = [], removals = [] }: { groupId?: string; adds?: readonly string[]; removals?: readonly string[] }): Plan {
    return this.planOf([{ groupId, adds, removals }]);
  }

  planOf(changes: readonly { readonly groupId: string; readonly adds: readonly string[]; readonly removals: readonly string[] }[]): Plan {
    const reversals = changes.map(({ groupId, adds, removals }) => {
      const { name, version, members } = this.group(groupId);
      const now: GroupNow = { name, version: String(version), members: new Set(members) };
      const names = { userNames: {}, rolesGranted: [], oktaGroupId: `okta-${groupId}`, reason: 'notInOktaGroup' as const };
      return { ...names, groupId, now, adds, removals };
    });
    return reversalPlan(reversals, { ...this.asked, assumptions: [] });
  }

  /** ISO 8601. */
  get at(): string {
    return new Date(this.now).toISOString();
  }

  private get asked() {
    return { org: this.org, tool, settings: { ...defaultSettings, now: this.at }, createdAt: this.at };
  }

  prepareOptions(change: Partial<PrepareOptions> = {}): PrepareOptions {
    const { org, at } = this;
    const ours = { ...defaultSettings, now: at };
    return { door: this, target: org, ours, sizes: batchSizes(), now: at, oldPlanHours: 24, changedInputs: [], ...change };
  }

  runOptions(folder: string, change: Partial<RunOptions> = {}): RunOptions {
    return { door: this, clock: this.clock(), sizes: batchSizes(), lagMs: 2000, folder, tool, org: this.org, ...change };
  }

  /** What a resume and an undo are prepared with. */
  context() {
    return { door: this, ...this.asked, sizes: batchSizes(), clock: this.clock(), lagMs: 2000, rolesOf: () => this.rolesGranted() };
  }

  /** Its time stands still but for its own waits, which take none. */
  private clock() {
    const clock = hastyClock();
    return {
      ...clock,
      now: () => this.now,
      sleep: (milliseconds: number, signal?: AbortSignal) => {
        this.now += milliseconds;
        return clock.sleep(milliseconds, signal);
      },
    };
  }
}
