import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { watchArguments } from '../secrets/watch';
import type { HostedParts } from './hostedParts';
import { results, root } from './paths';

/** What keeps a run quiet and its pictures alike: nothing that asks, advertises or talks to a service. */
export const quietSettings: Readonly<Record<string, unknown>> = {
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.colorTheme': 'Dark Modern',
  'workbench.view.alwaysShowHeaderActions': true,
  'window.autoDetectColorScheme': false,
  'remote.autoForwardPorts': false,
  'workbench.enableExperiments': false,
  'extensions.ignoreRecommendations': true,
  'extensions.autoCheckUpdates': false,
  'update.mode': 'none',
  'git.enabled': false,
  // In a browser files are saved a second after they were changed, and on a desktop not at all.
  'files.autoSave': 'off',
  'editor.minimap.enabled': false,
};

/** There once extensions are registered and the theme of the settings is on: pictures taken before show another one. */
export const themed = '.monaco-workbench[class*="-dark_modern-json"]';

/** Writes settings.json of a fresh user data folder, for a desktop VS Code and a hosted one alike. */
export async function writeUserSettings(userDataDir: string, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await mkdir(path.join(userDataDir, 'User'), { recursive: true });
  await writeFile(path.join(userDataDir, 'User', 'settings.json'), JSON.stringify({ ...quietSettings, ...more }, null, 2));
}

/**
 * A path to the repository of which nothing that VS Code itself loads is a part. It takes every theme below extensionDevelopmentPath for the one
 * that is developed, and puts it on in the place of the one that is set; and test/host holds VS Code with its themes.
 * @param userDataDir goes when the run ends, and this path with it
 */
export async function pathBesideHost(userDataDir: string): Promise<string> {
  const link = path.join(userDataDir, 'scim-preflight');
  await symlink(root, link, 'junction');
  return link;
}

/** VS Code then has no marketplace to look into, and no host to call. */
const noGallery = '{}';

export interface HostedServerOptions {
  readonly userDataDir: string;
  readonly extensionsDir?: string;
  /** Reaches the extension host, which is the server's child. */
  readonly env?: Readonly<Record<string, string>>;
  /** Ends by itself when nobody has been connected for five minutes: for runs that may be killed. */
  readonly endsAlone: boolean;
  /** Folders are trusted only where a person says so, as in a VS Code that nobody set up; otherwise all are. */
  readonly asksForTrust?: boolean;
}

export interface HostedServer {
  /** http://localhost:<port>, without a trailing slash. */
  readonly origin: string;
  /** Only who knows it may connect: whoever connects can run programs as this user. */
  readonly token: string;
  /** Resolves when the server is gone, however it came. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts VS Code's server on a free loopback port. Without the smoke-test driver a built VS Code ignores extensionDevelopmentPath.
 * What it prints goes to test-results/vscode-server.log.
 * @throws Error when it ends before it listens
 */
export async function startServer(parts: HostedParts, options: HostedServerOptions): Promise<HostedServer> {
  const token = randomUUID();
  const args = [
    ...watchArguments(),
    parts.serverMain,
    ...['--host', '127.0.0.1', '--port', '0', '--connection-token', token, '--accept-server-license-terms'],
    ...['--server-data-dir', path.join(options.userDataDir, 'server'), '--user-data-dir', options.userDataDir],
    ...(options.extensionsDir === undefined ? [] : ['--extensions-dir', options.extensionsDir]),
    ...(options.endsAlone ? ['--enable-remote-auto-shutdown'] : []),
    ...(options.asksForTrust ? [] : ['--disable-workspace-trust']),
    ...['--disable-telemetry', '--enable-smoke-test-driver'],
  ];
  await mkdir(results, { recursive: true });
  const child = spawn(parts.node, args, {
    env: { ...process.env, EXTENSIONS_GALLERY: noGallery, SCIM_PREFLIGHT_HOME: path.join(options.userDataDir, 'home'), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  const killOnExit = () => signalAll(child, 'SIGKILL');
  process.once('exit', killOnExit);
  void ended.then(() => process.off('exit', killOnExit));
  const port = await listeningPort(child, ended);
  return { origin: `http://localhost:${String(port)}`, token, ended, close: () => stop(child, ended) };
}

function listeningPort(child: ChildProcess, ended: Promise<void>): Promise<number> {
  const log = createWriteStream(path.join(results, 'vscode-server.log'));
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer) => {
      log.write(chunk);
      said = (said + chunk.toString()).slice(-20_000);
      const port = /agent listening on (\d+)/.exec(said)?.[1];
      if (port !== undefined) resolve(Number(port));
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('error', reject);
    void ended.then(() => {
      log.end();
      reject(new Error(`VS Code's server ended before it listened:\n${said}`));
    });
  });
}

/** The server's own children (extension hosts, file watchers) are of its process group. */
function signalAll(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  signalAll(child, 'SIGTERM');
  await Promise.race([ended, sleep(3000, undefined, { ref: false })]);
  signalAll(child, 'SIGKILL');
  await ended;
}

export interface WorkbenchUrl {
  readonly folder: string;
  readonly extensionDevelopmentPath: string;
  /** Leave out for click-through runs: with it VS Code refuses to show dialogs. */
  readonly extensionTestsPath?: string;
}

/** The address at which a hosted workbench opens `folder` with the extension under development. */
export function workbenchUrl(server: Pick<HostedServer, 'origin' | 'token'>, parts: WorkbenchUrl): string {
  const remote = (file: string) => `vscode-remote://${new URL(server.origin).host}${encodeURI(file)}`;
  const payload = [['extensionDevelopmentPath', remote(parts.extensionDevelopmentPath)]];
  if (parts.extensionTestsPath !== undefined) payload.push(['extensionTestsPath', remote(parts.extensionTestsPath)]);
  payload.push(['skipWelcome', 'true']);
  // All that the extension has to say: what a log holds is searched for secrets.
  payload.push(['logLevel', 'scim-preflight.scim-preflight=trace']);
  const query = new URLSearchParams({ tkn: server.token, folder: parts.folder, payload: JSON.stringify(payload) });
  return `${server.origin}/?${query.toString()}`;
}
