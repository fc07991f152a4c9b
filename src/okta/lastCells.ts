/** Stands for bytes that are no character: of a text that was cut inside of one. */
const lostCharacter = '\uFFFD';

/**
 * The cells at the end of a CSV's rows, to tell whether the very last one, behind which the text ends without a line break, is whole. That many
 * programs write no line break at the end makes it a question.
 */
export class LastCells {
  private before: string | null = null;
  /** The length that all of them have; null where they differ. */
  private length: number | null = null;

  /** Takes the last cell of a whole row. */
  see(cell: string): void {
    this.length = this.before === null || this.length === cell.length ? cell.length : null;
    this.before = cell;
  }

  /** Whether this cell shows that something is missing of it: ids and accounts have one length, addresses one ending. */
  isCut(cell: string): boolean {
    if (cell.endsWith(lostCharacter)) return true;
    if (this.before === null) return false;
    if (cell === '') return this.before !== '';
    if (this.length !== null && this.length > shortestOfOneLength && cell.length < this.length) return true;
    return isAddress(this.before) && (!cell.includes('@') || isBeginning(domainOf(cell), domainOf(this.before)));
  }
}

/** Cells this short (`0`, `ok`) have one length by chance. */
const shortestOfOneLength = 9;

const isAddress = (text: string): boolean => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text);

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

const isBeginning = (part: string, whole: string): boolean => part.length < whole.length && whole.startsWith(part);
