import type { LintRequest, LintResult } from './lintPart';
import { bundlePart, median, runPart } from './runPart';

/** Checks a CSV of so many rows as an editor does: from the start, after single keystrokes, and all fixes. */
export async function benchLint(folder: string, rows: number, count: number, heap: number): Promise<readonly object[]> {
  const part = await bundlePart(folder, 'lintPart');
  return [await benchCase(part, { rows, quoted: true }, count, heap), await benchCase(part, { rows, quoted: false }, count, heap)];
}

async function benchCase(part: string, request: LintRequest, count: number, heap: number): Promise<object> {
  const rounds: LintResult[] = [];
  for (let round = 0; round < count; round++) rounds.push(await runPart<LintResult>(part, request, heap));
  const tenths = (value: number): number => Math.round(10 * value) / 10;
  const figure = (of: (result: LintResult) => number): number => tenths(median(rounds.map(of)));
  return {
    ...request,
    characters: rounds[0]?.characters,
    problems: rounds[0]?.problems,
    firstProblemsMs: figure(({ firstProblemsMs }) => firstProblemsMs),
    allCountedMs: figure(({ allCountedMs }) => allCountedMs),
    allCountedCpuMs: figure(({ allCountedCpuMs }) => allCountedCpuMs),
    keystrokeMs: figure(({ keystrokeMs }) => keystrokeMs),
    fixAllMs: figure(({ fixAllMs }) => fixAllMs),
    longestStretchMs: tenths(Math.max(...rounds.map(({ longestStretchMs }) => longestStretchMs))),
    peakRssBytes: Math.max(...rounds.map(({ peakRssBytes }) => peakRssBytes)),
  };
}
