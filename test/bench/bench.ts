import { fork } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { writeWorkload, type Scale } from './generate';
import type { PartRequest, PartResult } from './part';

/**
 * `npm run -s bench -- --users 100000 --json`: how long a whole plan takes, as a ratio to a bare JSON.parse of the same bytes in the same
 * run (papaparse for the CSV part). Each part runs in a process of its own, in turn, `--rounds` times; the medians count.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      users: { type: 'string', default: '100000' },
      groups: { type: 'string' },
      memberships: { type: 'string' },
      rounds: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
    },
  });
  const users = Number(values.users);
  const scale: Scale = {
    users,
    groups: Number(values.groups ?? Math.max(1, Math.round(users / 200))),
    memberships: Number(values.memberships ?? users * 5),
  };
  const folder = await mkdtemp(join(tmpdir(), 'scim-preflight-bench-'));
  try {
    const part = await bundlePart(folder);
    const workload = await writeWorkload(folder, scale);
    const rounds: { readonly plan: PartResult; readonly baseline: PartResult }[] = [];
    for (let round = 0; round < Number(values.rounds); round++) {
      const baseline = await runPart(part, { part: 'baseline', workload });
      rounds.push({ baseline, plan: await runPart(part, { part: 'plan', workload }) });
    }
    const sizes = await Promise.all([...workload.jsonFiles, ...workload.csvFiles].map(async (path) => (await stat(path)).size));
    const baselineParseMs = median(rounds.map((round) => round.baseline.totalMs));
    const totalMs = median(rounds.map((round) => round.plan.totalMs));
    const result = {
      ...scale,
      bytes: sizes.reduce((sum, size) => sum + size, 0),
      baselineParseMs: Math.round(baselineParseMs),
      readMs: Math.round(median(rounds.map((round) => round.plan.readMs))),
      planMs: Math.round(median(rounds.map((round) => round.plan.planMs))),
      totalMs: Math.round(totalMs),
      ratio: Math.round((totalMs / baselineParseMs) * 100) / 100,
      peakRssBytes: Math.max(...rounds.map((round) => round.plan.peakRssBytes)),
    };
    if (values.json) console.log(JSON.stringify(result));
    else console.table(result);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What is measured is bundled as the product is, not run through a loader. */
async function bundlePart(folder: string): Promise<string> {
  const outfile = join(folder, 'part.cjs');
  const entry = join(import.meta.dirname, 'part.ts');
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    mainFields: ['module', 'main'],
  });
  return outfile;
}

function runPart(part: string, request: PartRequest): Promise<PartResult> {
  return new Promise((resolve, reject) => {
    const child = fork(part, { execArgv: ['--max-old-space-size=8192'] });
    child.once('message', (result) => resolve(result as PartResult));
    child.once('error', reject);
    child.once('exit', (code) => code !== 0 && reject(new Error(`The ${request.part} part ended with ${String(code)}.`)));
    child.send(request);
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

void main();
