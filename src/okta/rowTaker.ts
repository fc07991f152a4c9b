import type { ExportData } from './exportData';
import type { Section } from './exportFile';
import { isUsableId } from './oktaRecords';

/** Takes the rows of one CSV into `ExportData`. */
export interface RowTaker {
  take(cells: readonly string[], line: () => number): void;
  /** `endsInCell`: the file ends without a line break or a quote. */
  finish(endsInCell: boolean, line: () => number): void;
}

export interface TakerContext {
  readonly section: Section;
  readonly data: ExportData;
  /** The file names attributes `profile.<name>`. */
  readonly dotted: boolean;
}

/** Null for an empty cell and for one that is not there. */
export const cellAt = (cells: readonly string[], index: number | null): string | null => (index === null ? null : cells[index] || null);

/** The id in a row; a row without one is a problem. */
export function idAt(cells: readonly string[], index: number | null, section: Section, line: () => number): string | null {
  const id = cellAt(cells, index);
  if (id !== null && isUsableId(id)) return id;
  section.add('unreadable', id === null ? 'A row without an id cannot be read.' : 'A row with a damaged id cannot be read.', {
    line: line(),
  });
  return null;
}

/** Whether an id, the last thing in a file, is no more than the beginning of one that is known: then it was cut. */
export function isBeginningOfId(id: string, known: Iterable<string>): boolean {
  if (id === '') return false;
  for (const other of known) if (other.length > id.length && other.startsWith(id)) return true;
  return false;
}

/** A kind of which a column is missing that it cannot do without. */
export function reportMissingColumn(section: Section, what: string): void {
  section.add('missing-column', `There is no column with ${what}: nothing in this file can be used.`, { line: 1 });
}
