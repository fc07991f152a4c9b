import type { HoverContent } from '../mapping/lint/hoverContent';
import type { PreviewUser } from '../mapping/lint/hoverExpression';
import type { LintProblem, TextEdit } from '../mapping/lint/problem';

/** What is known of an open document, as far as it is checked. */
export interface LintedList {
  /** Errors first, then by place; at most 1,000. */
  readonly problems: readonly LintProblem[];
  /** Of each code, listed or not. */
  readonly counts: ReadonlyMap<LintProblem['code'], number>;
  /** Found, and not listed. */
  readonly rest: number;
}

export interface LintRun {
  readonly signal: AbortSignal;
  /** There may be more to list. */
  readonly onProgress: () => void;
}

/** A column of a table whose numbers can be converted all at once. */
export interface FixableColumn {
  /** Counted from 0. */
  readonly index: number;
  readonly title: string;
  readonly count: number;
}

/** An open document that is checked while it is edited. Offsets are those of the document's text. */
export interface LintedText {
  /** Takes edits in the order in which VS Code tells them; false where the text has to be handed over anew. */
  edit(edits: readonly TextEdit[]): boolean;
  /** Checks what is not checked, in turns. False: cancelled. */
  check(run: LintRun): Promise<boolean>;
  /** @param limit so many problems at most; 1,000 unless told. */
  list(limit?: number): LintedList;
  /** What the document is, in a line, where that is not plain; null otherwise. */
  readonly says: string | null;
  /** Columns with numbers that can be converted; none where the document is no table. */
  fixableColumns(): readonly FixableColumn[];
  /** The edits of *Fix all*, of a column or of everything, listed or not. Null: cancelled. */
  fixAll(column: number | null, signal: AbortSignal): Promise<readonly TextEdit[] | null>;
  /**
   * What is told of a place of the text, checked before. Null: nothing, or cancelled.
   *
   * @param preview whose values expressions show; null: nobody's.
   */
  hover(offset: number, preview: PreviewUser | null, signal: AbortSignal): Promise<HoverContent | null>;
}
