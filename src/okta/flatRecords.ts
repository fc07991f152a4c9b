import type { JsonObject, JsonValue } from '../input/problem';
import type { Turns } from '../input/turns';
import { csvFormOf, type CsvForm } from './csvForms';
import { rowTakerOf } from './csvTakers';
import type { ExportData } from './exportData';
import type { ExportFile, Section } from './exportFile';
import { isInMembersFolder } from './filePlace';
import { oktaIdPattern } from './headerless';
import { oktaStatus } from './oktaStatus';
import { isList } from './recordKinds';

/** The records of one file, as rows. */
interface FlatList {
  readonly section: Section;
  readonly form: CsvForm;
  /** Column of each key, in the order in which the keys were met. */
  readonly columns: Map<string, number>;
  readonly rows: string[][];
}

/**
 * JSON objects without inner ones are rows of a table: what `jq '.[] | {id, login: .profile.login}'`, `Import-Csv | ConvertTo-Json` and
 * many a script leave. They are read as a CSV of the same header would be, when all other files are known.
 */
export class FlatRecords {
  private readonly lists = new Map<ExportFile, FlatList>();

  /** The section that the record belongs to; null where it is no such row. */
  add(record: JsonObject, file: ExportFile): Section | null {
    const cells = cellsOf(record);
    if (cells === null) return null;
    const list = this.lists.get(file) ?? newList(cells, file);
    if (list === null || (list.rows.length > 0 && !cells.some(([key]) => list.columns.has(key)))) return null;
    this.lists.set(file, list);
    const row: string[] = [];
    for (const [key, cell] of cells) {
      const column = list.columns.get(key) ?? list.columns.size;
      list.columns.set(key, column);
      row[column] = cell;
    }
    list.rows.push(row);
    list.section.records += 1;
    return list.section;
  }

  /** Takes the rows, users first. Called when every file is read, before they are judged. */
  async settle(data: ExportData, turns: Turns): Promise<void> {
    const lists = [...this.lists.values()];
    for (const pass of ['csv', 'pairs'] as const) {
      for (const { section, form, columns, rows } of lists.filter((list) => list.form.pass === pass)) {
        const header = [...columns.keys()];
        const taker = rowTakerOf(form, header, { section, data, dotted: header.some((key) => key.startsWith('profile.')) });
        for (const row of rows) {
          const cells = Array.from(header, (_, index) => row[index] ?? '');
          taker.take(cells, firstLine);
          if (turns.due()) await turns.next();
        }
        taker.finish(false, firstLine);
      }
    }
  }
}

/** Where in the file a row stood is not kept. */
const firstLine = (): number => 1;

const mostKeys = 200;

/** Null for an object with inner objects. A list of plain values is a cell of several, as in a CSV. */
function cellsOf(record: JsonObject): readonly (readonly [string, string])[] | null {
  const entries = Object.entries(record);
  if (entries.length < 2 || entries.length > mostKeys) return null;
  const cells = entries.map(([key, value]) => [key, cellOf(value)] as const);
  return cells.some(([, cell]) => cell === null) ? null : cells.map(([key, cell]) => [keyOf(key, cell ?? ''), cell ?? '']);
}

/** "id" is a user's, unless it says otherwise itself. */
const keyOf = (key: string, cell: string): string => (key === 'id' && cell.startsWith('00g') && oktaIdPattern.test(cell) ? 'groupId' : key);

function cellOf(value: JsonValue): string | null {
  if (value === null) return '';
  if (isList(value)) {
    const items = value.map((item) => (typeof item === 'object' ? null : String(item)));
    return items.includes(null) ? null : items.join(';');
  }
  return typeof value === 'object' ? null : String(value);
}

/** Only with an id or a status of Okta in it, or among members: many other lists have a login, a name and a type. */
function newList(cells: readonly (readonly [string, string])[], file: ExportFile): FlatList | null {
  const inMembersFolder = isInMembersFolder(file.path);
  const isOkta = inMembersFolder || cells.some(([key, cell]) => isOktas(key, cell));
  const header = cells.map(([key]) => key);
  const form = isOkta ? csvFormOf(header, { inMembersFolder, kind: null }) : null;
  if (form === null || form.rows === 'unused' || form.kind === 'unknown') return null;
  const section = file.section(form.kind, form.words.replace('the CSV header', 'JSON objects without inner ones:'));
  return { section, form, columns: new Map(), rows: [] };
}

const isOktas = (key: string, cell: string): boolean =>
  cell.split(';').some((piece) => oktaIdPattern.test(piece)) ||
  (/status$/i.test(key) && /^[A-Z_]+$/.test(cell) && oktaStatus(cell) !== null);
