import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launchChromium } from './chromium';
import { ensureVsCode, hostVersion } from './hostedParts';
import { results, root } from './paths';
import { indented, reportVariable, type FailedTest, type UiReport } from './uiReport';

const rules = [
  '--no-config',
  '--import=tsx',
  '--require=./test/secrets/mochaHooks.ts',
  '--require=./test/temporaryHome.ts',
  '--ui=bdd',
  '--timeout=240000',
  '--reporter=./test/host/uiReport.ts',
  '--forbid-only',
  '--forbid-pending',
  '--fail-zero',
  '--exit',
];

/**
 * `npm run test:ui [-- <mocha arguments>]`: the click-through tests, in plain Node in front of a hosted VS Code. Files named as arguments run
 * alone.
 *
 * A file in which a test fails is run a second time, as a whole and in a new window, for its tests go on from where the one before them left off:
 * a window in a browser is drawn by three processes, and a busy machine loses a click at times. What failed at first is told at the end with its
 * reason, whatever came of the second time.
 */
async function main(args: readonly string[]): Promise<number> {
  const started = Date.now();
  // Fetched before the tests' time limits count.
  const parts = await ensureVsCode(hostVersion());
  const browser = await launchChromium();
  console.log(`Click-through tests: VS Code ${parts.vscodeVersion} from the npm registry, in Chromium ${browser.version()}`);
  await browser.close();
  await rm(path.join(results, 'screenshots'), { recursive: true, force: true });
  const files = args.some((arg) => arg.endsWith('.ts')) ? [] : ['test/ui/**/*.test.ts'];
  const first = await run([...files, ...args]);
  // A failure that belongs to no file, as of the watch for secrets, is one for good.
  const again = first.failed.some(({ file }) => file === '') ? [] : [...new Set(first.failed.map(({ file }) => file))];
  const options = args.filter((arg) => !arg.endsWith('.ts'));
  const last = again.length > 0 ? await run([...again, ...options]) : first;
  const passed = { ...first.passed, ...Object.fromEntries(again.map((file) => [file, 0])), ...last.passed };
  const count = Object.values(passed).reduce((sum, number) => sum + number, 0);
  console.log(`\n  ${count} passing (${Math.round((Date.now() - started) / 1000)}s)`);
  if (again.length > 0) console.log(`  Run a second time: ${again.join(', ')}. What failed at first:\n${told(first.failed)}`);
  if (last.failed.length > 0) console.log(`  ${last.failed.length} failing\n\n${told(last.failed)}`);
  return last.failed.length > 0 || count === 0 ? 1 : 0;
}

/** Throws when mocha ends without a report, or badly without a test that failed. */
async function run(args: readonly string[]): Promise<UiReport> {
  const temporary = await mkdtemp(path.join(tmpdir(), 'scim-preflight-report-'));
  try {
    const report = path.join(temporary, 'report.json');
    const mocha = path.join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
    const env = { ...process.env, [reportVariable]: report };
    const child = spawn(process.execPath, [mocha, ...rules, ...args], { cwd: root, stdio: 'inherit', env });
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const outcome = JSON.parse(await readFile(report, 'utf8')) as UiReport;
    if (code !== 0 && outcome.failed.length === 0) throw new Error(`Mocha ended with exit code ${code}, and without a test that failed.`);
    return outcome;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

function told(failures: readonly FailedTest[]): string {
  return failures.map(({ title, error }, index) => `  ${index + 1}) ${title}:\n${indented(error, 7)}\n`).join('\n');
}

void main(process.argv.slice(2)).then((code) => process.exit(code));
