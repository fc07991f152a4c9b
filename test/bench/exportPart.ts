import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { readExport } from '../../src/okta/readExport';
import type { ExportWorkload } from './exportCases';
import { rowsOf } from './lines';
import { Stretches } from './stretches';

export interface ExportRequest {
  readonly part: 'baseline' | 'read';
  readonly workload: ExportWorkload;
}

export interface ExportResult {
  readonly ms: number;
  /** Of all threads, garbage collection among them. */
  readonly cpuMs: number;
  readonly peakRssBytes: number;
  /** The longest that the event loop was held. */
  readonly longestStretchMs: number;
}

/** JSON.parse page by page; papaparse as a stream for CSV. Nothing is kept. */
async function baseline({ files }: ExportWorkload): Promise<void> {
  let records = 0;
  for (const path of files) {
    if (path.endsWith('.json')) {
      const page: unknown = JSON.parse(await readFile(path, 'utf8'));
      if (Array.isArray(page)) records += page.length;
    } else records += await rowsOf(path);
  }
  if (records === 0) throw new Error('The baseline read nothing.');
}

async function read({ okta, scale, case: of }: ExportWorkload): Promise<void> {
  const now = new Date().toISOString();
  let [bytes, total] = [0, 0];
  const onProgress = ({ bytesRead, bytesTotal }: { bytesRead: number; bytesTotal: number }): void => {
    if (bytesRead < bytes) throw new Error('Progress went back.');
    [bytes, total] = [bytesRead, bytesTotal];
  };
  const source = await readExport([okta], { oktaApp: null, confirmedMembers: {}, now, oldExportHours: 24, onProgress });
  let memberships = 0;
  for (const { userIds } of source.members.values()) memberships += userIds.length;
  const expected = of === 'json' ? 0 : scale.memberships;
  const whole = source.trust.complete && source.users.size === scale.users && source.groups.size === scale.groups && bytes === total;
  if (!whole || memberships !== expected) {
    const found = { users: source.users.size, groups: source.groups.size, memberships, bytes, total };
    throw new Error(
      `The export was not read as it should be: ${JSON.stringify(found)} ${JSON.stringify(source.trust.problems.slice(0, 5))}`,
    );
  }
}

process.once('message', (request: ExportRequest) => {
  // Said here, and not with the minified line in which it happened.
  void measure(request).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  });
});

async function measure({ part, workload }: ExportRequest): Promise<void> {
  const stretches = new Stretches();
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  await (part === 'read' ? read(workload) : baseline(workload));
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  const result: ExportResult = {
    ms,
    cpuMs: (user + system) / 1000,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    longestStretchMs: stretches.stop(),
  };
  process.send?.(result, () => process.disconnect());
}
