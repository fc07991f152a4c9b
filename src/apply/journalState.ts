import type { BeforeEntry, GroupEnd, IntentEntry, JournalEntry, JournalLine, JournalSelection, NotDone, OpenEntry } from './journal';

/** What a journal proves of one group. */
export interface GroupState {
  readonly selection: JournalSelection;
  readonly before: BeforeEntry | null;
  /** Ids that were read back as asked. */
  readonly added: ReadonlySet<string>;
  readonly removed: ReadonlySet<string>;
  readonly notDone: ReadonlyMap<string, NotDone>;
  /** A batch that was begun and of which no proof stands: it may have been done. */
  readonly pending: IntentEntry | null;
  readonly end: GroupEnd | null;
  readonly message: string | null;
}

/** A journal as a whole. */
export interface JournalState {
  readonly open: OpenEntry;
  /** All before-images stand in it; before that nothing was sent. */
  readonly started: boolean;
  readonly groups: readonly GroupState[];
  readonly end: 'done' | 'notAllDone' | 'cancelled' | null;
  /** An undo of it was begun, ended, or neither. */
  readonly undo: 'none' | 'begun' | 'done';
  /** The next number of a batch. */
  readonly nextBatch: number;
  /** ISO 8601, of the last entry. */
  readonly lastAt: string;
}

interface Gathered {
  before: BeforeEntry | null;
  readonly added: Set<string>;
  readonly removed: Set<string>;
  readonly notDone: Map<string, NotDone>;
  pending: IntentEntry | null;
  end: GroupEnd | null;
  message: string | null;
}

/** What the lines of a journal prove, in all. The first must be its `open`. */
export function journalState(lines: readonly JournalLine[]): JournalState {
  const open = lines[0]?.entry;
  if (open?.type !== 'open') throw new TypeError('A journal begins with what was asked for.');
  const groups = new Map<string, Gathered>();
  const groupOf = (groupId: string): Gathered => {
    const known = groups.get(groupId);
    if (known) return known;
    const made: Gathered = {
      before: null,
      added: new Set(),
      removed: new Set(),
      notDone: new Map(),
      pending: null,
      end: null,
      message: null,
    };
    groups.set(groupId, made);
    return made;
  };
  const whole = { started: false, end: null as JournalState['end'], undo: 'none' as JournalState['undo'], nextBatch: 1 };
  for (const { entry } of lines) {
    takeGroupEntry(entry, groupOf);
    if (entry.type === 'started') whole.started = true;
    else if (entry.type === 'intent') whole.nextBatch = Math.max(whole.nextBatch, entry.batch + 1);
    else if (entry.type === 'resumed') whole.end = null;
    else if (entry.type === 'end') whole.end = entry.end;
    else if (entry.type === 'undoing' && whole.undo === 'none') whole.undo = 'begun';
    else if (entry.type === 'undone') whole.undo = 'done';
  }
  return {
    open,
    ...whole,
    groups: open.selection.map((selection) => ({ selection, ...groupOf(selection.groupId) })),
    lastAt: lines.at(-1)?.at ?? '',
  };
}

function takeGroupEntry(entry: JournalEntry, groupOf: (groupId: string) => Gathered): void {
  switch (entry.type) {
    case 'before':
      groupOf(entry.groupId).before = entry;
      return;
    case 'intent': {
      const group = groupOf(entry.groupId);
      group.pending = entry;
      group.end = null;
      return;
    }
    case 'proof': {
      const group = groupOf(entry.groupId);
      const { pending } = group;
      if (pending?.batch !== entry.batch) return;
      for (const id of entry.done) (pending.op === 'add' ? group.added : group.removed).add(id);
      for (const { id, why } of entry.notDone) group.notDone.set(id, why);
      group.pending = null;
      return;
    }
    case 'groupEnd': {
      const group = groupOf(entry.groupId);
      group.end = entry.end;
      group.message = entry.message;
      return;
    }
    default:
      return;
  }
}

/** The members that a group should show after what is proved; a pending batch may have been done besides. */
export function expectedMembers(group: Pick<GroupState, 'before' | 'added' | 'removed'>): Set<string> {
  const members = new Set(group.before?.members ?? []);
  for (const id of group.added) members.add(id);
  for (const id of group.removed) members.delete(id);
  return members;
}

/** Whether anything is left to be done that another run could do. */
export function canBeResumed({ open, started, groups, undo, end }: JournalState): boolean {
  if (open.kind === 'guard' || !started || undo !== 'none' || end === 'done') return false;
  return groups.some(({ end: groupEnd }) => groupEnd === null || groupEnd === 'cancelled' || groupEnd === 'failed');
}

/** Whether anything was done, or may have been, that an undo can put back. */
export function canBeUndone({ groups, undo }: JournalState): boolean {
  return undo !== 'done' && groups.some(({ added, removed, pending }) => added.size > 0 || removed.size > 0 || pending !== null);
}
