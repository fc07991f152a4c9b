import type { Batch, BatchSizes } from './batches';
import type { Guard } from '../plan/plan';
import type { Lift } from './gate';
import type { ApplyMode } from './work';

/**
 * The record of an apply, `*.scimjournal.ndjson` (product.md, section 9): one entry a line, each chained to the one before by its hash.
 * Before-images stand first; every batch is an `intent` before its request and a `proof` after the group was read back. Nothing is claimed
 * that was not read from the server. Genesys ids and group names are in it, no secret ever is.
 */
export type JournalEntry =
  | OpenEntry
  | BeforeEntry
  | StartedEntry
  | IntentEntry
  | ProofEntry
  | GroupEndEntry
  | ResumedEntry
  | EndEntry
  | UndoingEntry
  | UndoneEntry
  | LookEntry
  | GuardEndEntry;

export const journalFormat = 'scim-preflight/journal@1';

export interface JournalOrg {
  readonly name: string;
  readonly host: string;
  readonly orgId: string | null;
  readonly clientId: string | null;
}

/** The first line: what was asked for, and what was said at the gate. */
export interface OpenEntry {
  readonly type: 'open';
  readonly format: typeof journalFormat;
  /** `guard`: nothing of ours is written; it records a push that Okta did. */
  readonly kind: 'apply' | 'undo' | 'restore' | 'guard';
  readonly tool: { readonly name: string; readonly version: string };
  readonly org: JournalOrg;
  /** Empty where there is none (a guard without a plan). */
  readonly planId: string;
  /** Of an undo: the journal that it undoes, by file name. */
  readonly undoes: string | null;
  readonly sizes: BatchSizes;
  readonly selection: readonly JournalSelection[];
  /** What was typed; null where no gate was needed. */
  readonly confirmation: string | null;
  readonly lifts: readonly Lift[];
}

export interface JournalSelection {
  readonly groupId: string;
  readonly name: string;
  /** Empty where no Okta group is concerned (a restore). */
  readonly oktaGroupId: string;
  /** userName by Genesys id, for people who read the journal or undo it. */
  readonly userNames: Readonly<Record<string, string>>;
  /** Whom Genesys holds by ownership or rule. */
  readonly derived: readonly string[];
  /** Guards that had tripped for it at the gate, and were lifted. */
  readonly guards: readonly Guard[];
  readonly mode: ApplyMode;
  readonly adds: readonly string[];
  readonly removals: readonly string[];
}

/** The members of a group before anything was written. */
export interface BeforeEntry {
  readonly type: 'before';
  readonly groupId: string;
  readonly name: string;
  readonly version: string | null;
  readonly members: readonly string[];
}

/** All before-images are written: from here on there may be requests. */
export interface StartedEntry {
  readonly type: 'started';
}

export interface IntentEntry extends Batch {
  readonly type: 'intent';
  readonly groupId: string;
  /** Numbers the batches of a journal, from 1. */
  readonly batch: number;
}

/** Why an id of a batch is not as asked. */
export type NotDone = 'kept' | 'dropped' | 'refused';

export interface ProofEntry {
  readonly type: 'proof';
  readonly groupId: string;
  readonly batch: number;
  /** Ids that were read back as asked. */
  readonly done: readonly string[];
  /** Ids that were not, with why; empty for all of a batch that was not sent, or had no effect. */
  readonly notDone: readonly { readonly id: string; readonly why: NotDone }[];
  /** The request had no effect and its ids are still to be done (in other batches, or by a resume). */
  readonly withoutEffect: boolean;
}

export const groupEnds = ['done', 'notAllDone', 'stopped', 'failed', 'stale', 'cancelled'] as const;
export type GroupEnd = (typeof groupEnds)[number];

export interface GroupEndEntry {
  readonly type: 'groupEnd';
  readonly groupId: string;
  readonly end: GroupEnd;
  readonly message: string | null;
}

export interface ResumedEntry {
  readonly type: 'resumed';
  readonly confirmation: string | null;
  readonly lifts: readonly Lift[];
}

export interface EndEntry {
  readonly type: 'end';
  readonly end: 'done' | 'notAllDone' | 'cancelled';
}

/** An undo of this journal has begun: it cannot be resumed any more. */
export interface UndoingEntry {
  readonly type: 'undoing';
  /** File name of the undo's own journal. */
  readonly journal: string;
}

/** The undo ended with everything put back: it cannot run twice. */
export interface UndoneEntry {
  readonly type: 'undone';
  readonly journal: string;
}

/** What a look at a guarded group showed, against the look before it. The first is against the before-image. */
export interface LookEntry {
  readonly type: 'look';
  readonly groupId: string;
  /** False: the group is not there any more. */
  readonly exists: boolean;
  readonly left: readonly string[];
  readonly came: readonly string[];
  /** Genesys' own count where the list does not agree with it, so that it may be cut. */
  readonly counted?: number;
}

/** The guard was ended by the person, after a last look. */
export interface GuardEndEntry {
  readonly type: 'guardEnd';
  /** How often each group was read in full. */
  readonly looks: number;
  /** Ids of groups that the last look could not read. */
  readonly unread?: readonly string[];
}

/** A line as it stands in the file. */
export interface JournalLine {
  /** From 1. */
  readonly n: number;
  /** ISO 8601. */
  readonly at: string;
  readonly entry: JournalEntry;
}

/** Where the engine writes; an entry is on disk when the promise is fulfilled. */
export interface Journal {
  readonly path: string;
  write(entry: JournalEntry): Promise<void>;
}
