import type { Section } from './exportFile';

const isPhone = (name: string): boolean => /phone|mobile|fax/i.test(name);
/** Also shown by Excel as 1.23457E+15 when they are long. */
const isNumber = (name: string): boolean => name === 'employeeNumber' || name === 'managerId';

const exponent = /^[+-]?\d(?:[.,]\d+)?E\+\d+$/i;
/** An E.164 number without its plus: with a country code, at most 15 digits. A national number of ten digits is none. */
const bareNumber = /^[1-9]\d{10,14}$/;

/**
 * Watches a column that Excel likes to damage: `3.17556E+10` in place of a number, and a lost `+`. The latter is told only where at least
 * as many others of the column still have theirs: a column of national numbers is no damage.
 */
export class ColumnWatch {
  private exponents = 0;
  private exponentLine = 0;
  private bare = 0;
  private bareLine = 0;
  private withPlus = 0;

  private constructor(
    private readonly name: string,
    private readonly phone: boolean,
  ) {}

  /** Null for a column that is not worth watching. */
  static of(name: string): ColumnWatch | null {
    return isPhone(name) || isNumber(name) ? new ColumnWatch(name, isPhone(name)) : null;
  }

  see(value: string, line: () => number): void {
    if (value.startsWith('+')) this.withPlus += 1;
    else if (exponent.test(value)) {
      this.exponents += 1;
      this.exponentLine ||= line();
    } else if (this.phone && bareNumber.test(value)) {
      this.bare += 1;
      this.bareLine ||= line();
    }
  }

  report(section: Section): void {
    if (this.exponents > 0) {
      const words = `${this.name}: ${this.exponents} numbers are written like 3.17556E+10, as Excel does: their digits are lost.`;
      section.add('excel-damage', words, { line: this.exponentLine });
    }
    if (this.bare > 0 && this.withPlus >= this.bare) {
      const words = `${this.name}: ${this.bare} numbers have lost their +, as after editing in Excel; ${this.withPlus} others have it.`;
      section.add('excel-damage', words, { line: this.bareLine });
    }
  }
}

const isWritten = (name: string): boolean =>
  /^(?:name|firstName|lastName|middleName|displayName|nickName|city|title|department|division|organization)$/.test(name);
/** Windows PowerShell 5.1 writes ASCII unless it is told otherwise: what it cannot write becomes a question mark. */
const lost = /\p{L}\?|\?\p{L}/u;
/** UTF-8 that was read as Windows-1252 and saved again, as Excel does with a file without a byte order mark: MÃ¼ller. */
const garbled = /[\u00c2-\u00c5][\u0080-\u00bf\u0152-\u0178\u2018-\u203a\u20ac]|\u00e2\u20ac/;
const beyondAscii = /[^\0-\x7f]/;

/** Watches a column of words for letters beyond ASCII that were lost on the way. */
export class LetterWatch {
  private lost = 0;
  private lostLine = 0;
  private garbled = 0;
  private garbledLine = 0;
  private letters = 0;

  private constructor(private readonly name: string) {}

  /** Null for a column that is not worth watching. */
  static of(name: string): LetterWatch | null {
    return isWritten(name) ? new LetterWatch(name) : null;
  }

  see(value: string, line: () => number): void {
    if (beyondAscii.test(value)) {
      this.letters += 1;
      if (!garbled.test(value)) return;
      this.garbled += 1;
      this.garbledLine ||= line();
    } else if (value.includes('?') && lost.test(value)) {
      this.lost += 1;
      this.lostLine ||= line();
    }
  }

  report(section: Section): void {
    if (this.garbled > 0) {
      const words = `${this.name}: ${this.garbled} values look like UTF-8 read as something else (MÃ¼ller), as Excel does. Save it as "CSV UTF-8".`;
      section.add('excel-damage', words, { line: this.garbledLine });
    }
    // Where letters beyond ASCII stand in the column, a question mark is one.
    if (this.lost === 0 || this.letters > 0) return;
    const words = `${this.name}: ${this.lost} values hold a ? in place of a letter, as Windows PowerShell writes them: add "-Encoding UTF8" to Export-Csv.`;
    section.add('excel-damage', words, { line: this.lostLine });
  }
}
