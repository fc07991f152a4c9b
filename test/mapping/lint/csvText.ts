import { lintColumnsOf, type CsvColumnHints } from '../../../src/mapping/lint/csvColumns';
import { CsvLint, type CsvScheduler } from '../../../src/mapping/lint/csvLint';
import { applyEdits, type LintProblem } from '../../../src/mapping/lint/problem';

/** Lets others work without a clock: each slice is one block. */
export const eagerScheduler = (): CsvScheduler => {
  let time = 0;
  return { now: () => (time += 100), pause: () => Promise.resolve() };
};

export function lintOf(
  text: string | readonly string[],
  hints: CsvColumnHints = {},
  defaultRegion: string | null = 'US',
  blockLength = 1 << 14,
): CsvLint {
  return new CsvLint(text, {
    columnsOf: (header) => lintColumnsOf(header, hints),
    defaultRegion,
    scheduler: eagerScheduler(),
    blockLength,
  });
}

/** The text with each problem between « and », its code in front. */
export function marked(text: string, problems: readonly LintProblem[]): string {
  return applyEdits(
    text,
    problems.map(({ code, start, end }) => ({ start, end, text: `«${code}|${text.slice(start, end)}»` })),
  );
}
