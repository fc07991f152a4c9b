import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `sandbox` prints when it listens (product.md, section 11). */
export interface Listening {
  readonly baseUrl: string;
  readonly loginUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly oktaUrl: string;
  readonly oktaToken: string;
  readonly pid: number;
}

export interface RunningSandbox {
  readonly line: Listening;
  /** Sends SIGTERM; what it wrote in all, and how it ended. */
  stop(): Promise<Ended>;
}

type Environment = Readonly<Record<string, string>>;

/** The command line, bundled as esbuild.mjs does it, in a folder of its own; every command is a process. */
export class CommandLine {
  private readonly sandboxes: RunningSandbox[] = [];

  private constructor(readonly folder: string) {}

  static async build(): Promise<CommandLine> {
    const folder = await mkdtemp(join(tmpdir(), 'command-line-'));
    await build({
      entryPoints: ['src/cli.ts'],
      outfile: join(folder, 'cli.js'),
      bundle: true,
      platform: 'node',
      target: 'node20.19',
      format: 'cjs',
      minify: true,
      keepNames: true,
      mainFields: ['module', 'main'],
      loader: { '.md': 'text' },
      logLevel: 'error',
    });
    return new CommandLine(folder);
  }

  /** Runs a command to its end. Whatever it does, it must not tell the secrets that it was given. */
  async run(args: readonly string[], secrets: Environment = {}): Promise<Ended> {
    const child = this.start(args, secrets);
    const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close') as Promise<[number]>]);
    for (const name of ['SCIM_PREFLIGHT_CLIENT_SECRET', 'SCIM_PREFLIGHT_OKTA_TOKEN']) {
      const secret = secrets[name];
      if (secret !== undefined) assert.ok(!`${stdout}${stderr}`.includes(secret), `${args.join(' ')} tells ${name}`);
    }
    return { code, stdout, stderr };
  }

  async sandbox(): Promise<RunningSandbox> {
    const child = this.start(['sandbox', '--requests-per-minute', '0'], {});
    const closed = once(child, 'close') as Promise<[number | null]>;
    const stderr = text(child.stderr);
    const lines: string[] = [];
    const reader = createInterface(child.stdout);
    reader.on('line', (line) => lines.push(line));
    await Promise.race([once(reader, 'line'), closed]);
    assert.equal(lines.length, 1, 'the sandbox ended before it listened');
    const running: RunningSandbox = {
      line: JSON.parse(lines[0] ?? '') as Listening,
      stop: async () => {
        child.kill('SIGTERM');
        const [code] = await closed;
        return { code, stdout: lines.join('\n'), stderr: await stderr };
      },
    };
    this.sandboxes.push(running);
    return running;
  }

  async close(): Promise<void> {
    await Promise.all(this.sandboxes.map((one) => one.stop()));
    await rm(this.folder, { recursive: true });
  }

  private start(args: readonly string[], secrets: Environment) {
    const plain = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SCIM_PREFLIGHT_')));
    const home = join(this.folder, 'home');
    // A test sends in seconds what people send in minutes, to a sandbox without a limit: nobody has to wait for the minute of the command before.
    rmSync(join(home, 'rate'), { recursive: true, force: true });
    const env = { ...plain, SCIM_PREFLIGHT_HOME: home, ...secrets };
    return spawn(process.execPath, [join(this.folder, 'cli.js'), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  }
}

export function credentials(line: Listening): Record<string, string> {
  return {
    SCIM_PREFLIGHT_CLIENT_ID: line.clientId,
    SCIM_PREFLIGHT_CLIENT_SECRET: line.clientSecret,
    SCIM_PREFLIGHT_OKTA_TOKEN: line.oktaToken,
  };
}
