import { fork } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Bundles an entry of this folder into `folder`: what is measured is bundled as the product is, not run through a loader. */
export async function bundlePart(
  folder: string,
  entry: 'part' | 'comparePart' | 'exportPart' | 'lintPart' | 'mappingPart' | 'previewPart' | 'networkPart',
): Promise<string> {
  const outfile = join(folder, `${entry}.cjs`);
  await build({
    entryPoints: [join(import.meta.dirname, `${entry}.ts`)],
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

/** Runs a part in a process of its own; `heapMegabytes` bounds its heap. Rejects when it fails. */
export function runPart<Result>(part: string, request: object, heapMegabytes: number): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = fork(part, { execArgv: [`--max-old-space-size=${heapMegabytes}`] });
    child.once('message', (result) => resolve(result as Result));
    child.once('error', reject);
    child.once('exit', (code, signal) => code !== 0 && reject(new Error(`The part ended with ${String(code ?? signal)}.`)));
    child.send(request);
  });
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
