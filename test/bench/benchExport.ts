import { rm, stat } from 'node:fs/promises';
import { exportCases, writeExport, type ExportCase } from './exportCases';
import type { ExportRequest, ExportResult } from './exportPart';
import type { Scale } from './records';
import { bundlePart, median, runPart } from './runPart';

/** Reads an export of each case, and parses the same bytes with JSON.parse or papaparse, each in a process of its own. */
export async function benchExport(
  folder: string,
  scale: Scale,
  chosen: readonly string[] | undefined,
  rounds: number,
  heap: number,
): Promise<readonly object[]> {
  const part = await bundlePart(folder, 'exportPart');
  const results: object[] = [];
  // The members alone are 4 GB for 5,000,000 memberships: only when they are asked for.
  for (const of of exportCases.filter((one) => (chosen ? chosen.includes(one) : one !== 'members'))) {
    results.push(await benchCase(part, folder, of, scale, rounds, heap));
  }
  return results;
}

async function benchCase(part: string, folder: string, of: ExportCase, scale: Scale, count: number, heap: number): Promise<object> {
  const workload = await writeExport(folder, of, scale);
  const run = (request: ExportRequest): Promise<ExportResult> => runPart(part, request, heap);
  const rounds: { readonly baseline: ExportResult; readonly read: ExportResult }[] = [];
  for (let round = 0; round < count; round++) {
    const baseline = await run({ part: 'baseline', workload });
    rounds.push({ baseline, read: await run({ part: 'read', workload }) });
  }
  const sizes = await Promise.all(workload.files.map(async (path) => (await stat(path)).size));
  await rm(workload.okta, { recursive: true });
  const baselineMs = median(rounds.map(({ baseline }) => baseline.ms));
  const readMs = median(rounds.map(({ read }) => read.ms));
  return {
    case: of,
    users: scale.users,
    groups: scale.groups,
    memberships: of === 'json' ? 0 : scale.memberships,
    files: workload.files.length,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    baseline: of === 'csv' ? 'papaparse' : 'JSON.parse',
    baselineMs: Math.round(baselineMs),
    readMs: Math.round(readMs),
    ratio: Math.round((readMs / baselineMs) * 100) / 100,
    cpuRatio: Math.round((median(rounds.map(({ read }) => read.cpuMs)) / median(rounds.map(({ baseline }) => baseline.cpuMs))) * 100) / 100,
    longestStretchMs: Math.round(Math.max(...rounds.map(({ read }) => read.longestStretchMs))),
    peakRssBytes: Math.max(...rounds.map(({ read }) => read.peakRssBytes)),
    baselinePeakRssBytes: Math.max(...rounds.map(({ baseline }) => baseline.peakRssBytes)),
  };
}
