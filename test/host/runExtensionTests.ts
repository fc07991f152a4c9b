import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { build } from 'esbuild';
import { resultText, Watch } from '../secrets/watch';
import { watchProcess } from '../secrets/watchProcess';
import { findDesktop } from './desktop';
import { ensureVsCode, hostVersion } from './hostedParts';
import { writeUserSettings } from './hostedServer';
import { root } from './paths';

/** `npm run test:extension`: the tests of test/extension inside a real VS Code. The exit code is the tests'. */
async function main(): Promise<number> {
  await bundleTests();
  const vscodeExecutablePath = await chooseHost();
  const temporary = await mkdtemp(path.join(tmpdir(), 'scim-preflight-tests-'));
  try {
    const folder = path.join(temporary, 'workspace');
    const userDataDir = path.join(temporary, 'user-data');
    await mkdir(folder);
    await writeUserSettings(userDataDir);
    return await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: root,
      extensionTestsPath: path.join(root, 'out', 'test', 'extension', 'index.js'),
      extensionTestsEnv: { SCIM_PREFLIGHT_HOME: path.join(temporary, 'home') },
      launchArgs: [folder, `--user-data-dir=${userDataDir}`, `--extensions-dir=${path.join(temporary, 'extensions')}`],
    });
  } catch (error) {
    if (error instanceof TestRunFailedError) return error.code ?? 1;
    throw error;
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** One CommonJS file for each test file; mocha stays outside, so that all of them meet in the same one. */
async function bundleTests(): Promise<void> {
  await rm(path.join(root, 'out', 'test', 'extension'), { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: ['test/extension/index.ts', 'test/extension/**/*.test.ts'],
    outdir: 'out/test/extension',
    outbase: 'test/extension',
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    loader: { '.md': 'text' },
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
}

/** A desktop VS Code where one can be had, else the one from the npm registry; VSCODE_HOST asks for the latter. */
async function chooseHost(): Promise<string> {
  const desktop = process.env.VSCODE_HOST ? null : await findDesktop({ mayDownload: true });
  if (desktop) {
    console.log(`Extension tests: ${desktop.origin}, VS Code ${desktop.version} at ${desktop.executable}`);
    return desktop.executable;
  }
  const parts = await ensureVsCode(hostVersion());
  console.log(`Extension tests: VS Code ${parts.vscodeVersion} from the npm registry, in Chromium`);
  return path.join(import.meta.dirname, 'launcher');
}

/** Fails when a secret got out, and when none was met: then nothing was watched. */
async function watched(run: () => Promise<number>): Promise<number> {
  const watch = Watch.create();
  Object.assign(process.env, watch.environment);
  const recorder = watchProcess();
  try {
    const code = await run();
    const result = await watch.search();
    console.log(resultText(result));
    return result.findings.length > 0 || (result.secrets === 0 && !process.env.SCIM_PREFLIGHT_TESTS) ? 1 : code;
  } finally {
    recorder?.close();
    await watch.close();
  }
}

void watched(main).then((code) => process.exit(code));
