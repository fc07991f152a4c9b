import type { ProblemCode, ProblemLevel } from '../../input/problem';
import { problemLevels } from '../../input/problem';
import { lintCodes, type LintCode } from './lintCodes';

/** By consequence (product.md, section 10): a push fails or writes a wrong value; something is lost or repeated; worth knowing. */
export type LintSeverity = 'error' | 'warning' | 'information';

/** Offsets in UTF-16 units, `end` behind the last one. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** One problem in a text that is being edited. */
export interface LintProblem extends TextRange {
  /** A code of section 10, or one of section 3 that a text shows by itself. */
  readonly code: LintCode | ProblemCode;
  readonly severity: LintSeverity;
  readonly message: string;
  readonly fixes: readonly LintFix[];
}

export interface LintFix {
  /** What it does, as a command: "Write +13172222222". */
  readonly title: string;
  /** Of the text as it was checked; they do not overlap. */
  readonly edits: readonly TextEdit[];
  /** Nothing else can be meant: it takes part in *Fix all*. */
  readonly certain: boolean;
}

export interface TextEdit extends TextRange {
  readonly text: string;
}

export const lintSeverities: readonly LintSeverity[] = ['error', 'warning', 'information'];

/** Problems of section 3 stand among those of section 10 by these (product.md, section 10). */
export const severityOfLevel: Readonly<Record<ProblemLevel, LintSeverity>> = {
  incomplete: 'error',
  doubt: 'warning',
  note: 'information',
};

/** A problem with the severity that its code has. */
export function lintProblem(
  code: LintCode | ProblemCode,
  message: string,
  { start, end }: TextRange,
  fixes: readonly LintFix[] = [],
): LintProblem {
  return { code, severity: severityOf(code), message, start, end, fixes };
}

export function severityOf(code: LintCode | ProblemCode): LintSeverity {
  return code in lintCodes ? lintCodes[code as LintCode].severity : severityOfLevel[problemLevels[code as ProblemCode]];
}

/** A fix with one edit. */
export function lintFix(title: string, { start, end }: TextRange, text: string, certain: boolean): LintFix {
  return { title, edits: [{ start, end, text }], certain };
}

/** The text after these edits, as `withoutOverlaps` leaves them. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let done = 0;
  for (const { start, end, text: inserted } of withoutOverlaps(edits)) {
    result += text.slice(done, start) + inserted;
    done = end;
  }
  return result + text.slice(done);
}

/** By place; of edits that overlap the first in the text: two problems may offer the same correction, or one within the other. */
export function withoutOverlaps(edits: readonly TextEdit[]): readonly TextEdit[] {
  const kept: TextEdit[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = kept.at(-1);
    const isRepeated = last?.start === edit.start && last.end === edit.end;
    if (!isRepeated && edit.start >= (last?.end ?? 0)) kept.push(edit);
  }
  return kept;
}
