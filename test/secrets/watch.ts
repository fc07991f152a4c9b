import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { watchVariable } from './recorder';
import { searchRecords, type SearchResult } from './searchRecords';

/** Where the preload is: an extension host that is started otherwise loads it itself (test/extension/index.ts). */
const preloadVariable = 'SECRETS_WATCH_PRELOAD';

/**
 * A watch over a suite: every Node process that it starts records what it writes, prints and throws, and which secrets it meets; at the end
 * everything is searched for all of them (see CONTRIBUTING, "No secret gets out").
 */
export class Watch {
  private constructor(
    /** Of the records; only this user can look into it, for they hold the secrets. */
    readonly folder: string,
    /** What a Node process requires to be watched. */
    readonly preload: string,
  ) {}

  static create(): Watch {
    const folder = mkdtempSync(path.join(tmpdir(), 'scim-preflight-secrets-'));
    const preload = path.join(folder, 'preload.cjs');
    buildSync({
      entryPoints: [path.join(import.meta.dirname, 'preload.ts')],
      outfile: preload,
      bundle: true,
      platform: 'node',
      target: 'node20.19',
      format: 'cjs',
      logLevel: 'error',
    });
    return new Watch(folder, preload);
  }

  /** What makes a process, and those that it starts, take part. */
  get environment(): Readonly<Record<string, string>> {
    return { [watchVariable]: this.folder, [preloadVariable]: this.preload, NODE_OPTIONS: `--require=${JSON.stringify(this.preload)}` };
  }

  search(): Promise<SearchResult> {
    return searchRecords(this.folder);
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Node's arguments for VS Code's server: it gives its extension host these, but not NODE_OPTIONS. None where no watch is on. */
export function watchArguments(): readonly string[] {
  const preload = process.env[preloadVariable];
  return preload === undefined ? [] : ['--require', preload];
}

/** What the watch has to say at the end, in one line; where a secret got out, one more for each place. */
export function resultText(result: SearchResult): string {
  const number = (count: number): string => count.toLocaleString('en-US');
  const megabytes = number(Math.ceil(result.bytes / 1e6));
  const searched =
    `Searched ${number(result.files)} files and ${number(result.lines)} printed lines and ${number(result.errors)} errors ` +
    `(${megabytes} MB) of ${number(result.processes)} processes for ${number(result.secrets)} secrets and tokens`;
  if (result.findings.length === 0) return `${searched}: none got out.`;
  const places = result.findings.map(({ where, test, excerpt }) => `  ${where}${test === null ? '' : `, in "${test}"`}: …${excerpt}…`);
  return [`${searched}. They stand in ${number(result.findings.length)} places where they must not:`, ...places].join('\n');
}
