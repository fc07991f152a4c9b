import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { readSnapshot } from '../../src/genesys/snapshotFile';
import { readExport } from '../../src/okta/readExport';
import { buildPlan } from '../../src/plan/buildPlan';
import { defaultSettings } from '../../src/plan/settings';
import type { Workload } from './generate';
import { rowsOf } from './lines';
import { checkPlan } from './planCheck';
import type { Scale } from './records';

export interface PartRequest {
  readonly part: 'baseline' | 'records' | 'plan';
  readonly workload: Workload;
  readonly scale: Scale;
}

export interface PartResult {
  readonly readMs: number;
  readonly planMs: number;
  readonly totalMs: number;
  /** Of all threads, garbage collection among them. */
  readonly cpuMs: number;
  readonly peakRssBytes: number;
}

/** JSON.parse of each JSON text as a whole (a page of the export, a line of the snapshot), papaparse for CSV; nothing is kept. */
async function baseline({ jsonFiles, ndjsonFiles, csvFiles }: Workload): Promise<PartResult> {
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  let records = 0;
  for (const path of jsonFiles) {
    const page: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (Array.isArray(page)) records += page.length;
  }
  for (const path of ndjsonFiles) records += await parsedLines(path);
  for (const path of csvFiles) records += await rowsOf(path);
  return parsed(records, started, cpu);
}

/** The same, but JSON.parse of one record at a time, whose objects are garbage before the next: the least that parsing all can cost. */
async function recordByRecord({ jsonFiles, ndjsonFiles, csvFiles }: Workload): Promise<PartResult> {
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  let records = 0;
  for (const path of [...jsonFiles, ...ndjsonFiles]) records += await parsedLines(path);
  for (const path of csvFiles) records += await rowsOf(path);
  return parsed(records, started, cpu);
}

/** Of NDJSON, and of an array with a record a line. */
async function parsedLines(path: string): Promise<number> {
  const bytes = await readFile(path);
  let records = 0;
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
  return records;
}

function parsed(records: number, started: number, cpu: NodeJS.CpuUsage): PartResult {
  if (records === 0) throw new Error('The baseline read nothing.');
  const totalMs = performance.now() - started;
  return { readMs: totalMs, planMs: 0, totalMs, ...held(cpu) };
}

/** Reads both sides and plans; what comes out is checked when the figures are taken. */
async function plan({ okta, snapshot }: Workload, scale: Scale): Promise<PartResult> {
  const now = '2026-11-20T12:00:00.000Z';
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  const source = await readExport([okta], { oktaApp: null, confirmedMembers: {}, now, oldExportHours: 24 });
  const org = await readSnapshot([snapshot], {});
  const read = performance.now();
  const made = buildPlan(source, org, { ...defaultSettings, now }, { name: 'bench', version: '0' });
  const planned = performance.now();
  const result = { readMs: read - started, planMs: planned - read, totalMs: planned - started, ...held(cpu) };
  checkPlan(made, scale);
  return result;
}

function held(since: NodeJS.CpuUsage): Pick<PartResult, 'cpuMs' | 'peakRssBytes'> {
  const { user, system } = process.cpuUsage(since);
  return { cpuMs: (user + system) / 1000, peakRssBytes: process.resourceUsage().maxRSS * 1024 };
}

process.once('message', ({ part, workload, scale }: PartRequest) => {
  // Said here, and not with the minified line in which it happened.
  void (part === 'plan' ? plan(workload, scale) : part === 'baseline' ? baseline(workload) : recordByRecord(workload))
    .then((result) => process.send?.(result, () => process.disconnect()))
    .catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    });
});
