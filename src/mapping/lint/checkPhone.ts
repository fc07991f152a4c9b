import type { PhoneReader } from '../phone';
import { lintProblem, type LintFix, type LintProblem, type TextEdit, type TextRange } from './problem';

/**
 * The problem of one phone number, if it has one.
 *
 * @param what before the number in the message: the attribute's name.
 * @param edit how another number is put in its place.
 */
export function checkPhone(
  what: string,
  value: string,
  range: TextRange,
  phones: PhoneReader,
  edit: (e164: string) => TextEdit,
): LintProblem | null {
  if (value.trim() === '') return null;
  const reading = phones(value);
  const said = `${what}: “${shortened(value)}”`;
  switch (reading.kind) {
    case 'invalid':
      return lintProblem('phone-invalid', `${said} is not a valid phone number.`, range);
    case 'regionNeeded':
      return lintProblem(
        'phone-not-e164',
        `${said} is a national number, and nothing tells its country. Write it in E.164, or set scimPreflight.phone.defaultRegion.`,
        range,
      );
    case 'valid': {
      if (reading.e164 === value) return null;
      const fix: LintFix = { title: `Write ${reading.e164}`, edits: [edit(reading.e164)], certain: true };
      return lintProblem('phone-not-e164', `${said} is not in E.164. Genesys Cloud stores ${reading.e164}.`, range, [fix]);
    }
  }
}

/** A value in a message: on one line, and not the whole of a long one. */
export function shortened(value: string): string {
  const line = value.replace(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}
