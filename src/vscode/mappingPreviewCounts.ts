import * as vscode from 'vscode';
import type { ValueTotals } from '../plan/valueTotals';
import type { Logger } from './log';
import type { PreviewPeople, PreviewPlan } from './mappingPreviewSubject';
import { valuesOf } from './mappingPreviewSubject';
import type { MappingText } from './mappingPreviewText';
import { inTurns } from './turns';

/** After the last keystroke, in milliseconds: all users are counted once the person pauses. */
const quietMs = 400;

interface Counted {
  /** Of the document. */
  readonly key: string;
  readonly version: number;
  readonly open: PreviewPlan;
  readonly running: AbortController;
  /** Null: not yet. */
  totals: readonly ValueTotals[] | null;
}

/**
 * Counts what the mappings that are open give all users. A keystroke ends the count before it, and a new one begins after a pause; the event
 * loop is free all the while.
 */
export class MappingCounts implements vscode.Disposable {
  private readonly counted = new Map<string, Counted>();
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly disposables: readonly { dispose(): unknown }[];
  /** There are new counts. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly people: PreviewPeople,
    private readonly log: Logger,
  ) {
    this.disposables = [
      this.changed,
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.stop(document);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.stop(document)),
    ];
  }

  /** The counts of a document's mappings as they stand now, in their order; null where they are being made, empty where that failed. */
  of(document: vscode.TextDocument, mappings: readonly MappingText[], open: PreviewPlan): readonly ValueTotals[] | null {
    const key = document.uri.toString();
    const known = this.counted.get(key);
    if (known?.version === document.version && known.open.plan === open.plan && known.open.snapshot === open.snapshot) return known.totals;
    known?.running.abort();
    const counted: Counted = { key, version: document.version, open, running: new AbortController(), totals: null };
    this.counted.set(key, counted);
    this.count(counted, mappings).catch((error: unknown) => {
      this.log.error(`counting the values of ${key}`, error);
      counted.totals = [];
      this.changed.fire();
    });
    return null;
  }

  dispose(): void {
    for (const { running } of this.counted.values()) running.abort();
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private stop(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    this.counted.get(key)?.running.abort();
    this.counted.delete(key);
  }

  private async count(counted: Counted, mappings: readonly MappingText[]): Promise<void> {
    const { open, running } = counted;
    const { signal } = running;
    await new Promise((resolve) => setTimeout(resolve, quietMs));
    if (signal.aborted) return;
    const [{ countValuesInSteps }, { people }] = await Promise.all([import('../plan/valueTotals'), this.people.of(open)]);
    const made: ValueTotals[] = [];
    for (const mapping of mappings) {
      const values = await valuesOf(mapping, open);
      const totals = await inTurns(countValuesInSteps(values, people), signal);
      if (!totals) return;
      made.push(totals);
    }
    if (this.counted.get(counted.key) !== counted) return;
    counted.totals = made;
    this.changed.fire();
  }
}
