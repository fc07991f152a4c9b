import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fetchOnce } from './fetchOnce';

/** The hosted VS Codes: the one to work with, and the oldest one that `engines.vscode` promises. */
export const hostVersions = ['1.139', '1.133'] as const;
export type HostVersion = (typeof hostVersions)[number];

export interface HostedParts {
  /** The exact version, as VS Code itself would say it. */
  readonly vscodeVersion: string;
  /** lib/vscode/out/server-main.js */
  readonly serverMain: string;
  /** A Node that runs it. */
  readonly node: string;
}

/**
 * Which hosted VS Code the environment asks for: VSCODE_HOST, the newest by default.
 * @throws Error for a version that is not among `hostVersions`
 */
export function hostVersion(): HostVersion {
  const wanted = process.env.VSCODE_HOST;
  if (!wanted) return hostVersions[0];
  const found = hostVersions.find((version) => version === wanted);
  if (!found) throw new Error(`VSCODE_HOST is ${wanted}; there are ${hostVersions.join(' and ')}.`);
  return found;
}

/**
 * A VS Code server from the npm registry, fetched where it is not there yet.
 * @throws Error where this machine has no Node for it
 */
export async function ensureVsCode(version: HostVersion): Promise<HostedParts> {
  const folder = path.join(import.meta.dirname, `vscode-${version}`);
  const vscode = path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  await fetchOnce(folder, { finish: () => showToasts(vscode), recipe: [import.meta.filename] });
  const modules = path.join(vscode, 'node_modules');
  const fetched = path.join(folder, 'server', 'node_modules');
  const finish = async () => {
    await rm(modules, { recursive: true, force: true });
    await rename(fetched, modules);
    await placeStandIns(modules);
  };
  await fetchOnce(path.join(folder, 'server'), {
    installed: modules,
    finish,
    recipe: [import.meta.filename, ...standIns.map(standInFile)],
  });
  const manifest = JSON.parse(await readFile(path.join(vscode, 'package.json'), 'utf8')) as { version: string };
  return { vscodeVersion: manifest.version, serverMain: path.join(vscode, 'out', 'server-main.js'), node: await ensureNode() };
}

/** Two of VS Code's own modules must be compiled; without them no log is written, and an orphaned extension host goes on. */
const standIns = ['spdlog', 'native-watchdog'] as const;

function standInFile(name: string): string {
  return path.join(import.meta.dirname, 'standIns', `${name}.mjs`);
}

async function placeStandIns(modules: string): Promise<void> {
  for (const name of standIns) {
    const folder = path.join(modules, '@vscode', name);
    await mkdir(folder, { recursive: true });
    await copyFile(standInFile(name), path.join(folder, 'index.mjs'));
    await writeFile(
      path.join(folder, 'package.json'),
      JSON.stringify({ name: `@vscode/${name}`, version: '0.0.0', exports: './index.mjs' }),
    );
  }
}

/**
 * The smoke-test driver, which we need for extensionDevelopmentPath, also keeps notifications from popping up. Those who look at the hosted
 * VS Code should see what users see.
 * @throws Error when this version of VS Code says it in other words
 */
async function showToasts(vscode: string): Promise<void> {
  const file = path.join(vscode, 'out', 'vs', 'code', 'browser', 'workbench', 'workbench.js');
  const text = await readFile(file, 'utf8');
  const patched = text.replace(/(isNotificationsCenterVisible&&)!this\.environmentService\.enableSmokeTestDriver&&/, '$1');
  if (patched === text) throw new Error(`No place found in ${file} that holds back notifications.`);
  await writeFile(file, patched);
}

/** code-server wants Node 24; where the one that runs this is older, the registry's is taken. */
async function ensureNode(): Promise<string> {
  if (Number.parseInt(process.versions.node, 10) === 24) return process.execPath;
  const folder = path.join(import.meta.dirname, 'node');
  await fetchOnce(folder);
  const node = path.join(folder, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(node)) return node;
  throw new Error(
    `The hosted VS Code needs Node 24 on ${process.platform}-${process.arch}: run with it, or name a desktop VS Code in VSCODE_EXECUTABLE.`,
  );
}
