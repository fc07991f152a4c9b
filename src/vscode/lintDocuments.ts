import * as vscode from 'vscode';
import type { LintProblem } from '../mapping/lint/problem';
import { diagnosticsOf } from './lintDiagnostics';
import type { LintedText } from './lintedText';
import type { Logger } from './log';
import { nextTurn } from './turns';

/** After the last keystroke, in milliseconds. */
const quietMs = 120;
/** While a check goes on, problems are shown at most so often. */
const showEveryMs = 400;

/** Makes the check of a document; null for one that is not ours. */
export type MakeLinted = (document: vscode.TextDocument) => Promise<LintedText | null>;

/** A document that is checked. */
export interface CheckedDocument {
  readonly document: vscode.TextDocument;
  readonly linted: LintedText;
  /** Problems that are shown, of the text as it is now. */
  readonly problems: readonly LintProblem[];
}

interface Watched {
  readonly document: vscode.TextDocument;
  linted: LintedText | null;
  timer: NodeJS.Timeout | null;
  running: AbortController | null;
  /** The check of the text as it is has ended. */
  checked: Promise<void>;
}

/**
 * Checks the Okta files that are open while they are edited, and shows their problems. A keystroke ends the check before it; what it has
 * found stays until the next one knows better.
 */
export class LintDocuments implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('scimPreflight.lint');
  private readonly watched = new Map<string, Watched>();
  private readonly changed = new vscode.EventEmitter<vscode.TextDocument>();
  private readonly disposables: readonly { dispose(): unknown }[];
  /** The problems of a document may be others than before. */
  readonly onDidCheck = this.changed.event;

  constructor(
    private readonly make: MakeLinted,
    private readonly log: Logger,
  ) {
    this.disposables = [
      this.collection,
      this.changed,
      vscode.workspace.onDidOpenTextDocument((document) => this.open(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.close(document)),
      vscode.workspace.onDidChangeTextDocument((event) => this.edit(event)),
    ];
    for (const document of vscode.workspace.textDocuments) this.open(document);
  }

  dispose(): void {
    for (const each of this.watched.values()) stop(each);
    vscode.Disposable.from(...this.disposables).dispose();
  }

  /** The check of a document, brought up to its last edit; undefined for one that is not ours. */
  async of(document: vscode.TextDocument): Promise<CheckedDocument | undefined> {
    const watched = this.watched.get(keyOf(document));
    if (!watched) return undefined;
    if (watched.timer !== null) this.start(watched);
    await watched.checked;
    return watched.linted === null ? undefined : { document, linted: watched.linted, problems: watched.linted.list().problems };
  }

  /** Checks everything anew: the settings, or what is known beside the files, have changed. */
  checkAll(): void {
    for (const each of [...this.watched.values()]) {
      each.linted = null;
      this.schedule(each, 0);
    }
    for (const document of vscode.workspace.textDocuments) this.open(document);
  }

  private open(document: vscode.TextDocument): void {
    const key = keyOf(document);
    if (this.watched.has(key) || !isText(document)) return;
    const made: Watched = { document, linted: null, timer: null, running: null, checked: Promise.resolve() };
    this.watched.set(key, made);
    this.schedule(made, 0);
  }

  private close(document: vscode.TextDocument): void {
    const watched = this.watched.get(keyOf(document));
    if (!watched) return;
    stop(watched);
    this.watched.delete(keyOf(document));
    this.collection.delete(document.uri);
  }

  private edit({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const watched = this.watched.get(keyOf(document));
    if (!watched || contentChanges.length === 0) return;
    const edits = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
      start: rangeOffset,
      end: rangeOffset + rangeLength,
      text,
    }));
    if (watched.linted?.edit(edits) === false) watched.linted = null;
    this.schedule(watched, quietMs);
  }

  private schedule(watched: Watched, ms: number): void {
    stop(watched);
    watched.timer = setTimeout(() => this.start(watched), ms);
  }

  private start(watched: Watched): void {
    stop(watched);
    const running = new AbortController();
    watched.running = running;
    watched.checked = this.check(watched, running.signal).catch((error: unknown) => {
      this.log.error(`checking ${watched.document.uri.toString()}`, error);
    });
  }

  private async check(watched: Watched, signal: AbortSignal): Promise<void> {
    const { document } = watched;
    const isOver = (): boolean => signal.aborted;
    // All documents that are open are checked at once when what is known beside them has changed.
    await nextTurn();
    if (isOver()) return;
    const linted = watched.linted ?? (await this.make(document));
    // An edit came meanwhile: it begins anew.
    if (isOver()) return;
    watched.linted = linted;
    if (linted === null) {
      this.collection.delete(document.uri);
      return;
    }
    const shown: { at: number; running: Promise<void> | null } = { at: 0, running: null };
    // A thousand problems take their time to be listed, placed and handed over: each has a turn of its own.
    const show = async (): Promise<void> => {
      shown.at = performance.now();
      const list = linted.list();
      await nextTurn();
      if (isOver()) return;
      const diagnostics = diagnosticsOf(document, list);
      await nextTurn();
      if (!isOver()) this.collection.set(document.uri, diagnostics);
      shown.running = null;
    };
    const onProgress = (): void => {
      // The first problems at once, the rest from time to time.
      if (shown.running !== null || performance.now() - shown.at < showEveryMs) return;
      if (shown.at > 0 || linted.list(1).problems.length > 0) shown.running = show();
    };
    if (!(await linted.check({ signal, onProgress }))) return;
    await shown.running;
    await nextTurn();
    if (isOver()) return;
    await show();
    if (isOver()) return;
    this.changed.fire(document);
  }
}

function stop(watched: Watched): void {
  if (watched.timer !== null) clearTimeout(watched.timer);
  watched.timer = null;
  watched.running?.abort();
  watched.running = null;
}

const keyOf = (document: vscode.TextDocument): string => document.uri.toString();

/** Files that a person edits; not the pages that extensions make, nor git's versions of files. */
const isText = ({ uri }: vscode.TextDocument): boolean => uri.scheme === 'file' || uri.scheme === 'untitled';
