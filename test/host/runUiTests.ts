import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { launchChromium } from './chromium';
import { ensureVsCode, hostVersion } from './hostedParts';
import { results, root } from './paths';

/**
 * `npm run test:ui [-- <mocha arguments>]`: the click-through tests, in plain Node in front of a hosted VS Code. Files named as arguments run
 * alone.
 */
async function main(args: readonly string[]): Promise<number> {
  // Fetched before the tests' time limits count.
  const parts = await ensureVsCode(hostVersion());
  const browser = await launchChromium();
  console.log(`Click-through tests: VS Code ${parts.vscodeVersion} from the npm registry, in Chromium ${browser.version()}`);
  await browser.close();
  await rm(path.join(results, 'screenshots'), { recursive: true, force: true });
  const files = args.some((arg) => arg.endsWith('.ts')) ? [] : ['test/ui/**/*.test.ts'];
  const rules = [
    '--no-config',
    '--import=tsx',
    '--require=./test/secrets/mochaHooks.ts',
    '--require=./test/temporaryHome.ts',
    '--ui=bdd',
    '--timeout=240000',
    '--retries=1',
    '--reporter=./test/host/spokenRetries.ts',
    '--forbid-only',
    '--forbid-pending',
    '--fail-zero',
    '--exit',
  ];
  const mocha = path.join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const child = spawn(process.execPath, [mocha, ...rules, ...files, ...args], { cwd: root, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

void main(process.argv.slice(2)).then((code) => process.exit(code));
