import { CsvReader, type CsvFault, type CsvSink } from '../input/csvRows';
import { csvFormOf, isIdList, type CsvForm } from './csvForms';
import { rowTakerOf } from './csvTakers';
import { declaredHeader } from './declaredHeader';
import type { RowTaker } from './rowTaker';
import type { ExportData } from './exportData';
import type { ExportFile, Section } from './exportFile';
import { GroupIndex, isInMembersFolder, placeOf } from './filePlace';
import { titlesOfRow } from './headerless';
import { LastCells } from './lastCells';
import { fitHeader } from './headerFit';
import type { ManifestFile } from './manifest';
import { userColumnsOf } from './userColumns';

/** So many rows decide whether a header fits. */
const rowsToFit = 20;
const titlesShown = 20;

/** Takes one CSV file into `ExportData`, as what its header says it is. */
export class CsvExportFile implements CsvSink {
  readonly reader: CsvReader = new CsvReader(this);
  form: CsvForm | null = null;
  /** Memberships, assignments and whatever names users by login: worth reading when the users are known. */
  postponed = false;
  /** The header as it stands in the file. */
  columns: readonly string[] = [];

  /** The header as it is read: what the manifest says of a column stands in its place. */
  private titles: readonly string[] = [];
  private section: Section | null = null;
  private taker: RowTaker | null = null;
  /** Rows that wait for the header to fit; null when that is decided. */
  private held: { readonly cells: readonly string[]; readonly line: number }[] | null = [];
  private heldLine: number | null = null;
  private readonly line = (): number => this.heldLine ?? this.reader.line();
  /** The last cells of the rows so far. */
  private readonly lastCells = new LastCells();
  private width = 0;

  constructor(
    private readonly file: ExportFile,
    private readonly data: ExportData,
    /** Pairs of ids are read in a second pass. */
    private readonly pairs: boolean,
  ) {}

  header(cells: readonly string[]): boolean {
    const declared = this.declared();
    const titles = titlesOfRow(cells);
    this.columns = titles ?? cells;
    this.titles = declaredHeader(this.columns, declared?.columns ?? new Map());
    this.width = cells.length;
    this.form = csvFormOf(this.titles, { inMembersFolder: this.isOfMembers(declared), kind: declared?.kind ?? null });
    if (this.form === null) {
      // Mere ids are members or nothing: which, is known when the groups are.
      this.postponed = !this.pairs && isIdList(this.titles);
      return false;
    }
    this.postponed = this.form.pass === 'pairs' && !this.pairs;
    if (this.postponed) return false;
    const section = this.file.section(this.form.kind, this.form.words);
    if (this.form.rows === 'unused') {
      section.add('unknown-file', `Known, and not used. ${this.form.remark ?? ''}`, { line: 1 });
      return false;
    }
    if (this.form.remark !== null) {
      section.neverConfirmed = true;
      section.add('no-deprovisioned-users', this.form.remark);
    }
    this.section = section;
    if (titles) section.alsoBy.push('it has no header: its columns by what the first row holds');
    if (titles) this.row(cells);
    return true;
  }

  private isOfMembers(declared: ManifestFile | null): boolean {
    if (isInMembersFolder(this.file.path)) return true;
    return this.pairs && placeOf(this.file.path, new GroupIndex(this.data.groups), declared).members;
  }

  row(cells: readonly string[]): void {
    if (this.isHeaderAgain(cells)) return;
    if (this.held === null) {
      if (!this.reportIfCut(cells)) this.take(cells);
      return;
    }
    // The frequent case: the first row has as many cells as the header.
    if (this.held.length === 0 && cells.length >= this.columns.length && !this.reader.isUnterminated()) {
      this.release();
      this.take(cells);
      return;
    }
    if (this.reportIfCut(cells)) return;
    this.held.push({ cells, line: this.reader.line() });
    if (this.held.length === rowsToFit) this.release();
  }

  /** A row that was cut off tells nothing that can be trusted: what is left of it may pass for another status, account or login. */
  private reportIfCut(cells: readonly string[]): boolean {
    if (!this.section || !this.reader.isUnterminated()) return false;
    const last = cells.at(-1) ?? '';
    const cut =
      this.reader.endsInQuotes ||
      this.reader.endsInGap ||
      cells.length < this.width ||
      (this.reader.endsInCell && this.lastCells.isCut(last));
    if (!cut) return false;
    if (!this.section.has('truncated')) {
      this.section.add('truncated', 'The file is cut off inside of its last row.', { line: this.reader.line() });
    }
    return true;
  }

  /** Of CSV files that were put together. */
  private isHeaderAgain(cells: readonly string[]): boolean {
    const [first = ''] = cells;
    const [own = ''] = this.columns;
    // Told by its first letter, mostly: neither white space nor a byte order mark is one.
    const letter = first.charCodeAt(0);
    if (letter > 0x20 && letter < 0x7f && letter !== own.charCodeAt(0)) return false;
    if (first !== own && first.replace(/^\uFEFF/, '').trim() !== own) return false;
    return cells.length === this.columns.length && cells.every((cell, index) => index === 0 || cell.trim() === this.columns[index]);
  }

  fault({ kind, line, message }: CsvFault): void {
    const words = kind === 'truncated' ? `The file is cut off: ${message}.` : `The CSV is broken: ${message}.`;
    const section = this.section ?? this.file.section('unknown', 'a text of no known form');
    section.add(kind === 'truncated' ? 'truncated' : 'unreadable', `${words} (${this.file.path}:${line})`, { line });
  }

  /** Ends the reading of a file that was read to its end. */
  finish(): void {
    this.reader.finish();
    if (!this.section) return;
    this.release();
    const line = (): number => this.reader.line();
    this.taker?.finish(this.reader.endsInCell, line);
    this.section.headerOnly = this.reader.rows === 0 && this.section.records === 0;
    if (this.reader.damagedLine !== null) {
      const words = 'The file is no UTF-8: letters beyond ASCII are lost. Save it as "CSV UTF-8".';
      this.section.add('excel-damage', words, { line: this.reader.damagedLine });
    }
  }

  /** Decides what the columns are, and takes the rows that waited for it. */
  private release(): void {
    const held = this.held;
    if (held === null || !this.form || !this.section) return;
    this.held = null;
    const headers = this.fit(held.map(({ cells }) => cells.length));
    const dotted = this.columns.some((cell) => cell.startsWith('profile.'));
    if (headers) this.taker = rowTakerOf(this.form, headers, { section: this.section, data: this.data, dotted });
    for (const { cells, line } of held) {
      this.heldLine = line;
      this.take(cells);
    }
    this.heldLine = null;
  }

  private declared(): ManifestFile | null {
    return this.data.manifest?.files.get(this.file.path) ?? null;
  }

  /** The header of each column; null where rows and header cannot be brought together. */
  private fit(widths: readonly number[]): readonly string[] | null {
    const [first = 0] = widths;
    const uniform = widths.length > 1 && first < this.columns.length && widths.every((width) => width === first);
    if (!uniform || !this.section) return this.titles;
    const dotted = this.columns.some((cell) => cell.startsWith('profile.'));
    const { unknown } = userColumnsOf(this.titles, this.data.userAttributeNames(), dotted);
    const fit = fitHeader(this.titles, first, (index) => !unknown.has(index));
    const words = `The header has ${this.columns.length} columns, the rows have ${first}: a title holds a comma.`;
    if (fit === null) {
      this.section.add('unreadable', `${words} Which, cannot be told: name the columns in a manifest.`, { line: 1 });
      return null;
    }
    this.width = first;
    const lost = fit.lost.length > titlesShown ? `${fit.lost.slice(0, titlesShown).join(', ')}, …` : fit.lost.join(', ');
    this.section.add('dropped-column', `${words} These cannot be told apart and are not read: ${lost}.`, { line: 1 });
    return fit.headers.map((header) => header ?? '');
  }

  private take(cells: readonly string[]): void {
    if (!this.section) return;
    this.section.records += 1;
    this.lastCells.see(cells.at(-1) ?? '');
    if (this.taker && cells.length !== this.width) this.reportWidth(cells, this.section, this.line());
    this.taker?.take(cells, this.line);
  }

  private reportWidth(cells: readonly string[], section: Section, line: number): void {
    if (cells.length < this.width) section.add('short-row', `The row has ${cells.length} cells, the header ${this.width}.`, { line });
    else if (cells.slice(this.width).some((cell) => cell !== ''))
      section.add('short-row', `The row has ${cells.length} cells, more than the header.`, { line });
  }
}
