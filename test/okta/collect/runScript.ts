import { spawn } from 'node:child_process';
import { chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { exportScript, type ExportScriptParts } from '../../../src/okta/collect/exportScript';

export interface ScriptRun {
  readonly code: number | null;
  /** What it says, all of it. */
  readonly said: string;
  /** Command lines of the curls that it ran. */
  readonly curls: readonly string[];
  /** Seconds of its waits, which were not waited. */
  readonly waits: readonly number[];
}

/**
 * Runs the bash script in `folder` as an admin would, with two stand-ins before it: `curl` notes its command line and is the real one,
 * `sleep` notes how long and is over at once.
 */
export async function runScript(
  folder: string,
  parts: Partial<ExportScriptParts> & { readonly origin: string },
  {
    args = [],
    env = {},
    input = '',
  }: { readonly args?: readonly string[]; readonly env?: NodeJS.ProcessEnv; readonly input?: string } = {},
): Promise<ScriptRun> {
  const script = path.join(folder, 'okta-export.sh');
  await writeFile(script, exportScript('bash', { confirmedHost: null, appId: null, version: '0.1.0', ...parts }));
  const tools = path.join(folder, 'tools');
  await mkdir(tools, { recursive: true });
  const search = process.env.PATH ?? '';
  await writeTool(path.join(tools, 'curl'), `printf '%s\\n' "$*" >> "$TOOLS/curl.log"\nPATH="$REAL_PATH" exec curl "$@"`);
  await writeTool(path.join(tools, 'sleep'), `printf '%s\\n' "$1" >> "$TOOLS/sleep.log"`);
  const child = spawn('bash', [script, ...args], {
    cwd: folder,
    env: { ...env, PATH: `${tools}${path.delimiter}${search}`, REAL_PATH: search, TOOLS: tools, HOME: folder },
  });
  child.stdin.on('error', () => undefined); // a script that stopped before it asked
  child.stdin.end(input);
  const [said, rest, code] = await Promise.all([
    text(child.stderr),
    text(child.stdout),
    new Promise<number | null>((resolve) => child.once('close', resolve)),
  ]);
  const linesOf = async (name: string): Promise<string[]> =>
    (await readFile(path.join(tools, name), 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
  const [curls, waits] = await Promise.all([linesOf('curl.log'), linesOf('sleep.log')]);
  return { code, said: said + rest, curls, waits: waits.map(Number) };
}

async function writeTool(file: string, body: string): Promise<void> {
  await writeFile(file, `#!/bin/sh\n${body}\n`);
  await chmod(file, 0o755);
}

/** Contents by path below a folder, in the order of the paths. */
export async function filesIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = names
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
  return new Map(await Promise.all(paths.map(async (name) => [name, await readFile(path.join(folder, name), 'latin1')] as const)));
}
