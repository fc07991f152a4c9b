import { setImmediate } from 'node:timers/promises';
import { BlockCheck, findingLength, type BlockResult } from './csvBlockCheck';
import { CsvChecks, csvFindings, type CsvFinding } from './csvChecks';
import { lintColumnsOf, type CsvLintColumn, type CsvLintColumns } from './csvColumns';
import { readLayout, type CsvLayout } from './csvLayout';
import { codeOfFinding, fixOfPhone, problemOf, type FoundCell } from './csvProblems';
import { cellIn, type CsvPlace } from './csvPlace';
import { CsvText, type CsvBlock } from './csvText';
import { severityOf, type LintProblem, type TextEdit } from './problem';

/** Lets others work between two slices. */
export interface CsvScheduler {
  /** Milliseconds. */
  readonly now: () => number;
  readonly pause: () => Promise<void>;
}

export interface CsvLintOptions {
  /** What the columns are, by the cells of the first row; `lintColumnsOf` by their names alone unless told. */
  readonly columnsOf?: (firstRow: readonly string[]) => CsvLintColumns;
  /** `scimPreflight.phone.defaultRegion`: ISO 3166-1 alpha-2, or null. A country column of the row counts more. */
  readonly defaultRegion: string | null;
  readonly scheduler?: CsvScheduler;
  /** Characters that are checked, and checked again, at a time. */
  readonly blockLength?: number;
}

export interface CsvRun {
  readonly signal?: AbortSignal;
  /** Called between slices, and at the end: there may be more to list. */
  readonly onProgress?: () => void;
}

export interface CsvLintList {
  /** Errors first, then by place. */
  readonly problems: readonly LintProblem[];
  /** Of each code, listed or not. */
  readonly counts: ReadonlyMap<LintProblem['code'], number>;
  /** Found, and not listed. */
  readonly rest: number;
  /** False while a part of the text is not checked. */
  readonly complete: boolean;
}

/** What *Fix all* is about: one column, or all. */
export interface CsvFixScope {
  /** Null: every column. */
  readonly column: CsvLintColumn | null;
}

/** Problems that are listed in a file (issue 4). */
const listedAtMost = 1000;
const sliceMilliseconds = 8;
/** So much of a cell is looked at for its message and its fix: what is longer is no phone number. */
const longestRead = 1 << 10;

const eventLoop: CsvScheduler = { now: () => performance.now(), pause: () => setImmediate() };

/** What belongs to one reading of the header. */
interface Setup {
  readonly layout: CsvLayout;
  readonly checks: CsvChecks;
  readonly check: BlockCheck;
  /** The last result of a block, and the one that it has where a row begins with it. */
  readonly results: WeakMap<CsvBlock, readonly BlockResult[]>;
}

/**
 * The checks of a CSV export that stands in an editor (product.md, section 10): phones, user names, managers, phone types, secrets.
 *
 * Line breaks are LF or CRLF. `edit` is cheap; `check` does what is left to do, in slices of some milliseconds, and knows the results of all
 * blocks that no edit has touched; `list` tells what is known so far.
 */
export class CsvLint {
  private readonly text: CsvText;
  private readonly scheduler: CsvScheduler;
  private setup: Setup | null = null;
  /** Results by block, as far as the text is checked. */
  private current: BlockResult[] = [];
  private complete = false;
  /** Counts edits: what was begun before one starts over. */
  private edition = 0;

  /**
   * @param text Whole, or in pieces that each begin a line.
   * @throws RangeError for a default region that libphonenumber does not know.
   */
  constructor(
    text: string | readonly string[],
    private readonly options: CsvLintOptions,
  ) {
    this.text = new CsvText(text, options.blockLength);
    this.scheduler = options.scheduler ?? eventLoop;
    this.prepare();
  }

  /** The columns that are checked; none where the text has no header. */
  get columns(): readonly CsvLintColumn[] {
    return this.setup?.layout.columns.checked ?? [];
  }

  /** Takes edits one after the other, each of the text that the one before has left (as `contentChanges` of VS Code come). */
  edit(edits: readonly TextEdit[]): void {
    this.text.edit(edits);
    this.edition += 1;
    this.complete = false;
    this.prepare();
    // What is known of the blocks stands until they are checked again.
    this.current = this.text.blocks.map((block, index) => this.knownOf(block) ?? unchecked(index));
  }

  /** Checks what is not checked. False: cancelled. */
  async check({ signal, onProgress }: CsvRun = {}): Promise<boolean> {
    let edition = -1;
    let walk: Iterator<void> = [][Symbol.iterator]();
    for (;;) {
      if (signal?.aborted === true) return false;
      if (edition !== this.edition) {
        edition = this.edition;
        walk = this.walk();
      }
      const end = this.scheduler.now() + sliceMilliseconds;
      let done: boolean;
      do done = walk.next().done === true;
      while (!done && this.scheduler.now() < end);
      onProgress?.();
      if (done) return true;
      await this.scheduler.pause();
    }
  }

  /** What is known so far. */
  list(limit = listedAtMost): CsvLintList {
    const totals = new Map<LintProblem['code'], number>();
    let total = 0;
    for (const { counts } of this.current) {
      for (const [index, count] of counts.entries()) {
        if (count === 0) continue;
        const code = codeOfFinding(findingAt(index));
        totals.set(code, (totals.get(code) ?? 0) + count);
        total += count;
      }
    }
    const problems = [...this.found(isError, limit)];
    problems.push(...this.found((finding) => !isError(finding), limit - problems.length));
    return { problems, counts: totals, rest: total - problems.length, complete: this.complete };
  }

  /** How many numbers *Fix all* would convert, by column. */
  fixable(): ReadonlyMap<CsvLintColumn, number> {
    const counts = new Map<CsvLintColumn, number>();
    for (const { findings } of this.current) {
      for (let at = 0; at < findings.length; at += findingLength) {
        const column = this.setup?.checks.column(findings[at + 3] ?? -1);
        if (column && isFixable(findingAt(findings[at]))) counts.set(column, (counts.get(column) ?? 0) + 1);
      }
    }
    return counts;
  }

  /**
   * The edits that convert every number that is valid and not in E.164, listed or not, by place. Checks first what is not checked. Null:
   * cancelled, or the text was edited meanwhile.
   */
  async fixAll({ column }: CsvFixScope, run: CsvRun = {}): Promise<readonly TextEdit[] | null> {
    if (!(await this.check(run))) return null;
    const { edition, setup } = this;
    const edits: TextEdit[] = [];
    let end = this.scheduler.now() + sliceMilliseconds;
    let blockStart = 0;
    for (const [index, block] of this.text.blocks.entries()) {
      for (const cell of this.cellsOf(index, blockStart, isFixable)) {
        if (setup === null || (column !== null && cell.column?.index !== column.index)) continue;
        const edit = fixOfPhone(cell, setup.checks, setup.layout.separator);
        if (edit !== null) edits.push(edit);
      }
      blockStart += block.text.length;
      if (this.scheduler.now() < end) continue;
      await this.scheduler.pause();
      if (run.signal?.aborted === true || edition !== this.edition) return null;
      end = this.scheduler.now() + sliceMilliseconds;
    }
    return edits;
  }

  /** The cell of a checked column at an offset, as far as the text is checked. */
  cellAt(offset: number): CsvPlace | null {
    if (this.setup === null) return null;
    let [index, blockStart] = [0, 0];
    const { blocks } = this.text;
    // A row can begin blocks before the offset.
    for (let [at, start] = [0, 0]; at < blocks.length && start <= offset; at += 1) {
      if ((this.current[at]?.entry ?? 0) < (blocks[at]?.text.length ?? 0) && start + (this.current[at]?.entry ?? 0) <= offset)
        [index, blockStart] = [at, start];
      start += blocks[at]?.text.length ?? 0;
    }
    const { checks, layout } = this.setup;
    return cellIn(this.text, { index, blockStart, entry: this.current[index]?.entry ?? 0 }, offset, checks, layout.separator);
  }

  private prepare(): void {
    const { blocks } = this.text;
    if (this.setup?.layout.blocks.every((block, index) => block === blocks[index]) === true) return;
    const layout = readLayout(blocks, this.options.columnsOf ?? lintColumnsOf);
    const known = this.setup;
    if (layout === null || layout.columns.checked.length === 0) {
      this.setup = null;
    } else if (known !== null && isSame(known.layout, layout)) {
      this.setup = { ...known, layout };
    } else {
      const checks = new CsvChecks(layout.columns, this.options.defaultRegion);
      this.setup = { layout, checks, check: new BlockCheck(checks, layout.separator), results: new WeakMap() };
    }
  }

  /** Goes through all blocks, one a step; what is known of a block costs nothing. */
  private *walk(): Generator<void> {
    const { setup } = this;
    const { blocks } = this.text;
    let entry = setup?.layout.dataStart ?? 0;
    for (const [index, block] of blocks.entries()) {
      const { length } = block.text;
      if (setup === null || entry >= length) {
        // No row begins here. Results that the block had before are kept: a quote that is typed is often closed a moment later.
        this.current[index] = unchecked(entry);
        entry = Math.max(0, entry - length);
        continue;
      }
      const kept = setup.results.get(block) ?? [];
      const known = kept.find((one) => one.entry === entry && follows(one.seam, blocks, index));
      const result = known ?? setup.check.check(blocks, index, entry);
      if (kept[0] !== result) setup.results.set(block, [result, ...kept.filter((one) => one !== result && one.entry === 0).slice(0, 1)]);
      this.current[index] = result;
      entry = result.overhang;
      if (known === undefined) yield;
    }
    this.complete = true;
  }

  private knownOf(block: CsvBlock): BlockResult | undefined {
    return this.setup?.results.get(block)?.[0];
  }

  private *found(wanted: (finding: CsvFinding) => boolean, limit: number): Generator<LintProblem> {
    let [listed, blockStart] = [0, 0];
    for (const [index, block] of this.text.blocks.entries()) {
      const counts = this.current[index]?.counts ?? [];
      if (listed < limit && counts.some((count, finding) => count > 0 && wanted(findingAt(finding)))) {
        for (const cell of this.cellsOf(index, blockStart, wanted)) {
          if (listed >= limit || this.setup === null) break;
          yield problemOf(cell, this.setup.checks, this.setup.layout.separator);
          listed += 1;
        }
      }
      blockStart += block.text.length;
    }
  }

  private *cellsOf(block: number, blockStart: number, wanted: (finding: CsvFinding) => boolean): Generator<FoundCell> {
    const findings = this.current[block]?.findings ?? new Int32Array();
    for (let at = 0; at < findings.length; at += findingLength) {
      const finding = findingAt(findings[at]);
      if (!wanted(finding)) continue;
      const [start = 0, end = 0, column = -1, region = 0] = findings.subarray(at + 1, at + findingLength);
      yield {
        finding,
        start: blockStart + start,
        end: blockStart + end,
        raw: this.text.slice(block, start, Math.min(end, start + longestRead)),
        isQuoted: start > 0 && this.text.slice(block, start - 1, start) === '"',
        column: this.setup?.checks.column(column) ?? null,
        region,
      };
    }
  }
}

const emptyCounts = new Int32Array(csvFindings.length);
const unchecked = (entry: number): BlockResult => ({ entry, seam: [], overhang: 0, findings: new Int32Array(), counts: emptyCounts });

const findingAt = (index = 0): CsvFinding => csvFindings[index] ?? 'phoneInvalid';
const isError = (finding: CsvFinding): boolean => severityOf(codeOfFinding(finding)) === 'error';
const isFixable = (finding: CsvFinding): boolean => finding === 'phoneNotE164';

function follows(seam: readonly CsvBlock[], blocks: readonly CsvBlock[], index: number): boolean {
  return seam.every((block, at) => block === blocks[index + 1 + at]);
}

function isSame(one: CsvLayout, other: CsvLayout): boolean {
  return one.separator === other.separator && JSON.stringify(one.columns) === JSON.stringify(other.columns);
}
