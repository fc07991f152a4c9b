import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchExport } from './benchExport';
import { benchLint } from './benchLint';
import { benchNetwork } from './benchNetwork';
import type { CompareResult } from './comparePart';
import { writeWorkload } from './generate';
import type { MappingResult } from './mappingPart';
import type { PartRequest, PartResult } from './part';
import type { PreviewResult } from './previewPart';
import type { Scale } from './records';
import { bundlePart, median, runPart } from './runPart';

/**
 * `npm run -s bench -- --users 100000 --json`: how long a whole plan takes, as a ratio to a bare JSON.parse of the same bytes in the same
 * run (papaparse for the CSV part). Each part runs in a process of its own, in turn, `--rounds` times; the medians count.
 * `--export`: reading alone, of one form after the other (`--case` for one of them). `--lint`: the checks of a CSV of `--rows` in an editor.
 * `--mapping`: a mapping of 32 expressions, evaluated for each user, and previewed as the editor does.
 * `--network`: a snapshot of a sandbox org that allows `--rate` requests a minute, beside Genesys' own SDK; it takes minutes.
 * How the figures are made: README.md.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      users: { type: 'string', default: '100000' },
      groups: { type: 'string' },
      memberships: { type: 'string' },
      rounds: { type: 'string' },
      export: { type: 'boolean', default: false },
      lint: { type: 'boolean', default: false },
      mapping: { type: 'boolean', default: false },
      network: { type: 'boolean', default: false },
      page: { type: 'string', default: '100' },
      rate: { type: 'string', default: '600' },
      believed: { type: 'string' },
      rows: { type: 'string', default: '200000' },
      case: { type: 'string', multiple: true },
      heap: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const users = Number(values.users);
  const scale: Scale = {
    users,
    groups: Number(values.groups ?? Math.max(1, Math.round(users / 200))),
    memberships: Number(values.memberships ?? users * 5),
  };
  const heap = Number(values.heap ?? 8192);
  const folder = await mkdtemp(join(tmpdir(), 'scim-preflight-bench-'));
  try {
    const rate = Number(values.rate);
    const network = {
      users,
      groups: Number(values.groups ?? 200),
      pageSize: Number(values.page),
      requestsPerMinute: rate,
      believed: Number(values.believed ?? rate),
    };
    const result = values.network
      ? await benchNetwork(folder, network, heap)
      : values.mapping
        ? await benchMapping(folder, users, heap)
        : values.lint
          ? await benchLint(folder, Number(values.rows), Number(values.rounds ?? 3), heap)
          : values.export
            ? await benchExport(folder, scale, values.case, Number(values.rounds ?? 1), heap)
            : await benchPlan(folder, scale, Number(values.rounds ?? 5), Number(values.heap ?? planHeap));
    if (values.json) console.log(JSON.stringify(result));
    else console.table(result);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The expressions alone, and then what the editor does with a mapping: who is whom, and what each of them gets. */
async function benchMapping(folder: string, users: number, heap: number): Promise<object> {
  const evaluated = await runPart<MappingResult>(await bundlePart(folder, 'mappingPart'), { users }, heap);
  const preview = await runPart<PreviewResult>(await bundlePart(folder, 'previewPart'), { users }, heap);
  return { users, ...evaluated, preview };
}

interface Round {
  readonly baseline: PartResult;
  readonly plan: PartResult;
  readonly records: PartResult;
}

async function benchPlan(folder: string, scale: Scale, count: number, heap: number): Promise<object> {
  const part = await bundlePart(folder, 'part');
  const workload = await writeWorkload(folder, scale);
  const run = (request: PartRequest): Promise<PartResult> => runPart(part, request, heap);
  const rounds: Round[] = [];
  for (let round = 0; round < count; round++) {
    const baseline = await run({ part: 'baseline', workload, scale });
    const plan = await run({ part: 'plan', workload, scale });
    rounds.push({ baseline, plan, records: await run({ part: 'records', workload, scale }) });
  }
  const compare = await runPart<CompareResult>(
    await bundlePart(folder, 'comparePart'),
    { users: Math.min(scale.users, mostCompared) },
    heap,
  );
  const sizes = await Promise.all(
    [...workload.jsonFiles, ...workload.ndjsonFiles, ...workload.csvFiles].map(async (path) => (await stat(path)).size),
  );
  const baselineParseMs = median(rounds.map((round) => round.baseline.totalMs));
  const byRecordParseMs = median(rounds.map((round) => round.records.totalMs));
  const totalMs = median(rounds.map((round) => round.plan.totalMs));
  // Round by round: what else the machine does comes and goes by the minute.
  const ratioOf = (of: (round: Round) => PartResult): number =>
    Math.round(median(rounds.map((round) => round.plan.totalMs / of(round).totalMs)) * 100) / 100;
  return {
    ...scale,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    baselineParseMs: Math.round(baselineParseMs),
    readMs: Math.round(median(rounds.map((round) => round.plan.readMs))),
    planMs: Math.round(median(rounds.map((round) => round.plan.planMs))),
    totalMs: Math.round(totalMs),
    ratio: ratioOf((round) => round.baseline),
    byRecordParseMs: Math.round(byRecordParseMs),
    byRecordRatio: ratioOf((round) => round.records),
    msAThousandUsers: Math.round((totalMs / scale.users) * 1e5) / 100,
    peakRssBytes: Math.max(...rounds.map((round) => round.plan.peakRssBytes)),
    compare: Object.fromEntries(Object.entries(compare).map(([name, { ms, ...counts }]) => [name, { ms: Math.round(ms), ...counts }])),
  };
}

/** In megabytes: what a million users need, and the rest of 2 GiB is for what stands outside of the heap. */
const planHeap = 1400;
/** Comparing more says nothing new. */
const mostCompared = 100_000;

void main();
