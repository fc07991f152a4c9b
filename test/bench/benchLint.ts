import type { LintRequest, LintResult } from './lintPart';
import { bundlePart, median, runPart } from './runPart';

/** Checks a CSV of so many rows as an editor does: from the start, after single keystrokes, and all fixes. */
export async function benchLint(folder: string, rows: number, count: number, heap: number): Promise<object> {
  const part = await bundlePart(folder, 'lintPart');
  const rounds: LintResult[] = [];
  for (let round = 0; round < count; round++) rounds.push(await runPart<LintResult>(part, { rows } satisfies LintRequest, heap));
  const figure = (of: (result: LintResult) => number): number => Math.round(10 * median(rounds.map(of))) / 10;
  return {
    rows,
    characters: rounds[0]?.characters,
    problems: rounds[0]?.problems,
    firstProblemsMs: figure(({ firstProblemsMs }) => firstProblemsMs),
    allCountedMs: figure(({ allCountedMs }) => allCountedMs),
    keystrokeMs: figure(({ keystrokeMs }) => keystrokeMs),
    fixAllMs: figure(({ fixAllMs }) => fixAllMs),
    longestStretchMs: Math.round(10 * Math.max(...rounds.map(({ longestStretchMs }) => longestStretchMs))) / 10,
    peakRssBytes: Math.max(...rounds.map(({ peakRssBytes }) => peakRssBytes)),
  };
}
