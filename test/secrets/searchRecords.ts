import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { isAllowed } from './allowed';
import { wholeLines, type RecordHead } from './recorder';
import { excerpts, isSearchable, longestForm, SecretIndex, withoutSecrets } from './secretIndex';

export interface Finding {
  /** The file, or what printed or failed; without secrets. */
  readonly where: string;
  readonly test: string | null;
  /** What stands around the secret, without it. */
  readonly excerpt: string;
}

export interface SearchResult {
  /** Those of a length that can be searched for. */
  readonly secrets: number;
  readonly processes: number;
  readonly files: number;
  readonly bytes: number;
  readonly lines: number;
  readonly errors: number;
  /** Times that a secret stood where it may. */
  readonly allowed: number;
  readonly findings: readonly Finding[];
}

/** Searches all that the processes of a watch recorded for all secrets that any of them came to know. */
export async function searchRecords(folder: string): Promise<SearchResult> {
  const secrets = new Set(await jsonLines<string>(path.join(folder, 'secrets')));
  const index = new SecretIndex();
  for (const secret of secrets) index.add(secret);
  const files = new Set<string>();
  const findings: Finding[] = [];
  const sums = { processes: 0, bytes: 0, lines: 0, errors: 0, allowed: 0 };
  const take = (head: RecordHead | null, excerpt: string): void => {
    if (head !== null && isAllowed(head)) sums.allowed++;
    else findings.push({ where: withoutSecrets(Buffer.from(whereOf(head)), index), test: head?.test ?? null, excerpt });
  };
  for (const name of (await readdir(folder)).filter((one) => one.endsWith('.index'))) {
    const heads = await jsonLines<RecordHead>(path.join(folder, name));
    sums.processes++;
    for (const head of heads) {
      if (head.kind === 'file' || head.kind === 'left') files.add(head.name);
      if (head.kind === 'error') sums.errors++;
      sums.bytes += head.length;
      sums.lines += head.lines;
      for (const excerpt of head.found) take(head, excerpt);
    }
    const headAt = placesOf(heads);
    for (const [start, excerpt] of await searchFile(path.join(folder, name.replace(/index$/, 'bytes')), index))
      take(headAt(start), excerpt);
  }
  const long = [...secrets].filter(isSearchable).length;
  return { secrets: long, files: files.size, ...sums, findings: distinct(findings) };
}

async function searchFile(file: string, index: SecretIndex): Promise<ReadonlyMap<number, string>> {
  const found = new Map<number, string>();
  let kept = Buffer.alloc(0);
  let before = 0;
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
      const block = Buffer.concat([kept, chunk as Buffer]);
      for (const { start, text } of excerpts(block, index)) found.set(before + start, text);
      kept = block.subarray(-longestForm);
      before += block.length - kept.length;
    }
  } catch (error) {
    // A process that kept nothing has no such file.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return found;
}

/** Looks up the record that a kept byte is of; null for one whose process was killed before it was entered. */
function placesOf(heads: readonly RecordHead[]): (offset: number) => RecordHead | null {
  const kept = heads.filter((head) => head.kept > 0);
  const ends: number[] = [];
  let end = 0;
  for (const head of kept) ends.push((end += head.kept));
  return (offset) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ends[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return kept[low] ?? null;
  };
}

function whereOf(head: RecordHead | null): string {
  if (head === null) return 'a process that was killed while it wrote';
  const command = head.command.map((part) => path.basename(part)).join(' ');
  switch (head.kind) {
    case 'file':
      return `${head.name}, written by ${command}`;
    case 'left':
      return `${head.name}, found when its folder was removed`;
    case 'printed':
      return `${head.name}, printed by ${command}`;
    case 'error':
      return `an error ${head.name} in ${command}`;
  }
}

function distinct(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((one) => [`${one.where} ${one.test ?? ''}`, one])).values()];
}

async function jsonLines<Line>(file: string): Promise<readonly Line[]> {
  return wholeLines(await readFile(file, 'utf8').catch(() => '')) as readonly Line[];
}
