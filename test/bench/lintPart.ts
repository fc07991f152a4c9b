import { performance } from 'node:perf_hooks';
import { CsvLint } from '../../src/mapping/lint/csvLint';
import { lintColumnsOf } from '../../src/mapping/lint/csvColumns';
import type { TextEdit } from '../../src/mapping/lint/problem';
import { Stretches } from './stretches';

export interface LintRequest {
  readonly rows: number;
  /** Every cell in quotes and commas between, or none and semicolons: there a quote that is typed swallows the rest of the file. */
  readonly quoted: boolean;
}

export interface LintResult {
  readonly characters: number;
  readonly problems: number;
  /** From the text to the first list that holds a problem. */
  readonly firstProblemsMs: number;
  /** From the text to the list with the count of all. */
  readonly allCountedMs: number;
  /** Processor time of all threads for it. */
  readonly allCountedCpuMs: number;
  /** From an edit to the new list, the slowest of the edits tried: of wall time and processor time the smaller, as in `Stretches`. */
  readonly keystrokeMs: number;
  /** To the edits that convert every number. */
  readonly fixAllMs: number;
  readonly longestStretchMs: number;
  readonly peakRssBytes: number;
}

const titles = [
  ...['userId', 'Username', 'First name', 'Last name', 'Primary email', 'Title', 'Department', 'Country code', 'Primary phone'],
  ...['Mobile phone', 'ManagerId', 'status', 'lastUpdated'],
];
const perCent = { national: 15, spaced: 15, invalid: 1, badLogin: 1 } as const;
/** So often a list is asked for while the text is checked, as an editor does. */
const listEveryMs = 250;

interface Expected {
  readonly text: string;
  readonly converted: number;
  readonly problems: number;
}

/** rockstar's users: three numbers in ten are not in E.164, one in a hundred is none. Every number is another one. */
function workload({ rows, quoted }: LintRequest): Expected {
  const line = (cells: readonly string[]): string => (quoted ? cells.map((cell) => `"${cell}"`).join(',') : cells.join(';'));
  const lines = [line(titles)];
  let [converted, problems] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const phones = [0, 1].map((column) => {
      const kind = (row * 37 + column * 53) % 100;
      const digits = String(2_000_000 + ((row * 2 + column) % 7_999_999)).padStart(7, '0');
      const isNational = kind < perCent.national;
      const isSpaced = !isNational && kind < perCent.national + perCent.spaced;
      const isInvalid = kind >= 100 - perCent.invalid;
      if (isNational || isSpaced) converted += 1;
      if (isNational || isSpaced || isInvalid) problems += 1;
      const [area, country] = [row % 3 === 0 ? '416' : '317', row % 3 === 0 ? 'CA' : 'US'];
      if (isInvalid) return { phone: `+1 000 ${digits}`, country };
      if (isNational) return { phone: `(${area}) ${digits.slice(0, 3)}-${digits.slice(3)}`, country };
      return { phone: isSpaced ? `+1 ${area} ${digits}` : `+1${area}${digits}`, country };
    });
    const isBad = row % 100 < perCent.badLogin;
    if (isBad) problems += 1;
    const [work, mobile] = phones;
    const login = isBad ? 'user' : 'user@example.com';
    const name = quoted ? ['Ann ""A.""', `Smith ${row}`] : ['Ann', `Smith ${row}`];
    const phoneCells = [work?.country ?? '', work?.phone ?? '', mobile?.phone ?? ''];
    const rest = ['', 'ACTIVE', '2026-11-01T00:00:00.000Z'];
    const id = `00u${String(row).padStart(17, 'a')}`;
    lines.push(line([id, login, ...name, `user${row}@example.com`, 'Agent, level 2', 'Support', ...phoneCells, ...rest]));
  }
  return { text: `${lines.join('\r\n')}\r\n`, converted, problems };
}

/** Keystrokes all over the text: in a number, quotes, separators, line breaks, at the start of a cell and before its quote; each is taken back. */
function keystrokes(text: string, quoted: boolean): readonly TextEdit[] {
  const places = [0.01, 0.25, 0.5, 0.75, 0.99].map((part) => text.indexOf('+1', Math.floor(text.length * part)));
  return places.flatMap((start) =>
    [start, quoted ? start - 1 : start].flatMap((at) =>
      ['5', '"', ',', '\r\n'].flatMap((typed): readonly TextEdit[] => [
        { start: at, end: at, text: typed },
        { start: at, end: at + typed.length, text: '' },
      ]),
    ),
  );
}

function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

async function measure(request: LintRequest): Promise<LintResult> {
  const { text, converted, problems } = workload(request);
  // The garbage of making the text is not what is measured.
  await new Promise((resolve) => setTimeout(resolve, 200));
  const stretches = new Stretches();
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  const lint = new CsvLint(text, {
    defaultRegion: null,
    columnsOf: (header) => lintColumnsOf(header, { managerAttributes: ['managerId'] }),
  });
  let firstProblemsMs = 0;
  let listed = started;
  await lint.check({
    onProgress: () => {
      if (firstProblemsMs > 0 && performance.now() - listed < listEveryMs) return;
      listed = performance.now();
      if (lint.list().problems.length > 0) firstProblemsMs ||= performance.now() - started;
    },
  });
  const list = lint.list();
  const [allCountedMs, allCountedCpuMs] = [performance.now() - started, cpuMs(cpu)];
  const found = list.problems.length + list.rest;
  if (!list.complete || found !== problems) throw new Error(`${found} problems were found, ${problems} are there.`);

  let keystrokeMs = 0;
  for (const edit of keystrokes(text, request.quoted)) {
    const [pressed, cpuBefore] = [performance.now(), process.cpuUsage()];
    lint.edit([edit]);
    await lint.check();
    lint.list();
    keystrokeMs = Math.max(keystrokeMs, Math.min(performance.now() - pressed, cpuMs(cpuBefore)));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }

  const asked = performance.now();
  const edits = await lint.fixAll({ column: null });
  const fixAllMs = performance.now() - asked;
  if (edits?.length !== converted) throw new Error(`${edits?.length ?? 'No'} numbers would be converted, of ${converted}.`);
  return {
    characters: text.length,
    problems: found,
    firstProblemsMs,
    allCountedMs,
    allCountedCpuMs,
    keystrokeMs,
    fixAllMs,
    longestStretchMs: stretches.stop(),
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  };
}

process.once('message', (request: LintRequest) => {
  void measure(request)
    .then((result) => process.send?.(result, () => process.disconnect()))
    .catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    });
});
