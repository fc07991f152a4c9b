import type { RoleGrant } from '../genesys/snapshot';
import type { SourceGroup } from './orgState';

/** A group of the sandbox org. Its member list is made when it is first asked for. */
export class StoredGroup {
  readonly id: string;
  readonly name: string;
  readonly grants: readonly RoleGrant[];
  readonly owners: readonly string[];
  readonly byRule: boolean;
  externalId: string | null;
  private currentVersion: number;
  private lastChanged: string;
  private list: readonly string[] | null = null;
  private set: ReadonlySet<string> | null = null;

  constructor(private readonly source: SourceGroup) {
    this.id = source.id;
    this.name = source.name;
    this.grants = source.grants;
    this.owners = source.owners;
    this.byRule = source.byRule;
    this.externalId = source.externalId;
    this.currentVersion = source.version;
    this.lastChanged = source.changedAt;
  }

  get version(): number {
    return this.currentVersion;
  }

  get changedAt(): string {
    return this.lastChanged;
  }

  get size(): number {
    return this.set?.size ?? this.sourceMembers().length;
  }

  memberIds(): Iterable<string> {
    return this.set ?? this.sourceMembers();
  }

  has(id: string): boolean {
    return this.memberSet().has(id);
  }

  memberSet(): ReadonlySet<string> {
    this.set ??= new Set(this.sourceMembers());
    return this.set;
  }

  /** Members that Genesys has for another reason than that somebody added them. */
  isDerived(id: string): boolean {
    return this.byRule || this.owners.includes(id);
  }

  setMembers(members: ReadonlySet<string>, moveVersion: boolean, changedAt: string): void {
    this.set = members;
    this.list = null;
    if (!moveVersion) return;
    this.currentVersion += 1;
    this.lastChanged = changedAt;
  }

  setExternalId(externalId: string | null, changedAt: string): void {
    this.externalId = externalId;
    this.currentVersion += 1;
    this.lastChanged = changedAt;
  }

  private sourceMembers(): readonly string[] {
    this.list ??= this.source.members();
    return this.list;
  }
}
