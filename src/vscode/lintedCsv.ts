import { lintColumnsOf, type CsvColumnHints, type CsvLintColumn, type CsvLintColumns } from '../mapping/lint/csvColumns';
import { CsvLint, type CsvScheduler } from '../mapping/lint/csvLint';
import type { HoverContent } from '../mapping/lint/hoverContent';
import { hoverCell } from '../mapping/lint/hoverCsv';
import type { TextEdit } from '../mapping/lint/problem';
import type { FixableColumn, LintedList, LintedText, LintRun } from './lintedText';
import { nextTurn } from './turns';

/** More edits than these at once (a *Fix all*, a replacement of everything) are cheaper read anew. */
const mostEdits = 200;

export interface CsvKnowledge extends CsvColumnHints {
  /** ISO 3166-1 alpha-2, or null. */
  readonly defaultRegion: string | null;
  /** Whether a file with this header is to be checked. */
  readonly isWanted: (header: readonly string[]) => boolean;
}

/** Each slice has a turn of its own, whatever else is checked meanwhile. */
const scheduler: CsvScheduler = { now: () => performance.now(), pause: nextTurn };
const nothingChecked: CsvLintColumns = { headed: true, checked: [] };

/** A CSV export in an editor. */
export class LintedCsv implements LintedText {
  readonly says = null;
  private readonly lint: CsvLint;

  /** @param pieces The text, of which each piece begins a line. */
  constructor(pieces: readonly string[], { defaultRegion, isWanted, ...hints }: CsvKnowledge) {
    const columnsOf = (header: readonly string[]): CsvLintColumns => (isWanted(header) ? lintColumnsOf(header, hints) : nothingChecked);
    this.lint = new CsvLint(pieces, { columnsOf, defaultRegion, scheduler });
  }

  edit(edits: readonly TextEdit[]): boolean {
    if (edits.length > mostEdits) return false;
    this.lint.edit(edits);
    return true;
  }

  check(run: LintRun): Promise<boolean> {
    return this.lint.check(run);
  }

  list(limit?: number): LintedList {
    return this.lint.list(limit);
  }

  fixableColumns(): readonly FixableColumn[] {
    return [...this.lint.fixable()].map(([{ index, title }, count]) => ({ index, title, count }));
  }

  hover(offset: number): Promise<HoverContent | null> {
    const place = this.lint.cellAt(offset);
    return Promise.resolve(place && hoverCell(place));
  }

  fixAll(column: number | null, signal: AbortSignal): Promise<readonly TextEdit[] | null> {
    const wanted = column === null ? null : (this.lint.columns.find(({ index }) => index === column) ?? noColumn(column));
    return this.lint.fixAll({ column: wanted }, { signal });
  }
}

const noColumn = (index: number): CsvLintColumn => ({ index, title: '', role: 'phone' });
