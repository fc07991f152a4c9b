import { coreGroupSchema } from '../genesys/scim';
import { isRecord } from './httpMessages';
import { scimError } from './reply';
import type { PatchOperation } from './scimPatch';
import { matchesValue, parsePath, type ValueFilter } from './scimPath';

/** What a PATCH does to a group; nothing is checked against the org yet. */
export interface GroupPatch {
  readonly members: ReadonlySet<string>;
  /** How many members each operation took out. */
  readonly removals: readonly number[];
  /** Ids that were added or named as new members. */
  readonly added: ReadonlySet<string>;
  /** Ids that were to be removed and were no members. */
  readonly absent: ReadonlySet<string>;
  /** A name that the request would give the group; null for none. */
  readonly displayName: string | null;
  /** Undefined: not touched. */
  readonly externalId: string | null | undefined;
}

/**
 * Carries out a PATCH on a group's members: Okta's forms with and without path (facts/okta.md, sections 3.1 and 3.2), and Entra's `remove`
 * with a value. Members are a set, so a group of any size is patched without looking at everybody for every operation.
 *
 * @param keeps members that no operation can take out.
 * @throws Refusal 400.
 */
export function patchGroup(
  current: ReadonlySet<string>,
  operations: readonly PatchOperation[],
  keeps: (id: string) => boolean = () => false,
): GroupPatch {
  const working = new Working(current, keeps);
  for (const operation of operations) working.apply(operation);
  return working;
}

class Working implements GroupPatch {
  readonly members: Set<string>;
  readonly removals: number[] = [];
  readonly added = new Set<string>();
  readonly absent = new Set<string>();
  displayName: string | null = null;
  externalId: string | null | undefined = undefined;

  constructor(
    current: ReadonlySet<string>,
    private readonly keeps: (id: string) => boolean,
  ) {
    this.members = new Set(current);
  }

  apply(operation: PatchOperation): void {
    const before = this.members.size;
    this.removals.push(0);
    if (operation.path === null) {
      this.applyWithoutPath(operation);
      return;
    }
    const path = parsePath(operation.path, coreGroupSchema, []);
    if (path.filter === null && path.sub === null) {
      this.applyAttribute(path.attribute, operation);
    } else if (path.attribute.toLowerCase() === 'members' && path.filter !== null && path.sub === null && operation.op === 'remove') {
      this.removeChosen(path.filter, before);
    } else {
      throw scimError(400, 'invalidPath', `The path ${operation.path} cannot be patched.`);
    }
  }

  private applyWithoutPath(operation: PatchOperation): void {
    if (!isRecord(operation.value)) throw scimError(400, 'invalidValue', 'Without a path the value is an object.');
    for (const [name, value] of Object.entries(operation.value)) {
      if (['id', 'schemas', 'meta'].includes(name)) continue;
      this.applyAttribute(name, { ...operation, value });
    }
  }

  private applyAttribute(name: string, { op, value }: PatchOperation): void {
    switch (name.toLowerCase()) {
      case 'members':
        if (op === 'remove' && (value === undefined || value === null)) this.removeAll([...this.members]);
        else if (op === 'remove') this.removeAll(memberIds(value));
        else if (op === 'replace') this.replace(memberIds(value));
        else for (const id of memberIds(value)) this.add(id);
        return;
      case 'displayname':
        this.displayName = op === 'remove' ? '' : String(value);
        return;
      case 'externalid':
        this.externalId = op === 'remove' || typeof value !== 'string' ? null : value;
        return;
      default:
        throw scimError(400, 'mutability', `${name} cannot be written.`);
    }
  }

  private add(id: string): void {
    if (!this.members.has(id)) this.added.add(id);
    this.members.add(id);
  }

  private replace(ids: readonly string[]): void {
    const wanted = new Set(ids);
    this.removeAll([...this.members].filter((id) => !wanted.has(id)));
    for (const id of wanted) this.add(id);
  }

  private removeChosen(filter: ValueFilter, before: number): void {
    const single = filter.kind === 'equal' && filter.attribute.toLowerCase() === 'value' ? filter.value : undefined;
    if (typeof single === 'string') this.removeAll([single]);
    else if (before > 0) this.removeAll([...this.members].filter((id) => matchesValue(filter, { value: id, type: 'User' })));
  }

  private removeAll(ids: readonly string[]): void {
    let removed = 0;
    for (const id of ids) {
      if (this.members.has(id) && this.keeps(id)) continue;
      if (this.members.delete(id)) removed += 1;
      else this.absent.add(id);
    }
    this.removals[this.removals.length - 1] = (this.removals.at(-1) ?? 0) + removed;
  }
}

/** The ids of `[{value, display}]`, of one such object, or of plain texts. */
export function memberIds(value: unknown): readonly string[] {
  const list = Array.isArray(value) ? (value as unknown[]) : [value];
  return list.map((member) => {
    const id = isRecord(member) ? member.value : member;
    if (typeof id !== 'string' || id === '') throw scimError(400, 'invalidValue', 'A member has a value, its id.');
    return id;
  });
}
