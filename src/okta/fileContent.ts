import { basename, extname } from 'node:path';
import { JsonRecordReader } from '../input/jsonRecords';
import { CsvExportFile } from './csvExportFile';
import type { ExportData } from './exportData';
import type { ExportFile } from './exportFile';
import { formatOf, formatWords, type FileFormat } from './fileFormat';
import { JsonExportFile } from './jsonExportFile';

/** JSON is read first, then CSV, whose titles a user schema may explain, then lists of mere ids. */
export type Pass = 'json' | 'csv' | 'pairs';

/** The content of one file, taken as what its first bytes say it is. */
export class FileContent {
  private format: FileFormat | null = null;
  private readonly json: JsonRecordReader;
  private readonly csv: CsvExportFile;

  constructor(
    private readonly file: ExportFile,
    private readonly data: ExportData,
    private readonly pass: Pass,
    /** Of all files of the export. */
    private readonly paths: ReadonlySet<string>,
  ) {
    this.json = new JsonRecordReader(new JsonExportFile(file, data), data.templates);
    this.csv = new CsvExportFile(file, data, pass === 'pairs');
  }

  push(chunk: Buffer): void {
    this.format ??= formatOf(chunk, this.file.path);
    if (this.format === 'json') this.json.push(chunk);
    else if (this.format === 'text' && this.pass !== 'json') this.csv.reader.push(chunk);
  }

  isForLater(): boolean {
    return this.format === 'text' && (this.pass === 'json' || this.csv.postponed);
  }

  finish(): void {
    switch (this.format) {
      case 'json':
        this.finishJson();
        break;
      case 'text':
        this.csv.finish();
        if (this.csv.form === null) this.finishUnknown('text');
        break;
      case null:
        this.finishEmpty();
        break;
      case 'workbook':
        this.finishWorkbook();
        break;
      default:
        this.finishUnknown(this.format);
    }
  }

  private finishJson(): void {
    this.json.finish();
    const [first] = this.file.sections;
    if (first) {
      if (this.json.arrays > 1) first.lastPageRecords = this.json.lastArrayRecords;
    } else this.data.emptyLists.push(this.file.section('unknown', 'an empty list, []'));
  }

  private finishEmpty(): void {
    const section = this.file.section('unknown', 'an empty file');
    // `.gitkeep` and its like are nobody's data.
    if (basename(this.file.path).startsWith('.')) section.add('unknown-file', 'An empty hidden file.');
    else section.add('empty-file', 'The file is empty: what should be in it is missing.', { line: 1 });
  }

  /** It holds tables, and nobody knows which: what it was saved as may stand beside it. */
  private finishWorkbook(): void {
    const section = this.file.section('unknown', formatWords.workbook);
    const saved = [...tableExtensions]
      .map((extension) => this.file.path.replace(/\.[^./]*$/, extension))
      .find((path) => this.paths.has(path));
    if (saved !== undefined && saved !== this.file.path)
      section.add('unknown-file', `An Excel workbook is not read; ${saved} stands beside it.`);
    else
      section.add(
        'unreadable',
        'An Excel workbook is not read: save each of its sheets as "CSV UTF-8", or take it out of the folder if it has nothing to do with the export.',
      );
  }

  private finishUnknown(format: Exclude<FileFormat, 'json' | 'workbook'>): void {
    const titles = format === 'text' && this.csv.columns.length > 1 ? shownTitles(this.csv.columns) : null;
    const section = this.file.section('unknown', titles === null ? formatWords[format] : `a table of unknown columns (${titles})`);
    const named =
      /\.(json|ndjson|jsonl)$/i.test(this.file.path) || (format === 'markup' && !/\.(x?html?|xml|svg|md)$/i.test(this.file.path));
    const cutHeader = format === 'text' && /\.[ct]sv$/i.test(this.file.path) && this.csv.reader.isOneLine;
    const noTable = format === 'binary' && tableExtensions.has(extname(this.file.path).toLowerCase());
    if (cutHeader) section.add('truncated', 'The file is cut off inside of its header.', { line: 1 });
    else if (named) section.add('unreadable', `This is no JSON but ${formatWords[format]} (${this.file.path}:1:1).`, { line: 1 });
    else if (noTable) section.add('unreadable', `This is no CSV but ${formatWords[format]} (${this.file.path}:1:1).`, { line: 1 });
    else if (titles !== null)
      section.add('unknown-file', `Its columns are not known (${titles}). "Say What the Columns Are…" tells what they hold.`, { line: 1 });
    else section.add('unknown-file', `Not understood: ${formatWords[format]}.`);
  }
}

/** So many titles tell a table, and so long ones. */
const shownTitles = (titles: readonly string[]): string =>
  titles
    .slice(0, 8)
    .map((title) => title.slice(0, 40))
    .join(', ') + (titles.length > 8 ? ', …' : '');

const tableExtensions: ReadonlySet<string> = new Set(['.csv', '.tsv', '.txt']);
