import { phoneTypes } from '../scimNames';
import { shortened } from './checkPhone';
import { closestName } from './closestName';
import { quotedFor, unquoted } from './csvCells';
import type { CsvChecks, CsvFinding } from './csvChecks';
import type { CsvLintColumn } from './csvColumns';
import { lintFix, lintProblem, type LintFix, type LintProblem, type TextEdit } from './problem';

/** A cell, or a part of one, in which something was found: offsets of the whole text. */
export interface FoundCell {
  readonly finding: CsvFinding;
  readonly start: number;
  readonly end: number;
  /** What stands there, quotes doubled where the cell is quoted; of a long cell the beginning. */
  readonly raw: string;
  readonly isQuoted: boolean;
  readonly column: CsvLintColumn | null;
  /** As `CsvChecks` counts them. */
  readonly region: number;
}

const codes = {
  secretCell: 'secret-in-file',
  secretText: 'secret-in-file',
  phoneInvalid: 'phone-invalid',
  phoneType: 'unknown-phone-type',
  userName: 'username-not-email',
  manager: 'manager-not-guid',
  unclosedQuote: 'truncated',
  phoneNotE164: 'phone-not-e164',
  phoneRegionNeeded: 'phone-not-e164',
} as const satisfies Readonly<Record<CsvFinding, LintProblem['code']>>;

export function codeOfFinding(finding: CsvFinding): LintProblem['code'] {
  return codes[finding];
}

/** The problem as it is shown, with what corrects this cell. */
export function problemOf(cell: FoundCell, checks: CsvChecks, separator: string): LintProblem {
  return lintProblem(codes[cell.finding], messageOf(cell, checks), cell, fixesOf(cell, checks, separator));
}

function fixesOf(cell: FoundCell, checks: CsvChecks, separator: string): readonly LintFix[] {
  if (cell.finding === 'phoneType') {
    const meant = closestName(valueOf(cell).trim(), phoneTypes);
    return meant === null ? [] : [lintFix(`Write ${meant}`, cell, quotedFor(meant, separator, cell.isQuoted), false)];
  }
  const edit = cell.finding === 'phoneNotE164' ? fixOfPhone(cell, checks, separator) : null;
  return edit === null ? [] : [lintFix(`Write ${storedPhone(cell, checks)}`, cell, edit.text, true)];
}

/** The edit that writes the number in E.164; null where it is not valid under the region of its row. */
export function fixOfPhone(cell: FoundCell, checks: CsvChecks, separator: string): TextEdit | null {
  const e164 = storedPhone(cell, checks);
  if (e164 === '') return null;
  return { start: cell.start, end: cell.end, text: quotedFor(e164, separator, cell.isQuoted) };
}

function storedPhone(cell: FoundCell, checks: CsvChecks): string {
  const reading = checks.readPhone(valueOf(cell), cell.region);
  return reading.kind === 'valid' ? reading.e164 : '';
}

function messageOf(cell: FoundCell, checks: CsvChecks): string {
  const title = cell.column === null ? '' : cell.column.title;
  const what = `${title}: “${shortened(valueOf(cell))}”`;
  const region = checks.regionOf(cell.region);
  switch (cell.finding) {
    case 'phoneInvalid': {
      const national = region === null || cell.raw.trim().startsWith('+') ? '' : ` under the region ${region}`;
      return `${what} is not a valid phone number${national}.`;
    }
    case 'phoneNotE164':
      return `${what} is not in E.164. Genesys Cloud stores ${storedPhone(cell, checks)}.`;
    case 'phoneRegionNeeded': {
      const country = checks.hasCountryColumn
        ? 'its row names no country that is known here'
        : 'the file has no column that names a country';
      return `${what} is a national number, and ${country}. Write it in E.164, or set scimPreflight.phone.defaultRegion.`;
    }
    case 'phoneType':
      return `${what} is no phone type of Genesys Cloud. There are ${phoneTypes.join(', ')}.`;
    case 'userName':
      return `${what} is not an e-mail address. Genesys Cloud uses the user name as the main e-mail address.`;
    case 'manager':
      return `${what} is not a Genesys user id. Genesys Cloud takes the GUID of the manager.`;
    case 'secretCell':
      return `${title} holds a secret. Whoever has the file can use it.`;
    case 'secretText':
      return 'A token stands in this file. Whoever has the file can use it.';
    case 'unclosedQuote':
      return 'This quote does not close: the rest of the file is one cell, and is not checked.';
  }
}

const valueOf = ({ raw, isQuoted }: FoundCell): string => (isQuoted ? unquoted(raw) : raw);
