import type { JournalEntry, JournalSelection, IntentEntry, ProofEntry } from './journal';

/** A group as far as the lines before said. */
interface Followed {
  readonly selection: JournalSelection;
  readonly adds: ReadonlySet<string>;
  readonly removals: ReadonlySet<string>;
  readonly done: Set<string>;
  hasBefore: boolean;
  pending: IntentEntry | null;
}

/**
 * Whether the lines of a journal can follow each other: one `open`, all before-images before `started`, nothing sent before that, each proof
 * of the batch that is open in its group and of its ids alone, every id one that was asked for.
 */
export class JournalOrder {
  private readonly groups = new Map<string, Followed>();
  private opened = false;
  private guards = false;
  private started = false;
  private undoing = new Set<string>();
  private lastBatch = 0;

  /** What keeps the entry from standing here, in words; null: it may. */
  take(entry: JournalEntry): string | null {
    if (entry.type === 'open') {
      if (this.opened) return 'a journal begins once';
      this.opened = true;
      this.guards = entry.kind === 'guard';
      return this.open(entry.selection);
    }
    if (!this.opened) return 'it does not begin with what was asked for';
    switch (entry.type) {
      case 'before':
      case 'intent':
      case 'proof':
      case 'groupEnd':
      case 'look': {
        const group = this.groups.get(entry.groupId);
        return group === undefined ? `it is about ${entry.groupId}, which was not asked for` : this.takeOf(group, entry);
      }
      case 'started':
        return this.start();
      case 'resumed':
        return this.undoing.size > 0 ? 'an undo of it was begun before' : this.afterStart();
      case 'end':
        return this.afterStart();
      case 'undoing':
        this.undoing.add(entry.journal);
        return null;
      case 'undone':
        return this.undoing.has(entry.journal) ? null : 'no such undo was begun';
      case 'guardEnd':
        return this.guards ? null : 'it is not the record of a guarded push';
    }
  }

  private open(selections: readonly JournalSelection[]): string | null {
    for (const selection of selections) {
      const { groupId } = selection;
      if (this.groups.has(groupId)) return `it asks for ${groupId} twice`;
      const [adds, removals] = [new Set(selection.adds), new Set(selection.removals)];
      const twice = adds.size !== selection.adds.length || removals.size !== selection.removals.length;
      if (twice || selection.adds.some((one) => removals.has(one))) return `it names somebody twice in ${groupId}`;
      this.groups.set(groupId, { selection, adds, removals, done: new Set(), hasBefore: false, pending: null });
    }
    return null;
  }

  private start(): string | null {
    if (this.started) return 'it was started before';
    if (this.guards) return 'a guarded push sends nothing';
    this.started = true;
    const without = [...this.groups.values()].find(({ hasBefore }) => !hasBefore);
    return without === undefined ? null : `there is no before-image of ${without.selection.groupId}`;
  }

  private afterStart(): string | null {
    return this.started ? null : 'nothing was started yet';
  }

  private takeOf(group: Followed, entry: Extract<JournalEntry, { readonly groupId: string }>): string | null {
    switch (entry.type) {
      case 'before': {
        const late = this.started || group.hasBefore;
        group.hasBefore = true;
        return late ? 'a before-image stands before everything else, and once' : null;
      }
      case 'intent':
        return this.intend(group, entry);
      case 'proof':
        return prove(group, entry);
      case 'groupEnd':
        return this.afterStart();
      case 'look':
        return this.guards && group.hasBefore ? null : 'it is not the record of a guarded push';
    }
  }

  private intend(group: Followed, entry: IntentEntry): string | null {
    if (!this.started) return 'nothing was started yet';
    if (this.undoing.size > 0) return 'an undo of it was begun before';
    if (group.pending !== null) return `what came of batch ${group.pending.batch} is not said`;
    if (entry.batch <= this.lastBatch) return `batch ${entry.batch} stands after batch ${this.lastBatch}`;
    const asked = entry.op === 'add' ? group.adds : group.removals;
    const other = entry.ids.find((one) => !asked.has(one) || group.done.has(one));
    if (other !== undefined) return `${other} was not asked for, or is done already`;
    if (new Set(entry.ids).size !== entry.ids.length) return 'it names somebody twice';
    this.lastBatch = entry.batch;
    group.pending = entry;
    return null;
  }
}

function prove(group: Followed, { batch, done, notDone, withoutEffect }: ProofEntry): string | null {
  const { pending } = group;
  if (pending?.batch !== batch) return `batch ${batch} was not begun`;
  const named = [...done, ...notDone.map(({ id }) => id)];
  const asked = new Set(pending.ids);
  if (new Set(named).size !== named.length || named.some((one) => !asked.has(one))) return 'it proves what the batch did not hold';
  if (withoutEffect && named.length > 0) return 'it says that nothing was done, and what was done';
  for (const one of done) group.done.add(one);
  group.pending = null;
  return null;
}
