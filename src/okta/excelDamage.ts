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
