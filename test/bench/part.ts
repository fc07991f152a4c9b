import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import papaparse from 'papaparse';
import { readSnapshot } from '../../src/genesys/snapshotFile';
import { readExport } from '../../src/okta/readExport';
import { buildPlan } from '../../src/plan/buildPlan';
import { defaultSettings } from '../../src/plan/settings';
import type { Workload } from './generate';

export interface PartRequest {
  readonly part: 'baseline' | 'plan';
  readonly workload: Workload;
}

export interface PartResult {
  readonly readMs: number;
  readonly planMs: number;
  readonly totalMs: number;
  readonly peakRssBytes: number;
}

/** JSON.parse record by record, papaparse for CSV; nothing is kept. */
async function baseline({ jsonFiles, csvFiles }: Workload): Promise<PartResult> {
  const started = performance.now();
  let records = 0;
  for (const path of jsonFiles) {
    const bytes = await readFile(path);
    for (let from = 0; from < bytes.length;) {
      const newline = bytes.indexOf(10, from);
      const end = newline < 0 ? bytes.length : newline;
      const last = bytes[end - 1] === 0x2c ? end - 1 : end;
      if (bytes[from] === 0x7b) {
        const record: unknown = JSON.parse(bytes.toString('utf8', from, last));
        if (record !== null) records++;
      }
      from = end + 1;
    }
  }
  for (const path of csvFiles) records += papaparse.parse<string[]>(await readFile(path, 'utf8'), { skipEmptyLines: true }).data.length;
  if (records === 0) throw new Error('The baseline read nothing.');
  const totalMs = performance.now() - started;
  return { readMs: totalMs, planMs: 0, totalMs, peakRssBytes: process.resourceUsage().maxRSS * 1024 };
}

async function plan({ okta, snapshot }: Workload): Promise<PartResult> {
  const now = '2026-11-20T12:00:00.000Z';
  const started = performance.now();
  const source = await readExport([okta], { oktaApp: null, confirmedMembers: {}, now, oldExportHours: 24 });
  const org = await readSnapshot([snapshot], {});
  const read = performance.now();
  const made = buildPlan(source, org, { ...defaultSettings, now }, { name: 'bench', version: '0' });
  const planned = performance.now();
  const { unresolved } = made.summary.groups;
  if (!made.complete || unresolved > 0 || made.summary.users.pingPong === 0 || made.summary.members.removals === 0) {
    throw new Error(
      `The benchmark's plan is not what it should be: ${JSON.stringify(made.summary)} ${JSON.stringify(made.problems.slice(0, 5))}`,
    );
  }
  return {
    readMs: read - started,
    planMs: planned - read,
    totalMs: planned - started,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  };
}

process.once('message', (request: PartRequest) => {
  void (request.part === 'plan' ? plan(request.workload) : baseline(request.workload)).then((result) =>
    process.send?.(result, () => process.disconnect()),
  );
});
